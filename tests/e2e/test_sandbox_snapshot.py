"""A sandbox as one file: taken while it is written to, verified when it is restored, and without anybody's keys."""

from __future__ import annotations

import hashlib
import itertools
import json
import sqlite3
import sys
import threading
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from support.killing import examine_disk
from support.root_world import BEGUN, finish, first
from support.served import Person, Served, content_of, link_of
from support.typed_commands import run

from crucible.sandbox import Sandbox
from crucible.sandbox.snapshot import ExistsError, SnapshotError, restore, write
from crucible.sandbox.store import IncompatibleDatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator

SHA256 = hashlib.sha256(b"x").hexdigest()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a small world in it, and an upload that was begun."""
    with Sandbox(tmp_path / "root", ingest=False) as sandbox:
        served = Served(sandbox)
        ids = first(served)
        (tmp_path / "ids.json").write_text(json.dumps({**ids, "key": served.people[1].key}), encoding="utf-8")
        served.close()
    return tmp_path / "root"


def everything(root: Path) -> dict[str, Any]:
    """Return what a sandbox has of the world in it."""
    with Sandbox(root, ingest=False) as sandbox:
        served = Served(sandbox)
        datasets = served.admin.get("datasets")["items"]
        files = [file for one in datasets for file in served.admin.get(f"datasets/{one['unique_id']}/files")]
        contents = {one["mfid"]: httpx.get(link_of(served.admin, one), trust_env=False).content for one in files}
        found = {
            "datasets": datasets,
            "metadata": [served.admin.get(f"resources/{one['unique_id']}/metadata") for one in datasets],
            "files": files,
            "contents": contents,
            "names": served.admin.call("GET", "datasets/search?q=patern"),
            "words": served.admin.call("GET", "resources/metadata/search?q=degC"),
        }
        served.close()
    return found


def packed(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(file: Path, members: dict[str, bytes], **told: Any) -> Path:
    """Write a snapshot by hand; what it says about itself fits unless something else is told."""
    checksums = {name: hashlib.sha256(content).hexdigest() for name, content in members.items()}
    says = {"crucible_sandbox_snapshot": 1, "has_secrets": False, "records": {}, "sha256": checksums} | told
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr("snapshot.json", json.dumps(says))
    return file


# ---- there and back ----


def test_a_restored_sandbox_has_everything(root: Path, tmp_path: Path) -> None:
    taken = write(root, tmp_path / "taken.zip")
    back = restore(tmp_path / "taken.zip", tmp_path / "again")

    assert taken == back
    assert {"dataset": 2, "file": 2, "sample": 2, "instrument": 1, "project": 1, "account": 2} == back.records
    assert everything(root) == everything(tmp_path / "again")
    examine_disk(tmp_path / "again")


def test_a_snapshot_is_one_moment_of_a_sandbox_that_goes_on(tmp_path: Path) -> None:
    ended = threading.Event()
    failures: list[BaseException] = []

    def work(served: Served, number: int) -> None:
        person = Person(served.sandbox, served.admin.id, served.admin.key)
        try:
            for turn in itertools.count():
                if ended.is_set():
                    break
                dataset = person.dataset(dataset_name="film")
                person.upload(dataset, "a.csv", content_of(20_000, 1000 * turn + number))
                person.start_upload(dataset, "b.csv", content_of(100, turn))
                if turn % 3:
                    person.delete(f"resources/{dataset}", force=True)
        except BaseException as error:
            failures.append(error)
        person.http.close()

    with Sandbox(tmp_path / "root", ingest=False) as sandbox:
        served = Served(sandbox)
        threads = [threading.Thread(target=work, args=(served, number)) for number in range(3)]
        for thread in threads:
            thread.start()
        for turn in range(6):
            write(sandbox.root, tmp_path / f"{turn}.zip", secrets=turn % 2 == 0)
        ended.set()
        for thread in threads:
            thread.join()
        served.close()
    assert [] == failures
    assert not (tmp_path / "root" / "snapshot.new").exists()
    for turn in range(6):
        restore(tmp_path / f"{turn}.zip", tmp_path / str(turn))
        examine_disk(tmp_path / str(turn))


def test_a_snapshot_of_an_earlier_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    from support.stored_roots import lay_out

    told = lay_out(1, tmp_path / "old")
    write(tmp_path / "old", tmp_path / "old.zip")
    restore(tmp_path / "old.zip", tmp_path / "new")
    with Sandbox(tmp_path / "new", ingest=False) as sandbox:
        served = Served(sandbox)
        assert "ink 12" == served.admin.get(f"samples/{told['ids']['ink']}")["sample_name"]
        served.close()


# ---- secrets ----


def secrets_of(root: Path) -> Iterator[bytes]:
    yield (root / "secret").read_bytes()
    with closing(sqlite3.connect(root / "crucible.db")) as database:
        for (text,) in database.execute("SELECT key FROM api_key UNION SELECT id FROM upload"):
            yield text.encode()


def test_no_key_and_no_address_that_authorises_is_in_a_snapshot(root: Path, tmp_path: Path) -> None:
    write(root, tmp_path / "taken.zip")
    secrets = list(secrets_of(root))
    assert len(secrets) > 3
    for content in packed(tmp_path / "taken.zip").values():
        assert [] == [secret for secret in secrets if secret in content]


def test_with_keys_people_and_uploads_go_on(root: Path, tmp_path: Path) -> None:
    write(root, tmp_path / "taken.zip", secrets=True)
    restore(tmp_path / "taken.zip", tmp_path / "again")
    ids = json.loads((tmp_path / "ids.json").read_text("utf-8"))
    with Sandbox(tmp_path / "again", ingest=False) as sandbox:
        assert sandbox.api_key == (root / "key").read_text("ascii")
        served = Served(sandbox)
        assert "Ada" == served.known("", ids["key"]).get("account")["user_info"]["first_name"]
        assert BEGUN == finish(served, ids)
        served.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_only_its_owner_can_read_a_snapshot(root: Path, tmp_path: Path) -> None:
    write(root, tmp_path / "taken.zip")
    assert 0o600 == (tmp_path / "taken.zip").stat().st_mode & 0o777


# ---- nothing is overwritten ----


def test_what_is_there_stays_unless_it_may_go(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "taken.zip"
    file.write_bytes(b"mine")
    with pytest.raises(ExistsError):
        write(root, file)
    assert b"mine" == file.read_bytes()
    write(root, file, overwrite=True)

    other = tmp_path / "other"
    with Sandbox(other, ingest=False) as sandbox:
        served = Served(sandbox)
        served.admin.upload(served.admin.dataset(dataset_name="another world"), "a.csv", b"other\n")
        served.close()
    before = everything(other)
    with pytest.raises(ExistsError):
        restore(file, other)
    assert before == everything(other)
    restore(file, other, overwrite=True)
    assert everything(root) == everything(other)
    examine_disk(other)


def test_a_folder_of_somebody_else_is_left_alone(root: Path, tmp_path: Path) -> None:
    write(root, tmp_path / "taken.zip")
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter1.tex").write_text("mine", encoding="utf-8")
    with pytest.raises(Exception, match="not a sandbox's folder"):
        restore(tmp_path / "taken.zip", tmp_path / "thesis", overwrite=True)
    assert ["chapter1.tex"] == [path.name for path in (tmp_path / "thesis").iterdir()]


def test_the_folder_of_a_running_server_is_left_alone(root: Path, tmp_path: Path) -> None:
    write(root, tmp_path / "taken.zip")
    with Sandbox(root, ingest=False) as sandbox, pytest.raises(Exception, match=r"Another sandbox server uses"):
        restore(tmp_path / "taken.zip", sandbox.root, overwrite=True)


def test_a_snapshot_that_cannot_be_whole_is_none(root: Path, tmp_path: Path) -> None:
    next((root / "objects").glob("*/*")).unlink()
    with pytest.raises(SnapshotError, match="The content of 1 files is not in"):
        write(root, tmp_path / "taken.zip")
    with pytest.raises(SnapshotError, match="There is no sandbox"):
        write(tmp_path / "nowhere", tmp_path / "taken.zip")
    assert {"root", "ids.json"} == {path.name for path in tmp_path.iterdir()}
    assert not (root / "snapshot.new").exists()


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
        ("not a database", IncompatibleDatabaseError, "not a sandbox's database"),
        ("trigger", IncompatibleDatabaseError, "not a sandbox's database"),
        ("newer schema", IncompatibleDatabaseError, "was written by a newer release"),
        ("newer format", SnapshotError, "was written by a newer release"),
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
    match what:
        case "nothing":
            with zipfile.ZipFile(bad, "w"):
                pass
        case "no zip" | "cut" | "another byte":
            at = whole.index(b"angle,intensity")
            bad.write_bytes({"no zip": b"a report", "cut": whole[:-30]}.get(what, whole[:at] + b"X" + whole[at + 1 :]))
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
    if not bad.exists():
        pack(bad, members, **told)
    before = everything(root)
    with pytest.raises(error, match=message):
        restore(bad, root, overwrite=True)
    assert before == everything(root)
    examine_disk(root)


# ---- the commands ----


def test_the_commands_say_what_is_in_it_and_refuse_by_exit_code(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRUCIBLE_SANDBOX_ROOT", str(root))
    file, again = tmp_path / "taken.zip", tmp_path / "again"
    taken = run(["sandbox", "snapshot", str(file), "--json"])
    assert (0, "") == (taken.code, taken.errors)
    facts = json.loads(taken.output)
    assert (file.stat().st_size, 2, False) == (facts["bytes"], facts["records"]["dataset"], facts["has_keys"])
    refused = run(["sandbox", "snapshot", str(file)])
    assert 6 == refused.code
    assert "--existing overwrite replaces it" in refused.errors
    assert 0 == run(["sandbox", "snapshot", str(file), "--existing", "overwrite", "--with-keys"]).code

    back = run(["sandbox", "restore", str(file), "--root", str(again)])
    assert (0, "") == (back.code, back.errors)
    assert "2 datasets, 2 files" in back.output
    assert 6 == run(["sandbox", "restore", str(file), "--root", str(again)]).code
    assert 0 == run(["sandbox", "restore", str(file), "--root", str(again), "--existing", "overwrite", "--json"]).code
    assert 1 == run(["sandbox", "snapshot", str(tmp_path / "b.zip"), "--root", str(tmp_path / "nowhere")]).code
