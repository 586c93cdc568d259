"""Names of columns as paths into records: ``metadata.annealing.temperature``, ``project.title``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..records import Record
from ..records.base import known_fields

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

METADATA = "scientific_metadata"
STAR = "*"
# What a list of records has when it is asked for.
INCLUDED = {
    METADATA: "include_metadata",
    "links": "include_links",
    "owner": "include_owner",
    "members": "include_members",
    "datasets": "include_datasets",
}
_STEP = re.compile(r'(?:"((?:[^"]|"")*)"|([^."]+))(?:\.(?!$)|$)')


def fields(columns: Sequence[str] | Mapping[str, str] | None) -> dict[str, str] | None:
    """Return paths by the names of columns; None for those that a frame has unless told.

    Raises
    ------
    UsageError
        They are no list of names, or two are the same.
    """
    if columns is None:
        return None
    named = dict(columns) if hasattr(columns, "keys") else _by_themselves(columns)
    wrong = [name for item in named.items() for name in item if not isinstance(name, str) or not name]
    if wrong:
        raise UsageError(f"{wrong[0]!r} is no name of a column.", hint="Give texts such as 'metadata.temperature'.")
    if not named:
        raise UsageError("A frame without columns is empty.", hint="Name some, or leave columns= out.")
    return named


def _by_themselves(columns: Sequence[str]) -> dict[str, str]:
    if isinstance(columns, str):
        raise UsageError(f"columns={columns!r} is a text.", hint=f"Give a list: columns=[{columns!r}].")
    names = list(columns)
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise UsageError(f"The column {twice[0]!r} is asked for twice.", hint="Name each once.")
    return dict(zip(names, names, strict=True))


def steps(path: str) -> tuple[str, ...]:
    """Return the members that a path leads through.

    A key with a dot in it stands in double quotes, and one of these in a key is written twice.

    Raises
    ------
    UsageError
        It is no path.

    Examples
    --------
    >>> steps("metadata.annealing.temperature")
    ('scientific_metadata', 'annealing', 'temperature')
    >>> steps('metadata."v1.2".*')
    ('scientific_metadata', 'v1.2', '*')
    """
    found: list[str] = []
    position = 0
    while position < len(path):
        step = _STEP.match(path, position)
        if step is None:
            raise UsageError(
                f"{path!r} is no path.", hint='Write names with dots between: metadata.oven.power, metadata."a.b".'
            )
        found.append(step[2] if step[1] is None else step[1].replace('""', '"'))
        position = step.end()
    if found and found[0] == "metadata":
        found[0] = METADATA
    if not found or (STAR in found[:-1]):
        raise UsageError(f"{path!r} is no path.", hint="A star stands at the end only.")
    return tuple(found)


def quoted(step: str) -> str:
    """Return a member's name as it stands in a path."""
    plain = step and step != STAR and not {".", '"'} & set(step)
    return step if plain else '"' + step.replace('"', '""') + '"'


def check(taken: Sequence[str], kind: type[Record]) -> None:
    """See that a path leads to something records of this kind have; what is in their metadata is not known.

    Raises
    ------
    UsageError
        It does not.
    """
    there: type | None = kind
    for number, step in enumerate(taken):
        if there is None or not issubclass(there, Record) or step == STAR or (number and step.isdigit()):
            return
        known = known_fields(there)
        if step not in known:
            path = ".".join(["metadata" if one == METADATA else quoted(one) for one in taken])
            raise UsageError(f"There is no column {path!r}.", hint=_hint(path, taken[:number], step, tuple(known)))
        there = known[step]


def _hint(path: str, before: Sequence[str], step: str, known: Sequence[str]) -> str:
    import difflib  # here, because only mistakes need it

    names = ["metadata" if name == METADATA else name for name in known]
    near = difflib.get_close_matches(step.lower(), names, n=1)
    if near:
        return f"Did you mean {'.'.join([*before, near[0]])!r}?"
    if before:
        return f"{'.'.join(before)} has {', '.join(names)}."
    return f"There are {', '.join(names)}; keys of the metadata are written 'metadata.{path}'."
