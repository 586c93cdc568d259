"""The expressions agree with a matcher that tries everything, for any pattern and any name."""

from functools import cache

from hypothesis import example, given, settings
from hypothesis import strategies as st

from crucible.errors import UsageError
from crucible.transfer.globs import Selection

PIECES = st.sampled_from(
    ["a", "b", "A", ".", "*", "*", "**", "?", "/", "/", "[ab]", "[!a]", "[^b.]", "[a-c]", "[[]", "[", "]", "-"]
)
PATTERNS = st.lists(PIECES, min_size=1, max_size=9).map("".join)
PARTS = st.text("abcA.[]-", min_size=1, max_size=4).filter(lambda part: part not in (".", ".."))
NAMES = st.lists(PARTS, min_size=1, max_size=4).map("/".join)


def matches(pattern, name):
    """Follow the rules of the language to the letter, trying each possibility."""
    if "/" not in pattern:
        pattern = f"**/{pattern}"
    elif pattern.endswith("/"):
        pattern += "**"
    return tried(pattern.removeprefix("/"), name, True)


@cache
def tried(pattern, name, at_start):
    """Whether all of `name` matches; `at_start` says whether a part begins here, in the pattern and in the name."""
    if not pattern:
        return not name
    if pattern.startswith("**"):
        rest = pattern.lstrip("*")
        if at_start and rest.startswith("/"):  # any number of whole folders, also none
            ends = [0] + [place + 1 for place, letter in enumerate(name) if letter == "/"]
            return any(tried(rest[1:], name[end:], True) for end in ends)
        return any(tried(rest, name[end:], False) for end in range(len(name) + 1))
    if pattern[0] == "*":
        reach = (name + "/").index("/")
        return any(tried(pattern[1:], name[end:], False) for end in range(reach + 1))
    if not name:
        return False
    if pattern[0] == "[" and (end := closing(pattern)):
        return name[0] != "/" and member(pattern[1:end], name[0]) and tried(pattern[end + 1 :], name[1:], False)
    if pattern[0] == "?":
        return name[0] != "/" and tried(pattern[1:], name[1:], False)
    return pattern[0] == name[0] and tried(pattern[1:], name[1:], pattern[0] == "/")


def closing(pattern):
    """Where the set ends that opens the pattern, within its part; 0 if it does not."""
    part = pattern.partition("/")[0]
    return max(0, part.find("]", 3 if part[1:2] in ("!", "^") else 2))


def member(inside, letter):
    if inside[0] in "!^":
        return not member_of(inside[1:], letter)
    return member_of(inside, letter)


def member_of(inside, letter):
    if len(inside) >= 3 and inside[1] == "-":
        return inside[0] <= letter <= inside[2] or member_of(inside[3:], letter)
    return bool(inside) and (inside[0] == letter or member_of(inside[1:], letter))


@settings(max_examples=1500, deadline=None)
@given(PATTERNS, NAMES)
@example("a**b", "a/x/b")
@example("**/a", "a")
@example("a/**", "a/b/c")
@example("***", "a/b")
@example("a[**", "a[b/c")
def test_a_pattern_matches_exactly_what_the_rules_say(pattern, name):
    try:
        selection = Selection(pattern)
    except UsageError:
        return  # tested beside the language's other refusals
    assert matches(pattern, name) == (name in selection)


@settings(max_examples=300, deadline=None)
@given(PATTERNS, NAMES)
def test_a_refused_pattern_would_match_no_name(pattern, name):
    try:
        Selection(pattern)
    except UsageError as error:
        if "more than" not in str(error):
            assert not matches(pattern, name)


@settings(max_examples=300, deadline=None)
@given(st.lists(PATTERNS, max_size=3), st.lists(PATTERNS, max_size=3), NAMES)
def test_include_chooses_and_exclude_takes_away(include, exclude, name):
    try:
        selection = Selection(include, exclude)
    except UsageError:
        return
    chosen = not include or any(matches(pattern, name) for pattern in include)
    taken = any(matches(pattern, name) for pattern in exclude)
    assert (chosen and not taken) == (name in selection)
