"""A download ends with every byte verified, or says which file is missing and why; the next run does the rest."""

import errno
import json
import logging
import os
import stat
import sys
import threading
import tracemalloc
from pathlib import Path

import pytest
from support.folders import left_in, part_of, states
from support.object_store import Fault
from support.one_dataset import DATASET, sha256

from crucible.errors import (
    ConnectionFailedError,
    IntegrityError,
    PartialTransferError,
    PermissionDeniedError,
    TransferError,
    UsageError,
)
from crucible.transfer import download

DATA = os.urandom(300_000)
LONG = os.urandom(3_000_000)  # not so small that it is in memory until it is complete


# --- the ordinary case


def test_record_and_files_arrive_with_their_folders_in_a_stable_order(fetch, service, tmp_path):
    contents = {"b.h5": b"b" * 5000, "raw/x/a.h5": b"a" * 70_000, "raw/c.txt": b"", "a b (1).dat": DATA}
    for name, data in contents.items():
        service.add(name, data)
    folder = tmp_path / DATASET
    expected = [folder / "record.json", *(folder / name for name in sorted(contents))]
    assert [str(path) for path in expected] == fetch()
    assert contents == {name: (folder / name).read_bytes() for name in contents}
    text = (folder / "record.json").read_text("utf-8")
    assert service.resource == json.loads(text)
    assert '\n  "dataset_name": "Messung 7 µm",\n' in text
    assert sorted([*contents, "record.json"]) == left_in(folder)


def test_patterns_choose_data_files_only(fetch, service, tmp_path):
    for name in ("a.h5", "raw/b.h5", "raw/c.txt", "d.png"):
        service.add(name, name.encode())
    fetch(include=["*.h5", "*.txt"], exclude="raw/b*")
    assert ["a.h5", "raw/c.txt", "record.json"] == left_in(tmp_path / DATASET)


def test_that_nothing_matches_is_said_aloud(fetch, service, caplog):
    service.add("a.h5", b"a")
    assert ["record.json"] == [Path(path).name for path in fetch(include="*.dat")]
    assert "['*.dat']" in caplog.text and "a.h5" in caplog.text
    assert not service.store.requests


@pytest.mark.parametrize(
    ("options", "left"),
    [
        ({"no_files": True}, ["record.json"]),
        ({"no_record": True}, ["a.h5"]),
        ({"no_files": True, "no_record": True}, []),
    ],
)
def test_record_or_files_can_be_left_out(fetch, service, tmp_path, options, left):
    service.add("a.h5", b"a")
    assert left == [Path(path).name for path in fetch(**options)]
    assert left == left_in(tmp_path / DATASET)


def test_a_sample_has_only_its_record(fetch, service, tmp_path):
    service.resource["resource_type"] = "sample"
    service.add("a.h5", b"a")
    assert [str(tmp_path / DATASET / "record.json")] == fetch()


def test_progress_ends_at_the_total_and_never_runs_backwards_between_faultless_files(fetch, service):
    sizes = {"a": 100_000, "b": 0, "c": 250_000}
    for name, size in sizes.items():
        service.add(name, os.urandom(size))
    events = []
    fetch(progress=events.append, workers=3)
    totals = [event.total_done_bytes for event in events]
    assert sorted(totals) == totals
    assert 350_000 == totals[-1] == events[-1].total_size_bytes
    assert dict.fromkeys(sizes, "saved") == {event.name: event.state for event in events}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no umask")
@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_files_have_the_permissions_of_the_umask(fetch, service, tmp_path, umask):
    service.add("a.h5", b"a")
    before = os.umask(umask)
    try:
        paths = fetch()
    finally:
        os.umask(before)
    assert {0o666 & ~umask} == {stat.S_IMODE(Path(path).stat().st_mode) for path in paths}


def test_a_large_file_does_not_fill_the_memory(fetch, service):
    service.add("large", bytes(30_000_000))
    service.store.hashes = False
    fetch(no_files=True)  # modules that are imported on the way do not count
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        fetch()
        peak = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    assert peak < 4_000_000


# --- faults of the wire


