"""README and the page about the sandbox tell the truth: each block runs, and each path they name exists."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crucible.sandbox.faults import FaultRuleError, Faults

ROOT = Path(__file__).parents[2]
TEXTS = [(ROOT / name).read_text("utf-8") for name in ("README.md", "docs/sandbox.md")]
BLOCKS = [block for text in TEXTS for block in re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)]
COMMANDS = [block for text in TEXTS for block in re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)]
PATH = r"`((?:scripts|docs|openapi|generated|crucible|tests)/[\w./-]*)`"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the file that the examples upload, and a key as a user would have set it."""
    shutil.copy(ROOT / "crucible" / "demo" / "files" / "film_a_xrd.xy", tmp_path / "run7.xy")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CRUCIBLE_API_KEY", "example-key")
    return tmp_path


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_each_block_of_python_runs(folder, number):
    exec(compile(BLOCKS[number], f"block {number + 1}", "exec"), {})


def test_there_are_blocks_to_run():
    assert len(BLOCKS) >= 5


def test_the_tests_shown_are_tests_that_pass(tmp_path):
    (shown,) = [block for block in BLOCKS if "def test_" in block]
    (tmp_path / "test_shown.py").write_text(shown, "utf-8")
    command = [sys.executable, "-m", "pytest", "-W", "error", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert (0, True) == (done.returncode, "3 passed" in done.stdout), done.stdout


@pytest.mark.skipif(sys.platform == "win32" or shutil.which("bash") is None, reason="needs bash")
def test_the_commands_of_the_sandbox_shown_can_be_typed(tmp_path):
    shown = "\n".join(block for block in COMMANDS if "crucible sandbox" in block and "crucible upload" not in block)
    assert shown.count("crucible sandbox") >= 8
    (world,) = re.findall(r"```yaml\n(.*?)```", TEXTS[1], flags=re.DOTALL)
    (tmp_path / "course.yaml").write_text(world, "utf-8")
    script = f'trap "crucible sandbox stop" EXIT\n{shown}\ntest -n "$CRUCIBLE_API_KEY"'
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environ = {**os.environ, "PATH": path, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "SHELL": "bash"}
    done = subprocess.run(
        ["bash", "-e", "-c", script], capture_output=True, text=True, timeout=120, env=environ, cwd=tmp_path
    )
    assert (0, "") == (done.returncode, done.stderr), done.stdout


@pytest.mark.skipif(sys.platform == "win32" or shutil.which("curl") is None, reason="needs bash and curl")
def test_the_requests_shown_can_be_sent_with_curl(tmp_path):
    shown = "\n".join(block for block in COMMANDS if "curl" in block)
    script = f'crucible sandbox start\ntrap "crucible sandbox stop" EXIT\neval "$(crucible sandbox env)"\n{shown}'
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environ = {**os.environ, "PATH": path, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "SHELL": "bash"}
    done = subprocess.run(["bash", "-e", "-c", script], capture_output=True, text=True, timeout=120, env=environ)
    assert (0, 2) == (done.returncode, done.stdout.count('"sample_name":"film A"')), done.stdout + done.stderr
    answers = ["asked to answer 429", '"fired":[{"do":"answer","on":"get_account","call":1}]', "asked to answer 503"]
    assert [] == [answer for answer in answers if answer not in done.stdout], done.stdout


def test_each_fault_is_described():
    with pytest.raises(FaultRuleError) as listed:
        Faults(dict).add("?")
    faults = str(listed.value).partition("there are ")[2].rstrip(".").split(", ")
    described = re.findall(r"^\| `(\w+)` \|", TEXTS[1].partition("| fault |")[2], flags=re.MULTILINE)
    assert sorted(faults) == sorted(described)


@pytest.mark.parametrize("path", sorted({path for text in TEXTS for path in re.findall(PATH, text)}))
def test_each_path_named_exists(path):
    assert (ROOT / path).exists()
