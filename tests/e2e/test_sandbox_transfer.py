"""Records change hands: to another owner, to another project."""

from __future__ import annotations

import pytest

from crucible.ids import new_mfid


def access(person, mfid: str) -> dict[str, str]:
    """Return who has which role on a record."""
    return {grant["principal_id"]: grant["permission"] for grant in person.get(f"resources/{mfid}/access")}


def record(person, kind: str) -> str:
    """Make a record of some kind."""
    if kind == "dataset":
        return person.dataset()
    if kind == "sample":
        return person.sample()
    if kind == "project":
        return person.project("demo")
    body = {"instrument_id": "xrd-1", "instrument_name": "XRD One", "location": "67"}
    return person.post("instruments", json=body)["unique_id"]


KINDS = ("dataset", "sample", "project", "instrument")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("query", [{}, {"confirm": False}])
def test_without_confirmation_it_is_only_shown_what_would_happen(served, kind, query):
    ada, bob = served.person("ada"), served.person("bob")
    mfid = record(ada, kind)
    before, had = ada.get(f"resources/{mfid}"), access(ada, mfid)
    shown = ada.post(f"resources/{mfid}/transfer_ownership", json={"new_owner": "bob"}, **query)
    assert {
        "resource_id": mfid,
        "previous_owner": {"unique_id": ada.id, "username": "ada", "first_name": "Ada", "last_name": "Example"},
        "new_owner": {"unique_id": bob.id, "username": "bob", "first_name": "Bob", "last_name": "Example"},
    } == shown
    assert (before, had) == (ada.get(f"resources/{mfid}"), access(ada, mfid))


@pytest.mark.parametrize("kind", KINDS)
def test_with_confirmation_the_new_owner_owns_and_the_one_before_is_an_admin(served, kind):
    ada, bob = served.person("ada"), served.person("bob")
    mfid = record(ada, kind)
    ada.put(f"resources/{mfid}/access/users/bob", json={"permission": "viewer"})
    moved = ada.post(f"resources/{mfid}/transfer_ownership", json={"new_owner": "bob@example.org"}, confirm=True)
    assert (ada.id, bob.id) == (moved["previous_owner"]["unique_id"], moved["new_owner"]["unique_id"])
    assert {bob.id: "owner", ada.id: "admin"} == access(bob, mfid)
    allowed = [person.get(f"resources/{mfid}")["capabilities"]["can_transfer"] for person in (ada, bob)]
    assert [False, True] == allowed
    ada.post(f"resources/{mfid}/transfer_ownership", 403, json={"new_owner": "ada"})
    bob.delete(f"resources/{mfid}/access/users/ada")
    assert {bob.id: "owner"} == access(bob, mfid)


def test_a_project_is_led_by_its_new_owner(served):
    ada, bob = served.person("ada"), served.person("bob")
    mfid = ada.project("demo")
    ada.post(f"resources/{mfid}/transfer_ownership", json={"new_owner": bob.id}, confirm=True)
    assert bob.id == served.admin.get("projects/demo")["project_lead_orcid"]
    roles = [(member["username"], member["role"]) for member in bob.get("projects/demo/users")["items"]]
    assert [("bob", "owner"), ("ada", "admin")] == roles


@pytest.mark.parametrize("role", ["viewer", "editor", "admin"])
def test_only_the_owner_and_platform_administrators_transfer(served, role):
    ada, bob = served.person("ada"), served.person("bob")
    mfid = ada.dataset()
    ada.put(f"resources/{mfid}/access/users/bob", json={"permission": role})
    bob.post(f"resources/{mfid}/transfer_ownership", 403, json={"new_owner": "bob"}, confirm=True)
    normal = {"Crucible-Privilege-Mode": "normal"}
    path, body = f"resources/{mfid}/transfer_ownership", {"new_owner": "bob"}
    served.admin.call("POST", path, 403, json=body, headers=normal)
    served.admin.post(path, json=body, confirm=True)
    assert {bob.id: "owner", ada.id: "admin"} == access(bob, mfid)


def test_a_transfer_to_the_owner_changes_nothing(served):
    mfid = served.admin.dataset()
    before = served.admin.get(f"datasets/{mfid}")
    same = served.admin.post(f"resources/{mfid}/transfer_ownership", json={"new_owner": "admin"}, confirm=True)
    assert same["previous_owner"] == same["new_owner"]
    assert before == served.admin.get(f"datasets/{mfid}")
    assert {served.admin.id: "owner"} == access(served.admin, mfid)