@pytest.mark.parametrize(
    "fault",
    [
        Fault("reset"),
        Fault("cut", at=100_000),
        Fault("cut", at=0),
        Fault("stall", at=50_000),
        Fault("truncate", at=1000),
        Fault("flip", at=77_000),
        Fault("append"),
        Fault("endless"),
        Fault("page"),
        Fault("wrong-range"),
        Fault("ignore-range"),
        Fault("status", status=408),
        Fault("status", status=429, headers={"Retry-After": "0"}),
        Fault("status", status=500),
        Fault("status", status=503),
        Fault("status", status=403, body=b"<Error><Code>ExpiredToken</Code></Error>"),
        Fault("status", status=400),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.status or fault.at}",
)
@pytest.mark.parametrize("begun", [False, True], ids=["fresh", "resuming"])
def test_one_fault_of_any_kind_is_overcome(fetch, service, tmp_path, fault, begun):
    record = service.add("a.h5", DATA)
    if begun:
        (tmp_path / DATASET).mkdir()
        part_of(tmp_path, record).write_bytes(DATA[:120_000])
    service.store.faults.append(fault)
    fetch(no_record=True)
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()
    assert ["a.h5"] == left_in(tmp_path / DATASET)


def test_after_a_broken_connection_only_the_rest_is_fetched(fetch, service):
    service.add("a.h5", DATA)
    service.store.faults += [Fault("cut", at=100_000), Fault("cut", at=50_000)]
    fetch(workers=1)  # what comes the quick way is asked for from the beginning
    assert [None, "bytes=100000-", "bytes=150000-"] == service.store.ranges()
    assert [None, True, True] == [seen.headers.get("if-range") and True for seen in service.store.requests]


def test_a_file_that_changes_between_two_requests_is_not_put_together_from_both(fetch, service, tmp_path):
    changed = os.urandom(300_000)
    record = service.add("a.h5", DATA)
    record["sha256_hash"] = sha256(changed)
    service.store.faults += [Fault("cut", at=100_000)]
    threading.Timer(0.0, service.store.put, (record["mfid"], changed)).start()
    fetch()
    assert changed == (tmp_path / DATASET / "a.h5").read_bytes()


def test_a_store_that_sends_small_ranges_only_gets_there_without_pauses(fetch, service, tmp_path):
    record = service.add("a.h5", LONG)
    (tmp_path / DATASET).mkdir()
    part_of(tmp_path, record).write_bytes(LONG[:1000])
    service.store.faults += [Fault("only", at=500_000) for _ in range(5)]
    fetch()
    assert LONG == (tmp_path / DATASET / "a.h5").read_bytes()
    assert 6 == len(service.store.ranges())


def test_many_faults_are_overcome_as_long_as_bytes_arrive(fetch, service, tmp_path):
    service.add("a.h5", DATA)
    service.store.faults += [Fault("cut", at=20_000) for _ in range(14)]
    fetch()
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()


@pytest.mark.parametrize(
    ("faults", "kind"),
    [
        ([Fault("reset")] * 4, ConnectionFailedError),
        ([Fault("status", status=503)] * 4, TransferError),
        ([Fault("status", status=403)] * 2, TransferError),
        ([Fault("status", status=404)], TransferError),
        ([Fault("status", status=302, headers={"Location": "http://127.0.0.1:1/"})], TransferError),
        ([Fault("status", status=429, headers={"Retry-After": "3600"})], TransferError),
        ([Fault("flip", at=5)] * 2, IntegrityError),
        ([Fault("page")] * 2, IntegrityError),
        ([Fault("truncate", at=5)] * 2, IntegrityError),
        ([Fault("endless")] * 2, IntegrityError),
        ([Fault("wrong-range")] * 2, IntegrityError),
    ],
    ids=[
        *("reset", "503", "403", "404", "redirect", "asked-for-an-hour"),
        *("flip", "page", "truncate", "endless", "wrong-range"),
    ],
)
def test_a_lasting_fault_is_reported_and_the_other_files_arrive(fetch, service, tmp_path, faults, kind):
    service.add("a.h5", DATA)
    service.add("b.h5", b"b")
    service.store.faults += faults
    with pytest.raises(PartialTransferError, match=r"1 of 3 files .*a\.h5") as caught:
        fetch(workers=1)
    assert {"record.json": "saved", "a.h5": "failed", "b.h5": "saved"} == states(caught)
    assert isinstance(caught.value.__cause__, kind)
    assert ["b.h5", "record.json"] == left_in(tmp_path / DATASET)
    assert "secret" not in str(caught.value) + repr(caught.value.report)
    assert 5 == len(fetch()) + 2
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()


