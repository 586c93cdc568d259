"""Records made from the rows of a table, a few at a time, with a report of what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from ..records import Record, TableReport
from .arguments import suggesting
from .base import Operations
from .frame_updates import planned, read_frame, rows_of, updated
from .table_rows import fields_of_row, read_table, targets
from .table_run import checked, sent

if TYPE_CHECKING:
    from .. import models
    from .base import Reference
    from .table_rows import Existing, OnRow, Table
    from .table_run import Noun


class TableOperations(Operations):
    """Records from tables."""

    @suggesting
    async def from_table(
        self,
        table: Table,
        *,
        columns: Mapping[str, str | None] | None = None,
        project_id: Reference | None = None,
        existing: Existing = "error",
        dry_run: bool = False,
        on_row: OnRow | None = None,
    ) -> TableReport:
        """Create or update a record for each row of a table; all rows are checked before the first is sent.

        Parameters
        ----------
        table
            Path of a CSV file (UTF-8; separated by commas, semicolons or tabs), a data frame of pandas or polars, or
            dictionaries. Its columns are fields of `create`, or ``metadata.`` and a key, ``metadata.oven.power`` for a
            key within another. Empty cells are left out and clear nothing; a blank row counts and is passed over.
        columns
            Fields by the names of columns, where these differ: ``{"Name": "sample_name", "T": "metadata.celsius"}``;
            None for a column that is not read.
        project_id
            The project of rows that do not name one: a record, the name (slug) or the MFID.
        existing
            What becomes of a row whose record is there: it fails (``error``), is left out (``skip``), or gives the
            record its values (``update``). See Notes for how a record is found.
        dry_run
            Only check, and look for the records, projects, instruments and links that the rows name; the report says
            what would happen. Rights are not checked.
        on_row
            Called with each line of the report when it is known, in the table's order. What it raises ends the run.

        Returns
        -------
        TableReport
            A line for each row: number, state, id, reason. A row that fails does not keep the others from being sent.

        Raises
        ------
        UsageError
            The table cannot be read, or a column is no field; nothing was sent.

        Notes
        -----
        The record of a row is the one with its ``unique_id``; without that, the one of exactly its name in its project,
        or among the caller's own without a project. Two rows for one record are refused, the second fails.

        To finish a run that was broken off, or rows that failed, run the same again: ``skip`` makes what is not there,
        ``update`` finishes records as well that were made without all of their metadata, keywords or links. An update
        merges metadata, adds keywords and links, and cannot change owner, project, instrument and visibility; the
        reason says so where a row has them.

        In a file, metadata that looks like a number, true or false is one; whole numbers of more than 15 digits stay
        text. Values of fields that take several are separated by ``;``.

        The first row is sent alone, the others eight at a time; one that is linked to the record of an earlier row, by
        its ``unique_id``, waits for that. A run that is broken off, by Ctrl-C for example, says how far it came in a
        note on the exception and in the log.

        When the key is refused, the server cannot be reached or has had too many requests, the rest is not tried.

        Examples
        --------
        >>> columns = {"Name": "sample_name", "T": "metadata.annealing.celsius"}
        >>> print(client.samples.from_table("films.csv", columns=columns, project_id="my-project", existing="skip"))
        3 rows: 2 created, 1 skipped
        """
        noun = self._noun()
        cells = await self._port.run_blocking(partial(read_table, table))
        filled = targets(cells, columns, noun.fields)
        reads = [
            partial(fields_of_row, row, filled, noun.several, cells.is_text) if _has_values(row) else None
            for row in cells.rows
        ]
        good = await self._port.run_blocking(partial(checked, noun, reads, project_id))
        return await sent(self._port, noun, good, existing, dry_run, on_row)

    @suggesting
    async def create_many(
        self,
        rows: Iterable[models.Dataset | models.Sample | Mapping[str, object]],
        *,
        project_id: Reference | None = None,
        existing: Existing = "error",
        dry_run: bool = False,
        on_row: OnRow | None = None,
    ) -> TableReport:
        """Create or update many records; all are checked before the first is sent.

        Parameters
        ----------
        rows
            A dictionary of the fields of `create` for each, ``scientific_metadata`` and links included but no files,
            or a model of `crucible.models`. Fields that are None are left out.
        project_id, existing, dry_run, on_row
            As for `from_table`.

        Returns
        -------
        TableReport
            A line for each, numbered from 1.

        Raises
        ------
        UsageError
            `rows` is no list, or an option cannot be right; nothing was sent.

        Notes
        -----
        How records are found, and how a run is finished, is said at `from_table`.

        Examples
        --------
        >>> films = [{"sample_name": f"film {number}"} for number in range(3)]
        >>> print(client.samples.create_many(films, project_id="my-project"))
        3 rows: 3 created
        """
        if isinstance(rows, str | Mapping) or hasattr(rows, "columns") or not isinstance(rows, Iterable):
            raise UsageError("The records are no list.", hint="from_table reads files and data frames.")
        noun = self._noun()
        reads = [partial(_fields, noun, row) for row in rows]
        good = await self._port.run_blocking(partial(checked, noun, reads, project_id))
        return await sent(self._port, noun, good, existing, dry_run, on_row)

    @suggesting
    async def update_from_frame(
        self,
        frame: Table,
        *,
        columns: Mapping[str, str | None] | None = None,
        units: Mapping[str, str] | None = None,
        dry_run: bool = True,
        on_row: OnRow | None = None,
    ) -> TableReport:
        """Send the cells of a data frame that say something else than the service has now; look at them first.

        It is a dry run unless told otherwise: a frame holds thousands of values that were converted, sorted and joined,
        one call can change all of them, and nothing takes that back. Its report has the changes of each row as reason.

        Parameters
        ----------
        frame
            As ``client.datasets.list(...).to_frame()`` made it, of pandas or polars, with changed cells; it may have
            fewer rows and columns. It needs ``unique_id``, as a column or as index. Missing cells change nothing.
        columns
            Paths by the names of columns, where these differ; None for a column that is not compared.
        units
            The units of columns, as they were given to ``to_frame``.
        dry_run
            Only compare; the report says what would be sent.
        on_row
            Called with each line of the report when it is known, in the frame's order.

        Returns
        -------
        TableReport
            A line for each row: ``updated`` with what changed in `reason`, ``skipped`` where nothing differs, or
            ``failed``. A row that fails does not keep the others from being sent.

        Raises
        ------
        UsageError
            A column is nothing that records have, or the ids are missing; nothing was sent.
        NotInstalledError
            pint is not installed, which `units` need.

        Notes
        -----
        Each record is read anew and compared. If the frame has ``modification_time``, rows fail whose records were
        changed after that, by anybody: read the frame again after an update. Values keep the form that the record has
        them in: objects with a unit stay such, ``210 kV`` in the place of ``200 kV`` too. Metadata is merged. Columns
        that an update cannot change, such as ``project.title``, are left, and the reason says so.

        Examples
        --------
        >>> columns = ["unique_id", "metadata.annealing.temperature"]
        >>> frame = client.datasets.list(measurement="XRD").to_frame(columns=columns)
        >>> frame.loc[1, "metadata.annealing.temperature"] = 120
        >>> print(client.datasets.update_from_frame(frame))
        2 rows (dry run): 1 updated, 1 skipped
        >>> print(client.datasets.update_from_frame(frame, dry_run=False))
        2 rows: 1 updated, 1 skipped
        """
        noun = self._noun()
        cells = await self._port.run_blocking(partial(read_frame, frame))
        plan = planned(noun, cells.columns, columns, units)
        return await updated(self._port, noun, rows_of(noun, cells, plan), plan, dry_run, on_row)

    def _noun(self) -> Noun:
        raise NotImplementedError


def _has_values(row: Mapping[str, Any]) -> bool:
    return any(cell is not None for cell in row.values())


def _fields(noun: Noun, row: object) -> dict[str, Any]:
    """Return the fields that a model or a dictionary has."""
    if isinstance(row, noun.model):
        return dict(vars(row))
    if isinstance(row, Mapping) and not isinstance(row, Record):
        return dict(row)
    raise UsageError(f"A {noun.name} to be made is not described by a {type(row).__name__}.", hint="Give a dictionary.")
