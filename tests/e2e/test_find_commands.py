"""`crucible get`, `ls`, `search`, `link` and `unlink` find records of all kinds by whatever they are called."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.command_world import CommandWorld
from support.typed_commands import Ended, at_work, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> CommandWorld:
    return CommandWorld(tmp_path_factory.mktemp("world"))


@pytest.fixture
def world(made: CommandWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CommandWorld]:
    with at_work(made, tmp_path, monkeypatch) as world:
        yield world


def typed(world: CommandWorld, line: str, given: str = "") -> Ended:
    return run([world.filled_in(word, "") for word in line.split()], given)


def names(world: CommandWorld, line: str) -> list[str]:
    ended = typed(world, f"{line} --json")
    assert (0, "") == (ended.code, ended.errors)
    rows = json.loads(ended.output)
    return [row.get("name") or row.get("dataset_name") or row.get("sample_name") or row["filename"] for row in rows]


@pytest.mark.parametrize(
    ("reference", "field", "value"),
    [
        ("DATASET", "dataset_name", "film A, pattern"),
        ("SAMPLE", "sample_name", "film A"),
        ("FILE_ID", "filename", "run7.xy"),
        ("PROJECT", "title", "Films"),
        ("INSTRUMENT", "instrument_name", "Diffractometer"),
    ],
)
def test_a_record_of_any_kind_is_shown(world: CommandWorld, reference: str, field: str, value: str) -> None:
    ended = typed(world, f"get {reference} --json")
    assert (0, value) == (ended.code, json.loads(ended.output)[field])


def test_metadata_is_shown(world: CommandWorld) -> None:
    assert 100 == json.loads(typed(world, "get ID --json").output)["scientific_metadata"]["annealing"]["temperature"]


def test_links_are_shown_when_asked_for(world: CommandWorld) -> None:
    links = json.loads(typed(world, "get ID --include-links --json").output)["links"]
    assert {"film A", "film A, smoothed"} == {link["name"] for link in links}


def test_a_project_goes_by_its_id_too(world: CommandWorld) -> None:
    identity = json.loads(typed(world, "get PROJECT --json").output)["unique_id"]
    assert "my-project" == json.loads(typed(world, f"get {identity} --json").output)["project_id"]


def test_several_records_of_any_kinds_are_a_list(world: CommandWorld) -> None:
    given = "\n".join(str(world.stands_for[name]) for name in ("SAMPLE", "FILE_ID", "PROJECT"))
    rows = json.loads(typed(world, "get ID - --json", given).output)
    assert ["dataset", "sample", "file", "project"] == [row["resource_type"] for row in rows]
    assert "film A" == rows[1]["sample_name"] == rows[1]["name"]


def test_one_that_is_not_there_does_not_keep_the_others_from_being_shown(world: CommandWorld) -> None:
    ended = typed(world, "get nobody ID --jsonl")
    assert (5, "film A, pattern") == (ended.code, json.loads(ended.output)["name"])
    assert "nobody" in ended.errors


@pytest.mark.parametrize("reference", ["nobody", "0tkn2knjast3h0008nyq9zps2c"])
@pytest.mark.parametrize("verb", ["get", "ls"])
def test_what_nobody_knows_is_not_found(world: CommandWorld, verb: str, reference: str) -> None:
    ended = typed(world, f"{verb} {reference}")
    assert (4, "") == (ended.code, ended.output)
    assert reference in ended.errors


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ls", ["film A, smoothed", "film A, pattern"]),
        ("ls --type sample", ["film A, left half", "film A", "ink 12"]),
        ("ls --keyword perov", ["film A, pattern"]),
        ("ls --instrument xrd-1", ["film A, pattern"]),
        ("ls --sample SAMPLE", ["film A, pattern"]),
        ("ls --sort name --limit 1", ["film A, pattern"]),
        ("ls DATASET", ["run7.xy", "film A, smoothed"]),
        ("ls DATASET --type file", ["run7.xy"]),
        ("ls DATASET --type sample", ["film A"]),
        ("ls DATASET --measurement XRD", ["film A, smoothed"]),
        ("ls SAMPLE", ["film A, left half", "film A, pattern"]),
        ("ls SAMPLE --type sample", ["film A, left half"]),
        ("ls INSTRUMENT", ["film A, pattern"]),
        ("ls PROJECT --measurement XRD", ["film A, smoothed", "film A, pattern"]),
        ("ls PROJECT --type sample --sort name", ["film A", "film A, left half", "ink 12"]),
        ("ls --type file", ["run7.xy"]),
        ("search annealing", ["film A, pattern"]),
        ("search film A --type sample --limit 1", ["film A"]),
    ],
)
def test_lists(world: CommandWorld, line: str, expected: list[str]) -> None:
    assert expected == names(world, line)


def test_a_project_has_datasets_and_samples_in_the_order_in_which_they_were_made(world: CommandWorld) -> None:
    expected = ["film A, left half", "film A, smoothed", "film A, pattern", "film A", "ink 12"]
    assert expected == names(world, "ls PROJECT")
    assert expected[:2] == names(world, "ls PROJECT --limit 2")


def test_a_list_of_ids_is_what_other_commands_read(world: CommandWorld) -> None:
    ids = typed(world, "ls PROJECT --type dataset --ids").output
    assert ids == typed(world, "get - --ids", ids).output


def test_a_list_that_goes_on_says_so_unless_a_limit_was_given(world: CommandWorld) -> None:
    assert ("", "") == (typed(world, "ls --limit 1").errors, typed(world, "ls --all").errors)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ls FILE_ID", "is a file, and has nothing to list"),
        ("ls PROJECT --type file", "A project has no files; it has samples and datasets."),
        ("ls PROJECT --sort name", "--sort needs --type"),
        ("ls --type project --measurement XRD", "does not take --measurement"),
        ("ls DATASET --type file --keyword a", "does not take --keyword"),
        ("ls PROJECT --project other", "does not take --project"),
        ("search an", "too short"),
        ("get", "ID..."),
    ],
)
def test_what_cannot_be_listed_is_refused_in_words(world: CommandWorld, line: str, said: str) -> None:
    ended = typed(world, line)
    assert (2, "") == (ended.code, ended.output)
    assert said in ended.errors


def test_a_link_is_taken_away_and_brought_back(world: CommandWorld) -> None:
    assert "are not linked any more" in typed(world, "unlink SAMPLE DATASET").output
    assert [] == names(world, "ls SAMPLE --type dataset")
    assert 4 == typed(world, "unlink SAMPLE DATASET").code
    assert "are linked" in typed(world, "link SAMPLE DATASET").output
    assert ["film A, pattern"] == names(world, "ls SAMPLE --type dataset")


def test_what_cannot_be_linked_is_refused(world: CommandWorld) -> None:
    ended = typed(world, "link ID ID")
    assert 2 == ended.code
    assert "cannot be linked with itself" in ended.errors
