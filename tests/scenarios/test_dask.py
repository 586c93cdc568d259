"""Lists as collections of Dask, read where they are computed; here that is this thread."""

import os
import pickle
import secrets

import dask
import pandas
import pytest

from crucible import config, errors


@pytest.fixture(autouse=True)
def here():
    """Compute at once, one task after the other."""
    with dask.config.set(scheduler="synchronous"):
        yield


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An account with no profiles."""
    for name in [name for name in os.environ if name.startswith("CRUCIBLE_")]:
        monkeypatch.delenv(name)
    for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path))


@pytest.fixture
def admin(served, api_url, flavour, home):
    """The administrator's client, made by the name of a profile."""
    config.save_profile("lab", served.sandbox.api_key, api_url)
    return flavour.client(profile="lab")


async def study(new, number=7):
    """Make datasets with metadata of different shapes; return their ids, the newest first."""
    made = []
    for n in range(number):
        metadata = {
            "n": n,
            "t": n / 2,
            "beam": {"value": n, "unit": "kV"},
            "steps": [n],
            "when": "2026-08-01T10:00:00Z",
        }
        metadata |= {"mixed": "unknown" if n == 5 else n, **({"rare": n} if n == 3 else {})}
        made.append(await new.dataset(f"run {n}", scientific_metadata=metadata, session_name="night 1"))
    return [one.unique_id for one in reversed(made)]


def names(bag):
    return [record.dataset_name for record in bag.compute()]


async def test_a_frame_of_dask_computes_to_the_frame(admin, new):
    await study(new)
    listing = admin.datasets.list(project_id=new.project_id, include_metadata=True)
    expected = await listing.to_frame()
    frame = await listing.to_dask(partition_size=2)
    assert (4, True, (0, 2, 4, 6, 6)) == (frame.npartitions, frame.known_divisions, frame.divisions)
    assert list(expected.dtypes) == list(frame.dtypes)
    computed = frame.compute()
    pandas.testing.assert_frame_equal(expected, computed)
    assert expected.attrs == computed.attrs


async def test_columns_and_units_are_those_of_frames(admin, new):
    await study(new)
    listing = admin.datasets.list(project_id=new.project_id)
    options = {"columns": {"kV": "metadata.beam", "n": "metadata.n", "p": "project_id"}, "units": {"kV": "V"}}
    frame = await listing.to_dask(**options, partition_size=3)
    pandas.testing.assert_frame_equal(await listing.to_frame(**options), frame.compute())
    assert (21000.0, 21) == tuple(dask.compute(frame["kV"].sum(), frame["n"].sum()))
    assert [2, 1] == frame.loc[4:5, "n"].compute().to_list()


async def test_a_bag_has_the_records_in_their_order(admin, new):
    await study(new)
    listing = admin.datasets.list(project_id=new.project_id, include_metadata=True)
    bag = await listing.to_dask("bag", partition_size=3)
    assert ([one async for one in listing], 3) == (bag.compute(), bag.npartitions)
    assert 21 == bag.map(lambda one: one.scientific_metadata["n"]).sum().compute()


async def test_short_lists_have_a_partition_for_each_record(admin, new):
    await study(new, 3)
    assert 3 == (await admin.datasets.list(project_id=new.project_id).to_dask()).npartitions
    assert 2 == (await admin.datasets.list(project_id=new.project_id, limit=2).to_dask()).npartitions


async def test_a_limit_holds_for_collections(admin, new):
    await study(new)
    bag = await admin.datasets.list(project_id=new.project_id, limit=5).to_dask("bag", partition_size=2)
    assert (["run 6", "run 5", "run 4", "run 3", "run 2"], 3) == (names(bag), bag.npartitions)


async def test_a_list_of_nothing_is_an_empty_collection(admin, new):
    await study(new, 1)
    for filters in ({"dataset_name": "nothing"}, {"limit": 0}):
        listing = admin.datasets.list(project_id=new.project_id, **filters)
        assert [] == (await listing.to_dask("bag")).compute()
        frame = await listing.to_dask(columns=["dataset_name", "metadata.n"])
        assert (0, ["dataset_name", "metadata.n"]) == (len(frame), list(frame.compute().columns))


@pytest.mark.parametrize("noun", ["samples", "projects", "instruments", "users", "files"])
async def test_every_list_of_records_becomes_a_bag(admin, new, noun):
    await new.sample()
    listing = getattr(admin, noun).list(limit=5)
    assert [one async for one in listing] == (await listing.to_dask("bag", partition_size=2)).compute()


async def test_records_that_are_new_are_not_in_a_collection_and_those_that_are_gone_are_left_out(admin, new, caplog):
    ids = await study(new)
    listing = admin.datasets.list(project_id=new.project_id, session_name="night 1")
    bag, frame = await listing.to_dask("bag", partition_size=2), await listing.to_dask(partition_size=2)
    await new.dataset("late")
    await admin.datasets.update(ids[2], session_name="night 2")
    assert ["run 6", "run 5", "run 3", "run 2", "run 1", "run 0"] == names(bag)
    assert [0, 1, 3, 4, 5, 6] == list(frame.compute().index)
    assert f"1 records are left out, which are no longer in the list, such as {ids[2]}" in caplog.text


