"""Whatever is sent to whichever operation, the answer is below 500, the server lives, and it keeps to its folder."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crucible.sandbox.document import load_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crucible.sandbox.document import Document

SERVE = """
import json, sys
from crucible.sandbox import Sandbox
with Sandbox(sys.argv[1], ingest=False) as sandbox:
    print(json.dumps([sandbox.api_url, sandbox.api_key, sandbox.storage_url]), flush=True)
    sys.stdin.read()
"""
CONTENT = re.compile(r"root/(objects/[0-9a-f]{2}|uploads)/[0-9a-f]{64}")
MOST_GROWTH_BYTES = 48 * 1024 * 1024
OPERATIONS = [
    (version, operation)
    for version in ("v3", "v2")
    for name, operation in sorted(load_document(version).operations.items())
]


@dataclass
class Server:
    """A sandbox in a process of its own, with a few records that requests can be about."""

    process: subprocess.Popen[str]
    http: httpx.Client
    base: str
    storage_url: str
    root: Path
    known: list[str] = field(default_factory=list)
    files_at_start: set[str] = field(default_factory=set)

    def memory_bytes(self) -> int:
        """Return how much memory the process uses."""
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * 4096

    def files(self) -> set[str]:
        """Return every file in and beside the folder, except content, which is named by checksums."""
        found = {
            path.relative_to(self.root.parent).as_posix() for path in self.root.parent.rglob("*") if path.is_file()
        }
        return {name for name in found if not CONTENT.fullmatch(name)}


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    command = [sys.executable, "-c", SERVE, str(folder / "root")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        api_url, key, storage_url = json.loads(process.stdout.readline())
        with httpx.Client(headers={"Authorization": f"Bearer {key}"}, timeout=60, trust_env=False) as http:
            server = Server(process, http, api_url.removesuffix("/v3"), storage_url, folder / "root")
            project = {"project_id": "known", "organization": "Lab", "project_lead": "0000-0000-0000-000X"}
            ada = {"first_name": "Ada", "last_name": "Example", "username": "ada"}
            for path, body in (
                ("datasets", {}),
                ("samples", {"sample_name": "a"}),
                ("projects", project),
                ("users", {"user_info": ada, "project_ids": []}),
            ):
                server.known.append(http.post(f"{api_url}/{path}", json=body).json()["unique_id"])
            # Nothing names the administrator, whose key would be revoked sooner or later.
            server.known += ["known", "ada", "1", "1000000", "0" * 26]
            server.files_at_start = server.files()
            yield server
            process.stdin.close()
            assert process.wait(30) == 0


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("alone")) as server:
        yield server


NUMBERS = st.sampled_from([0, -1, 1, 2**31, 2**53, 2**63 - 1, 2**63, 2**64 - 1, 2**64, -(2**63), 10**30, 0.1, -1e308])
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "\x00", "../..", "null", "true", "1e400", "2026-01-01T00:00:00Z", "9" * 30, "a" * 5000, "%", "\u202e"]
    ),
)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
RAW = st.sampled_from(
    [
        b"",
        b"{",
        b"nul",
        b"\xff\xfe",
        b'"\\ud800"',
        b"[" * 3000,
        b"1e999",
        b'{"a":NaN}',
        b'{"a":1,"a":2}',
        b"\x1f\x8b\x08",
    ]
)
HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "Content-Type",
            "If-Match",
            "Idempotency-Key",
            "Crucible-Privilege-Mode",
            "Range",
            "Content-Encoding",
            "Cookie",
        ]
    ),
    st.sampled_from(
        [b"", b"*", b"\xff", b"elevated", b"normal", b'"a"', b"multipart/form-data; boundary=x", b"a" * 3000]
    ),
    max_size=2,
)


def value_for(known: list[str]) -> st.SearchStrategy[str]:
    """Return what may stand in paths and queries: mostly what exists, so that requests get somewhere."""
    return st.one_of(*[st.sampled_from(known)] * 5, TEXTS, NUMBERS.map(str))


def fitting(document: Document, schema: Any, known: list[str]) -> st.SearchStrategy[Any]:
    """Return values that have the type a schema wants, and may be wild otherwise."""
    schema = document.resolve(schema)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if alternatives := schema.get("anyOf") or schema.get("oneOf"):
        return st.one_of(*[fitting(document, alternative, known) for alternative in alternatives])
    kind = schema.get("type", "object")
    match kind if isinstance(kind, str) else kind[0]:
        case "string":
            return value_for(known)
        case "integer" | "number":
            return st.sampled_from([1, 0, 20]) | NUMBERS
        case "boolean":
            return st.booleans()
        case "array":
            return st.lists(fitting(document, schema["items"], known), max_size=2)
        case "object" if "properties" in schema:
            members = {name: fitting(document, member, known) for name, member in schema["properties"].items()}
            required = {name: members.pop(name) for name in schema.get("required", ())}
            return st.fixed_dictionaries(required, optional=members)
    return st.dictionaries(TEXTS, JSON, max_size=3)


@st.composite
def requests(draw: st.DrawFn, known: list[str]) -> tuple[str, str, list[tuple[str, str]], dict[str, bytes], bytes]:
    """Return method, path, query, headers and body of a request to one of the operations."""
    version, operation = draw(st.sampled_from(OPERATIONS))
    document = load_document(version)
    path = re.sub(r"\{\w+\}", lambda _: quoted(draw(value_for(known))), operation.path)
    parameters = list(operation.parameters["query"])
    chosen = draw(st.lists(st.sampled_from(parameters), max_size=3)) if parameters else []
    chosen += [parameter for parameter in parameters if parameter.required]
    query = [(parameter.name, str(draw(fitting(document, parameter.schema, known)))) for parameter in chosen]
    headers = draw(st.just({}) | HEADERS)
    item = document.contents["paths"][operation.path][operation.method.lower()]
    media = item.get("requestBody", {}).get("content", {}).get("application/json")
    bodies = RAW | JSON.map(dumped)
    body = draw(
        bodies if media is None else st.one_of(*[fitting(document, media["schema"], known).map(dumped)] * 4, bodies)
    )
    return operation.method, f"/{version}{path}", query, headers, body


def quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "replace"))


def dumped(value: Any) -> bytes:
    return json.dumps(value).encode()


@settings(max_examples=600, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_request_makes_the_server_fail(server, data):
    method, path, query, headers, body = data.draw(requests(server.known))
    if method in ("GET", "DELETE"):
        body = b""
    answer = server.http.request(method, server.base + path, params=query, headers=headers, content=body)
    is_refused = answer.status_code == 501 and method == "DELETE"  # datasets, which the service refuses in v2 as well
    assert answer.status_code < 500 or is_refused, f"{method} {path} {query} {body[:200]!r} {answer.text}"
    if answer.status_code == 422:
        assert "detail" in answer.json()
    assert "root/crucible.db" in server.files()


@settings(max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(
    method=st.sampled_from(["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"]),
    path=TEXTS
    | st.sampled_from(
        ["upload/storage/v1/b/mf-storage-prod/o", "mf-storage-prod/a", "mf-crucible-multipart-staging/uploads"]
    ),
    query=st.dictionaries(
        st.sampled_from(["upload_id", "uploadId", "partNumber", "X-Goog-Signature", "X-Goog-Expires", "X-Goog-Date"]),
        TEXTS,
    ),
    headers=HEADERS,
    body=RAW,
)
def test_no_request_makes_the_object_store_fail(server, method, path, query, headers, body):
    address = f"{server.storage_url}/{quoted(path)}"
    answer = server.http.request(method, address, params=query, headers=headers, content=body)
    assert 400 <= answer.status_code < 500


def test_all_that_left_no_file_but_content(server):
    assert server.files_at_start == server.files()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_memory_does_not_grow_with_requests(server):
    url = f"{server.base}/v3"
    dataset = server.known[0]
    requests = [
        ("GET", f"{url}/datasets", {"params": {"dataset_name": "\x00"}}),
        ("GET", f"{url}/nowhere/{'a' * 3000}", {}),
        ("GET", f"{url}/datasets/search", {"params": {"q": "\u202e abc" * 100}}),
        ("POST", f"{url}/datasets", {"content": b'{"a":' * 1000}),
        ("POST", f"{url}/datasets", {"content": b"[" + b"{}," * 3000 + b"1]"}),
        ("PATCH", f"{url}/resources/{dataset}/metadata", {"json": {"a": ["x" * 100] * 100}}),
        ("GET", f"{url}/account", {"headers": {"Authorization": "Bearer nobody", "Crucible-Sandbox-Fault": "garbage"}}),
        ("PUT", f"{server.storage_url}/upload/storage/v1/b/mf-storage-prod/o?upload_id=x", {"content": b"a" * 10_000}),
        ("GET", f"{server.storage_url}/a?X-Goog-Signature=x", {}),
    ]

    def send(rounds: int) -> None:
        for _ in range(rounds):
            for method, address, options in requests:
                assert server.http.request(method, address, **options).status_code < 500

    send(100)
    before = server.memory_bytes()
    send(250)
    assert server.memory_bytes() - before < MOST_GROWTH_BYTES
