"""Datasets: found by every filter, counted, changed, and what belongs to them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from crucible import errors


def ids(records):
    return [record.unique_id for record in records]


FILTERS = {
    "dataset_name": "run 9",
    "measurement": "XRD",
    "data_type": "pattern",
    "session_name": "s1",
    "data_format": "xy",
    "timestamp": "2026-08-01T10:00:00Z",
    "public": True,
    "visibility": "public",
    "keyword": "PEROV",
    "measurement_is_null": False,
    "session_name_is_null": False,
    "data_format_is_null": False,
    "instrument_mfid_is_null": False,
}


@pytest.mark.parametrize("name", FILTERS)
async def test_each_filter_finds_what_it_names_and_nothing_else(client, new, name):
    await new.dataset()
    wanted = await new.dataset(
        "run 9",
        measurement="XRD",
        data_type="pattern",
        session_name="s1",
        data_format="xy",
        timestamp=datetime(2026, 8, 1, 10, tzinfo=UTC),
        instrument_id=await new.instrument(),
        public=True,
        keywords=["perovskite"],
    )
    found = await client.datasets.list(project_id=new.project_id, **{name: FILTERS[name]}).all()
    assert [wanted.unique_id] == ids(found)
    assert 1 == await client.datasets.count(project_id=new.project_id, **{name: FILTERS[name]})


async def test_datasets_are_found_by_what_they_are_linked_to(client, new):
    sample, instrument = await new.sample(), await new.instrument()
    await new.dataset()
    linked = await new.dataset(samples=[sample], instrument_id=instrument)
    ways = [
        {"sample_id": sample},
        {"instrument_id": instrument},
        {"instrument_id": instrument.instrument_id.upper()},
        {"instrument_id": instrument.unique_id},
        {"unique_id": linked},
    ]
    assert [[linked.unique_id]] * 5 == [ids(await client.datasets.list(**way).all()) for way in ways]


async def test_an_owner_is_named_by_id_username_or_record(client, new, someone):
    quinn = someone("quinn")
    profile = (await quinn.whoami()).user_info
    with client.elevated():
        theirs = await new.dataset(owner=quinn.person.id)
    await new.dataset()
    for way in (quinn.person.id, profile.username, profile):
        found = await client.datasets.list(project_id=new.project_id, owner_id=way).all()
        assert [theirs.unique_id] == ids(found)
    assert [theirs.unique_id] == ids(await client.datasets.list(owner_orcid=quinn.person.id).all())
    mine = await quinn.datasets.list(project_id=new.project_id, affiliation="owner").all()
    assert [theirs.unique_id] == ids(mine)


async def test_datasets_are_found_by_who_may_read_them(client, new, someone):
    quinn, otto = someone("quinn"), someone("otto")
    await new.dataset()
    both = await new.dataset()
    for reader in (quinn, otto):
        await client.datasets.grant_user_access(both, reader.person.id, "viewer")
    only_one = await new.dataset()
    await client.datasets.grant_user_access(only_one, quinn.person.id, "viewer")
    with client.elevated():
        one = await client.datasets.list(project_id=new.project_id, accessible_to_user=quinn.person.id).all()
        readers = [quinn.person.id, otto.person.id]
        two = await client.datasets.list(project_id=new.project_id, accessible_to_user=readers).all()
    assert ([only_one.unique_id, both.unique_id], [both.unique_id]) == (ids(one), ids(two))


async def test_times_bound_a_list_and_are_written_as_people_write_them(client, new):
    made = await new.dataset()
    day = made.creation_time.date()
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    inside = {"creation_time_gte": day.isoformat(), "creation_time_lte": after, "modification_time_gte": before}
    assert 1 == await client.datasets.count(project_id=new.project_id, **inside)
    assert 0 == await client.datasets.count(project_id=new.project_id, creation_time_gte=f"{after.day} {after:%b %Y}")
    exact = {"creation_time_gte": made.creation_time, "creation_time_lte": made.creation_time}
    assert 1 == await client.datasets.count(project_id=new.project_id, **exact)


async def test_neighbours_are_listed_from_a_record_on(client, new):
    names = ["a", "b", "c"]
    made = {name: await new.dataset(name) for name in names}
    after = client.datasets.list(project_id=new.project_id, sort="name", direction="asc", anchor_mfid=made["b"])
    assert "c" == (await after.all())[-1].dataset_name
    assert "a" not in [record.dataset_name for record in await after.all()]


async def test_a_shared_dataset_is_in_the_scope_of_the_project_it_is_shared_with(client, new):
    other = await new.project()
    shared = await new.dataset()
    await client.datasets.grant_project_access(shared, other, "viewer")
    counts = [await client.datasets.count(project_id=other, project_scope=scope) for scope in ("assigned", "shared")]
    assert [0, 1] == counts


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"mesurement": "XRD"}, "'mesurement'. Did you mean 'measurement'"),
        ({"sample_mfid": "x"}, "Did you mean 'sample_id'"),
        ({"offset": 20}, "Take a slice"),
        ({"direction": "asc"}, "without sort"),
        ({"anchor_mfid": "0" * 26}, "needs sort= and direction="),
        ({"project_scope": "all"}, "needs project_id="),
        ({"creation_time_gte": "03/04/2026"}, "can mean several"),
        ({"sample_id": "demo"}, "not the id of a sample"),
    ],
)
async def test_a_filter_that_cannot_be_right_is_refused_before_anything_is_sent(client, filters, words):
    with pytest.raises(errors.UsageError, match=words):
        client.datasets.list(**filters)


@pytest.mark.parametrize("method", ["count", "facets", "list_children", "create", "update"])
async def test_other_calls_suggest_names_too(client, method):
    with pytest.raises(errors.UsageError, match=f"DatasetOperations.{method} has no 'mesurement'"):
        await getattr(client.datasets, method)(mesurement="XRD")


@pytest.mark.parametrize(
    ("field", "call"),
    [
        ("public", "make_public"),
        ("project_id", "reassign_project"),
        ("owner_orcid", "transfer_ownership"),
        ("instrument_id", "assign_instrument"),
        ("scientific_metadata", "update_scientific_metadata"),
        ("keywords", "add_keyword"),
    ],
)
async def test_an_update_names_the_call_for_what_is_no_field(client, field, call):
    assert hasattr(client.datasets, call)
    with pytest.raises(errors.UsageError, match=f"has no '{field}'. {call}"):
        await client.datasets.update("0tkn2knjast3h0008nyq9zps2c", **{field: "x"})


async def test_a_date_is_its_first_moment(client, new):
    await new.dataset(timestamp=date(2026, 8, 1))
    assert 1 == await client.datasets.count(project_id=new.project_id, timestamp="2026-08-01 00:00")


# ---- facets ----


async def test_facets_count_the_values_of_a_field(client, new):
    for measurement in ("XRD", "XRD", "SEM", None):
        await new.dataset(measurement=measurement)
    facets = client.datasets.facets("measurement", project_id=new.project_id, sort="count", direction="desc")
    found = await facets.all()
    assert ("XRD", 2) == (found[0].value, found[0].count)
    assert {("XRD", 2), ("SEM", 1), (None, 1)} == {(facet.value, facet.count) for facet in found}
    assert 3 == await facets.count()


async def test_facets_are_read_page_by_page(client, new):
    for number in range(5):
        await new.dataset(session_name=f"s{number}")
    facets = client.datasets.facets("session", limit=3, project_id=new.project_id)
    assert ["s0", "s1", "s2"] == [facet.value for facet in await facets.all()]


async def test_facets_say_what_an_id_stands_for(client, new):
    instrument = await new.instrument()
    await new.dataset(instrument_id=instrument, measurement="XRD")
    await new.dataset(measurement="SEM")
    by = {
        field: await client.datasets.facets(field, measurement="XRD", project_id=new.project_id).first()
        for field in ("owner", "project", "instrument")
    }
    assert instrument.instrument_id == by["instrument"].instrument.instrument_id
    assert new.project_id == by["project"].project.project_id
    assert (await client.whoami()).user_unique_id == by["owner"].owner.unique_id


# ---- relatives ----


async def test_relatives_are_listed_with_filters(client, new):
    parent = await new.dataset()
    part, derived = await new.dataset("part"), await new.dataset("derived")
    await client.datasets.link(parent, part, "is_part_of")
    await client.datasets.link(parent, derived, relationship_type="is_derived_from")
    by_type = await client.datasets.list_children(parent, relationship_type="is_part_of").all()
    by_name = await client.datasets.list_children(parent, dataset_name="derived", include_metadata=True).all()
    assert ([part.unique_id], [derived.unique_id]) == (ids(by_type), ids(by_name))
    assert [parent.unique_id] == ids(await client.datasets.list_parents(part, relationship_type="is_part_of").all())
    await client.datasets.unlink(parent, part)
    assert [derived.unique_id] == ids(await client.datasets.list_children(parent).all())


async def test_samples_of_a_dataset_are_listed_linked_and_unlinked(client, new):
    dataset, sample = await new.dataset(), await new.sample()
    await client.datasets.link_sample(dataset, sample)
    assert [sample.unique_id] == ids(await client.datasets.list_samples(dataset).all())
    await client.datasets.unlink_sample(dataset, sample)
    assert [] == await client.datasets.list_samples(dataset).all()


async def test_earlier_names_do_what_the_new_ones_do(client, new):
    parent, child, sample = await new.dataset(), await new.dataset(), await new.sample()
    await client.datasets.link_parent_child(parent, child)
    await client.datasets.add_sample(child, sample)
    assert {parent.unique_id, sample.unique_id} == set(ids(await client.get_links(child)))
    await client.datasets.remove_child(parent, child)
    await client.datasets.remove_sample(child, sample)
    assert [] == await client.get_links(child)


async def test_the_graph_around_a_dataset_is_seen_from_it(client, new):
    dataset = await new.dataset(samples=[await new.sample()])
    graph = await client.datasets.graph(dataset, recursive=True)
    assert (2, 1) == (len(graph.nodes), len(graph.edges))


# ---- instrument, keywords, processing ----


async def test_a_dataset_gets_another_instrument(client, new):
    first, second = await new.instrument(), await new.instrument("XRD Two")
    dataset = await new.dataset(instrument_id=first)
    done = await client.datasets.assign_instrument(dataset, second.instrument_id)
    assert (second.unique_id, first.unique_id) == (done.instrument.unique_id, done.previous_instrument.unique_id)
    assert "XRD Two" == (await client.datasets.get(dataset)).instrument_name


async def test_keywords_are_added_once(client, new):
    dataset = await new.dataset()
    for _ in range(2):
        await client.datasets.add_keyword(dataset, " film ")
    assert ["film"] == [word.keyword for word in await client.datasets.get_keywords(dataset)]


@pytest.mark.parametrize(
    "verb",
    ["request_carrier_segmentation", "request_insitu_aggregation", "request_rga_analysis", "request_mosaic_stitch"],
)
async def test_work_on_a_dataset_is_asked_for(client, new, verb):
    dataset = await new.dataset()
    said = await getattr(client.datasets, verb)(dataset)
    assert dataset.unique_id in said.to_dict().values()


async def test_metadata_is_replaced_when_an_update_says_so(client, new):
    dataset = await new.dataset(scientific_metadata={"a": 1})
    await client.datasets.update_scientific_metadata(dataset, {"b": 2}, overwrite=True)
    assert {"b": 2} == await client.datasets.get_scientific_metadata(dataset)
