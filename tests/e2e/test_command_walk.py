"""Every command of the tree: it has help, an example, JSON where it answers, and an exit code that is documented.

The words of a call are those of the command's own example, with ids that nobody knows in the place of placeholders.
Commands run in this process, because a process for each would take minutes; a few run as people start them.
"""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.command_world import CommandWorld
from support.typed_commands import Ended, at_work, commands, run, run_line, stages

from crucible.cli import failure
from crucible.cli.command import Command

if TYPE_CHECKING:
    from collections.abc import Iterator

AUTHENTICATION, NOT_FOUND, UNREACHABLE, INTERRUPTED = 3, 4, 7, 130
DOCUMENTED = {0, 1, 2, 3, 4, 5, 6, 7, 130}
COMMANDS = dict(commands())
# Commands that run without a service, and those of the sandbox and the demo, which are tested with these.
LOCAL = ("sandbox", "demo", "completion", "config", "login", "logout", "doctor", "parse")
CALLED = {name: command for name, command in COMMANDS.items() if name.split()[0] not in LOCAL}
NOBODY = {
    **dict.fromkeys(("ID", "DATASET", "PARENT"), "0tzzzzzzzzzzzzzzzzzzzzzzzz"),
    **dict.fromkeys(("CHILD", "OTHER"), "0tzzzzzzzzzzzzzzzzzzzzzzz1"),
    "SAMPLE": "0tzzzzzzzzzzzzzzzzzzzzzzz3",
    **dict.fromkeys(("FILE_ID", "ACCOUNT"), "0tzzzzzzzzzzzzzzzzzzzzzzz2"),
    **dict.fromkeys(("PROJECT", "THEIRS", "GROUP", "my-project"), "no-such-project"),
    **dict.fromkeys(("INSTRUMENT", "xrd-1"), "no-such-instrument"),
    **dict.fromkeys(("USER", "OWNER", "BEA", "ada", "bea"), "nobody"),
    **dict.fromkeys(("REQUEST", "ENTRY", "THUMBNAIL"), "99999999"),
}
# Who asks for something else than records of these ids gets what there is of it: nothing.
EMPTY = (
    *("ls", "dataset list", "dataset count", "dataset facets", "dataset samples", "sample list", "sample count"),
    *("sample facets", "sample datasets", "ingestion list", "user list", "user search"),
)
UNKNOWN = {
    **dict.fromkeys(EMPTY, 0),
    "project join-requests": 6,  # the server does not tell strangers which projects there are
    "user create": 2,  # the project is a part of what is sent, and the server finds that wrong
}
HANGS_SECONDS = 30


def typed(name: str) -> list[str]:
    """Return the words of a command's example, with ids that nobody knows."""
    words = name.split()
    for line in COMMANDS[name].example.splitlines():  # type: ignore[attr-defined]
        for stage in stages(line):
            if stage[1 : 1 + len(words)] == words:
                seconds = stage.index("--timeout") + 1 if "--timeout" in stage else 0
                return [NOBODY.get(word, word) if at != seconds else "1" for at, word in enumerate(stage)][1:]
    raise AssertionError(f"the example of {name} does not call it")


