"""Records of the blocking client have verbs; copies have none that work, and plain records have none."""

import copy
import gc
import json
import pickle
import sys
import weakref
from pathlib import Path

import pytest

from crucible import AsyncCrucibleClient, CrucibleClient, bound, records
from crucible.errors import UsageError
from crucible.sandbox import Sandbox

FAKE_PARSER = (sys.executable, str(Path(__file__).parents[1] / "support" / "fake_parser.py"))


@pytest.fixture(scope="module")
def server():
    with Sandbox(parser=FAKE_PARSER) as server:
        yield server


@pytest.fixture(scope="module")
def client(server):
    with CrucibleClient(server.api_url, server.api_key) as client:
        yield client


@pytest.fixture(scope="module")
def project(client):
    return client.projects.create(project_id="demo-project", organization="Lab")


@pytest.fixture(scope="module")
def instrument(client):
    return client.instruments.create(instrument_id="xrd-1", instrument_name="XRD One", location="B67")


@pytest.fixture
def dataset(client, project):
    return client.datasets.create(dataset_name="run 7", project_id=project)


@pytest.fixture
def sample(client, project):
    return client.samples.create(sample_name="film A", project_id=project)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "scan.h5"
    result = {"ingestion_class": "Fake", "fields": {}, "scientific_metadata": {}, "keywords": [], "thumbnails": []}
    path.write_text("PRINT\n" + json.dumps(result))
    return path


def ids(found):
    return [record.unique_id for record in found]


def pickled(record):
    return pickle.loads(pickle.dumps(record))  # noqa: S301


def test_every_way_to_a_record_gives_one_with_verbs(client, dataset, sample, project, instrument):
    client.datasets.link_sample(dataset, sample)
    ways = [
        client.get(dataset.unique_id),
        client.datasets.get(dataset.unique_id),
        client.datasets.list(unique_id=dataset)[0],
        client.datasets.list(unique_id=dataset).first(),
        *client.datasets.list(unique_id=dataset),
        *client.datasets.list(unique_id=dataset).all(),
        *client.datasets.list(unique_id=dataset)[:1],
        client.datasets.search("run 7")[0],
        client.datasets.update(dataset, measurement="XRD"),
        *client.samples.list_datasets(sample),
    ]
    assert [bound.BoundDataset] * 10 == [type(record) for record in ways]
    assert [bound.BoundSample, bound.BoundProject, bound.BoundInstrument] == [
        type(client.get(record.unique_id)) for record in (sample, project, instrument)
    ]


def test_a_dataset_is_changed_by_its_own_verb(client, dataset):
    changed = dataset.update(measurement="XRD", dataset_name=None)
    assert ("XRD", None, "run 7") == (changed.measurement, changed.dataset_name, dataset.dataset_name)
    assert changed == client.datasets.get(dataset) == dataset.refresh()


@pytest.mark.parametrize("noun", ["dataset", "sample", "project", "instrument"])
def test_a_refreshed_record_has_the_metadata_that_this_one_has(client, request, noun):
    record, verbs = request.getfixturevalue(noun), getattr(client, f"{noun}s")
    verbs.update_scientific_metadata(record, {"n": 1})
    asked, plain = verbs.get(record, include_metadata=True), verbs.get(record)
    verbs.update_scientific_metadata(record, {"n": 2})
    assert ({"n": 2}, None) == (asked.refresh().scientific_metadata, plain.refresh().scientific_metadata)


@pytest.mark.parametrize(
    ("noun", "field"),
    [("sample", "description"), ("project", "title"), ("instrument", "model")],
)
def test_other_records_are_changed_by_their_own_verb(request, noun, field):
    record = request.getfixturevalue(noun)
    assert ("new", type(record)) == (record.update(**{field: "new"})[field], type(record.refresh()))
    assert record.refresh()[field] == "new"


@pytest.mark.parametrize("noun", ["dataset", "sample", "project", "instrument"])
@pytest.mark.parametrize("copied", [lambda record: record, copy.copy])
def test_an_update_with_a_dictionary_is_refused_with_the_right_call(request, noun, copied):
    record = copied(request.getfixturevalue(noun))
    with pytest.raises(UsageError) as raised:
        record.update({"description": "new", "title": "new"})
    assert f"{noun}.update(description=..., title=...)" in str(raised.value)


def test_a_field_that_an_update_does_not_have_is_named(dataset):
    with pytest.raises(UsageError, match="measurement"):
        dataset.update(mesurement="XRD")


def test_files_are_added_listed_awaited_and_downloaded(dataset, path, tmp_path):
    added = dataset.add_file(path)
    request = added.request_ingestion()
    assert (True, [request.id]) == (request.wait(timeout_seconds=60).is_finished, [dataset.wait()[0].id])
    assert (request.id, [added]) == (added.wait().id, dataset.files())
    assert path.read_bytes() == Path(dataset.files()[0].download(tmp_path / "one")).read_bytes()
    assert {"record.json", "scan.h5"} == {Path(name).name for name in dataset.download(tmp_path / "all")}
    assert added == added.refresh()


def test_a_sample_is_downloaded(sample, tmp_path):
    assert ["record.json"] == [Path(name).name for name in sample.download(tmp_path)]


