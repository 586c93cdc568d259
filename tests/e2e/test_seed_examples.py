"""The examples that earlier clients published run as they stand; replaced are address, key, ids and path alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from crucible import CrucibleClient, errors
from crucible.sandbox import Sandbox

SNIPPETS = Path(__file__).with_name("seeds")
pytestmark = [
    pytest.mark.filterwarnings("ignore::crucible.legacy.LegacyWarning"),
    pytest.mark.filterwarnings("ignore::crucible.errors.OldApiWarning"),
]
NAMED = [line for line in (SNIPPETS / "000_functions.txt").read_text("utf-8").splitlines() if line]
# The introduction names these without what they need.
NOT_CALLED = {
    "build_dataset_from_json()",
    "build_dataset_from_file()",
    "add_sample()",
    "wait_for_request_completion()",
}
NOT_OFFERED = {"send_to_scicat(dsid)"}


@pytest.fixture(scope="module")
def server():
    with Sandbox() as server:
        yield server


@pytest.fixture(scope="module")
def new(server):
    with CrucibleClient(server.api_url, server.api_key) as client:
        client.projects.create(project_id="demo-project", organization="Lab")
        yield client


def example(name: str, replaced: dict[str, str]) -> str:
    """Return a snippet in which some texts, each of which it has, are replaced by others."""
    text = (SNIPPETS / name).read_text("utf-8")
    for old, other in replaced.items():
        assert old in text
        text = text.replace(old, other)
    return text


def run(text: str, names: dict[str, object]) -> dict[str, object]:
    """Run a script, close what it connected, and return its names."""
    try:
        exec(compile(text, "example", "exec"), names)
    finally:
        if "client" in names:
            names["client"].close()
    return names


def test_the_introduction_of_the_first_generation_runs(server, new, tmp_path):
    dsid = new.datasets.create(dataset_name="run 7", project_id="demo-project").unique_id
    path = tmp_path / "spectrum.txt"
    path.write_text("1 2\n")
    replaced = {
        "from pycrucible import": "from crucible.legacy import",  # the only line that a script changes
        "https://crucible.lbl.gov/testapi": server.api_url.replace("/api/v3", "/testapi"),
        "your-api-key": server.api_key,
        "dataset-id": dsid,
        "path/to/file.txt": path.as_posix(),
    }
    names = run(example("000_quick_start.txt", replaced), {})
    assert dsid in [one["unique_id"] for one in names["datasets"]]
    assert (list, dict) == (type(names["datasets"]), type(names["dataset"]))
    assert ("run 7", {}) == (names["dataset"]["dataset_name"], names["dataset"]["scientific_metadata"])
    assert [("spectrum.txt", 4)] == [(file.filename, file.size) for file in new.datasets.list_files(dsid)]
    made = names["new_dataset"]["dsid"]
    kept = new.datasets.get(made, include_metadata=True)
    assert ("My Experiment", "XRD", False) == (kept.dataset_name, kept.measurement, kept["public"])
    assert {
        "temperature": 298.15,
        "voltage": 200,
        "sample_preparation": "standard protocol",
    } == kept.scientific_metadata
    assert {"crystallography", "materials"} == {word.keyword for word in new.datasets.get_keywords(made)}


@pytest.mark.parametrize("call", [line for line in NAMED if line not in NOT_CALLED])
def test_a_function_that_the_introduction_names_is_called_as_it_says(server, new, tmp_path, monkeypatch, call):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scan.txt").write_text("1 2\n")
    dsid = new.datasets.create(dataset_name="run 7", project_id="demo-project").unique_id
    new.datasets.add_file(dsid, tmp_path / "scan.txt")
    first, second = [new.samples.create(sample_name="film", project_id="demo-project").unique_id for _ in range(2)]
    names = {"dsid": dsid, "dataset_id": dsid, "sample_id": first, "parent_id": first, "child_id": second}
    names |= {"metadata": {"annealed": True}, "keyword": "tidy", "file_path": "scan.txt", "filename": "raw.txt"}
    text = (
        f"from crucible.legacy import CrucibleClient\nclient = CrucibleClient({server.api_url!r}, {server.api_key!r})"
    )
    if call in NOT_OFFERED:
        with pytest.raises(errors.UsageError, match="not offered"):
            run(f"{text}\nclient.{call}", names)
    else:
        run(f"{text}\nclient.{call}", names)


def test_those_that_are_not_called_are_named():
    assert {*NOT_CALLED, *NOT_OFFERED} <= set(NAMED)


@pytest.mark.parametrize("version", ["v2", "v3"])
def test_the_example_of_the_second_generation_runs(server, new, monkeypatch, version):
    url = server.api_url.replace("v3", version)
    monkeypatch.setenv("CRUCIBLE_API_URL", url)
    monkeypatch.setenv("CRUCIBLE_API_KEY", server.api_key)
    made = [new.datasets.create(project_id="demo-project") for _ in range(3)]
    films = [new.samples.create(sample_name="film", project_id="demo-project") for _ in range(3)]
    replaced = {"https://crucible.lbl.gov/api/v2": url, "your-key": server.api_key}
    ids = {
        "parent_dataset_id": made[0].unique_id,
        "child_dataset_id": made[1].unique_id,
        "parent_sample_id": films[0].unique_id,
        "child_sample_id": films[1].unique_id,
        "'dataset_id'": repr(made[2].unique_id),
        "'sample_id'": repr(films[2].unique_id),
    }
    names = run(example("001_client.txt", replaced) + example("001_link.txt", ids), {})
    assert url == names["client"].api_url
    for (one, other), relationship in {
        (made[0], made[1]): "child",
        (films[0], films[1]): "child",
        (made[2], films[2]): "associated",
    }.items():
        assert [(other.unique_id, relationship)] == [(link.unique_id, link.relationship) for link in new.get_links(one)]
