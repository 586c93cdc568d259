"""Instruments: found, changed, their state, maintainers and service accounts."""

import pytest

from crucible import errors


def ids(records):
    return [record.unique_id for record in records]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("manufacturer", "Acme"),
        ("model", "X9"),
        ("instrument_type", "diffractometer"),
        ("location", "Hall 3"),
        ("description", "the big one"),
        ("other_id", "RRID:1"),
        ("other_id_source", "RRID"),
        ("instrument_name", "Big XRD"),
    ],
)
async def test_each_filter_finds_what_it_names_and_nothing_else(client, new, name, value):
    fields = {"location": "B67", name: f"{value} {new.project_id}"}
    await new.instrument()
    wanted = await new.instrument(**fields)
    assert [wanted.unique_id] == ids(await client.instruments.list(**{name: fields[name]}).all())


async def test_an_instrument_is_found_by_name_id_record_or_label(client, new):
    made = await new.instrument(f"label {new.project_id}")
    ways = [made, made.unique_id, made.instrument_id, made.instrument_id.upper()]
    found = [await client.instruments.get(way) for way in ways]
    found.append(await client.instruments.get(instrument_name=made.instrument_name))
    assert [made.unique_id] * 5 == ids(found)


async def test_a_label_that_names_none_or_several_is_refused(client, new):
    with pytest.raises(errors.NotFoundError, match="labelled 'nothing'"):
        await client.instruments.get(instrument_name="nothing")
    label = f"twice {new.project_id}"
    for _ in range(2):
        await new.instrument(label)
    with pytest.raises(errors.UsageError, match="Several"):
        await client.instruments.get(instrument_name=label)
    with pytest.raises(errors.UsageError, match="one way"):
        await client.instruments.get()


async def test_an_update_renames_sets_clears_and_leaves_alone(client, new):
    made = await new.instrument(manufacturer="Acme", model="X9")
    slug = f"{made.instrument_id}-new"
    changed = await client.instruments.update(made.instrument_id, instrument_id=slug, manufacturer=None)
    assert (slug, None, "X9") == (changed.instrument_id, changed.manufacturer, changed.model)
    assert made.unique_id == (await client.instruments.get(slug)).unique_id
    with pytest.raises(errors.NotFoundError):
        await client.instruments.get(made.instrument_id)
    with pytest.raises(errors.ConflictError):
        await client.instruments.update(slug, instrument_id=(await new.instrument()).instrument_id)


async def test_an_instrument_that_is_not_in_use_is_missing_in_lists(client, new):
    made = await new.instrument(location=new.project_id)
    here = {"location": new.project_id}
    assert "maintenance" == (await client.instruments.set_status(made, "maintenance")).status
    assert [] == await client.instruments.list(**here).all()
    assert [made.unique_id] == ids(await client.instruments.list(**here, status="maintenance").all())
    assert [made.unique_id] == ids(await client.instruments.list(instrument_id=made.instrument_id.upper()).all())


async def test_a_status_that_is_not_known_is_refused_with_the_one_that_was_meant(client, new):
    with pytest.raises(errors.UsageError, match="Did you mean 'maintenance'"):
        await client.instruments.set_status(await new.instrument(), "maintainance")


async def test_maintainers_look_after_an_instrument(client, new, someone):
    quinn, made = someone("quinn"), await new.instrument(location=new.project_id)
    assert [] == await client.instruments.list_maintainers(made)
    await client.instruments.add_maintainer(made.instrument_id, quinn.person.id)
    found = await client.instruments.list_maintainers(made)
    assert [(quinn.person.id, "editor")] == [(one.principal_id, one.permission) for one in found]
    assert "X" == (await quinn.instruments.update(made, model="X")).model
    with pytest.raises(errors.PermissionDeniedError):
        await quinn.instruments.set_status(made, "maintenance")
    await client.instruments.add_maintainer(made, quinn.person.id, "admin")
    assert "maintenance" == (await quinn.instruments.set_status(made, "maintenance")).status
    await client.instruments.remove_maintainer(made, quinn.person.id)
    assert [] == await client.instruments.list_maintainers(made)


async def test_instruments_are_found_by_what_the_caller_is_to_them(client, new, someone):
    quinn, made = someone("quinn"), await new.instrument(location=new.project_id)
    await client.instruments.add_maintainer(made, quinn.person.id)
    assert [] == await quinn.instruments.list(affiliation="owner").all()
    assert [made.unique_id] == ids(await quinn.instruments.list(affiliation="maintainer").all())
    assert [made.unique_id] == ids(await quinn.instruments.list(affiliation=["owner", "maintainer"]).all())
    me = (await client.whoami()).user_info
    mine = await client.instruments.list(owner_id=me, location=new.project_id, include_owner=True).all()
    assert [me.unique_id] == [instrument.owner.unique_id for instrument in mine]
    with pytest.raises(errors.UsageError, match="Did you mean 'maintainer'"):
        quinn.instruments.list(affiliation="maintainers")


async def test_members_are_shown_to_those_who_have_a_role(client, new, someone):
    made = await new.instrument()
    read = await client.instruments.get(made, include_members=True, include_owner=True)
    assert [read.owner.unique_id] == [member.principal_id for member in read.members]
    assert (await someone("otto").instruments.get(made, include_members=True)).members is None


async def test_service_accounts_work_for_an_instrument(client, new, served):
    robot, made = served.robot(f"robot-{new.project_id}"), await new.instrument()
    assert [] == await client.instruments.list_service_accounts(made)
    bound = await client.instruments.bind_service_account(made.instrument_id, robot.id)
    assert [robot.id] == ids(bound) == ids(await client.instruments.list_service_accounts(made))
    assert [] == await client.instruments.unbind_service_account(made, robot.id)


async def test_a_search_is_narrowed(client, new):
    made = await new.instrument(f"goniometer {new.project_id}")
    await client.instruments.set_status(made, "decommissioned")
    words = f"goniometer {new.project_id}"
    assert made.unique_id in ids(await client.instruments.search(words, status="decommissioned", include_owner=True))
    assert made.unique_id not in ids(await client.instruments.search(words, status="active"))
