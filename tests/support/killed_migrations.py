"""Rounds of ``kill -9`` while a root of an earlier release is brought up to date: it is the old one or the new."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from support.stored_roots import FOLDER, lay_out

from crucible.sandbox.store import Store
from crucible.sandbox.store.database import SCHEMA_VERSION

RECORDS = 3000
OPEN = """
import sys
from pathlib import Path
from crucible.sandbox.store import Store
print("ready", flush=True)
input()
Store(Path(sys.argv[1]))
print("done", flush=True)
sys.stdin.read()
"""
COUNTED = ("account", "resource", "metadata", "file", "object", "upload", "ingestion_request")


def rounds(folder: Path, number: int, seed: int) -> dict[str, int]:
    """Kill a process that opens an old root `number` times, and return how often it was still old, or new already.

    Raises
    ------
    AssertionError
        If a root is neither what it was nor what it was to become.
    """
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    folder.mkdir(parents=True, exist_ok=True)
    olds = {version: _old(folder, version) for version in range(1, SCHEMA_VERSION)}
    found = {"migrations that were undone": 0, "migrations that were whole": 0}
    for turn in range(number):
        version = chance.choice(list(olds))
        path, seconds = olds[version]
        root = folder / "root"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(path, root)
        _open_and_kill(root / "crucible.db", chance.uniform(0, 1.5 * seconds))
        try:
            is_new = _examine(root / "crucible.db", path / "crucible.db", version)
            Store(root / "crucible.db").close()
            assert _examine(root / "crucible.db", path / "crucible.db", version)
        except AssertionError as error:
            raise AssertionError(f"migration {turn} with seed {seed}: {error}") from error
        found["migrations that were whole" if is_new else "migrations that were undone"] += 1
    return found


def _old(folder: Path, version: int) -> tuple[Path, float]:
    """Return an old root with many records, and how many seconds it takes to bring it up to date."""
    root = folder / f"schema-{version}"
    lay_out(version, root)
    with closing(sqlite3.connect(root / "crucible.db")) as database, database:
        database.execute(
            "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?)"
            " INSERT INTO resource (mfid, type, name, owner, project, created, modified, data)"
            " SELECT 'filler' || n, 'dataset', 'film ' || n, owner, project, created, modified, data"
            " FROM n, resource WHERE name = 'a note'",
            (RECORDS,),
        )
    shutil.copytree(root, folder / "measured", dirs_exist_ok=True)
    began = time.perf_counter()
    Store(folder / "measured" / "crucible.db").close()
    took = time.perf_counter() - began
    shutil.rmtree(folder / "measured")
    return root, took


def _open_and_kill(path: Path, seconds: float) -> None:
    """Open a database in a process of its own, and kill that after a while."""
    process = subprocess.Popen(
        [sys.executable, "-c", OPEN, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert "ready\n" == process.stdout.readline()
    process.stdin.write("\n")
    process.stdin.flush()
    time.sleep(seconds)
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


def _examine(path: Path, old: Path, version: int) -> bool:
    """Compare a database with what it was and was to become, and return whether it is the new one."""
    with closing(sqlite3.connect(path)) as database, closing(sqlite3.connect(old)) as before:
        assert [("ok",)] == database.execute("PRAGMA integrity_check").fetchall()
        assert [] == database.execute("PRAGMA foreign_key_check").fetchall()
        present = database.execute("PRAGMA user_version").fetchone()[0]
        assert present in (version, SCHEMA_VERSION), "a version between the old one and the new one"
        assert _tables(database) == _tables_of(present), f"the tables are not those of schema {present}"
        for table in COUNTED:
            count = f"SELECT count(*) FROM {table}"
            assert before.execute(count).fetchone() == database.execute(count).fetchone(), f"rows of {table} are lost"
    return bool(present == SCHEMA_VERSION)


def _tables(database: sqlite3.Connection) -> dict[str, list[str]]:
    """Return the names of all columns and indexes by table; SQL is written differently after a migration."""
    found = {}
    for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        found[table] = sorted(columns) + sorted(row[1] for row in database.execute(f"PRAGMA index_list({table})"))
    return found


def _tables_of(version: int) -> dict[str, list[str]]:
    with closing(sqlite3.connect(":memory:")) as kept:
        kept.executescript((FOLDER / str(version) / "crucible.sql").read_text("utf-8"))
        return _tables(kept)
