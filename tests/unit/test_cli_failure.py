"""How runs end: exit codes, one error, a hint; several records; what was used lately."""

from __future__ import annotations

import errno
import io
import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from crucible import errors
from crucible.cli.answer import Form, Said, show
from crucible.cli.each import each
from crucible.cli.failure import PartlyDoneError, StoppedError, code_of, facts, told
from crucible.cli.recent import MOST, MOST_OF_RUN, Recent, Used, completed, merged, path, read
from crucible.cli.session import Session
from crucible.config import WAYS
from crucible.records import Dataset

NOT_FOUND = errors.NotFoundError(
    "get_dataset failed.", status=404, detail="Dataset 0ta not found", operation="get_dataset"
)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.ConfigError("?"), 3),
        (errors.AuthenticationError("?", status=401), 3),
        (NOT_FOUND, 4),
        (errors.UnknownResourceError("?", status=404), 4),
        (errors.PermissionDeniedError("?", status=403), 6),
        (errors.ConflictError("?", status=409), 6),
        (errors.InvalidRequestError("?", status=422), 2),
        (errors.UsageError("?"), 2),
        (errors.NotAvailableError("?"), 2),
        (errors.RateLimitError("?", status=429), 1),
        (errors.ServerError("?", status=500), 1),
        (errors.ConnectionFailedError("?"), 7),
        (errors.RequestTimeoutError("?"), 7),
        (errors.PartialCreationError("?", unique_id="0ta", done=["record"], left=[]), 5),
        (errors.PartialTransferError("?"), 5),
        (errors.TransferCancelledError("?"), 130),
        (errors.IntegrityError("?"), 1),
        (errors.IngestionFailedError("?"), 1),
        (click.UsageError("?"), 2),
        (click.Abort(), 130),
        (KeyboardInterrupt(), 130),
        (PartlyDoneError("?"), 5),
        (StoppedError("?"), 130),
        (OSError(errno.ENOSPC, "no room"), 1),
        (ZeroDivisionError(), 1),
    ],
)
def test_every_error_has_a_documented_code(error: BaseException, code: int) -> None:
    assert code == code_of(error)


def lines(capsys: pytest.CaptureFixture[str], error: BaseException, *arguments: str) -> list[str]:
    told(error, list(arguments))
    captured = capsys.readouterr()
    assert "" == captured.out
    return captured.err.splitlines()


def test_an_error_is_a_line_and_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    error = errors.ConflictError("The name is taken.", status=409, hint="Choose another name, or say existing='use'.")
    assert ["Error: The name is taken.", "Hint: Choose another name, or say --existing use."] == lines(capsys, error)


def test_the_servers_own_words_are_the_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert ["Error: Dataset 0ta not found."] == lines(capsys, NOT_FOUND)


def test_without_configuration_the_ways_are_commands(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(lines(capsys, errors.ConfigError("Nothing is configured.", hint=WAYS)))
    assert [True, True, False] == [word in text for word in ("crucible login", "crucible sandbox start", "api_key=")]


def test_errors_are_json_where_json_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = lines(capsys, NOT_FOUND, "dataset", "get", "0ta", "--json")
    assert {"type": "NotFoundError", "exit_code": 4, "status": 404, "operation": "get_dataset"}.items() <= json.loads(
        line
    )["error"].items()


def test_what_stands_behind_two_dashes_is_no_flag(capsys: pytest.CaptureFixture[str]) -> None:
    assert ["Error: Dataset 0ta not found."] == lines(capsys, NOT_FOUND, "get", "--", "--json")


def test_a_missing_package_is_told_with_what_brings_it(capsys: pytest.CaptureFixture[str]) -> None:
    error = ModuleNotFoundError("No module named 'uvicorn'", name="uvicorn.config")
    assert [
        "Error: uvicorn.config is not installed.",
        "Hint: pip install 'crucible-client[sandbox]' brings it.",
    ] == lines(capsys, error)


def test_a_file_that_cannot_be_read_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert ["Error: x.h5: No such file or directory."] == lines(
        capsys, FileNotFoundError(2, "No such file or directory", "x.h5")
    )


def test_a_defect_is_called_one_and_shows_its_trace_only_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    error = ZeroDivisionError("division by zero")
    brief, long = lines(capsys, error), lines(capsys, error, "-v")
    assert (2, True) == (len(brief), "defect of crucible" in brief[0])
    assert "ZeroDivisionError: division by zero" in long


def test_what_was_stopped_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert ["Stopped.", "The same command goes on."] == lines(
        capsys, StoppedError("Stopped.", "The same command goes on.")
    )


def test_no_key_stands_in_the_facts_of_an_error() -> None:
    assert {"type", "message", "hint", "exit_code", "unique_id", "done", "left"} == set(
        facts(errors.PartialCreationError("?", unique_id="0ta", done=["record"], left=["files"]), 5)
    )


def test_a_reader_that_has_gone_is_no_news() -> None:
    process = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys; from crucible.cli.failure import told; sys.exit(told(OSError({errno.EPIPE}, 'x'), []))",
        ],
        capture_output=True,
        check=False,
    )
    assert (1, b"", b"") == (process.returncode, process.stdout, process.stderr)


# ---- several records ----


