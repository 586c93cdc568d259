"""People and service accounts as version 2 of the API has them."""

import pytest
import requests


@pytest.fixture(scope="module")
def grace(join):
    return join("grace-h")


@pytest.fixture(scope="module")
def robot(client):
    return client.service_accounts.create("robot-arm")


def ids(people):
    return [person["unique_id"] for person in people]


def test_a_person_is_found_by_everything_they_are_known_by(client, grace):
    assert grace.id == client.users.get(orcid=grace.id)["unique_id"]
    assert grace.id == client.users.get(username=grace.username)["unique_id"]
    assert grace.id == client.users.get(email=grace.email)["unique_id"]
    assert [grace.id] == ids(client.users.search("grace"))
    assert grace.id in ids(client.users.list(limit=None))
    resolved = client.users.resolve([grace.id], usernames=["admin"], emails=["nobody@example.org"])
    assert (grace.username, None) == (resolved[grace.id]["username"], resolved["nobody@example.org"])


def test_a_person_with_an_orcid_keeps_it_and_joins_projects(client, project):
    made = client.users.create(
        {"orcid": "0000-0002-1825-0097", "first_name": "J", "last_name": "C", "projects": ["peer-project"]}
    )
    assert "0000-0002-1825-0097" == made["unique_id"]
    assert "0000-0002-1825-0097" in ids(client.projects.get_users("peer-project"))


def test_a_person_is_changed(client, grace):
    assert "Hopper" == client.users.update(grace.id, last_name="Hopper")["last_name"]
    assert "Amazing" == grace.client.account.update_profile(first_name="Amazing")["first_name"]
    assert "Grace" == grace.client.users.update_me(first_name="Grace")["first_name"]
    assert ("Grace", "Hopper") == tuple(grace.client.users.me()[name] for name in ("first_name", "last_name"))
    assert grace.id == grace.client.account.profile()["unique_id"]


def test_the_key_is_shown_and_verified(client, grace):
    assert grace.client.account.api_key() == grace.client._subject.api_key == grace.client.users.get_api_key()
    assert grace.client.account.verify()["valid"]
    assert client.users.verify_api_key(grace.id)["valid"]
    assert grace.id == grace.client.whoami()["user_unique_id"] == grace.client.account.whoami()["user_unique_id"]
    with pytest.raises(requests.HTTPError, match="401"):
        type(client._subject)(client.api_url, "wrong").whoami()


def test_membership_and_access_are_told(client, grace, project, dataset):
    assert not client.users.check_dataset_access(grace.id, dataset)["read"]
    client.users.add_to_access_group(grace.id, "peer-project")
    assert {"read": True, "write": False} == client.users.check_dataset_access(grace.id, dataset)
    assert dataset in client.users.list_datasets(grace.id)
    assert "peer-project" in client.users.list_access_groups(grace.id)
    assert ["peer-project"] == [each["project_id"] for each in client.users.get_projects(grace.id)]
    client.users.remove_from_access_group(grace.id, "peer-project")
    assert [] == client.users.get_projects(grace.id)


def test_what_is_for_administrators_is_refused_to_others(grace):
    for call in (
        grace.client.users.list,
        grace.client.deletions.list,
        lambda: grace.client.projects.create({"project_id": "mine", "organization": "x"}),
    ):
        with pytest.raises(requests.HTTPError, match="403"):
            call()


def test_a_service_account_is_found_changed_and_given_a_new_key(client, robot, project):
    mfid = robot["unique_id"]
    assert mfid == client.service_accounts.get(mfid)["unique_id"]
    assert mfid == client.service_accounts.get(username="robot-arm")["unique_id"]
    assert mfid in ids(client.service_accounts.list())
    assert "Robot" == client.service_accounts.update(mfid, first_name="Robot")["first_name"]
    client.service_accounts.add_to_access_group(mfid, "peer-project")
    assert "peer-project" in client.service_accounts.list_access_groups(mfid)
    client.service_accounts.remove_from_access_group(mfid, "peer-project")
    turned = client.service_accounts.rotate_key(mfid)
    peer = type(client._subject)
    assert mfid == peer(client.api_url, turned["api_key"]).whoami()["user_unique_id"]
    with pytest.raises(requests.HTTPError, match="401"):
        peer(client.api_url, robot["api_key"]).whoami()
