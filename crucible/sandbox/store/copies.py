"""A sandbox's database as a file of its own: taken while it is in use, and looked at before it is put to use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from .database import Database, foreign

if TYPE_CHECKING:
    from pathlib import Path


def copy_database(source: Path, target: Path) -> None:
    """Write one state of a database, which others may read and write meanwhile, into a new file."""
    target.touch(mode=0o600)
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=rw", uri=True)) as present,
        closing(sqlite3.connect(target)) as copy,
    ):
        present.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it


def forget_secrets(path: Path) -> None:
    """Remove all API keys, and all uploads, whose ids authorise writing, so that no page of the file has them."""
    database = Database(path)
    try:
        has_stable_rows = database.has_trigrams  # the rows of the table that stands for it would get other numbers
        with database.write():
            database.run("DELETE FROM api_key")
            database.run("DELETE FROM upload")
    finally:
        database.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as rewritten:
        rewritten.execute("PRAGMA journal_mode = DELETE")
        if has_stable_rows:
            rewritten.execute("VACUUM")


def refuse_foreign(path: Path) -> None:
    """Raise `IncompatibleDatabaseError` if a database has what no release of the sandbox has put into one."""
    with closing(sqlite3.connect(path)) as database:
        try:
            others = database.execute("SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchone()
            whole = database.execute("PRAGMA quick_check").fetchone()
        except sqlite3.DatabaseError as error:
            raise foreign(path) from error
    if others != (0,) or whole != ("ok",):
        raise foreign(path)


def needed_contents(database: Database) -> tuple[dict[str, int], dict[str, str]]:
    """Return sizes of complete content by SHA-256, and the SHA-256 of unfinished uploads by their ids."""
    complete = database.all("SELECT sha256, size FROM object")
    arriving = database.all("SELECT id, sha256_hash FROM upload WHERE state != 'complete'")
    return {row["sha256"]: row["size"] for row in complete}, {row["id"]: row["sha256_hash"] for row in arriving}
