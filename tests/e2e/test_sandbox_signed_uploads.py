"""Uploads in signed parts."""

from __future__ import annotations

import hashlib
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from support.served import Served, content_of, crc32c, link_of, put, stored_files
from support.signed import PART, put_part, start

from crucible.sandbox import Sandbox


@pytest.mark.parametrize(("size", "count"), [(1, 1), (PART - 1, 1), (PART, 1), (PART + 1, 2), (7 * PART, 7)])
def test_what_is_uploaded_in_parts_comes_back_byte_for_byte(served, size, count):
    dataset, content = served.admin.dataset(), content_of(size)
    upload = start(served.admin, dataset, "runs/a.bin", content)
    started = upload.started
    assert ("uploading", PART, count, [], None) == tuple(
        started[name] for name in ("state", "part_size", "part_count", "parts", "existing_file")
    )
    upload.send()
    file = upload.complete()
    expected = ("runs/a.bin", size, hashlib.sha256(content).hexdigest(), "gcs")
    assert expected == tuple(file[name] for name in ("filename", "size", "sha256_hash", "storage_backend"))
    assert file["storage_path"].startswith(f"mf-storage-prod/{dataset}/_files/")
    answer = httpx.get(link_of(served.admin, file))
    assert content == answer.content
    assert (file["etag"], f"crc32c={crc32c(content)}") == (answer.headers["etag"], answer.headers["x-goog-hash"])
    assert [file] == served.admin.get(f"datasets/{dataset}/files")
    assert size == served.admin.get(f"datasets/{dataset}")["size"]


def test_parts_are_of_64_mib_unless_there_would_be_too_many():
    with Sandbox(ingest=False) as sandbox:
        served = Served(sandbox)
        dataset = served.admin.dataset()
        small = start(served.admin, dataset, "a.bin", b"x").started
        body = {"filename": "b.bin", "size": 5 * 1024**4, "sha256_hash": "0" * 64}
        large = served.admin.post(f"datasets/{dataset}/upload/multipart/initiate", json=body)
        served.admin.post(f"datasets/{dataset}/upload/multipart/initiate", 422, json=body | {"size": 5 * 1024**4 + 1})
        served.admin.post(f"datasets/{dataset}/upload/initiate", 422, json=body | {"size": 5 * 1024**4 + 1})
        served.close()
    assert (67108864, 1) == (small["part_size"], small["part_count"])
    assert 10_000 == large["part_count"]
    assert large["part_size"] * large["part_count"] >= 5 * 1024**4


def test_the_parts_that_are_here_are_listed_in_pages(served):
    upload = start(served.admin, served.admin.dataset(), "a.bin", content_of(1003 * PART))
    upload.send(1003, 2)
    assert {"parts": [{"part_number": 2}, {"part_number": 1003}], "next_part_number_marker": None} == served.admin.get(
        upload.path
    )
    assert [1003] == [p["part_number"] for p in served.admin.get(upload.path, part_number_marker=2)["parts"]]
    with sqlite3.connect(served.sandbox.root / "crucible.db") as database:
        rows = [(upload.started["upload_id"], number) for number in range(1, 1004)]
        database.executemany("INSERT OR IGNORE INTO upload_part VALUES (?, ?, 0)", rows)
    database.close()
    assert 1000 == served.admin.get(upload.path)["next_part_number_marker"]
    assert list(range(1, 1004)) == upload.received()


def test_nothing_is_a_file_before_all_parts_are_here_and_right(served):
    dataset, content = served.admin.dataset(), content_of(3 * PART)
    upload = start(served.admin, dataset, "a.bin", content)
    upload.send(1, 3)
    assert "2 of 3" in upload.complete(409)["detail"]
    upload.send(2)
    upload.complete(409, crc32c="AAAAAA==")
    upload.complete(409, sha256_hash="0" * 64)
    assert [] == served.admin.get(f"datasets/{dataset}/files")
    assert 3 * PART == upload.complete()["size"]


