"""What belongs to a record, when answers get lost: nothing is done twice, and nothing lost is reported as done."""

import hashlib

import pytest
from support.ports import ClockPort
from support.service import Answer, service

from crucible import errors
from crucible.resources.datasets import DatasetOperations
from crucible.resources.files import FileOperations
from crucible.resources.instruments import InstrumentOperations
from crucible.transport.port import run

ID = "0tkn2knjast3h0008nyq9zps2c"
FILE_ID = "0tkn5x2w9hz7v000c4m1q8rjtg"
DATASETS = "/api/v3/datasets"
ONE = f"{DATASETS}/{ID}"
INGEST = f"/api/v3/files/{FILE_ID}/ingest"
REQUESTS = "/api/v3/ingestion_requests"
DROPPED = Answer(drop=True)
BUSY = Answer({"detail": "busy"}, status=503)
STORED = {"unique_id": ID, "dataset_name": "run 7"}
CONTENT = b"12 34"
FILE = {
    "mfid": FILE_ID,
    "dataset_mfid": ID,
    "filename": "scan.txt",
    "size": len(CONTENT),
    "sha256_hash": hashlib.sha256(CONTENT).hexdigest(),
}
REQUEST = {"id": 7, "status": "requested", "file_mfid": FILE_ID}


@pytest.fixture
def server():
    with service() as running:
        running.on("POST", DATASETS, STORED)
        running.on("POST", f"{ONE}/upload/multipart/initiate", {"existing_file": FILE})
        yield running


@pytest.fixture
def port(server):
    port = ClockPort(server.url)
    yield port
    port.close()


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "scan.txt"
    path.write_bytes(CONTENT)
    return path


def create(port, scan, **more):
    return run(DatasetOperations(port).create(dataset_name="run 7", files=[scan], **{"unique_id": ID, **more}))


def page(*items):
    return {"total": len(items), "limit": 1000, "offset": 0, "items": list(items)}


def test_a_lost_answer_to_an_ingestion_request_is_told_and_the_request_not_repeated(server, port, scan):
    server.on("GET", REQUESTS, page())
    server.on("POST", INGEST, DROPPED)
    with pytest.raises(errors.PartialCreationError, match="unknown") as caught:
        create(port, scan)
    assert (("record", "file 'scan.txt'"), ("ingestion request for 'scan.txt'",), 1) == (
        caught.value.done,
        caught.value.left,
        server.count("POST", INGEST),
    )


def test_a_request_whose_answer_was_lost_is_found_by_the_same_call(server, port, scan):
    server.on("GET", REQUESTS, page(REQUEST))
    assert ID == create(port, scan).unique_id
    assert 0 == server.count("POST", INGEST)


def test_a_request_that_failed_is_made_again_by_the_same_call(server, port, scan):
    server.on("GET", REQUESTS, page({**REQUEST, "status": "failed"}))
    server.on("POST", INGEST, {**REQUEST, "id": 8})
    create(port, scan)
    assert 1 == server.count("POST", INGEST)


THUMBNAILS = f"{ONE}/thumbnails"
FILES = f"{ONE}/files"
ONCE = {
    "thumbnail": (
        "POST",
        THUMBNAILS,
        "get_thumbnails",
        lambda port: DatasetOperations(port).add_thumbnail(ID, b"GIF89a"),
    ),
    "catalogue": (
        "POST",
        FILES,
        "list_files",
        lambda port: DatasetOperations(port).add_remote_file(ID, "raw.h5", "globus"),
    ),
    "ingestion": ("POST", INGEST, "ingestions.list", lambda port: FileOperations(port).request_ingestion(FILE_ID)),
    "stitching": (
        "POST",
        f"{ONE}/mosaic_stitch",
        "worker adds",
        lambda port: DatasetOperations(port).request_mosaic_stitch(ID),
    ),
}


@pytest.mark.parametrize("kind", ONCE)
@pytest.mark.parametrize("answer", [DROPPED, BUSY, Answer(body=b"<html>", content_type="text/html")])
def test_what_the_server_numbers_is_asked_for_once_and_told_as_unknown(server, port, kind, answer):
    method, path, look, ask = ONCE[kind]
    server.on(method, path, answer)
    with pytest.raises(errors.CrucibleError, match="unknown") as caught:
        run(ask(port))
    assert (True, 1) == (look in caught.value.hint, server.count(method, path))


ASSIGNMENT = {"dataset_mfid": ID, "instrument": {"unique_id": FILE_ID, "instrument_name": "XRD"}}
INSTRUMENT = {"unique_id": FILE_ID, "instrument_id": "xrd-1"}
AGAIN = {
    "update_thumbnail": (
        "PATCH",
        f"{THUMBNAILS}/7",
        {"id": 7, "thumbnail_b64str": ""},
        lambda port: DatasetOperations(port).update_thumbnail(ID, 7, thumbnail_name="x"),
    ),
    "assign_instrument": (
        "PUT",
        f"{ONE}/instrument",
        ASSIGNMENT,
        lambda port: DatasetOperations(port).assign_instrument(ID, "xrd-1"),
    ),
    "update_instrument": (
        "PATCH",
        f"/api/v3/instruments/{FILE_ID}",
        INSTRUMENT,
        lambda port: InstrumentOperations(port).update(FILE_ID, model="X"),
    ),
    "set_status": (
        "POST",
        f"/api/v3/instruments/{FILE_ID}/status",
        INSTRUMENT,
        lambda port: InstrumentOperations(port).set_status(FILE_ID, "active"),
    ),
}


@pytest.mark.parametrize("kind", AGAIN)
@pytest.mark.parametrize("answer", [DROPPED, BUSY])
def test_what_may_run_twice_is_repeated(server, port, kind, answer):
    method, path, value, ask = AGAIN[kind]
    server.on(method, path, answer, value)
    run(ask(port))
    assert 2 == server.count(method, path)


def test_a_path_that_could_not_be_noted_is_told_with_the_file(server, port):
    server.on("POST", FILES, FILE)
    server.on("PATCH", f"/api/v3/files/{FILE_ID}", Answer({"detail": "no"}, status=422))
    with pytest.raises(errors.PartialCreationError, match=r"client\.files\.update") as caught:
        run(DatasetOperations(port).add_remote_file(ID, "scan.txt", "globus", storage_path="/x"))
    assert (FILE_ID, ("storage_path",)) == (caught.value.unique_id, caught.value.left)


def test_an_instruments_metadata_that_failed_is_finished_by_the_same_call(server, port):
    fields = {"instrument_id": "xrd-1", "instrument_name": "XRD", "location": "B67"}
    metadata = f"/api/v3/resources/{FILE_ID}/metadata"
    server.on("GET", "/api/v3/instruments", page(), page({**INSTRUMENT, **fields}))
    server.on("POST", "/api/v3/instruments", {**INSTRUMENT, **fields})
    server.on(
        "PATCH", metadata, Answer({"detail": "no"}, status=403), {"unique_id": FILE_ID, "scientific_metadata": {}}
    )
    instruments = InstrumentOperations(port)
    with pytest.raises(errors.PartialCreationError, match="existing='use'"):
        run(instruments.create(fields, {"a": 1}))
    assert FILE_ID == run(instruments.create(fields, {"a": 1})).unique_id
    assert 1 == server.count("POST", "/api/v3/instruments")
