"""The pattern language is what its table says, and a pattern that can match nothing is refused."""

import re
from pathlib import Path

import pytest

from crucible.errors import UsageError
from crucible.transfer.globs import Selection

QUOTED = re.compile(r"`([^`]+)`")


def table():
    """Yield (pattern, name, whether it matches) from the table on the page."""
    page = (Path(__file__).parents[2] / "docs" / "transfers.md").read_text("utf-8")
    rows = page.partition("| pattern |")[2].partition("\n\n")[0].splitlines()[2:]
    for line in rows:
        pattern, matching, others = (QUOTED.findall(column) for column in line.strip("|").split("|"))
        for name in matching:
            yield pattern[0], name, True
        for name in others:
            yield pattern[0], name, False


ROWS = list(table())


def test_the_table_has_rows_of_both_kinds():
    assert len(ROWS) > 60
    assert {True, False} == {matches for _, _, matches in ROWS}


@pytest.mark.parametrize(("pattern", "name", "matches"), ROWS)
def test_a_row_of_the_table_is_true(pattern, name, matches):
    assert matches == (name in Selection(pattern))


def test_a_string_is_one_pattern_and_not_a_list_of_letters():
    assert [] == [name for name in ("a", "b", "t") if name in Selection("*.dat")]
    assert "x.dat" in Selection("*.dat")


def test_nothing_given_chooses_everything():
    for selection in (Selection(), Selection([], ()), Selection(None, None)):
        assert "any/name" in selection


def test_exclude_takes_away_from_what_include_chose():
    selection = Selection(include=["*.h5", "*.txt"], exclude="raw/")
    names = ["a.h5", "a.txt", "a.png", "raw/a.h5", "x/raw/b.h5"]
    assert ["a.h5", "a.txt", "x/raw/b.h5"] == [name for name in names if name in selection]


def test_both_normal_forms_of_unicode_are_the_same_name():
    composed, decomposed = "Pr\u00fcfung.h5", "Pru\u0308fung.h5"
    assert decomposed in Selection(composed)
    assert composed in Selection(decomposed)
    assert decomposed in Selection("Pr?fung.h5")


@pytest.mark.parametrize(
    "name", ["a.b", "a+b", "a(b)", "a|b", "$a^", "{a}", "a b", "a#b", "é", "a\nb", "-", "a&&b", "~~"]
)
def test_other_signs_mean_themselves(name):
    assert name in Selection(name)
    assert "xyz" not in Selection(name)
    assert name in Selection(f"[{name[0]}]{name[1:]}" if name[0] not in "^!" else name)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("", "empty"),
        ("raw\\*.h5", "backslash"),
        ("a//b", "''"),
        ("./a", "'.'"),
        ("../a", "'..'"),
        ("[z-a]", "range"),
        ("a**b**c**d**e**f", "more than 4"),
        (b"*.h5", "text"),
        (7, "text"),
        ([None], "text"),
    ],
)
def test_a_pattern_that_can_match_nothing_is_refused_with_the_reason(pattern, reason):
    with pytest.raises(UsageError, match=re.escape(reason)):
        Selection(include=pattern)


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("*a*a*a*a*a*a*a*a*a*b", "a" * 200_000),
        ("**/a/**/a/**/a/**/a/**/b", "a/" * 100_000 + "c"),
        ("**/*a*a*a/*a*a*b/*", "aaaa/" * 40_000 + "c"),
        ("a**a**a**a**b", "a/a" * 60_000),
    ],
)
def test_no_pattern_has_a_bad_case(pattern, name):
    selection = Selection(pattern)
    assert name not in selection  # one that goes back and forth would never end


def test_many_names_are_filtered_at_once():
    names = [f"raw/run{number % 100}/scan_{number}.h5" for number in range(100_000)]
    selection = Selection(include=["raw/**/scan*7.h5", "*.txt"], exclude=["run1?/*", "*_1*"])
    kept = sum(name in selection for name in names)
    assert sum(name.endswith("7.h5") and "_1" not in name for name in names) == kept
