"""What became of the rows of a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

RowState: TypeAlias = Literal["created", "updated", "skipped", "failed"]


@dataclass(frozen=True)
class TableRow:
    """What became of one row.

    Attributes
    ----------
    number
        Counted from 1; the line with the names of the columns does not count.
    state
        ``created``, ``updated``, ``skipped`` or ``failed``; in a dry run what it would be.
    unique_id
        The record; None if there is none, or if it would be made by a run that is not dry.
    reason
        Why it failed or was skipped, or what was left as it is; None if there is nothing to say.
    """

    number: int
    state: RowState
    unique_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class TableReport:
    """What became of each row of a table, in the table's order; it can be iterated over.

    Attributes
    ----------
    rows
        All of them.
    dry_run
        Whether nothing was changed, and the states say what would become of the rows.
    """

    rows: tuple[TableRow, ...]
    dry_run: bool = False

    @property
    def created(self) -> tuple[TableRow, ...]:
        """Rows whose records were made."""
        return self._in("created")

    @property
    def updated(self) -> tuple[TableRow, ...]:
        """Rows whose records were there and got the row's values."""
        return self._in("updated")

    @property
    def skipped(self) -> tuple[TableRow, ...]:
        """Rows whose records were there and stayed as they are."""
        return self._in("skipped")

    @property
    def failed(self) -> tuple[TableRow, ...]:
        """Rows that need another run; each has its reason."""
        return self._in("failed")

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the rows as plain dictionaries, for a data frame or a file."""
        return [asdict(row) for row in self.rows]

    def _in(self, state: RowState) -> tuple[TableRow, ...]:
        return tuple(row for row in self.rows if row.state == state)

    def __iter__(self) -> Iterator[TableRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __str__(self) -> str:
        """Return the numbers of rows by state, then a line for each that failed."""
        counted = Counter(row.state for row in self.rows)
        states = ", ".join(f"{number} {state}" for state, number in counted.items()) or "nothing to do"
        rows = f"{len(self)} row{'' if len(self) == 1 else 's'}{' (dry run)' if self.dry_run else ''}"
        return "\n".join([f"{rows}: {states}", *(f"row {row.number} failed: {row.reason}" for row in self.failed)])
