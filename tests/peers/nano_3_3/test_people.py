"""People and service accounts: finding them, changing them, and their keys."""

import pytest
import requests

from crucible.models import User


@pytest.fixture(scope="module")
def grace(join):
    return join("grace-h")


@pytest.fixture(scope="module")
def robot(client):
    return client.service_accounts.create("robot-arm")


def ids(people):
    return [person["unique_id"] for person in people]


def test_a_person_is_found_by_everything_they_are_known_by(client, grace):
    for name in (grace.id, grace.username, grace.email):
        assert grace.id == client.users.get(name)["unique_id"]
    assert grace.id == client.users.get(username=grace.username)["unique_id"]
    assert grace.id == client.users.get(email=grace.email)["unique_id"]
    assert grace.id == client.users.get(user_unique_id=grace.id)["unique_id"]


def test_a_person_with_an_orcid_keeps_it(client):
    made = client.users.create({"orcid": "0000-0002-1825-0097", "first_name": "J", "last_name": "C", "username": "jc1"})
    assert "0000-0002-1825-0097" == made["unique_id"]
    assert "jc1" == client.users.get(orcid="0000-0002-1825-0097")["username"]


def test_a_person_is_made_a_member_of_projects_at_once(client, project):
    made = client.users.create(User(first_name="Marie", last_name="C", username="marie"), project_ids=["peer-project"])
    assert (
        "contributor"
        == {user.unique_id: user.role for user in client.projects.get_users("peer-project")}[made["unique_id"]]
    )


def test_people_are_searched_listed_and_resolved(client, grace, me):
    assert [grace.id] == ids(client.users.search("grace"))
    assert [grace.id] == ids(client.users.list(q="GRACE-h", search_fields=["username"]))
    assert {me} <= set(ids(client.users.list(platform_role="admin", sort="email", direction="desc")))
    assert [grace.id] == ids(client.users.list(first_name="grace", is_service_account=False, permissive=True))
    resolved = client.users.resolve([grace.id], usernames=["admin"], emails=["nobody@example.org"])
    assert (grace.username, me) == (resolved[grace.id]["username"], resolved[me]["unique_id"])
    assert resolved["nobody@example.org"] is None


def test_listing_goes_on_where_it_stopped(client, grace, me):
    first = client.users.list(limit=1)
    rest = client.users.list(limit=None, offset=first.next_offset or 0, cursor=first.next_cursor)
    assert first.has_more
    assert sorted(ids(client.users.list(limit=None))) == sorted(ids(first) + ids(rest))


def test_an_administrator_changes_a_person(client, grace):
    assert "Hopper" == client.users.update(grace.id, last_name="Hopper")["last_name"]
    assert "Hopper" == client.users.get(grace.id)["last_name"]


def test_a_person_changes_themselves(grace):
    assert "Amazing" == grace.client.account.update_profile(first_name="Amazing")["first_name"]
    assert "Grace" == grace.client.users.update_me(first_name="Grace")["first_name"]
    assert "Grace" == grace.client.users.me()["first_name"]
    assert "normal" == grace.client.account.profile()["authorization"]["effective_privilege_mode"]
    assert grace.id == grace.client.account.whoami()["user_unique_id"]


def test_the_key_is_shown_and_verified(client, grace):
    assert grace.client.account.api_key() == grace.client._subject.api_key == grace.client.users.get_api_key()
    assert grace.client.account.verify()["valid"]
    assert client.users.verify_api_key(grace.id)["valid"]


def test_projects_of_other_systems_are_asked_for(grace):
    assert grace.id == grace.client.account.sync_projects()["orcid"]


def test_a_platform_role_is_given_and_taken(client, grace):
    assert "contributor" == client.users.set_platform_role(grace.id, "contributor")["platform_role"]
    grace.client.refresh_profile()
    assert grace.client.capabilities.can_create_for_others
    assert "none" == client.users.set_platform_role(grace.id, "none")["platform_role"]


def test_a_stranger_may_not_give_platform_roles(grace):
    with pytest.raises(requests.HTTPError, match="403"):
        grace.client.users.set_platform_role(grace.id, "admin")


def test_revoked_keys_are_useless(client, join):
    eve = join("eve")
    client.users.revoke_api_keys(eve.id)
    with pytest.raises(requests.HTTPError, match="401"):
        eve.client.whoami()


def test_access_to_a_dataset_is_told(client, grace, dataset):
    assert "none" == client.users.check_dataset_access(grace.id, dataset).effective_access
    client.datasets.set_access(dataset, "users", grace.id, "viewer")
    assert "viewer" == client.users.check_dataset_access(grace.username, dataset).effective_access
    assert dataset in client.users.list_datasets(grace.id)


def test_membership_goes_by_access_groups(client, grace, project):
    client.users.add_to_access_group(grace.id, "peer-project")
    assert ["peer-project"] == [each["project_id"] for each in client.users.get_projects(grace.id, sort="title")]
    assert 2 == len(client.users.list_access_groups(grace.id))
    client.users.remove_from_access_group(grace.id, "peer-project")
    assert [] == client.users.get_projects(grace.id, role=["contributor", "viewer"])


def test_a_service_account_is_found_and_changed(client, robot):
    mfid = robot["unique_id"]
    assert robot["is_service_account"]
    assert mfid == client.service_accounts.get(mfid)["unique_id"]
    assert mfid == client.service_accounts.get(username="robot-arm")["unique_id"]
    assert mfid in ids(client.service_accounts.list())
    assert "Robot" == client.service_accounts.update(mfid, first_name="Robot")["first_name"]
    assert [mfid] == ids(client.service_accounts.list_admin(q="robot-arm"))
    assert client.service_accounts.get_admin(mfid)["api_key_status"]["valid"]


def test_a_service_account_has_a_platform_role(client, robot):
    made = client.service_accounts.set_platform_role(robot["unique_id"], "contributor")
    assert "contributor" == made["platform_role"]
    assert "contributor" == client.service_accounts.get_admin(robot["unique_id"])["platform_role"]


def test_a_service_accounts_key_is_shown_once_and_rotated(client, api_url):
    made = client.service_accounts.create("rotating", unique_id="0tkn2knjast3h0008nyq9zps2c")
    assert "0tkn2knjast3h0008nyq9zps2c" == made["unique_id"]
    turned = client.service_accounts.rotate_key(made["unique_id"])
    peer = type(client._subject)
    assert made["unique_id"] == peer(api_url, turned["api_key"]).whoami()["user_unique_id"]
    with pytest.raises(requests.HTTPError, match="401"):
        peer(api_url, made["api_key"]).whoami()


def test_a_service_account_joins_and_leaves_access_groups(client, robot, project):
    mfid = robot["unique_id"]
    client.service_accounts.add_to_access_group(mfid, "peer-project")
    assert mfid in [member.unique_id for member in client.projects.get_users("peer-project")]
    assert 2 == len(client.service_accounts.list_access_groups(mfid))
    client.service_accounts.remove_from_access_group(mfid, "peer-project")
    assert mfid not in [member.unique_id for member in client.projects.get_users("peer-project")]
