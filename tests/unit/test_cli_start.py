"""What the command line loads before it does something, and what its output can meet."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"httpx", "httpcore", "crucible_api", "attr", "rich", "pycurl", "asyncio", "dataclasses", "ssl"}


def python(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CRUCIBLE_")}
    environment |= {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "generated")]), **variables}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, encoding="utf-8", env=environment, check=False
    )


def loaded(*words: str, **variables: str) -> set[str]:
    code = (
        "import sys\nfrom crucible.cli.main import main\n"
        f"try: main({list(words)!r})\nexcept SystemExit as ended: code = ended.code\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = python(code, **variables)
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("flag", ["--version", "--help", "-h", "-V"])
def test_nothing_heavy_is_loaded_for_version_and_help(flag: str) -> None:
    assert set() == HEAVY & loaded(flag)


@pytest.mark.parametrize("flag", ["--version", "--help"])
def test_no_command_and_no_client_is_loaded_for_version_and_help(flag: str) -> None:
    own = {name for name in loaded(flag) if name.startswith("crucible")}
    assert {"crucible", "crucible.cli", "crucible.cli.grammar", "crucible.cli.main"} == own


def test_help_of_a_command_needs_no_http_library() -> None:
    assert set() == {"httpx", "crucible_api", "rich", "pycurl", "asyncio", "ssl"} & loaded("dataset", "list", "--help")


def test_completion_needs_no_http_library() -> None:
    words = {"_CRUCIBLE_COMPLETE": "bash_complete", "COMP_WORDS": "crucible dataset list --pro", "COMP_CWORD": "3"}
    code = (
        "import atexit, sys\natexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
        "from crucible.cli.main import main\nmain([])"
    )
    done = python(code, **words)
    assert "plain,--project" in done.stdout.splitlines()
    assert set() == {"httpx", "crucible_api", "rich", "pycurl", "asyncio", "ssl"} & set(done.stderr.split())


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
@pytest.mark.parametrize("form", ["None", "'csv'", "'ids'", "'json'"])
def test_no_encoding_of_the_output_is_a_defect(encoding: str, form: str) -> None:
    code = (
        "from crucible.cli import main as entry\n"
        "from crucible.cli.command import command\n"
        "from crucible.cli.answer import Form, show\n"
        "@command(example='crucible x')\n"
        "def x(session):\n    '''X.'''\n"
        "    return [{'id': '0t\\u8a66', 'name': '\\u8a66\\u6599 \\ud83d \\u2026'}]\n"
        "entry.crucible.get_command = lambda ctx, name: x\n"
        "entry.VERBS['x'] = None\n"
        f"entry.main(['x', *(['--' + {form}] if {form} else [])])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "PYTHONPATH": str(ROOT)},
    )
    assert (0, b"") == (done.returncode, done.stderr)
    assert b"0t" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of Unix")
def test_a_reader_that_has_enough_ends_a_command_quietly() -> None:
    code = "from crucible.cli.main import main; main(['--help'])"
    script = f'"{sys.executable}" -c "{code}" | true; echo ${{PIPESTATUS[0]}}'
    environment: dict[str, Any] = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=environment, check=False)
    assert "" == done.stderr
    assert done.stdout.strip() in ("0", "1")
