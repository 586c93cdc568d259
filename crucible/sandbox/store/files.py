"""Files of datasets, and the stored objects behind them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crucible.ids import new_mfid

from .database import now, present, stored_time
from .selection import Order, Page, Selection, Slice, count, read_page

if TYPE_CHECKING:
    import sqlite3

    from .database import Database

STORED_HERE = "gcs"
"""The storage backend of files whose content lies in the object store of the sandbox."""

RETENTION = timedelta(days=7)
"""How long content is kept after it was replaced."""

NEWEST_FIRST = Order("f.mfid", "f.mfid", descending=True)

_COLUMNS = "f.*, r.mfid AS dataset_mfid"
_TABLES = "file f JOIN resource r ON r.id = f.dataset"


@dataclass(frozen=True, slots=True)
class File:
    """The record of one file of a dataset."""

    mfid: str
    dataset: int
    dataset_mfid: str
    filename: str
    storage_backend: str
    storage_path: str | None
    access_note: str | None
    size: int | None
    sha256_hash: str | None
    etag: str | None

    @classmethod
    def of(cls, row: sqlite3.Row) -> File:
        """Read a row of the joined tables."""
        return cls(**{name: row[name] for name in cls.__slots__})

    @property
    def object_name(self) -> str | None:
        """The object with the content; None if it is kept elsewhere, where a path is only what somebody wrote."""
        return self.storage_path if self.storage_backend == STORED_HERE else None


@dataclass(frozen=True, slots=True)
class StoredObject:
    """Something the object store serves: its name, and the content it has."""

    name: str
    sha256: str
    size: int
    crc32c: int
    generation: int
    created: str

    @classmethod
    def of(cls, row: sqlite3.Row) -> StoredObject:
        """Read a row of the table."""
        return cls(**{name: row[name] for name in cls.__slots__})


def has_hash(chosen: Selection, sha256_hash: str) -> None:
    """Keep files with some content."""
    chosen.add("f.sha256_hash = ?", sha256_hash)


class Files:
    """The table of files."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, mfid: str) -> File | None:
        """Return the file with an MFID."""
        row = self._db.one(f"SELECT {_COLUMNS} FROM {_TABLES} WHERE f.mfid = ?", mfid)
        return None if row is None else File.of(row)

    def of(self, dataset: int) -> list[File]:
        """Return the files of a dataset in the order they came."""
        rows = self._db.all(f"SELECT {_COLUMNS} FROM {_TABLES} WHERE f.dataset = ? ORDER BY f.id", dataset)
        return [File.of(row) for row in rows]

    def named(self, dataset: int, filename: str) -> File | None:
        """Return the file of a dataset with a name."""
        row = self._db.one(
            f"SELECT {_COLUMNS} FROM {_TABLES} WHERE f.dataset = ? AND f.filename = ?", dataset, filename
        )
        return None if row is None else File.of(row)

    def with_content(self, dataset: int, sha256_hash: str) -> File | None:
        """Return a file of a dataset whose content, stored here and verified, has a hash; not one that says so only."""
        row = self._db.one(
            f"SELECT {_COLUMNS} FROM {_TABLES} WHERE f.dataset = ? AND f.sha256_hash = ? AND f.storage_backend = 'gcs'"
            " AND f.etag IS NOT NULL ORDER BY f.id LIMIT 1",
            *(dataset, sha256_hash),
        )
        return None if row is None else File.of(row)

    def create(self, dataset: int, filename: str, **columns: Any) -> File:
        """Store a new file record."""
        values = {"mfid": new_mfid(), "dataset": dataset, "filename": filename, **columns}
        self._db.run(
            f"INSERT INTO file ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", *values.values()
        )
        return present(self.get(values["mfid"]))

    def update(self, file: File, **changes: Any) -> File:
        """Store changed columns."""
        if changes:
            settings = ", ".join(f"{column} = ?" for column in changes)
            self._db.run(f"UPDATE file SET {settings} WHERE mfid = ?", *changes.values(), file.mfid)
        return present(self.get(file.mfid))

    def delete(self, file: File) -> None:
        """Delete a file record."""
        self._db.run("DELETE FROM file WHERE mfid = ?", file.mfid)

    def total_size(self, dataset: int) -> int:
        """Return the bytes of all files of a dataset together."""
        return self._db.number("SELECT sum(size) FROM file WHERE dataset = ?", dataset)

    def page(self, selection: Selection, part: Slice) -> tuple[list[File], Page]:
        """Read a page of a list, newest first."""
        page = read_page(self._db, _COLUMNS, _TABLES, selection, NEWEST_FIRST, part)
        return [File.of(row) for row in page.rows], page

    def count(self, selection: Selection) -> int:
        """Count the files of a whole list."""
        return count(self._db, _TABLES, selection)


class Objects:
    """What the object store serves, by names that begin with a bucket.

    A file's record names one object. Whoever deletes the record calls `remove`, and once the transaction is committed
    gives what that returned to `Contents.remove`. An object whose content was replaced belongs to no file any more; it
    is served until it has been kept for the time of retention, whatever becomes of the file.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, name: str) -> StoredObject | None:
        """Return the object with a name."""
        row = self._db.one("SELECT * FROM object WHERE name = ?", name)
        return None if row is None else StoredObject.of(row)

    def served(self, dataset: int) -> set[str]:
        """Return the names of the objects that the files of a dataset have."""
        rows = self._db.all(
            "SELECT o.name FROM file f JOIN object o ON o.name = f.storage_path"
            " WHERE f.dataset = ? AND f.storage_backend = ?",
            dataset,
            STORED_HERE,
        )
        return {row["name"] for row in rows}

    def create(self, name: str, sha256: str, size: int, crc32c: int) -> StoredObject:
        """Let a new name stand for some content; the generation is the time in microseconds, as storage has it."""
        generation = time.time_ns() // 1000
        self._db.run(
            "INSERT INTO object (name, sha256, size, crc32c, generation, created) VALUES (?, ?, ?, ?, ?, ?)",
            *(name, sha256, size, crc32c, generation, now()),
        )
        return present(self.get(name))

    def retire(self, name: str) -> None:
        """Keep an object that no file has any more, for the time of retention."""
        until = stored_time(datetime.now(UTC) + RETENTION)
        self._db.run("UPDATE object SET retained_until = ? WHERE name = ?", until, name)

    def rename(self, name: str, other_name: str) -> None:
        """Make a name free."""
        self._db.run("UPDATE object SET name = ? WHERE name = ?", other_name, name)

    def remove(self, name: str) -> str | None:
        """Forget an object, and return the SHA-256 of its content if no other object has that content."""
        stored = self.get(name)
        if stored is None:
            return None
        self._db.run("DELETE FROM object WHERE name = ?", name)
        return None if self.has_content(stored.sha256) else stored.sha256

    def remove_retired(self) -> list[str]:
        """Forget the objects that were kept long enough, and return the SHA-256 of content that nothing has now."""
        rows = self._db.all("SELECT name FROM object WHERE retained_until <= ?", now())
        return [orphan for row in rows if (orphan := self.remove(row["name"])) is not None]

    def has_content(self, sha256: str) -> bool:
        """Whether any object has some content."""
        return self._db.one("SELECT 1 FROM object WHERE sha256 = ?", sha256) is not None
