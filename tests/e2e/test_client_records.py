"""Records of every kind, made and found with the client on a served sandbox."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from crucible import UNCHANGED, CrucibleClient, errors, records
from crucible.ids import new_mfid

NOBODY = "0000000000000000000000000a"


@pytest.fixture(scope="module")
def client():
    with CrucibleClient.sandbox() as client:
        client.projects.create(project_id="demo-project", organization="Lab", title="Demo")
        client.instruments.create(instrument_id="xrd-1", instrument_name="XRD One", location="B67")
        yield client


@pytest.fixture
def dataset(client):
    return client.datasets.create(dataset_name="run 7", project_id="demo-project")


@pytest.fixture
def sample(client):
    return client.samples.create(sample_name="film A", project_id="demo-project")


def test_a_healthy_service_answers_the_flat_names_too(client):
    health = client.health()
    assert ("ok", "ok", health.build.api_version) == (health["status"], health["db"], health["version"])


def test_whoami_names_the_account_and_its_user(client):
    me = client.whoami()
    assert me.user_unique_id == me.user_info.unique_id == client.account.whoami()["user_info"]["unique_id"]


def test_a_dataset_is_created_whole(client):
    made = client.datasets.create(
        dataset_name="run 8",
        measurement="XRD",
        data_format="xy",
        timestamp=date(2026, 8, 1),
        project_id="demo-project",
        instrument_id="XRD-1",
        scientific_metadata={"scan": {"steps": np.arange(3), "at": datetime(2026, 8, 1, tzinfo=UTC)}},
        keywords=["perovskite", "demo"],
    )
    read = client.datasets.get(made.unique_id, include_metadata=True)
    assert ("run 8", "XRD", datetime(2026, 8, 1, tzinfo=UTC), "demo-project", "XRD One") == (
        read.dataset_name,
        read.measurement,
        read.timestamp,
        read.project_id,
        read.instrument_name,
    )
    assert {"scan": {"steps": [0, 1, 2], "at": "2026-08-01T00:00:00+00:00"}} == read.scientific_metadata
    assert made.scientific_metadata == read.scientific_metadata
    assert {"perovskite", "demo"} == {word.keyword for word in client.datasets.get_keywords(made)}


def test_creating_twice_under_one_id_is_creating_once(client):
    identity = new_mfid()
    for _ in range(2):
        client.datasets.create(dataset_name="once", project_id="demo-project", unique_id=identity)
    assert client.datasets.list(dataset_name="once").count() == 1


def test_another_dataset_under_the_same_id_is_a_conflict(client, dataset):
    with pytest.raises(errors.ConflictError, match="another dataset_name"):
        client.datasets.create(dataset_name="other", project_id="demo-project", unique_id=dataset.unique_id)


def test_a_project_may_be_named_by_record_slug_or_identity(client):
    project = client.projects.get("demo-project")
    ways = [project, "demo-project", "DEMO-Project", project.unique_id]
    made = [client.samples.create(sample_name="by any name", project_id=way) for way in ways]
    assert ["demo-project"] * 4 == [client.samples.get(sample).project_id for sample in made]


def test_projects_and_instruments_are_settled_by_their_name(client):
    again = client.projects.create(project_id="DEMO-PROJECT", organization="Else", existing="use")
    instrument = client.instruments.create(instrument_id="XRD-1", instrument_name="Else", location="Else")
    assert ("Lab", "XRD One") == (again.organization, instrument.instrument_name)
    with pytest.raises(errors.ConflictError):
        client.projects.create(project_id="demo-project", organization="Else")


def test_a_project_that_is_not_there_is_not_found(client):
    with pytest.raises(errors.NotFoundError, match="no-such-project"):
        client.projects.get("no-such-project")


def test_update_sets_clears_and_leaves_alone(client):
    made = client.datasets.create(dataset_name="a", measurement="XRD", session_name="s", project_id="demo-project")
    changed = client.datasets.update(made, dataset_name="b", measurement=None, session_name=UNCHANGED)
    assert ("b", None, "s") == (changed.dataset_name, changed.measurement, changed.session_name)


def test_an_update_without_a_field_is_refused(client, sample):
    with pytest.raises(errors.UsageError, match="sample_name"):
        client.samples.update(sample)


def test_get_finds_out_what_kind_a_record_is(client, dataset, sample):
    instrument, project = client.instruments.get("xrd-1"), client.projects.get("demo-project")
    kinds = [type(client.get(record.unique_id)) for record in (dataset, sample, instrument, project)]
    assert [type(dataset), type(sample), type(instrument), type(project)] == kinds


@pytest.mark.parametrize("kind", ["dataset", "sample", "project", "instrument"])
def test_get_with_a_type_goes_straight_there(client, dataset, sample, kind):
    by_kind = {"dataset": dataset, "sample": sample, "project": "demo-project", "instrument": "xrd-1"}
    assert isinstance(client.get(by_kind[kind], kind), getattr(records, kind.title()))


def test_get_fills_metadata_and_links_if_asked(client, dataset, sample):
    client.datasets.update_scientific_metadata(dataset, {"a": 1})
    client.link(dataset, sample)
    bare, full = client.get(dataset.unique_id), client.get(dataset.unique_id, None, True, True)
    assert (None, None) == (bare.scientific_metadata, bare.links)
    assert ({"a": 1}, [sample.unique_id]) == (full.scientific_metadata, [link.unique_id for link in full.links])


@pytest.mark.parametrize("kind", [None, "dataset", "sample", "instrument", "project"])
def test_an_id_nobody_knows_is_both_not_found_and_a_wrong_value(client, kind):
    with pytest.raises(errors.UnknownResourceError, match=NOBODY) as caught:
        client.get(NOBODY, kind)
    assert isinstance(caught.value, ValueError) and isinstance(caught.value, LookupError)


@pytest.mark.parametrize("wrong", ["", "demo-project", "../account", "a/b", "0" * 27, "é" * 26, 5, None])
def test_what_is_no_id_is_refused_with_the_value(client, wrong):
    with pytest.raises(errors.UsageError) as caught:
        client.get(wrong)
    assert repr(wrong) in str(caught.value)


def test_a_type_that_is_not_known_is_a_wrong_value(client, dataset):
    with pytest.raises(ValueError, match="dataset, sample, instrument, project"):
        client.get(dataset.unique_id, "spaceship")


def test_metadata_is_merged_or_replaced(client, sample):
    assert {} == client.samples.get_scientific_metadata(sample)
    client.samples.update_scientific_metadata(sample, {"a": {"x": 1}, "b": 1})
    merged = client.samples.update_scientific_metadata(sample, {"a": {"y": 2}})
    assert {"a": {"x": 1, "y": 2}, "b": 1} == merged
    client.samples.replace_scientific_metadata(sample, {"c": 3})
    assert {"c": 3} == client.samples.get_scientific_metadata(sample)


def test_metadata_of_projects_and_instruments_is_found_by_their_name(client):
    client.instruments.update_scientific_metadata("xrd-1", {"tube": "Cu"})
    client.projects.update_scientific_metadata("demo-project", {"call": 12})
    assert ({"tube": "Cu"}, {"call": 12}) == (
        client.instruments.get_scientific_metadata("XRD-1"),
        client.projects.get_scientific_metadata(client.projects.get("demo-project")),
    )


def test_datasets_are_found_by_words_of_their_metadata(client, dataset, sample):
    client.datasets.update_scientific_metadata(dataset, {"treatment": "annealed in argon"})
    client.samples.update_scientific_metadata(sample, {"treatment": "annealed in argon"})
    found = client.datasets.search_metadata("argon annealing")
    assert [dataset.unique_id] == [result.unique_id for result in found]


def test_records_are_found_by_a_part_of_their_name(client):
    made = client.samples.create(sample_name="zirconia film", project_id="demo-project")
    assert made.unique_id in [found.unique_id for found in client.samples.search("zirconia")]
    assert "xrd-1" in [found.instrument_id for found in client.instruments.search("XRD")]
    assert "demo-project" in [found.project_id for found in client.projects.search("Demo")]


@pytest.mark.parametrize("namespace", ["datasets", "samples", "projects", "instruments"])
def test_a_search_for_too_little_is_refused(client, namespace):
    with pytest.raises(errors.UsageError):
        getattr(client, namespace).search("ab")


def test_lists_are_filtered_sorted_and_paged(client):
    project = client.projects.create(project_id="list-project", organization="Lab", existing="use")
    names = [f"run {number:02}" for number in range(7)]
    for name in names:
        client.datasets.create(dataset_name=name, project_id=project, instrument_id="xrd-1", keywords=["paged"])
    listing = client.datasets.list(project_id=project, sort="name", direction="asc", limit=None)
    assert (names, names[2:4], 7) == (
        [record.dataset_name for record in listing],
        [record.dataset_name for record in listing[2:4]],
        listing.count(),
    )
    assert "run 06" == client.datasets.list(project_id=project).first().dataset_name
    assert 7 == len(client.datasets.list(keyword="PAGE", instrument_id="xrd-1", project_id=project).all())


def test_lists_of_projects_instruments_and_files_are_read(client):
    assert "demo-project" in [project.project_id for project in client.projects.list()]
    assert "xrd-1" in [instrument.instrument_id for instrument in client.instruments.list()]
    assert [] == client.files.list(sha256_hash="0" * 64).all()


def test_the_generated_client_sees_the_same_records(client, dataset):
    from crucible_api.api.datasets import get_dataset

    assert "run 7" == get_dataset.sync(dataset.unique_id, client=client.api).dataset_name
