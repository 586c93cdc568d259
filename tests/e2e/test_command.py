"""The command ``crucible`` as people start it."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from crucible import __version__

COMMAND = str(Path(sys.executable).with_name("crucible"))


def crucible(*arguments):
    return subprocess.run([COMMAND, *map(str, arguments)], capture_output=True, encoding="utf-8", timeout=60)


def test_the_version_is_that_of_the_package():
    assert f"crucible, version {__version__}\n" == crucible("--version").stdout


@pytest.mark.parametrize("words", [[], ["demo"], ["sandbox"], ["sandbox", "serve"], ["sandbox", "start"]])
def test_each_command_has_help(words):
    result = crucible(*words, "--help")
    assert (0, "") == (result.returncode, result.stderr)
    assert "Usage: crucible" in result.stdout


@pytest.fixture
def served(tmp_path):
    """A sandbox in a terminal, and the object that its first line is."""
    process = subprocess.Popen(
        [COMMAND, "sandbox", "serve", "--root", str(tmp_path / "root"), "--json"], stdout=subprocess.PIPE, text=True
    )
    yield process, json.loads(process.stdout.readline())
    process.kill()
    process.communicate()


def test_a_served_sandbox_says_where_it_is_and_answers_there(served):
    _, facts = served
    answer = httpx.get(f"{facts['api_url']}/account", headers={"Authorization": f"Bearer {facts['api_key']}"})
    assert 200 == answer.status_code
