"""Ingestion requests: the records that clients see are the queue that the worker takes its work from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from .database import now, present, stored_time
from .selection import Order, Page, Selection, Slice, count, read_page

if TYPE_CHECKING:
    import sqlite3

    from .database import Database

FOREVER = "9999-12-31T23:59:59.999999+00:00"
NEWEST_FIRST = Order("q.id", "q.id", descending=True)

_COLUMNS = "q.*, r.mfid AS dataset_mfid"
_TABLES = "ingestion_request q JOIN resource r ON r.id = q.dataset"


@dataclass(frozen=True, slots=True)
class IngestionRequest:
    """That somebody wants a file to be read, and what came of it."""

    id: int
    dataset: int
    dataset_mfid: str
    file_mfid: str
    status: str
    ingestion_class: str | None
    ingestion_githash: str | None
    error_message: str | None
    time_created: str
    time_completed: str | None
    attempts: int
    leased_until: str | None

    @classmethod
    def of(cls, row: sqlite3.Row) -> IngestionRequest:
        """Read a row of the joined tables."""
        return cls(**{name: row[name] for name in cls.__slots__})


def is_about_file(chosen: Selection, file_mfid: str) -> None:
    """Keep requests about a file."""
    chosen.add("q.file_mfid = ?", file_mfid)


class Ingestions:
    """The table of ingestion requests."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, number: int) -> IngestionRequest | None:
        """Return one request."""
        row = self._db.one(f"SELECT {_COLUMNS} FROM {_TABLES} WHERE q.id = ?", number)
        return None if row is None else IngestionRequest.of(row)

    def create(self, dataset: int, file_mfid: str, status: str, ingestion_class: str | None) -> IngestionRequest:
        """Store a new request."""
        number = self._db.run(
            "INSERT INTO ingestion_request (dataset, file_mfid, status, ingestion_class, time_created)"
            " VALUES (?, ?, ?, ?, ?)",
            *(dataset, file_mfid, status, ingestion_class, now()),
        ).lastrowid
        return present(self.get(number or 0))

    def update(self, request: IngestionRequest, **changes: Any) -> IngestionRequest:
        """Store changed columns."""
        settings = ", ".join(f"{column} = ?" for column in changes)
        self._db.run(f"UPDATE ingestion_request SET {settings} WHERE id = ?", *changes.values(), request.id)
        return present(self.get(request.id))

    def page(self, selection: Selection, part: Slice) -> tuple[list[IngestionRequest], Page]:
        """Read a page of a list, newest first."""
        page = read_page(self._db, _COLUMNS, _TABLES, selection, NEWEST_FIRST, part)
        return [IngestionRequest.of(row) for row in page.rows], page

    def count(self, selection: Selection) -> int:
        """Count the requests of a whole list."""
        return count(self._db, _TABLES, selection)

    def claim(self, lease: timedelta) -> IngestionRequest | None:
        """Take the oldest request that waits, or whose worker has let its lease run out."""
        row = self._db.one(
            "SELECT id FROM ingestion_request WHERE (status = 'requested' AND leased_until IS NULL)"
            " OR (status IN ('requested', 'started') AND leased_until < ?) ORDER BY id LIMIT 1",
            now(),
        )
        if row is None:
            return None
        until = stored_time(datetime.now(UTC) + lease)
        self._db.run(
            "UPDATE ingestion_request SET status = 'started', attempts = attempts + 1, leased_until = ? WHERE id = ?",
            *(until, row["id"]),
        )
        return present(self.get(row["id"]))

    def hold(self, request: IngestionRequest, status: str) -> None:
        """Let a claimed request get stuck in a state until the next start; it was never begun."""
        self.update(request, status=status, leased_until=FOREVER, attempts=request.attempts - 1)

    def requeue_started(self) -> None:
        """Let all requests that were under way wait again; for a start at which no worker can be running."""
        self._db.run(
            "UPDATE ingestion_request SET status = 'requested', leased_until = NULL"
            " WHERE status IN ('requested', 'started') AND leased_until IS NOT NULL"
        )
