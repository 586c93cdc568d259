"""``crucible sandbox record`` and ``replay``, as they are typed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.typed_commands import run

from crucible import CrucibleClient
from crucible.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMAND = str(Path(sys.executable).with_name("crucible"))


@contextmanager
def begun(*words: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command of the sandbox, and kill it if the test has not ended it."""
    process = subprocess.Popen(
        [COMMAND, "sandbox", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def service() -> Iterator[Sandbox]:
    with Sandbox(ingest=False) as service:
        yield service


def first_line(process: subprocess.Popen[str]) -> Any:
    assert process.stdout is not None
    return json.loads(process.stdout.readline())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to whole consoles only")
def test_what_was_recorded_until_ctrl_c_is_replayed(service: Sandbox, tmp_path: Path) -> None:
    file = tmp_path / "tuesday.jsonl"
    with begun("record", service.api_url, str(file)) as recorder:
        lines = [recorder.stdout.readline() for _ in range(5)]  # type: ignore[union-attr]
        assert f"Recording {service.api_url}\n" == lines[0]
        with CrucibleClient(lines[1].split()[1], service.api_key) as client:
            made = client.samples.create(sample_name="film A")
            assert [made.unique_id] == [one.unique_id for one in client.samples.list()]
        recorder.send_signal(signal.SIGINT)
        assert ("2 requests in " + str(file) + "; 0 without a body.\n", "") == recorder.communicate(timeout=30)
        assert 0 == recorder.returncode
    assert 3 == len([json.loads(line) for line in file.read_text("ascii").splitlines()])
    service.close()
    with begun("replay", str(file), "--json") as replay:
        facts = first_line(replay)
        assert {"api_url", "storage_url", "file", "pid"} == facts.keys()
        with CrucibleClient(facts["api_url"], "any") as client:
            assert [made.unique_id] == [one.unique_id for one in client.samples.list()]
        replay.send_signal(signal.SIGTERM)
        assert ("", "") == replay.communicate(timeout=30)
        assert 0 == replay.returncode


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed in another way there")
def test_what_passed_before_the_recorder_was_killed_is_in_the_file(service: Sandbox, tmp_path: Path) -> None:
    file = tmp_path / "tuesday.jsonl"
    with begun("record", service.api_url, str(file), "--json") as recorder:
        with CrucibleClient(first_line(recorder)["api_url"], service.api_key) as client:
            for number in range(5):
                client.samples.create(sample_name=f"film {number}")
        recorder.kill()
        recorder.wait(30)
    assert 6 == len([json.loads(line) for line in file.read_text("ascii").splitlines()])


def test_a_file_that_is_there_is_refused_with_exit_code_6(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    ended = run(["sandbox", "record", "http://127.0.0.1:9/api/v3", str(tmp_path / "file")])
    assert (6, "mine") == (ended.code, (tmp_path / "file").read_text("utf-8"))
    assert "--existing overwrite" in ended.errors


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["record", "http://crucible.example.org/api/v3", "FILE"], "https://"),
        (["record", "nonsense", "FILE"], "no web address"),
        (["record", "http://127.0.0.1:9/api/v3", "no/such/folder"], "No such file"),
        (["record", "http://127.0.0.1:9/api/v3", "FILE", "--authority-file", __file__], "no certificates"),
        (["replay", __file__], "is no recording"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(tmp_path: Path, words: list[str], told: str) -> None:
    ended = run(["sandbox", *(str(tmp_path / word) if word == "FILE" else word for word in words)])
    assert (1, "") == (ended.code, ended.output)
    assert told in ended.errors
    assert not (tmp_path / "FILE").exists()
