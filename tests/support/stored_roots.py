"""Small roots as each version of the sandbox's schema has written them, kept as text in the folder `roots`.

A root is `N/crucible.sql`, the bytes of its files below `N/objects` and `N/uploads`, and `N/told.json`: what the
release that wrote it answered then. `scripts/keep_root.py` writes the one of the present schema.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "roots"
FAR_FUTURE = "2999-01-01T00:00:00.000000+00:00"
EXPIRING = ("UPDATE upload SET expires = ?", "UPDATE api_key SET expires = ?")
CONTENTS = ("objects", "uploads")


def versions() -> list[int]:
    """Return the versions of the schema that there are roots of."""
    return sorted(int(path.name) for path in FOLDER.iterdir() if path.name.isdecimal())


def keep(root: Path, told: dict[str, Any], folder: Path = FOLDER) -> Path:
    """Keep a root that nobody serves, and what it told, under the number of its schema; return where."""
    with closing(sqlite3.connect(root / "crucible.db")) as database:
        for statement in EXPIRING:  # what would have had its time when the root is opened years from now
            database.execute(statement, (FAR_FUTURE,))
        target = folder / str(database.execute("PRAGMA user_version").fetchone()[0])
        target.mkdir(parents=True, exist_ok=True)
        (target / "crucible.sql").write_text("\n".join(_statements(database)) + "\n", encoding="utf-8", newline="\n")
    for name in CONTENTS:
        shutil.rmtree(target / name, ignore_errors=True)
        shutil.copytree(root / name, target / name)
    text = json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True)
    (target / "told.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    return target


def lay_out(version: int, root: Path) -> dict[str, Any]:
    """Write a root as a release with this version of the schema left it, and return what it told."""
    kept = FOLDER / str(version)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with closing(sqlite3.connect(root / "crucible.db")) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.executescript((kept / "crucible.sql").read_text("utf-8"))
    for name in CONTENTS:  # git keeps no empty folders
        shutil.copytree(kept / name, root / name) if (kept / name).exists() else (root / name).mkdir()
    told: dict[str, Any] = json.loads((kept / "told.json").read_text("utf-8"))
    return told


def schema(database: sqlite3.Connection) -> list[str]:
    """Return the statements that make the tables and indexes of a database, but not those that belong to others."""
    rows = database.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
    virtual = [name for name, sql in rows if sql.startswith("CREATE VIRTUAL")]
    own = [sql for name, sql in rows if not name.startswith(("sqlite_", *(f"{table}_" for table in virtual)))]
    return sorted(own, key=lambda sql: "INDEX" in sql.split()[1:3])  # tables first, in their order


def _statements(database: sqlite3.Connection) -> list[str]:
    """Return what makes a database once more: tables, their rows, indexes."""
    statements = schema(database)
    tables = [sql for sql in statements if sql.split()[1] in ("TABLE", "VIRTUAL")]
    rows = [statement for sql in tables for statement in _rows(database, sql)]
    numbers = [
        f"INSERT INTO sqlite_sequence VALUES ('{name}', {number});"
        for name, number in database.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
    ]
    version = database.execute("PRAGMA user_version").fetchone()[0]
    ended = [f"{sql};" for sql in tables], [f"{sql};" for sql in statements if sql not in tables]
    return [
        "PRAGMA foreign_keys = OFF;",
        *ended[0],
        "BEGIN;",
        *rows,
        "DELETE FROM sqlite_sequence;",
        *numbers,
        "COMMIT;",
        *ended[1],
        f"PRAGMA user_version = {version};",
    ]


def _rows(database: sqlite3.Connection, sql: str) -> list[str]:
    """Return the rows of a table as statements."""
    name = sql.split()[3 if "VIRTUAL" in sql.split()[:2] else 2]
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({name})")]
    if "VIRTUAL" in sql.split()[:2]:
        columns = ["rowid", *columns]
    quoted = " || ', ' || ".join(f"quote({column})" for column in columns)
    order = ", ".join(f"{column}" for column in columns)
    found = database.execute(f"SELECT {quoted} FROM {name} ORDER BY {order}")
    return [f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({values});" for (values,) in found]
