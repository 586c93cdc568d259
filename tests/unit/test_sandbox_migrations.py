"""A root written by an earlier release is brought up to date when it is opened; one of a later release is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support import stored_roots
from support.root_world import BEGUN, IN_PARTS, PART, finish, told
from support.served import Served, link_of
from support.signed import SignedUpload

from crucible.sandbox import Sandbox
from crucible.sandbox.store import IncompatibleDatabaseError, Store
from crucible.sandbox.store.database import SCHEMA_VERSION, UnusableDatabaseError, template


def is_within(expected: Any, actual: Any) -> bool:
    """Whether an answer says what an earlier one said; members may have been added."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        return all(name in actual and is_within(value, actual[name]) for name, value in expected.items())
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(is_within, expected, actual))
    return bool(expected == actual)


def columns(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Open a database with this release, and return the columns, indexes and keys of each of its tables."""
    Store(path).close()
    found = {}
    with closing(sqlite3.connect(path)) as database:
        assert SCHEMA_VERSION == database.execute("PRAGMA user_version").fetchone()[0]
        assert [("ok",)] == database.execute("PRAGMA integrity_check").fetchall()
        assert [] == database.execute("PRAGMA foreign_key_check").fetchall()
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"):
            indexes = sorted(row[1:4] for row in database.execute(f"PRAGMA index_list({table})"))
            keys = sorted(row[2:7] for row in database.execute(f"PRAGMA foreign_key_list({table})"))
            found[table] = [*database.execute(f"PRAGMA table_info({table})"), *indexes, *keys]
    return found


def test_there_is_a_root_of_every_version_and_no_version_has_changed_since() -> None:
    assert [*range(1, SCHEMA_VERSION + 1)] == stored_roots.versions(), "run scripts/keep_root.py"
    with closing(sqlite3.connect(":memory:")) as kept:
        kept.executescript((stored_roots.FOLDER / str(SCHEMA_VERSION) / "crucible.sql").read_text("utf-8"))
        assert stored_roots.schema(kept) == stored_roots.schema(template()), "another schema needs another number"


@pytest.mark.parametrize("version", stored_roots.versions())
def test_an_older_root_gets_the_tables_of_a_new_one(tmp_path: Path, version: int) -> None:
    stored_roots.lay_out(version, tmp_path / "old")
    assert columns(tmp_path / "new.db") == columns(tmp_path / "old" / "crucible.db")


@pytest.mark.parametrize("version", stored_roots.versions())
def test_an_older_root_tells_what_it_told_then(tmp_path: Path, version: int) -> None:
    before = stored_roots.lay_out(version, tmp_path / "root")
    with Sandbox(tmp_path / "root", ingest=False, part_size_bytes=PART) as sandbox:
        served = Served(sandbox)
        now = told(served, before["ids"])
        assert before["contents"] == now["contents"]
        assert [] == [path for path, said in before["answers"].items() if not is_within(said, now["answers"][path])]
        assert BEGUN == finish(served, before["ids"])
        if signed := before["ids"].get("signed"):
            started = {**signed, "part_size": PART, "part_count": 3}
            upload = SignedUpload(served.admin, signed["dataset"], IN_PARTS.encode(), started)
            assert [1] == upload.received()
            upload.send(2, 3)
            assert IN_PARTS == served.admin.http.get(link_of(served.admin, upload.complete())).text
        served.close()


def test_a_root_of_a_later_release_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    stored_roots.lay_out(SCHEMA_VERSION, tmp_path)
    with closing(sqlite3.connect(tmp_path / "crucible.db")) as database:
        database.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(IncompatibleDatabaseError) as refused:
        Sandbox(tmp_path).start()
    assert "was written by a newer release" in refused.value.message
    assert f"its schema is {SCHEMA_VERSION + 1}, this release knows {SCHEMA_VERSION}" in refused.value.message
    with closing(sqlite3.connect(tmp_path / "crucible.db")) as database:
        assert SCHEMA_VERSION + 1 == database.execute("PRAGMA user_version").fetchone()[0]


def test_a_step_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    stored_roots.lay_out(1, tmp_path)
    old = sqlite3.connect(tmp_path / "crucible.db")
    old.execute("CREATE TABLE processing_request (somebody TEXT)")  # is in the way of the last statement
    before = old.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()

    with pytest.raises(UnusableDatabaseError, match="processing_request"):
        Store(tmp_path / "crucible.db")

    assert before == old.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    assert 1 == old.execute("PRAGMA user_version").fetchone()[0]
    old.close()