def test_another_sha256_than_announced_ends_the_upload(served):
    dataset, announced, content = served.admin.dataset(), content_of(2 * PART, 1), content_of(2 * PART, 2)
    upload = start(served.admin, dataset, "a.bin", announced)
    upload.content = content
    upload.send()
    upload.complete(409, sha256_hash=hashlib.sha256(announced).hexdigest())
    assert ([], []) == (served.admin.get(f"datasets/{dataset}/files"), stored_files(served.sandbox))
    assert [] == list((served.sandbox.root / "uploads").iterdir())
    served.admin.get(upload.path, 404)


def test_completing_again_gives_the_same_record(served):
    dataset = served.admin.dataset()
    upload = start(served.admin, dataset, "a.bin", content_of(3 * PART))
    upload.send()
    with ThreadPoolExecutor(6) as pool:
        records = list(pool.map(lambda _: upload.complete(), range(6)))
    assert [records[0]] * 6 == records
    assert [records[0]] == served.admin.get(f"datasets/{dataset}/files")
    assert [1, 2, 3] == upload.received()


def test_a_completed_upload_takes_and_loses_nothing(served):
    upload = start(served.admin, served.admin.dataset(), "a.bin", content_of(PART))
    (part,) = upload.sign([1])
    put_part(part, upload.piece(1))
    file = upload.complete()
    assert "<Code>NoSuchUpload</Code>" in put_part(part, upload.piece(1), 404).text
    upload.sign([1], 409)
    upload.abort(409)
    assert upload.content == httpx.get(link_of(served.admin, file)).content


def test_an_abandoned_upload_leaves_nothing(served):
    upload = start(served.admin, served.admin.dataset(), "a.bin", content_of(2 * PART))
    upload.send(1)
    (part,) = upload.sign([2])
    assert 1 == len(list((served.sandbox.root / "uploads").iterdir()))
    upload.abort()
    assert [] == list((served.sandbox.root / "uploads").iterdir())
    assert "<Code>NoSuchUpload</Code>" in put_part(part, upload.piece(2), 404).text
    upload.abort(404)
    upload.sign([1], 404)
    upload.complete(404)
    served.admin.get(upload.path, 404)


def test_empty_files_have_no_parts(served):
    start(served.admin, served.admin.dataset(), "a.bin", b"", 422)


def test_the_same_key_finds_the_same_upload(served):
    dataset, content = served.admin.dataset(), content_of(2 * PART)
    upload = start(served.admin, dataset, "a.bin", content, key="k1")
    upload.send(2)
    again = start(served.admin, dataset, "a.bin", content, key="k1").started
    assert (upload.started["upload_id"], [{"part_number": 2}]) == (again["upload_id"], again["parts"])
    assert upload.started["upload_id"] != start(served.admin, dataset, "a.bin", content, key="k2").started["upload_id"]
    upload.send(1)
    file = upload.complete()
    again = start(served.admin, dataset, "a.bin", content, key="k1").started
    assert ("completed", file) == (again["state"], again["existing_file"])


def test_a_key_is_for_one_upload_of_one_account(served):
    ada = served.person("ada")
    dataset, content = ada.dataset(), content_of(PART)
    upload = start(ada, dataset, "a.bin", content, key="k1")
    for other in (("b.bin", content), ("a.bin", content_of(PART, 1)), ("a.bin", content[1:])):
        start(ada, dataset, *other, status=422, key="k1")
    start(ada, ada.dataset(), "a.bin", content, 422, key="k1")
    assert upload.started["upload_id"] != start(served.admin, dataset, "a.bin", content, key="k1").started["upload_id"]
    upload.abort()
    start(ada, dataset, "b.bin", content, key="k1")


