"""What several namespaces have in common, from each of them."""

import json

import pytest

from crucible import errors

NAMESPACES = [
    "datasets", "samples", "projects", "instruments", "users", "account", "files", "ingestions", "graphs", "deletions",
    "access_groups", "service_accounts",
]  # fmt: skip
RECORDS = ["dataset", "sample", "project", "instrument"]


@pytest.mark.parametrize("namespace", [name for name in NAMESPACES if name not in ("projects", "instruments")])
async def test_metadata_of_any_record_are_at_hand_everywhere(client, new, namespace):
    there, dataset = getattr(client, namespace), await new.dataset()
    assert {"window": 5} == await there.replace_scientific_metadata(dataset, {"window": 5})
    assert {"window": 5, "gas": new.word} == await there.update_scientific_metadata(dataset, {"gas": new.word})
    assert {"gas": new.word} == await there.update_scientific_metadata(dataset, {"gas": new.word}, overwrite=True)
    assert {"gas": new.word} == await there.get_scientific_metadata(dataset.unique_id)


@pytest.mark.parametrize("namespace", NAMESPACES)
async def test_metadata_are_searched_for_records_of_the_kind(client, new, namespace):
    metadata = {"gas": new.word}
    records = {"datasets": await new.dataset(scientific_metadata=metadata)}
    records["samples"] = await new.sample(scientific_metadata=metadata)
    expected = {record.unique_id for record in records.values()}
    if namespace in ("datasets", "samples", "projects", "instruments"):
        expected = {records[namespace].unique_id} if namespace in records else set()
    assert expected == {found.unique_id for found in await getattr(client, namespace).search_metadata(new.word)}


@pytest.mark.parametrize("kind", RECORDS)
async def test_every_kind_of_record_has_metadata(client, new, kind):
    record, there = await getattr(new, kind)(), getattr(client, f"{kind}s")
    await there.replace_scientific_metadata(record, {"treatment": {"gas": new.word, "hours": 2}})
    await there.update_scientific_metadata(record, {"treatment": {"hours": 3}, "by": "Ada"})
    assert "Ada" == (await there.get(record.unique_id, include_metadata=True)).scientific_metadata["by"]
    assert 3 == (await there.get_scientific_metadata(record))["treatment"]["hours"]
    assert [record.unique_id] == [found.unique_id for found in await there.search_metadata(new.word)]


@pytest.mark.parametrize("kind", ["project", "instrument"])
async def test_a_project_or_instrument_is_public_and_private_as_others_are(client, new, kind):
    record, there = await getattr(new, kind)(), getattr(client, f"{kind}s")

    async def is_public():
        return "public" in [entry.principal_type for entry in await there.list_access(record)]

    await there.make_public(record)
    public = await is_public()
    await there.make_private(record)
    assert (True, False) == (public, await is_public())


@pytest.mark.parametrize("kind", ["dataset", "sample"])
async def test_a_group_may_read_a_record_or_change_it(client, new, kind):
    record, there = await getattr(new, kind)(), getattr(client, f"{kind}s")
    group = await there.add_access_group(record, new.project_id, read=True, write=True)
    found = {one.group_name: (one.read, one.write) for one in await there.list_access_groups(record)}
    assert (True, True) == found[group.group_name]


async def test_a_dataset_and_its_sample_are_linked_from_either_side(client, new):
    dataset, sample, other = await new.dataset(), await new.sample(), await new.sample("film B")

    async def samples():
        return [one.unique_id async for one in client.datasets.list_samples(dataset)]

    await client.samples.link_dataset(sample, dataset)
    await client.samples.add_dataset(other, dataset.unique_id)
    assert {sample.unique_id, other.unique_id} == set(await samples())
    await client.samples.unlink_dataset(sample, dataset)
    await client.samples.remove_dataset(other, dataset)
    assert [] == await samples()


@pytest.mark.parametrize("kind", ["dataset", "sample"])
async def test_a_record_is_found_by_its_name_within_a_project(client, new, kind):
    made, there = await getattr(new, kind)(f"{new.word} 7"), getattr(client, f"{kind}s")
    found = await there.search(new.word, new.project_id)
    assert [made.unique_id] == [one.unique_id for one in found]
    with pytest.raises(errors.UsageError):
        await there.search("x")


async def test_a_service_account_joins_a_group_and_leaves_it(admin, people, ada):
    robot = await admin.service_accounts.create(people.slug("robot"))
    project = await people.project(ada)
    with admin.elevated():
        await admin.service_accounts.add_to_access_group(robot, project.project_id)
        joined = await admin.service_accounts.list_access_groups(robot)
        await admin.service_accounts.remove_from_access_group(robot, project.project_id)
        left = await admin.service_accounts.list_access_groups(robot)
    assert (True, False) == (project.unique_id in joined, project.unique_id in left)


async def test_a_request_is_read_and_waited_for_by_its_number(client, new, path):
    found = {"ingestion_class": "Fake", "fields": {}, "scientific_metadata": {}, "keywords": [], "thumbnails": []}
    path.write_text(f"PRINT\n{json.dumps(found)}")
    file = await client.datasets.add_file(await new.dataset(), path)
    asked = await client.files.request_ingestion(file)
    done = await client.ingestions.wait(asked.id, timeout_seconds=60)
    again = await client.wait([asked, file], timeout_seconds=60)
    read = await client.ingestions.get(asked.id)
    assert ("complete", "complete", [asked.id]) == (done.status, read.status, [one.id for one in again])


async def test_the_classes_that_read_files_are_named(client):
    assert "ApiUploadIngestor" in await client.ingestions.list_ingestors()


async def test_the_account_knows_whose_it_is(client, ada):
    assert ("admin", ada.person.id) == (
        (await client.account.whoami()).user_info.username,
        (await ada.account.whoami()).user_info.unique_id,
    )


async def test_a_closed_client_answers_nothing_more(served, api_url, flavour):
    client = flavour.client(api_url, served.sandbox.api_key)
    assert await client.account.verify()
    await client.close()
    with pytest.raises(errors.UsageError, match="closed"):
        await client.account.verify()
