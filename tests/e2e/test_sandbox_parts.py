"""Signed addresses of parts, and what may be sent there."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx
from support.served import begun, content_of, crc32c, link_of
from support.signed import PART, put_part, start

from crucible.sandbox.parts import PARTS_PATH
from crucible.sandbox.signing import Signer


def test_parts_say_where_they_belong_and_until_when(served):
    upload = start(served.admin, served.admin.dataset(), "a.bin", content_of(2 * PART + 5))
    parts = upload.sign([3, 1])
    assert [(3, 2 * PART, 5), (1, 0, PART)] == [(part["part_number"], part["offset"], part["size"]) for part in parts]
    assert {"x-goog-hash": f"crc32c={crc32c(upload.piece(3))}", "Content-Length": "5"} == parts[0]["headers"]
    left = datetime.fromisoformat(parts[0]["expires_at"]) - datetime.now(UTC)
    assert timedelta(minutes=59) < left <= timedelta(hours=1)
    assert parts[0]["url"].startswith(served.sandbox.storage_url + "/")


def test_parts_arrive_in_any_order_over_many_connections(served):
    content = content_of(40 * PART + 17)
    upload = start(served.admin, served.admin.dataset(), "a.bin", content)
    parts = upload.sign(range(upload.started["part_count"], 0, -1))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda part: put_part(part, upload.piece(part["part_number"])), parts))
    assert list(range(1, 42)) == upload.received()
    assert content == httpx.get(link_of(served.admin, upload.complete())).content


def test_a_part_that_comes_again_changes_nothing(served):
    content = content_of(3 * PART)
    upload = start(served.admin, served.admin.dataset(), "a.bin", content)
    (part,) = upload.sign([2])
    for _ in range(3):
        answer = put_part(part, upload.piece(2))
        assert part["headers"]["x-goog-hash"] == answer.headers["x-goog-hash"]
    put_part(part, b"\0" * PART, 400)  # wrong bytes do not spoil those that are here
    upload.send(1, 3)
    assert content == httpx.get(link_of(served.admin, upload.complete())).content


def test_a_part_can_be_replaced_by_one_with_another_checksum(served):
    content, other = content_of(2 * PART, 1), content_of(2 * PART, 2)
    upload = start(served.admin, served.admin.dataset(), "a.bin", content)
    upload.content = other
    upload.send()
    upload.content = content
    upload.complete(409)
    (part,) = upload.sign([2])
    put_part(part, b"\0" * PART, 400)
    assert [1] == upload.received()
    upload.send()
    assert content == httpx.get(link_of(served.admin, upload.complete())).content


def test_other_bytes_than_were_signed_are_refused_and_not_kept(served):
    upload = start(served.admin, served.admin.dataset(), "a.bin", content_of(2 * PART))
    (part,) = upload.sign([1])
    answer = put_part(part, upload.piece(2), 400)
    assert "<Code>BadDigest</Code>" in answer.text
    assert [] == upload.received()


def test_length_and_checksum_belong_to_the_signature(served):
    upload = start(served.admin, served.admin.dataset(), "a.bin", content_of(2 * PART))
    (part,) = upload.sign([1])
    for content, headers in (
        (upload.piece(1)[:-1], {}),
        (upload.piece(1) + b"x", {}),
        (b"", {}),
        (upload.piece(2), {"x-goog-hash": f"crc32c={crc32c(upload.piece(2))}"}),
        (upload.piece(1), {"x-goog-hash": ""}),
    ):
        assert "SignatureDoesNotMatch" in put_part(part, content, 403, **headers).text
    assert [] == upload.received()


def test_an_address_is_good_for_one_part_of_one_upload_and_for_put_only(served):
    dataset = served.admin.dataset()
    uploads = [start(served.admin, dataset, name, b"\0" * 2 * PART) for name in ("a.bin", "b.bin")]
    (part,) = uploads[0].sign([1])
    ids = [upload.started["upload_id"] for upload in uploads]
    for url in (
        part["url"].replace("partNumber=1", "partNumber=2"),
        part["url"].replace(ids[0], ids[1]),
        part["url"].replace("X-Goog-Expires=3600", "X-Goog-Expires=9999"),
        part["url"].partition("?")[0],
    ):
        assert url != part["url"]
        put_part({**part, "url": url}, uploads[0].piece(1), 403)
    assert [403, 403, 403] == [httpx.request(m, part["url"]).status_code for m in ("GET", "DELETE", "POST")]
    assert [[], []] == [upload.received() for upload in uploads]


def test_an_expired_address_is_answered_with_403_so_that_clients_ask_again(served):
    upload = start(served.admin, served.admin.dataset(), "a.bin", content_of(PART))
    (part,) = upload.sign([1])
    signer = Signer((served.sandbox.root / "secret").read_bytes())
    query = {"partNumber": "1", "uploadId": upload.started["upload_id"]}
    signed = {name.lower(): value for name, value in part["headers"].items()}
    link = signer.sign("PUT", PARTS_PATH, lifetime_seconds=0, query=query, headers=signed)
    answer = put_part({**part, "url": served.sandbox.storage_url + link}, upload.piece(1), 403)
    assert "<Code>ExpiredToken</Code>" in answer.text
    assert [] == upload.received()


def test_half_a_part_is_no_part(served):
    upload = start(served.admin, served.admin.dataset(), "a.bin", content_of(2 * PART))
    (part,) = upload.sign([1])
    begun("PUT", part["url"], part["headers"], upload.piece(1)[:600]).close()
    time.sleep(0.1)
    assert [] == upload.received()
    upload.complete(409)
    upload.send()
    assert 2 * PART == upload.complete()["size"]


def test_a_later_request_takes_a_part_over_from_one_that_hangs(served):
    upload = start(served.admin, served.admin.dataset(), "a.bin", content_of(PART))
    (part,) = upload.sign([1])
    with begun("PUT", part["url"], part["headers"], b"\0" * 600) as hanging:
        time.sleep(0.1)
        put_part(part, upload.piece(1))
        hanging.sendall(b"\0" * (PART - 600))
        assert b"503" in hanging.recv(100)
    file = upload.complete()
    assert upload.content == httpx.get(link_of(served.admin, file)).content


def test_parts_that_the_file_does_not_have_are_not_signed(served):
    upload = start(served.admin, served.admin.dataset(), "a.bin", content_of(2 * PART))
    assert ["body", "parts", 0, "part_number"] == upload.sign([3], 422)["detail"][0]["loc"]
    upload.sign([0], 422)
    upload.sign([1] * 1001, 422)
    assert [] == upload.sign([])


def test_no_secret_of_an_upload_is_logged(request, caplog):
    for name in ("httpx", "httpcore"):  # the client of this test, which is not what is looked at
        caplog.set_level(logging.CRITICAL, name)
    caplog.set_level(1)  # below DEBUG, too, where uvicorn would log addresses if it found this at the start
    served = request.getfixturevalue("served")
    upload = start(served.admin, served.admin.dataset(), "a.bin", content_of(2 * PART))
    (part,) = upload.sign([1])
    put_part(part, upload.piece(1), authorization="Bearer x")
    put_part(part, upload.piece(2), 400)
    upload.send()
    upload.complete()
    seen = caplog.text + repr(served.sandbox.leaked_keys)
    signature = part["url"].partition("X-Goog-Signature=")[2]
    assert PARTS_PATH in seen
    assert "HTTP connection made" in seen
    assert [] == [secret for secret in (upload.started["upload_id"], signature) if secret in seen]
