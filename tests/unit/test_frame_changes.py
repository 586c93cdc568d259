"""Cells of frames compared with what records have."""

from datetime import UTC, datetime, timedelta, timezone

import numpy
import pandas
import polars
import pytest

from crucible.errors import UsageError
from crucible.frames import SAME, Converter, changed, reached

KILOVOLT = {"value": 200, "unit": "kV"}
TEN = datetime(2026, 8, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "old"),
    [
        (300.0, 300),
        (300, 300.0),
        (numpy.int64(3), 3),
        (numpy.float64(2.5), 2.5),
        (numpy.bool_(True), True),
        ("a", "a"),
        ("300", 300),
        ("true", True),
        ("3e2", 300),
        ('{"a": [1]}', {"a": [1]}),
        ('{"a":[1]}', {"a": [1]}),
        ("[1, 2]", [1, 2]),
        ([1.0, 2.0], [1, 2]),
        (numpy.array([1, 2]), [1, 2]),
        (polars.Series([1, 2]), [1, 2]),
        ({"a": 1}, {"a": 1}),
        (["1", "a"], [1, "a"]),
        (["true", "1"], [True, 1]),
        (["[1]", "2"], [[1], 2]),
        ([1.0, None], [1, None]),
        ([TEN], ["2026-08-01T10:00:00Z"]),
        ([["2026-08-01T10:00:00Z"]], [["2026-08-01T10:00:00Z"]]),
        ([], []),
        (2.0**53, 2**53 + 1),
        ("?", "\ud800"),
        ("200 kV", KILOVOLT),
        (TEN, "2026-08-01T10:00:00Z"),
        (TEN.astimezone(timezone(timedelta(hours=2))), "2026-08-01T10:00:00Z"),
        (pandas.Timestamp(TEN), "2026-08-01T12:00:00+02:00"),
        (numpy.datetime64("2026-08-01T10:00"), "2026-08-01T10:00:00"),
    ],
)
def test_a_cell_that_says_what_the_record_has_is_no_change(cell, old):
    assert changed(cell, old) is SAME


@pytest.mark.parametrize(
    ("cell", "old", "expected"),
    [
        (310.0, 300, 310),
        (310.5, 300, 310.5),
        (310.0, 300.0, 310.0),
        (1, True, 1),
        (True, 1, True),
        ("b", "a", "b"),
        ("310", 300, 310),
        ("n/a", 300, "n/a"),
        ("2.5", 300, 2.5),
        ("false", True, False),
        ("maybe", True, "maybe"),
        ('{"a": [2]}', {"a": [1]}, {"a": [2]}),
        ([1, 3], [1, 2], [1, 3]),
        (["1", "b"], [1, "a"], [1, "b"]),
        (["1", "b", TEN], [1], [1, "b", "2026-08-01T10:00:00+00:00"]),
        (["1"], [1, 2], [1]),
        ([None, 2], [1, None], [None, 2]),
        ([numpy.datetime64("2026-08-01T10:00")], "none", ["2026-08-01T10:00:00+00:00"]),
        ('{"a": {"b": 2}, "c": 1}', {"a": {"b": 1}}, {"a": {"b": 2}, "c": 1}),
        ("210 kV", KILOVOLT, {"value": 210, "unit": "kV"}),
        ("0.5 V", {"value": 1, "units": "V"}, {"value": 0.5, "units": "V"}),
        ("a", None, "a"),
        (7, None, 7),
        (300, "300 K", 300),
        (TEN, None, "2026-08-01T10:00:00+00:00"),
        (TEN, "yesterday", "2026-08-01T10:00:00+00:00"),
        (pandas.Timestamp(TEN), 7, "2026-08-01T10:00:00+00:00"),
    ],
)
def test_a_change_keeps_the_form_that_the_record_has(cell, old, expected):
    new = changed(cell, old)
    assert (expected, type(expected)) == (new, type(new))


@pytest.mark.parametrize(
    ("cell", "old", "message"),
    [
        (210, KILOVOLT, "210 has no unit, and the record has '200 kV'.*units="),
        ("many", KILOVOLT, "'many' is no number with a unit, and the record has '200 kV'"),
        ("[1, 2", [1], r"is no JSON, and the record has \[1\]"),
        (
            '{"a": {"b": 1}}',
            {"a": {"b": 1, "c": 2}},
            r"lacks 'c', and an update takes no keys away.*replace_scientific",
        ),
    ],
)
def test_a_cell_that_does_not_say_what_is_meant_is_refused(cell, old, message):
    with pytest.raises(UsageError, match=message):
        changed(cell, old)


@pytest.mark.parametrize(
    ("cell", "old", "expected"),
    [
        (200000.0, KILOVOLT, SAME),
        (200000.00000001, KILOVOLT, SAME),
        (210000, KILOVOLT, {"value": 210000, "unit": "V"}),
        (210000, "200 kV", "210000 V"),
        (5, {"value": 1, "units": "kV"}, {"value": 5, "units": "V"}),
        (5, None, {"value": 5, "unit": "V"}),
        (5, "n/a", "5 V"),
    ],
)
def test_cells_in_a_unit_are_compared_in_it(cell, old, expected):
    assert expected == changed(cell, old, Converter("V", "a"))


def test_a_cell_in_a_unit_is_a_number():
    with pytest.raises(UsageError, match="'5 V' is no number of V"):
        changed("5 V", KILOVOLT, Converter("V", "a"))


def test_a_path_that_leads_nowhere_reaches_nothing():
    assert (1, None, None) == tuple(
        reached({"a": {"b": 1}}, path) for path in (("a", "b"), ("a", "c"), ("a", "b", "c"))
    )
