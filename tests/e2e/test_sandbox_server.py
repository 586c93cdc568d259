"""Start, stop, restart, and what hostile or confused clients get."""

from __future__ import annotations

import gzip
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from support.served import Served

from crucible.errors import ConfigError
from crucible.sandbox import Sandbox
from crucible.sandbox.lock import RootInUseError
from crucible.sandbox.serve import PortTakenError, bound_socket
from crucible.sandbox.store import IncompatibleDatabaseError

SERVE = "import sys; from crucible.sandbox.foreground import serve; serve(sys.argv[1], json=True)"


def test_everything_is_there_again_after_a_restart(tmp_path):
    with Sandbox(tmp_path) as sandbox:
        served = Served(sandbox)
        mfid = served.admin.dataset(dataset_name="run 7")
        file = served.admin.upload(mfid, "a.bin", b"content")
        link = served.admin.get(f"files/{file['mfid']}/download_link")["url"]
        key = sandbox.api_key
        served.close()
    with Sandbox(tmp_path) as sandbox:
        served = Served(sandbox)
        assert key == sandbox.api_key
        assert "run 7" == served.admin.get(f"datasets/{mfid}")["dataset_name"]
        url = served.admin.get(f"files/{file['mfid']}/download_link")["url"]
        assert b"content" == httpx.get(url).content
        moved = link.replace(urlsplit(link).netloc, urlsplit(sandbox.storage_url).netloc)
        assert b"content" == httpx.get(moved).content, "links outlive a restart"
        served.close()


def test_a_temporary_root_is_removed_at_the_end():
    with Sandbox() as sandbox:
        assert sandbox.root.is_dir()
    assert not sandbox.root.exists()


def test_a_second_server_on_a_root_is_refused(tmp_path):
    with Sandbox(tmp_path), pytest.raises(RootInUseError, match="Another sandbox server uses") as refusal:
        Sandbox(tmp_path).start()
    assert str(tmp_path) in str(refusal.value)
    with Sandbox(tmp_path):
        pass


