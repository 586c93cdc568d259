"""Projects, their members, and the requests to join them."""

import pytest
import requests

from crucible.models import Project


@pytest.fixture(scope="module")
def team(client, me):
    """A project with a name of its own."""
    made = client.projects.create(
        Project(project_id="team-alpha", organization="Example Lab", title="Perovskites", project_lead="admin"),
        scientific_metadata={"topic": "films"},
    )
    assert me == made["lead"]["unique_id"]
    return made["unique_id"]


@pytest.fixture(scope="module")
def linus(join):
    return join("linus")


def roles(members):
    return {member.unique_id: member.role for member in members}


def test_a_project_is_found_by_slug_in_any_case_and_by_mfid(client, team):
    for found in (
        client.projects.get("TEAM-alpha"),
        client.projects.get(team),
        client.projects.get(project_id="team-alpha"),
        client.projects.get(project_mfid=team),
    ):
        assert ("team-alpha", "Perovskites") == (found["project_id"], found["title"])


def test_members_and_metadata_are_told_to_members_only(client, team, linus):
    shown = client.projects.get(team, include_metadata=True, include_members=True)
    assert {"topic": "films"} == shown["scientific_metadata"]
    assert isinstance(shown["members"], list)
    hidden = linus.client.projects.get(team, include_metadata=True, include_members=True)
    assert (None, None) == (hidden["scientific_metadata"], hidden["members"])


def test_a_project_is_changed_and_renamed(client, me):
    client.projects.create({"project_id": "to-rename", "organization": "Lab", "project_lead_orcid": me})
    assert "New" == client.projects.update("to-rename", title="New", status="archived")["title"]
    assert "renamed" == client.projects.update("to-rename", project_id="renamed")["project_id"]
    assert "archived" == client.projects.get("renamed")["status"]


def test_projects_are_listed_by_member_and_order(client, team, me):
    slugs = [each["project_id"] for each in client.projects.list(sort="project_id", direction="asc", limit=None)]
    assert slugs == sorted(slugs)
    assert "team-alpha" in [each["project_id"] for each in client.projects.list(member_ref=me, member_role="owner")]
    assert "team-alpha" in [each["project_id"] for each in client.projects.list(orcid=me, include_metadata=True)]
    assert "team-alpha" in [each["project_id"] for each in client.projects.list(accessible_to_user="admin")]


def test_get_or_create_creates(client, me):
    made = client.projects.get_or_create("from-nothing", organization="Lab", project_lead_orcid=me)
    assert "from-nothing" == made["project_id"]


def test_projects_are_searched_in_spite_of_a_typing_error(client, team, linus):
    assert team in [each["unique_id"] for each in client.projects.search("perovksites")]
    assert team in [each["unique_id"] for each in linus.client.projects.search("perovskite")]


def test_members_come_change_and_go(client, team, linus, join):
    niklaus = join("niklaus")
    assert "contributor" == roles(client.projects.add_user(linus.id, "team-alpha"))[linus.id]
    assert "viewer" == roles(client.projects.add_user(project_id=team, email=niklaus.email, role="viewer"))[niklaus.id]
    assert "editor" == roles(client.projects.update_user_role(team, niklaus.id, "editor"))[niklaus.id]
    assert {linus.id: "contributor", niklaus.id: "editor"}.items() <= roles(client.projects.get_users(team)).items()
    assert niklaus.id not in roles(client.projects.remove_user(team, username=niklaus.username))
    assert linus.id not in roles(linus.client.projects.remove_user(team, linus.id))


def test_access_to_a_project_is_granted_and_revoked(client, team, linus):
    grant = client.projects.set_access("team-alpha", "users", linus.username, "editor")
    assert (linus.id, "user", "editor") == (grant.principal_id, grant.principal_type, grant.permission)
    assert "editor" == {each.principal_id: each.permission for each in client.projects.list_access(team)}[linus.id]
    client.projects.revoke_access("team-alpha", "users", linus.id)
    assert linus.id not in [each.principal_id for each in client.projects.list_access("team-alpha")]


def test_a_project_is_published_under_each_name_of_it(client, team):
    for publish, withdraw in (
        (client.projects.set_public, client.projects.set_private),
        (client.projects.publish, client.projects.unpublish),
        (client.projects.publish, client.projects.unset_public),
    ):
        assert ("public", "viewer") == (publish("team-alpha").principal_type, publish(team).permission)
        withdraw("team-alpha")
        assert "public" not in [each.principal_type for each in client.projects.list_access(team)]


def test_another_projects_group_gets_access(client, team, project):
    client.projects.add_access_group(team, "peer-project", write=True)
    assert project["unique_id"] in client.projects.get_access_groups(team)


def test_a_project_passes_to_another_owner(client, me, join):
    heir = join("heir")
    client.projects.create(Project(project_id="to-pass-on", organization="Lab", project_lead_orcid=me))
    preview = client.projects.transfer_ownership("to-pass-on", heir.email)
    assert (me, heir.id) == (preview.previous_owner.unique_id, preview.new_owner.unique_id)
    assert me == client.projects.get("to-pass-on")["lead"]["unique_id"]
    client.projects.transfer_ownership("to-pass-on", heir.email, confirm=True)
    assert heir.id == client.projects.get("to-pass-on")["lead"]["unique_id"]


def test_somebody_asks_to_join_and_is_let_in(client, team, linus):
    asked = linus.client.projects.request_join("team-alpha", reason="films")
    assert ("pending", linus.id, "films") == (asked["status"], asked["requester_id"], asked["reason"])
    with pytest.raises(requests.HTTPError, match="409"):
        linus.client.access_groups.request_join("team-alpha")
    assert [asked["id"]] == [each["id"] for each in linus.client.account.join_requests(status="pending")]
    assert [asked["id"]] == [each["id"] for each in client.projects.list_join_requests("team-alpha")]
    approved = client.access_groups.approve_join_request(asked["id"], reviewer_notes="welcome")
    assert ("approved", "welcome") == (approved["status"], approved["reviewer_notes"])
    assert "contributor" == roles(client.projects.get_users(team))[linus.id]


def test_somebody_asks_to_join_and_is_not_let_in(client, team, join):
    mallory = join("mallory")
    asked = mallory.client.access_groups.request_join("team-alpha", reason="please")
    assert asked["id"] == client.access_groups.get(asked["id"])["id"]
    assert "rejected" == client.access_groups.reject_join_request(asked["id"])["status"]
    assert ["rejected"] == [each["status"] for each in client.access_groups.list_join_requests(requester_id=mallory.id)]
    assert mallory.id not in roles(client.projects.get_users(team))
    with pytest.raises(requests.HTTPError, match="409"):
        client.access_groups.approve_join_request(asked["id"])


def test_asking_to_join_what_does_not_exist_is_404(linus):
    with pytest.raises(requests.HTTPError, match="404"):
        linus.client.access_groups.request_join("no-such-project")