def test_an_expired_address_is_renewed_once_and_the_new_one_is_used(fetch, service):
    record = service.add("a.h5", DATA)
    service.fresh[record["mfid"]] = service.addresses[record["mfid"]] + "&fresh=1"
    service.store.faults += [Fault("status", status=403), Fault("cut", at=10), Fault("status", status=403)]
    fetch()
    assert [record["mfid"]] * 2 == service.renewed


@pytest.mark.parametrize(
    ("kind", "reason"), [("page", "web page"), ("endless", "more than"), ("wrong-range", "another range")]
)
def test_what_came_instead_is_named_as_the_reason(fetch, service, kind, reason):
    service.add("a.h5", DATA)
    service.store.faults += [Fault(kind)] * 3  # one more than where it is asked for twice
    with pytest.raises(PartialTransferError, match=reason):
        fetch()


def test_no_log_and_no_report_shows_a_signed_address(fetch, send, service, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    service.add("a.h5", DATA)
    (tmp_path / "b.h5").write_bytes(b"b")
    service.store.faults += [Fault("reset"), Fault("status", status=503), Fault("cut", at=9), Fault("reset")]
    fetch(workers=1)
    send(tmp_path / "b.h5")
    service.store.faults += [Fault("status", status=404, body=service.addresses["file0000"].encode())]
    with pytest.raises(PartialTransferError) as caught:
        fetch(workers=1)
    said = "\n".join([caplog.text, str(caught.value), repr(caught.value), str(caught.value.report)])
    assert "next attempt" in said and "404" in said
    assert "secret" not in said


# --- the machine


def test_without_room_nothing_is_fetched(fetch, service, tmp_path):
    service.add("a.h5", DATA, size=2**60)
    with pytest.raises(TransferError, match="not enough room"):
        fetch()
    assert not service.store.requests
    assert [] == left_in(tmp_path / DATASET)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit of POSIX")
def test_a_disk_that_takes_no_more_leaves_what_the_next_run_needs(fetch, service, tmp_path):
    import resource

    record = service.add("a.h5", LONG)
    service.add("b.h5", b"b")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        with pytest.raises(PartialTransferError, match=os.strerror(errno.EFBIG)) as caught:
            fetch()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {"record.json": "saved", "a.h5": "failed", "b.h5": "saved"} == states(caught)
    assert 1_000_000 == part_of(tmp_path, record).stat().st_size
    fetch()
    assert "bytes=1000000-" in service.store.ranges()
    assert LONG == (tmp_path / DATASET / "a.h5").read_bytes()


def test_a_folder_that_cannot_be_made_is_one_clear_error(service, storage, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(TransferError, match="cannot be used"):
        download(service, DATASET, tmp_path / "file", storage=storage)


@pytest.mark.parametrize("kind", [ConnectionFailedError, PermissionDeniedError])
@pytest.mark.parametrize("call", ["record", "files", "links"])
def test_a_service_that_does_not_answer_is_told_as_it_is(fetch, service, call, kind):
    def unreachable(*ids):
        raise kind("no answer", **({"status": 403} if kind is PermissionDeniedError else {}))

    setattr(service, call, unreachable)
    service.add("a.h5", DATA)
    with pytest.raises(kind, match="no answer"):
        fetch()
    assert not service.store.requests


@pytest.mark.parametrize("resource_id", ["../x", "a/b", "", "con", "."])
def test_an_id_that_is_no_id_is_refused(service, storage, tmp_path, resource_id):
    with pytest.raises(UsageError, match="not the id"):
        download(service, resource_id, tmp_path, storage=storage)


def test_files_are_fetched_side_by_side(fetch, service):
    for number in range(8):
        service.add(f"{number}.dat", os.urandom(1000))
    service.store.faults += [Fault("together", at=8) for _ in range(8)]
    assert 9 == len(fetch(workers=8)), "the record and the files"


def test_a_file_that_starts_again_is_counted_once(fetch, service):
    service.add("a.h5", DATA)
    service.store.faults += [Fault("cut", at=100_000), Fault("flip", at=5), Fault("cut", at=9)]
    events = []
    fetch(progress=events.append)
    assert (300_000, 300_000) == (events[-1].done_bytes, events[-1].total_done_bytes)


@pytest.mark.parametrize("error", [RuntimeError("no terminal"), BrokenPipeError("no terminal")], ids=repr)
def test_what_a_callback_raises_ends_the_transfer(fetch, service, error):
    service.add("a.h5", DATA)

    def broken(event):
        raise error

    with pytest.raises(type(error), match="no terminal"):
        fetch(progress=broken)
