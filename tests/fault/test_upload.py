"""An upload ends with the bytes in the service and their checksum compared, or with one clear error."""

import os
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from support.object_store import Fault, crc32c
from support.one_dataset import DATASET, sha256

from crucible.errors import ConnectionFailedError, IntegrityError, StorageError, TransferError, UsageError
from crucible.transfer import upload
from crucible.transport.storage import open_storage

STEP = 262144
DATA = os.urandom(3 * STEP + 1234)


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "scan.h5"
    file.write_bytes(DATA)
    return file


def stored(service):
    """The bytes of the last upload."""
    return service.store.objects[service.completed[-1]]


def test_a_file_is_sent_in_chunks_and_its_record_returned(send, service, path):
    record = send(path)
    assert ("scan.h5", len(DATA), sha256(DATA)) == (record["filename"], record["size"], record["sha256_hash"])
    assert DATA == stored(service)
    ranges = [(0, STEP), (STEP, 2 * STEP), (2 * STEP, 3 * STEP), (3 * STEP, len(DATA))]
    assert [f"bytes {first}-{end - 1}/{len(DATA)}" for first, end in ranges] == service.store.content_ranges()
    hashes = [seen.headers.get("x-goog-hash") for seen in service.store.requests]
    assert [None, None, None, f"crc32c={crc32c(DATA)}"] == hashes
    assert not any("transfer-encoding" in seen.headers for seen in service.store.requests)


