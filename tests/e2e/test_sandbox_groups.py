"""Requests to join projects, and access groups."""

from __future__ import annotations

import pytest

NORMAL = {"headers": {"Crucible-Privilege-Mode": "normal"}}


@pytest.fixture
def demo(served):
    """A project of ada's, which bob wants to join."""
    ada, bob = served.person("ada"), served.person("bob")
    return ada, bob, ada.project("demo")


def ask(person, group="demo", status=200, reason=None):
    return person.post(f"access_groups/{group}/join", status, json={"reason": reason})


def test_whoever_is_let_in_becomes_a_contributor(demo):
    ada, bob, project = demo
    dataset = ada.dataset(project_id="demo")
    request = ask(bob, reason="our beam time")
    assert ("demo", bob.id, "our beam time", "pending", None) == tuple(
        request[name] for name in ("group_name", "requester_id", "reason", "status", "review_time")
    )
    bob.get(f"datasets/{dataset}", 403)
    body = {"status": "approved", "reviewer_notes": "Welcome"}
    reviewed = ada.patch(f"join_requests/{request['id']}", json=body)
    assert ("approved", ada.id, "Welcome") == tuple(
        reviewed[name] for name in ("status", "reviewer_id", "reviewer_notes")
    )
    assert reviewed["review_time"] >= request["request_time"]
    bob.get(f"datasets/{dataset}")
    members = {member["unique_id"]: member["role"] for member in ada.get("projects/demo/users")["items"]}
    assert {ada.id: "owner", bob.id: "contributor"} == members
    assert [bob.id, project] == bob.get(f"users/{bob.id}/access_groups")


def test_whoever_is_turned_down_stays_outside_and_may_ask_again(demo):
    ada, bob, project = demo
    first = ask(bob)
    ask(bob, status=409)
    ask(bob, project, status=409)
    assert "rejected" == ada.patch(f"join_requests/{first['id']}", json={"status": "rejected"})["status"]
    ada.patch(f"join_requests/{first['id']}", 409, json={"status": "approved"})
    bob.get("projects/demo/users", 403)
    second = ask(bob, "DEMO")
    found = bob.get("account/join_requests")
    assert [second["id"], first["id"]] == [item["id"] for item in found["items"]]
    assert [first["id"]] == [item["id"] for item in bob.get("account/join_requests", status="rejected")["items"]]
    assert 0 == ada.get("account/join_requests")["total"]


def test_only_what_is_a_project_and_not_one_s_own_can_be_joined(served, demo):
    ada, bob, _ = demo
    instrument = ada.post("instruments", json={"instrument_id": "xrd", "instrument_name": "X", "location": "67"})
    ask(ada, status=409)
    for group in ("nothing", bob.id, instrument["unique_id"], "xrd"):
        ask(bob, group, status=404)
    bob.post("access_groups/demo/join", 422)
    ada.post("projects/demo/users/bob", role="viewer")
    ask(bob, status=409)


def test_a_member_who_asked_before_keeps_the_role(demo):
    ada, bob, _ = demo
    request = ask(bob)
    ada.post("projects/demo/users/bob", role="editor")
    ada.patch(f"join_requests/{request['id']}", json={"status": "approved"})
    assert "editor" == ada.get("projects/demo/users")["items"][1]["role"]


def test_requests_are_for_the_lead_and_for_administrators(served, demo):
    ada, bob, project = demo
    cid = served.person("cid")
    ada.post("projects/demo/users/cid", role="admin")
    request, path = ask(bob), "join_requests"
    for person in (bob, cid):
        person.get(path, 403, group_name="demo")
        person.patch(f"{path}/{request['id']}", 403, json={"status": "approved"})
    ada.get(path, 403)
    served.admin.call("GET", path, 403, **NORMAL)
    for name in ("demo", "Demo", project):
        assert [request["id"]] == [item["id"] for item in ada.get(path, group_name=name)["items"]]
    ada.get(path, 403, group_name="nothing")
    assert 0 == served.admin.get(path, group_name="nothing")["total"]
    assert 1 == served.admin.get(path, requester_id=bob.id, status="pending")["total"]
    assert 0 == served.admin.get(path, requester_id=cid.id)["total"]
    served.admin.patch(f"{path}/999", 404, json={"status": "approved"})
    served.admin.patch(f"{path}/{request['id']}", 422, json={"status": "pending"})


