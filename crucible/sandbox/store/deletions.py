"""Requests to delete datasets and samples, and the audit that stays when they are gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from .database import now, present
from .grants import ADMIN
from .selection import Order, Page, Selection, Slice, count, read_page, sorted_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from .database import Database
    from .resources import Resource

NEWEST_FIRST = Order("d.id", "d.id", descending=True)
SORT_KEYS = {
    "request_time": "d.request_time",
    "resource_name": sorted_text("coalesce(r.name, '')"),
    "project_id": "lower(coalesce(p.slug, ''))",
    "requester_name": sorted_text("coalesce(a.last_name || char(1) || a.first_name, '')"),
    "status": "d.status",
}
LATEST_FIRST = Order("e.deleted_at", "e.id", descending=True)

_COLUMNS = """d.*, r.mfid AS resource_mfid, r.type AS resource_type, r.name AS resource_name, r.owner AS resource_owner,
    r.project, p.mfid AS project_mfid, p.slug AS project_slug"""
_TABLES = """deletion_request d JOIN resource r ON r.id = d.resource LEFT JOIN resource p ON p.id = r.project
    LEFT JOIN account a ON a.unique_id = d.requester"""
_REVIEWED_PROJECTS = f"""SELECT id FROM resource WHERE type = 'project' AND owner = ?
    UNION SELECT resource FROM access_grant WHERE principal = ? AND role >= {ADMIN}"""


@dataclass(frozen=True, slots=True)
class DeletionRequest:
    """That somebody wants a dataset or sample deleted, and what a reviewer said."""

    id: int
    resource: int
    resource_mfid: str
    resource_type: str
    resource_name: str | None
    resource_owner: str | None
    project: int | None
    project_mfid: str | None
    project_slug: str | None
    requester: str
    reason: str | None
    status: str
    request_time: str
    review_time: str | None
    reviewer: str | None
    reviewer_notes: str | None

    @classmethod
    def of(cls, row: sqlite3.Row) -> DeletionRequest:
        """Read a row of the joined tables."""
        return cls(**{name: row[name] for name in cls.__slots__})


@dataclass(frozen=True, slots=True)
class DeletionEntry:
    """What was deleted for good, as it was called then, and on whose word."""

    id: int
    resource_id: str
    resource_type: str
    resource_name: str | None
    project_id: str | None
    project_mfid: str | None
    requester: str
    reason: str | None
    request_time: str | None
    reviewer: str | None
    reviewer_notes: str | None
    review_time: str | None
    deleted_at: str

    @classmethod
    def of(cls, row: sqlite3.Row) -> DeletionEntry:
        """Read a row of the table."""
        return cls(**{name: row[name] for name in cls.__slots__})


def has_status(chosen: Selection, status: str) -> None:
    """Keep requests in one state."""
    chosen.add("d.status = ?", status)


def is_in_project(chosen: Selection, mfid: str) -> None:
    """Keep requests about what is assigned to a project."""
    chosen.add("p.mfid = ?", mfid)


def is_requested_by(chosen: Selection, account: str) -> None:
    """Keep the requests of an account."""
    chosen.add("d.requester = ?", account)


def is_reviewed_by(chosen: Selection, account: str) -> None:
    """Keep requests about records of the projects that an account leads or administers."""
    chosen.add(f"r.project IN ({_REVIEWED_PROJECTS})", account, account)


def is_shown_to(chosen: Selection, account: str) -> None:
    """Keep requests that an account made or may decide on, and those about its own records."""
    chosen.add(f"(d.requester = ? OR r.owner = ? OR r.project IN ({_REVIEWED_PROJECTS}))", *[account] * 4)


class Deletions:
    """The table of deletion requests. A record is hidden as long as one of its requests is not rejected."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, number: int) -> DeletionRequest | None:
        """Return one request."""
        row = self._db.one(f"SELECT {_COLUMNS} FROM {_TABLES} WHERE d.id = ?", number)
        return None if row is None else DeletionRequest.of(row)

    def open(self, numbers: Sequence[int]) -> dict[int, DeletionRequest]:
        """Return the requests, pending or approved, that some resources wait for, by number of the resource."""
        rows = self._db.all(
            f"SELECT {_COLUMNS} FROM {_TABLES} WHERE d.status != 'rejected'"
            " AND d.resource IN (SELECT value FROM json_each(?))",
            orjson.dumps(list(numbers)).decode(),
        )
        return {row["resource"]: DeletionRequest.of(row) for row in rows}

    def create(self, resource: int, requester: str, reason: str | None) -> DeletionRequest:
        """Store a new request, and hide the resource."""
        number = self._db.run(
            "INSERT INTO deletion_request (resource, requester, reason, request_time) VALUES (?, ?, ?, ?)",
            *(resource, requester, reason, now()),
        ).lastrowid
        self._db.run("UPDATE resource SET hidden = 1 WHERE id = ?", resource)
        return present(self.get(number or 0))

    def review(self, request: DeletionRequest, status: str, reviewer: str, notes: str | None) -> DeletionRequest:
        """Store a decision; a rejected request lets the resource be seen again."""
        self._db.run(
            "UPDATE deletion_request SET status = ?, reviewer = ?, reviewer_notes = ?, review_time = ? WHERE id = ?",
            *(status, reviewer, notes, now(), request.id),
        )
        self._db.run("UPDATE resource SET hidden = ? WHERE id = ?", status != "rejected", request.resource)
        return present(self.get(request.id))

    def projects_reviewed_by(self, account: str) -> set[int]:
        """Return the numbers of the projects whose requests an account may decide on."""
        return {row["id"] for row in self._db.all(_REVIEWED_PROJECTS, account, account)}

    def page(self, selection: Selection, order: Order, part: Slice) -> tuple[list[DeletionRequest], Page]:
        """Read a page of a list."""
        page = read_page(self._db, _COLUMNS, _TABLES, selection, order, part)
        return [DeletionRequest.of(row) for row in page.rows], page

    def count(self, selection: Selection) -> int:
        """Count the requests of a whole list."""
        return count(self._db, _TABLES, selection)


