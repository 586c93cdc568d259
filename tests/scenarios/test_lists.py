"""Lists and searches."""

import numpy as np
import pytest

from crucible import errors


@pytest.fixture
def names():
    return [f"run {number}" for number in range(5)]


async def make(new, names):
    for name in names:
        await new.dataset(name)


async def test_a_list_is_read_in_every_way(client, new, names):
    await make(new, names)
    listing = client.datasets.list(project_id=new.project_id, sort="name", direction="asc")
    assert names == [dataset.dataset_name async for dataset in listing]
    assert names == [dataset.dataset_name for dataset in await listing.all()]
    assert names[1:4] == [dataset.dataset_name for dataset in await listing[1:4]]
    assert names[::2] == [dataset.dataset_name for dataset in await listing[::2]]
    assert (names[3], names[0], 5) == (
        (await listing[3]).dataset_name,
        (await listing.first()).dataset_name,
        await listing.count(),
    )


async def test_a_limit_is_kept(client, new, names):
    await make(new, names)
    assert 2 == len(await client.datasets.list(project_id=new.project_id, limit=2).all())
    assert 5 == len(await client.datasets.list(project_id=new.project_id, limit=None).all())


async def test_an_empty_list_has_no_first(client, new):
    listing = client.samples.list(project_id=new.project_id)
    assert (None, [], 0) == (await listing.first(), await listing.all(), await listing.count())
    with pytest.raises(IndexError):
        await listing[0]


async def test_what_no_list_can_do_is_refused(client):
    with pytest.raises(errors.UsageError):
        client.datasets.list(limit=-1)
    with pytest.raises(errors.UsageError):
        await client.datasets.list()[-1]
    with pytest.raises(errors.UsageError):
        await client.datasets.list()[::0]
    with pytest.raises(TypeError):
        await client.datasets.list()["a"]
    with pytest.raises(TypeError):
        bool(client.datasets.list())


async def test_filters_must_all_hold(client, new):
    await new.dataset("a", measurement="XRD")
    await new.dataset("b", measurement="SEM")
    found = await client.datasets.list(project_id=new.project_id, measurement="SEM").all()
    assert ["b"] == [dataset.dataset_name for dataset in found]


async def test_a_search_finds_names_and_metadata_at_once(client, new):
    by_name = await new.dataset(f"{new.word} pellets")
    by_metadata = await new.sample("other", scientific_metadata={"powder": new.word})
    by_both = await new.sample(new.word, scientific_metadata={"powder": new.word})
    found = await client.search(new.word)
    assert {
        by_both.unique_id: ("name", "metadata"),
        by_name.unique_id: ("name",),
        by_metadata.unique_id: ("metadata",),
    } == {match.unique_id: match.matched for match in found}
    assert (by_both.unique_id, "sample") == (found[0].unique_id, found[0].resource_type)
    assert [by_name.unique_id] == [match.unique_id for match in await client.search(new.word, "dataset")]
    assert 1 == len(await client.search(new.word, limit=1))


@pytest.mark.parametrize(
    "options", [{"q": "ab"}, {"q": "abc", "resource_type": "user"}, {"q": "abc", "limit": 51}, {"q": None}]
)
async def test_a_search_that_cannot_be_is_refused(client, options):
    with pytest.raises(errors.UsageError):
        await client.search(**options)


async def test_each_namespace_searches_its_own(client, new):
    project, sample = await new.project(title=f"{new.word} oxides"), await new.sample(f"{new.word} foil")
    assert [project.unique_id] == [found.unique_id for found in await client.projects.search(new.word)]
    assert [sample.unique_id] == [found.unique_id for found in await client.samples.search(new.word)]


@pytest.mark.parametrize("limit", [None, 2])
async def test_a_list_beside_a_record_has_its_neighbours_once(client, new, names, limit):
    await make(new, names)
    await new.dataset("run 5")
    anchor = await client.datasets.list(project_id=new.project_id, sort="name", direction="asc")[2]
    beside = client.datasets.list(
        project_id=new.project_id, anchor_mfid=anchor, sort="name", direction="asc", limit=limit
    )
    assert ["run 3", "run 4", "run 5"][:limit] == [dataset.dataset_name for dataset in await beside.all()]


async def test_a_filter_that_finds_nobody_is_never_left_out(client, new):
    await new.dataset()
    listing = client.datasets.list(project_id=new.project_id, instrument_id="no-such-tool")
    for _ in range(2):
        with pytest.raises(errors.NotFoundError, match="no-such-tool"):
            await listing.all()


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda client: client.samples.list(sampl_name="x"), "'sample_name'"),
        (lambda client: client.deletions.list(statuss="x"), "'status'"),
        (lambda client: client.deletions.list_deleted(resource="x"), "'resource_id'"),
        (lambda client: client.files.list(sha256="x"), "'sha256_hash'"),
        (lambda client: client.ingestions.list(files="x"), "'file_id'"),
        (lambda client: client.projects.get_users("x", roles="x"), "It has project_id, limit"),
        (lambda client: client.projects.list_join_requests("x", state="x"), "'status'"),
        (lambda client: client.users.get_projects("x", rolle="x"), "'role'"),
        (lambda client: client.service_accounts.list(name="x"), "It has limit, q"),
        (lambda client: client.access_groups.list_join_requests(group="x"), "'group_name'"),
        (lambda client: client.account.join_requests(state="x"), "'status'"),
    ],
)
async def test_a_filter_that_a_list_does_not_have_is_refused_with_the_nearest(client, call, expected):
    with pytest.raises(errors.UsageError, match=expected):
        call(client)


async def test_a_limit_may_be_an_integer_of_numpy(client, new, names):
    await make(new, names)
    assert 2 == len(await client.datasets.list(project_id=new.project_id, limit=np.int64(2)).all())


@pytest.mark.parametrize("verb", ["get_keywords", "get_thumbnails"])
async def test_a_limit_below_nothing_is_refused_everywhere(client, new, verb):
    with pytest.raises(errors.UsageError, match="no number of records"):
        await getattr(client.datasets, verb)(await new.dataset(), limit=-1)
