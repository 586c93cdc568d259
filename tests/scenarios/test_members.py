"""Projects that are changed, their members, and those who ask to be let in, through the client."""

import pytest
from support.people import me

from crucible import errors, models


async def test_members_are_let_in_given_a_role_and_put_out(ada, ben, people):
    project = await people.project(ada)
    him = await me(ben)

    def roles(members):
        return {member.unique_id: member.role for member in members}

    assert "contributor" == roles(await ada.projects.add_user(him.unique_id, project))[him.unique_id]
    assert "editor" == roles(await ada.projects.set_user_role(project, him.username, "editor"))[him.unique_id]
    assert "editor" == roles(await ada.projects.get_users(project).all())[him.unique_id]
    assert him.unique_id not in roles(await ada.projects.remove_user(project, email=him.email))
    assert him.unique_id not in roles(await ada.projects.get_users(project.project_id, None).all())


async def test_a_member_is_not_added_twice(ada, ben, people):
    project = await people.project(ada)
    await ada.projects.add_user(await me(ben), project, role="viewer")
    with pytest.raises(errors.ConflictError):
        await ada.projects.add_user(await me(ben), project)


async def test_a_member_is_added_to_some_project(ada, ben):
    with pytest.raises(errors.UsageError, match="project_id="):
        await ada.projects.add_user(await me(ben))


@pytest.mark.parametrize("role", ["owner", "Editor"])
async def test_a_role_that_cannot_be_given_is_refused(ada, ben, role, people):
    project = await people.project(ada)
    with pytest.raises(errors.UsageError, match="role="):
        await ada.projects.add_user(await me(ben), project, role=role)


async def test_projects_are_listed_by_their_members(ada, ben, people):
    project = await people.project(ada)
    await ada.projects.add_user(await me(ben), project, role="viewer")
    both = [
        one.project_id async for one in ada.projects.list(None, member_ref=[await me(ada), (await me(ben)).username])
    ]
    viewed = [one.project_id async for one in ada.projects.list(None, member_ref=await me(ben), member_role="viewer")]
    assert project.project_id in set(both) & set(viewed)


async def test_a_role_without_a_member_is_refused(ada):
    with pytest.raises(errors.UsageError, match="member_ref="):
        ada.projects.list(member_role="viewer")


async def test_a_project_is_renamed_and_its_fields_are_cleared(ada, people):
    project = await people.project(ada)
    slug = f"{project.project_id}-b"
    renamed = await ada.projects.update(project.project_id, new_project_id=slug, title="Films", status="active")
    assert (project.unique_id, slug, "Films") == (renamed.unique_id, renamed.project_id, renamed.title)
    cleared = await ada.projects.update(renamed, title=None)
    assert (None, "active") == (cleared.title, cleared.status)


async def test_a_project_is_made_of_a_model_with_metadata_and_taken_again(people, ada):
    model = models.Project(people.slug("inks"), "Lab", scientific_metadata={"beamline": "5.3.2"})
    made = await ada.projects.create(model)
    again = await ada.projects.create(model, {"funding": "none"}, existing="use")
    assert {"beamline": "5.3.2"} == made.scientific_metadata
    assert (made.unique_id, {"beamline": "5.3.2", "funding": "none"}) == (again.unique_id, again.scientific_metadata)


async def test_a_project_for_somebody_else_takes_the_right_to_that(people, ada, ben):
    with pytest.raises(errors.PermissionDeniedError):
        await ada.projects.create(project_id=people.slug("inks"), organization="Lab", project_lead=await me(ben))


async def test_a_project_without_an_organization_is_refused(people, ada):
    with pytest.raises(errors.UsageError, match="no organization"):
        await ada.projects.create(project_id=people.slug("inks"))


# ---- joining ----


async def test_somebody_asks_to_join_and_is_let_in(people, ada):
    project = await people.project(ada)
    joe = people.person("joe")
    asked = await joe.projects.request_join(project.project_id, "I measure the same films")
    assert ("pending", (await me(joe)).unique_id, "I measure the same films") == (
        asked.status,
        asked.requester_id,
        asked.reason,
    )
    assert [asked] == await joe.account.join_requests("pending").all()
    for way in (project, project.project_id, project.unique_id):
        assert [asked] == await ada.projects.list_join_requests(way, "pending").all()
    decided = await ada.access_groups.approve_join_request(asked, "welcome")
    assert ("approved", "welcome", (await me(ada)).unique_id) == (
        decided.status,
        decided.reviewer_notes,
        decided.reviewer_id,
    )
    assert project.project_id in [one.project_id async for one in joe.users.get_projects(await me(joe))]


async def test_somebody_asks_by_identity_and_is_not_let_in(people, ada):
    project = await people.project(ada)
    kim = people.person("kim")
    asked = await kim.projects.request_join(project.unique_id)
    assert "rejected" == (await ada.access_groups.reject_join_request(asked.id)).status
    with pytest.raises(errors.ConflictError):
        await ada.access_groups.approve_join_request(asked.id)
    assert None is await kim.users.get_projects(await me(kim)).first()


async def test_who_has_asked_already_is_told_so(people, ada):
    project = await people.project(ada)
    lea = people.person("lea")
    await lea.access_groups.request_join(project.project_id)
    with pytest.raises(errors.ConflictError):
        await lea.access_groups.request_join(project.project_id)


async def test_administrators_see_all_requests(people, admin, ada):
    project = await people.project(ada)
    max_ = people.person("max")
    asked = await max_.projects.request_join(project)
    with admin.elevated():
        assert [asked] == await admin.access_groups.list_join_requests(requester_id=(await me(max_)).username).all()


async def test_a_number_of_a_request_is_a_number(ada):
    with pytest.raises(errors.UsageError, match="not the number of a request to join"):
        await ada.access_groups.approve_join_request("films")