@pytest.mark.parametrize("noun", ["dataset", "sample"])
def test_relatives_have_verbs_too(request, client, project, noun):
    first = request.getfixturevalue(noun)
    second, third = (type(first).refresh(getattr(client, f"{noun}s").create(**{f"{noun}_name": "n"})) for _ in range(2))
    first.link(second)
    second.link(third)
    assert ([first.unique_id], [third.unique_id]) == (ids(second.parents()), ids(second.children()))
    assert [first.unique_id] == ids(third.parents()[0].parents())
    assert [second.unique_id, first.unique_id] == [node.id for node in third.ancestors()]
    assert ([second.unique_id], [second.unique_id]) == (
        [node.id for node in first.descendants(depth=1)],
        [node.id for node in third.ancestors(depth=1)],
    )
    assert {(first.unique_id, "parent"), (third.unique_id, "child")} == {
        (link.unique_id, link.relationship) for link in second.get_links()
    }
    second.unlink(first)
    assert [third.unique_id] == [link.unique_id for link in second.get_links()]
    assert 2 == len(third.graph(recursive=True).nodes)


def test_a_dataset_and_a_sample_know_each_other(dataset, sample):
    dataset.link(sample)
    assert ([sample.unique_id], [dataset.unique_id]) == (ids(dataset.samples()), ids(sample.list_datasets()))
    assert [sample.unique_id] == [node.id for node in dataset.ancestors()]


def test_a_project_and_an_instrument_list_what_is_theirs(client, instrument):
    project = client.projects.create(project_id="other-project", organization="Lab")
    dataset = client.datasets.create(dataset_name="d", project_id=project, instrument_id=instrument)
    sample = client.samples.create(sample_name="s", project_id=project)
    assert ([dataset.unique_id], [sample.unique_id]) == (ids(project.datasets()), ids(project.samples()))
    assert ([dataset.unique_id], 1) == (ids(instrument.datasets()), len(project.users().all()))


@pytest.mark.parametrize("noun", ["dataset", "sample", "project", "instrument"])
def test_metadata_is_merged_and_replaced(request, noun):
    record = request.getfixturevalue(noun)
    record.replace_metadata({"a": 1})
    record.update_metadata({"b": 2})
    assert {"a": 1, "b": 2} == record.metadata()
    assert {"c": 3} == record.replace_metadata({"c": 3}) == record.metadata()


def test_keywords_are_added_and_read(dataset):
    dataset.add_keyword("thin film")
    assert ["thin film"] == [keyword.keyword for keyword in dataset.keywords()]


VERBS = [
    lambda record: record.files(),
    lambda record: record.download(),
    lambda record: record.parents(),
    lambda record: record.link("0tkn2knjast3h0008nyq9zps2c"),
    lambda record: record.update(measurement="XRD"),
    lambda record: record.wait(),
    lambda record: record.metadata(),
    lambda record: record.ancestors(),
]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
def test_the_verbs_of_a_copy_say_that_it_holds_no_client(dataset, copied, verb):
    with pytest.raises(UsageError, match="holds no client"):
        verb(copied(dataset))


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
def test_a_copy_is_equal_and_can_be_given_to_a_client(client, dataset, copied):
    twin = copied(dataset)
    assert (dataset, hash(dataset), repr(dataset)) == (twin, hash(twin), repr(twin))
    assert dataset == client.datasets.get(twin)


def test_a_pickled_record_has_neither_key_nor_address_of_the_api(client, server, dataset):
    text = pickle.dumps(dataset) + pickle.dumps([dataset, {"a": dataset}])
    assert (False, False) == (server.api_key.encode() in text, server.api_url.encode() in text)


def test_nothing_shows_the_client_of_a_record(dataset, server):
    shown = f"{dataset!r} {dataset} {dataset._repr_html_()} {dict(dataset)} {dataset.to_dict()} {dataset.extra}"
    assert ("Dataset(", False) == (repr(dataset)[:8], "inding" in shown or server.api_key in shown)


def test_a_record_equals_the_plain_one_and_is_a_sample_to_nobody(dataset):
    plain = records.Dataset(dataset.to_dict())
    assert (plain, dataset, 1) == (dataset, plain, len({plain, dataset}))
    assert (plain.extra, records.Dataset._fields) == (dataset.extra, type(dataset)._fields)
    assert dataset != records.Sample(dataset.to_dict())


def test_a_record_of_the_asynchronous_client_is_plain(server, dataset):
    import asyncio

    async def both():
        async with AsyncCrucibleClient(server.api_url, server.api_key) as client:
            one = await client.datasets.get(dataset)
            return one, await client.datasets.list(unique_id=dataset).first()

    assert [records.Dataset, records.Dataset] == [type(record) for record in asyncio.run(both())]


def test_a_record_keeps_its_client_open(server, dataset):
    record = CrucibleClient(server.api_url, server.api_key).datasets.get(dataset)
    gc.collect()
    assert dataset == record.refresh()


def test_a_client_goes_with_its_last_record(server, dataset):
    client = CrucibleClient(server.api_url, server.api_key)
    record = client.datasets.get(dataset)
    gone = weakref.ref(client)
    del client
    gc.collect()
    assert gone() is not None
    del record
    gc.collect()
    assert gone() is None


def test_the_record_of_a_closed_client_says_so(server, dataset):
    with CrucibleClient(server.api_url, server.api_key) as client:
        record = client.datasets.get(dataset)
    with pytest.raises(UsageError, match="closed"):
        record.files()
