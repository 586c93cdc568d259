"""A world of one's own: a file describes it, a sandbox has it then, and mistakes are told with their lines."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from support.raw_server import ok, raw_server
from support.served import Served, link_of
from support.typed_commands import run

from crucible.sandbox import Sandbox
from crucible.sandbox.seed import SeedError, seed
from crucible.sandbox.world import WorldError, read_world

ROOT = Path(__file__).parents[2]
(COURSE,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "sandbox.md").read_text("utf-8"), flags=re.DOTALL)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The file that the documentation shows."""
    (tmp_path / "course.yaml").write_text(COURSE, encoding="utf-8")
    return tmp_path / "course.yaml"


def fill(served: Served, file: Path) -> None:
    seed(served.sandbox.api_url, served.sandbox.api_key, None, read_world(file))


def rows(served: Served) -> dict[str, int]:
    with closing(sqlite3.connect(served.sandbox.root / "crucible.db")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}


def person(served: Served, username: str) -> Any:
    unique_id = served.admin.get("users", username=username)["items"][0]["unique_id"]
    return served.known(unique_id, served.admin.post(f"users/{unique_id}/apikey")["api_key"])


def test_the_world_of_the_documentation_becomes_real(served: Served, course: Path) -> None:
    fill(served, course)
    omar = person(served, "omar")
    first = omar.get("datasets", dataset_name="cell 7, first cycles")["items"][0]
    assert ("galvanostatic cycling", omar.id) == (first["measurement"], first["owner_orcid"])
    (file,) = omar.get(f"datasets/{first['unique_id']}/files")
    assert "cycle,capacity\n1,172.4\n2,171.9\n" == httpx.get(link_of(omar, file), trust_env=False).text
    stored = omar.get(f"resources/{first['unique_id']}/metadata")["scientific_metadata"]
    assert {"cycling": {"rate": {"value": 0.1, "unit": "1/h"}}} == stored
    assert ["NMC"] == [one["keyword"] for one in omar.get(f"datasets/{first['unique_id']}/keywords")]
    assert ["cell 7"] == [one["sample_name"] for one in omar.get(f"datasets/{first['unique_id']}/samples")["items"]]

    summary = omar.get("datasets", dataset_name="cell 7, summary")["items"][0]["unique_id"]
    assert first["unique_id"] in [link["unique_id"] for link in omar.get(f"resources/{summary}/links")]
    person(served, "lena").patch(f"datasets/{summary}", json={"session_name": "an editor may"})
    instrument = served.admin.get("instruments", instrument_id="cycler-1")["items"][0]["unique_id"]
    robots = served.admin.get(f"instruments/{instrument}/service_accounts")
    assert ["cycler-robot"] == [robot["username"] for robot in robots]


def test_filling_it_again_changes_nothing(served: Served, course: Path) -> None:
    fill(served, course)
    before = rows(served)
    fill(served, course)
    assert before == rows(served)


def test_files_and_thumbnails_come_from_beside_the_description(served: Served, tmp_path: Path) -> None:
    film = ROOT / "crucible" / "demo" / "files"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "film.xy").write_bytes((film / "film_a_xrd.xy").read_bytes())
    (tmp_path / "data" / "b.csv").write_bytes(b"a,b\n1,2\n")
    (tmp_path / "pixel.png").write_bytes(bytes.fromhex(PNG))
    described = {
        "datasets": {
            "film": {
                "files": [{"path": "data/film.xy", "ingest": False}, {"path": "data/b.csv", "name": "again.csv"}],
                "thumbnails": [{"path": "pixel.png"}, {"path": "pixel.png", "name": "again"}],
                "deletion": "for practice",
            },
            "kept": {},
        }
    }
    (tmp_path / "world.json").write_text(json.dumps(described), encoding="utf-8")
    for _ in range(2):
        fill(served, tmp_path / "world.json")
    assert ["kept"] == [one["dataset_name"] for one in served.admin.get("datasets")["items"]]
    request = served.admin.get("deletion_requests")["items"][0]
    assert ("film", "for practice") == (request["resource_name"], request["reason"])
    dataset = request["resource_id"]
    assert ["again.csv", "film.xy"] == sorted(one["filename"] for one in served.admin.get(f"datasets/{dataset}/files"))
    shown = served.admin.get(f"datasets/{dataset}/thumbnails")
    assert ["again", "pixel.png"] == sorted(one["thumbnail_name"] for one in shown)


