"""Links by ids alone, on a served sandbox."""

import pytest

from crucible import CrucibleClient, errors
from crucible.sandbox import Sandbox

NOBODY = "0000000000000000000000000a"


@pytest.fixture(scope="module")
def server():
    with Sandbox() as server:
        yield server


@pytest.fixture(scope="module")
def client(server):
    with CrucibleClient(server.api_url, server.api_key) as client:
        client.projects.create(project_id="demo-project", organization="Lab")
        client.instruments.create(instrument_id="xrd-1", instrument_name="XRD One", location="B67")
        yield client


@pytest.fixture
def new(client):
    """Makes records; their ids alone are handed out."""

    def make(kind):
        if kind == "sample":
            return client.samples.create(sample_name="s", project_id="demo-project").unique_id
        return client.datasets.create(dataset_name="d", project_id="demo-project").unique_id

    return make


def relatives(client, identity):
    return [(link.unique_id, link["relationship"]) for link in client.get_links(identity)]


@pytest.mark.parametrize("kind", ["dataset", "sample"])
def test_two_of_a_kind_become_parent_and_child(client, new, kind):
    parent, child = new(kind), new(kind)
    client.link(parent, child)
    assert ([(child, "child")], [(parent, "parent")]) == (relatives(client, parent), relatives(client, child))


@pytest.mark.parametrize("order", [("dataset", "sample"), ("sample", "dataset")])
def test_a_dataset_and_a_sample_are_associated_in_either_order(client, new, order):
    first, second = new(order[0]), new(order[1])
    client.link(first, second)
    assert ([(second, "associated")], [(first, "associated")]) == (relatives(client, first), relatives(client, second))


@pytest.mark.parametrize("pair", [("dataset", "dataset"), ("sample", "sample"), ("dataset", "sample")])
def test_linking_twice_is_linking_once(client, new, pair):
    first, second = new(pair[0]), new(pair[1])
    for _ in range(2):
        client.link(first, second)
    assert len(client.get_links(first)) == 1


@pytest.mark.parametrize(
    "pair", [("dataset", "dataset"), ("sample", "sample"), ("dataset", "sample"), ("sample", "dataset")]
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_link_is_taken_away_in_either_order(client, new, pair, turned):
    first, second = new(pair[0]), new(pair[1])
    client.link(first, second)
    client.unlink(*((second, first) if turned else (first, second)))
    assert [] == client.get_links(first)


@pytest.mark.parametrize("pair", [("dataset", "dataset"), ("sample", "sample"), ("dataset", "sample")])
def test_taking_away_a_link_that_is_not_there_is_not_found(client, new, pair):
    with pytest.raises(errors.NotFoundError):
        client.unlink(new(pair[0]), new(pair[1]))


def test_a_child_may_be_derived_from_its_parent(client, new):
    parent, child = new("dataset"), new("dataset")
    client.link(parent, child, relationship_type="is_derived_from")
    assert "is_derived_from" == client.get_links(child)[0].relationship_type


def test_a_dataset_and_a_sample_have_no_relationship_type(client, new):
    with pytest.raises(errors.UsageError):
        client.link(new("dataset"), new("sample"), relationship_type="is_part_of")


@pytest.mark.parametrize("verb", ["link", "unlink"])
def test_other_pairs_are_refused_with_those_that_can_be(client, new, verb):
    instrument = client.instruments.get("xrd-1").unique_id
    with pytest.raises(ValueError, match="dataset and dataset, sample and sample, dataset and sample"):
        getattr(client, verb)(new("dataset"), instrument)


@pytest.mark.parametrize("verb", ["link", "unlink"])
def test_a_record_is_not_linked_with_itself(client, new, verb):
    identity = new("sample")
    with pytest.raises(errors.UsageError, match=identity):
        getattr(client, verb)(identity, identity)


@pytest.mark.parametrize("verb", ["link", "unlink"])
def test_an_id_nobody_knows_is_named(client, new, verb):
    with pytest.raises(errors.UnknownResourceError, match=NOBODY) as caught:
        getattr(client, verb)(new("sample"), NOBODY)
    assert isinstance(caught.value, ValueError)


def test_links_of_an_id_nobody_knows_are_not_found(client):
    with pytest.raises(errors.UnknownResourceError):
        client.get_links(NOBODY)


def test_the_kind_of_an_id_is_asked_once(server, new):
    first, second = new("dataset"), new("sample")
    with CrucibleClient(server.api_url, server.api_key) as other:
        assert ("dataset", "sample") == (other.get_resource_type(first), other.get_resource_type(second))
        asked = []
        other.api.get_httpx_client().event_hooks["request"].append(lambda request: asked.append(request.method))
        other.link(first, second)
    assert ["POST"] == asked


def test_relatives_are_listed(client, new):
    parent, child = new("dataset"), new("dataset")
    sample = new("sample")
    client.link(parent, child)
    client.link(child, sample)
    datasets, samples = client.datasets, client.samples
    assert ([child], [parent], [child], [sample]) == (
        [record.unique_id for record in datasets.list_children(parent)],
        [record.unique_id for record in datasets.list_parents(child)],
        [record.unique_id for record in datasets.list(sample)],
        [record.unique_id for record in samples.list(child)],
    )


def test_provenance_is_a_tree(client, new):
    ink, film, data = new("sample"), new("sample"), new("dataset")
    client.link(ink, film)
    client.link(data, film)
    graph = client.graphs.get(data, recursive=True)
    assert (3, 2) == (len(graph.nodes), len(graph.edges))
    assert [f"[{ink}]", f"[{film}]", f"[{data}]"] == [line.split()[-1] for line in graph.tree().splitlines()]
    assert {ink, film, data} <= {node.id for node in client.graphs.project("demo-project").nodes}
