"""What a download does with what is in the folder, with names, and with files that the service does not have."""

import json
import os
import sys
from pathlib import Path

import pytest
from support.folders import left_in, part_of, states
from support.object_store import Fault
from support.one_dataset import DATASET

from crucible.errors import PartialTransferError, TransferError
from crucible.transfer import download

DATA = os.urandom(300_000)


# --- files that are there already


def test_a_file_that_verifies_is_kept_without_asking_the_store(fetch, service):
    service.add("a.h5", DATA)
    first = fetch()
    service.store.requests.clear()
    states = []
    assert first == fetch(overwrite_existing=False, progress=lambda event: states.append(event.state))
    assert not service.store.requests
    assert "kept" == states[-1]


@pytest.mark.parametrize("here", [DATA[:-1], b"x" + DATA[1:]], ids=["truncated", "changed"])
def test_a_file_that_differs_is_reported_and_left_alone(fetch, service, tmp_path, here):
    service.add("a.h5", DATA)
    service.add("b.h5", b"b")
    path = tmp_path / DATASET / "a.h5"
    path.parent.mkdir()
    path.write_bytes(here)
    with pytest.raises(PartialTransferError, match=r"a\.h5 .*overwrite_existing") as caught:
        fetch(overwrite_existing=False)
    assert {"record.json": "saved", "a.h5": "differs", "b.h5": "saved"} == states(caught)
    assert here == path.read_bytes()
    fetch()
    assert DATA == path.read_bytes()


def test_a_record_that_differs_is_reported_and_left_alone(fetch, service, tmp_path):
    fetch()
    assert 1 == len(fetch(overwrite_existing=False))
    service.resource["dataset_name"] = "new"
    with pytest.raises(PartialTransferError, match=r"record\.json"):
        fetch(overwrite_existing=False)
    assert "Messung 7 µm" in (tmp_path / DATASET / "record.json").read_text("utf-8")


def test_paths_are_spelled_as_the_folder_was(service, storage, tmp_path, monkeypatch):
    service.add("raw/a.h5", DATA)
    monkeypatch.chdir(tmp_path)
    assert [str(Path("out", DATASET, name)) for name in ("record.json", "raw/a.h5")] == download(
        service, DATASET, "out", storage=storage
    )


# --- names


def test_unsafe_and_colliding_files_are_reported_before_anything_is_fetched_and_the_others_arrive(
    fetch, service, tmp_path
):
    for name in ("../../evil", "/abs", "record.json", "same", "same", "dir", "dir/inside", "good.h5"):
        service.add(name, os.urandom(10))
    with pytest.raises(PartialTransferError) as caught:
        fetch()
    bad = {line.name for line in caught.value.report.missing}
    assert {"../../evil", "/abs", "record.json", "same", "dir", "dir/inside"} == bad
    assert 1 == len(service.store.requests)
    assert [f"{DATASET}/good.h5", f"{DATASET}/record.json"] == left_in(tmp_path)
    assert service.resource == json.loads((tmp_path / DATASET / "record.json").read_text("utf-8"))


def test_two_records_of_one_name_and_one_content_are_one_file(fetch, service):
    service.add("a.h5", DATA)
    service.add("a.h5", DATA)
    assert ["record.json", "a.h5"] == [Path(path).name for path in fetch()]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_nothing_is_written_through_a_link(fetch, service, tmp_path):
    data = DATA * (2_000_000 // len(DATA))  # smaller files are in memory until they are complete
    record = service.add("raw/a.h5", data)
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / DATASET).mkdir()
    (tmp_path / DATASET / "raw").symlink_to(outside)
    with pytest.raises(PartialTransferError, match="symbolic link"):
        fetch()
    (tmp_path / DATASET / "raw").unlink()
    (tmp_path / DATASET / "raw").mkdir()
    part_of(tmp_path, record).symlink_to(outside / "part")
    with pytest.raises(PartialTransferError, match="symbolic link"):
        fetch()
    part_of(tmp_path, record).unlink()
    (tmp_path / DATASET / "raw" / "a.h5").symlink_to(outside / "target")
    fetch()
    assert data == (tmp_path / DATASET / "raw" / "a.h5").read_bytes()
    assert not left_in(outside)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_folder_of_the_dataset_that_is_a_link_is_refused(fetch, service, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / DATASET).symlink_to(outside)
    service.add("a.h5", DATA)
    with pytest.raises(TransferError, match="symbolic link") as caught:
        fetch()
    assert TransferError is caught.type
    assert not left_in(outside)
    assert not service.store.requests


def test_a_long_name_has_room_for_its_part(fetch, service, tmp_path):
    name = "ü" * 120 + ".h5"
    service.add(name, DATA)
    service.store.faults.append(Fault("cut", at=10))
    fetch()
    assert DATA == (tmp_path / DATASET / name).read_bytes()


# --- files that the service does not have


def test_a_file_kept_elsewhere_is_told_and_is_no_failure(fetch, service, tmp_path, caplog):
    service.add("big.tar", b"", storage_backend="globus", access_note="ask Ada")
    service.add("a.h5", b"a")
    assert 2 == len(fetch())
    assert "big.tar" in caplog.text and "globus" in caplog.text and "ask Ada" in caplog.text


def test_a_file_without_stored_content_is_reported(fetch, service):
    record = service.add("a.h5", b"a")
    service.add("b.h5", b"b")
    service.addresses[record["mfid"]] = None
    with pytest.raises(PartialTransferError, match="no stored content") as caught:
        fetch()
    assert {"record.json": "saved", "a.h5": "failed", "b.h5": "saved"} == states(caught)


def test_a_dataset_of_which_nothing_is_stored_is_reported(fetch, service):
    service.add("a.h5", b"a")
    service.addresses.clear()
    with pytest.raises(PartialTransferError, match="no stored content"):
        fetch()


def test_an_address_that_the_list_leaves_out_is_asked_for(fetch, service, tmp_path):
    record = service.add("a.h5", DATA)
    service.fresh[record["mfid"]] = service.addresses.pop(record["mfid"])
    service.addresses["other"] = None
    fetch()
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()


def test_without_a_recorded_checksum_that_of_the_store_decides(fetch, service, tmp_path, caplog):
    service.add("a.h5", DATA, sha256_hash=None, size=None)
    service.store.faults += [Fault("flip", at=9)]
    fetch()
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()
    assert "CRC32C only" in caplog.text
    service.store.hashes = False
    fetch()
    assert "not verified" in caplog.text
    service.store.faults += [Fault("page")] * 2
    with pytest.raises(PartialTransferError, match="web page"):
        fetch()
    assert DATA == (tmp_path / DATASET / "a.h5").read_bytes()
    assert ["a.h5", "record.json"] == left_in(tmp_path / DATASET)
