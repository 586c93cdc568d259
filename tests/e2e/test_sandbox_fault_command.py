"""``crucible sandbox fault``: what goes wrong in a sandbox that runs, asked for in a shell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from support.served import Served, link_of
from support.typed_commands import run

from crucible.sandbox import Sandbox
from crucible.sandbox.lessons import LESSONS

FAULT = ["sandbox", "fault"]


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.setenv("CRUCIBLE_SANDBOX_ROOT", str(tmp_path / "root"))
    with Sandbox(tmp_path / "root", ingest=False) as sandbox:
        yield sandbox


def test_a_lesson_happens_is_counted_and_is_cleared(running: Sandbox) -> None:
    served = Served(running)
    link = link_of(served.admin, served.admin.upload(served.admin.dataset(), "a.csv", b"a,b\n" * 100))
    added = run([*FAULT, "add", "broken-download", "bytes=5", "--times", "1", "--json"])
    assert (0, "truncate", 5) == (added.code, json.loads(added.output)["do"], json.loads(added.output)["bytes"])
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(link, trust_env=False)
    assert 400 == len(httpx.get(link, trust_env=False).content)

    listed = run([*FAULT, "list"]).output
    assert "truncate on download, bytes 5, by fin; once for each" in listed
    assert "It has happened:\ntruncate on download  1" in listed
    assert {"rules", "fired"} == set(json.loads(run([*FAULT, "list", "--json"]).output))
    assert "1 cleared; nothing is to go wrong.\n" == run([*FAULT, "clear"]).output
    assert "Nothing is to go wrong.\n" == run([*FAULT, "list"]).output
    served.close()


@pytest.mark.parametrize("name", LESSONS)
def test_every_lesson_can_be_added_and_help_names_it(running: Sandbox, name: str) -> None:
    assert 0 == run([*FAULT, "add", name]).code
    assert LESSONS[name].rule.items() <= json.loads(run([*FAULT, "list", "--json"]).output)["rules"][0].items()
    assert name in run([*FAULT, "add", "--help"]).output


def test_a_fault_is_added_with_everything_that_can_be_said(running: Sandbox) -> None:
    words = ["answer", "status=429", "retry_after=1", "probability=0.5", "--on", "get_account", "--after", "1"]
    assert 0 == run([*FAULT, "add", *words]).code
    (rule,) = running.faults.rules
    assert ("answer", "get_account", 1, None, 0.5) == (rule.do, rule.on, rule.after, rule.times, rule.probability)
    assert {"status": 429, "retry_after": 1, "when": "before"} == rule.members


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nonsense"], "There is no such fault as 'nonsense'"),
        (["delay"], "seconds is needed"),
        (["delay", "seconds"], "'seconds' is not NAME=VALUE"),
        (["delay", "seconds=1", "times=2"], "times is an option: --times 2."),
        (["delay", "seconds=1", "seconds=2"], "seconds is there twice."),
        (["delay", "seconds=NaN"], "seconds should be a number from 0 to 3600, not 'NaN'"),
        (["delay", "seconds=1e999"], "seconds should be a number from 0 to 3600, not '1e999'"),
        (["truncate", "bytes=many"], "should be a whole number"),
        (["answer", "status=503", "--on", "get_acount"], "is no operation"),
    ],
)
def test_a_fault_that_cannot_be_is_a_mistake_of_usage(running: Sandbox, words: list[str], message: str) -> None:
    refused = run([*FAULT, "add", *words])
    assert 2 == refused.code
    assert message in refused.errors
    assert [] == running.faults.rules


def test_without_a_server_the_exit_code_says_so(tmp_path: Path) -> None:
    nowhere = ["--root", str(tmp_path / "nowhere")]
    assert [4, 4, 4] == [run([*FAULT, *words, *nowhere]).code for words in (["add", "slow"], ["list"], ["clear"])]
