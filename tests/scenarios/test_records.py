"""Creating, reading, listing and changing records."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from crucible import errors
from crucible.ids import new_mfid

NOBODY = "0000000000000000000000000a"


async def test_a_dataset_is_created_whole(client, new):
    instrument = await new.instrument()
    made = await new.dataset(
        "run 8",
        measurement="XRD",
        timestamp=date(2026, 8, 1),
        instrument_id=instrument,
        scientific_metadata={"scan": {"steps": np.arange(3)}},
        keywords=["perovskite", "demo"],
    )
    read = await client.datasets.get(made.unique_id, include_metadata=True)
    assert ("run 8", "XRD", datetime(2026, 8, 1, tzinfo=UTC), new.project_id, "XRD One") == (
        read.dataset_name,
        read.measurement,
        read.timestamp,
        read.project_id,
        read.instrument_name,
    )
    assert {"scan": {"steps": [0, 1, 2]}} == read.scientific_metadata
    assert {"perovskite", "demo"} == {word.keyword for word in await client.datasets.get_keywords(made)}


async def test_a_sample_is_created_and_found(client, new):
    made = await new.sample("film B", sample_type="film", description="spin coated")
    assert made.unique_id == (await client.samples.get(made)).unique_id
    assert [made.unique_id] == [found.unique_id async for found in client.samples.list(project_id=new.project_id)]


async def test_creating_twice_under_one_id_is_creating_once(client, new):
    identity = new_mfid()
    for _ in range(2):
        await new.dataset("once", unique_id=identity)
    assert 1 == await client.datasets.list(project_id=new.project_id).count()


async def test_another_record_under_the_same_id_is_a_conflict(new):
    made = await new.dataset("one")
    with pytest.raises(errors.ConflictError, match="another dataset_name"):
        await new.dataset("other", unique_id=made.unique_id)


async def test_what_cannot_be_written_as_json_is_refused_before_anything_is_made(client, new):
    with pytest.raises(errors.UsageError, match=r"scientific_metadata\.scan\.x"):
        await new.dataset(scientific_metadata={"scan": {"x": float("nan")}})
    assert 0 == await client.datasets.list(project_id=new.project_id).count()


async def test_a_project_is_found_by_record_slug_and_identity(client, new):
    project = await client.projects.get(new.project_id)
    ways = [project, new.project_id, new.project_id.upper(), project.unique_id]
    assert {project.unique_id} == {(await client.projects.get(way)).unique_id for way in ways}


async def test_a_project_whose_slug_is_taken_is_settled(client, new):
    first = await new.project()
    with pytest.raises(errors.ConflictError, match="already"):
        await client.projects.create(project_id=first.project_id, organization="Lab")
    again = await client.projects.create(project_id=first.project_id, organization="Lab", existing="use")
    assert first.unique_id == again.unique_id


async def test_an_instrument_is_found_by_its_slug(client, new):
    made = await new.instrument("XRD Two")
    assert "XRD Two" == (await client.instruments.get(made.instrument_id)).instrument_name


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("kind", ["dataset", "sample", "instrument", "project"])
async def test_get_finds_any_kind_of_record(client, new, kind, typed):
    made = await getattr(new, kind)()
    found = await client.get(made.unique_id, kind if typed else None)
    assert (made.unique_id, kind) == (found.unique_id, await client.get_resource_type(made.unique_id))
    assert type(made) is type(found)


async def test_an_id_nobody_knows_is_a_value_error_too(client):
    with pytest.raises(ValueError, match=NOBODY) as caught:
        await client.get(NOBODY)
    assert isinstance(caught.value, errors.NotFoundError)


@pytest.mark.parametrize("wrong", ["", "..", "abc", 5, None])
async def test_what_is_no_id_is_refused(client, wrong):
    with pytest.raises(errors.UsageError):
        await client.get(wrong)


async def test_exists_says_whether_there_is_a_record(client, new):
    made = await new.sample()
    assert (True, True, False) == (
        await client.exists(made),
        await client.exists(made.unique_id),
        await client.exists(NOBODY),
    )


async def test_a_record_that_one_may_not_read_exists_all_the_same(new, someone):
    made, ada = await new.dataset(), someone("ada")
    assert await ada.exists(made.unique_id)
    with pytest.raises(errors.PermissionDeniedError):
        await ada.get(made.unique_id)


async def test_an_update_changes_what_it_names(client, new):
    made = await new.dataset("run 7", measurement="XRD", session_name="monday")
    await client.datasets.update(made, dataset_name="run 8", session_name=None)
    read = await client.datasets.get(made)
    assert ("run 8", "XRD", None) == (read.dataset_name, read.measurement, read.session_name)


async def test_a_sample_is_updated(client, new):
    made = await new.sample()
    assert "annealed" == (await client.samples.update(made, description="annealed")).description


async def test_an_update_without_a_field_is_refused(client, new):
    with pytest.raises(errors.UsageError, match="Name one of"):
        await client.datasets.update(await new.dataset())


async def test_metadata_is_merged_or_replaced(client, new):
    made = await new.sample()
    await client.samples.update_scientific_metadata(made, {"a": {"b": 1}, "c": 2})
    assert {"a": {"b": 1, "d": 3}, "c": 2} == await client.samples.update_scientific_metadata(made, {"a": {"d": 3}})
    assert {"e": 4} == await client.samples.replace_scientific_metadata(made, {"e": 4})
    assert {"e": 4} == await client.samples.get_scientific_metadata(made)


async def test_a_record_without_metadata_has_an_empty_document(client, new):
    assert {} == await client.datasets.get_scientific_metadata(await new.dataset())


async def test_records_are_values_and_mappings(client, new):
    made = await new.dataset("run 9")
    read = await client.datasets.get(made)
    assert ("run 9", read, "run 9") == (read["dataset_name"], await client.get(made, "dataset"), read.dataset_name)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda client, sample: client.datasets.get(sample), "is a sample and no dataset"),
        (lambda client, sample: client.datasets.update(sample, measurement="XRD"), "is a sample and no dataset"),
        (lambda client, sample: client.projects.get(sample), "is a sample and no project"),
        (lambda client, sample: client.instruments.get(sample), "is a sample and no instrument"),
        (lambda client, sample: client.files.get(sample), "is a sample and no file"),
    ],
)
async def test_a_record_of_another_kind_is_refused(client, new, call, expected):
    with pytest.raises(errors.UsageError, match=expected):
        await call(client, await new.sample())


async def test_an_id_that_is_not_of_the_type_asked_for_is_unknown_as_such(client, new):
    made = await new.sample()
    with pytest.raises(errors.UnknownResourceError, match=f"no dataset {made.unique_id}.*the type"):
        await client.get(made.unique_id, "dataset")


@pytest.mark.parametrize("way", ["https://example.org/p/samples/{}/", "{} (film)", "UPPER"])
async def test_an_id_within_something_else_is_suggested(client, new, way):
    identity = (await new.sample()).unique_id
    with pytest.raises(errors.UsageError, match=f"Did you mean '{identity}'"):
        await client.get(identity.upper() if way == "UPPER" else way.format(identity))


async def test_a_dictionary_of_changes_is_refused_with_the_right_call(client, new):
    with pytest.raises(errors.UsageError, match=r"update\(\.\.\., measurement=\.\.\.\)"):
        await client.datasets.update(await new.dataset(), {"measurement": "XRD"})


@pytest.mark.parametrize(
    "call",
    [
        lambda client, made, text: client.datasets.list(dataset_name=text).all(),
        lambda client, made, text: client.datasets.add_keyword(made, text),
        lambda client, made, text: client.datasets.update(made, dataset_name=text),
        lambda client, made, text: client.datasets.create(dataset_name=text),
    ],
)
async def test_half_a_character_is_refused(client, new, call):
    with pytest.raises(errors.UsageError):
        await call(client, await new.dataset(), "run \ud800")