def test_a_second_server_is_refused_across_processes(tmp_path):
    server = subprocess.Popen([sys.executable, "-c", SERVE, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    server.stdout.readline()
    try:
        with pytest.raises(RootInUseError):
            Sandbox(tmp_path).start()
    finally:
        server.terminate()
        server.wait(10)
        server.stdout.close()


def test_serving_in_the_foreground_prints_one_line_and_ends_cleanly(tmp_path):
    server = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", SERVE, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # Windows wants it for CTRL_BREAK_EVENT
    )
    assert server.stdout is not None
    facts = json.loads(server.stdout.readline())
    assert (server.pid, str(tmp_path)) == (facts["pid"], facts["root"])
    assert facts["api_url"].endswith("/api/v3")
    headers = {"Authorization": f"Bearer {facts['api_key']}"}
    assert 200 == httpx.get(f"{facts['api_url']}/account", headers=headers).status_code
    server.send_signal(signal.SIGTERM if os.name != "nt" else signal.CTRL_BREAK_EVENT)
    output, errors = server.communicate(timeout=10)
    assert (0, "", "") == (server.returncode, output, errors)


def test_a_port_that_is_taken_is_named(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTakenError, match=f"Port {port}"):
            Sandbox(tmp_path, port=port).start()
    with Sandbox(tmp_path, port=port) as sandbox:
        assert f"http://127.0.0.1:{port}/api/v3" == sandbox.api_url


def test_a_database_of_a_newer_release_is_left_alone(tmp_path):
    import sqlite3

    with Sandbox(tmp_path):
        pass
    database = sqlite3.connect(tmp_path / "crucible.db")
    database.execute("PRAGMA user_version = 999")
    database.close()
    with pytest.raises(IncompatibleDatabaseError, match="newer release"):
        Sandbox(tmp_path).start()


def test_a_database_of_something_else_is_left_alone(tmp_path):
    import sqlite3

    database = sqlite3.connect(tmp_path / "crucible.db")
    database.execute("CREATE TABLE recipes (name TEXT)")
    database.close()
    before = (tmp_path / "crucible.db").read_bytes()
    with pytest.raises(IncompatibleDatabaseError, match="not a sandbox's database"):
        Sandbox(tmp_path).start()
    assert before == (tmp_path / "crucible.db").read_bytes()


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    (tmp_path / "crucible.db").write_text("my recipes, " * 1000)
    with pytest.raises(IncompatibleDatabaseError, match="not a sandbox's database"):
        Sandbox(tmp_path).start()
    assert (tmp_path / "crucible.db").read_text().startswith("my recipes")


def test_both_ports_listen_on_this_machine_only():
    with bound_socket(0) as listening:
        assert "127.0.0.1" == listening.getsockname()[0]
    with Sandbox() as sandbox:
        hosts = [urlsplit(url).hostname for url in (sandbox.api_url, sandbox.storage_url)]
        ports = [urlsplit(url).port for url in (sandbox.api_url, sandbox.storage_url)]
        assert ["127.0.0.1", "127.0.0.1"] == hosts
        for port in ports:  # another address of the loopback network is answered by a server that listens everywhere
            with pytest.raises(OSError):
                socket.create_connection(("127.0.0.2", port), timeout=1).close()


def test_a_root_that_is_no_folder_is_one_clear_error(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ConfigError, match=r"notes\.txt.*cannot hold a sandbox"):
        Sandbox(tmp_path / "notes.txt" / "sandbox").start()
    assert "mine" == (tmp_path / "notes.txt").read_text()


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    precious = tmp_path / "uploads" / ("0" * 64)
    precious.parent.mkdir()
    precious.write_text("precious")
    with pytest.raises(ConfigError, match="not empty and not a sandbox's folder"):
        Sandbox(tmp_path).start()
    assert ["uploads"] == [path.name for path in tmp_path.iterdir()]
    assert precious.exists()


def test_a_sandbox_cannot_be_started_twice():
    with Sandbox() as sandbox, pytest.raises(RuntimeError, match="running already"):
        sandbox.start()


def test_a_sandbox_that_nobody_closes_goes_with_its_process():
    code = "from crucible.sandbox import Sandbox; print(Sandbox().start().root)"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=30)
    assert (0, "") == (done.returncode, done.stderr)
    assert not Path(done.stdout.strip()).exists()


def test_stray_bytes_of_a_crash_are_swept_at_the_start(tmp_path):
    with Sandbox(tmp_path) as sandbox:
        served = Served(sandbox)
        file = served.admin.upload(served.admin.dataset(), "a", b"x")
        served.close()
    kept = tmp_path / "objects" / file["sha256_hash"][:2] / file["sha256_hash"]
    strays = [tmp_path / "uploads" / ("0" * 64), tmp_path / "objects" / "ab" / ("ab" + "0" * 62)]
    for stray in strays:
        stray.parent.mkdir(exist_ok=True)
        stray.write_bytes(b"stray")
    with Sandbox(tmp_path):
        assert [True, False, False] == [path.exists() for path in (kept, *strays)]


def test_importing_the_sandbox_loads_nothing_heavy():
    heavy = "uvicorn", "jsonschema_rs", "orjson", "sqlite3", "asyncio"
    code = f"import sys, crucible.sandbox; print([name for name in {heavy} if name in sys.modules])"
    assert "[]\n" == subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_closing_does_not_wait_for_open_connections():
    sandbox = Sandbox().start()
    with httpx.Client() as client:
        client.get(f"{sandbox.api_url}/health/live")
        sandbox.close()
        sandbox.close()
        with pytest.raises(httpx.TransportError):
            client.get(f"{sandbox.api_url}/health/live")