def test_what_does_not_exist_is_neither_given_nor_given_to(served):
    mfid = served.admin.dataset()
    served.admin.post(f"resources/{mfid}/transfer_ownership", 404, json={"new_owner": "nobody"})
    served.admin.post(f"resources/{new_mfid()}/transfer_ownership", 404, json={"new_owner": "admin"})
    served.admin.post(f"resources/{mfid}/project", 404, json={"project_id": "nothing"})
    served.admin.post(f"resources/{new_mfid()}/project", 404, json={"project_id": "nothing"})


@pytest.fixture
def moving(served):
    """Ada with a dataset in her project `old`, and Bob who leads `new`."""
    ada, bob = served.person("ada"), served.person("bob")
    old, new = ada.project("old"), bob.project("new")
    return ada, bob, ada.dataset(project_id="old"), old, new


def test_a_move_is_shown_and_then_done(served, moving):
    ada, bob, mfid, old, new = moving
    bob.post("projects/new/users/ada", role="contributor")
    expected = {
        "resource_id": mfid,
        "resource_mfid": mfid,
        "previous_project_id": "old",
        "previous_project_mfid": old,
        "new_project_id": "new",
        "new_project_mfid": new,
    }
    assert expected == ada.post(f"resources/{mfid}/project", json={"project_id": "new"})
    assert "old" == ada.get(f"datasets/{mfid}")["project_id"]
    bob.get(f"datasets/{mfid}", 403)
    assert expected == ada.post(f"resources/{mfid}/project", json={"project_mfid": new}, confirm="True")
    assert {"unique_id": new, "project_id": "new", "title": None} == bob.get(f"datasets/{mfid}")["project"]
    assert (0, 1) == tuple(ada.get("datasets", project_id=slug)["total"] for slug in ("old", "new"))


def test_roles_that_come_from_projects_change_with_the_move_and_others_stay(served, moving):
    ada, bob, mfid, _, _ = moving
    cid, dan = served.person("cid"), served.person("dan")
    ada.post("projects/old/users/cid", role="editor")
    ada.put(f"resources/{mfid}/access/users/dan", json={"permission": "viewer"})
    bob.post("projects/new/users/ada", role="contributor")
    ada.post(f"resources/{mfid}/project", json={"project_id": "new"}, confirm=True)
    cid.get(f"datasets/{mfid}", 403)
    dan.get(f"datasets/{mfid}")
    assert [True, True] == [person.get(f"datasets/{mfid}")["capabilities"]["can_edit"] for person in (ada, bob)]


def test_a_move_takes_a_role_in_both_places(served, moving):
    ada, bob, mfid, _, _ = moving
    ada.post(f"resources/{mfid}/project", 403, json={"project_id": "new"})
    bob.post("projects/new/users/ada", role="viewer")
    ada.post(f"resources/{mfid}/project", 403, json={"project_id": "new"}, confirm=True)
    ada.put(f"resources/{mfid}/access/users/bob", json={"permission": "editor"})
    bob.post(f"resources/{mfid}/project", 403, json={"project_id": "new"}, confirm=True)
    ada.put(f"resources/{mfid}/access/users/bob", json={"permission": "admin"})
    bob.post(f"resources/{mfid}/project", json={"project_id": "new"}, confirm=True)
    assert "new" == ada.get(f"datasets/{mfid}")["project_id"]


def test_a_record_without_a_project_can_get_one(served):
    served.admin.project("demo")
    sample = served.admin.sample()
    moved = served.admin.post(f"resources/{sample}/project", json={"project_id": "demo"}, confirm=True)
    assert (None, None, "demo") == tuple(
        moved[name] for name in ("previous_project_id", "previous_project_mfid", "new_project_id")
    )
    assert "demo" == served.admin.get(f"samples/{sample}")["project_id"]


def test_a_move_to_the_same_project_changes_nothing(served):
    served.admin.project("demo")
    mfid = served.admin.dataset(project_id="demo")
    before = served.admin.get(f"datasets/{mfid}")
    served.admin.post(f"resources/{mfid}/project", json={"project_id": "demo"}, confirm=True)
    assert before == served.admin.get(f"datasets/{mfid}")


@pytest.mark.parametrize("kind", ["project", "instrument"])
def test_projects_and_instruments_belong_to_no_project(served, kind):
    mfid = record(served.admin, kind)
    served.admin.project("other")
    served.admin.post(f"resources/{mfid}/project", 404, json={"project_id": "other"})


@pytest.mark.parametrize("body", [{}, {"project_id": "demo", "project_mfid": new_mfid()}, {"title": "demo"}])
def test_exactly_one_way_to_name_the_project_is_wanted(served, body):
    served.admin.project("demo")
    served.admin.post(f"resources/{served.admin.dataset()}/project", 422, json=body)