PNG = (
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63646060f80f00010401018a3bd5f50000000049454e44ae426082"
)


MISTAKES = [
    ("users: [lena]", 'line 1, users: \\["lena"\\] is not of type "object"'),
    ("users:\n  lena: {first_name: Lena}", "line 2, users > lena: last_name is needed"),
    ("users:\n  admin: {first_name: A, last_name: B}", "line 2, users > admin: whoever starts the sandbox is admin"),
    ("datasets:\n  a:\n    sampels: [b]", "line 3, datasets > a > sampels: there is no such thing here"),
    ("datasets:\n  a:\n    samples:\n      - b", "line 4, datasets > a > samples > 1: there is no sample 'b'"),
    ("datasets:\n  a: {by: lena}", "line 2, datasets > a > by: there is no user 'lena'"),
    ("samples:\n  a: {project: x}", "line 2, samples > a > project: there is no project 'x'"),
    (
        "samples:\n  a: {parents: [b]}\n  b: {parents: [a]}",
        "line 2, samples > a > parents: nothing can be made of itsel",
    ),
    ("datasets:\n  a:\n    files:\n      - path: b", "line 4, datasets > a > files > 1 > path: 'b' is no file"),
    ("datasets:\n  a: {files: [{path: ../b}]}", "path: '../b' is not in the folder of the description"),
    ("datasets:\n  a: {files: [{path: b, text: c}]}", "files > 1: either a path, or a text and a name"),
    ("projects:\n  a b: {organization: L}", "line 2, projects > a b: a name here should match"),
    ("users:\n  l: {first_name: L, last_name: S, email: no}", "line 2, users > l > email: should match @"),
    ("samples:\n  a: {timestamp: yesterday}", "line 2, samples > a > timestamp: should be a date and time with"),
    ("datasets:\n  a: {keywords: [b, b]}", "line 2, datasets > a > keywords: .* non-unique"),
    ("samples:\n  a:\n    metadata:\n      x: 1e999", "line 4, samples > a > metadata > x: this is no number"),
    (f"samples:\n  a: {{metadata: {{x: {'9' * 5000}}}}}", "line 2, samples > a > metadata > x: this is no number"),
    (f"samples:\n  a: {{metadata: {{x: [{2**64}]}}}}", "line 2, .* > x > 1: the number does not fit into 64 bits"),
    ('samples:\n  a: {description: "\\ud800"}', "line 2, samples > a > description: half of a character"),
    ('datasets:\n  "\\ud800": {}', r"line 2, datasets > \\ud800: half of a character"),
    ('datasets:\n  a: {files: [{path: "b\\0"}]}', "line 2, datasets > a > files > 1 > path: .* is no name of a file"),
    (f"datasets:\n  a: {{files: [{{path: {'b' * 5000}}}]}}", "files > 1 > path: .* is no name of a file"),
    ("datasets:\n  a: {files: [{name: b, text: c}, {name: b, text: d}]}", "a > files > 2: there is 'b' already"),
    ("samples: &a\n  b: *a", "is not YAML: it is nested too deeply"),
    ("datasets:\n  a: {}\n  a: {}", "line 3: 'a' is there twice"),
    ("datasets:\n  - a\n  b: {}", "is not YAML: line 3"),
    ("join_requests:\n  - {user: x}", "line 2, join_requests > 1: project is needed"),
    ("projects:\n  p: {organization: L, members: {admin: king}}", 'line 2, projects > p > members > admin: "king"'),
]


@pytest.mark.parametrize(("text", "message"), MISTAKES)
def test_a_mistake_is_told_with_its_line_and_its_path(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "world.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(WorldError, match=message):
        read_world(tmp_path / "world.yaml")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "world.yml").write_text("users:\n  a: {}\nsamples:\n  b: {by: 3}\n", encoding="utf-8")
    with pytest.raises(WorldError) as told:
        read_world(tmp_path / "world.yml")
    assert ["users > a", "users > a", "samples > b > by"] == re.findall(r"line \d, (.*?): ", told.value.message)


def test_mistakes_in_json_are_told_with_their_path(tmp_path: Path) -> None:
    for text, message in (
        ('{"users": {"a": 1}}', 'users > a: 1 is not of type "object"'),
        ("{", "is not JSON: .* line 1"),
        ('{"users": {}, "users": {}}', "names something twice"),
        ('\ufeff{"samples": {"a": {"metadata": {"x": NaN}}}}', "samples > a > metadata > x: this is no number"),
    ):
        (tmp_path / "world.json").write_text(text, encoding="utf-8")
        with pytest.raises(WorldError, match=message):
            read_world(tmp_path / "world.json")
    with pytest.raises(WorldError, match="cannot be read"):
        read_world(tmp_path / "nowhere.yaml")