def names_nobody(words: list[str]) -> bool:
    return bool(set(NOBODY.values()) & set(words)) or "-" in words


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> CommandWorld:
    return CommandWorld(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def served(world: CommandWorld, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("served")
    with world.sandbox(folder) as sandbox:
        yield sandbox


@pytest.fixture
def place(world: CommandWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that examples name, without any configuration."""
    for name in [name for name in os.environ if name.startswith(("CRUCIBLE_", "XDG_"))]:
        monkeypatch.delenv(name)
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(world.files)
    return tmp_path


def use(patch: pytest.MonkeyPatch, url: str, key: str = "a-key") -> None:
    patch.setenv("CRUCIBLE_API_URL", url)
    patch.setenv("CRUCIBLE_API_KEY", key)


def error_of(ended: Ended) -> dict[str, Any]:
    """Return the error that a run under --json has told."""
    lines = [json.loads(line) for line in ended.errors.splitlines() if line.startswith("{")]
    told = [line["error"] for line in lines if "error" in line and "id" not in line]
    assert 1 == len(told), ended.errors
    assert ended.code == told[0]["exit_code"]
    error: dict[str, Any] = told[0]
    return error


def asked(name: str) -> list[str]:
    """Return the words of a call that wants JSON where there is any."""
    command = COMMANDS[name]
    has_json = isinstance(command, Command) and command.answers and "--ids" not in typed(name)
    forms = {"--json", "--jsonl", "--csv", "--ids"} & set(typed(name))
    return [*typed(name), *(["--json"] if has_json and not forms else [])]


GIVEN = "0tzzzzzzzzzzzzzzzzzzzzzzzz\n"


# ---- help ----


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_and_an_example(name: str) -> None:
    ended = run([*name.split(), "--help"])
    assert (0, "") == (ended.code, ended.errors)
    assert "Example" in ended.output
    assert f"crucible {name}" in ended.output


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_in_words_of_the_command_line(name: str) -> None:
    text = run([*name.split(), "--help"]).output
    assert [] == [word for word in ("None", "True", "False", "client.", "``", "the caller", "_of(") if word in text]


@pytest.mark.parametrize("name", CALLED)
def test_every_flag_and_argument_of_a_command_is_explained(name: str) -> None:
    command = COMMANDS[name]
    unexplained = [
        parameter.name
        for parameter in command.params
        if not (getattr(parameter, "help", None) or getattr(parameter, "does", None))
    ]
    assert [] == unexplained


@pytest.mark.parametrize("name", [name for name, one in COMMANDS.items() if getattr(one, "answers", False)])
def test_a_command_that_answers_has_every_form_of_output(name: str) -> None:
    flags = {flag for parameter in COMMANDS[name].params for flag in parameter.opts}
    assert set() == {"--json", "--jsonl", "--csv", "--ids", "--columns"} - flags


NO_SANDBOX = ("open",)  # it needs a web explorer: test_web has one
ANSWERING = [
    name
    for name, one in CALLED.items()
    if isinstance(one, Command) and one.answers and name not in NO_SANDBOX and "--json" in asked(name)
]


@pytest.mark.parametrize("name", ANSWERING)
def test_what_a_command_answers_is_json(
    name: str, world: CommandWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_work(world, tmp_path, monkeypatch):
        for line in COMMANDS[name].example.splitlines():  # type: ignore[attr-defined]
            is_it = f"crucible {name} " in f"{line} "
            ended = run_line(f"{line.partition('>')[0].rstrip()} --json" if is_it else line, world.filled_in)
            if is_it:
                break
    assert 0 == ended.code, ended.errors
    json.loads(ended.output, parse_constant=pytest.fail)


# ---- exit codes ----


@pytest.mark.parametrize("name", CALLED)
def test_without_configuration_a_command_says_how_to_configure(name: str, place: Path) -> None:
    ended = run(asked(name), GIVEN)
    assert AUTHENTICATION == ended.code, ended.errors
    assert "crucible login" in ended.errors


@pytest.mark.parametrize("name", CALLED)
def test_a_wrong_key_is_told_as_that(name: str, place: Path, served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, served.api_url, "not-the-key")
    ended = run(asked(name), GIVEN)
    assert AUTHENTICATION == ended.code, ended.errors


@pytest.mark.parametrize("name", [name for name in CALLED if names_nobody(typed(name))])
def test_an_unknown_id_is_told_as_that(name: str, place: Path, served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, served.api_url, served.api_key)
    ended = run(asked(name), GIVEN)
    assert UNKNOWN.get(name, NOT_FOUND) == ended.code, ended.errors
    if "--json" in asked(name) and ended.code:
        assert ended.code == error_of(ended)["exit_code"]


@pytest.mark.parametrize("name", CALLED)
def test_a_server_that_is_not_there_is_told_as_that(name: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)  # between the attempts
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    use(monkeypatch, f"http://127.0.0.1:{port}/api/v3")
    ended = run(asked(name), GIVEN)
    assert UNREACHABLE == ended.code, ended.errors


@contextmanager
def hanging() -> Iterator[str]:
    """Yield the address of a server that never answers, and lets Ctrl-C be pressed when it is first asked.

    Ctrl-C that comes just before the main thread waits for bytes does not wake it: who sees nothing happen presses
    again. Here another signal, which does nothing itself, wakes it, because a second Ctrl-C could end the tests.
    """
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        server.settimeout(HANGS_SECONDS)
        main = threading.main_thread().ident or 0
        held: list[socket.socket] = []
        over = threading.Event()
        before = signal.signal(signal.SIGURG, lambda *_: None)

        def serve() -> None:
            try:
                held.append(server.accept()[0])
                if held[0].recv(1):
                    signal.pthread_kill(main, signal.SIGINT)
                    while not over.wait(1):
                        signal.pthread_kill(main, signal.SIGURG)
            except OSError:  # nobody came
                return

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/api/v3"
        finally:
            over.set()
            if not held:  # nobody asked
                socket.create_connection(server.getsockname()).close()
            thread.join()
            signal.signal(signal.SIGURG, before)
            for connection in held:
                connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="a signal cannot be sent to one thread there")
@pytest.mark.parametrize("name", CALLED)
def test_an_interrupted_command_says_so(name: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with hanging() as url:
        use(monkeypatch, url)
        ended = run(asked(name), GIVEN)
    assert INTERRUPTED == ended.code, ended.errors


# Commands about this machine: what they end with when nothing is configured, the key is wrong, nobody is there.
# None where that is asked of the production service, which tests leave alone; test_doctor has a service for it.
LOGIN = "login --profile prod --api-url URL --key-file -"
ON_THIS_MACHINE = {
    LOGIN: (3, 3, 7),
    "logout": (4, 4, 4),
    "config show": (3, 0, 0),
    "config list": (0, 0, 0),
    "config path": (0, 0, 0),
    "config use lab": (4, 4, 4),
    "config remove lab --yes": (4, 4, 4),
    "config set tls.minimum_version 1.3": (4, 4, 4),
    "config unset tls.minimum_version": (4, 4, 4),
    "doctor --timeout 5": (None, 3, 7),
    "completion bash": (0, 0, 0),
    "parse run7.xy": (0, 0, 0),
}


def test_all_commands_of_this_machine_are_among_them() -> None:
    tested = {" ".join(line.split()[: 2 if line.startswith("config") else 1]) for line in ON_THIS_MACHINE}
    assert {name for name in COMMANDS if name.split()[0] in set(LOCAL) - {"sandbox", "demo"}} == tested


def free_address() -> str:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}/api/v3"


@pytest.mark.parametrize("condition", ["nothing configured", "wrong key", "unreachable"])
@pytest.mark.parametrize("line", ON_THIS_MACHINE)
def test_a_command_of_this_machine_ends_as_it_should(
    line: str, condition: str, place: Path, served: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = ON_THIS_MACHINE[line][("nothing configured", "wrong key", "unreachable").index(condition)]
    if code is None:
        pytest.skip("would ask the production service")
    monkeypatch.setattr("time.sleep", lambda seconds: None)  # between the attempts
    address = free_address() if condition == "unreachable" else served.api_url
    if condition != "nothing configured":
        use(monkeypatch, address, "not-the-key")
    ended = run([*line.replace("URL", address).split(), "--json"], "not-the-key\n")
    assert code == ended.code, ended.errors
    if code in (0, 3, 7) and ended.output:
        json.loads(ended.output, parse_constant=pytest.fail)
    else:
        assert code == error_of(ended)["exit_code"]


@pytest.mark.skipif(sys.platform == "win32", reason="a signal cannot be sent to one thread there")
def test_an_interrupted_login_says_so_and_saves_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with hanging() as url:
        ended = run(LOGIN.replace("URL", url).split(), "a-key\n")
    assert INTERRUPTED == ended.code, ended.errors
    assert [] == list(place.rglob("config.toml"))


def test_no_other_exit_code_is_ever_made() -> None:
    assert DOCUMENTED == {0, 1, 2, *failure.CODES.values()}


# ---- as people start them ----

COMMAND = str(Path(sys.executable).with_name("crucible"))


def started(words: str, folder: Path, **variables: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CRUCIBLE_")}
    environment |= {"HOME": str(folder), "USERPROFILE": str(folder), **variables}
    return subprocess.Popen(
        [COMMAND, *shlex.split(words)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment,
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", 2),
        ("nonsense", 2),
        ("dataset", 2),
        ("dataset list --nonsense", 2),
        ("dataset list", 3),
        ("whoami --json", 3),
    ],
)
def test_a_process_ends_with_the_code(words: str, code: int, tmp_path: Path) -> None:
    process = started(words, tmp_path)
    output, errors = process.communicate(timeout=60)
    assert (code, False) == (process.returncode, "Traceback" in errors)
    assert "" == output


@pytest.mark.skipif(sys.platform == "win32", reason="a process there cannot be sent Ctrl-C alone")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("words", ["dataset list", "download 0tzzzzzzzzzzzzzzzzzzzzzzzz", "whoami --json"])
def test_a_process_that_is_interrupted_ends_quietly(words: str, number: signal.Signals, tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/api/v3"
        process = started(words, tmp_path, CRUCIBLE_API_URL=address, CRUCIBLE_API_KEY="a-key")
        connection, _ = server.accept()
        connection.recv(1)
        process.send_signal(number)
        _, errors = process.communicate(timeout=60)
        connection.close()
    assert (INTERRUPTED, False) == (process.returncode, "Traceback" in errors)
