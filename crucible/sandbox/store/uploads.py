"""Uploads under way, of both protocols, and those that were completed lately."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from .database import now, present, stored_time

if TYPE_CHECKING:
    import sqlite3

    from .database import Database

Protocol: TypeAlias = Literal["resumable", "signed"]

LIFETIMES: dict[Protocol, timedelta] = {"resumable": timedelta(days=7), "signed": timedelta(days=1)}
"""A session of storage lives a week. A signed upload is given less, because one that replaces keeps others out."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What was announced, and how much of it is safe.

    Attributes
    ----------
    state
        `open` takes bytes, `stored` has all and takes none, `complete` has become a file.
    received, crc32c
        How many bytes a resumable session has, and their checksum; of a signed upload, once it is stored.
    file_mfid
        The file it has become, or whose content it will replace.
    replaces_etag
        Entity tag of the content it replaces, empty if the file has none yet; None if it makes a new file.
    """

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
    protocol: Protocol
    part_size: int | None
    replaces_etag: str | None

    @classmethod
    def of(cls, row: sqlite3.Row) -> Upload:
        """Read a row of the table."""
        return cls(**{field.name: row[field.name] for field in fields(cls)})

    def __repr__(self) -> str:  # the id authorises writing
        return f"Upload(filename={self.filename!r}, state={self.state!r}, received={self.received})"


class Uploads:
    """The tables of uploads and their parts."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def start(
        self, protocol: Protocol, dataset: int, filename: str, size: int, sha256_hash: str, **columns: Any
    ) -> Upload:
        """Store a new upload; its id cannot be guessed."""
        token = secrets.token_urlsafe(24)
        expires = stored_time(datetime.now(UTC) + LIFETIMES[protocol])
        values = {
            "id": token,
            "protocol": protocol,
            "dataset": dataset,
            "filename": filename,
            "size": size,
            "sha256_hash": sha256_hash,
            "created": now(),
            "expires": expires,
            **columns,
        }
        self._db.run(
            f"INSERT INTO upload ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", *values.values()
        )
        return present(self.get(token, protocol))

    def get(self, token: str, protocol: Protocol) -> Upload | None:
        """Return an upload of a protocol that has not expired."""
        row = self._db.one("SELECT * FROM upload WHERE id = ? AND protocol = ? AND expires > ?", token, protocol, now())
        return None if row is None else Upload.of(row)

    def with_key(self, account: str, idempotency_key: str) -> Upload | None:
        """Return the upload that an account has started with a key; an expired one frees the key."""
        self._db.run(
            "DELETE FROM upload WHERE account = ? AND idempotency_key = ? AND expires <= ?",
            *(account, idempotency_key, now()),
        )
        row = self._db.one("SELECT * FROM upload WHERE account = ? AND idempotency_key = ?", account, idempotency_key)
        return None if row is None else Upload.of(row)

    def replaces(self, dataset: int, file_mfid: str) -> bool:
        """Whether a signed upload is under way that will replace the content of a file."""
        row = self._db.one(
            "SELECT 1 FROM upload WHERE dataset = ? AND file_mfid = ? AND replaces_etag IS NOT NULL"
            " AND protocol = 'signed' AND state != 'complete' AND expires > ?",
            *(dataset, file_mfid, now()),
        )
        return row is not None

    def set_progress(self, upload: Upload, received: int, crc32c: int) -> None:
        """Store how much of a session is safe, unless it has all its bytes already."""
        self._db.run(
            "UPDATE upload SET received = ?, crc32c = ? WHERE id = ? AND state = 'open'", received, crc32c, upload.id
        )

    def finish(self, upload: Upload, crc32c: int) -> Upload | None:
        """Note that all bytes are here and no more are taken; None if the upload has gone meanwhile."""
        self._db.run(
            "UPDATE upload SET state = 'stored', received = size, crc32c = ? WHERE id = ? AND state = 'open'",
            *(crc32c, upload.id),
        )
        return self.get(upload.id, upload.protocol)

    def complete(self, upload: Upload, file_mfid: str) -> None:
        """Note the file that an upload has become."""
        self._db.run("UPDATE upload SET state = 'complete', file_mfid = ? WHERE id = ?", file_mfid, upload.id)

    def drop(self, upload: Upload) -> None:
        """Forget an upload; whoever does gives its id to `Contents.discard` once the transaction is committed."""
        self._db.run("DELETE FROM upload WHERE id = ?", upload.id)

    def drop_expired(self) -> None:
        """Forget the uploads that nobody can use any more."""
        self._db.run("DELETE FROM upload WHERE expires <= ?", now())

    def unfinished(self) -> set[str]:
        """Return the ids of the uploads whose bytes are needed."""
        return {row["id"] for row in self._db.all("SELECT id FROM upload WHERE state != 'complete'")}

    def stored(self) -> list[tuple[str, str]]:
        """Return id and SHA-256 of the uploads that have all their bytes and are not a file yet."""
        rows = self._db.all("SELECT id, sha256_hash FROM upload WHERE state = 'stored'")
        return [(row["id"], row["sha256_hash"]) for row in rows]

    def unfinished_of(self, dataset: int) -> list[str]:
        """Return the ids of the uploads to a dataset whose bytes have not become a file's."""
        rows = self._db.all("SELECT id FROM upload WHERE dataset = ? AND state != 'complete'", dataset)
        return [row["id"] for row in rows]

    def parts(self, upload: Upload, after: int = 0, limit: int = -1) -> list[tuple[int, int]]:
        """Return number and CRC32C of the parts that are safe, in order, beginning after a number."""
        rows = self._db.all(
            "SELECT number, crc32c FROM upload_part WHERE upload = ? AND number > ? ORDER BY number LIMIT ?",
            *(upload.id, after, limit),
        )
        return [(row["number"], row["crc32c"]) for row in rows]

    def part(self, upload: Upload, number: int) -> int | None:
        """Return the CRC32C of a part that is safe."""
        row = self._db.one("SELECT crc32c FROM upload_part WHERE upload = ? AND number = ?", upload.id, number)
        return None if row is None else int(row["crc32c"])

    def add_part(self, upload: Upload, number: int, crc32c: int) -> bool:
        """Note that a part is safe; False if the upload takes none any more."""
        done = self._db.run(
            "INSERT INTO upload_part (upload, number, crc32c)"
            " SELECT id, ?, ? FROM upload WHERE id = ? AND state = 'open' AND expires > ?",
            *(number, crc32c, upload.id, now()),
        )
        return done.rowcount == 1

    def drop_part(self, upload: Upload, number: int) -> bool:
        """Forget a part whose place is going to be written again; False if the upload takes none any more."""
        done = self._db.run(
            "DELETE FROM upload_part WHERE upload = ? AND number = ?"
            " AND EXISTS (SELECT 1 FROM upload WHERE id = upload AND state = 'open')",
            *(upload.id, number),
        )
        return done.rowcount == 1
