"""Trees of provenance as a terminal shows them: as wide as it is, with signs that it has."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, Self

import click

from ..records.graph_text import DEEPEST, PLACES, name_of, notes_on
from ..signs import width
from .text import cut, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..records.graph_text import Line

ASCII: Final = str.maketrans({"└": "`", "├": "|", "─": "-", "│": "|", "←": "<", "…": "~", "↑": "^", "↓": "v"})
POINTER: Final = "←"
BRIEF: Final = {"above": "↑", "below": "↓", "continued": "…"}
"""What stands for the words where there is no room for them."""
LEVEL: Final = 3
ROOM_FOR_ID: Final = 28
ROOM_FOR_NAME: Final = 24
LEAST_NAME: Final = 12
NARROW: Final = 66
WIDEST: Final = 100
"""Where ids stand at most where no terminal says how wide it is."""


@dataclass(frozen=True)
class Page:
    """What is drawn upon: how many columns, None where that does not matter; and which signs there are."""

    columns: int | None
    has_lines: bool

    @classmethod
    def of_output(cls) -> Self:
        """Look at standard output."""
        columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        try:
            "└├─│←…↑↓".encode(sys.stdout.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            return cls(columns, has_lines=False)
        return cls(columns, has_lines=True)

    @property
    def is_narrow(self) -> bool:
        """Whether ids take lines of their own."""
        return self.columns is not None and self.columns < NARROW

    @property
    def levels(self) -> int:
        """How many levels can be indented."""
        if self.columns is None:
            return DEEPEST
        beside = ROOM_FOR_ID if self.is_narrow else ROOM_FOR_ID + ROOM_FOR_NAME
        return max((self.columns - beside) // LEVEL, 3)

    @property
    def room(self) -> int:
        """How many columns there are for what stands before an id."""
        if self.columns is None:
            return WIDEST
        return self.columns if self.is_narrow else self.columns - ROOM_FOR_ID


class Row(NamedTuple):
    """A line of a tree in words."""

    branch: str
    title: str
    notes: str
    line: Line

    @property
    def width(self) -> int:
        """How many columns it takes without the id."""
        return width(self.branch) + width(self.title) + (width(self.notes) + 1 if self.notes else 0)


def draw(lines: Iterable[Line], page: Page, about: str | None = None, *, upwards: bool, styled: bool) -> Iterator[str]:
    """Yield a tree, line by line.

    Parameters
    ----------
    lines
        Of the tree.
    page
        What it is drawn upon.
    about
        Id of the record that was asked about, which is pointed at.
    upwards
        Whether the tree shows what records came from.
    styled
        With colours.
    """
    rows = [_row(line, page, about, upwards=upwards) for line in lines]
    at = min(max((row.width for row in rows), default=0), page.room)
    for row in rows:
        kind, _, name = row.title.partition(" ")
        if styled:
            kind, name = _dim(kind), click.style(name, bold=True) if row.line.node.id == about else name
        drawn = f"{row.branch}{kind} {name}{f' {_dim(row.notes) if styled else row.notes}' if row.notes else ''}"
        identity = _dim(safe(row.line.node.id)) if styled else safe(row.line.node.id)
        between = " " * (max(at - row.width, 0) + 2)
        if page.is_narrow:
            between = (
                "\n" + row.branch[:-LEVEL] + (row.branch[-LEVEL:-2].translate(_BELOW) + "  " if row.branch else "")
            )
        gap = "\n" if row.line.place == "continued" else ""
        yield f"{gap}{drawn}{between}{identity}"


_BELOW: Final = str.maketrans({"├": "│", "└": " ", "`": " "})


def _row(line: Line, page: Page, about: str | None, *, upwards: bool) -> Row:
    title = f"{safe(line.node.entity_type or 'record')} {name_of(line.node)}"
    branch, notes = line.branch, safe(notes_on(line, upwards=upwards))
    if line.node.id == about and line.above is not None and not line.again:
        notes = f"{notes} {POINTER}".lstrip()
    if not page.has_lines:
        branch, notes = branch.translate(ASCII), notes.translate(ASCII)
    row = Row(branch, title, notes, line)
    if page.columns is None or row.width <= page.room:
        return row
    for place, sign in BRIEF.items():
        notes = notes.replace(PLACES[place], sign if page.has_lines else sign.translate(ASCII))
    row = row._replace(notes=notes)
    if row.width <= page.room:
        return row
    title = cut(title, max(width(title) - (row.width - page.room), LEAST_NAME))
    return row._replace(title=title if page.has_lines else title.translate(ASCII))


def _dim(text: str) -> str:
    return click.style(text, dim=True)
