"""Files of datasets, the stored objects behind them, and uploads under way."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crucible.ids import new_mfid

from .database import now, present, stored_time
from .selection import Order, Page, Selection, Slice, count, read_page

if TYPE_CHECKING:
    import sqlite3

    from .database import Database

UPLOAD_LIFETIME = timedelta(days=7)

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


@dataclass(frozen=True, slots=True)
class Upload:
    """A resumable session: what was announced, and how much of it is safe."""

    id: str
    dataset: int
    filename: str
    size: int
    sha256_hash: str
    state: str
    received: int
    crc32c: int
    file_mfid: str | None
    created: str
    expires: str

    @classmethod
    def of(cls, row: sqlite3.Row) -> Upload:
        """Read a row of the table."""
        return cls(**{name: row[name] for name in cls.__slots__})

    def __repr__(self) -> str:  # the id authorises writing
        return f"Upload(filename={self.filename!r}, state={self.state!r}, received={self.received})"


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
        """Return a file of a dataset that was stored here with some content."""
        row = self._db.one(
            f"SELECT {_COLUMNS} FROM {_TABLES} WHERE f.dataset = ? AND f.sha256_hash = ? AND f.storage_backend = 'gcs'"
            " ORDER BY f.id LIMIT 1",
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
    """What the object store serves, and what is on its way there."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, name: str) -> StoredObject | None:
        """Return the object with a name, which begins with its bucket."""
        row = self._db.one("SELECT * FROM object WHERE name = ?", name)
        return None if row is None else StoredObject.of(row)

    def put(self, name: str, sha256: str, size: int, crc32c: int) -> StoredObject:
        """Let a name stand for some content; each time it does, the generation is a higher number."""
        generation = 1 + self._db.number("SELECT max(generation) FROM object")
        self._db.run(
            "INSERT INTO object (name, sha256, size, crc32c, generation, created) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET sha256 = excluded.sha256,"
            " size = excluded.size, crc32c = excluded.crc32c, generation = excluded.generation,"
            " created = excluded.created",
            *(name, sha256, size, crc32c, generation, now()),
        )
        return present(self.get(name))

    def remove(self, name: str) -> str | None:
        """Forget an object, and return the SHA-256 of its content if nothing else has that content."""
        stored = self.get(name)
        if stored is None:
            return None
        self._db.run("DELETE FROM object WHERE name = ?", name)
        return None if self.has_content(stored.sha256) else stored.sha256

    def has_content(self, sha256: str) -> bool:
        """Whether any object has some content."""
        return self._db.one("SELECT 1 FROM object WHERE sha256 = ?", sha256) is not None

    def start_upload(self, dataset: int, filename: str, size: int, sha256_hash: str) -> Upload:
        """Store a new session; its id cannot be guessed."""
        token = secrets.token_urlsafe(24)
        expires = stored_time(datetime.now(UTC) + UPLOAD_LIFETIME)
        self._db.run(
            "INSERT INTO upload (id, dataset, filename, size, sha256_hash, created, expires)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(token, dataset, filename, size, sha256_hash, now(), expires),
        )
        return present(self.upload(token))

    def upload(self, token: str) -> Upload | None:
        """Return a session that has not expired."""
        row = self._db.one("SELECT * FROM upload WHERE id = ? AND expires > ?", token, now())
        return None if row is None else Upload.of(row)

    def set_upload(self, upload: Upload, **changes: Any) -> None:
        """Store changed columns of a session."""
        settings = ", ".join(f"{column} = ?" for column in changes)
        self._db.run(f"UPDATE upload SET {settings} WHERE id = ?", *changes.values(), upload.id)

    def finish_upload(self, upload: Upload, received: int, crc32c: int) -> Upload | None:
        """Note that all bytes of a session are here; None if the session has gone meanwhile."""
        self._db.run(
            "UPDATE upload SET state = 'stored', received = ?, crc32c = ? WHERE id = ? AND state = 'open'",
            *(received, crc32c, upload.id),
        )
        return self.upload(upload.id)

    def drop_upload(self, upload: Upload) -> None:
        """Forget a session."""
        self._db.run("DELETE FROM upload WHERE id = ?", upload.id)

    def drop_expired_uploads(self) -> None:
        """Forget the sessions that nobody can use any more."""
        self._db.run("DELETE FROM upload WHERE expires <= ?", now())

    def open_uploads(self) -> set[str]:
        """Return the ids of the sessions whose bytes are needed."""
        return {row["id"] for row in self._db.all("SELECT id FROM upload WHERE state != 'complete'")}
