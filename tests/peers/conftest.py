"""Fixtures of the peer suite. It runs in the peer's own environment; nothing of this project can be imported there."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from differences import DIFFERENCES, NOT_DRIVEN, Differences
from surface import Recorder, command_of, commands, library, operations, parser

from crucible import CrucibleClient, __version__
from crucible.models import Dataset, Project, User

USED: set[str] = set()
FINDINGS: list[str] = []
SEEN = Differences(DIFFERENCES[__version__])
EXECUTABLE = Path(sys.executable).with_name("crucible.exe" if os.name == "nt" else "crucible")
PATH = os.pathsep.join([str(EXECUTABLE.parent), os.environ["PATH"]])
PARSER = parser()
COMMANDS = commands(PARSER)


@dataclass
class Person:
    """Somebody with an account of their own."""

    id: str
    username: str
    email: str
    client: Any


@dataclass
class Terminal:
    """Runs the peer's command in a process of its own, as users do."""

    folder: Path

    def __call__(self, *arguments: object, status: int = 0, given: str | None = None, **environment: str) -> str:
        """Run a command, expect an exit status, and return what it printed."""
        words = tuple(str(argument) for argument in arguments)
        USED.add(f"crucible {COMMANDS[id(command_of(PARSER, words))]}")
        done = subprocess.run(
            [EXECUTABLE, *words],
            cwd=self.folder,
            env={**os.environ, "PATH": PATH, **environment},
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert status == done.returncode, f"crucible {' '.join(words)}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def json(self, *arguments: object) -> Any:
        """Run a command that prints JSON, and return it."""
        text = self(*arguments)
        return json.loads(text[min(at for at in (text.find("{"), text.find("[")) if at >= 0) :])


@pytest.fixture(scope="session")
def differs() -> Differences:
    """Where the run is known to differ from success: ``with differs("name"):``."""
    return SEEN


def sandbox(*words: str) -> Any:
    """Return what a command of ours answers about the sandbox; `crucible` is the peer's here."""
    program, root = json.loads(os.environ["PEER_SANDBOX"])
    bare = {name: value for name, value in os.environ.items() if not name.startswith("CRUCIBLE_")}
    command = [program, "sandbox", *words, "--root", root, "--json"]
    return json.loads(subprocess.run(command, env=bare, capture_output=True, check=True).stdout)


@pytest.fixture(scope="session")
def leaked_keys() -> Any:
    """Return what asks the sandbox which requests have brought an API key to the object store."""
    return lambda: sandbox("status")["leaked_keys"]


@pytest.fixture(scope="session")
def printer() -> Any:
    """Return what attaches a printer to the sandbox and returns the folder of its labels."""
    return lambda name: Path(sandbox("printer", name)["folder"])


@pytest.fixture(scope="session")
def api_url() -> str:
    return os.environ["CRUCIBLE_API_URL"]


@pytest.fixture(scope="session")
def client(api_url: str) -> Any:
    """The client of the first account, a platform administrator."""
    return Recorder(CrucibleClient(api_url, os.environ["CRUCIBLE_API_KEY"]), "client", USED)


@pytest.fixture(scope="session")
def me(client: Any) -> str:
    return client._request("get", "/account")["user_unique_id"]


@pytest.fixture(scope="session")
def join(client: Any, api_url: str) -> Any:
    """Make somebody an account, and return them."""
    orcids = map(orcid, itertools.count(20_000_001))

    def join(username: str) -> Person:
        email = f"{username}@example.org"
        identity = next(orcids) if __version__.startswith("3.1.") else None  # later ones give people an MFID if need be
        made = client.users.create(
            User(unique_id=identity, first_name=username.title(), last_name="Example", username=username, email=email)
        )
        key = client._request("post", f"/users/{made['unique_id']}/apikey")["api_key"]
        return Person(made["unique_id"], username, email, Recorder(CrucibleClient(api_url, key), "client", USED))

    return join


def orcid(number: int) -> str:
    """Return the ORCID with a number, check digit included."""
    digits, total = f"{number:015d}", 0
    for digit in digits:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    whole = digits + ("X" if check == 10 else str(check))
    return "-".join(whole[at : at + 4] for at in range(0, 16, 4))


@pytest.fixture(scope="session")
def ada(join: Any) -> Person:
    return join("ada")


@pytest.fixture(scope="session")
def project(client: Any, me: str) -> Any:
    """A project of the first account."""
    return client.projects.create(
        Project(project_id="peer-project", organization="Example Lab", title="Peers", project_lead_orcid=me)
    )


@pytest.fixture
def dataset(client: Any, project: Any) -> str:
    """A new dataset in the project."""
    return client.datasets.create(Dataset(dataset_name="run", project_id=project["project_id"]))["dsid"]


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


@pytest.fixture
def edit(tmp_path: Path) -> Any:
    """Return what makes an editor of a program that changes members of the JSON it is given."""

    def edit(**changes: Any) -> dict[str, str]:
        program = tmp_path / "editor.py"
        program.write_text(
            "import json, sys\n"
            "path = sys.argv[1]\n"
            "kept = json.load(open(path, encoding='utf-8'))\n"
            f"json.dump({{**kept, **{changes!r}}}, open(path, 'w', encoding='utf-8'))\n",
            encoding="utf-8",
        )
        return {"CRUCIBLE_EDITOR": f"python {program.as_posix()}"}

    return edit


def pytest_configure(config: Any) -> None:
    config.used = USED


def pytest_sessionfinish(session: pytest.Session) -> None:
    """After a complete run, nothing public may be left undriven and no known difference unseen."""
    if os.environ.get("PEER_RUN_IS_COMPLETE") and session.exitstatus == pytest.ExitCode.OK:
        FINDINGS.extend(findings())
        if FINDINGS:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was driven, and what was not."""
    for name in sorted(SEEN.seen):
        terminalreporter.write_line(f"differs: {name}: {SEEN.known[name].why}")
    if os.environ.get("PEER_RUN_IS_COMPLETE"):
        offered, listed = offer()
        terminalreporter.write_line(
            f"nano-crucible {__version__}: {len(offered)} public names, {len(listed)} not driven"
        )
    for finding in FINDINGS:
        terminalreporter.write_line(f"FAILED {finding}")


def offer() -> tuple[set[str], set[str]]:
    """Return everything public of the peer, and the part of it that is listed as not driven."""
    everything = operations(CrucibleClient("http://127.0.0.1:9/api", "none")) | library()
    everything |= {f"crucible {name}" for name in COMMANDS.values()}
    return everything, everything & set(NOT_DRIVEN[__version__])


def findings() -> list[str]:
    """Return what a complete run must not leave behind."""
    offered, listed = offer()
    stale = set(NOT_DRIVEN[__version__]) - (offered - USED)
    return [
        *(f"{name}: public, and no test drives it" for name in sorted(offered - listed - USED)),
        *(f"{name}: listed as not driven, but it is driven or does not exist" for name in sorted(stale)),
        *(f"{name}: a listed difference that no test met" for name in sorted(set(SEEN.known) - set(SEEN.seen))),
    ]
