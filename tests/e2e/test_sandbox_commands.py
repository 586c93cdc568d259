"""``crucible sandbox`` in the background: start, status, env, stop and reset, as people and scripts use them."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from crucible.sandbox import Sandbox

COMMAND = str(Path(sys.executable).with_name("crucible"))
NAME = "Ana's sandbox ä"  # nothing in it is special to a file system, most of it is to some shell


def variables(folder):
    """The environment of a user whose data lies in a folder and who has set nothing."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CRUCIBLE_")}
    return {
        **kept,
        "XDG_DATA_HOME": str(folder),
        "HOME": str(folder),
        "LOCALAPPDATA": str(folder),
        "SHELL": "/bin/bash",
    }


def run(root, *arguments, answer="", data=None):
    environ = variables(data or Path(root).parent) | ({"CRUCIBLE_SANDBOX_ROOT": str(root)} if root else {})
    return subprocess.run(
        [COMMAND, "sandbox", *arguments], input=answer, capture_output=True, encoding="utf-8", timeout=60, env=environ
    )


def facts_of(root):
    result = run(root, "status", "--json")
    assert (0, "") == (result.returncode, result.stderr)
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A folder with a server in the background, for tests that only look."""
    root = tmp_path_factory.mktemp("running") / NAME
    result = run(root, "start")
    assert (0, "") == (result.returncode, result.stderr)
    yield root
    run(root, "stop")


@pytest.fixture
def own(tmp_path):
    """A folder whose server, if there is one at the end, is stopped."""
    root = tmp_path / NAME
    yield root
    if root.is_dir():
        run(root, "stop")


def test_a_started_sandbox_answers_with_its_key(root):
    facts = facts_of(root)
    headers = {"Authorization": f"Bearer {(root / 'key').read_text()}"}
    assert 200 == httpx.get(f"{facts['api_url']}/account", headers=headers).status_code


def test_status_says_where_it_runs_and_what_it_holds(root):
    facts = facts_of(root)
    headers = {"Authorization": f"Bearer {(root / 'key').read_text()}"}
    httpx.post(f"{facts['api_url']}/samples", headers=headers, json={"sample_name": "film"}).raise_for_status()
    httpx.get(f"{facts['storage_url']}/nowhere", headers=headers)
    later = facts_of(root)
    assert (True, str(root), facts["pid"]) == (later["running"], later["root"], later["pid"])
    assert facts["records"] | {"sample": facts["records"]["sample"] + 1} == later["records"]
    assert "/nowhere" == later["leaked_keys"][-1]["path"]
    assert later["disk_bytes"] > 10_000
    shown = run(root, "status").stdout
    assert all(str(later[name]) in shown for name in ("api_url", "storage_url", "root", "pid"))
    assert "1 request sent an API key to the storage" in shown


def test_starting_a_running_sandbox_says_so_and_changes_nothing(root):
    before = facts_of(root)["pid"]
    result = run(root, "start", "--json")
    assert (0, before) == (result.returncode, json.loads(result.stdout)["pid"])
    assert "running already" in run(root, "start").stdout


def test_a_second_server_is_refused_with_the_address_and_process_of_the_first(root):
    facts = facts_of(root)
    result = run(root, "serve")
    assert (1, "", 1) == (result.returncode, result.stdout, result.stderr.count("\n"))
    assert f"{facts['api_url']}, process {facts['pid']}" in result.stderr


def test_only_env_prints_the_key(root):
    key = (root / "key").read_text()
    others = [run(root, *words).stdout for words in (["start"], ["start", "--json"], ["status"], ["status", "--json"])]
    assert [False] * 4 == [key in shown for shown in others]
    assert key in run(root, "env").stdout
    assert key not in (root / "server.log").read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_what_others_could_read_the_key_from_is_private(root):
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in root.iterdir() if path.is_file()}
    assert {"0o600"} == set(modes.values()), modes
    assert {"key", "server.json", "server.log", "crucible.db"} <= set(modes)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "pwsh"])
def test_a_shell_understands_what_env_prints(root, shell):
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    language = "powershell" if shell == "pwsh" else shell
    printed = run(root, "env", "--shell", language).stdout
    variable = "$Env:CRUCIBLE_API_KEY" if shell == "pwsh" else "$CRUCIBLE_API_KEY"
    done = subprocess.run(
        [shell, "-c", f"{printed}\necho {variable}"], capture_output=True, encoding="utf-8", timeout=60
    )
    assert ("", (root / "key").read_text()) == (done.stderr, done.stdout.strip())


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_the_line_that_start_and_env_advise_can_be_typed(root):
    advised = run(root, "env", "--shell", "bash").stdout.splitlines()[-1].removeprefix("# ")
    assert advised in run(root, "start").stdout
    environ = variables(root.parent) | {"PATH": f"{Path(COMMAND).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", f"{advised}; echo $CRUCIBLE_API_URL"], capture_output=True, text=True, timeout=60, env=environ
    )
    assert ("", facts_of(root)["api_url"]) == (done.stderr, done.stdout.strip())


@pytest.mark.parametrize(
    ("shell", "expected"),
    [
        ("cmd", 'SET "CRUCIBLE_API_URL=http://'),
        ("powershell", "$Env:CRUCIBLE_API_URL = 'http://"),
        ("fish", "set -gx CRUCIBLE_API_URL 'http://"),
        ("zsh", "export CRUCIBLE_API_URL='http://"),
    ],
)
def test_env_speaks_the_language_of_a_shell(root, shell, expected):
    assert run(root, "env", "--shell", shell).stdout.startswith(expected)


def test_an_unknown_shell_is_a_mistake_in_usage(root):
    assert 2 == run(root, "env", "--shell", "tcsh").returncode


def test_what_was_kept_is_there_again_after_stop_and_start(own):
    run(own, "start")
    key = (own / "key").read_text()
    headers = {"Authorization": f"Bearer {key}"}
    httpx.post(f"{facts_of(own)['api_url']}/samples", headers=headers, json={"sample_name": "film"}).raise_for_status()
    result = run(own, "stop")
    assert (0, "") == (result.returncode, result.stderr)
    assert not (own / "server.json").exists()
    run(own, "start")
    assert (1, key) == (facts_of(own)["records"]["sample"], (own / "key").read_text())


def test_without_a_server_stop_is_done_and_status_and_env_say_that_there_is_none(tmp_path):
    results = [run(tmp_path / "none", *words) for words in (["stop"], ["status"], ["env"], ["status", "--json"])]
    assert [0, 4, 4, 4] == [result.returncode for result in results]
    assert all("No sandbox is running in" in result.stdout + result.stderr for result in results[:3])
    assert (False, "") == (json.loads(results[3].stdout)["running"], results[2].stdout)
    assert not (tmp_path / "none").exists()


def test_without_a_folder_the_users_data_folder_is_used(tmp_path):
    result = run(None, "start", "--json", data=tmp_path)
    root = Path(json.loads(result.stdout)["root"])
    try:
        assert (True, "sandbox") == (tmp_path in root.parents, root.name)
        assert '"$(crucible sandbox env)"' in run(None, "env", "--shell", "bash", data=tmp_path).stdout
    finally:
        run(None, "stop", data=tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_server_is_not_taken_for_a_running_one_and_can_be_started_again(own):
    run(own, "start")
    os.kill(facts_of(own)["pid"], signal.SIGKILL)
    while run(own, "status").returncode == 0:
        pass  # the system takes a moment to end it
    assert (own / "server.json").exists()
    assert 4 == run(own, "status").returncode
    assert 0 == run(own, "start").returncode
    assert facts_of(own)["running"]


def test_two_starts_at_once_are_one_server(own):
    command = [COMMAND, "sandbox", "start", "--json", "--root", str(own)]
    starts = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    answers = [start.communicate(timeout=60) for start in starts]
    assert [0, 0, 0] == [start.returncode for start in starts], answers
    assert {facts_of(own)["pid"]} == {json.loads(output)["pid"] for output, _ in answers}


def test_a_server_that_cannot_start_says_why_in_one_line(root, own):
    port = facts_of(root)["api_url"].split(":")[2].partition("/")[0]
    result = run(own, "start", "--port", port)
    assert (1, 1) == (result.returncode, result.stderr.count("\n"))
    assert f"Port {port} cannot be used: " in result.stderr
    assert 1 == result.stderr.count("Error: ")
    assert "(while" not in result.stderr


def test_a_server_that_ends_without_a_word_is_not_blamed_with_what_an_earlier_one_said(own):
    run(own, "start")
    run(own, "stop")
    (own / "server.log").write_text("Something is wrong.\n")
    (own / "crucible.db").write_text("nonsense")
    result = run(own, "start")
    assert (1, False) == (result.returncode, "Something is wrong" in result.stderr)
    assert "is not a sandbox's database. Use another folder. Its log is" in result.stderr


def test_a_running_sandbox_is_not_passed_off_as_one_at_another_port(root):
    facts = facts_of(root)
    port = int(facts["api_url"].split(":")[2].partition("/")[0])
    assert 0 == run(root, "start", "--port", str(port)).returncode
    result = run(root, "start", "--port", str(port - 1))
    assert (1, "", 1) == (result.returncode, result.stdout, result.stderr.count("\n"))
    assert f"at {facts['api_url']}. Stop it first to have it at port {port - 1}." in result.stderr


def test_advice_names_the_folder_it_is_about(tmp_path):
    folder = tmp_path / "my films"
    assert f"crucible sandbox start --root '{folder}'" in run(None, "env", "--root", folder, data=tmp_path).stderr
    with Sandbox(folder):
        pass
    shown = run(None, "status", "--root", folder, data=tmp_path).stdout
    assert (1, True) == (shown.count("\n"), f"start --root '{folder}'" in shown)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no disk that is always full")
def test_what_the_system_refuses_is_told_in_one_line(root):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [COMMAND, "sandbox", "status", "--root", root], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60
        )
    assert (1, "Error: No space left on device.\n") == (done.returncode, done.stderr)


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    for words in (["start"], ["reset", "--yes"], ["status"]):
        run(tmp_path, *words)
    assert ["notes.txt"] == [path.name for path in tmp_path.iterdir()]


def test_reset_asks_first_and_removes_nothing_without_a_yes(root):
    for answer in ("n\n", ""):
        result = run(root, "reset", answer=answer)
        assert 6 == result.returncode
        assert all(part in result.stdout for part in (str(root), "1 account", "Its server"))
    assert facts_of(root)["running"]


def test_reset_stops_the_server_and_removes_everything_of_the_sandbox_but_nothing_else(own):
    run(own, "start", "--seed", "demo")
    old = (own / "key").read_text()
    (own / "notes.txt").write_text("mine")
    result = run(own, "reset", answer="y\n")
    assert (0, "") == (result.returncode, result.stderr)
    assert ["lock", "notes.txt"] == sorted(path.name for path in own.iterdir())
    assert "There is no sandbox" in run(own, "reset", "--yes").stdout
    (own / "notes.txt").unlink()
    run(own, "start")
    assert {"account": 1} == {kind: count for kind, count in facts_of(own)["records"].items() if count}
    assert old != (own / "key").read_text()


def test_a_stopped_sandbox_can_be_reset_too(own):
    with Sandbox(own):
        pass
    result = run(own, "reset", "--yes")
    assert (0, ["lock"]) == (result.returncode, [path.name for path in own.iterdir()])
    assert "1 account" in result.stdout


def test_a_server_inside_of_a_program_is_found_but_not_ended(own):
    with Sandbox(own) as sandbox:
        assert sandbox.api_url == facts_of(own)["api_url"]
        for words in (["stop"], ["reset", "--yes"]):
            result = run(own, *words)
            assert (1, True) == (result.returncode, "It ends with that program." in result.stderr)
        assert 200 == httpx.get(f"{sandbox.api_url}/health/live").status_code


def test_starting_with_a_seed_fills_a_sandbox_that_runs_already(own):
    with Sandbox(own):
        assert 0 == run(own, "start", "--seed", "demo").returncode
        assert facts_of(own)["records"]["dataset"] > 3


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no request to end")
def test_a_signal_ends_a_server_in_the_foreground_cleanly(own, name):
    command = [COMMAND, "sandbox", "serve", "--root", str(own), "--json"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    facts = json.loads(server.stdout.readline())
    assert {"api_url", "api_key", "storage_url", "root", "authority_file", "pid"} == set(facts)
    server.send_signal(getattr(signal, name))
    assert ("", "") == server.communicate(timeout=30)
    assert (0, False) == (server.returncode, (own / "server.json").exists())
    with Sandbox(own):  # the lock is free
        pass


def test_a_server_in_the_foreground_ends_when_it_is_asked_to(own):
    command = [COMMAND, "sandbox", "serve", "--root", str(own)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert "Crucible sandbox\n" == server.stdout.readline()
    while "Ctrl-C" not in server.stdout.readline():
        pass
    assert 0 == run(own, "stop").returncode
    assert ("", "") == server.communicate(timeout=30)
    assert 0 == server.returncode


def test_a_server_whose_output_nobody_reads_goes_on_and_ends_cleanly(own):
    command = [COMMAND, "sandbox", "serve", "--root", str(own)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    server.stdout.close()
    while run(own, "status").returncode:
        assert server.poll() is None, server.stderr.read()
    assert 0 == run(own, "stop").returncode
    assert (0, "") == (server.wait(30), server.stderr.read())
    server.stderr.close()


@pytest.mark.skipif(sys.platform == "win32" or shutil.which("sh") is None, reason="needs sh")
def test_a_server_without_any_output_goes_on(own):
    command = ["sh", "-c", f"exec '{COMMAND}' sandbox serve --root \"$0\" >&-", str(own)]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while run(own, "status").returncode:
        assert server.poll() is None, server.stderr.read()
    run(own, "stop")
    assert ((None, ""), 0) == (server.communicate(timeout=30), server.returncode)