def test_plain_words_are_text_and_nothing_runs(tmp_path: Path) -> None:
    metadata = "{x: 1e-3, y: 1.5, z: null, on: true, at: 12:30, no: 010, e: '1'}"
    text = f"samples:\n  a: {{sample_type: 2026-08-01, description: no, metadata: {metadata}}}\n"
    (tmp_path / "world.yaml").write_text(text, encoding="utf-8")
    sample = read_world(tmp_path / "world.yaml")["samples"]["a"]
    assert ("2026-08-01", "no") == (sample["sample_type"], sample["description"])
    read = {"x": 0.001, "y": 1.5, "z": None, "on": True, "at": "12:30", "no": "010", "e": "1"}
    assert read == sample["metadata"]
    for made in ("{a: !!python/name:os.getcwd x}", "{!!python/object/apply:os.getcwd []: {}}", "{a: !own x}"):
        (tmp_path / "world.yaml").write_text(f"samples: {made}\n", encoding="utf-8")
        with pytest.raises(WorldError, match="is not YAML: line 1"):
            read_world(tmp_path / "world.yaml")
    bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join([f'*{before}'] * 10)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    (tmp_path / "world.yaml").write_text(bomb, encoding="utf-8")
    with pytest.raises(WorldError, match="more than 200,000 values"):
        read_world(tmp_path / "world.yaml")


def test_what_the_sandbox_refuses_is_told_with_its_place(served: Served, tmp_path: Path) -> None:
    (tmp_path / "world.yaml").write_text('samples:\n  "a\\0b": {}\n', encoding="utf-8")
    said = "sample_name: String should not have the character"
    with pytest.raises(SeedError, match=f"samples > a\0b: GET samples was answered with 422: {said}"):
        fill(served, tmp_path / "world.yaml")


def test_a_deletion_is_not_taken_for_that_of_another_record_of_that_name(served: Served, tmp_path: Path) -> None:
    text = "samples:\n  film: {deletion: lost}\ndatasets:\n  film: {deletion: wrong}\n"
    (tmp_path / "world.yaml").write_text(text, encoding="utf-8")
    for _ in range(2):
        fill(served, tmp_path / "world.yaml")
    asked = served.admin.get("deletion_requests")["items"]
    found = [(one["resource_type"], one["reason"]) for one in asked]
    assert [("dataset", "wrong"), ("sample", "lost")] == sorted(found)


def test_a_server_that_ends_connections_between_requests_can_be_filled() -> None:
    account = ok(b'{"user_unique_id": "a"}')
    account.then = "close"
    with (
        raw_server(account, ok(b'{"detail": "enough"}', status="403 Forbidden")) as server,
        pytest.raises(SeedError, match="projects > a1b: GET projects was answered with 403: enough"),
    ):
        seed(server.url, "key", None, {"projects": {"a1b": {"organization": "L"}}})


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.setenv("CRUCIBLE_SANDBOX_ROOT", str(tmp_path / "root"))
    with Sandbox(tmp_path / "root", ingest=False) as sandbox:
        yield sandbox


def test_the_command_fills_the_sandbox_that_runs(running: Sandbox, course: Path) -> None:
    filled = run(["sandbox", "seed", str(course), "--json"])
    assert (0, "") == (filled.code, filled.errors)
    assert {"dataset": 2, "sample": 2, "project": 1, "account": 4}.items() <= json.loads(filled.output)[
        "records"
    ].items()
    assert "2 datasets, 1 file, 2 samples" in run(["sandbox", "seed", str(course)]).output


def test_the_command_says_what_is_wrong_by_exit_code(tmp_path: Path, course: Path) -> None:
    nowhere = ["--root", str(tmp_path / "nowhere")]
    assert 4 == run(["sandbox", "seed", str(course), *nowhere]).code
    (tmp_path / "bad.yaml").write_text(yaml.safe_dump({"users": 3}), encoding="utf-8")
    refused = run(["sandbox", "seed", str(tmp_path / "bad.yaml"), *nowhere])
    assert 1 == refused.code
    assert "line 1, users: 3 is not of type" in refused.errors