def test_a_request_goes_by_the_name_that_its_project_has_now(demo):
    ada, bob, _ = demo
    ask(bob)
    ada.patch("projects/demo", json={"project_id": "renamed"})
    assert ["renamed"] == [item["group_name"] for item in bob.get("account/join_requests")["items"]]


def test_requests_are_listed_in_pages_newest_first(served, demo):
    ada, bob, _ = demo
    for number in range(3):
        ada.project(f"demo-{number}")
        ask(bob, f"demo-{number}")
    seen, cursor = [], {}
    while cursor is not None:
        page = bob.get("account/join_requests", limit=2, include_total=False, **cursor)
        seen += [item["group_name"] for item in page["items"]]
        cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else None
    assert ["demo-2", "demo-1", "demo-0"] == seen


def test_administrators_put_people_into_the_groups_of_projects(served, demo):
    ada, bob, project = demo
    path = f"users/{bob.id}/access_groups/demo"
    ada.post(path, 403)
    ada.delete(path, 403)
    assert project == served.admin.post(path)["group_name"]
    ada.patch("projects/demo/users/bob", role="editor")
    served.admin.post(f"users/{bob.id}/access_groups/{project}")
    assert "editor" == ada.get("projects/demo/users")["items"][1]["role"], "whoever is in already keeps the role"
    served.admin.delete(path)
    served.admin.delete(path, 404)
    bob.get("projects/demo/users", 403)
    served.admin.delete(f"users/{ada.id}/access_groups/demo", 403)
    served.admin.post(f"users/{bob.id}/access_groups/nothing", 404)
    served.admin.post(f"users/{bob.id}/access_groups/{ada.id}", 422)
    served.admin.post("users/nobody/access_groups/demo", 404)


def test_the_groups_of_a_record_are_its_grants_by_another_name(served, demo):
    ada, bob, project = demo
    dataset, path = ada.dataset(project_id="demo"), "resources/{}/access_groups"
    other = bob.project("bobs-lab")
    assert [
        {"group_name": project, "read": True, "write": False},
        {"group_name": ada.id, "read": True, "write": True},
    ] == ada.get(path.format(dataset))
    bob.get(path.format(dataset), 403)
    bob.post(path.format(dataset), 403, group_name="bobs-lab")
    expected = {"group_name": other, "read": True, "write": True}
    assert expected == ada.post(path.format(dataset), group_name="bobs-lab", read=True, write=True)
    bob.patch(f"datasets/{dataset}", json={"measurement": "XRD"})
    assert expected in ada.get(path.format(dataset))
    ada.post(path.format(dataset), group_name=other, write=False)
    bob.patch(f"datasets/{dataset}", 403, json={"measurement": "XRD"})
    bob.get(f"datasets/{dataset}")
    cid = served.person("cid")
    ada.post(path.format(dataset), group_name=cid.id)
    assert "viewer" == cid.get(f"users/{cid.id}/datasets/{dataset}")["effective_access"]


def test_the_groups_of_a_record_change_neither_its_owner_nor_what_it_is(served, demo):
    ada, bob, project = demo
    dataset = ada.dataset()
    ada.post(f"resources/{dataset}/access_groups", 422, group_name=ada.id)
    ada.post(f"resources/{project}/access_groups", 422, group_name="demo")
    ada.post(f"resources/{dataset}/access_groups", 404, group_name="nothing")
    ada.post(f"resources/{dataset}/access_groups", 422)
    ada.post("projects/demo/users/bob", role="editor")
    bob.post(f"resources/{project}/access_groups", 403, group_name=served.admin.id, write=True)
