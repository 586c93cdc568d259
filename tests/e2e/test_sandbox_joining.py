"""Several programs and one folder: one of them starts the server, the others join it."""

import json
import os
import socket
import subprocess
import sys
import threading
from urllib.parse import urlsplit

import httpx
import pytest

from crucible import CrucibleClient
from crucible.sandbox import Sandbox
from crucible.sandbox.lock import RootInUseError, RootLock
from crucible.sandbox.running import find_server, take_root

JOIN = """
import sys
from crucible import CrucibleClient
with CrucibleClient.sandbox(sys.argv[1]) as client:
    client.samples.create(sample_name=sys.argv[2])
    print(client.api_url, flush=True)
    sys.stdin.read()
"""


def test_a_client_joins_the_server_of_a_folder_and_leaves_it_running(tmp_path):
    with Sandbox(tmp_path) as sandbox:
        with CrucibleClient.sandbox(tmp_path) as client:
            assert sandbox.api_url == client.api_url
            client.samples.create(sample_name="film A")
        with CrucibleClient.sandbox(tmp_path) as client:
            assert ["film A"] == [sample.sample_name for sample in client.samples.list()]


def test_clients_of_different_folders_have_servers_of_their_own(tmp_path):
    with CrucibleClient.sandbox(tmp_path / "a") as one, CrucibleClient.sandbox(tmp_path / "b") as other:
        assert one.api_url != other.api_url


def test_of_several_processes_one_starts_the_server_and_the_others_join_it(tmp_path):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    programs = [
        subprocess.Popen([sys.executable, "-c", JOIN, str(tmp_path / "root"), f"film {number}"], **pipes)
        for number in range(4)
    ]
    urls = [program.stdout.readline().strip() for program in programs]
    with CrucibleClient.sandbox(tmp_path / "root") as client:
        names = [sample.sample_name for sample in client.samples.list()]
    for program in programs:
        assert ("", "") == program.communicate(timeout=30)
    assert {client.api_url} == set(urls)
    assert [f"film {number}" for number in range(4)] == sorted(names)
    assert find_server(tmp_path / "root") is None


def test_of_several_threads_one_starts_the_server_and_the_others_join_it(tmp_path):
    urls, all_in, errors = [], threading.Barrier(4), []

    def work():
        try:
            with CrucibleClient.sandbox(tmp_path) as client:
                urls.append(client.api_url)
                all_in.wait(30)
                client.health()
                all_in.wait(30)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ([], 4, 1) == (errors, len(urls), len(set(urls)))


def test_joining_needs_none_of_the_servers_packages(tmp_path):
    code = "import sys; sys.modules.update(dict.fromkeys(('uvicorn', 'orjson', 'jsonschema_rs')))\n" + JOIN
    with Sandbox(tmp_path) as sandbox:
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path), "film"], input="", capture_output=True, text=True, timeout=30
        )
    assert (sandbox.api_url, "") == (done.stdout.strip(), done.stderr)


def test_where_a_server_is_stands_in_its_folder_while_it_answers(tmp_path):
    with Sandbox(tmp_path) as sandbox:
        facts = json.loads((tmp_path / "server.json").read_bytes())
        assert (sandbox.api_url, sandbox.storage_url) == (facts["api_url"], facts["storage_url"])
        assert (str(tmp_path), os.getpid()) == (facts["root"], facts["pid"])
        assert not {sandbox.api_key} & set(facts.values())
        server = find_server(tmp_path)
        assert server is not None
        assert (sandbox.api_key, False) == (server.api_key, facts["token"] in repr(server))
    assert not (tmp_path / "server.json").exists()


@pytest.fixture
def listener():
    """A port at which somebody notes what is sent, and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        heard = []

        def listen():
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    heard.append(connection.recv(65536))

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/api/v3", heard
        listening.shutdown(socket.SHUT_RDWR) if sys.platform == "linux" else None


def left_behind(root, **changes):
    """Write what a killed server leaves behind."""
    with Sandbox(root):
        facts = (root / "server.json").read_bytes()
    (root / "server.json").write_text(json.dumps(json.loads(facts) | changes))


def test_what_a_killed_server_left_behind_is_not_asked_for_while_the_folder_is_free(tmp_path, listener):
    url, heard = listener
    left_behind(tmp_path, api_url=url)
    assert find_server(tmp_path) is None
    assert [] == heard
    with CrucibleClient.sandbox(tmp_path) as client:
        assert url != client.api_url


def test_somebody_else_on_a_dead_servers_port_gets_no_key(tmp_path, listener):
    url, heard = listener
    left_behind(tmp_path, api_url=url)
    lock = RootLock(tmp_path)  # the next server, before it has removed the file
    try:
        assert find_server(tmp_path) is None
    finally:
        lock.release()
    assert (1, False) == (len(heard), (tmp_path / "key").read_bytes() in heard[0])


def test_another_folders_server_is_not_taken_for_this_ones(tmp_path):
    (tmp_path / "a").mkdir()
    with Sandbox(tmp_path / "b") as other:
        token = json.loads((tmp_path / "b" / "server.json").read_bytes())["token"]
        left_behind(tmp_path / "a", api_url=other.api_url, token=token)
        lock = RootLock(tmp_path / "a")
        try:
            assert find_server(tmp_path / "a") is None
        finally:
            lock.release()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"api_url": 1}', b"\xff"])
def test_a_damaged_server_file_is_no_server(tmp_path, content):
    with Sandbox(tmp_path):
        (tmp_path / "server.json").write_bytes(content)
        assert find_server(tmp_path) is None


def test_a_server_waits_for_one_that_is_about_to_let_go_of_the_folder(tmp_path):
    lock = RootLock(tmp_path)
    threading.Timer(0.2, lock.release).start()
    with Sandbox(tmp_path) as sandbox:
        assert 200 == httpx.get(f"{sandbox.api_url}/health/live").status_code


def test_who_takes_the_folder_of_a_running_server_learns_where_that_is(tmp_path):
    with Sandbox(tmp_path) as sandbox:
        with pytest.raises(RootInUseError, match=sandbox.api_url) as refusal:
            take_root(tmp_path)
    assert sandbox.api_url == refusal.value.server.api_url


def test_only_who_may_read_the_folder_may_ask_about_the_server(tmp_path):
    ended = threading.Event()
    with Sandbox(tmp_path, on_stop=ended.set) as sandbox:
        base = "{0.scheme}://{0.netloc}/_sandbox".format(urlsplit(sandbox.api_url))
        token = json.loads((tmp_path / "server.json").read_bytes())["token"]
        for headers in ({}, {"Authorization": f"Bearer {sandbox.api_key}"}, {"Authorization": "Bearer ä".encode()}):
            answers = [httpx.get(f"{base}/status", headers=headers), httpx.post(f"{base}/stop", headers=headers)]
            assert [401, 401] == [answer.status_code for answer in answers]
        mine = {"Authorization": f"Bearer {token}"}
        assert [404, 404, 404] == [
            httpx.get(f"{base}/{path}", headers=mine).status_code for path in ("", "stop", "elsewhere")
        ]
        assert not ended.is_set()
        assert 202 == httpx.post(f"{base}/stop", headers=mine).status_code
        assert ended.wait(5)
