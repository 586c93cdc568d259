"""A sandbox as one file: taken while it is written to, verified when it is restored, and without anybody's keys."""

from __future__ import annotations

import hashlib
import itertools
import json
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.killing import examine_disk
from support.root_world import BEGUN, finish
from support.served import Person, Served, content_of
from support.snapshots import everything, grow, packed, small_root
from support.typed_commands import run

from crucible.sandbox import Sandbox
from crucible.sandbox.lock import RootLock
from crucible.sandbox.restoring import restore
from crucible.sandbox.snapshot import ExistsError, SnapshotError, write

if TYPE_CHECKING:
    from collections.abc import Iterator

SHA256 = hashlib.sha256(b"x").hexdigest()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a small world in it, and an upload that was begun."""
    return small_root(tmp_path)


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
    with pytest.raises(SnapshotError, match="There is no folder"):
        write(root, tmp_path / "nowhere" / "taken.zip")
    assert {"root", "ids.json"} == {path.name for path in tmp_path.iterdir()}
    assert not (root / "snapshot.new").exists()


def test_damaged_content_is_told_when_a_snapshot_is_taken_not_when_it_is_needed(root: Path, tmp_path: Path) -> None:
    content = next((root / "objects").glob("*/*"))
    content.write_bytes(content.read_bytes()[:-1] + b"X")
    with pytest.raises(SnapshotError, match=f"The content {content.name} in .* is damaged"):
        write(root, tmp_path / "taken.zip")
    assert not (tmp_path / "taken.zip").exists()


def test_a_sandbox_of_a_newer_release_is_named(root: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(root / "crucible.db")) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(SnapshotError, match=f"{root / 'crucible.db'} was written by a newer release"):
        write(root, tmp_path / "taken.zip")


def test_a_second_snapshot_at_the_same_time_is_refused(root: Path, tmp_path: Path) -> None:
    lock = RootLock(root, "snapshot.lock")
    with pytest.raises(SnapshotError, match=r"A snapshot of .* is being taken"):
        write(root, tmp_path / "taken.zip")
    lock.release()
    write(root, tmp_path / "taken.zip")


@pytest.mark.skipif(sys.platform == "win32", reason="the size of files cannot be limited there")
@pytest.mark.parametrize(("limit", "words"), [(1_000, "is not written"), (250_000, "is not written")])
def test_where_there_is_no_room_the_file_is_named_and_nothing_stays(
    root: Path, tmp_path: Path, limit: int, words: str
) -> None:
    content = next((root / "objects").glob("*/*"))
    if limit > 1_000:  # the database fits, and the archive does not
        grow(root, content_of(900_000, 5))
        limit = 800_000
    program = "import resource, sys; from pathlib import Path; from crucible.sandbox.snapshot import write; "
    program += f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); write(*map(Path, sys.argv[1:]))"
    command = [sys.executable, "-c", program, str(root), str(tmp_path / "taken.zip")]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert f"SnapshotError: {tmp_path / 'taken.zip'} {words}" in told.stderr.splitlines()[-1]
    assert content.exists()
    assert {"root", "ids.json"} == {path.name for path in tmp_path.iterdir()}
    assert not (root / "snapshot.new").exists()


def test_nothing_of_the_old_sandbox_stays_on_the_disk(root: Path, tmp_path: Path) -> None:
    write(root, tmp_path / "taken.zip")
    grow(tmp_path / "other", b"confidential")
    restore(tmp_path / "taken.zip", tmp_path / "other", overwrite=True)
    left = [path for path in (tmp_path / "other").rglob("*") if path.is_file()]
    assert [] == [path for path in left if b"confidential" in path.read_bytes()]
    assert not (tmp_path / "other" / "key").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_only_its_owner_can_read_what_was_restored(root: Path, tmp_path: Path) -> None:
    (root / "printers" / "lab").mkdir(parents=True)
    (root / "printers" / "lab" / "1.svg").write_bytes(b"label")
    write(root, tmp_path / "taken.zip", secrets=True)
    restore(tmp_path / "taken.zip", tmp_path / "again")
    assert [] == [path for path in (tmp_path / "again").rglob("*") if path.stat().st_mode & 0o077]


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
