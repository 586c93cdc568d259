"""A sandbox that is killed in the middle of uploads: what it called safe is there, and the rest can follow."""

from __future__ import annotations

import contextlib
import hashlib
import json
import random
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from urllib.parse import urlsplit

import httpx
import pytest
from support.served import Person, content_of, link_of, put
from support.signed import put_part, start

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

ROUNDS = 3
KIB = 1024
PART = 256 * KIB
SERVE = f"""
import json, sys
from crucible.sandbox import Sandbox
with Sandbox(sys.argv[1], ingest=False, part_size_bytes={PART}) as sandbox:
    print(json.dumps([sandbox.api_url, sandbox.api_key, sandbox.storage_url]), flush=True)
    sys.stdin.read()
"""


class Server:
    """A sandbox in a process of its own, and its administrator."""

    def __init__(self, root):
        command = [sys.executable, "-c", SERVE, str(root)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.api_url, key, self.storage_url = json.loads(self._process.stdout.readline())
        self.admin = Person(SimpleNamespace(api_url=self.api_url), "0000-0000-0000-000X", key)

    def moved(self, link):
        """Return an address of an earlier server as it is now."""
        return f"{self.storage_url}/{link.split('/', 3)[3]}"

    def kill(self):
        self._process.kill()

    def close(self):
        """End it, unless it was killed already."""
        self.admin.http.close()
        self._process.communicate()


@contextlib.contextmanager
def served(root):
    server = Server(root)
    try:
        yield server
    finally:
        server.close()


def stored_content(server, file):
    return httpx.get(link_of(server.admin, file), trust_env=False).content


def test_parts_that_were_acknowledged_survive_kill_9(tmp_path):
    chance = random.Random(7)  # noqa: S311 - repeatable on purpose
    content = content_of(40 * PART + 17)
    with served(tmp_path) as server:
        dataset = server.admin.dataset()
    acknowledged = set()
    for _ in range(ROUNDS):
        with served(tmp_path) as server:
            upload = start(server.admin, dataset, "a.bin", content, key="k1")
            here = set(upload.received())
            assert acknowledged <= here
            left = sorted(set(range(1, 42)) - here)
            send_and_kill(server, upload, left, len(acknowledged) + chance.randint(1, 8), acknowledged)
    with served(tmp_path) as server:
        upload = start(server.admin, dataset, "a.bin", content, key="k1")
        here = set(upload.received())
        assert acknowledged <= here
        upload.send(*(set(range(1, 42)) - here))
        assert content == stored_content(server, upload.complete())


def send_and_kill(server, upload, numbers, enough, acknowledged):
    """Send parts over several connections, and kill the server when so many have been acknowledged in all."""

    def send(part):
        number = part["part_number"]
        with contextlib.suppress(httpx.TransportError):
            put_part(part, upload.piece(number))
            acknowledged.add(number)
            if len(acknowledged) >= enough:
                server.kill()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, upload.sign(numbers)))
    assert len(acknowledged) >= enough


def test_what_a_session_called_safe_survives_kill_9(tmp_path):
    chance = random.Random(7)  # noqa: S311 - repeatable on purpose
    content = content_of(96 * 256 * KIB + 17)
    with served(tmp_path) as server:
        dataset = server.admin.dataset()
        upload = server.admin.start_upload(dataset, "a.bin", content)
    acknowledged = 0
    for _ in range(ROUNDS):
        with served(tmp_path) as server:
            moved = {"resumable_uri": server.moved(upload["resumable_uri"])}
            safe = safe_bytes(put(moved, b"", 0, len(content), 308))
            assert safe >= acknowledged
            end = safe + 256 * KIB * chance.randint(1, 20)
            acknowledged = safe_bytes(put(moved, content[safe:end], safe, len(content), 308))
            assert end == acknowledged
            with begun(moved, content, acknowledged) as connection:
                connection.sendall(content[acknowledged : acknowledged + chance.randint(1, 4 * 1024 * KIB)])
                server.kill()
    with served(tmp_path) as server:
        moved = upload | {"resumable_uri": server.moved(upload["resumable_uri"])}
        safe = safe_bytes(put(moved, b"", 0, len(content), 308))
        assert safe >= acknowledged
        put(moved, content[safe:], safe, len(content), 200)
        assert content == stored_content(server, server.admin.complete_upload(dataset, moved, content))


def safe_bytes(answer):
    return int(answer.headers["range"].rpartition("-")[2]) + 1 if "range" in answer.headers else 0


def begun(upload, content, first):
    """Return a connection that has announced the rest of some content."""
    address, total = urlsplit(upload["resumable_uri"]), len(content)
    connection = socket.create_connection((address.hostname, address.port))
    lines = [f"PUT {address.path}?{address.query} HTTP/1.1", f"Host: {address.netloc}"]
    lines += [f"Content-Length: {total - first}", f"Content-Range: bytes {first}-{total - 1}/{total}"]
    connection.sendall("\r\n".join([*lines, "", ""]).encode())
    return connection


@pytest.mark.parametrize("size", [1, 40 * PART])
def test_a_completion_that_was_cut_off_can_be_repeated(tmp_path, size):
    content = content_of(size)
    with served(tmp_path) as server:
        dataset = server.admin.dataset()
    with served(tmp_path) as server, ThreadPoolExecutor(1) as pool:
        upload = start(server.admin, dataset, "a.bin", content, key="k1")
        upload.send()
        asked = pool.submit(upload.complete)
        server.kill()
    with served(tmp_path) as server:
        upload = start(server.admin, dataset, "a.bin", content, key="k1")
        if asked.exception() is None:
            assert "completed" == upload.started["state"]
        file = upload.complete()
        assert [file] == server.admin.get(f"datasets/{dataset}/files")
        assert content == stored_content(server, file)


@pytest.mark.parametrize("is_there_already", [False, True])
def test_an_upload_that_was_killed_between_its_rename_and_its_record_can_be_completed(tmp_path, is_there_already):
    content = content_of(1000)
    with served(tmp_path) as server:
        dataset = server.admin.dataset()
        upload = server.admin.start_upload(dataset, "a.bin", content)
        put(upload, content, 0, len(content), 200)
        if is_there_already:
            server.admin.upload(server.admin.dataset(), "same.bin", content)
        server.kill()
    (arrived,) = (tmp_path / "uploads").iterdir()
    sha256 = hashlib.sha256(content).hexdigest()
    (tmp_path / "objects" / sha256[:2]).mkdir(exist_ok=True)
    arrived.replace(tmp_path / "objects" / sha256[:2] / sha256)
    with served(tmp_path) as server:
        assert content == stored_content(server, server.admin.complete_upload(dataset, upload, content))
    assert [] == list((tmp_path / "uploads").iterdir())
