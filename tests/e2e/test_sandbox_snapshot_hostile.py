"""Snapshots that are damaged or made to do damage, and a `restore` that was killed: nothing changes, or everything."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support.killing import examine_disk
from support.snapshots import everything, grow, pack, packed, small_root

from crucible.sandbox.restoring import restore
from crucible.sandbox.snapshot import SnapshotError, write

SHA256 = hashlib.sha256(b"x").hexdigest()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a small world in it, and an upload that was begun."""
    return small_root(tmp_path)


# ---- archives from elsewhere ----

UNSAFE = (
    *("../evil", "/etc/evil", "objects/../../evil", f"objects/00/{SHA256}", "objects\\..\\evil", "C:evil", "lock"),
    *(f"objects/{SHA256[:2]}/{SHA256}/evil", "uploads/evil", "key", "printers/../evil", "printers/a/.evil", "a\x00b"),
)


@pytest.mark.parametrize("name", UNSAFE)
def test_a_name_that_is_no_sandboxs_is_refused(root: Path, tmp_path: Path, name: str) -> None:
    write(root, tmp_path / "taken.zip")
    members = packed(tmp_path / "taken.zip")
    del members["snapshot.json"]
    pack(tmp_path / "bad.zip", members | {name: b"x"})
    with pytest.raises(SnapshotError):
        restore(tmp_path / "bad.zip", tmp_path / "inner" / "new")
    assert not (tmp_path / "inner").exists()
    assert [] == list(tmp_path.rglob("*evil*"))


def changed_database(content: bytes, folder: Path, statement: str) -> bytes:
    path = folder / "changed.db"
    path.write_bytes(content)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(statement)
    return path.read_bytes()


def broken_bytes(what: str, whole: bytes) -> bytes | None:
    """Return a snapshot some of whose bytes are others, if that is what was asked for."""
    match what:
        case "no zip":
            return b"a report"
        case "cut":
            return whole[:-30]
        case "another byte":
            return whole.replace(b"angle,intensity", b"Xngle,intensity")
        case "broken compression":
            at = whole.index(b"crucible.db") + 61
            return whole[:at] + b"\xff" * 40 + whole[at + 40 :]
        case "entry before the file":
            at = whole.rindex(b"PK\x05\x06") + 16
            moved = int.from_bytes(whole[at : at + 4], "little") + 999
            return whole[:at] + moved.to_bytes(4, "little") + whole[at + 4 :]
    return None


@pytest.mark.parametrize(
    ("what", "error", "message"),
    [
        ("nothing", SnapshotError, "not a snapshot of a sandbox"),
        ("no zip", SnapshotError, "not a whole snapshot"),
        ("cut", SnapshotError, "not a whole snapshot"),
        ("another byte", SnapshotError, "not a whole snapshot"),
        ("another checksum", SnapshotError, "the checksum of crucible.db is another"),
        ("content missing", SnapshotError, "is missing"),
        ("unannounced", SnapshotError, "it does not hold what it says"),
        ("not a database", SnapshotError, "not a sandbox's database"),
        ("trigger", SnapshotError, "not a sandbox's database"),
        ("newer schema", SnapshotError, "was written by a newer release"),
        ("newer format", SnapshotError, "was written by a newer release"),
        ("a list of names", SnapshotError, "it does not hold what it says"),
        ("broken compression", SnapshotError, "not a whole snapshot"),
        ("entry before the file", SnapshotError, "not a whole snapshot"),
        ("empty database", SnapshotError, "not a sandbox's database"),
        ("no tables", SnapshotError, "cannot be restored: no such table"),
        ("bomb", SnapshotError, "would unpack to 20,000,156 bytes"),
    ],
)
def test_what_is_damaged_or_made_up_changes_nothing(
    root: Path, tmp_path: Path, what: str, error: type[Exception], message: str
) -> None:
    write(root, tmp_path / "taken.zip")
    bad, members, told = tmp_path / "bad.zip", packed(tmp_path / "taken.zip"), dict[str, Any]()
    del members["snapshot.json"]
    whole = (tmp_path / "taken.zip").read_bytes()
    database = members["crucible.db"]
    if broken := broken_bytes(what, whole):
        bad.write_bytes(broken)
    match what:
        case "nothing":
            with zipfile.ZipFile(bad, "w"):
                pass
        case "another checksum":
            told["sha256"] = dict.fromkeys(members, SHA256)
        case "content missing":
            members = {name: content for name, content in members.items() if not name.startswith("objects/")}
        case "unannounced":
            told["sha256"] = {"crucible.db": hashlib.sha256(database).hexdigest()}
        case "not a database":
            members["crucible.db"] = b"a report" * 1000
        case "trigger":
            trigger = "CREATE TRIGGER t AFTER DELETE ON account BEGIN DELETE FROM resource; END"
            members["crucible.db"] = changed_database(database, tmp_path, trigger)
        case "newer schema":
            members["crucible.db"] = changed_database(database, tmp_path, "PRAGMA user_version = 99")
        case "newer format":
            told["crucible_sandbox_snapshot"] = 99
        case "a list of names":
            told["sha256"] = list(members)
        case "empty database":
            members["crucible.db"] = b""
        case "no tables":
            members = {"crucible.db": changed_database(b"", tmp_path, "PRAGMA user_version = 2")}
        case "bomb":
            members["crucible.db"] = bytes(20_000_000)
    if not bad.exists():
        pack(bad, members, compression=zipfile.ZIP_DEFLATED if what == "bomb" else zipfile.ZIP_STORED, **told)
    before = everything(root)
    with pytest.raises(error, match=message):
        restore(bad, root, overwrite=True)
    assert before == everything(root)
    examine_disk(root)


# ---- killed in the middle ----

STEPS = (("objects",), ("objects", "uploads", "printers"), ("objects", "uploads", "printers", "crucible.db"))


@pytest.mark.parametrize("done", [(), *STEPS])
def test_a_restore_that_was_killed_while_it_replaced_is_finished_by_the_next_start(
    root: Path, tmp_path: Path, done: tuple[str, ...]
) -> None:
    (root / "printers" / "lab").mkdir(parents=True)
    (root / "printers" / "lab" / "1.svg").write_bytes(b"new label")
    write(root, tmp_path / "taken.zip")
    grow(tmp_path / "other", b"old")
    (tmp_path / "other" / "printers" / "lab").mkdir(parents=True)
    (tmp_path / "other" / "printers" / "lab" / "7.svg").write_bytes(b"old label")
    ready = tmp_path / "other" / "restored.new"
    restore(tmp_path / "taken.zip", ready)
    (ready / "lock").unlink()
    for name in done:
        if (ready / name).is_dir() and (tmp_path / "other" / name).exists():
            shutil.rmtree(tmp_path / "other" / name)
        (ready / name).replace(tmp_path / "other" / name)
    assert everything(root) == everything(tmp_path / "other")
    examine_disk(tmp_path / "other")
    assert ["1.svg"] == [path.name for path in (tmp_path / "other" / "printers" / "lab").iterdir()]
    assert not ready.exists()


@pytest.mark.parametrize("left", ["restoring.new", "restored.new"])
def test_a_new_folder_can_be_used_after_a_restore_into_it_was_killed(root: Path, tmp_path: Path, left: str) -> None:
    write(root, tmp_path / "taken.zip")
    restore(tmp_path / "taken.zip", tmp_path / "new" / left)
    (tmp_path / "new" / "lock").touch()
    found = everything(tmp_path / "new")
    assert (2 if left == "restored.new" else 0) == len(found["datasets"])
