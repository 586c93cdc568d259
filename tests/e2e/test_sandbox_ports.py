"""A folder's server comes back at its ports, because links and uploads under way name them."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crucible.errors import ConfigError
from crucible.sandbox import Sandbox


def ports_of(sandbox: Sandbox) -> list[int | None]:
    return [urlsplit(url).port for url in (sandbox.api_url, sandbox.storage_url)]


def test_a_folder_is_served_at_the_ports_it_had_before(tmp_path: Path) -> None:
    with Sandbox(tmp_path) as sandbox:
        before = ports_of(sandbox)
    with Sandbox(tmp_path) as sandbox:
        assert before == ports_of(sandbox)


def test_a_port_that_somebody_else_has_now_is_replaced_by_a_free_one(tmp_path: Path) -> None:
    with Sandbox(tmp_path) as sandbox:
        before = ports_of(sandbox)
    with socket.create_server(("127.0.0.1", before[1])), Sandbox(tmp_path) as sandbox:
        after = ports_of(sandbox)
    assert before[0] == after[0]
    assert before[1] != after[1]


def test_a_port_that_was_asked_for_is_not_replaced(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ConfigError, match=f"Port {port} cannot be used"):
            Sandbox(tmp_path, port).start()


def test_a_note_that_was_not_finished_is_no_other_peoples_file(tmp_path: Path) -> None:
    (tmp_path / "ports.json.new").write_bytes(b"[1")
    with Sandbox(tmp_path) as sandbox:
        assert all(ports_of(sandbox))


@pytest.mark.parametrize("note", [b"", b"[1]", b"[0, 99999]", b'["a", "b"]', b"{}", b"\xff"])
def test_a_damaged_note_of_the_ports_is_not_minded(tmp_path: Path, note: bytes) -> None:
    (tmp_path / "ports.json").write_bytes(note)  # a server that was killed at its very start leaves no more than this
    with Sandbox(tmp_path) as sandbox:
        assert all(ports_of(sandbox))


FORK = """
import os, sys, time
from crucible.sandbox import Sandbox

sandbox = Sandbox(sys.argv[1]).start()
child = os.fork()
if child == 0:
    time.sleep(60)
print(child, sandbox.api_url, sandbox.storage_url, flush=True)
os._exit(0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_a_forked_child_that_outlives_its_parent_keeps_neither_folder_nor_ports(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FORK, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        child, *urls = program.stdout.readline().split()
        try:
            program.wait()
            with Sandbox(tmp_path) as sandbox:
                assert urls == [sandbox.api_url, sandbox.storage_url]
        finally:
            os.kill(int(child), signal.SIGTERM)
