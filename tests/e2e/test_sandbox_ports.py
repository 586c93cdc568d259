"""A folder's server comes back at its ports, because links and uploads under way name them."""

import socket
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


@pytest.mark.parametrize("note", [b"", b"[1]", b"[0, 99999]", b'["a", "b"]', b"{}", b"\xff"])
def test_a_damaged_note_of_the_ports_is_not_minded(tmp_path: Path, note: bytes) -> None:
    (tmp_path / "ports.json").write_bytes(note)  # a server that was killed at its very start leaves no more than this
    with Sandbox(tmp_path) as sandbox:
        assert all(ports_of(sandbox))
