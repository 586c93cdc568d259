"""People, service accounts, keys, and the caller's own account, through the client."""

import pickle

import pytest
from support.people import me

from crucible import UNCHANGED, Secret, errors, models
from crucible.ids import is_mfid, new_mfid

# ---- the own account ----


async def test_a_profile_says_what_the_caller_may_do(ada):
    profile = await ada.account.profile()
    assert ("none", "normal", False, True, False) == (
        profile.authorization.platform_role,
        profile.authorization.effective_privilege_mode,
        profile.authorization.can_elevate,
        profile.capabilities.can_create_project,
        profile.capabilities.can_manage_users,
    )


async def test_a_profile_is_changed_and_cleared_field_by_field(people):
    cleo = people.person("cleo")
    name, address = (await me(cleo)).last_name, (await me(cleo)).email
    changed = await cleo.account.update_profile(first_name="Cléo")
    assert ("Cléo", name, address) == (changed.first_name, changed.last_name, changed.email)
    assert (await cleo.account.update_profile(email=None)).email is None


async def test_an_update_of_nothing_is_refused(ada):
    with pytest.raises(errors.UsageError, match="changes nothing"):
        await ada.account.update_profile(first_name=UNCHANGED)


async def test_the_own_key_is_read_back_as_a_secret(people, ada):
    key = await ada.account.api_key()
    assert isinstance(key, Secret)
    assert (await me(ada)).unique_id == (await people.client(key.reveal()).whoami()).user_unique_id


async def test_the_own_key_is_verified(ada):
    status = await ada.account.verify()
    assert status.valid
    assert status.created_at < status.expires_at


async def test_projects_are_synchronised(ada, people):
    project = await people.project(ada)
    assert project.project_id in (await ada.account.sync_projects()).projects_already_member


# ---- finding people ----


async def test_a_person_is_found_by_every_reference(ada, ben):
    her = await me(ada)
    ways = [
        {"user_ref": her},
        {"user_ref": her.unique_id},
        {"user_ref": her.username.upper()},
        {"user_ref": her.email},
        {"email": her.email},
        {"username": her.username},
    ]
    assert {her.unique_id} == {(await ben.users.get(**way)).unique_id for way in ways}


async def test_the_address_of_others_is_not_shown(ada, ben):
    assert (True, False) == (
        "email" in await ada.users.get(await me(ada)),
        "email" in await ben.users.get(await me(ada)),
    )


async def test_nobody_has_an_unknown_username(ben):
    with pytest.raises(errors.NotFoundError, match="Nobody has the username nobody-at-all"):
        await ben.users.get("nobody-at-all")


@pytest.mark.parametrize("way", [{}, {"user_ref": "ada", "email": "ada@example.org"}])
async def test_a_person_is_named_exactly_once(ben, way):
    with pytest.raises(errors.UsageError, match="where one must be"):
        await ben.users.get(**way)


async def test_a_dataset_is_nobody(ada):
    with pytest.raises(errors.UsageError, match="names nobody"):
        await ada.users.get(await ada.datasets.create(dataset_name="run 7"))


async def test_people_are_searched_by_a_part_of_their_name(ada, ben):
    assert (await me(ada)).unique_id in [
        found.unique_id for found in await ben.users.search((await me(ada)).username[-4:], limit=50)
    ]


async def test_a_search_for_two_letters_is_refused(ben):
    with pytest.raises(errors.UsageError, match="too short"):
        await ben.users.search("ad")


async def test_a_list_has_those_one_shares_a_project_with(ada, people):
    project = await people.project(ada)
    friend = await me(people.person("friend"))
    assert friend not in await ada.users.list(None).all()
    await ada.projects.add_user(friend, project)
    assert [friend.unique_id] == [found.unique_id async for found in ada.users.list(username=friend.username)]


async def test_filters_of_a_list_must_all_hold(admin, people):
    robot = await admin.service_accounts.create(people.slug("robot"))
    with admin.elevated():
        names = [found.username async for found in admin.users.list(q=robot.username, is_service_account=True)]
        none = await admin.users.list(q=robot.username, is_service_account=False).first()
    assert ([robot.username], None) == (names, none)


