"""Uploads through resumable sessions, and what lies on the disk."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from urllib.parse import urlsplit

import httpx
import pytest
from support.served import Served, connection_to, content_of, crc32c, link_of, put, stored_files

from crucible.sandbox import Sandbox

MIB = 1024 * 1024
GRANULE = 256 * 1024


def probe(upload, total):
    return httpx.put(upload["resumable_uri"], headers={"Content-Range": f"bytes */{total}"})


def test_storage_is_another_origin_than_the_api(served):
    dataset, content = served.admin.dataset(), content_of(100)
    upload = served.admin.start_upload(dataset, "a.bin", content)
    assert upload["resumable_uri"].startswith(served.sandbox.storage_url + "/")
    assert urlsplit(served.sandbox.storage_url).netloc != urlsplit(served.sandbox.api_url).netloc


@pytest.mark.parametrize("size", [0, 1, GRANULE, 3 * MIB + 17])
def test_what_is_uploaded_comes_back_byte_for_byte(served, size):
    dataset, content = served.admin.dataset(), content_of(size)
    file = served.admin.upload(dataset, "runs/run 7 ä.xy", content)
    assert (size, hashlib.sha256(content).hexdigest()) == (file["size"], file["sha256_hash"])
    response = httpx.get(link_of(served.admin, file))
    assert content == response.content
    assert f"crc32c={crc32c(content)}" == response.headers["x-goog-hash"]
    assert file["etag"] == response.headers["etag"]
    assert "attachment; filename*=UTF-8''run%207%20%C3%A4.xy" == response.headers["content-disposition"]
    assert size == served.admin.get(f"datasets/{dataset}")["size"]


def test_a_session_takes_chunks_and_says_what_is_safe(served):
    dataset, content = served.admin.dataset(), content_of(2 * GRANULE + 1000)
    upload = served.admin.start_upload(dataset, "a.bin", content)
    total = len(content)
    assert "range" not in put(upload, b"", 0, total, 308).headers
    first = put(upload, content[:GRANULE], 0, total, 308)
    assert f"bytes=0-{GRANULE - 1}" == first.headers["range"]
    put(upload, content[GRANULE : 2 * GRANULE], GRANULE, total, 308)
    last = put(upload, content[2 * GRANULE :], 2 * GRANULE, total, 200)
    assert (str(total), crc32c(content)) == (last.json()["size"], last.json()["crc32c"])
    assert last.json() == put(upload, b"", 0, total, 200).json()
    assert total == served.admin.complete_upload(dataset, upload, content)["size"]


def test_bytes_that_are_safe_already_are_passed_over(served):
    dataset, content = served.admin.dataset(), content_of(4 * GRANULE)
    upload = served.admin.start_upload(dataset, "a.bin", content)
    put(upload, content[: 2 * GRANULE], 0, len(content), 308)
    put(upload, content[GRANULE:], GRANULE, len(content), 200)
    assert len(content) == served.admin.complete_upload(dataset, upload, content)["size"]


def test_a_gap_is_not_filled_with_anything(served):
    dataset, content = served.admin.dataset(), content_of(4 * GRANULE)
    upload = served.admin.start_upload(dataset, "a.bin", content)
    answer = put(upload, content[GRANULE : 2 * GRANULE], GRANULE, len(content), 308)
    assert "range" not in answer.headers


def test_a_broken_connection_keeps_what_arrived(served):
    dataset, content = served.admin.dataset(), content_of(3 * MIB)
    upload = served.admin.start_upload(dataset, "a.bin", content)
    sent = 2 * MIB + 300_000
    with connection_to(upload, content[:sent], 0, len(content)):
        pass
    deadline = time.monotonic() + 10
    safe = 0
    while safe < MIB and time.monotonic() < deadline:
        headers = probe(upload, len(content)).headers
        safe = int(headers["range"].rpartition("-")[2]) + 1 if "range" in headers else 0
    assert MIB <= safe <= sent  # what is on its way inside the server when the client goes may be lost
    put(upload, content[safe:], safe, len(content), 200)
    assert len(content) == served.admin.complete_upload(dataset, upload, content)["size"]


def test_a_new_request_takes_over_from_one_that_hangs(served):
    dataset, content = served.admin.dataset(), content_of(2 * MIB)
    upload = served.admin.start_upload(dataset, "a.bin", content)
    with connection_to(upload, content[:1000], 0, len(content)) as hanging:
        time.sleep(0.1)
        put(upload, content, 0, len(content), 200)
        hanging.sendall(b"\0" * 5000)
    assert len(content) == served.admin.complete_upload(dataset, upload, content)["size"]


@pytest.mark.parametrize(
    "content_range",
    ["bytes 0-99/50", "bytes 10-5/100", "bytes 0-9/100", "bytes 0-99/101", "0-99/100", "bytes 0-99", "bytes -/100"],
)
def test_a_range_that_contradicts_itself_is_refused(served, content_range):
    dataset, content = served.admin.dataset(), content_of(100)
    upload = served.admin.start_upload(dataset, "a.bin", content)
    answer = httpx.put(upload["resumable_uri"], content=content, headers={"Content-Range": content_range})
    assert 400 == answer.status_code
    put(upload, content, 0, 100, 200)


def test_a_chunk_in_the_middle_is_a_multiple_of_256_kib(served):
    dataset, content = served.admin.dataset(), content_of(GRANULE)
    upload = served.admin.start_upload(dataset, "a.bin", content)
    put(upload, content[:1000], 0, len(content), 400)


def test_a_wrong_checksum_at_the_end_starts_the_session_over(served):
    dataset, content = served.admin.dataset(), content_of(1000)
    upload = served.admin.start_upload(dataset, "a.bin", content)
    put(upload, content, 0, 1000, 400, **{"X-Goog-Hash": "crc32c=AAAAAA=="})
    assert "range" not in put(upload, b"", 0, 1000, 308).headers
    put(upload, content, 0, 1000, 200, **{"X-Goog-Hash": f"crc32c={crc32c(content)}"})
    served.admin.complete_upload(dataset, upload, content)


def test_other_content_than_announced_is_never_a_file(served):
    dataset, announced = served.admin.dataset(), content_of(1000, 1)
    upload = served.admin.start_upload(dataset, "a.bin", announced)
    put(upload, content_of(1000, 2), 0, 1000, 200)
    served.admin.complete_upload(dataset, upload, announced, 409)
    assert [] == served.admin.get(f"datasets/{dataset}/files")
    assert [] == stored_files(served.sandbox)
    served.admin.complete_upload(dataset, upload, announced, 404)


def test_an_unfinished_upload_cannot_be_completed_yet(served):
    dataset, content = served.admin.dataset(), content_of(2 * GRANULE)
    upload = served.admin.start_upload(dataset, "a.bin", content)
    served.admin.complete_upload(dataset, upload, content, 409)
    put(upload, content, 0, len(content), 200)
    served.admin.complete_upload(dataset, upload, content)


def test_completing_twice_gives_the_same_record(served):
    dataset, content = served.admin.dataset(), content_of(1000)
    upload = served.admin.start_upload(dataset, "a.bin", content)
    put(upload, content, 0, 1000, 200)
    first = served.admin.complete_upload(dataset, upload, content)
    assert first == served.admin.complete_upload(dataset, upload, content)
    assert [first] == served.admin.get(f"datasets/{dataset}/files")


def test_many_completions_at_once_make_one_record(served):
    dataset, content = served.admin.dataset(), content_of(8 * MIB)
    upload = served.admin.start_upload(dataset, "a.bin", content)
    put(upload, content, 0, len(content), 200)
    body = {"upload_id": upload["upload_id"], "sha256_hash": hashlib.sha256(content).hexdigest()}
    answers = []

    def complete() -> None:
        with httpx.Client(headers=served.admin.http.headers) as client:
            url = f"{served.sandbox.api_url}/datasets/{dataset}/upload/complete"
            answers.append(client.post(url, json=body, timeout=30))

    threads = [threading.Thread(target=complete) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [200] * 6 == [answer.status_code for answer in answers]
    assert 1 == len({answer.json()["mfid"] for answer in answers})


def test_an_upload_belongs_to_its_dataset_and_takes_an_editor(served):
    dataset, content = served.admin.dataset(), content_of(10)
    upload = served.admin.start_upload(dataset, "a.bin", content)
    put(upload, content, 0, 10, 200)
    served.admin.complete_upload(served.admin.dataset(), upload, content, 404)
    served.person("ada").complete_upload(dataset, upload, content, 403)
    served.person("bob").start_upload(dataset, "b.bin", content, 403)


def test_content_the_dataset_has_is_not_uploaded_again(served):
    dataset, content = served.admin.dataset(), content_of(1000)
    file = served.admin.upload(dataset, "a.bin", content)
    again = served.admin.start_upload(dataset, "b.bin", content)
    assert (file, None, None) == (again["existing_file"], again["upload_id"], again["resumable_uri"])


def test_equal_content_is_kept_once_until_its_last_file_goes(served):
    content = content_of(1000)
    files = [served.admin.upload(served.admin.dataset(), "a.bin", content) for _ in range(2)]
    assert [files[0]["sha256_hash"]] == stored_files(served.sandbox)
    assert 2 == served.admin.get("files", sha256_hash=files[0]["sha256_hash"])["total"]
    served.admin.delete(f"files/{files[0]['mfid']}", 204)
    assert content == httpx.get(link_of(served.admin, files[1])).content
    served.admin.delete(f"files/{files[1]['mfid']}", 204)
    assert [] == stored_files(served.sandbox)
    served.admin.get(f"files/{files[1]['mfid']}", 404)


def test_another_content_under_a_name_that_is_taken_is_refused(served):
    dataset = served.admin.dataset()
    file = served.admin.upload(dataset, "a.bin", content_of(10, 1))
    detail = served.admin.start_upload(dataset, "a.bin", content_of(10, 2), 409)["detail"]
    assert ("filename_exists", file["mfid"], file["etag"]) == (detail["code"], detail["file_mfid"], detail["etag"])


@pytest.mark.parametrize(
    "name", ["../a", "a/../../b", "/etc/passwd", "a//b", "./a", "a\\b", "a\nb", "a\0b", "", "a/", "ä" * 600]
)
def test_names_that_lead_somewhere_else_are_refused(served, name):
    served.admin.start_upload(served.admin.dataset(), name, b"x", 422)


@pytest.mark.parametrize("name", ["a b?c#d%20e&f=g.xy", "ünï/çödé 測定.h5", "-rf", "con.txt", "%2e%2e", "a;b,c'd\"e"])
def test_odd_names_work_and_never_become_names_on_the_disk(served, name):
    content = name.encode()
    file = served.admin.upload(served.admin.dataset(), name, content)
    assert name == file["filename"]
    assert content == httpx.get(link_of(served.admin, file)).content
    assert [file["sha256_hash"]] == stored_files(served.sandbox)


def test_a_cancelled_session_is_gone(served):
    dataset, content = served.admin.dataset(), content_of(100)
    upload = served.admin.start_upload(dataset, "a.bin", content)
    assert 499 == httpx.delete(upload["resumable_uri"]).status_code
    put(upload, content, 0, 100, 404)
    served.admin.complete_upload(dataset, upload, content, 404)


def test_bytes_that_are_all_here_end_the_session_however_it_is_asked(served):
    dataset, content = served.admin.dataset(), content_of(2 * GRANULE)
    upload = served.admin.start_upload(dataset, "a.bin", content)
    put(upload, content[:GRANULE], 0, len(content), 308)
    with connection_to(upload, content[GRANULE:], GRANULE, len(content)):
        pass  # gone before the answer
    deadline = time.monotonic() + 10
    while b"" == (answer := probe(upload, len(content))).content:
        assert time.monotonic() < deadline, "the bytes never arrived"
    assert (200, crc32c(content)) == (answer.status_code, answer.json()["crc32c"])
    assert len(content) == served.admin.complete_upload(dataset, upload, content)["size"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_secrets_and_data_are_for_their_owner_only(served):
    served.admin.upload(served.admin.dataset(), "a.bin", b"x")
    root = served.sandbox.root
    assert 0o700 == root.stat().st_mode & 0o777
    private = ("key", "secret", "crucible.db", "crucible.db-wal", "crucible.db-shm")
    assert [0o600] * 5 == [(root / name).stat().st_mode & 0o777 for name in private]


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_no_file_is_for_others_whatever_the_users_default_is(tmp_path):
    before = os.umask(0)
    try:
        with Sandbox(tmp_path, ingest=False) as sandbox:
            served = Served(sandbox)
            dataset = served.admin.dataset()
            served.admin.upload(dataset, "a.bin", b"x")
            served.admin.start_upload(dataset, "empty.bin", b"")
            form = {"files": ("b.bin", b"in a form")}
            served.in_v2(served.admin).call("POST", f"datasets/{dataset}/upload", files=form)
            served.close()
            modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
            assert {} == {name: oct(mode) for name, mode in modes.items() if mode not in (0o600, 0o700)}
    finally:
        os.umask(before)
