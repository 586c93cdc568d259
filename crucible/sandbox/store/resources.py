"""Datasets, samples, instruments and projects: one table, because the service addresses them across types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import orjson

from crucible.ids import new_mfid

from . import words
from .database import now, present
from .selection import Order, Page, Selection, Slice, count, read_page, sorted_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from .database import Database

ResourceType = Literal["dataset", "sample", "instrument", "project"]

NEWEST_FIRST = Order("r.mfid", "r.mfid", descending=True)
_NAME = sorted_text("coalesce(r.name, '')")
SORT_KEYS = {
    "created": "r.created",
    "updated": "r.modified",
    "name": _NAME,
    "title": _NAME,
    "project_id": "lower(coalesce(r.slug, ''))",
    "instrument_id": "lower(coalesce(r.slug, ''))",
}

_COLUMNS = """r.id, r.mfid, r.type, r.name, r.slug, r.owner, r.project, p.mfid, p.slug, p.name,
    r.instrument, i.mfid, i.slug, i.name, r.public, r.hidden, r.created, r.modified, r.data"""
_TABLES = "resource r LEFT JOIN resource p ON p.id = r.project LEFT JOIN resource i ON i.id = r.instrument"


@dataclass(frozen=True, slots=True)
class Reference:
    """What one resource says about another it belongs to: a project, or an instrument."""

    id: int
    mfid: str
    slug: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Resource:
    """One dataset, sample, instrument or project as it is stored."""

    id: int
    mfid: str
    type: ResourceType
    name: str | None
    slug: str | None
    owner: str | None
    project: Reference | None
    instrument: Reference | None
    public: bool
    hidden: bool
    created: str
    modified: str
    data: Mapping[str, Any]

    @classmethod
    def of(cls, row: sqlite3.Row) -> Resource:
        """Read a row of the joined tables. Its columns go by position, which is three times as fast as by name."""
        number, mfid, kind, name, slug, owner, project, project_mfid, project_slug, title = row[:10]
        instrument, instrument_mfid, instrument_slug, label, public, hidden, created, modified, data = row[10:]
        return cls(
            number,
            mfid,
            kind,
            name,
            slug,
            owner,
            None if project is None else Reference(project, project_mfid, project_slug, title),
            None if instrument is None else Reference(instrument, instrument_mfid, instrument_slug, label),
            bool(public),
            bool(hidden),
            created,
            modified,
            orjson.loads(data),
        )


class Resources:
    """The table of resources."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, mfid: str, *types: ResourceType) -> Resource | None:
        """Return the resource with an MFID, if it is of one of the types."""
        row = self._db.one(f"SELECT {_COLUMNS} FROM {_TABLES} WHERE r.mfid = ?", mfid)
        found = None if row is None else Resource.of(row)
        return None if found is None or (types and found.type not in types) else found

    def with_slug(self, type_: ResourceType, slug: str) -> Resource | None:
        """Return the project or instrument with a slug, in upper or lower case."""
        row = self._db.one(f"SELECT {_COLUMNS} FROM {_TABLES} WHERE r.type = ? AND r.slug = ?", type_, slug)
        return None if row is None else Resource.of(row)

    def many(self, numbers: Sequence[int]) -> dict[int, Resource]:
        """Return resources by their internal numbers."""
        rows = self._db.all(
            f"SELECT {_COLUMNS} FROM {_TABLES} WHERE r.id IN (SELECT value FROM json_each(?))", _list(numbers)
        )
        return {resource.id: resource for resource in map(Resource.of, rows)}

    def create(
        self,
        type_: ResourceType,
        *,
        mfid: str | None = None,
        name: str | None = None,
        slug: str | None = None,
        owner: str | None = None,
        project: int | None = None,
        instrument: int | None = None,
        public: bool = False,
        data: Mapping[str, Any],
    ) -> Resource:
        """Store a new resource; the server assigns an MFID where none is given."""
        created, mfid = now(), mfid or new_mfid()
        number = self._db.run(
            "INSERT INTO resource (mfid, type, name, slug, owner, project, instrument, public, created, modified, data)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(mfid, type_, name, slug, owner, project, instrument, public, created, created, _json(data)),
        ).lastrowid
        row = self._db.one(f"SELECT {_COLUMNS} FROM {_TABLES} WHERE r.id = ?", number)
        resource = Resource.of(present(row))
        words.index_names(self._db, resource)
        return resource

    def update(self, resource: Resource, **changes: Any) -> Resource:
        """Store changed columns; `data` holds only the members that change."""
        if "data" in changes:
            changes["data"] = _json({**resource.data, **changes["data"]})
        columns = {**changes, "modified": now()}
        settings = ", ".join(f"{column} = ?" for column in columns)
        self._db.run(f"UPDATE resource SET {settings} WHERE id = ?", *columns.values(), resource.id)
        updated = present(self.get(resource.mfid))
        words.index_names(self._db, updated)
        return updated

    def delete(self, resource: Resource) -> None:
        """Delete a resource with everything that belongs to it alone: links, grants, files, requests."""
        words.forget(self._db, resource.id)
        self._db.run("DELETE FROM resource WHERE id = ?", resource.id)

    def touch(self, number: int) -> None:
        """Note that a resource has changed just now."""
        self._db.run("UPDATE resource SET modified = ? WHERE id = ?", now(), number)

    def page(self, selection: Selection, order: Order, part: Slice) -> tuple[list[Resource], Page]:
        """Read a page of a list; which rows are on it is found out before any of them is read as a whole."""
        page = read_page(self._db, "r.id", "resource r", selection, order, part)
        found = self.many([row["id"] for row in page.rows])
        return [found[row["id"]] for row in page.rows], page

    def every(self, selection: Selection) -> list[Resource]:
        """Return all resources of a selection; for selections that are small by construction."""
        rows = self._db.all(f"SELECT {_COLUMNS} FROM {_TABLES} {selection.sql()}", *selection.values)
        return [Resource.of(row) for row in rows]

    def mfids(self, selection: Selection) -> list[str]:
        """Return the identities of all resources of a selection, newest first."""
        rows = self._db.all(f"SELECT r.mfid FROM resource r {selection.sql()} ORDER BY r.mfid DESC", *selection.values)
        return [row["mfid"] for row in rows]

    def count(self, selection: Selection) -> int:
        """Count the resources of a whole list."""
        return count(self._db, "resource r", selection)

    def position(self, resource: Resource, order: Order) -> tuple[str | int, str | int]:
        """Return where a resource stands in an order."""
        row = present(self._db.one(f"SELECT {order.key}, {order.tie} FROM resource r WHERE r.id = ?", resource.id))
        return row[0], row[1]


def _json(value: Mapping[str, Any]) -> str:
    return orjson.dumps(value).decode()


def _list(numbers: Sequence[int]) -> str:
    return orjson.dumps(list(numbers)).decode()
