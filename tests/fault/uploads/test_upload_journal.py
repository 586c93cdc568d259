"""What one run leaves of an upload, the next one uses: after kill -9, beside another process, or when it is spoilt."""

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from support.served import content_of

from crucible import errors
from crucible.transfer.checksums import Checksums
from crucible.transfer.journal import VALID_SECONDS, Begun, Entry, Journals
from crucible.transfer.upload import Uploads
from crucible.transport import limits

PART = 256 * 1024
STEP = 262144
DATA = content_of(12 * PART + 17)
SUMS = Checksums(3, "ab" * 32, "AAAAAA==", b"\0\0\0\1")
IDENTITY = (7, 8, 3)

SEND = """
import sys
sys.path[:0] = [sys.argv[5]]
from pathlib import Path
from support.uploading import Sender
api_url, key, dataset, path = sys.argv[1:5]
sender = Sender(api_url, key, Path(sys.argv[6]))
sender.send(dataset, path, on_progress=lambda event: print(event.state, event.done_bytes, flush=True))
"""


@pytest.fixture
def path(tmp_path):
    """A file of thirteen parts."""
    path = tmp_path / "scan.h5"
    path.write_bytes(DATA)
    return path


@pytest.fixture
def begun(sender, sandbox, dataset, path):
    """An upload that has failed after some parts; their numbers."""
    sandbox.faults.add("answer", on="part", status=503, after=5)
    with pytest.raises(errors.StorageError):
        sender.send(dataset, path)
    sandbox.faults.clear()
    sender.storage.puts.clear()
    return {number for number, status in sender.storage.answers if status == 200}


def program(sandbox, sender, dataset, path):
    """Start a process that uploads."""
    tests = str(Path(__file__).parents[2])
    command = [sys.executable, "-c", SEND, sandbox.api_url, sandbox.api_key, dataset, str(path), tests]
    return subprocess.Popen([*command, str(sender.notes)], stdout=subprocess.PIPE, text=True)


def parts_of(sender, dataset):
    """The parts that have arrived of the upload that is noted."""
    (note,) = sender.notes.glob("*.json")
    return set(sender.service.arrived_parts(dataset, json.loads(note.read_text())["session"]["upload_id"]))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_after_kill_9_the_next_run_sends_the_rest_and_reads_nothing_for_checksums(sender, sandbox, dataset, path):
    sandbox.faults.add("delay", on="part", seconds=30, after=5)
    process = program(sandbox, sender, dataset, path)
    wait_for(lambda: sender.left() == [".json", ".lock"] and len(parts_of(sender, dataset)) == 5)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    sandbox.faults.clear()
    arrived = parts_of(sender, dataset)
    events = []
    record = sender.send(dataset, path, on_progress=events.append)
    assert sorted(set(range(1, 14)) - arrived) == sorted(sender.storage.puts)
    assert record["size"] == len(DATA)
    assert "checking" not in {event.state for event in events}
    assert [] == sender.left()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_after_kill_9_a_resumable_session_goes_on_where_it_was(sender, sandbox, dataset, path):
    sandbox.faults.add("answer", on="start_signed_upload", status=501)
    sandbox.faults.add("short_range", on="resumable", bytes=3 * STEP)
    sandbox.faults.add("delay", on="resumable", seconds=30, after=1)
    process = program(sandbox, sender, dataset, path)
    wait_for(lambda: [fired for fired in sandbox.faults.fired if fired.do == "delay" and fired.on == "resumable"])
    process.send_signal(signal.SIGKILL)
    process.communicate()
    sandbox.faults.clear()
    moved = []
    sender.send(dataset, path, on_progress=lambda event: moved.append(event.total_moved_bytes))
    assert 2 == len(sender.storage.puts)  # one to ask, one with the rest
    assert len(DATA) - 3 * STEP == moved[-1]
    assert [] == sender.left()


