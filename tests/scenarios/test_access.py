"""Who may do what with records, whose they are, where they belong, and their labels, through the client."""

import copy
import pickle

import pytest
from support.people import me

from crucible import errors
from crucible.records import OwnershipTransfer

KINDS = ["datasets", "samples", "projects", "instruments"]


async def record_of(people, client, kind):
    """A record of ada's."""
    if kind == "datasets":
        return await client.datasets.create(dataset_name="run 7")
    if kind == "samples":
        return await client.samples.create(sample_name="film A")
    if kind == "projects":
        return await people.project(client)
    return await client.instruments.create(instrument_id=people.slug("xrd"), instrument_name="XRD", location="B2")


def roles(grants):
    return {grant.principal_id: grant.permission for grant in grants}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_person_is_given_a_role_and_loses_it(people, ada, kind, ben):
    him = await me(ben)
    namespace, record = getattr(ada, kind), await record_of(people, ada, kind)
    given = await namespace.grant_user_access(record, him.username, "viewer")
    assert (him.unique_id, "viewer") == (given.principal_id, given.permission)
    await namespace.grant_user_access(record.unique_id, him, "editor")
    assert "editor" == roles(await namespace.list_access(record))[him.unique_id]
    await namespace.revoke_user_access(record, him.email)
    assert him.unique_id not in roles(await namespace.list_access(record))


@pytest.mark.parametrize("kind", KINDS)
async def test_the_members_of_a_project_are_given_a_role_and_lose_it(people, ada, kind):
    namespace, record, project = getattr(ada, kind), await record_of(people, ada, kind), await people.project(ada)
    await namespace.grant_project_access(record, project.project_id, "viewer")
    assert "viewer" == roles(await namespace.list_access(record))[project.unique_id]
    await namespace.revoke_project_access(record, project)
    assert project.unique_id not in roles(await namespace.list_access(record))


@pytest.mark.parametrize("kind", ["datasets", "samples"])
async def test_a_record_is_made_public_and_private(people, ada, ben, kind):
    record = await record_of(people, ada, kind)
    with pytest.raises(errors.PermissionDeniedError):
        await ben.get(record)
    assert "public" == (await getattr(ada, kind).make_public(record)).principal_type
    assert record.unique_id == (await ben.get(record)).unique_id
    await getattr(ada, kind).make_private(record)
    with pytest.raises(errors.PermissionDeniedError):
        await ben.get(record)


async def test_projects_and_instruments_are_named_by_their_slug(people, ada, ben):
    him = await me(ben)
    project = await people.project(ada)
    await ada.projects.grant_user_access(project.project_id, him, "viewer")
    assert "viewer" == roles(await ada.projects.list_access(project.project_id.upper()))[him.unique_id]


async def test_ownership_is_no_role_to_grant(people, ada, ben):
    him = await me(ben)
    with pytest.raises(errors.UsageError, match="permission='owner'"):
        await ada.datasets.grant_user_access(await record_of(people, ada, "datasets"), him, "owner")


async def test_a_role_that_nobody_has_cannot_be_taken_away(people, ada, ben):
    him = await me(ben)
    with pytest.raises(errors.NotFoundError):
        await ada.samples.revoke_user_access(await record_of(people, ada, "samples"), him)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_transfer_is_a_preview_until_it_is_confirmed(people, ada, ben, kind):
    him = await me(ben)
    namespace, record = getattr(ada, kind), await record_of(people, ada, kind)
    owner = (await ada.whoami()).user_unique_id
    preview = await namespace.transfer_ownership(record, him.username)
    assert (False, owner, him.unique_id) == (
        preview.confirmed,
        preview.previous_owner.unique_id,
        preview.new_owner.unique_id,
    )
    assert "owner" == roles(await namespace.list_access(record))[owner]
    done = await namespace.transfer_ownership(record, him, confirm=True)
    assert (True, dict(preview)) == (done.confirmed, dict(done))
    assert "owner" == roles(await getattr(ben, kind).list_access(record))[him.unique_id]


async def test_a_preview_says_that_it_is_one(people, ada, ben):
    him = await me(ben)
    preview = await ada.datasets.transfer_ownership(await record_of(people, ada, "datasets"), him)
    for same in (copy.copy(preview), pickle.loads(pickle.dumps(preview))):  # noqa: S301 - our own
        assert preview == same
        assert repr(same).startswith("OwnershipTransfer(confirmed=False, ")
    assert preview != OwnershipTransfer(preview.to_dict(), confirmed=True)


@pytest.mark.parametrize("kind", ["datasets", "samples"])
async def test_a_record_moves_to_another_project_when_that_is_confirmed(people, ada, kind):
    namespace, first, second = getattr(ada, kind), await people.project(ada), await people.project(ada)
    name = {"datasets": "dataset_name", "samples": "sample_name"}[kind]
    record = await namespace.create(**{name: "film B"}, project_id=first)
    preview = await namespace.reassign_project(record, second)
    assert (False, first.project_id, second.project_id) == (
        preview.confirmed,
        preview.previous_project_id,
        preview.new_project_id,
    )
    assert first.project_id == (await namespace.get(record)).project_id
    assert (await namespace.reassign_project(record, second.project_id, confirm=True)).confirmed
    assert second.project_id == (await namespace.get(record)).project_id


async def test_groups_may_read_or_change_a_record(people, ada, ben):
    him = await me(ben)
    record = await record_of(people, ada, "samples")
    assert (await ada.samples.add_access_group(record, him.unique_id, write=True)).write
    found = {group.group_name: (group.read, group.write) for group in await ada.samples.list_access_groups(record)}
    assert (True, True) == found[him.unique_id]


async def test_service_accounts_work_for_an_instrument(people, client, ada):
    instrument = await record_of(people, ada, "instruments")
    robot = await client.service_accounts.create(people.slug("robot"))
    bound = await ada.instruments.bind_service_account(instrument.instrument_id, robot.username)
    assert [robot.unique_id] == [member.unique_id for member in bound]
    with pytest.raises(errors.ConflictError):
        await ada.instruments.bind_service_account(instrument, robot)
    assert bound == await ada.instruments.list_service_accounts(instrument)
    assert [] == await ada.instruments.unbind_service_account(instrument, robot.unique_id)


@pytest.mark.parametrize("printer", ["", "a/b", "a b", "all+", None])
async def test_a_printer_that_cannot_be_one_is_refused(people, ada, printer):
    with pytest.raises(errors.UsageError, match="no name of a printer"):
        await ada.print_label(await record_of(people, ada, "samples"), printer)


async def test_a_label_comes_out_of_a_printer_or_it_is_said_why_not(served, people, ada):
    film, printer = await record_of(people, ada, "samples"), people.slug("lab")
    assert "timeout" == (await ada.print_label(film, printer)).status
    folder = served.sandbox.printers.attach(printer)
    job = await ada.print_label(film, printer)
    assert ("ok", film.unique_id, film.sample_name, None) == (job.status, job.mfid, job.name, job.detail)
    assert film.sample_name in (folder / f"{job.job_id}.svg").read_text("utf-8")
    served.sandbox.printers.attach(printer, error="out of labels")
    refused = await ada.print_label(film, printer, name="B")
    assert ("error", "out of labels", "B") == (refused.status, refused.detail, refused.name)
