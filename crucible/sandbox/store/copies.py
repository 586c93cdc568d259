"""A sandbox's database as a file of its own: taken while it is in use, and looked at before it is put to use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from .database import foreign

if TYPE_CHECKING:
    from pathlib import Path

    from .database import Database


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
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for setting in ("foreign_keys = ON", "secure_delete = ON"):
            database.execute(f"PRAGMA {setting}")
        database.execute("DELETE FROM api_key")
        database.execute("DELETE FROM upload")
        (names,) = database.execute("SELECT sql FROM sqlite_master WHERE name = 'name_trigrams'").fetchone()
        if "VIRTUAL" in names:  # the rows of the table that stands for it would get other numbers
            database.execute("VACUUM")


def refuse_foreign(path: Path) -> None:
    """Raise `IncompatibleDatabaseError` if a database has what no release of the sandbox has put into one."""
    with closing(sqlite3.connect(path)) as database:
        try:
            others = database.execute("SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchone()
            version = database.execute("PRAGMA user_version").fetchone()
            whole = database.execute("PRAGMA quick_check").fetchone()
        except sqlite3.DatabaseError as error:
            raise foreign(path) from error
    if others != (0,) or whole != ("ok",) or version < (1,):
        raise foreign(path)


def needed_contents(database: Database) -> tuple[dict[str, int], dict[str, str]]:
    """Return sizes of complete content by SHA-256, and the SHA-256 of unfinished uploads by their ids."""
    complete = database.all("SELECT sha256, size FROM object")
    arriving = database.all("SELECT id, sha256_hash FROM upload WHERE state != 'complete'")
    return {row["sha256"]: row["size"] for row in complete}, {row["id"]: row["sha256_hash"] for row in arriving}