def done(session: Session, ids: Any, do: Any) -> list[str]:
    show(each(session, ids, do), session.form, session.note)
    return []


def failing(*bad: str) -> Any:
    def do(one: str) -> Any:
        if one in bad:
            raise errors.NotFoundError(f"There is no {one}.", status=404)
        return Dataset({"unique_id": one})

    return do


def test_a_failure_does_not_end_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(click.ClickException, match="1 of 3 failed") as ended:
        done(Session(form=Form("ids")), ["a", "b", "c"], failing("b"))
    captured = capsys.readouterr()
    assert (5, "a\nc\n", "b: There is no b.\n") == (code_of(ended.value), captured.out, captured.err)


def test_where_all_fail_the_code_is_that_of_the_error() -> None:
    with pytest.raises(click.ClickException, match="All 2 failed") as ended:
        done(Session(form=Form("json")), ["a", "b"], failing("a", "b"))
    assert 4 == code_of(ended.value)


@pytest.mark.parametrize(
    "error",
    [
        errors.ConnectionFailedError("?"),
        errors.AuthenticationError("?", status=401),
        KeyboardInterrupt(),
        ZeroDivisionError(),
    ],
)
def test_what_would_fail_again_ends_all(error: BaseException) -> None:
    asked = []

    def do(one: str) -> Any:
        asked.append(one)
        raise error

    with pytest.raises(type(error)):
        done(Session(), ["a", "b"], do)
    assert ["a"] == asked


def test_each_id_is_done_before_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[str] = []

    class Slow(io.StringIO):
        def __next__(self) -> str:
            line = super().__next__()
            happened.append(f"read {line.strip()}")
            return line

    def do(one: str) -> Said:
        happened.append(f"did {one}")
        return Said(one, {"id": one})

    monkeypatch.setattr(sys, "stdin", Slow("a\n\n b \na\nc\n"))
    session = Session(form=Form("jsonl"))
    done(session, session.ids(["-", "c", "d"]), do)
    assert ["read a", "did a", "read", "read b", "did b", "read a", "read c", "did c", "did d"] == [
        one.strip() for one in happened
    ]


def test_a_failure_of_one_is_json_under_json(capsys: pytest.CaptureFixture[str]) -> None:
    Session(form=Form("json")).failed("0ta", NOT_FOUND)
    assert "0ta" == json.loads(capsys.readouterr().err)["id"]


# ---- what was used lately ----


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


def remembered(*items: Any) -> None:
    with Recent() as recent:
        for item in items:
            recent.saw(item)


def test_ids_names_and_fields_are_remembered(home: Path) -> None:
    remembered(Dataset({"unique_id": "0ta", "dataset_name": "film A", "measurement": "XRD", "project_id": "films"}))
    assert ["0ta"] == [one.value for one in completed("dataset", "0")]
    assert ["film A"] == [one.help for one in completed("dataset", "0")]
    assert (["XRD"], ["films"]) == (
        [one.value for one in completed("measurement", "")],
        [one.value for one in completed("project", "f")],
    )


@pytest.mark.skipif(sys.platform == "win32", reason="the folder is the user's own there")
def test_the_file_is_for_its_user_alone(home: Path) -> None:
    remembered(Dataset({"unique_id": "0ta"}))
    assert 0o600 == stat.S_IMODE(path().stat().st_mode)
    assert [path()] == list(path().parent.iterdir())


def test_a_long_list_does_not_drive_out_what_was_used_before(home: Path) -> None:
    remembered(Dataset({"unique_id": "first"}))
    remembered(*(Dataset({"unique_id": f"0t{number}"}) for number in range(5_000)))
    assert (MOST_OF_RUN + 1, "first") == (len(read()), read()[-1].value)


def test_the_file_stays_small() -> None:
    assert MOST == len(merged([Used("dataset", str(number)) for number in range(MOST * 2)], []))


def test_what_is_used_again_comes_first_and_keeps_its_name(home: Path) -> None:
    remembered(Dataset({"unique_id": "0ta", "dataset_name": "film A"}))
    remembered(Dataset({"unique_id": "0tb"}))
    with Recent() as recent:
        recent.used("any", ["0ta", "-", None, "two\nlines"])
    assert [Used("dataset", "0ta", "film A"), Used("dataset", "0tb")] == read()


def test_a_run_that_fails_is_not_remembered(home: Path) -> None:
    with pytest.raises(click.Abort), Recent() as recent:
        recent.used("dataset", "mistyped")
        raise click.Abort
    assert [] == read()


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"a\tb\n", b"\n\n\t\t\n", b"dataset\t0ta\tx\x1b[2J\n", b"x" * 100_000]
)
def test_a_damaged_file_is_no_trouble(content: bytes, home: Path) -> None:
    path().parent.mkdir(parents=True)
    path().write_bytes(content)
    assert [] == completed("any", "")
    remembered(Dataset({"unique_id": "0tb"}))
    assert ["0tb"] == [one.value for one in completed("any", "")]


def test_a_folder_that_cannot_be_written_is_no_trouble(home: Path) -> None:
    path().parent.parent.mkdir(parents=True, exist_ok=True)
    path().parent.write_text("a file in its place")
    remembered(Dataset({"unique_id": "0ta"}))
    assert [] == read()
