"""Ingestion requests from first to last state."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import time
from pathlib import Path

import pytest
from support.served import Served

from crucible.sandbox import Sandbox

FAKE_PARSER = (sys.executable, str(Path(__file__).parents[1] / "support" / "fake_parser.py"))
GIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def printed(**members) -> bytes:
    result = {
        "ingestion_class": "FakeIngestor",
        "fields": {},
        "scientific_metadata": {},
        "keywords": [],
        "thumbnails": [],
    }
    return b"PRINT\n" + json.dumps(result | members).encode()


def ingest(served, content: bytes, dataset: str | None = None, name: str = "a.xy", **query) -> dict:
    """Upload a file, ask for ingestion, work it off, and return the request."""
    file = served.admin.upload(dataset or served.admin.dataset(), name, content)
    request = served.admin.post(f"files/{file['mfid']}/ingest", **query)
    assert "requested" == request["status"]
    assert served.sandbox.worker.step()
    return served.admin.get(f"ingestion_requests/{request['id']}")


def test_everything_a_parser_finds_goes_into_the_dataset(served):
    mfid = served.admin.dataset(measurement="PL", session_name="s1")
    content = printed(
        fields={"measurement": "XRD", "data_format": "xy", "timestamp": "2026-08-01T10:00:00+00:00", "colour": "red"},
        scientific_metadata={"file": "$NAME", "scan": {"stop": 60}},
        keywords=["powder"],
        thumbnails=[{"thumbnail_name": "plot", "thumbnail_b64str": GIF}],
    )
    served.admin.patch(f"resources/{mfid}/metadata", json={"scan": {"start": 5, "stop": 6}})
    request = ingest(served, content, mfid)
    assert ("complete", "FakeIngestor", None) == (
        request["status"],
        request["ingestion_class"],
        request["error_message"],
    )
    assert request["time_completed"] is not None
    dataset = served.admin.get(f"datasets/{mfid}", include_metadata=True)
    assert ("PL", "xy", "2026-08-01T10:00:00+00:00") == (
        dataset["measurement"],
        dataset["data_format"],
        dataset["timestamp"],
    ), "given values win, gaps are filled"
    assert {"file": "a.xy", "scan": {"start": 5, "stop": 60}} == dataset["scientific_metadata"]
    keywords = [item["keyword"] for item in served.admin.get(f"datasets/{mfid}/keywords")]
    assert ["PL", "powder", "s1"] == keywords
    thumbnails = served.admin.get(f"datasets/{mfid}/thumbnails")
    assert [("plot", "image/gif")] == [(item["thumbnail_name"], item["mime_type"]) for item in thumbnails]
    assert 1 == len(served.admin.get("resources/metadata/search", q="stop")["items"])


def test_reading_a_file_again_does_not_double_what_it_gave(served):
    mfid = served.admin.dataset()
    content = printed(keywords=["a"], thumbnails=[{"thumbnail_name": "plot", "thumbnail_b64str": GIF}])
    request = ingest(served, content, mfid)
    served.admin.post(f"files/{request['file_mfid']}/ingest")
    served.sandbox.worker.step()
    assert 2 == served.admin.get("ingestion_requests", file_mfid=request["file_mfid"])["total"]
    assert 1 == len(served.admin.get(f"datasets/{mfid}/thumbnails"))


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"FAIL\nthe header is damaged\n", "failed", "the header is damaged"),
        (b"UNKNOWN\n", "not supported", "no parser knows this"),
        (b"PRINT\nnot JSON", "failed", "cannot be used"),
        (b"PRINT\n[1, 2]", "failed", "cannot be used"),
        (b"PRINT\n{}", "failed", "cannot be used"),
        (printed(fields={"timestamp": "yesterday"}), "failed", "timestamp cannot be used"),
        (printed(fields={"measurement": 5}), "failed", "measurement cannot be used"),
        (printed(scientific_metadata=[1]), "failed", "cannot be used"),
        (printed(thumbnails=[{"thumbnail_name": "x", "thumbnail_b64str": "%"}]), "failed", "not Base64"),
        (b'PRINT\n{"a": NaN}', "failed", "cannot be used"),
        (b"PRINT\n" + b"[" * 200 + b"]" * 200, "failed", "too deeply"),
    ],
)
def test_what_cannot_be_read_ends_with_a_reason_and_changes_nothing(served, content, status, words):
    mfid = served.admin.dataset()
    request = ingest(served, content, mfid)
    assert status == request["status"]
    assert words in request["error_message"]
    assert served.admin.get(f"resources/{mfid}/metadata") is None
    assert [] == served.admin.get(f"datasets/{mfid}/keywords")


@pytest.mark.skipif(os.name == "nt", reason="no signals")
def test_a_crash_of_a_parser_ends_one_request_only(served):
    assert ("failed", f"The parser crashed (signal {int(signal.SIGABRT)})") == tuple(
        ingest(served, b"CRASH\n")[name] for name in ("status", "error_message")
    )
    assert "complete" == ingest(served, printed())["status"]


def test_a_parser_that_hangs_is_ended(tmp_path):
    with Sandbox(parser=FAKE_PARSER, parser_time_limit_seconds=1, ingest=False) as sandbox:
        served = Served(sandbox)
        request = ingest(served, f"HANG\n{tmp_path / 'pid'}".encode())
        served.close()
    assert ("failed", "The parser took more than 1 seconds") == (request["status"], request["error_message"])


def test_a_file_without_content_is_not_found(served):
    mfid = served.admin.dataset()
    file = served.admin.post(f"datasets/{mfid}/files", json={"filename": "a", "storage_backend": "globus"})
    request = served.admin.post(f"files/{file['mfid']}/ingest")
    served.sandbox.worker.step()
    assert "file not found" == served.admin.get(f"ingestion_requests/{request['id']}")["status"]


def test_a_request_that_is_only_noted_is_not_worked_on(served):
    file = served.admin.upload(served.admin.dataset(), "a", b"CRASH\n")
    assert "not_requested" == served.admin.post(f"files/{file['mfid']}/ingest", status="not_requested")["status"]
    assert not served.sandbox.worker.step()


def test_the_class_that_takes_files_as_they_are_reads_nothing(served):
    request = ingest(served, b"CRASH\n", ingestion_class="ApiUploadIngestor")
    assert ("complete", "ApiUploadIngestor") == (request["status"], request["ingestion_class"])
    assert "ApiUploadIngestor" in served.admin.get("ingestors")


def test_a_worker_elsewhere_can_write_the_state(served):
    file = served.admin.upload(served.admin.dataset(), "a", b"x")
    request = served.admin.post(f"files/{file['mfid']}/ingest", status="not_requested")
    path = f"ingestion_requests/{request['id']}"
    body = {
        "id": request["id"],
        "status": "complete",
        "ingestion_class": "Mine",
        "time_completed": "2026-08-01T03:00:00-07:00",
    }
    done = served.admin.patch(path, json=body)
    assert ("complete", "Mine", "2026-08-01T03:00:00-07:00") == (
        done["status"],
        done["ingestion_class"],
        done["time_completed"],
    )
    assert "Mine" == served.admin.patch(path, json={"status": "failed"})["ingestion_class"]
    served.admin.patch(path, 422, json={**body, "id": request["id"] + 1})
    served.person("ada").patch(path, 403, json=body)


def test_requests_start_by_themselves():
    with Sandbox(parser=FAKE_PARSER) as sandbox:
        served = Served(sandbox)
        file = served.admin.upload(served.admin.dataset(), "a", printed())
        request = served.admin.post(f"files/{file['mfid']}/ingest")
        deadline = time.monotonic() + 20
        while request["status"] in ("requested", "started") and time.monotonic() < deadline:
            time.sleep(0.02)
            request = served.admin.get(f"ingestion_requests/{request['id']}")
        served.close()
    assert "complete" == request["status"]


def test_a_stop_in_the_middle_leaves_the_request_for_the_next_start(tmp_path):
    marker = tmp_path / "pid"
    root = tmp_path / "root"
    with Sandbox(root, parser=FAKE_PARSER) as sandbox:
        served = Served(sandbox)
        file = served.admin.upload(served.admin.dataset(), "a", f"HANG\n{marker}".encode())
        request = served.admin.post(f"files/{file['mfid']}/ingest")
        while not marker.exists():
            time.sleep(0.01)
        assert "started" == served.admin.get(f"ingestion_requests/{request['id']}")["status"]
        served.close()
    with Sandbox(root, parser=FAKE_PARSER, ingest=False) as sandbox:
        served = Served(sandbox)
        assert "requested" == served.admin.get(f"ingestion_requests/{request['id']}")["status"]
        served.close()


def test_a_file_that_takes_the_server_down_is_given_up(tmp_path):
    with Sandbox(tmp_path, parser=FAKE_PARSER, ingest=False) as sandbox:
        served = Served(sandbox)
        file = served.admin.upload(served.admin.dataset(), "a", printed())
        request = served.admin.post(f"files/{file['mfid']}/ingest")
        served.close()
    with sqlite3.connect(tmp_path / "crucible.db") as database:  # as three killed servers would have left it
        database.execute("UPDATE ingestion_request SET status = 'started', attempts = 3, leased_until = '2026'")
    database.close()
    with Sandbox(tmp_path, parser=FAKE_PARSER, ingest=False) as sandbox:
        served = Served(sandbox)
        sandbox.worker.step()
        done = served.admin.get(f"ingestion_requests/{request['id']}")
        served.close()
    assert "failed" == done["status"]
    assert "stopped 3 times" in done["error_message"]


def test_the_installed_parsers_read_a_diffraction_pattern():
    with Sandbox(ingest=False) as sandbox:
        served = Served(sandbox)
        mfid = served.admin.dataset()
        pattern = "\n".join(f"{10 + step / 50:.2f} {100 + step % 7}" for step in range(500))
        file = served.admin.upload(mfid, "run7.xy", pattern.encode())
        request = served.admin.post(f"files/{file['mfid']}/ingest")
        sandbox.worker.step()
        done = served.admin.get(f"ingestion_requests/{request['id']}")
        metadata = served.admin.get(f"resources/{mfid}/metadata")
        served.close()
    assert ("complete", "InorganicXRDIngestor") == (done["status"], done["ingestion_class"]), done["error_message"]
    assert 500 == metadata["scientific_metadata"]["pattern"]["points"]
