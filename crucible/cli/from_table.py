"""``--from-table``: records from the rows of a file, for ``crucible dataset create`` and ``crucible sample create``."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, Final

import click

from .answer import Page
from .command import Flag
from .failure import FAILED, PARTLY, USAGE, EndedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..records import TableReport, TableRow
    from .session import Session

# What the client says names parameters of Python.
EXISTING: Final = re.compile(r"existing='(\w+)'")
COLUMN: Final = re.compile(r"columns=\{'(.+?)': \.\.\.\} names its field.*")
LEFT_OUT: Final = "columns={name: None}"


class TableError(EndedError):
    """A table that cannot be used; `hint` says what to do about it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, USAGE)
        self.hint = hint


def table_flags(noun: str) -> list[click.Parameter]:
    """Return the flags for tables."""
    return [
        Flag(
            ["--from-table", "table"],
            type=click.Path(exists=True, dir_okay=False, allow_dash=False),
            metavar="FILE",
            help=f"Create a {noun} for each row of a CSV file instead; its columns are fields, or metadata.KEY.",
        ),
        Flag(
            ["--map", "columns"],
            multiple=True,
            metavar="NAME=FIELD",
            help=f"With --from-table: which field a column is, as in Name={noun}_name or T=metadata.celsius; NAME= "
            "leaves it out. Can be repeated.",
        ),
        Flag(
            ["--existing"],
            type=click.Choice(["error", "skip", "update"]),
            help="With --from-table: what becomes of a row whose record is there: it fails, is left out, or gives the "
            "record its values.  [default: error]",
        ),
        Flag(["--dry-run"], is_flag=True, help="With --from-table: say what would be done, and do nothing."),
    ]


def from_table(session: Session, noun: str, values: dict[str, Any]) -> Page | None:
    """Create records from a table and return the report, or None if no table was given.

    Parameters
    ----------
    noun
        ``dataset`` or ``sample``.
    values
        What was given to ``create``; the flags of tables are taken out.

    Raises
    ------
    UsageError
        Fields were given beside a table, or flags for a table without one.
    """
    table, columns = values.pop("table"), values.pop("columns")
    existing, dry_run = values.pop("existing"), values.pop("dry_run")
    if table is None:
        if columns or existing or dry_run:
            raise click.UsageError("--map, --existing and --dry-run go with --from-table.")
        return None
    project = values.pop("project_id", None)
    if others := [name for name, value in values.items() if value not in (None, (), False)]:
        raise click.UsageError(
            f"A table has the fields in its columns: leave out {_flag(others[0])}. Only --project goes with it."
        )
    from ..errors import UsageError

    counting = _Counting(session)
    try:
        report = getattr(session.client, f"{noun}s").from_table(
            table,
            columns=_columns(columns) or None,
            project_id=project,
            existing=existing or "error",
            dry_run=dry_run,
            on_row=counting,
        )
    except UsageError as error:
        if error.hint is None or "columns=" not in error.hint:
            raise
        hint = COLUMN.sub(
            r"--map '\1=FIELD' names it, one of these or metadata.KEY; --map '\1=' leaves it out.", error.hint
        )
        raise TableError(error.message, hint.replace(LEFT_OUT, "--map NAME=")) from error
    finally:
        counting.end()
    return _shown(report)


def _columns(given: Sequence[str]) -> Mapping[str, str | None]:
    columns: dict[str, str | None] = {}
    for one in given:
        name, equals, field = one.partition("=")
        if not equals or not name:
            raise click.UsageError(f"--map {one} does not say which field it is: NAME=FIELD.")
        columns[name] = field or None
    return columns


def _flag(parameter: str) -> str:
    return "the name" if parameter == "name" else f"--{parameter.replace('_', '-')}"


def _shown(report: TableReport) -> Page:
    rows = [
        {"number": row.number, "state": row.state, "unique_id": row.unique_id, "reason": _reason(row)}
        for row in report.rows
    ]
    closing = report.counts()
    error = None
    if report.failed:
        every = len(report.failed) == len(report.rows)
        error = EndedError(f"{len(report.failed)} of {len(report.rows)} rows failed.", FAILED if every else PARTLY)
    return Page(rows, nothing="The table has no rows.", closing=closing, error=error)


def _reason(row: TableRow) -> str | None:
    return row.reason and EXISTING.sub(r"--existing \1", row.reason)


class _Counting:
    """Shows on a terminal how many rows are done."""

    def __init__(self, session: Session) -> None:
        self._shows = session.progress and sys.stderr.isatty()
        self._done = 0

    def __call__(self, row: TableRow) -> None:
        self._done += 1
        if self._shows:
            click.echo(f"\r{self._done} rows", nl=False, err=True)

    def end(self) -> None:
        """Take away the number."""
        if self._shows and self._done:
            click.echo("\r\x1b[K", nl=False, err=True)
