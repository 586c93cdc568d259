"""What one run leaves, the next one uses: after failures, after Ctrl-C, after a killed process."""

import os
import subprocess
import sys
import threading
import time
from contextlib import closing

import pytest
from support.folders import left_in, part_of
from support.object_store import Fault
from support.one_dataset import DATASET, sha256

from crucible.errors import PartialTransferError
from crucible.transfer import download
from crucible.transfer.partial import PartialFile
from crucible.transport.storage import open_storage

DATA = os.urandom(3_000_000)  # not so small that it is in memory until it is complete


def test_a_later_run_goes_on_where_the_earlier_one_stopped(fetch, service, tmp_path):
    record = service.add("a.h5", DATA)
    service.store.faults += [Fault("cut", at=2_000_000), *[Fault("reset")] * 3]
    with pytest.raises(PartialTransferError):
        fetch()
    assert 2_000_000 == part_of(tmp_path, record).stat().st_size
    service.store.requests.clear()
    fetch()
    assert ["bytes=2000000-"] == service.store.ranges()
    assert ["a.h5", "record.json"] == left_in(tmp_path / DATASET)


def test_a_small_file_that_fails_leaves_nothing(fetch, service, tmp_path):
    service.add("a.h5", b"small" * 1000)
    service.store.faults += [Fault("cut", at=2000), *[Fault("reset")] * 3]
    with pytest.raises(PartialTransferError):
        fetch(workers=1)  # what comes the quick way is asked for from the beginning
    assert [None, *["bytes=2000-"] * 3] == service.store.ranges()
    assert ["record.json"] == left_in(tmp_path / DATASET)


def test_a_store_that_knows_no_ranges_sends_the_whole_file_once(fetch, service, tmp_path):
    record = service.add("a.h5", DATA)
    (tmp_path / DATASET).mkdir()
    part_of(tmp_path, record).write_bytes(DATA[:1000])
    service.store.faults.append(Fault("ignore-range"))
    fetch()
    assert ["bytes=1000-"] == service.store.ranges()
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()


def test_bytes_of_another_content_are_not_used(fetch, service, tmp_path):
    record = service.add("a.h5", DATA)
    (tmp_path / DATASET).mkdir()
    other = part_of(tmp_path, {**record, "sha256_hash": sha256(b"older")})
    other.write_bytes(b"older"[:3])
    fetch()
    assert [None] == service.store.ranges()
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()


def test_wrong_bytes_left_by_an_earlier_run_are_fetched_again(fetch, service, tmp_path):
    record = service.add("a.h5", DATA)
    (tmp_path / DATASET).mkdir()
    part_of(tmp_path, record).write_bytes(b"x" * 1000)
    fetch()
    assert ["bytes=1000-", None] == service.store.ranges()
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()


@pytest.mark.parametrize("size", [3_000_000, 3_000_001])
def test_a_part_that_is_complete_or_longer_is_no_obstacle(fetch, service, tmp_path, size):
    record = service.add("a.h5", DATA)
    (tmp_path / DATASET).mkdir()
    part_of(tmp_path, record).write_bytes((DATA + b"!")[:size])
    fetch()
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()


def test_a_part_that_another_download_holds_is_left_alone(fetch, service, tmp_path):
    record = service.add("a.h5", DATA)
    (tmp_path / DATASET).mkdir()
    with PartialFile(tmp_path / DATASET / "a.h5", f"{record['size']} {record['sha256_hash']}") as held:
        held.append(b"xyz")
        with pytest.raises(PartialTransferError, match="another download"):
            fetch()
    assert 3 == part_of(tmp_path, record).stat().st_size


def test_a_killed_process_leaves_what_the_next_one_needs(service, fetch, tmp_path):
    record = service.add("a.h5", DATA)
    service.store.faults.append(Fault("stall", at=2_000_000))
    script = (
        "import sys; from support.one_dataset import *; from crucible.transfer import download\n"
        "from crucible.transport.storage import open_storage\n"
        "class Store: pass\n"
        "service = OneDataset(Store()); service.records = [eval(sys.argv[2])]\n"
        "service.addresses = {service.records[0]['mfid']: sys.argv[3]}\n"
        "download(service, DATASET, sys.argv[1], storage=open_storage())\n"
    )
    address = service.addresses[record["mfid"]]
    paths = os.pathsep.join(path for path in sys.path if path)
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path), repr(record), address], env={**os.environ, "PYTHONPATH": paths}
    )
    part = part_of(tmp_path, record)
    deadline = time.monotonic() + 30
    while not (part.exists() and part.stat().st_size > 1_500_000) and time.monotonic() < deadline:
        time.sleep(0.02)
    child.kill()
    child.wait()
    service.store.requests.clear()
    fetch()
    (asked,) = service.store.ranges()
    assert int(asked.removeprefix("bytes=").rstrip("-")) > 1_500_000
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_interruption_stops_a_stalled_download_and_it_can_be_resumed(service, tmp_path):
    record = service.add("a.h5", DATA)
    service.store.faults.append(Fault("stall", at=2_000_000))

    def interrupt():
        part = part_of(tmp_path, record)
        while not (part.exists() and part.stat().st_size > 1_500_000):
            time.sleep(0.01)
        os.kill(os.getpid(), 2)

    threading.Thread(target=interrupt).start()
    with closing(open_storage(stall_seconds=60)) as storage:
        with pytest.raises(KeyboardInterrupt):
            download(service, DATASET, tmp_path, storage=storage)
        download(service, DATASET, tmp_path, storage=storage)
    assert 1_500_000 < int(service.store.ranges()[-1].removeprefix("bytes=").rstrip("-"))
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()
