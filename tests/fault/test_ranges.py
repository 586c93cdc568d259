"""Large files, which come in ranges by several threads: what is asked for, resumed, and done about wrong answers."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from support.folders import left_in, part_of
from support.object_store import Fault
from support.one_dataset import DATASET

from crucible.errors import IntegrityError, PartialTransferError
from crucible.transfer import Options, download
from crucible.transfer.events import Meter
from crucible.transfer.fetch import LINK_SECONDS, Sizes
from crucible.transfer.fetching import fetch_files
from crucible.transfer.inplace import InPlaceFile
from crucible.transfer.locks import open_locked
from crucible.transfer.partial import begun_bytes, is_unfinished, notes_path, stretches, taken
from crucible.transfer.plan import PlannedFile, RemoteFile
from crucible.transport.retry import Policy

DATA = os.urandom(3_000_000)
SIZES = Sizes(small_bytes=0, large_bytes=1_000_000, range_bytes=500_000)
QUICK = Policy(attempts=4, first_seconds=0.005, longest_seconds=0.01)
RANGES = [f"bytes={first}-{first + 499_999}" for first in range(0, 3_000_000, 500_000)]


@pytest.fixture
def fetch_large(service, storage, tmp_path):
    """`download` of the dataset, in ranges of 500 kB."""

    def run(**options):
        return download(service, DATASET, tmp_path, Options(**options), storage=storage, policy=QUICK, sizes=SIZES)

    return run


def test_a_large_file_is_asked_for_in_ranges_and_leaves_nothing_else(fetch_large, service, tmp_path):
    service.add("a.h5", DATA)
    fetch_large()
    assert sorted(RANGES) == sorted(service.store.ranges())
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()
    assert ["a.h5", "record.json"] == left_in(tmp_path / DATASET)


def test_ranges_of_one_file_are_under_way_side_by_side(fetch_large, service):
    service.add("a.h5", DATA)
    service.store.faults += [Fault("together", at=4) for _ in range(4)]
    assert 2 == len(fetch_large(workers=4)), "the record and the file"


def test_later_ranges_are_asked_for_only_if_the_content_is_still_the_same(fetch_large, service):
    service.add("a.h5", DATA)
    fetch_large(workers=1)
    tags = [seen.headers.get("if-range") for seen in service.store.requests]
    assert (None, 6, 2) == (tags[0], len(tags), len(set(tags)))


def test_a_broken_range_goes_on_where_it_broke_off(fetch_large, service, tmp_path):
    service.add("a.h5", DATA)
    service.store.faults += [Fault("pass"), Fault("cut", at=200_000)]
    fetch_large(workers=1)
    assert [*RANGES[:2], "bytes=700000-999999", *RANGES[2:]] == service.store.ranges()
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()


@pytest.mark.parametrize("kind", ["wrong-range", "flip", "append"])
def test_one_wrong_answer_is_overcome(fetch_large, service, tmp_path, kind):
    service.add("a.h5", DATA)
    service.store.faults += [Fault("pass"), Fault(kind, at=5)]
    fetch_large()
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()


@pytest.mark.parametrize("kind", ["wrong-range", "flip"])
def test_wrong_answers_that_stay_are_reported_and_leave_no_wrong_bytes(fetch_large, service, tmp_path, kind):
    service.add("a.h5", DATA)
    service.store.faults += [Fault(kind, at=5) for _ in range(12)]
    with pytest.raises(PartialTransferError, match=r"a\.h5") as caught:
        fetch_large()
    assert isinstance(caught.value.__cause__, IntegrityError)
    service.store.faults.clear()
    fetch_large()
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()
    assert ["a.h5", "record.json"] == left_in(tmp_path / DATASET)


@pytest.mark.parametrize("after", [0, 2])
def test_a_store_that_knows_no_ranges_any_more_sends_the_whole_file(fetch_large, service, tmp_path, after):
    service.add("a.h5", DATA)
    service.store.faults += [*[Fault("pass")] * after, *[Fault("ignore-range")] * 9]
    fetch_large()
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()
    assert ["a.h5", "record.json"] == left_in(tmp_path / DATASET)


def test_an_expired_address_is_renewed_once_for_all_ranges(fetch_large, service):
    record = service.add("a.h5", DATA)
    service.fresh[record["mfid"]] = service.addresses[record["mfid"]] + "&fresh=1"
    service.store.faults += [Fault("status", status=403) for _ in range(4)]
    service.store.faults.appendleft(Fault("pass"))
    with pytest.raises(PartialTransferError):
        fetch_large(workers=1)
    assert [record["mfid"]] == service.renewed
    service.store.faults.clear()
    service.store.faults += [Fault("together", at=3) for _ in range(3)]
    service.store.faults += [Fault("status", status=403)]
    fetch_large(workers=3)
    assert [record["mfid"]] * 2 == service.renewed


def test_an_address_near_its_end_is_renewed_before_it_is_used(service, storage, tmp_path):
    record = service.add("a.h5", DATA)
    service.fresh[record["mfid"]] = service.addresses[record["mfid"]]
    long_ago = time.monotonic() - LINK_SECONDS
    old = PlannedFile(RemoteFile.read(record), tmp_path / "a.h5", "https://127.0.0.1:1/expired", linked_at=long_ago)
    stop = threading.Event()
    lines = list(fetch_files(service, storage, [old], Meter(None), stop=stop, policy=QUICK, sizes=SIZES))
    assert (["saved"], [record["mfid"]]) == ([line.state for line in lines], service.renewed)


# --- what a run leaves


def test_what_is_left_of_a_former_content_goes_when_the_new_one_is_saved_unless_somebody_has_it(
    fetch_large, service, tmp_path
):
    service.add("a.h5", DATA)
    folder = tmp_path / DATASET
    folder.mkdir()
    old, theirs = (folder / f"a.h5.{digit * 16}.part" for digit in "01")
    others = [folder / f"b.h5.{'0' * 16}.part", folder / "a.h5.part"]
    for path in (old, notes_path(old), theirs, *others):
        path.write_bytes(b"0 1\n")
    descriptor = open_locked(theirs, 0o666, taken=taken(theirs))
    try:
        fetch_large()
    finally:
        os.close(descriptor)
    manifest = folder / f".{DATASET}.manifest.jsonl"
    assert {folder / "a.h5", folder / "record.json", manifest, theirs, *others} == set(folder.iterdir())


def test_only_what_is_missing_is_asked_for_by_the_next_run(fetch_large, service, tmp_path):
    record = service.add("a.h5", DATA)
    service.store.faults += [*[Fault("pass")] * 3, Fault("cut", at=100_000), *[Fault("reset")] * 3]
    with pytest.raises(PartialTransferError):
        fetch_large(workers=1)
    part = part_of(tmp_path, record)
    assert 1_600_000 == begun_bytes(tmp_path / DATASET / "a.h5", f"{record['size']} {record['sha256_hash']}")
    assert all(map(is_unfinished, (part, notes_path(part))))
    service.store.requests.clear()
    fetch_large(workers=1)
    assert ["bytes=1600000-2099999", "bytes=2100000-2599999", "bytes=2600000-2999999"] == service.store.ranges()
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()


def test_notes_that_say_too_much_cost_a_second_fetch(fetch_large, service, tmp_path):
    record = service.add("a.h5", DATA)
    (tmp_path / DATASET).mkdir()
    part = part_of(tmp_path, record)
    part.write_bytes(bytes(2_000_000))
    notes_path(part).write_bytes(b"0 2000000\n")
    fetch_large()
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()
    assert ["a.h5", "record.json"] == left_in(tmp_path / DATASET)


@pytest.mark.parametrize("notes", [b"", b"0 50", b"x\n0 7 8\n-1 5\n9 3\n", b"3000000 4000000\n"])
def test_notes_that_say_nothing_are_as_good_as_none(notes):
    assert [] == stretches(notes, 3_000_000)


def test_a_file_that_another_download_holds_is_left_alone(fetch_large, service, tmp_path):
    record = service.add("a.h5", DATA)
    (tmp_path / DATASET).mkdir()
    held = InPlaceFile(tmp_path / DATASET / "a.h5", f"{record['size']} {record['sha256_hash']}", record["size"])
    try:
        with pytest.raises(PartialTransferError, match="another download"):
            fetch_large()
    finally:
        held.leave()
    fetch_large()
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()


SCRIPT = """
import sys
from pathlib import Path
from support.one_dataset import *
from crucible.transfer import Options, download
from crucible.transfer.fetch import Sizes
from crucible.transport.storage import open_storage
class Store: pass
service = OneDataset(Store())
service.records = [eval(sys.argv[2])]
service.addresses = {service.records[0]["mfid"]: sys.argv[3]}
sizes = Sizes(small_bytes=0, large_bytes=1_000_000, range_bytes=500_000)
download(service, DATASET, sys.argv[1], Options(workers=2), storage=open_storage(), sizes=sizes)
"""


def test_a_killed_process_leaves_the_ranges_that_had_come(fetch_large, service, tmp_path):
    record = service.add("a.h5", DATA)
    service.store.faults += [*[Fault("pass")] * 3, *[Fault("stall", at=10_000)] * 2]
    arguments = [str(tmp_path), repr(record), service.addresses[record["mfid"]]]
    paths = os.pathsep.join(path for path in sys.path if path)
    child = subprocess.Popen([sys.executable, "-c", SCRIPT, *arguments], env={**os.environ, "PYTHONPATH": paths})
    target, content = Path(tmp_path, DATASET, "a.h5"), f"{record['size']} {record['sha256_hash']}"
    deadline = time.monotonic() + 30
    while begun_bytes(target, content) < 1_500_000 and time.monotonic() < deadline:
        time.sleep(0.02)
    child.kill()
    child.wait()
    assert 1_500_000 == begun_bytes(target, content)
    service.store.requests.clear()
    service.store.faults.clear()
    fetch_large()
    assert 3 == len(service.store.ranges())
    assert DATA == target.read_bytes()
    assert ["a.h5", "record.json"] == left_in(tmp_path / DATASET)
