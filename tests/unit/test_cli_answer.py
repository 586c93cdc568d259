"""Answers on standard output: one place, all forms."""

from __future__ import annotations

import csv
import io
import json
import sys
import tracemalloc
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from crucible.cli.answer import Form, Page, Said, show
from crucible.cli.columns import cell, check, columns_of, id_of, included_by, value_of
from crucible.cli.tables import fit, write_table
from crucible.credentials import Secret
from crucible.records import Confirmation, Dataset, Graph, Health, TableReport, TableRow
from crucible.signs import width

ONE = Dataset(
    {"unique_id": "0ta", "dataset_name": "film A", "public": False, "scientific_metadata": {"T": {"max": 700}}}
)
TWO = Dataset({"unique_id": "0tb", "dataset_name": "試料", "public": True})
NAMED = Form("json")


class Notes(list[str]):
    def __call__(self, text: str) -> None:
        self.append(text)


@pytest.fixture
def notes() -> Notes:
    return Notes()


def shown(
    capsys: pytest.CaptureFixture[str], answer: object, form: Form | None = None, notes: Notes | None = None
) -> str:
    show(answer, form or Form(), notes if notes is not None else Notes())
    return capsys.readouterr().out


@dataclass(frozen=True)
class Line:
    path: Path
    at: datetime


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (ONE, ONE.to_dict()),
        ([ONE, TWO], [ONE.to_dict(), TWO.to_dict()]),
        (Page(iter([])), []),
        (Confirmation({"message": "done"}), {"message": "done"}),
        (
            TableReport((TableRow(1, "created", "0ta"),)),
            [{"number": 1, "state": "created", "unique_id": "0ta", "reason": None}],
        ),
        (Graph({"nodes": [], "edges": []}), {"nodes": [], "edges": []}),
        (Said("It is done.", {"done": True}), {"done": True}),
        ([Said("It is done.", {"done": True})], [{"done": True}]),
        ({"a": None, "b": ONE}, {"a": None, "b": ONE.to_dict()}),
        (Line(Path("x"), datetime(2026, 3, 14, tzinfo=UTC)), {"path": "x", "at": "2026-03-14T00:00:00+00:00"}),
        (Secret("hidden"), "********"),
        (b"\x00\x01", "AAE="),
        ({"x": float("nan"), "y": [float("inf"), 1.5]}, {"x": None, "y": [None, 1.5]}),
        (["a", "b"], ["a", "b"]),
        (7, 7),
        (True, True),
        ("text", "text"),
        (None, None),
    ],
)
def test_every_answer_is_json(answer: object, expected: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert expected == json.loads(shown(capsys, answer, Form("json"), None), parse_constant=pytest.fail)


def test_no_key_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    for name in (None, "json", "jsonl", "csv"):
        assert "hidden" not in shown(capsys, {"key": Secret("hidden")}, Form(name))


def test_jsonl_has_a_record_on_each_line(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, [ONE, TWO], Form("jsonl")).splitlines()
    assert ["0ta", "0tb"] == [json.loads(line)["unique_id"] for line in lines]


def test_csv_has_the_cells_of_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, [ONE, TWO], Form("csv", ("unique_id", "public", "metadata.T.max", "metadata")))
    rows = list(csv.reader(io.StringIO(text)))
    assert ["unique_id", "public", "metadata.T.max", "metadata"] == rows[0]
    assert [["0ta", "false", "700", '{"T": {"max": 700}}'], ["0tb", "true", "", ""]] == rows[1:]


def test_ids_are_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert "0ta\n0tb\n" == shown(capsys, [ONE, TWO], Form("ids"))


def test_what_has_no_id_is_refused() -> None:
    with pytest.raises(click.UsageError, match="no ids"):
        id_of({"message": "done"})


def test_columns_choose_what_json_has(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, ONE, Form("json", ("unique_id", "metadata.T.max")))
    assert {"unique_id": "0ta", "metadata.T.max": 700} == json.loads(text)