# ---- requests that no client of good will sends ----


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "nowhere", 404),
        ("GET", "", 404),
        ("GET", "datasets/", 404),
        ("GET", "datasets//files", 404),
        ("DELETE", "datasets", 405),
        ("OPTIONS", "datasets", 405),
        ("HEAD", "datasets", 405),
        ("BREW", "datasets", 400),
        ("GET", "datasets/..%2f..%2fetc", 422),
        ("GET", "datasets/%ff%fe", 422),
        ("GET", "datasets/%00", 422),
        ("GET", "users/%00", 422),
        ("GET", "users/%F0%9F%98%80", 404),
        ("GET", "users/" + "a" * 5000, 422),
        ("GET", "datasets?limit=0", 422),
        ("GET", "datasets?limit=1001", 422),
        ("GET", "datasets?limit=" + "9" * 5000, 422),
        ("GET", "datasets?limit=1e3", 422),
        ("GET", "datasets?limit=%D9%A3", 422),
        ("GET", "files?offset=99999999999999999999", 422),
        ("GET", "files?offset=9007199254740991", 200),
        ("GET", "datasets?public=maybe", 422),
        ("GET", "datasets?public=True&public=false", 200),
        ("GET", "datasets?colour=red", 422),
        ("GET", "datasets?dataset_name=%ff%00%F0%9F", 422),
        ("GET", "datasets?creation_time_gte=9999-12-31T23:59:59-23:59", 422),
        ("GET", "datasets?creation_time_gte=0001-01-01T00:00:00%2B23:59", 422),
        ("GET", "datasets?creation_time_gte=2016-12-31T23:59:60Z", 422),
        ("GET", "datasets?" + "&".join("affiliation=owner" for _ in range(6)), 422),
        ("GET", "datasets?" + "&".join(f"a{number}=1" for number in range(3000)), 422),
        ("GET", "datasets/search?q=ab", 422),
        ("GET", "datasets/search?q=" + "%22" * 1000, 200),
        ("GET", "datasets/search?q=" + "ab%20" * 250, 200),
        ("GET", "datasets/search?q=" + "abcdefghij" * 100, 200),
        ("GET", "resources/metadata/search?q=" + "a%20" * 333 + "a", 200),
        ("GET", "resources/metadata/search?q=a%00b", 422),
        ("GET", "ingestion_requests/0", 422),
        ("GET", "ingestion_requests/99999999999999999999999", 422),
        ("GET", "ingestion_requests/9007199254740991", 404),
        ("PUT", "datasets/x/instrument", 422),
    ],
)
def test_odd_requests_get_an_answer_below_500(served, method, path, expected):
    assert expected == served.admin.http.request(method, path).status_code


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", 422),
        (b"{", 422),
        (b"null", 422),
        (b"[]", 422),
        (b'"text"', 422),
        (b"\xff\xfe{}", 422),
        ('{"dataset_name": "a"}'.encode("utf-16"), 422),
        (gzip.compress(b"{}", mtime=0), 422),
        (b'{"dataset_name": "\\ud800"}', 422),
        (b'{"dataset_name": "\\u0000"}', 422),
        (b'{"size": 1e400}', 422),
        (b'{"size": 18446744073709551616}', 422),
        (b'{"size": -1}', 422),
        (b'{"size": 1.5}', 422),
        (b'{"size": NaN}', 422),
        (b'{"timestamp": "2026-13-01T00:00:00Z"}', 422),
        (b'{"dataset_name": ' + b"[" * 5000 + b"]" * 5000 + b"}", 422),
        (b'{"dataset_name": "' + b"a" * 65_536 + b'"}', 200),
        (b'{"dataset_name": "' + b"a" * 65_537 + b'"}', 422),
        (b'{"a": 1, "a": 2}', 422),
    ],
)
def test_odd_bodies_get_an_answer_below_500(served, body, expected):
    answer = served.admin.http.post("datasets", content=body)
    assert expected == answer.status_code
    if expected == 422:
        assert all({"type", "loc", "msg"} <= set(error) for error in answer.json()["detail"])


