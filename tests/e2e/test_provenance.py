"""`crucible tree` and `crucible graph` on a served sandbox, and trees on terminals of all widths."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from support.command_world import CommandWorld
from support.typed_commands import Ended, at_work, run

from crucible.cli.tree_drawing import Page, draw
from crucible.records import Graph
from crucible.records import graph_text as text
from crucible.signs import width

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MFID = "0[0-9a-hjkmnp-tv-z]{25}"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandWorld]:
    folder = tmp_path_factory.mktemp("world")
    with pytest.MonkeyPatch.context() as patch, at_work(CommandWorld(folder / "made"), folder, patch) as world:
        yield world


def typed(world: CommandWorld, line: str) -> Ended:
    return run([world.filled_in(word, "") for word in line.split()])


def shown(world: CommandWorld, line: str) -> list[str]:
    """Return the lines that a command prints, without ids."""
    ended = typed(world, line)
    assert (0, "") == (ended.code, ended.errors)
    return [re.sub(rf" +{MFID}$", "", one) for one in ended.output.splitlines()]


# ---- tree ----


def test_a_tree_has_what_the_record_came_from_and_what_came_of_it(world: CommandWorld) -> None:
    expected = ["sample ink 12", "└─ sample film A (derived)", "   └─ dataset film A, pattern ←"]
    assert [*expected, "      └─ dataset film A, smoothed (derived)"] == shown(world, "tree DATASET")


def test_ids_stand_below_each_other(world: CommandWorld) -> None:
    lines = typed(world, "tree DATASET").output.splitlines()
    assert 1 == len({re.search(MFID, line).start() for line in lines})  # type: ignore[union-attr]


def test_a_tree_goes_one_way_only(world: CommandWorld) -> None:
    assert ["dataset film A, pattern", "└─ dataset film A, smoothed (derived)"] == shown(world, "tree DATASET --down")
    up = ["dataset film A, smoothed", "└─ dataset film A, pattern (origin)", "   └─ sample film A"]
    assert [*up, "      └─ sample ink 12 (origin)"] == shown(world, "tree CHILD --up")


@pytest.mark.parametrize(("depth", "lines"), [("1", 2), ("2", 3), ("3", 4), ("9", 4)])
def test_a_depth_counts_steps(world: CommandWorld, depth: str, lines: int) -> None:
    assert lines == len(shown(world, f"tree CHILD --up --depth {depth}"))


@pytest.mark.parametrize("project", ["PROJECT", "0PROJECT"])
def test_a_project_is_a_tree_of_all_that_it_has(world: CommandWorld, project: str) -> None:
    if project == "0PROJECT":
        project = json.loads(typed(world, "get PROJECT --json").output)["unique_id"]
    lines = shown(world, f"tree {project}")
    assert {"sample ink 12", "   └─ sample film A, left half (part)"} & {line.replace("├", "└") for line in lines}
    assert not [line for line in lines if "←" in line]


def test_a_tree_as_data_has_each_record_once_and_where_it_hangs(world: CommandWorld) -> None:
    rows = json.loads(typed(world, "tree DATASET --json").output)
    ids = [world.stands_for[name] for name in ("SAMPLE", "DATASET", "CHILD")]
    assert ids == [row["unique_id"] for row in rows[1:]]
    assert [None, *(row["unique_id"] for row in rows[:-1])] == [row["below"] for row in rows]
    assert [0, 1, 2, 3] == [row["depth"] for row in rows]
    assert [None, "is_derived_from", None, "is_derived_from"] == [row["relationship_type"] for row in rows]
    assert [row["unique_id"] for row in rows] == typed(world, "tree DATASET --ids").output.split()


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("tree DATASET --up --down", 2, "exclude each other"),
        ("tree DATASET --depth 0", 2, "leads nowhere"),
        ("tree PROJECT --up", 2, "this is a project"),
        ("tree FILE_ID", 2, "is a file"),
        ("tree 0tkn2knjast3h0008nyq9zps2c", 4, "0tkn2knjast3h0008nyq9zps2c"),
        ("tree nobody", 4, "Project nobody not found"),
        ("graph", 2, "Give a record or --project"),
        ("graph DATASET --project PROJECT", 2, "not both"),
    ],
)
def test_what_has_no_tree_is_refused_in_words(world: CommandWorld, line: str, code: int, said: str) -> None:
    ended = typed(world, line)
    assert (code, "") == (ended.code, ended.output)
    assert said in ended.errors


def test_the_tree_of_an_instrument_says_where_to_look(world: CommandWorld) -> None:
    instrument = json.loads(typed(world, "get INSTRUMENT --json").output)["unique_id"]
    assert f"crucible ls {instrument}" in typed(world, f"tree {instrument}").errors


# ---- graph ----


def test_a_graph_is_mermaid_unless_told_otherwise(world: CommandWorld) -> None:
    lines = typed(world, "graph DATASET").output.splitlines()
    assert "flowchart TD" == lines[0]
    assert re.fullmatch(rf'    n0\(\["film A<br>{MFID}"\]\)', lines[1])


def test_a_graph_takes_in_all_that_is_connected(world: CommandWorld) -> None:
    near, far = (typed(world, f"graph DATASET --ids{more}").output.split() for more in ("", " --recursive"))
    assert (3, 5) == (len(near), len(far))


def test_a_graph_of_a_project_is_written_as_dot(world: CommandWorld) -> None:
    lines = typed(world, "graph --project PROJECT --format dot").output.splitlines()
    assert ("digraph crucible {", "}") == (lines[0], lines[-1])
    assert typed(world, "graph PROJECT --format dot").output.splitlines() == lines


def test_a_graph_as_json_is_the_same_by_either_flag(world: CommandWorld) -> None:
    one, other = (typed(world, f"graph DATASET {flag}").output for flag in ("--json", "--format json"))
    assert one == other
    assert {"nodes", "edges"} == json.loads(one).keys()


def test_a_graph_as_csv_has_a_row_for_each_link(world: CommandWorld) -> None:
    rows = list(csv.DictReader(typed(world, "graph DATASET --csv").output.splitlines()))
    assert {("film A, pattern", "film A, smoothed", "is_derived_from"), ("film A, pattern", "film A", "")} == {
        (row["source_name"], row["target_name"], row["relationship_type"]) for row in rows
    }


# ---- on terminals ----

WIDE = "試料 of a long name that no narrow terminal has room for, nor a wide one with an id beside it"
DEEP = Graph(
    {
        "nodes": [
            {"id": f"0{n:025}", "name": WIDE if n % 5 == 0 else f"step {n}", "entity_type": "dataset"}
            for n in range(30)
        ],
        "edges": [
            {"source": f"0{n // 2:025}", "target": f"0{n:025}", "relationship_type": "is_derived_from"}
            for n in range(1, 30)
        ]
        + [{"source": f"0{n:025}", "target": f"0{n + 1:025}", "relationship_type": "is_part_of"} for n in range(20)],
    }
)


def drawn(page: Page, **options: Any) -> list[str]:
    lines = text.every_line(DEEP, page.levels)
    return "\n".join(draw(lines, page, upwards=False, **{"styled": False, **options})).splitlines()


@pytest.mark.parametrize("columns", [40, 65, 66, 80, 132, 200])
def test_no_line_is_longer_than_the_terminal(columns: int) -> None:
    lines = drawn(Page(columns, has_lines=True))
    assert columns >= max(map(width, lines))
    assert 30 == len(set(re.findall(r"0\d{25}", "\n".join(lines))))


def test_nothing_is_cut_in_a_pipe() -> None:
    lines = drawn(Page(None, has_lines=True))
    assert [] == [line for line in lines if "…" in line]
    assert [line for line in lines if WIDE in line]


def test_a_tree_is_ascii_where_there_are_no_lines() -> None:
    assert all(line.replace(WIDE[:2], "").isascii() for line in drawn(Page(80, has_lines=False)))


def test_colours_change_no_column() -> None:
    plain, coloured = (drawn(Page(80, has_lines=True), styled=styled) for styled in (False, True))
    assert plain == [re.sub(r"\x1b\[\d+m", "", line) for line in coloured]
    assert plain != coloured


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("variables", "is_coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_gets_colours_unless_it_declines(
    world: CommandWorld, variables: dict[str, str], is_coloured: bool
) -> None:
    here, there = os.openpty()
    command = [sys.executable, "-m", "crucible", "tree", str(world.stands_for["CHILD"])]
    environment = {**os.environ, "TERM": "xterm", **variables}
    subprocess.run(command, stdout=there, stdin=there, env=environment, check=True, timeout=60)
    os.close(there)
    output = os.read(here, 65536)
    os.close(here)
    assert is_coloured == (b"\x1b[" in output)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_an_output_without_lines_gets_a_tree_all_the_same(world: CommandWorld, encoding: str) -> None:
    command = [sys.executable, "-m", "crucible", "tree", str(world.stands_for["DATASET"]), "--down"]
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = subprocess.run(command, capture_output=True, env=environment, check=True, timeout=60)
    assert "`- dataset film A, smoothed (derived)" in done.stdout.decode(encoding)


def test_a_name_cannot_steer_the_terminal(world: CommandWorld, tmp_path: Path) -> None:
    made = run(["dataset", "create", "evil\x1b[2J\u202egnp", "--ids"])
    ended = typed(world, f"tree {made.output.strip()}")
    assert "dataset evil\ufffd[2J\ufffdgnp" == re.sub(rf" +{MFID}\n", "", ended.output)
