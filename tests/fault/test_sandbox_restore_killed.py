"""A `restore` over another sandbox that is killed: the folder holds the old sandbox or the new one."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from support.killing import examine_disk
from support.served import Served, content_of

from crucible.sandbox import Sandbox
from crucible.sandbox.snapshot import write

ROUNDS = 4
LONGEST_SECONDS = 0.4
RESTORE = """
import sys
from pathlib import Path
from crucible.sandbox.restoring import restore
print("ready", flush=True)
input()
restore(Path(sys.argv[1]), Path(sys.argv[2]), overwrite=True)
"""


def make(root: Path, files: int) -> None:
    with Sandbox(root, ingest=False) as sandbox:
        served = Served(sandbox)
        for number in range(files):
            dataset = served.admin.dataset(dataset_name=root.name)
            served.admin.upload(dataset, "a.bin", content_of(20_000, 100 * files + number))
        served.close()


def names(root: Path) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(root / "crucible.db")) as database:
        return database.execute("SELECT name, count(*) FROM resource GROUP BY name").fetchall()


def test_a_killed_restore_leaves_one_of_the_two_sandboxes(tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311 - repeatable on purpose
    make(tmp_path / "old", 10)
    make(tmp_path / "new", 15)
    write(tmp_path / "new", tmp_path / "new.zip")
    for number in range(ROUNDS):
        root = tmp_path / str(number)
        shutil.copytree(tmp_path / "old", root)
        command = [sys.executable, "-c", RESTORE, str(tmp_path / "new.zip"), str(root)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            assert "ready\n" == process.stdout.readline()
            process.stdin.write("\n")
            process.stdin.flush()
            time.sleep(chance.uniform(0, LONGEST_SECONDS))
            process.kill()
        with Sandbox(root, ingest=False):
            pass
        examine_disk(root)
        assert names(root) in ([("old", 10)], [("new", 15)])