@pytest.mark.parametrize("depth", [90, 150, 900, 3000])
def test_metadata_is_kept_or_refused_by_its_depth(served, depth):
    path = f"resources/{served.admin.dataset()}/metadata"
    body = b'{"a":' * depth + b"1" + b"}" * depth
    answer = served.admin.http.patch(path, content=body)
    assert (200 if depth < 100 else 422) == answer.status_code
    assert (answer.json() if depth < 100 else None) == served.admin.get(path)


def test_a_large_wrong_body_is_refused_for_its_first_mistake(served):
    answer = served.admin.http.post("datasets/first_thumbnails", content=b"[" + b"1," * 2_000_000 + b"1]")
    assert (422, 1) == (answer.status_code, len(answer.json()["detail"]))


def test_too_many_references_at_once_are_refused(served):
    served.admin.post("datasets/first_thumbnails", 422, json=["0" * 26] * 1001)
    served.admin.post("users/resolve", 422, json={"usernames": ["a"] * 600, "orcids": ["b"] * 600})
    assert {} == served.admin.post("datasets/first_thumbnails", json=["0" * 26] * 1000)


def test_a_body_that_is_too_large_is_refused_before_it_is_read(served):
    parts = urlsplit(served.sandbox.api_url)
    with socket.create_connection((parts.hostname, parts.port)) as connection:
        head = f"POST {parts.path}/datasets HTTP/1.1\r\nHost: localhost\r\n"
        head += f"Authorization: Bearer {served.sandbox.api_key}\r\n"
        connection.sendall(f"{head}Content-Length: {1 << 40}\r\n\r\n".encode())
        answer = connection.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_body_without_an_announced_length_is_cut_off(served):
    def endless():
        while True:
            yield b" " * 1_000_000

    try:
        status = served.admin.http.post("datasets", content=endless()).status_code
    except httpx.HTTPError:  # the server has closed the connection in the middle of the body
        status = 413
    assert 413 == status
    assert 200 == served.admin.http.get("datasets").status_code


@pytest.mark.parametrize("beginning", [b"GET /", b"GET / HTTP/1.1\r\nx: ", b"GET / HTTP/1.1\r\nx: a\r\n"])
def test_headers_that_never_end_are_cut_off(served, beginning):
    parts = urlsplit(served.sandbox.storage_url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        sent = 0
        with pytest.raises(OSError):
            connection.sendall(beginning)
            while sent < 100_000_000:
                sent += connection.send(b"x-a: b\r\n" * 1000 if beginning.endswith(b"\n") else b"a" * 8000)
    assert sent < 100_000_000
    served.admin.get("account")


def test_errors_are_in_the_services_shape(served):
    answer = served.admin.http.get("datasets?limit=5000&colour=red").json()
    assert [
        {
            "type": "less_than_equal",
            "loc": ["query", "limit"],
            "msg": "Input should be less than or equal to 1000",
            "input": "5000",
        },
        {
            "type": "extra_forbidden",
            "loc": ["query", "colour"],
            "msg": "Extra inputs are not permitted",
            "input": "red",
        },
    ] == answer["detail"]


def test_another_path_prefix_is_not_found(served):
    base = served.sandbox.api_url.removesuffix("/api/v3")
    assert [404, 404] == [httpx.get(f"{base}{path}").status_code for path in ("/", "/api/v1/datasets")]


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET * HTTP/1.1",
        b"GET /\xff HTTP/1.1",
        b"OPTIONS * HTTP/1.1",
        b"CONNECT a:1 HTTP/1.1",
        b"GET",
        b"\x16\x03\x01\x02",
    ],
)
def test_broken_http_is_answered_or_closed_and_the_server_goes_on(served, request_line):
    for url in (served.sandbox.api_url, served.sandbox.storage_url):
        parts = urlsplit(url)
        with socket.create_connection((parts.hostname, parts.port), timeout=5) as connection:
            connection.sendall(request_line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            answer = connection.makefile("rb").read()
        assert not answer.startswith((b"HTTP/1.1 5", b"HTTP/1.0 5")), answer
    served.admin.get("account")