def wait_for(condition):
    """Wait until something is so."""
    end = time.monotonic() + 30
    while True:
        try:
            if condition():
                return
        except (ValueError, KeyError, TypeError):  # the journal has no session yet
            pass
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no way to send Ctrl-C to one process")
def test_after_ctrl_c_the_next_run_sends_the_rest(sender, sandbox, dataset, path):
    sandbox.faults.add("delay", on="part", seconds=30, after=5)
    process = program(sandbox, sender, dataset, path)
    wait_for(lambda: len(parts_of(sender, dataset)) == 5)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=15)
    assert process.returncode not in (0, None)
    assert [".json"] == sender.left()
    sandbox.faults.clear()
    arrived = parts_of(sender, dataset)
    sender.send(dataset, path)
    assert sorted(set(range(1, 14)) - arrived) == sorted(sender.storage.puts)


def test_what_is_stopped_ends_at_once_and_goes_on_later(sender, sandbox, dataset, path):
    sandbox.faults.add("delay", on="part", seconds=30, after=5)
    stop = threading.Event()

    def watch():
        wait_for(lambda: len(parts_of(sender, dataset)) == 5)
        stop.set()

    watcher = threading.Thread(target=watch)
    watcher.start()
    with pytest.raises(errors.TransferCancelledError), limits.stoppable(stop):
        sender.send(dataset, path)
    watcher.join()
    assert [".json"] == sender.left()
    sandbox.faults.clear()
    arrived = parts_of(sender, dataset)
    sender.storage.puts.clear()
    sender.send(dataset, path)
    assert sorted(set(range(1, 14)) - arrived) == sorted(sender.storage.puts)


def test_two_processes_do_not_send_the_same_file_to_the_same_place(sender, sandbox, dataset, path):
    sandbox.faults.add("delay", on="part", seconds=1.5, times=1)
    process = program(sandbox, sender, dataset, path)
    process.stdout.readline()  # it reads the file
    with pytest.raises(errors.TransferError, match="by another process or thread now"):
        sender.send(dataset, path)
    process.communicate()
    assert 0 == process.returncode
    assert len(DATA) == sender.send(dataset, path)["size"]
    assert [] == sender.storage.puts
    assert [] == sender.left()


def test_a_file_that_changed_between_runs_is_begun_anew(sender, dataset, path, begun):
    assert begun
    path.write_bytes(DATA[:-1] + b"!")
    sender.send(dataset, path)
    assert list(range(1, 14)) == sorted(sender.storage.puts)
    assert [] == sender.left()


def test_another_spelling_of_the_path_finds_the_journal(sender, dataset, path, begun):
    sender.send(dataset, path.parent / "." / ".." / path.parent.name / path.name)
    assert sorted(set(range(1, 14)) - begun) == sorted(sender.storage.puts)


@pytest.mark.parametrize("other", ["dataset", "name"])
def test_the_same_file_to_another_place_is_another_upload(sender, served, dataset, path, begun, other):
    assert begun
    place = {"dataset": served.admin.dataset()} if other == "dataset" else {"dataset": dataset, "name": "b.h5"}
    sender.send(path=path, **place)
    assert list(range(1, 14)) == sorted(sender.storage.puts)
    assert [".json"] == sender.left()


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"[]", b"null", b'{"form": 2}', b"\xff\xfe", b'{"form": 1, "file": null}', b"[" * 100_000],
    ids=range(8),
)
def test_a_journal_that_cannot_be_read_is_as_good_as_none(sender, dataset, path, begun, text):
    assert begun
    (note,) = sender.notes.glob("*.json")
    note.write_bytes(text)
    sender.send(dataset, path)
    assert list(range(1, 14)) == sorted(sender.storage.puts)
    assert [] == sender.left()


@pytest.mark.parametrize("member", ["file", "checksums", "key", "begun", "session", "former"])
@pytest.mark.parametrize("value", [None, 1, "x", [], {}, [1], {"upload_id": 1}])
def test_a_journal_of_another_form_does_not_break_an_upload(sender, dataset, path, begun, member, value):
    assert begun
    (note,) = sender.notes.glob("*.json")
    note.write_text(json.dumps({**json.loads(note.read_text()), member: value}))
    assert len(DATA) == sender.send(dataset, path)["size"]
    assert [] == sender.left()