async def test_a_misspelt_filter_is_refused_with_the_one_that_was_meant(ada):
    with pytest.raises(errors.UsageError, match="Did you mean 'first_name'"):
        ada.users.list(firstname="Ada")


async def test_a_misspelt_value_is_refused_with_the_one_that_was_meant(admin):
    with pytest.raises(errors.UsageError, match="Did you mean 'contributor'"):
        admin.users.list(platform_role="contributer")


async def test_references_are_resolved_together(ada, ben):
    her, him = await me(ada), await me(ben)
    found = await ada.users.resolve([her.unique_id], [him.username.upper()], ["nobody@example.org"])
    assert {her.unique_id: her.username, him.unique_id: him.username, "nobody@example.org": None} == {
        name: user and user.username for name, user in found.items()
    }


@pytest.mark.parametrize("form", ["{}", " https://orcid.org/{}"])
async def test_an_orcid_is_read_in_the_forms_in_which_it_is_written(client, form):
    found = await client.users.get(form.format("0000-0000-0000-000x"))
    assert "0000-0000-0000-000X" == found.unique_id


async def test_one_text_is_one_reference(ada):
    assert {"nobody-at-all": None} == await ada.users.resolve(usernames="Nobody-at-all")


# ---- making and changing people ----


@pytest.mark.parametrize("kind", [models.User, dict])
async def test_a_person_is_made_from_a_model_or_a_mapping(people, admin, kind, ada):
    project = await people.project(ada)
    user = kind(first_name="Dora", last_name="Example", username=people.slug("dora"))
    with admin.elevated():
        made = await admin.users.create(user, [project])
        assert [project.project_id] == [
            one.project_id async for one in admin.users.get_projects(made, role="contributor")
        ]
    assert is_mfid(made.unique_id)


async def test_a_person_with_an_orcid_is_known_by_it(people, admin):
    with admin.elevated():
        made = await admin.users.create(
            first_name="Eva", last_name="Example", username=people.slug("eva"), orcid="0000-0002-1825-0097"
        )
    assert "0000-0002-1825-0097" == made.unique_id


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"first_name": "Eva", "last_name": "Example"}, "no username"),
        ({"first_name": "Eva", "last_name": "E", "username": "eva", "orcid": "https://orcid.org/1"}, "no ORCID"),
        ({"user": {"usrename": "eva"}}, "Did you mean 'username'"),
    ],
)
async def test_a_person_who_cannot_be_right_is_refused_before_anything_is_sent(admin, fields, words):
    with pytest.raises(errors.UsageError, match=words):
        await admin.users.create(**fields)


async def test_making_people_without_asking_for_the_rights_says_how(people, admin):
    with pytest.raises(errors.PermissionDeniedError, match=r"client\.elevated\(\)"):
        await admin.users.create(first_name="Eva", last_name="Example", username=people.slug("eva"))


async def test_a_taken_username_is_a_conflict(admin, ada):
    with admin.elevated(), pytest.raises(errors.ConflictError):
        await admin.users.create(first_name="Ada", last_name="Other", username=(await me(ada)).username)


async def test_administrators_change_anybody(people, admin):
    him = await me(people.person("fred"))
    with admin.elevated():
        changed = await admin.users.update(him, last_name="Changed", email=None)
    assert (him.first_name, "Changed", None) == (changed.first_name, changed.last_name, changed.email)


async def test_a_platform_role_is_set(people, admin):
    him = await me(people.person("gil"))
    assert "contributor" == (await admin.users.set_platform_role(him, "contributor")).platform_role


async def test_a_platform_role_that_is_not_known_is_refused(admin, ada):
    with pytest.raises(errors.UsageError, match="platform_role='root'"):
        await admin.users.set_platform_role(await me(ada), "root")


async def test_what_is_for_administrators_says_so(ada):
    with pytest.raises(errors.PermissionDeniedError, match="platform administrator"):
        await ada.users.issue_api_key(await me(ada))


