"""What a sandbox's database is made of, and whether what should not grow has not, for `endurance`."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from bench.sandbox import line

MOST_GROWTH_RATIO = 1.1
MOST_UNPACKED_RATIO = 2.0
LEFT_OUT = {
    "deletion_audit": "grows with every deletion, by design",
    "thumbnail": "few and large: as many as files happened to be read",
}
"""Tables that are not judged, and why."""


def packed(database: Path) -> Path:
    """Return a copy of a database in which words are indexed once and no page is free."""
    copy = Path(shutil.copy(database, database.with_suffix(".packed")))
    with closing(sqlite3.connect(copy, isolation_level=None)) as database_:
        for (name,) in database_.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%USING fts5%'").fetchall():
            database_.execute(f"INSERT INTO {name} ({name}) VALUES ('optimize')")  # noqa: S608 - names of our own
        database_.execute("VACUUM")
    return copy


def sizes(path: Path) -> dict[str, int]:
    """Return the bytes of each table with its indexes; those of a full-text index are one."""
    with closing(sqlite3.connect(path)) as database:
        tables = dict(database.execute("SELECT name, tbl_name FROM sqlite_master"))
        virtual = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRT%'")]
        try:
            rows = database.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").fetchall()
        except sqlite3.OperationalError:  # not every SQLite can tell
            rows = [("all tables", path.stat().st_size)]
    found: dict[str, int] = {}
    for name, size in rows:
        table = tables.get(name, name)
        table = next((one for one in virtual if table.startswith(f"{one}_")), table)
        found[table] = found.get(table, 0) + size
    return found


def compared_sizes(roots: tuple[Path, Path]) -> bool:
    """Print what the database is made of, and return whether what should not grow has not."""
    early, late = (sizes(packed(root / "crucible.db")) for root in roots)
    on_disk = sizes(roots[1] / "crucible.db")
    print(f"\n{'database, KiB':<24}{'start':>12}{'end':>12}{'not packed':>14}")
    for table in sorted(late, key=lambda table: -late[table]):
        note = f"  {LEFT_OUT[table]}" if table in LEFT_OUT else ""
        kib = [one.get(table, 0) / 1024 for one in (early, late, on_disk)]
        print(f"{table:<24}{kib[0]:>12,.0f}{kib[1]:>12,.0f}{kib[2]:>14,.0f}{note}")
    lasting = [sum(size for table, size in one.items() if table not in LEFT_OUT) for one in (early, late)]
    ratio = (roots[1] / "crucible.db").stat().st_size / sum(late.values())
    is_flat = line("database without these two, end to start", lasting[1] / lasting[0], "x", most=MOST_GROWTH_RATIO)
    return line("database on the disk, to packed", ratio, "x", most=MOST_UNPACKED_RATIO) and is_flat
