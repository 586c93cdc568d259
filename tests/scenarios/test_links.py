"""Links between datasets and samples, and graphs."""

import logging

import pytest

from crucible import errors

PAIRS = [("dataset", "dataset"), ("sample", "sample"), ("dataset", "sample"), ("sample", "dataset")]


async def relatives(client, identity):
    return {(link.unique_id, link["relationship"]) for link in await client.get_links(identity)}


@pytest.mark.parametrize("by", ["record", "id"])
@pytest.mark.parametrize("pair", PAIRS)
async def test_two_records_are_linked_and_unlinked(client, new, pair, by):
    first, second = [await getattr(new, kind)() for kind in pair]
    if by == "id":
        first, second = first.unique_id, second.unique_id
    await client.link(first, second)
    (link,) = await client.get_links(first)
    assert ("child" if pair[0] == pair[1] else "associated") == link.relationship
    await client.unlink(second, first)
    assert set() == await relatives(client, first)


async def test_linking_twice_is_linking_once(client, new):
    parent, child = await new.dataset(), await new.dataset()
    for _ in range(2):
        await client.link(parent, child, relationship_type="is_derived_from")
    assert {(child.unique_id, "child")} == await relatives(client, parent)
    assert [child.unique_id] == [found.unique_id async for found in client.datasets.list_children(parent)]
    assert [parent.unique_id] == [found.unique_id async for found in client.datasets.list_parents(child)]


async def test_what_cannot_be_linked_names_the_pairs_that_can(client, new):
    with pytest.raises(errors.UsageError, match="dataset and sample"):
        await client.link(await new.dataset(), await client.projects.get(new.project_id))


@pytest.mark.parametrize("kind", ["dataset", "sample"])
async def test_a_circle_of_links_is_refused_with_where_to_look(client, new, kind):
    first, second, third = [await getattr(new, kind)() for _ in range(3)]
    await client.link(first, second)
    await client.link(second, third)
    with pytest.raises(errors.InvalidRequestError, match=r"no record is its own ancestor: client\.graphs\.get"):
        await client.link(third, first)


async def test_a_link_that_is_not_there_is_not_found(client, new):
    with pytest.raises(errors.NotFoundError):
        await client.unlink(await new.sample(), await new.sample())


async def test_a_graph_has_what_is_connected(client, new):
    sample, dataset = await new.sample(), await new.dataset()
    await client.link(sample, dataset)
    graph = await client.graphs.get(dataset)
    assert {sample.unique_id, dataset.unique_id} == {node.id for node in graph.nodes}
    assert 1 == len((await client.graphs.project(new.project_id)).edges)


async def test_what_names_a_record_can_be_asked_for(client, new):
    sample, dataset = await new.sample(), await new.dataset()
    await client.link(sample, dataset)
    (link,) = await client.get_links(dataset)
    (node,) = [node for node in (await client.graphs.get(dataset)).nodes if node.id == sample.unique_id]
    names = [(await client.get(one)).sample_name for one in (link, node)]
    assert [sample.sample_name] * 2 == names
    await client.unlink(link, dataset)
    assert [] == await client.get_links(dataset)


async def test_ids_out_of_a_list_are_linked_in_one_request(served, api_url, flavour, new, caplog):
    for name in ("raw", "smoothed"):
        await new.dataset(name)
    client = flavour.client(api_url, served.sandbox.api_key)  # one that has not made them
    first, second = [dataset.unique_id for dataset in await client.datasets.list(project_id=new.project_id).all()]
    with caplog.at_level(logging.DEBUG, logger="crucible.transport"):
        await client.link(first, second)
    assert 1 == len([record for record in caplog.records if record.name.startswith("crucible.transport")])
