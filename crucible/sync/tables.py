"""Records made from the rows of a table, one after another, with a report of what became of each.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.arguments import suggesting
from ..transport.port import run
from .base import Operations

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..records import TableReport
    from ..resources import tables as coroutines
    from ..resources.base import Reference
    from ..resources.table_rows import Existing, OnRow, Table


class TableOperations(Operations):
    """Records from tables."""

    @cached_property
    def _coroutines(self) -> coroutines.TableOperations:
        from ..resources.tables import TableOperations

        return TableOperations(self._connect())

    @suggesting
    def from_table(
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
            Called with each line of the report when it is known. What it raises ends the run.

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

        In a file, metadata that looks like a number, true or false is one; numbers of more than 15 digits stay text.
        Values of fields that take several are separated by ``;``.

        When the key is refused, the server cannot be reached or has had too many requests, the rest is not tried.

        Examples
        --------
        >>> report = client.samples.from_table(  # doctest: +SKIP
        ...     "films.csv", columns={"Name": "sample_name"}, project_id="my-project", existing="skip"
        ... )
        >>> print(report)  # doctest: +SKIP
        3 rows: 2 created, 1 skipped
        """
        return run(
            self._coroutines.from_table(
                table, columns=columns, project_id=project_id, existing=existing, dry_run=dry_run, on_row=on_row
            )
        )

    @suggesting
    def create_many(
        self,
        rows: Iterable[object],
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
        >>> client.samples.create_many(  # doctest: +SKIP
        ...     [{"sample_name": f"film {number}"} for number in range(3)], project_id="my-project"
        ... ).created
        """
        return run(
            self._coroutines.create_many(rows, project_id=project_id, existing=existing, dry_run=dry_run, on_row=on_row)
        )
