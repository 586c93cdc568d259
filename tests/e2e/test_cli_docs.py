"""The page about the command line tells the truth: what it shows is what is printed, and its tables are complete."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from support.command_world import CommandWorld, write_files
from support.typed_commands import at_work, commands, run_line, stages

from crucible.cli import failure

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "cli.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
SHOWN = [
    (line, output)
    for block in re.findall(r"^```console\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    for line, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, flags=re.MULTILINE)
]
TYPED = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```$", PAGE + README, flags=re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
    if "crucible " in line
]
# What differs from run to run, in as many letters.
VARYING = {r"\b0[0-9a-hjkmnp-tv-z]{25}\b": "0" * 26, r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d": "2026-01-01 00:00:00"}
COMMANDS = dict(commands())


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CommandWorld]:
    with at_work(CommandWorld(tmp_path / "made"), tmp_path, monkeypatch) as world:
        yield world


def steady(text: str) -> str:
    for pattern, same in VARYING.items():
        text = re.sub(pattern, same, text)
    return text


def test_what_the_page_shows_is_what_is_printed(world: CommandWorld) -> None:
    assert len(SHOWN) >= 5
    for line, output in SHOWN:
        typed = re.sub(r"\$(\w+)", lambda found: world.filled_in(found[1].upper(), ""), line)
        ended = run_line(typed, world.filled_in)
        printed = steady(ended.output + ended.errors)
        parts = [re.escape(part) for part in steady(output).split("…")]
        assert re.fullmatch(".*".join(parts), printed), f"{line}\n{printed}"


@pytest.mark.parametrize("line", TYPED)
def test_each_command_that_is_shown_has_the_flags_that_are_shown(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scripts are not run, since they go on for a day; test_whole_day runs the one in README."""
    write_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    inner = re.search(r"\$\((crucible [^()]*)\)", line)
    text = inner[1] if inner is not None else line[line.index("crucible ") :]
    for words in stages(text.partition("  #")[0]):
        if words[:1] != ["crucible"] or words[1] == "sandbox":
            continue
        name = " ".join(words[1:3]) if " ".join(words[1:3]) in COMMANDS else words[1]
        given = words[1 + len(name.split()) :]
        with COMMANDS[name].make_context(name, given, obj=given) as context:
            assert isinstance(context, click.Context)


def test_the_table_of_exit_codes_has_each() -> None:
    documented = set(map(int, re.findall(r"^\| (\d+) \|", PAGE, flags=re.MULTILINE)))
    assert {failure.DONE, failure.FAILED, *failure.CODES.values()} == documented


def test_the_table_of_commands_is_up_to_date() -> None:
    """It is written by a script; this says so before `scripts/check.py written` does."""
    command = [sys.executable, str(ROOT / "scripts" / "make_command_table.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (0, "") == (done.returncode, done.stdout)
