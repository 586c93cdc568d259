"""The one pattern language for names of files, in Python and on the command line.

A name is the path of a file inside its dataset, with ``/`` between folders. Rules:

1. A pattern without ``/`` is matched with the base name, at any depth. With ``/``, it is matched with the whole path.
2. ``*`` is any text and ``?`` one character, both without ``/``.
3. ``**`` is any text, also with ``/``; ``**/`` also stands for no folder at all.
4. ``[abc]`` and ``[a-z]`` are one of these characters, ``[!abc]`` or ``[^abc]`` one of the others; never ``/``. A ``]``
   directly after the opening is an ordinary member. ``[[]``, ``[*]`` and ``[?]`` are the characters themselves. A ``[``
   that is never closed is ordinary.
5. A ``/`` at the beginning means the top folder, at the end everything below that folder.
6. Upper and lower case differ on every system. Names that begin with a dot are ordinary names.
7. A string is one pattern. Several patterns select what any of them matches. First `include` chooses (nothing given
   chooses all), then `exclude` takes away.

The table of examples stands in docs/transfers.md, and the tests read it there.

Patterns become regular expressions in which no part is tried twice at one place: each ``*`` and each run of folders
is fixed once what follows it has been found, which for these two is always right because the leftmost find leaves the
most to the rest. Time is linear in the length of the name; ``*a*a*a*a*b`` has no bad case. None of the known
languages is used as it is: in `fnmatch` a ``*`` crosses folders, in `pathlib` and git ``raw/**.h5`` stays in one.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import chain
from typing import TYPE_CHECKING

from ..errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST_CROSSINGS = 4
"""``**`` inside a part doubles the expression; nobody needs five in one pattern."""


class Selection:
    """What `include` and `exclude` choose.

    Parameters
    ----------
    include
        A pattern or several; nothing (also an empty list) chooses every file.
    exclude
        A pattern or several; matching files are left out.

    Raises
    ------
    UsageError
        If a pattern can never match anything, with the reason.

    Examples
    --------
    >>> chosen = Selection(include="*.h5", exclude=["raw/", "*_test*"])
    >>> [name for name in ["a.h5", "a.txt", "raw/b.h5", "x/c_test1.h5", "x/d.h5"] if name in chosen]
    ['a.h5', 'x/d.h5']
    """

    def __init__(self, include: str | Iterable[str] | None = None, exclude: str | Iterable[str] | None = None) -> None:
        self.include: tuple[str, ...] = _as_patterns(include)
        self.exclude: tuple[str, ...] = _as_patterns(exclude)
        self._wanted = _Any(self.include) if self.include else None
        self._unwanted = _Any(self.exclude) if self.exclude else None

    def __contains__(self, name: str) -> bool:
        if not name.isascii():
            name = unicodedata.normalize("NFC", name)
        if self._wanted is not None and not self._wanted.matches(name):
            return False
        return self._unwanted is None or not self._unwanted.matches(name)


class _Any:
    """Several patterns as up to three expressions: most are about base names, which need not be tried in each folder.

    Of those, ``*x`` and ``*x*`` are searched for, which is several times as fast as matching what stands before them.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        anywhere: list[str] = []
        names: list[str] = []
        paths: list[str] = []
        for parts in chain.from_iterable(map(_alternatives, patterns)):
            if len(parts) > 2 or parts[0] != "**" or parts[-1] == "**":
                paths.append(_expression(parts))
                continue
            match _pieces(parts[1]):
                case ["", ending]:
                    anywhere.append(rf"{ending}\Z")
                case ["", inside, ""]:
                    anywhere.append(inside)
                case _:
                    names.append(_part(parts[1]))
        self._anywhere = re.compile("|".join(anywhere)).search if anywhere else None
        self._name = re.compile("|".join(names)).fullmatch if names else None
        self._path = re.compile("|".join(paths)).fullmatch if paths else None

    def matches(self, path: str) -> bool:
        """Whether one of the patterns matches the path of a file."""
        if self._path is not None and self._path(path):
            return True
        name = path[path.rfind("/") + 1 :]
        if self._anywhere is not None and self._anywhere(name):
            return True
        return self._name is not None and self._name(name) is not None


def _as_patterns(given: str | Iterable[str] | None) -> tuple[str, ...]:
    if given is None:
        return ()
    try:
        patterns = (given,) if isinstance(given, str) else tuple(given)
    except TypeError as error:
        raise UsageError(
            f"A pattern is text, not {type(given).__name__}: {given!r}.", hint="Give a pattern, or a list of them."
        ) from error
    for pattern in patterns:
        if not isinstance(pattern, str):
            raise UsageError(
                f"A pattern is text, not {type(pattern).__name__}: {pattern!r}.",
                hint="Give a pattern, or a list of them.",
            )
    return patterns


def _alternatives(pattern: str) -> list[list[str]]:
    """Return the patterns, each as the parts between its slashes, that together are one pattern.

    Raises
    ------
    UsageError
        If the pattern can never match the name of a file.
    """
    pattern = unicodedata.normalize("NFC", pattern)
    return list(_spread(_parts(pattern), _MOST_CROSSINGS, pattern))


