"""Keys, roles and what they allow."""

from __future__ import annotations

import itertools

import httpx
import pytest

from crucible.ids import new_mfid

ROLES = ("viewer", "contributor", "editor", "admin")


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer wrong", "Basic abc", "Bearer a\xffb", "wrong"])
def test_without_a_good_key_the_answer_is_401(served, header):
    headers = {} if header is None else {"Authorization": header.encode("latin-1")}
    response = httpx.get(f"{served.sandbox.api_url}/datasets", headers=headers)
    assert (401, "Bearer") == (response.status_code, response.headers["www-authenticate"])


def test_a_revoked_key_is_not_accepted_any_more(served):
    ada = served.person("ada")
    ada.get("account")
    served.admin.delete(f"users/{ada.id}/apikey", 204)
    ada.get("account", 401)
    served.admin.get(f"users/{ada.id}/apikey/verify", 404)


def test_a_stranger_neither_reads_nor_sees_a_private_record(served):
    ada, bob = served.person("ada"), served.person("bob")
    mfid = ada.dataset(dataset_name="perovskite")
    ada.patch(f"resources/{mfid}/metadata", json={"note": "secret"})
    for path in (f"datasets/{mfid}", f"resources/{mfid}", f"resources/{mfid}/metadata", f"datasets/{mfid}/keywords"):
        bob.get(path, 403)
    assert 0 == bob.get("datasets")["total"]
    assert [] == bob.get("datasets/search", q="perovskite")["items"]
    assert [] == bob.get("resources/metadata/search", q="secret")["items"]


def test_what_does_not_exist_is_404_for_everybody(served):
    served.person("ada").get(f"datasets/{new_mfid()}", 404)


def test_a_public_record_is_read_but_not_changed_by_everybody(served):
    ada, bob = served.person("ada"), served.person("bob")
    mfid = ada.dataset()
    granted = ada.put(f"resources/{mfid}/access/public")
    assert ("public", "viewer") == (granted["principal_type"], granted["permission"])
    assert bob.get(f"datasets/{mfid}")["public"] is True
    assert 1 == bob.get("datasets", visibility="public")["total"]
    bob.patch(f"datasets/{mfid}", 403, json={"measurement": "XRD"})
    bob.put(f"resources/{mfid}/access/public", 403)
    ada.delete(f"resources/{mfid}/access/public")
    bob.get(f"datasets/{mfid}", 403)


@pytest.mark.parametrize(("role", "may_edit", "may_manage"), list(zip(ROLES, (0, 0, 1, 1), (0, 0, 0, 1), strict=True)))
def test_a_grant_allows_what_its_role_says(served, role, may_edit, may_manage):
    ada, bob = served.person("ada"), served.person("bob")
    mfid = ada.dataset()
    ada.put(f"resources/{mfid}/access/users/bob", json={"permission": role})
    shown = bob.get(f"datasets/{mfid}")["capabilities"]
    assert (bool(may_edit), bool(may_manage)) == (shown["can_edit"], shown["can_manage_access"])
    bob.patch(f"datasets/{mfid}", 200 if may_edit else 403, json={"measurement": "XRD"})
    bob.put(f"resources/{mfid}/access/public", 200 if may_manage else 403)
    assert role == served.admin.get(f"users/{bob.id}/datasets/{mfid}")["effective_access"]


@pytest.mark.parametrize(("role", "may_edit"), list(zip(ROLES, (0, 0, 1, 1), strict=True)))
def test_members_of_a_project_have_their_role_on_its_records(served, role, may_edit):
    ada, bob = served.person("ada"), served.person("bob")
    ada.project("demo")
    mfid = ada.dataset(project_id="demo")
    bob.get(f"datasets/{mfid}", 403)
    ada.post("projects/demo/users/bob", role=role)
    assert 1 == bob.get("datasets", project_id="demo")["total"]
    bob.patch(f"datasets/{mfid}", 200 if may_edit else 403, json={"measurement": "XRD"})


def test_a_grant_to_a_project_is_one_to_each_of_its_members(served):
    ada, bob = served.person("ada"), served.person("bob")
    bob.project("bobs-lab")
    mfid = ada.dataset()
    ada.put(f"resources/{mfid}/access/projects/bobs-lab", json={"permission": "editor"})
    bob.patch(f"datasets/{mfid}", json={"measurement": "XRD"})
    assert [mfid] == [item["unique_id"] for item in bob.get("datasets")["items"]]
    ada.delete(f"resources/{mfid}/access/projects/bobs-lab")
    bob.get(f"datasets/{mfid}", 403)


def test_only_contributors_and_above_add_records_to_a_project(served):
    ada, bob = served.person("ada"), served.person("bob")
    ada.project("demo")
    bob.post("datasets", 403, json={"project_id": "demo"})
    ada.post("projects/demo/users/bob", role="viewer")
    bob.post("datasets", 403, json={"project_id": "demo"})
    ada.patch("projects/demo/users/bob", role="contributor")
    bob.post("datasets", json={"project_id": "demo"})


