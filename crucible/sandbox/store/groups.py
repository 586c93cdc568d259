"""Who is, and who wants to be, in a group: requests to join a project, and the service accounts of instruments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .database import now, present
from .selection import Order, Page, Selection, Slice, count, read_page

if TYPE_CHECKING:
    import sqlite3

    from .database import Database

NEWEST_FIRST = Order("j.id", "j.id", descending=True)

_COLUMNS = "j.*, p.slug AS group_name"
_TABLES = "join_request j JOIN resource p ON p.id = j.project"


@dataclass(frozen=True, slots=True)
class JoinRequest:
    """That somebody wants to become a member of a project, and what was decided."""

    id: int
    project: int
    group_name: str
    requester: str
    reason: str | None
    status: str
    request_time: str
    review_time: str | None
    reviewer: str | None
    reviewer_notes: str | None

    @classmethod
    def of(cls, row: sqlite3.Row) -> JoinRequest:
        """Read a row of the joined tables."""
        return cls(**{name: row[name] for name in cls.__slots__})


def is_for_project(chosen: Selection, number: int) -> None:
    """Keep requests to join a project."""
    chosen.add("j.project = ?", number)


def is_from(chosen: Selection, account: str) -> None:
    """Keep requests of an account."""
    chosen.add("j.requester = ?", account)


def has_status(chosen: Selection, status: str) -> None:
    """Keep requests with a status."""
    chosen.add("j.status = ?", status)


class JoinRequests:
    """The table of requests to join."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, number: int) -> JoinRequest | None:
        """Return one request."""
        row = self._db.one(f"SELECT {_COLUMNS} FROM {_TABLES} WHERE j.id = ?", number)
        return None if row is None else JoinRequest.of(row)

    def is_pending(self, project: int, account: str) -> bool:
        """Whether an account waits for an answer of a project."""
        sql = "SELECT 1 FROM join_request WHERE project = ? AND requester = ? AND status = 'pending'"
        return self._db.one(sql, project, account) is not None

    def create(self, project: int, requester: str, reason: str | None) -> JoinRequest:
        """Store a new request, which is pending."""
        number = self._db.run(
            "INSERT INTO join_request (project, requester, reason, request_time) VALUES (?, ?, ?, ?)",
            *(project, requester, reason, now()),
        ).lastrowid
        return present(self.get(present(number)))

    def review(self, request: JoinRequest, status: str, reviewer: str, notes: str | None) -> JoinRequest:
        """Store what was decided."""
        self._db.run(
            "UPDATE join_request SET status = ?, review_time = ?, reviewer = ?, reviewer_notes = ? WHERE id = ?",
            *(status, now(), reviewer, notes, request.id),
        )
        return present(self.get(request.id))

    def page(self, selection: Selection, part: Slice) -> tuple[list[JoinRequest], Page]:
        """Read a page of a list, newest first."""
        page = read_page(self._db, _COLUMNS, _TABLES, selection, NEWEST_FIRST, part)
        return [JoinRequest.of(row) for row in page.rows], page

    def count(self, selection: Selection) -> int:
        """Count the requests of a whole list."""
        return count(self._db, "join_request j", selection)


class InstrumentAccounts:
    """Which service accounts work for which instrument; what is granted to the instrument holds for each of them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, instrument: int) -> list[str]:
        """Return the accounts of an instrument."""
        rows = self._db.all("SELECT account FROM instrument_account WHERE instrument = ? ORDER BY account", instrument)
        return [row["account"] for row in rows]

    def bind(self, instrument: int, account: str) -> bool:
        """Let an account work for an instrument, and say whether it did not before."""
        sql = "INSERT INTO instrument_account VALUES (?, ?) ON CONFLICT DO NOTHING"
        return self._db.run(sql, instrument, account).rowcount > 0

    def unbind(self, instrument: int, account: str) -> bool:
        """End that, and say whether it did."""
        sql = "DELETE FROM instrument_account WHERE instrument = ? AND account = ?"
        return self._db.run(sql, instrument, account).rowcount > 0