# ---- keys ----


async def test_a_key_is_issued_once_and_revoked(people, admin):
    hal = people.person("hal")
    key = await admin.users.issue_api_key(await me(hal))
    assert key == await hal.account.api_key()
    assert (await admin.users.verify_api_key(await me(hal))).valid
    him = await me(hal)
    assert await admin.users.revoke_api_keys(him) is None
    with pytest.raises(errors.AuthenticationError):
        await hal.whoami()
    assert key != await admin.users.issue_api_key(him)


async def test_a_service_account_gets_a_key_that_works_and_shows_nowhere(people, admin):
    robot = await admin.service_accounts.create(people.slug("robot"))
    key = robot.api_key.reveal()
    shown = f"{robot} {robot!r} {robot.to_dict()} {dict(robot)} {robot._repr_html_()} {robot.extra} {robot['api_key']}"
    assert key not in shown
    assert robot.unique_id == (await people.client(key).whoami()).user_unique_id


async def test_a_key_is_not_pickled(people, admin):
    robot = await admin.service_accounts.create(people.slug("robot"))
    with pytest.raises(TypeError, match="secret"):
        pickle.dumps(robot)


async def test_a_service_account_may_be_given_its_identity(people, admin):
    identity = new_mfid()
    assert identity == (await admin.service_accounts.create(people.slug("robot"), identity)).unique_id


async def test_rotating_makes_the_old_key_void(people, admin):
    robot = await admin.service_accounts.create(people.slug("robot"))
    again = await admin.service_accounts.rotate_key(robot.username)
    assert robot.unique_id == (await people.client(again.api_key.reveal()).whoami()).user_unique_id
    with pytest.raises(errors.AuthenticationError):
        await people.client(robot.api_key.reveal()).whoami()


async def test_service_accounts_are_found_and_changed(admin, people):
    robot = await admin.service_accounts.create(people.slug("robot"))
    assert [robot.unique_id] == [found.unique_id async for found in admin.service_accounts.list(q=robot.username)]
    with admin.elevated():
        changed = await admin.service_accounts.update(robot, platform_role="contributor", first_name="XRD")
    read = await admin.service_accounts.get(username=robot.username)
    assert ("contributor", "XRD", True) == (read.platform_role, read.first_name, read.api_key_status.valid)
    assert "contributor" == changed.platform_role


async def test_service_accounts_are_for_administrators(ada):
    with pytest.raises(errors.PermissionDeniedError, match="platform administrator"):
        await ada.service_accounts.list().first()


# ---- rights and groups ----


async def test_access_to_a_dataset_is_checked_in_both_vocabularies(ada, ben):
    dataset = await ada.datasets.create(dataset_name="run 8")
    hers, his = (
        await ada.users.check_dataset_access(await me(ada), dataset),
        await ben.users.check_dataset_access(await me(ben), dataset),
    )
    assert ("owner", True, True, "none", False, False) == (
        hers.effective_access,
        hers["read"],
        hers["write"],
        his.effective_access,
        his["read"],
        his["write"],
    )


async def test_readable_datasets_are_listed(ada):
    dataset = await ada.datasets.create(dataset_name="run 9")
    assert dataset.unique_id in await ada.users.list_datasets(await me(ada))


async def test_groups_are_joined_and_left(people, admin, ada):
    project = await people.project(ada)
    him = await me(people.person("ian"))
    with admin.elevated():
        await admin.users.add_to_access_group(him, project.project_id)
        joined = await admin.users.list_access_groups(him)
        await admin.users.remove_from_access_group(him, project.project_id)
        left = await admin.users.list_access_groups(him)
    assert (True, False) == (project.unique_id in joined, project.unique_id in left)


async def test_the_projects_of_a_person_come_with_the_role(ada, people):
    project = await people.project(ada)
    role = {one.project_id: one.role async for one in ada.users.get_projects(await me(ada), None)}[project.project_id]
    assert "owner" == role