class DeletionAudit:
    """The table of what was deleted; nothing in it is ever changed."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, number: int) -> DeletionEntry | None:
        """Return one entry."""
        row = self._db.one("SELECT * FROM deletion_audit WHERE id = ?", number)
        return None if row is None else DeletionEntry.of(row)

    def add(self, resource: Resource, request: DeletionRequest | None, deleted_by: str) -> None:
        """Write down that a resource is deleted, on the word of a request or of an administrator."""
        project = resource.project
        asked = (
            (deleted_by, None, None, None, None, None)
            if request is None
            else (
                *(request.requester, request.reason, request.request_time),
                *(request.reviewer, request.reviewer_notes, request.review_time),
            )
        )
        self._db.run(
            "INSERT INTO deletion_audit (resource_id, resource_type, resource_name, project_id, project_mfid,"
            " requester, reason, request_time, reviewer, reviewer_notes, review_time, deleted_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(resource.mfid, resource.type, resource.name),
            *((project.slug, project.mfid) if project else (None, None)),
            *asked,
            now(),
        )

    def page(self, selection: Selection, order: Order, part: Slice) -> tuple[list[DeletionEntry], Page]:
        """Read a page of a list."""
        page = read_page(self._db, "e.*", "deletion_audit e", selection, order, part)
        return [DeletionEntry.of(row) for row in page.rows], page

    def count(self, selection: Selection) -> int:
        """Count the entries of a whole list."""
        return count(self._db, "deletion_audit e", selection)


def entry_has(chosen: Selection, column: str, value: str) -> None:
    """Keep entries with a value; slugs are compared in any case, as they are everywhere."""
    if column not in DeletionEntry.__slots__:
        raise ValueError(f"{column} is not a column of the audit")
    chosen.add(f"e.{column} = ?{' COLLATE NOCASE' if column == 'project_id' else ''}", value)
