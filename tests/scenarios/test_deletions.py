"""Asking for a deletion, deciding about it, deleting for good, and looking back, through the client."""

import pytest

from crucible import errors


async def test_a_record_is_hidden_while_its_deletion_waits(ada, people):
    project = await people.project(ada)
    sample = await ada.samples.create(sample_name="film A", project_id=project)
    asked = await ada.deletions.request(sample, "broken")
    assert ("pending", sample.unique_id, "film A", "broken", True) == (
        asked.status,
        asked.resource_id,
        asked.resource_name,
        asked.reason,
        asked.capabilities.can_review,
    )
    assert sample.unique_id not in [one.unique_id async for one in ada.samples.list(None)]
    assert asked.id == (await ada.samples.get(sample)).deletion_request.id


async def test_a_rejected_deletion_brings_the_record_back(ada, people):
    project = await people.project(ada)
    sample = await ada.samples.create(sample_name="film A", project_id=project)
    rejected = await ada.deletions.reject(await ada.deletions.request(sample), "still needed")
    assert ("rejected", "still needed") == (rejected.status, rejected.reviewer_notes)
    assert sample.unique_id in [one.unique_id async for one in ada.samples.list(None)]


async def test_an_approved_record_is_deleted_for_good_and_remembered(ada, admin, people):
    project = await people.project(ada)
    sample = await ada.samples.create(sample_name="film A", project_id=project)
    asked = await ada.deletions.request(sample.unique_id, "broken")
    assert "approved" == (await ada.deletions.approve(asked.id)).status
    await admin.deletions.delete(sample)
    with pytest.raises(errors.UnknownResourceError):
        await ada.get(sample)
    entry = await admin.deletions.list_deleted(sample).first()
    assert ("film A", "broken", asked.request_time) == (entry.resource_name, entry.reason, entry.request_time)
    assert entry == await admin.deletions.get_deleted(entry)
    assert [entry] == await ada.deletions.list_deleted(sample, scope="submitted").all()


async def test_all_that_was_deleted_is_for_administrators(ada):
    with pytest.raises(errors.PermissionDeniedError, match="platform administrator"):
        await ada.deletions.list_deleted().first()


async def test_what_was_deleted_is_found_by_who_asked_for_it(ada, admin, people):
    project = await people.project(ada)
    sample = await ada.samples.create(sample_name="film A", project_id=project)
    await ada.deletions.approve(await ada.deletions.request(sample))
    await admin.deletions.delete(sample)
    hers = admin.deletions.list_deleted(requester_id=(await ada.whoami()).user_info.username)
    assert sample.unique_id == (await hers.first()).resource_id
    assert (
        await admin.deletions.list_deleted(
            requester_id=(await admin.whoami()).user_unique_id, resource_id=sample
        ).first()
        is None
    )


async def test_nothing_is_deleted_that_nobody_agreed_to(ada, admin, people):
    project = await people.project(ada)
    sample = await ada.samples.create(sample_name="film A", project_id=project)
    with pytest.raises(errors.ConflictError):
        await admin.deletions.delete(sample)
    assert sample.unique_id == (await ada.get(sample)).unique_id


async def test_an_administrator_may_insist(ada, admin, people):
    project = await people.project(ada)
    sample = await ada.samples.create(sample_name="film A", project_id=project)
    await admin.deletions.delete(sample, force=True)
    with pytest.raises(errors.UnknownResourceError):
        await ada.get(sample)


async def test_members_do_not_delete_for_good(ada, people):
    project = await people.project(ada)
    sample = await ada.samples.create(sample_name="film A", project_id=project)
    with pytest.raises(errors.PermissionDeniedError, match="platform administrator"):
        await ada.deletions.delete(sample, force=True)


async def test_requests_are_listed_by_state_scope_and_project(people, ada):
    project = await people.project(ada)
    sample = await ada.samples.create(sample_name="film A", project_id=project)
    asked = await ada.deletions.request(sample)
    stranger = people.person("ben")
    found = {
        "all": ada.deletions.list(None, None),
        "pending": ada.deletions.list("pending", None),
        "submitted": ada.deletions.list(None, None, scope="submitted", project_mfid=project),
        "reviewable": ada.deletions.list(None, None, scope="reviewable"),
        "rejected": ada.deletions.list("rejected", None),
        "stranger": stranger.deletions.list(None, None),
    }
    assert {
        "all": True,
        "pending": True,
        "submitted": True,
        "reviewable": True,
        "rejected": False,
        "stranger": False,
    } == {name: asked.id in [one.id async for one in listing] for name, listing in found.items()}


async def test_a_request_is_read_again(ada, people):
    project = await people.project(ada)
    sample = await ada.samples.create(sample_name="film A", project_id=project)
    asked = await ada.deletions.request(sample)
    await ada.deletions.approve(asked)
    assert "approved" == (await ada.deletions.get(asked)).status


async def test_asking_twice_is_a_conflict(ada, people):
    project = await people.project(ada)
    sample = await ada.samples.create(sample_name="film A", project_id=project)
    await ada.deletions.request(sample)
    with pytest.raises(errors.ConflictError):
        await ada.deletions.request(sample)


async def test_a_state_that_is_not_known_is_refused(ada):
    with pytest.raises(errors.UsageError, match="Did you mean 'approved'"):
        ada.deletions.list("aproved")


@pytest.mark.parametrize("number", [True, -1, "seven", None])
async def test_a_number_of_a_request_is_a_number(ada, number):
    with pytest.raises(errors.UsageError, match="not the number of a deletion request"):
        await ada.deletions.get(number)
