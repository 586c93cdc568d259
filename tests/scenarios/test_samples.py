"""Samples: found by every filter, counted, linked, changed, downloaded."""

import json

import pytest

from crucible import errors


def ids(records):
    return [record.unique_id for record in records]


FILTERS = {
    "sample_name": "film B",
    "sample_type": "thin film",
    "description": "annealed",
    "timestamp": "2026-08-01",
    "public": True,
    "visibility": "public",
    "sample_type_is_null": False,
}


@pytest.mark.parametrize("name", FILTERS)
async def test_each_filter_finds_what_it_names_and_nothing_else(client, new, name):
    await new.sample()
    wanted = await new.sample(
        "film B", sample_type="thin film", description="annealed", timestamp="2026-08-01", public=True
    )
    found = await client.samples.list(project_id=new.project_id, **{name: FILTERS[name]}).all()
    assert [wanted.unique_id] == ids(found)
    assert 1 == await client.samples.count(project_id=new.project_id, **{name: FILTERS[name]})


async def test_a_list_shows_what_it_is_asked_to(client, new):
    dataset = await new.dataset()
    sample = await new.sample(datasets=[dataset], scientific_metadata={"a": 1})
    bare = await client.samples.list(dataset).first()
    shown = ["metadata", "links", "owner", "datasets"]
    full = await client.samples.list(dataset, **{f"include_{name}": True for name in shown}).first()
    assert (None, None, None, None) == (bare.scientific_metadata, bare.links, bare.owner, bare.datasets)
    assert ({"a": 1}, [dataset.unique_id], [dataset.unique_id]) == (
        full.scientific_metadata,
        ids(full.links),
        ids(full.datasets),
    )
    assert full.owner_orcid == full.owner.unique_id
    read = await client.samples.get(sample, include_datasets=False)
    assert (None, 1) == (read.datasets, len((await client.samples.get(sample)).datasets))


async def test_relatives_are_listed_with_filters_and_unlinked(client, new):
    parent, part, derived = await new.sample(), await new.sample("part"), await new.sample("derived")
    await client.samples.link(parent, part, "is_part_of")
    await client.samples.link(parent, derived, "is_derived_from")
    by_type = await client.samples.list_children(parent, relationship_type="is_part_of").all()
    by_name = await client.samples.list_children(parent, sample_name="derived").all()
    assert ([part.unique_id], [derived.unique_id]) == (ids(by_type), ids(by_name))
    assert [parent.unique_id] == ids(await client.samples.list_parents(part).all())
    await client.samples.unlink(parent, part)
    assert [] == await client.samples.list_parents(part).all()


async def test_earlier_names_do_what_the_new_ones_do(client, new):
    parent, sample, dataset = await new.sample(), await new.sample(), await new.dataset()
    await client.samples.link(parent, sample)
    await client.samples.add_dataset(sample, dataset)
    assert [dataset.unique_id] == ids(await client.samples.list_datasets(sample).all())
    await client.samples.remove_dataset(sample, dataset)
    await client.samples.remove_child(parent, sample)
    assert [] == await client.get_links(sample)


async def test_facets_count_the_values_of_a_field(client, new):
    for kind in ("ink", "film", "film", None):
        await new.sample(sample_type=kind)
    facets = await client.samples.facets("sample_type", project_id=new.project_id).all()
    assert {("ink", 1), ("film", 2), (None, 1)} == {(facet.value, facet.count) for facet in facets}
    first = client.samples.facets("sample_type", 1, sort="count", direction="desc", project_id=new.project_id)
    assert ["film"] == [facet.value for facet in await first.all()]


async def test_an_update_of_a_sample_sets_clears_and_leaves_alone(client, new):
    sample = await new.sample(sample_type="film", description="old")
    changed = await client.samples.update(sample, sample_name="new", sample_type=None)
    assert ("new", None, "old") == (changed.sample_name, changed.sample_type, changed.description)


async def test_the_record_of_a_sample_is_downloaded_and_kept(client, new, tmp_path):
    sample = await new.sample(scientific_metadata={"a": 1})
    paths = await client.samples.download(sample, tmp_path)
    assert [str(tmp_path / sample.unique_id / "record.json")] == paths
    stored = tmp_path / sample.unique_id / "record.json"
    assert {"a": 1} == json.loads(stored.read_text("utf-8"))["scientific_metadata"]
    stored.write_text("mine")
    with pytest.raises(errors.PartialTransferError):
        await client.samples.download(sample, tmp_path, overwrite_existing=False)
    assert "mine" == stored.read_text()


async def test_the_graph_around_a_sample_is_seen_from_it(client, new):
    parent = await new.sample()
    sample = await new.sample(parents=[parent])
    graph = await client.samples.graph(sample)
    assert {parent.unique_id, sample.unique_id} == {node.id for node in graph.nodes}


@pytest.mark.parametrize(("name", "meant"), [("sampel_type", "sample_type"), ("dataset_mfid", "dataset_id")])
async def test_a_misspelt_filter_is_refused_with_the_one_that_was_meant(client, name, meant):
    with pytest.raises(errors.UsageError, match=f"SampleOperations.list has no {name!r}. Did you mean {meant!r}"):
        client.samples.list(**{name: "x"})


async def test_the_former_filter_by_parent_is_refused_with_its_successor(client):
    with pytest.raises(errors.UsageError, match="list_children"):
        client.samples.list(parent_id="x")
