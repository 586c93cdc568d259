"""Tables and records as people read them: columns that fit the terminal, or a block for each record where none do.

The first line names the fields, in the words that ``--columns`` takes. On a terminal no line is longer than a row; what
goes through a pipe is never cut.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

import click

from ..signs import width
from ..transfer.views.words import fitted as end_of
from .columns import WHOLE, cell, value_of
from .nested import in_a_line, in_columns
from .text import broken, coloured, columns, cut, safe

BLOCK: Final = 500
"""Rows of a table whose widths are decided together."""
LEAST: Final = 8
"""Columns of the terminal that a narrowed column keeps, its heading at least."""
NAME: Final = 18
OTHER: Final = 12
"""Columns of the terminal that the second column of a table, mostly a name, and the others need to be read."""
LONGEST_FILL: Final = 60
"""A text in a pipe that is longer does not make the other rows of its column as long."""
KEPT_AT_END: Final = frozenset({"path", "filename"})
GAP: Final = "  "
LABEL: Final = 30
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?(Z|[+-]\d\d:\d\d)?")


def write_table(items: Iterable[Any], names: Sequence[str], filled: set[str], *, may_drop: bool = False) -> int:
    """Print a table, block by block, and return the number of its rows.

    Parameters
    ----------
    items, names
        Its rows and columns, the most important ones first.
    filled
        Gets the columns that have values.
    may_drop
        Whether the last columns may be missing where the terminal has no room for them.
    """
    walk = iter(items)
    count = 0
    for block in iter(lambda: list(islice(walk, BLOCK)), []):
        if may_drop and count == 0 and sys.stdout.isatty():
            seen = [max(width(name), *(width(_one_line(item, name)) for item in block)) for name in names]
            names = names[: readable(seen, shutil.get_terminal_size().columns, _whole(names))]
        rows = [[_one_line(item, name) for name in names] for item in block]
        filled.update(name for number, name in enumerate(names) if any(row[number] for row in rows))
        numeric = [_is_numeric(block, name) for name in names]
        room = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        wide = [max(map(width, column)) for column in zip(names, *rows, strict=True)]
        if room is not None and (narrowed := fit(wide, room, _whole(names))) is None:
            _write_blocks(block, names, is_first=count == 0)
        elif room is not None and narrowed is not None:
            _write_rows(names, rows, narrowed, numeric, with_header=count == 0, is_cut=True)
        else:
            filling = [min(columns, LONGEST_FILL) for columns in wide]
            _write_rows(names, rows, filling, numeric, with_header=count == 0, is_cut=False)
        count += len(rows)
    return count


def _whole(names: Sequence[str]) -> set[int]:
    return {number for number, name in enumerate(names) if name in WHOLE}


def readable(wide: Sequence[int], room: int, whole: Container[int] = ()) -> int:
    """Return how many of the first columns have room enough in a row of the terminal to say something.

    Parameters
    ----------
    wide
        How wide each would be.
    whole
        Numbers of those that are not cut.

    >>> readable([26, 40, 20, 19], 120), readable([26, 40, 20, 19], 70), readable([26, 40, 20, 19], 20)
    (4, 3, 4)
    """
    for count in range(len(wide), 1, -1):
        least = [
            columns if number == 0 or number in whole else min(columns, NAME if number == 1 else OTHER)
            for number, columns in enumerate(wide[:count])
        ]
        if sum(least) + len(GAP) * (count - 1) <= room:
            return count
    return len(wide)


def fit(wide: Sequence[int], room: int, whole: Container[int] = ()) -> list[int] | None:
    """Return widths that fit into a row of the terminal, None if none do; parameters as for `readable`.

    The widest columns give way first. The first column, which has the ids, stays as it is unless it is a long text.

    >>> fit([26, 40, 10], 60), fit([26, 40, 10], 40)
    ([26, 20, 10], None)
    """
    narrowed = list(wide)
    excess = sum(narrowed) + len(GAP) * (len(narrowed) - 1) - room
    least = [
        columns if number in whole or (number == 0 and columns <= LABEL) else min(columns, LEAST)
        for number, columns in enumerate(wide)
    ]
    if excess > sum(narrowed) - sum(least):
        return None
    while excess > 0:
        number = max(range(len(narrowed)), key=lambda one: narrowed[one] if narrowed[one] > least[one] else 0)
        narrowed[number] -= 1
        excess -= 1
    return narrowed


def _one_line(item: Any, name: str) -> str:
    value = value_of(item, name)
    text = ("no", "yes")[value] if isinstance(value, bool) else cell(item, name)
    return " ".join(safe(moment(text)).split())


def _is_numeric(items: Sequence[Any], name: str) -> bool:
    values = [value for item in items if (value := value_of(item, name)) is not None]
    return bool(values) and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)


def moment(text: str) -> str:
    """Return a point in time without what nobody reads: fractions of seconds, and the offset if it is UTC.

    >>> moment("2026-03-14T09:26:53.589793+00:00"), moment("2026-03-14T09:26:00+02:00"), moment("no time")
    ('2026-03-14 09:26:53', '2026-03-14 09:26:00+02:00', 'no time')
    """
    found = _MOMENT.fullmatch(text)
    if found is None:
        return text
    offset = found[4] or ""
    return f"{found[1]} {found[2]}{found[3] or ''}{'' if offset in ('Z', '+00:00') else offset}"


def _write_rows(
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    wide: Sequence[int],
    numeric: Sequence[bool],
    *,
    with_header: bool,
    is_cut: bool,
) -> None:
    def line(texts: Sequence[str]) -> str:
        if is_cut:  # files of one folder differ at the end of their paths
            both = zip(names, texts, wide, strict=True)
            texts = [end_of(text, columns) if name in KEPT_AT_END else text for name, text, columns in both]
        parts = zip(texts, wide, numeric, strict=True)
        return GAP.join(fitted(text, columns, right=right, is_cut=is_cut) for text, columns, right in parts).rstrip()

    if with_header:
        click.echo(click.style(line(names), bold=True) if coloured() else line(names))
    for row in rows:
        click.echo(line(row))


def fitted(text: str, columns: int, *, right: bool = False, is_cut: bool = True) -> str:
    """Return a text that takes so many columns: filled up, or without its end.

    >>> fitted("annealed", 5), fitted("試料", 3), fitted("ab", 3), fitted("7", 3, right=True)
    ('anne…', '試…', 'ab ', '  7')
    """
    text = cut(text, columns) if is_cut else text
    fill = " " * max(columns - width(text), 0)
    return fill + text if right else text + fill


def _write_blocks(items: Sequence[Any], names: Sequence[str], *, is_first: bool) -> None:
    """Print a block of lines for each record, for terminals that are narrower than any table."""
    for number, item in enumerate(items):
        if number or not is_first:
            click.echo()
        write_record({name: value for name in names if (value := value_of(item, name)) is not None})


def write_record(data: Mapping[str, Any]) -> None:
    """Print a line for each field; what is nested is indented, what is empty is left out."""
    for line in _lines(data, room=columns()):
        click.echo(line)


def _lines(data: Mapping[str, Any], indent: str = "", room: int | None = None) -> Iterator[str]:
    shown = {
        safe(str(name)): value for name, value in data.items() if value is not None and value != [] and value != {}
    }
    wide = min(max(map(width, shown), default=0), LABEL)
    for label, value in shown.items():
        title = click.style(label, dim=True) if coloured() else label
        if isinstance(value, Mapping) and (line := in_a_line(label, value)) is not None:
            yield from _labelled(indent, label, max(wide, width(label)), line, room)
        elif isinstance(value, Mapping):
            yield f"{indent}{title}"
            yield from _lines(value, indent + GAP, room)
        elif isinstance(value, (list, tuple)) and (names := in_columns(value)):
            yield f"{indent}{title}"
            yield from _table(value, names, indent + GAP)
        elif isinstance(value, (list, tuple)) and any(isinstance(one, (Mapping, list, tuple)) for one in value):
            yield f"{indent}{title}"
            yield from _items(value, indent + GAP, room)
        else:
            text = ", ".join(map(_text, value)) if isinstance(value, (list, tuple)) else _text(value)
            yield from _labelled(indent, label, max(wide, width(label)), text, room)


def _labelled(indent: str, label: str, wide: int, text: str, room: int | None) -> Iterator[str]:
    """Yield a label and its text; where the longest word has no room beside it, the text stands below."""
    title = click.style(label, dim=True) if coloured() else label
    begin = len(indent) + wide + len(GAP)
    lines = broken(safe(text), None if room is None else room - begin)
    if room is not None and begin + max(map(width, lines)) > room:
        begin = len(indent) + len(GAP)
        lines = ["", *broken(safe(text), room - begin)]
    yield f"{indent}{title}{' ' * (wide - width(label))}{GAP}{lines[0]}".rstrip()
    yield from (f"{' ' * begin}{line}".rstrip() for line in lines[1:])


def _table(values: Sequence[Any], names: Sequence[str], indent: str) -> Iterator[str]:
    rows = [names, *([_one_line(one, name) for name in names] for one in values)]
    wide = [max(map(width, column)) for column in zip(*rows, strict=True)]
    narrowed = fit(wide, shutil.get_terminal_size().columns - len(indent)) if sys.stdout.isatty() else None
    for row in rows:
        cells = (
            fitted(text, columns, is_cut=narrowed is not None)
            for text, columns in zip(row, narrowed or wide, strict=True)
        )
        yield f"{indent}{GAP.join(cells)}".rstrip()


def _items(values: Sequence[Any], indent: str, room: int | None) -> Iterator[str]:
    inside = None if room is None else room - len(indent) - len(GAP)
    for one in values:
        lines = _lines(one, room=inside) if isinstance(one, Mapping) else iter([safe(_text(one))])
        for number, line in enumerate(lines):
            yield f"{indent}{'  ' if number else '- '}{line}"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return ("no", "yes")[value]
    return moment(value.isoformat() if hasattr(value, "isoformat") else str(value))