def test_records_in_other_peoples_names_take_a_platform_role(served):
    ada = served.person("ada")
    ada.post("datasets", 403, json={"owner": "admin"})
    assert ada.id == served.admin.post("datasets", json={"owner": "ada@example.org"})["owner_orcid"]
    served.admin.post("datasets", 422, json={"owner": "ada", "owner_orcid": ada.id})
    served.admin.post("datasets", 404, json={"owner": "nobody"})


def test_nobody_grants_above_the_own_role(served):
    ada, bob, cid = served.person("ada"), served.person("bob"), served.person("cid")
    project = ada.project("demo")
    ada.post("projects/demo/users/bob", role="editor")
    bob.post("projects/demo/users/cid", 403, role="editor")
    bob.post("projects/demo/users/cid", role="contributor")
    bob.post("projects/demo/users/cid", 409, role="viewer")
    bob.put(f"resources/{project}/access/users/cid", 403, json={"permission": "editor"})
    cid.post("projects/demo/users/admin", 403)
    ada.patch("projects/demo/users/ada", 403, role="editor")
    bob.delete("projects/demo/users/cid", 403)
    assert ["ada", "bob"] == [item["username"] for item in cid.delete("projects/demo/users/cid")]
    cid.get("projects/demo/users", 403)


def test_the_owner_stays_the_owner(served):
    ada = served.person("ada")
    mfid = ada.dataset()
    ada.put(f"resources/{mfid}/access/users/ada", 409, json={"permission": "viewer"})
    ada.project("demo")
    served.admin.delete("projects/demo/users/ada", 403)


def test_a_project_shows_members_and_metadata_only_inside(served):
    ada, bob = served.person("ada"), served.person("bob")
    mfid = ada.project("demo")
    ada.patch(f"resources/{mfid}/metadata", json={"a": 1})
    flags = {"include_members": True, "include_metadata": True}
    inside, outside = ada.get(f"projects/{mfid}", **flags), bob.get(f"projects/{mfid}", **flags)
    assert ({"a": 1}, ["ada"]) == (inside["scientific_metadata"], [user["username"] for user in inside["members"]])
    assert (None, None, None) == (outside["scientific_metadata"], outside["members"], outside["role"])
    assert 0 == bob.get("projects")["total"]
    assert 1 == len(bob.get("projects/search", q="demo")["items"])
    bob.get(f"resources/{mfid}/metadata", 403)


def test_an_administrator_in_normal_mode_has_only_own_rights(served):
    mfid = served.person("ada").dataset()
    served.admin.get(f"datasets/{mfid}")
    normal = {"headers": {"Crucible-Privilege-Mode": "normal"}}
    served.admin.call("GET", f"datasets/{mfid}", 403, **normal)
    served.admin.call("POST", f"users/{served.admin.id}/apikey", 403, **normal)
    assert 0 == served.admin.call("GET", "datasets", **normal)["total"]
    assert (
        "normal" == served.admin.call("GET", "account/profile", **normal)["authorization"]["effective_privilege_mode"]
    )


def test_only_administrators_can_elevate(served):
    served.person("ada").call("GET", "account/profile", 403, headers={"Crucible-Privilege-Mode": "elevated"})
    served.admin.call("GET", "account/profile", 422, headers={"Crucible-Privilege-Mode": "sudo"})


def test_people_see_whom_they_share_a_project_with_and_no_addresses(served):
    ada, bob = served.person("ada"), served.person("bob")
    served.person("cid")
    assert ["ada"] == [item["username"] for item in ada.get("users")["items"]]
    ada.project("demo")
    ada.post("projects/demo/users/bob")
    found = {item["username"]: item for item in bob.get("users")["items"]}
    assert {"ada", "bob"} == set(found)
    assert "email" not in found["ada"]
    assert "bob@example.org" == bob.get("users", email="BOB@example.org")["items"][0]["email"]
    assert [found["ada"]] == bob.get("users", email="ada@example.org")["items"]
    assert [] == bob.get("users", email="cid@example.org")["items"]
    assert 4 == served.admin.get("users")["total"]
    ada.get("users", 403, platform_role="admin")
    ada.get("users", 403, q="ada", search_fields="email")


def test_users_are_made_by_administrators_only(served):
    body = {"user_info": {"first_name": "B", "last_name": "C", "username": "bob"}, "project_ids": []}
    served.person("ada").post("users", 403, json=body)


def test_links_need_to_read_both_records_and_edit_one(served):
    ada, bob = served.person("ada"), served.person("bob")
    mine, theirs = ada.dataset(), bob.sample()
    ada.post(f"datasets/{mine}/samples/{theirs}", 403)
    bob.put(f"resources/{theirs}/access/users/ada", json={"permission": "viewer"})
    ada.post(f"datasets/{mine}/samples/{theirs}")
    assert [] == bob.get(f"resources/{theirs}/links"), "bob cannot read ada's dataset"
    assert 1 == len(ada.get(f"resources/{mine}/links"))


