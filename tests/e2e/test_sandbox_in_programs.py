"""The server as a part of a program: forks, wrong use, and what is missing or in the way."""

import os
import sqlite3
import subprocess
import sys

import pytest

from crucible import CrucibleClient
from crucible.errors import ConfigError, UsageError
from crucible.sandbox import Sandbox

FORK = """
import os, sys
from crucible import CrucibleClient

with CrucibleClient.sandbox() as client:
    if os.fork() == 0:
        sys.exit()  # runs the end of the block and what is registered for the end of a program, in the child
    os.wait()
    dataset = client.datasets.create(dataset_name="run 7").unique_id
    print(client.datasets.add_file(dataset, __file__).filename)
"""
WITHOUT = """
import sys

sys.modules["uvicorn"] = None
from crucible.sandbox import Sandbox

Sandbox().start()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_a_forked_child_that_ends_leaves_the_server_of_its_parent_alone(tmp_path):
    (tmp_path / "program.py").write_text(FORK)
    done = subprocess.run([sys.executable, tmp_path / "program.py"], capture_output=True, text=True, timeout=60)
    assert (0, "program.py", "") == (done.returncode, done.stdout.strip(), done.stderr)


def test_without_its_packages_the_error_says_what_to_install():
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, timeout=60)
    assert done.stderr.rstrip().endswith(
        "ConfigError: The sandbox needs uvicorn, which is not installed. "
        "Install it with: pip install 'crucible-client[sandbox]'"
    )


def test_an_unknown_world_is_refused():
    with pytest.raises(UsageError, match="'dmeo'"):
        Sandbox(seed="dmeo")


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_port_that_cannot_be_is_refused(tmp_path, port):
    with pytest.raises(ConfigError, match=f"Port {port} cannot be used"):
        Sandbox(tmp_path, port).start()


def test_a_port_that_is_taken_is_refused_in_plain_words(tmp_path):
    with Sandbox(tmp_path / "first") as first, pytest.raises(ConfigError) as refused:
        Sandbox(tmp_path / "second", int(first.storage_url.rpartition(":")[2])).start()
    assert "(" not in str(refused.value)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="has no such names")
def test_a_folder_whose_name_is_no_text_is_refused(tmp_path):
    folder = os.fsdecode(os.fsencode(tmp_path) + b"/\xff")
    with pytest.raises(ConfigError, match="cannot hold a sandbox"):
        Sandbox(folder).start()
    assert not os.path.exists(folder)  # noqa: PTH110


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.skipif(sys.platform != "win32" and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_became_read_only_is_refused(tmp_path):
    with Sandbox(tmp_path):
        pass
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ConfigError, match="cannot"):
            Sandbox(tmp_path).start()
    finally:
        tmp_path.chmod(0o700)


def test_a_database_that_cannot_be_opened_is_named(tmp_path):
    with Sandbox(tmp_path):
        pass
    other = sqlite3.connect(tmp_path / "crucible.db", isolation_level=None)
    other.execute("PRAGMA writable_schema = ON")
    other.execute("UPDATE sqlite_master SET sql = 'nonsense'")
    other.close()
    with pytest.raises(ConfigError, match=r"crucible\.db cannot be used: "):
        Sandbox(tmp_path).start()


def test_a_client_shows_where_its_sandbox_is_and_a_sandbox_where_it_answers(tmp_path):
    sandbox = Sandbox(tmp_path)
    assert f"Sandbox({str(tmp_path)!r}, not running)" == repr(sandbox)
    with sandbox, CrucibleClient.sandbox(tmp_path) as client:
        assert f"Sandbox({str(tmp_path)!r}, {client.api_url})" == repr(sandbox)
    assert "Sandbox(a temporary folder, not running)" == repr(Sandbox())
