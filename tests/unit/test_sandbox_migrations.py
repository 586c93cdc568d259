"""A database written by an earlier release is brought up to date when it is opened."""

import sqlite3
from pathlib import Path

import pytest

from crucible.sandbox.store import Store
from crucible.sandbox.store.database import SCHEMA_VERSION, UnusableDatabaseError

SCHEMAS = Path(__file__).parents[1] / "support"


def opened(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Open a database with this release, and return the columns and indexes of each of its tables."""
    store = Store(path)
    store.close()
    connection = sqlite3.connect(path)
    assert SCHEMA_VERSION == connection.execute("PRAGMA user_version").fetchone()[0]
    assert [("ok",)] == connection.execute("PRAGMA integrity_check").fetchall()
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {}
    for table in sorted(tables):
        indexes = sorted(row[1:4] for row in connection.execute(f"PRAGMA index_list({table})"))
        keys = sorted(row[2:7] for row in connection.execute(f"PRAGMA foreign_key_list({table})"))
        found[table] = [*connection.execute(f"PRAGMA table_info({table})"), *indexes, *keys]
    connection.close()
    return found


def write_schema(path: Path, version: int) -> None:
    """Write a database as an earlier release did, with an account in it."""
    old = sqlite3.connect(path)
    old.executescript((SCHEMAS / f"schema_{version}.sql").read_text("utf-8"))
    old.execute("CREATE VIRTUAL TABLE name_trigrams USING fts5 (names, tokenize = 'trigram')")
    old.execute(f"PRAGMA user_version = {version}")
    old.execute("INSERT INTO account (unique_id, first_name, last_name, created) VALUES ('x', 'Ada', 'L', 'now')")
    old.commit()
    old.close()


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_an_older_database_gets_the_tables_of_a_new_one(tmp_path: Path, version: int) -> None:
    write_schema(tmp_path / "old.db", version)
    assert opened(tmp_path / "new.db") == opened(tmp_path / "old.db")

    kept = sqlite3.connect(tmp_path / "old.db").execute("SELECT unique_id, first_name FROM account").fetchall()
    assert [("x", "Ada")] == kept


def test_a_step_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    write_schema(tmp_path / "old.db", 1)
    old = sqlite3.connect(tmp_path / "old.db")
    old.execute("CREATE TABLE processing_request (somebody TEXT)")  # is in the way of the last statement
    before = old.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()

    with pytest.raises(UnusableDatabaseError, match="processing_request"):
        Store(tmp_path / "old.db")

    assert before == old.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    assert 1 == old.execute("PRAGMA user_version").fetchone()[0]
    old.close()