async def test_records_that_change_their_place_are_found(admin, new):
    ids = await study(new)
    listing = admin.datasets.list(project_id=new.project_id, sort="updated")
    before = [one.unique_id async for one in listing]
    bag = await listing.to_dask("bag", partition_size=2)
    await admin.datasets.update(ids[-1], measurement="XRD")
    assert before == [one.unique_id for one in bag.compute()]


async def test_what_is_read_by_offset_is_found_where_it_has_moved_to(admin, new):
    for _ in range(4):
        await new.project(organization=new.word)
    listing = admin.projects.list(limit=None)
    before = [one.unique_id async for one in listing]
    bag = await listing.to_dask("bag", partition_size=3)
    for slug in ("000-" + secrets.token_hex(4), "zzz-" + secrets.token_hex(4)):
        await new.project(project_id=slug)
    assert before == [one.unique_id for one in bag.compute()]


async def test_a_column_that_cannot_keep_its_type_is_an_error(admin, new):
    ids = await study(new, 3)
    frame = await admin.datasets.list(project_id=new.project_id).to_dask(columns=["metadata.n"])
    await admin.datasets.update_scientific_metadata(ids[0], {"n": "high"})
    with pytest.raises(errors.UnexpectedResponseError, match=r"'metadata\.n' is string, and was int64.*begin again"):
        frame.compute()
    await admin.datasets.replace_scientific_metadata(ids[0], {})
    with pytest.raises(errors.UnexpectedResponseError, match="missing in a record, and was int64"):
        frame.compute()


async def test_what_travels_has_the_name_of_the_profile_and_no_key(served, admin, new):
    await study(new, 3)
    listing = admin.datasets.list(project_id=new.project_id, owner_id="admin")
    for collection in (await listing.to_dask(), await listing.to_dask("bag")):
        travelling = pickle.dumps(dict(collection.__dask_graph__()))
        assert (True, False) == (b"lab" in travelling, served.sandbox.api_key.encode() in travelling)
        assert served.sandbox.api_key not in repr(dict(collection.__dask_graph__()))


async def test_one_list_has_one_name_until_a_record_is_changed(admin, new):
    ids = await study(new, 3)
    listing = admin.datasets.list(project_id=new.project_id)
    first = [(await listing.to_dask())._name, (await listing.to_dask("bag")).name]
    assert first == [(await listing.to_dask())._name, (await listing.to_dask("bag")).name]
    await admin.datasets.update(ids[1], measurement="XRD")
    assert not set(first) & {(await listing.to_dask())._name, (await listing.to_dask("bag")).name}


async def test_a_client_of_a_bare_key_says_that_a_profile_is_needed(client):
    with pytest.raises(errors.ConfigError, match=r"made with a key.*save_profile.*CrucibleClient\(profile='lab'\)"):
        await client.datasets.list().to_dask()


async def test_a_default_profile_travels_by_its_name(served, api_url, flavour, home, new):
    await study(new, 2)
    config.save_profile("mine", served.sandbox.api_key, api_url, make_default=True)
    bag = await flavour.client().datasets.list(project_id=new.project_id).to_dask("bag")
    assert ["run 1", "run 0"] == names(bag)


async def test_workers_say_what_is_wrong_with_their_profile(served, api_url, admin, new):
    await study(new, 1)
    bag = await admin.datasets.list(project_id=new.project_id).to_dask("bag")
    config.save_profile("lab", served.sandbox.api_key, "http://127.0.0.1:9/api/v3")
    with pytest.raises(errors.ConfigError, match=r"profile lab of this machine leads to http://127\.0\.0\.1:9.*same"):
        bag.compute()
    config.remove_profile("lab")
    with pytest.raises(errors.ConfigError, match="a profile that is not in"):
        bag.compute()
    config.save_profile("lab", served.sandbox.api_key, api_url)
    assert ["run 0"] == names(bag)


async def test_the_rights_of_a_block_do_not_travel(admin):
    listing = admin.datasets.list()
    with admin.elevated(), pytest.raises(errors.UsageError, match=r"elevated\(\) end with its block"):
        await listing.to_dask()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kind": "array"}, "no collections of 'array'"),
        ({"kind": "bag", "columns": ["size"]}, "no columns"),
        ({"columns": ["nothing"]}, "no column 'nothing'"),
        *[({"partition_size": size}, "no number of records. Give 1 to 1000") for size in (0, 1001, "many")],
    ],
)
async def test_what_cannot_be_a_collection_is_refused(admin, arguments, message):
    with pytest.raises(errors.UsageError, match=message):
        await admin.datasets.list().to_dask(**arguments)


async def test_what_has_no_ids_is_refused(admin, new):
    await study(new, 1)
    with pytest.raises(errors.UsageError, match=r"no ids to be divided by.*to_frame"):
        await admin.datasets.facets("project").to_dask()