@pytest.mark.parametrize("name", [None, "csv", "json", "jsonl"])
def test_an_unknown_column_is_refused_with_those_there_are(
    name: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(click.UsageError, match=r"no column nme\..*dataset_name"):
        show([ONE], Form(name, ("nme",)), Notes())
    assert "" == capsys.readouterr().out.strip("[]\n")


def test_a_column_that_the_first_record_lacks_is_no_error() -> None:
    check(["extra"], [{"a": 1}, {"extra": 2}])


def test_a_mistyped_name_inside_metadata_is_pointed_out(capsys: pytest.CaptureFixture[str], notes: Notes) -> None:
    shown(capsys, [ONE], Form(None, ("unique_id", "metadata.T.mxa")), notes)
    assert ["No record has metadata.T.mxa."] == notes


def test_columns_say_what_a_list_must_include() -> None:
    assert {"include_metadata", "include_owner"} == included_by(["metadata.a", "owner.email", "unique_id"])


@pytest.mark.parametrize(
    ("value", "path", "expected"),
    [
        ({"a": {"b.c": 1}}, "a.b.c", 1),
        ({"a": [{"b": 2}]}, "a.0.b", 2),
        ({"a": [1]}, "a.7", None),
        ({"a": 1}, "a.b", None),
        ({"a": {"b": False}}, "a.b", False),
    ],
)
def test_a_dotted_name_leads_inside(value: object, path: str, expected: object) -> None:
    assert expected == value_of(value, path)


def test_lists_of_records_in_a_cell_are_json() -> None:
    assert '[{"b": 2}]' == cell({"a": [{"b": 2}]}, "a")


def test_a_document_shows_all_of_it_and_other_records_what_is_not_nested() -> None:
    assert ("a", "b.x", "c") == columns_of({"a": 1, "b": {"x": 1}, "c": []})
    assert ("id", "status") == columns_of(Health({"id": 1, "status": "ok", "nested": {}}))


# ---- people ----


def test_a_table_names_its_columns_as_the_flag_takes_them(capsys: pytest.CaptureFixture[str]) -> None:
    first = shown(capsys, [ONE]).splitlines()[0].split()
    assert list(columns_of(ONE)) == first


def test_an_empty_list_is_said_on_the_other_stream(capsys: pytest.CaptureFixture[str], notes: Notes) -> None:
    assert "" == shown(capsys, Page([]), None, notes)
    assert ["Nothing was found."] == notes


def test_a_list_that_was_cut_says_so_in_every_form(capsys: pytest.CaptureFixture[str]) -> None:
    for name in (None, "json", "csv", "ids"):
        notes = Notes()
        shown(capsys, Page([ONE, TWO], limit=2), Form(name), notes)
        assert ["These are the first 2: --limit N shows more, --all all of them."] == notes


def test_an_error_at_the_end_comes_after_the_whole_answer(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(click.ClickException, match="half"):
        show(Page([ONE], error=lambda: click.ClickException("half")), Form("json"), Notes())
    assert 1 == len(json.loads(capsys.readouterr().out))


def test_nothing_that_a_terminal_obeys_gets_out(capsys: pytest.CaptureFixture[str]) -> None:
    evil = Dataset(
        {"unique_id": "0t", "dataset_name": "a\x1b[2J\u202eb\r\nc", "scientific_metadata": {"k\x1b]0;x\x07": "\x9b1m"}}
    )
    text = shown(capsys, [evil]) + shown(capsys, evil)
    assert [] == [sign for sign in text if not sign.isprintable() and sign != "\n"]


def test_numbers_stand_on_the_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert ["name   n", "a      1", "b     10"] == shown(
        capsys, [{"name": "a", "n": 1}, {"name": "b", "n": 10}]
    ).splitlines()


def test_a_long_text_in_a_pipe_is_whole_and_fills_no_other_row(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, [{"a": "x" * 500, "b": 1}, {"a": "y", "b": 2}]).splitlines()
    assert "x" * 500 in lines[1]
    assert len(lines[2]) < 100


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 120, 200])
def test_a_row_of_a_table_is_no_longer_than_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("NO_COLOR", "1")
    rows = [{"id": "0t" + "a" * 24, "name": "試料" * 9, "text": "x" * 90, "n": number} for number in range(3)]
    write_table(rows, ["id", "name", "text", "n"], set())
    lines = sys.stdout.getvalue().splitlines()  # type: ignore[attr-defined]
    if any(line.startswith("id ") and "name" in line for line in lines):
        assert max(map(width, lines)) <= columns
    else:
        assert 3 == sum(line.split()[:1] == ["id"] for line in lines)  # a block for each


@pytest.mark.parametrize("form", [None, "csv", "json", "jsonl", "ids"])
@pytest.mark.parametrize("sign", ["\x1b", "\x9b", "\u202e"])
def test_no_text_of_the_server_steers_a_terminal(form: str | None, sign: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("NO_COLOR", "1")
    show([{"id": f"0t{sign}", "name": f"film {sign}[2J"}], Form(form), Notes())
    assert "0t" in sys.stdout.getvalue()  # type: ignore[attr-defined]
    assert sign not in sys.stdout.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize("variable", [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colours_are_left_out_where_nobody_wants_them(
    variable: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv(*variable)
    show([ONE], Form(), Notes())
    show(ONE, Form(), Notes())
    assert "\x1b" not in sys.stdout.getvalue()  # type: ignore[attr-defined]


def test_the_first_column_keeps_its_width_where_others_can_give_way() -> None:
    assert [26, 20, 10] == fit([26, 40, 10], 60)
    assert None is fit([26, 40, 10], 30)


# ---- other places than UTF-8 terminals ----


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_json_can_be_written_in_every_encoding(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding, write_through=True))
    show({"name": "試料 – half \ud83d"}, Form("json"), Notes())
    assert {"name": "試料 – half \ud83d"} == json.loads(raw.getvalue().decode(encoding))


def test_a_long_list_is_never_held_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nowhere(io.StringIO):
        def write(self, text: str) -> int:
            return len(text)

    monkeypatch.setattr(sys, "stdout", Nowhere())
    most = 0
    for name in ("jsonl", "json", "csv", None):
        items = ({"unique_id": f"0t{number}", "name": "x" * 50} for number in range(20_000))
        tracemalloc.start()
        show(Page(items), Form(name), Notes())
        most = max(most, tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert most < 2_000_000


# ---- flags ----


def test_two_forms_exclude_each_other() -> None:
    with pytest.raises(click.UsageError, match="--json and --csv"):
        Form.of({"as_json": True, "as_csv": True})
    with pytest.raises(click.UsageError, match="--ids and --columns"):
        Form.of({"as_ids": True, "shown_columns": ["a"]})


def test_columns_are_taken_once_and_without_blanks() -> None:
    assert ("a", "b") == Form.of({"shown_columns": ["a", " b", "a", ""]}).columns