def test_a_graph_does_not_cross_what_the_caller_may_not_read(served):
    ada, bob = served.person("ada"), served.person("bob")
    first, hidden, last = (ada.dataset() for _ in range(3))
    ada.post(f"datasets/{first}/children/{hidden}")
    ada.post(f"datasets/{hidden}/children/{last}")
    for mfid in (first, last):
        ada.put(f"resources/{mfid}/access/public")
    graph = bob.get(f"entity_graph_cte/{first}", recursive=True)
    assert [first] == [node["id"] for node in graph["nodes"]]


def test_a_graph_goes_on_over_any_number_of_records_in_both_directions(served):
    ada = served.person("ada")
    chain = [ada.dataset() for _ in range(12)]
    for number, (one, other) in enumerate(itertools.pairwise(chain)):
        parent, child = (one, other) if number % 2 else (other, one)
        ada.post(f"datasets/{parent}/children/{child}")
    for start in (chain[0], chain[5]):
        graph = ada.get(f"entity_graph_cte/{start}", recursive=True)
        assert sorted(chain) == [node["id"] for node in graph["nodes"]]
        assert 11 == len(graph["edges"])
    near = ada.get(f"entity_graph_cte/{chain[5]}")
    assert sorted(chain[4:7]) == [node["id"] for node in near["nodes"]]


def test_keywords_are_counted_on_what_the_caller_may_see(served):
    ada, bob = served.person("ada"), served.person("bob")
    mine, theirs, leaving = ada.dataset(), bob.dataset(), ada.dataset()
    for person, dataset in ((bob, theirs), (ada, leaving), (ada, mine)):
        person.post(f"datasets/{dataset}/keywords", keyword="XRD")
    counts = [
        person.get(f"datasets/{dataset}/keywords")[0]["num_datasets"]
        for person, dataset in ((ada, mine), (bob, theirs), (served.admin, mine))
    ]
    assert [2, 1, 3] == counts
    ada.post(f"resources/{leaving}/delete")
    assert 1 == ada.get(f"datasets/{mine}/keywords")[0]["num_datasets"]
    assert 2 == ada.get(f"datasets/{leaving}/keywords")[0]["num_datasets"], "itself, although it is on its way out"
    assert 1 == ada.post(f"datasets/{mine}/keywords", keyword="XRD")["num_datasets"]


def test_whom_a_record_is_linked_to_is_not_found_out_by_filters(served):
    ada, bob = served.person("ada"), served.person("bob")
    mine, theirs = ada.dataset(), bob.sample()
    bob.put(f"resources/{theirs}/access/users/ada", json={"permission": "viewer"})
    ada.post(f"datasets/{mine}/samples/{theirs}")
    assert 1 == ada.get("datasets", sample_mfid=theirs)["total"]
    bob.delete(f"resources/{theirs}/access/users/ada")
    assert 0 == ada.get("datasets", sample_mfid=theirs)["total"]
    assert [] == ada.get("datasets/facets", field="owner", sample_mfid=theirs)["items"]


def test_who_is_in_a_project_is_not_found_out_by_filters(served):
    ada, bob, eve = served.person("ada"), served.person("bob"), served.person("eve")
    demo = ada.project("demo-project")
    ada.put(f"resources/{demo}/access/public")
    ada.post("projects/demo-project/users/bob")
    assert 1 == eve.get("projects")["total"]
    assert 0 == eve.get("projects", member_ref="bob")["total"]
    for person in (ada, bob, served.admin):
        assert 1 == person.get("projects", member_ref="bob")["total"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("datasets", {}),
        ("samples", {"sample_name": "film A"}),
        ("instruments", {"instrument_id": "xrd-1", "instrument_name": "XRD One", "location": "Building 67"}),
    ],
)
def test_an_owner_is_somebody_named_in_one_way(served, path, body):
    ada = served.person("ada", 1)
    ada.post(path, 422, json={**body, "owner": "ada", "owner_orcid": ada.id})
    ada.post(path, 404, json={**body, "owner": "nobody"})
    ada.post(path, 403, json={**body, "owner": served.admin.id})
    assert ada.id == ada.post(path, json={**body, "owner": "ada"})["owner_orcid"]


def test_a_record_cannot_have_the_identity_of_an_account(served):
    robot = served.robot("robot")
    served.person("ada").post("datasets", 409, json={"unique_id": robot.id})
    served.person("bob").post("samples", 409, json={"sample_name": "film A", "unique_id": robot.id})


def test_lists_can_be_narrowed_to_what_others_can_read(served):
    ada, bob = served.person("ada"), served.person("bob")
    open_, closed = ada.dataset(), ada.dataset()
    ada.put(f"resources/{open_}/access/users/bob", json={"permission": "viewer"})
    ada.get("datasets", 403, accessible_to_user="bob")
    assert 2 == ada.get("datasets", accessible_to_user="ada")["total"]
    found = served.admin.get("datasets", accessible_to_user=["bob", "ada"])["items"]
    assert [open_] == [item["unique_id"] for item in found]
    assert closed not in [item["unique_id"] for item in bob.get("datasets")["items"]]
