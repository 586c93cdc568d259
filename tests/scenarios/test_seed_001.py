"""What seed 001 says about the results and the errors of the client, read from the table of what it publishes."""

import socket
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.tables import signature, table

from crucible import errors
from crucible.transport import limits

ROWS = {signature(text)[0]: row for text, *row in table("seed_001.txt")}
RETURNED = {name: row for name, row in ROWS.items() if row[0] != "-"}
NOBODY = "0000000000000000000000000a"
KINDS = {"Dict": Mapping, "str": str, "list": list, "List[str]": list}
CALLS = {
    "health": lambda client, parent, child, folder: client.health(),
    "whoami": lambda client, parent, child, folder: client.whoami(),
    "get": lambda client, parent, child, folder: client.get(parent, include_metadata=True, include_links=True),
    "get_resource_type": lambda client, parent, child, folder: client.get_resource_type(parent),
    "get_links": lambda client, parent, child, folder: client.get_links(parent),
    "link": lambda client, parent, child, folder: client.link(parent_id=parent, child_id=child),
    "unlink": lambda client, parent, child, folder: client.unlink(id_a=child, id_b=parent),
    "download": lambda client, parent, child, folder: client.download(parent, output_dir=str(folder)),
}


@pytest.mark.parametrize("name", RETURNED)
async def test_a_call_returns_what_the_seed_says(client, new, tmp_path, name):
    parent, child = (await new.dataset()).unique_id, (await new.dataset()).unique_id
    await client.link(parent, child)
    returned = await CALLS[name](client, parent, child, tmp_path)
    kind, members, _ = RETURNED[name]
    assert isinstance(returned, KINDS[kind])
    if "[str]" in kind:
        assert [] == [item for item in returned if type(item) is not str]
    wanted = [] if members == "-" else members.split()
    for item in returned if kind == "list" else [returned]:
        assert [] == [member for member in wanted if member not in item or (item[member] is None and member != "name")]


async def test_what_nobody_links_has_no_links(client, new):
    assert [] == await client.get_links((await new.sample()).unique_id)


@pytest.mark.parametrize("kind", ["sample", "dataset", "instrument"])
@pytest.mark.parametrize("said", [True, False])
async def test_get_finds_the_types_that_the_seed_names(client, new, served, kind, said):
    if kind == "instrument":  # v2 has another form for new ones
        body = {"instrument_id": new.word, "instrument_name": "XRD One", "location": "B67"}
        identity = served.admin.post("instruments", json=body)["unique_id"]
    else:
        identity = (await getattr(new, kind)()).unique_id
    found = await client.get(identity, kind if said else None, True)
    assert (kind, identity, {}) == (
        await client.get_resource_type(identity),
        found["unique_id"],
        found["scientific_metadata"] or {},
    )


async def test_links_are_included_when_asked_for(client, new):
    parent, child = await new.sample(), await new.sample()
    await client.link(parent, child)
    found = await client.get(parent.unique_id, include_links=True)
    assert [(child.unique_id, "child")] == [(link["unique_id"], link["relationship"]) for link in found.links]


RAISING = {
    "get": [
        lambda client, dataset, project: client.get(NOBODY),
        lambda client, dataset, project: client.get(dataset, "spaceship"),
        lambda client, dataset, project: client.get("no id"),
    ],
    "link": [
        lambda client, dataset, project: client.link(dataset, NOBODY),
        lambda client, dataset, project: client.link(NOBODY, dataset),
        lambda client, dataset, project: client.link(dataset, project),
    ],
    "unlink": [
        lambda client, dataset, project: client.unlink(NOBODY, dataset),
        lambda client, dataset, project: client.unlink(project, dataset),
    ],
}
ASKED = [(name, number) for name, calls in RAISING.items() for number in range(len(calls))]


@pytest.mark.parametrize(("name", "number"), ASKED, ids=[f"{name}-{number}" for name, number in ASKED])
async def test_what_cannot_be_is_the_error_that_the_seed_names(client, new, name, number):
    dataset, project = await new.dataset(), await client.projects.get(new.project_id)
    assert "ValueError" == ROWS[name][2]
    with pytest.raises(ValueError) as caught:
        await RAISING[name][number](client, dataset.unique_id, project)
    assert isinstance(caught.value, errors.CrucibleError)


def test_each_error_of_the_seed_is_provoked():
    assert {"__init__", "health", *RAISING} == {name for name, row in ROWS.items() if row[2] != "-"}


async def test_a_host_that_is_not_there_is_a_connection_error(flavour):
    with socket.socket() as taken:  # bound, and nobody listens
        taken.bind(("127.0.0.1", 0))
        client = flavour.client(f"http://127.0.0.1:{taken.getsockname()[1]}/api/v3", "k")
        with limits.within(1), pytest.raises(ConnectionError) as caught:
            await client.health()
    assert isinstance(caught.value, errors.ConnectionFailedError)


def test_without_configuration_there_is_no_client(flavour, monkeypatch, tmp_path):
    for name in ("HOME", "USERPROFILE", "APPDATA", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("CRUCIBLE_API_URL", "CRUCIBLE_API_KEY", "CRUCIBLE_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ValueError, match="sandbox") as caught:
        flavour.client()
    assert isinstance(caught.value, errors.ConfigError)


@pytest.fixture
def stored(client, new, tmp_path):
    """Makes a dataset with two files, and returns its id."""

    async def make():
        for name in ("a.txt", "b.csv"):
            (tmp_path / name).write_text(name)
        files = [tmp_path / "a.txt", tmp_path / "b.csv"]
        return (await new.dataset(files=files, skip_ingestion=True)).unique_id

    return make


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["record.json", "a.txt", "b.csv"]),
        ({"no_files": True}, ["record.json"]),
        ({"no_record": True}, ["a.txt", "b.csv"]),
        ({"include": ["*.csv"]}, ["record.json", "b.csv"]),
        ({"exclude": ["*.csv"]}, ["record.json", "a.txt"]),
    ],
)
async def test_a_download_takes_what_the_seed_says(client, stored, tmp_path, options, expected):
    dataset = await stored()
    paths = await client.download(dataset, str(tmp_path / "out"), **options)
    folder = tmp_path / "out" / dataset
    assert expected[:1] == [Path(path).name for path in paths[:1]]
    assert sorted(expected) == sorted(str(Path(path).relative_to(folder)) for path in paths)
    assert all(Path(path).is_file() for path in paths)


async def test_a_download_goes_where_the_seed_says(client, stored, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    dataset = await stored()
    assert (Path("crucible-downloads") / dataset / "record.json").exists() is False
    paths = await client.download(dataset)
    assert Path("crucible-downloads", dataset, "record.json").resolve() == Path(paths[0]).resolve()


async def test_what_is_there_is_overwritten_unless_that_is_not_wanted(client, stored, tmp_path):
    dataset = await stored()
    await client.download(dataset, tmp_path / "out")
    mine = tmp_path / "out" / dataset / "a.txt"
    mine.write_text("mine")
    with pytest.raises(errors.PartialTransferError):
        await client.download(dataset, tmp_path / "out", overwrite_existing=False)
    assert "mine" == mine.read_text()
    await client.download(dataset, tmp_path / "out")
    assert "a.txt" == mine.read_text()
