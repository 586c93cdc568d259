"""What has to wait for the disk or the database holds up nobody else, and comes out right."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest
from support.served import begun, connection_to, content_of, crc32c, link_of, put
from support.signed import PART, put_part, start

from crucible.sandbox.serve import IO_THREADS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.served import Served

MIB = 1024 * 1024


@contextlib.contextmanager
def held_up(served: Served, removals: int = 1) -> Iterator[None]:
    """Let the database take no changes, with some removals waiting for it already."""
    dataset = served.admin.dataset()
    database = sqlite3.connect(served.sandbox.root / "crucible.db", isolation_level=None)
    with contextlib.closing(database), ThreadPoolExecutor(removals) as pool:
        database.execute("BEGIN IMMEDIATE")
        url, headers = f"{served.admin.http.base_url}resources/{dataset}", served.admin.http.headers
        waiting = [pool.submit(httpx.delete, url, headers=headers, timeout=30) for _ in range(removals)]
        deadline = time.monotonic() + 10
        while not served.sandbox._store.db.is_busy and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.2 if removals > 1 else 0)
        yield
        database.execute("ROLLBACK")
        assert [409] * removals == [answer.result().status_code for answer in waiting]


def test_while_a_removal_waits_others_are_answered(served):
    with held_up(served):
        assert 200 == httpx.get(f"{served.sandbox.api_url}/health/live").status_code


def test_while_bytes_wait_to_be_recorded_others_are_answered(served):
    dataset, content = served.admin.dataset(), content_of(PART)
    link = link_of(served.admin, served.admin.upload(dataset, "there.bin", b"there"))
    upload = start(served.admin, dataset, "part.bin", content_of(PART, 1))
    (part,) = upload.sign([1])
    session = served.admin.start_upload(dataset, "session.bin", content)
    with ThreadPoolExecutor(2) as pool:
        with held_up(served):
            sending = [
                pool.submit(put_part, part, upload.piece(1)),
                pool.submit(put, session, content, 0, len(content), 200),
            ]
            time.sleep(0.2)
            assert b"there" == httpx.get(link).content
            assert [False, False] == [sent.done() for sent in sending]
        assert [200, 200] == [sent.result().status_code for sent in sending]
    assert [PART, PART] == [upload.complete()["size"], served.admin.complete_upload(dataset, session, content)["size"]]


def test_a_request_that_takes_over_begins_after_the_block_that_is_being_written(served):
    content = content_of(3 * MIB)
    upload = served.admin.start_upload(served.admin.dataset(), "a.bin", content)
    with held_up(served, removals=IO_THREADS):  # no thread is left, so the block waits
        earlier = connection_to(upload, content[: MIB + 1000], 0, len(content))
        time.sleep(0.2)
        answers: list[httpx.Response] = []
        later = threading.Thread(target=lambda: answers.append(put(upload, content, 0, len(content), 200)))
        later.start()
        time.sleep(0.2)
    later.join()
    earlier.close()
    assert [crc32c(content)] == [answer.json()["crc32c"] for answer in answers]


@pytest.mark.parametrize("kind", ["session", "part"])
def test_an_upload_abandoned_while_bytes_arrive_leaves_none_of_them(served, kind):
    dataset, content = served.admin.dataset(), content_of(PART)
    if kind == "session":
        session = served.admin.start_upload(dataset, "a.bin", content)
        connection = connection_to(session, content[:600], 0, PART)
        time.sleep(0.1)
        assert 499 == httpx.delete(session["resumable_uri"]).status_code
    else:
        upload = start(served.admin, dataset, "a.bin", content)
        (part,) = upload.sign([1])
        connection = begun("PUT", part["url"], part["headers"], content[:600])
        time.sleep(0.1)
        upload.abort()
    with connection:
        connection.sendall(content[600:])
        assert b" 404 " in connection.recv(100)
    deadline = time.monotonic() + 10
    while left := list((served.sandbox.root / "uploads").iterdir()):
        assert time.monotonic() < deadline, left