def _parts(pattern: str) -> list[str]:
    """Return the parts between the slashes, with rules 1 and 5 written out by ``**``."""
    if not pattern:
        raise UsageError("An empty pattern matches nothing.", hint="Leave it out, or use '*' for all files.")
    if "\\" in pattern:
        raise UsageError(
            f"The pattern {pattern!r} has a backslash; folders are separated by '/' on every system.",
            hint="Write / in its place.",
        )
    if "/" not in pattern:
        return ["**", pattern]
    parts = pattern.removeprefix("/").split("/")
    if parts[-1] == "":
        parts[-1] = "**"
    if unusable := {"", ".", ".."}.intersection(parts):
        raise UsageError(
            f"The pattern {pattern!r} can match nothing: no name has a part {min(unusable)!r}.",
            hint="Patterns are relative: leave out ., .. and empty parts.",
        )
    return ["**" if len(part) > 1 and not part.strip("*") else part for part in parts]


def _spread(parts: list[str], crossings: int, pattern: str) -> Iterator[list[str]]:
    """Yield the patterns, with ``**`` as whole parts only, that together mean the same (rule 3)."""
    for place, part in enumerate(parts):
        before, stars, after = _cut_at_crossing(part)
        if not stars or part == "**":
            continue
        if crossings == 0:
            raise UsageError(
                f"The pattern {pattern!r} has more than {_MOST_CROSSINGS} '**' inside names.",
                hint="Write ** as a part of its own, between slashes.",
            )
        done, rest = parts[:place], parts[place + 1 :]
        # Either no slash is crossed, or one ends `before` and one begins `after`, with any folders between.
        for alternative in _spread([f"*{after}", *rest], crossings - 1, pattern):
            yield [*done, before + alternative[0], *alternative[1:]]
            yield [*done, f"{before}*", "**", *alternative]
        return
    yield parts


def _cut_at_crossing(part: str) -> tuple[str, str, str]:
    """Cut a part at its first ``**`` that is not inside a set; longer runs of stars mean the same."""
    place = 0
    while place < len(part):
        if part[place] == "[" and (end := _end_of_set(part, place)):
            place = end
        elif part.startswith("**", place):
            return part[:place], "**", part[place:].lstrip("*")
        else:
            place += 1
    return part, "", ""


def _end_of_set(part: str, start: int) -> int:
    """Return where the set that opens at `start` ends (behind its ``]``), or 0 if it is never closed."""
    first = start + 1
    if part[first : first + 1] in ("!", "^"):
        first += 1
    return part.find("]", first + 1) + 1


def _expression(parts: list[str]) -> str:
    """Return the expression for parts of which some are ``**``."""
    # Between two ``**`` stands a fixed number of parts; the first place where they fit is as good as any later one.
    runs: list[list[str]] = [[]]
    for part in parts:
        if part == "**":
            runs.append([])
        else:
            runs[-1].append(part)
    first, *others = runs
    written = "".join(_part(part) + "/" for part in first)
    if not others:
        return written[:-1]
    for run in others[:-1]:
        if run:
            written += "(?>(?:[^/]+/)*?" + "".join(_part(part) + "/" for part in run) + ")"
    if not others[-1]:
        return written + "(?s:.+)"
    return written + "(?:[^/]+/)*?" + "/".join(_part(part) for part in others[-1])


def _part(part: str) -> str:
    """Return the expression for one part, without ``**``."""
    first, *others = _pieces(part)
    if not others:
        return first
    # All stars but the last take as little as they can and never give back; the last one takes what is left.
    fixed = "".join(f"(?>[^/]*?{piece})" for piece in others[:-1] if piece)
    return f"{first}{fixed}[^/]*{others[-1]}(?=/|\\Z)"


def _pieces(part: str) -> list[str]:
    """Return the expressions for what stands before, between and after the stars of a part."""
    pieces = [""]
    place = 0
    while place < len(part):
        character = part[place]
        if character == "*":
            pieces.append("")
            place += 1
        elif character == "[" and (end := _end_of_set(part, place)):
            pieces[-1] += _set(part[place + 1 : end - 1], part)
            place = end
        else:
            pieces[-1] += "[^/]" if character == "?" else re.escape(character)
            place += 1
    return pieces


def _set(members: str, part: str) -> str:
    """Return the expression for one set, from what stands between its brackets."""
    inverted = members[0] in "!^"
    left = members[1:] if inverted else members
    written = ""
    while left:
        if len(left) >= 3 and left[1] == "-":
            low, high, left = left[0], left[2], left[3:]
            if low > high:
                raise UsageError(
                    f"The pattern part {part!r} has a range from {low!r} to {high!r}, which is empty.",
                    hint="Write the smaller one first.",
                )
            written += f"{re.escape(low)}-{re.escape(high)}"
        else:
            written += re.escape(left[0])
            left = left[1:]
    return f"[^/{written}]" if inverted else f"(?!/)[{written}]"