def test_a_journal_of_more_than_a_week_is_not_used(sender, dataset, path, begun):
    assert begun
    (note,) = sender.notes.glob("*.json")
    noted = json.loads(note.read_text())
    note.write_text(json.dumps({**noted, "begun": noted["begun"] - VALID_SECONDS - 60}))
    sender.send(dataset, path)
    assert list(range(1, 14)) == sorted(sender.storage.puts)


def test_old_journals_of_other_files_are_removed(sender, dataset, path):
    sender.notes.mkdir()
    old, young = sender.notes / "old.json", sender.notes / "young.json"
    for note, days in ((old, 15), (young, 1)):
        note.write_text("{}")
        os.utime(note, (time.time() - days * 24 * 3600,) * 2)
    sender.send(dataset, path)
    assert ["young.json"] == [note.name for note in sender.notes.iterdir()]


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such permissions")
def test_nobody_else_can_read_what_is_noted(sender, path, begun):
    assert begun
    (note,) = sender.notes.iterdir()
    assert (0o600, 0o700) == (stat.S_IMODE(note.stat().st_mode), stat.S_IMODE(sender.notes.stat().st_mode))


def test_without_a_place_for_notes_an_upload_goes_on_without(sender, dataset, path, caplog):
    sender.notes.write_text("a file where the folder should be")
    assert len(DATA) == sender.send(dataset, path)["size"]
    assert "They go on without" in caplog.text


def test_an_upload_is_given_up_only_when_that_is_asked_for(sender, dataset, path, begun):
    upload_id = json.loads(next(sender.notes.glob("*.json")).read_text())["session"]["upload_id"]
    assert begun == set(sender.service.arrived_parts(dataset, upload_id))
    assert Uploads(sender.service, sender.storage, journals=sender.journals).abort(dataset, path)
    with pytest.raises(errors.NotFoundError):
        sender.service.arrived_parts(dataset, upload_id)
    assert [] == sender.left()


def test_what_is_noted_is_read_again(tmp_path):
    journals = Journals(tmp_path / "notes", "https://crucible.example.org/api/v3")
    entry = Entry(SUMS, "key", time.time(), Begun("u1", part_size=5), ("u0",))
    with journals.open("d", "a", tmp_path / "a") as journal:
        assert None is journal.read(IDENTITY)
        journal.write(IDENTITY, entry)
    with journals.open("d", "a", tmp_path / "a") as journal:
        assert entry == journal.read(IDENTITY) == journal.read()
        assert None is journal.read((7, 9, 3))
        assert ("u0", "u1") == journal.read().uploads
    for place in [("e", "a", "a"), ("d", "b", "a"), ("d", "a", "b")]:
        with journals.open(*place[:2], tmp_path / place[2]) as journal:
            assert None is journal.read()
    with Journals(tmp_path / "notes", "https://other.example.org/api/v3").open("d", "a", tmp_path / "a") as journal:
        assert None is journal.read()


def test_keys_of_requests_are_the_same_for_the_same_request_only():
    entry, other = Entry.new(SUMS), Entry.new(SUMS)
    assert entry.idempotency_key("new", "a") == entry.idempotency_key("new", "a")
    keys = {one.idempotency_key(*about) for one in (entry, other) for about in (("new", "a"), ("new", "b"), ("newa",))}
    assert 6 == len(keys)


def test_what_is_secret_is_not_shown():
    session = Begun("secret-id", address="https://storage.example.org/secret-address")
    shown = repr(Entry(SUMS, "key", 1.0, session, Entry(SUMS, "key", 1.0, Begun("secret-id", part_size=1)).uploads))
    assert "secret" not in shown


def test_that_nothing_can_be_noted_is_said_once(sender, dataset, tmp_path, caplog):
    sender.notes.write_text("a file where the folder should be")
    for number in range(3):
        (tmp_path / f"{number}").write_text(f"{number}")
        sender.send(dataset, tmp_path / f"{number}")
    assert 1 == caplog.text.count("They go on without")
