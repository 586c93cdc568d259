"""What became of the rows of a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

if TYPE_CHECKING:
    from collections.abc import Iterator

RowState: TypeAlias = Literal["created", "updated", "skipped", "failed"]
STATES = get_args(RowState)


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

    def to_dicts(self) -> list[dict[str, int | str | None]]:
        """Return the rows as plain dictionaries, for a data frame or a file."""
        return [asdict(row) for row in self.rows]

    def _in(self, state: RowState) -> tuple[TableRow, ...]:
        return tuple(row for row in self.rows if row.state == state)

    def __iter__(self) -> Iterator[TableRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"TableReport({self.counts()})"

    def _repr_html_(self) -> str:
        from . import notebook

        remarkable = (row for row in self.rows if row.state == "failed" or row.reason)
        return notebook.rows(self.counts(), (asdict(row) for row in remarkable))

    def __str__(self) -> str:
        """Return the numbers of rows by state, then a line for each that failed."""
        return "\n".join([self.counts(), *(f"row {row.number} failed: {row.reason}" for row in self.failed)])

    def counts(self) -> str:
        """Return the numbers of rows by state, as one line."""
        counted = Counter(row.state for row in self.rows)
        states = ", ".join(f"{counted[state]} {state}" for state in STATES if counted[state]) or "nothing to do"
        rows = f"{len(self)} row{'' if len(self) == 1 else 's'}{' (dry run)' if self.dry_run else ''}"
        return f"{rows}: {states}"
