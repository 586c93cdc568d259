"""Which rows a list shows, in which order, and how a page of it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from .database import Database

Position = tuple[str | int, str | int]
"""Where a page ended: the value the list is ordered by, and the identity that tells equal values apart."""


SORTED_CHARACTERS = 200
"""Longer texts are ordered by their beginning, so that a cursor, which carries it, stays short."""


def sorted_text(expression: str) -> str:
    """Return the SQL for what is compared when a text is sorted."""
    return f"lower(substr({expression}, 1, {SORTED_CHARACTERS}))"


@dataclass(frozen=True, slots=True)
class Order:
    """What a list is sorted by. Both expressions are never null, and `tie` is unique."""

    key: str
    tie: str
    descending: bool = False

    def sql(self) -> str:
        """Return the ORDER BY clause."""
        direction = "DESC" if self.descending else "ASC"
        if self.key == self.tie:
            return f"ORDER BY {self.key} {direction}"
        return f"ORDER BY {self.key} {direction}, {self.tie} {direction}"


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a list is wanted: after a position, or else after so many rows."""

    limit: int
    offset: int = 0
    after: Position | None = None


class Selection:
    """Conditions that rows have to meet, all of them."""

    def __init__(self) -> None:
        self._clauses: list[str] = []
        self._values: list[Any] = []

    def add(self, clause: str, *values: Any) -> None:
        """Add a condition whose question marks stand for the values."""
        self._clauses.append(clause)
        self._values.extend(values)

    def sql(self) -> str:
        """Return the WHERE clause."""
        return f"WHERE {' AND '.join(self._clauses)}" if self._clauses else ""

    @property
    def values(self) -> list[Any]:
        """The values of the question marks, in order."""
        return list(self._values)

    def after(self, order: Order, position: Position) -> Selection:
        """Return the conditions together with: what comes after a position."""
        sign = "<" if order.descending else ">"
        more = Selection()
        more._clauses, more._values = [*self._clauses], [*self._values]
        if order.key == order.tie:
            more.add(f"{order.tie} {sign} ?", position[1])
        else:
            more.add(f"({order.key}, {order.tie}) {sign} (?, ?)", *position)
        return more


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and where the next page begins, if there is one."""

    rows: Sequence[sqlite3.Row]
    following: Position | None


def read_page(db: Database, columns: str, tables: str, selection: Selection, order: Order, part: Slice) -> Page:
    """Read a page of a list."""
    chosen = selection if part.after is None else selection.after(order, part.after)
    offset = part.offset if part.after is None else 0
    rows = db.all(
        f"SELECT {columns}, {order.key} AS page_key, {order.tie} AS page_tie FROM {tables} {chosen.sql()} "
        f"{order.sql()} LIMIT ? OFFSET ?",
        *chosen.values,
        part.limit + 1,
        offset,
    )
    if len(rows) <= part.limit:
        return Page(rows, None)
    last = rows[part.limit - 1]
    return Page(rows[: part.limit], (last["page_key"], last["page_tie"]))


def count(db: Database, tables: str, selection: Selection) -> int:
    """Count the rows of a whole list."""
    return db.number(f"SELECT count(*) FROM {tables} {selection.sql()}", *selection.values)