def test_an_upload_that_has_expired_frees_its_key(served):
    dataset = served.admin.dataset()
    upload = start(served.admin, dataset, "a.bin", content_of(PART), key="k1")
    with sqlite3.connect(served.sandbox.root / "crucible.db") as database:
        database.execute("UPDATE upload SET expires = created")
    database.close()
    served.admin.get(upload.path, 404)
    assert upload.started["upload_id"] != start(served.admin, dataset, "b.bin", b"other", key="k1").started["upload_id"]


def test_content_the_dataset_has_is_not_uploaded_again(served):
    dataset, content = served.admin.dataset(), content_of(PART)
    file = served.admin.upload(dataset, "a.bin", content)
    for name in ("a.bin", "b.bin"):
        again = start(served.admin, dataset, name, content).started
        assert ("completed", file, None) == (again["state"], again["existing_file"], again["upload_id"])


def test_a_hash_that_somebody_claims_is_not_taken_for_content(served):
    dataset, content = served.admin.dataset(), content_of(PART)
    claimed = {"filename": "elsewhere.bin", "storage_backend": "globus", "size": PART}
    claimed["sha256_hash"] = hashlib.sha256(content).hexdigest()
    served.admin.post(f"datasets/{dataset}/files", json=claimed)
    assert start(served.admin, dataset, "a.bin", content).started["existing_file"] is None


def test_other_content_under_a_name_that_is_taken_is_refused(served):
    dataset = served.admin.dataset()
    late = start(served.admin, dataset, "a.bin", content_of(PART, 1))
    late.send()
    file = served.admin.upload(dataset, "a.bin", content_of(PART, 2))
    expected = ("filename_exists", file["mfid"], file["etag"])
    for refused in (start(served.admin, dataset, "a.bin", content_of(PART), 409).started, late.complete(409)):
        assert expected == tuple(refused["detail"][name] for name in ("code", "file_mfid", "etag"))
    assert [file["sha256_hash"]] == stored_files(served.sandbox)


def test_both_kinds_of_uploads_are_kept_apart(served):
    dataset, content = served.admin.dataset(), content_of(PART)
    signed = start(served.admin, dataset, "a.bin", content)
    session = served.admin.start_upload(dataset, "b.bin", content)
    signed.send()
    served.admin.complete_upload(dataset, signed.started, content, 404)
    uri = session["resumable_uri"].replace(session["upload_id"], signed.started["upload_id"])
    put({"resumable_uri": uri}, content, 0, PART, 404)
    other = f"datasets/{dataset}/upload/multipart/{session['upload_id']}"
    served.admin.get(other, 404)
    served.admin.delete(other, 404)
    served.admin.post(f"{other}/parts", 404, json={"parts": []})
    signed.complete(404, upload_id=session["upload_id"])
    signed.complete()


def test_uploads_take_an_editor_of_their_dataset(served):
    dataset, content = served.admin.dataset(), content_of(PART)
    upload = start(served.admin, dataset, "a.bin", content)
    upload.send()
    upload.person = served.person("ada")
    start(upload.person, dataset, "b.bin", content, 403)
    upload.sign([1], 403)
    upload.complete(403)
    upload.abort(403)
    upload.person.get(upload.path, 403)
    elsewhere = f"datasets/{served.admin.dataset()}/upload/multipart"
    served.admin.get(f"{elsewhere}/{upload.started['upload_id']}", 404)


def test_an_upload_goes_on_after_a_restart_on_other_ports(tmp_path):
    content = content_of(3 * PART)
    with Sandbox(tmp_path, ingest=False, part_size_bytes=PART) as sandbox:
        served = Served(sandbox)
        dataset = served.admin.dataset()
        upload = start(served.admin, dataset, "a.bin", content, key="k1")
        upload.send(1, 3)
        served.close()
    with Sandbox(tmp_path, ingest=False) as sandbox:  # parts keep the size they began with
        served = Served(sandbox)
        upload = start(served.admin, dataset, "a.bin", content, key="k1")
        assert [1, 3] == upload.received()
        upload.send(2)
        assert content == httpx.get(link_of(served.admin, upload.complete())).content
        served.close()
