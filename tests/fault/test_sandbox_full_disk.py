"""Uploads that do not fit: refused in words, and the sandbox goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from types import SimpleNamespace

import httpx
import pytest
from support.served import Person, content_of, link_of, put
from support.signed import put_part, start

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the size of files cannot be limited there")

MIB = 1024 * 1024
LIMIT = 8 * MIB
SERVE = f"""
import json, resource, sys
from crucible.sandbox import Sandbox
resource.setrlimit(resource.RLIMIT_FSIZE, ({LIMIT}, {LIMIT}))
with Sandbox(sys.argv[1], ingest=False, part_size_bytes={5 * MIB}) as sandbox:
    print(json.dumps([sandbox.api_url, sandbox.api_key]), flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def admin(tmp_path):
    """The administrator of a sandbox whose files cannot grow beyond a limit."""
    command = [sys.executable, "-c", SERVE, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        api_url, key = json.loads(server.stdout.readline())
        person = Person(SimpleNamespace(api_url=api_url), "0000-0000-0000-000X", key)
        yield person
        person.http.close()
        server.communicate()


def test_a_session_that_does_not_fit_keeps_what_did(admin):
    dataset, content = admin.dataset(), content_of(LIMIT + MIB)
    upload = admin.start_upload(dataset, "a.bin", content)
    put(upload, content, 0, len(content), 507)
    safe = int(put(upload, b"", 0, len(content), 308).headers["range"].rpartition("-")[2]) + 1
    assert LIMIT - 2 * MIB <= safe <= LIMIT
    assert 100 == admin.upload(dataset, "b.bin", content[:100])["size"]


def test_records_that_do_not_fit_are_refused_and_the_sandbox_goes_on(admin):
    large, small = admin.dataset(), admin.dataset()
    document = {"scientific_metadata": {"text": "x" * (3 * MIB)}}
    statuses = {admin.http.post(f"resources/{admin.dataset()}/metadata", json=document).status_code for _ in range(4)}
    assert 507 in statuses <= {200, 507}
    assert 507 == admin.http.post(f"resources/{large}/metadata", json=document).status_code
    assert None is admin.get(f"resources/{large}/metadata")
    admin.post(f"resources/{small}/metadata", json={"scientific_metadata": {"a": 1}})


def test_a_form_that_does_not_fit_leaves_nothing(admin, tmp_path):
    dataset = admin.dataset()
    url = str(admin.http.base_url).replace("v3", "v2") + f"datasets/{dataset}/upload"
    answer = admin.http.post(url, files={"files": ("a.bin", content_of(LIMIT + MIB))})
    assert (507, []) == (answer.status_code, list((tmp_path / "uploads").iterdir()))


def test_a_part_that_does_not_fit_is_no_part(admin):
    upload = start(admin, admin.dataset(), "a.bin", content_of(2 * 5 * MIB))
    first, second = upload.sign([1, 2])
    put_part(first, upload.piece(1))
    assert "<Code>InsufficientStorage</Code>" in put_part(second, upload.piece(2), 507).text
    assert [1] == upload.received()
    upload.abort()
    small = start(admin, admin.dataset(), "b.bin", b"small")
    small.send()
    assert b"small" == httpx.get(link_of(admin, small.complete()), trust_env=False).content