@pytest.mark.parametrize("size", [0, 1, STEP - 1, STEP, STEP + 1, 2 * STEP])
def test_a_file_of_any_size_arrives(send, service, path, size):
    path.write_bytes(DATA[:size])
    record = send(path)
    assert (size, sha256(DATA[:size])) == (record["size"], record["sha256_hash"])
    assert DATA[:size] == stored(service)
    assert max(1, -(-size // STEP)) == len(service.store.requests)


@pytest.mark.parametrize(("hint", "requests"), [(None, 1), (1, 4), (STEP * 2 + 5, 2), (2**40, 1)])
def test_the_hint_of_the_server_sets_the_chunk(send, service, path, hint, requests):
    service.chunk_size_hint = hint
    send(path)
    assert requests == len(service.store.requests)
    assert DATA == stored(service)


def test_content_that_the_dataset_has_is_not_sent_again(send, service, path):
    first = send(path)
    service.store.requests.clear()
    events = []
    assert first == send(path, name="other.h5", on_progress=events.append)
    assert not service.store.requests
    assert ("known", len(DATA)) == (events[-1].state, events[-1].total_done_bytes)


def test_a_name_may_have_folders(send, service, path):
    assert "raw/day 1/scan.h5" == send(path, name="raw/day 1/scan.h5")["filename"]


def test_progress_tells_reading_and_sending(send, path):
    events = []
    send(path, on_progress=events.append)
    assert ["checking", "moving", "sent"] == list(dict.fromkeys(event.state for event in events))
    assert {"scan.h5"} == {event.name for event in events}
    assert len(DATA) == events[-1].done_bytes == events[-1].size_bytes == events[-1].total_done_bytes


# --- faults of the wire


@pytest.mark.parametrize(
    "fault",
    [
        Fault("reset"),
        Fault("cut", at=0),
        Fault("cut", at=100_000),
        Fault("short", at=0),
        Fault("short", at=STEP // 2),
        Fault("lost"),
        Fault("stall"),
        Fault("status", status=408),
        Fault("status", status=429, headers={"Retry-After": "0"}),
        Fault("status", status=500),
        Fault("status", status=503),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.status or fault.at}",
)
@pytest.mark.parametrize("nth", [0, 1, 3], ids=["first", "middle", "last"])
def test_one_fault_in_any_chunk_is_overcome(send, service, path, fault, nth):
    service.store.faults += [*[Fault("pass")] * nth, fault]
    send(path)
    assert DATA == stored(service)
    assert 1 == len(service.started) == len(service.completed)


def test_after_a_short_confirmation_the_rest_is_sent_from_there(send, service, path):
    service.store.faults.append(Fault("short", at=1000))
    send(path)
    assert f"bytes 1000-{1000 + STEP - 1}/{len(DATA)}" == service.store.content_ranges()[1]
    assert DATA == stored(service)


def test_after_a_broken_connection_the_store_is_asked_what_it_has(send, service, path):
    service.store.faults += [Fault("pass"), Fault("cut", at=70_000)]
    send(path)
    asked, resumed = service.store.content_ranges()[2:4]
    assert f"bytes */{len(DATA)}" == asked
    assert resumed.startswith(f"bytes {STEP + 70_000}-")


def test_an_empty_file_survives_a_fault(send, service, path):
    path.write_bytes(b"")
    service.store.faults.append(Fault("reset"))
    send(path)
    assert b"" == stored(service)


def test_many_faults_are_overcome_as_long_as_bytes_arrive(send, service, path):
    for _ in range(8):
        service.store.faults += [Fault("cut", at=90_000), Fault("pass")]
    send(path)
    assert DATA == stored(service)


@pytest.mark.parametrize(
    ("fault", "kind", "requests"),
    [
        (Fault("reset"), ConnectionFailedError, 4),
        (Fault("status", status=503), StorageError, 4),
        (Fault("short", at=0), StorageError, 4),
        (Fault("status", status=403), StorageError, 1),
        (Fault("status", status=302, headers={"Location": "http://127.0.0.1:1/"}), StorageError, 1),
        (Fault("status", status=429, headers={"Retry-After": "3600"}), StorageError, 1),
        (Fault("status", status=308, headers={"Range": "bytes=0-99999999"}), StorageError, 1),
    ],
    ids=["reset", "503", "nothing-taken", "403", "redirect", "asked-for-an-hour", "more-than-sent"],
)
def test_a_lasting_fault_is_one_clear_error(send, service, path, fault, kind, requests):
    service.store.faults += [fault] * 20
    with pytest.raises(kind) as caught:
        send(path)
    assert requests == len(service.store.requests)
    assert not service.completed
    assert "secret" not in str(caught.value)


def test_a_store_that_stops_taking_bytes_is_one_clear_error(send, service, path):
    service.store.faults += [Fault("pass"), *[Fault("short", at=0)] * 20]
    with pytest.raises(StorageError, match="no more bytes"):
        send(path)
    assert 5 == len(service.store.requests)


def test_a_session_that_the_store_has_forgotten_is_opened_again_once(send, service, path):
    service.store.faults += [Fault("pass"), Fault("status", status=410)]
    send(path)
    assert 2 == len(service.started)
    assert ["upload2"] == service.completed
    assert DATA == stored(service)
    service.records.clear()
    service.store.faults += [Fault("status", status=404)] * 2
    with pytest.raises(StorageError, match="forgotten"):
        send(path)


def test_bytes_that_were_damaged_on_the_way_are_sent_again_in_another_session(send, service, path):
    service.store.faults.append(Fault("flip"))
    send(path)
    assert ["upload2"] == service.completed
    assert DATA == stored(service)


def test_bytes_that_are_damaged_on_the_way_again_and_again_are_an_error(send, service, path):
    service.store.faults += [Fault("flip")] * 20
    with pytest.raises(StorageError, match="checksum is not that"):
        send(path)
    assert not service.completed


def test_a_record_of_other_bytes_is_an_error(send, service, path):
    service.add("scan.h5", b"other", sha256_hash=sha256(DATA))
    with pytest.raises(IntegrityError, match="records size 5"):
        send(path)


# --- the file


CHANGES = {
    "changed": lambda path: path.write_bytes(DATA[:-1] + b"x"),
    "grown": lambda path: path.write_bytes(DATA + b"x"),
    "shrunk": lambda path: path.write_bytes(DATA[:100]),
    "emptied": lambda path: path.write_bytes(b""),
}
if sys.platform != "win32":  # where an open file can be neither removed nor replaced
    CHANGES["removed"] = lambda path: path.unlink()
    CHANGES["replaced"] = lambda path: path.with_name("new").rename(path)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("when", ["checking", "moving"])
def test_a_file_that_changes_while_it_is_sent_is_refused(send, service, path, change, when):
    os.utime(path, ns=(0, 10**18))
    path.with_name("new").write_bytes(DATA)
    changed = threading.Event()

    def interfere(event):
        if event.state == when and not changed.is_set():
            changed.set()
            change(path)

    with pytest.raises(TransferError, match="changed while it was sent"):
        send(path, on_progress=interfere)
    assert not service.completed


@pytest.mark.parametrize(
    ("name", "reason"), [("missing.h5", "cannot be read"), ("folder", "is a folder"), ("a\0b", "cannot be read")]
)
def test_what_is_no_file_is_refused_before_anything_is_sent(send, service, tmp_path, name, reason):
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match=reason) as caught:
        send(tmp_path / name)
    assert name in str(caught.value)
    assert not service.started


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that opens and cannot be read")
def test_a_file_that_the_system_does_not_give_is_one_clear_error(send, service):
    with pytest.raises(TransferError, match="/proc/self/mem cannot be read"):
        send("/proc/self/mem", name="mem.dat")
    assert not service.started


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_a_pipe_is_refused_and_not_waited_for(send, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="no regular file"):
        send(tmp_path / "pipe")


@pytest.mark.parametrize("name", ["../x", "/x", "a//b", "con", "", "a\nb"])
def test_a_name_that_cannot_be_used_is_refused_before_anything_is_sent(send, service, path, name):
    with pytest.raises(UsageError, match="name="):
        send(path, name=name)
    assert not service.started


def test_a_large_file_does_not_fill_the_memory(service, tmp_path):
    path = tmp_path / "large"
    path.write_bytes(bytes(30_000_000))
    address = service.store.open_session("upload1")
    script = (
        "import sys, tracemalloc\n"
        "from crucible.errors import NotAvailableError\n"
        "from crucible.transfer import upload\n"
        "from crucible.transport.storage import *\n"
        "class Service:\n"
        "    def files(self, dataset): return []\n"
        "    def start_signed_upload(self, *args, **fields): raise NotAvailableError('an older API')\n"
        "    def start_upload(self, *args, **fields):\n"
        "        return {'upload_id': 'upload1', 'resumable_uri': sys.argv[2], 'chunk_size_hint': None}\n"
        "    def complete_upload(self, *args, **fields): return {}\n"
        "storage = open_storage(); tracemalloc.start()\n"
        "upload(Service(), 'd', sys.argv[1], storage=storage)\n"
        "print(tracemalloc.get_traced_memory()[1])\n"
    )
    paths = os.pathsep.join(part for part in sys.path if part)
    done = subprocess.run(
        [sys.executable, "-c", script, str(path), address],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 6_000_000
    assert 30_000_000 == len(service.store.objects["upload1"])


def test_nothing_is_left_open(service, path):
    with closing(open_storage()) as storage:
        upload(service, DATASET, path, storage=storage)
    path.rename(path.with_name("moved"))
    assert ["moved"] == [file.name for file in Path(path.parent).iterdir()]
