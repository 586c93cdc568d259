"""Keys that end, groups that give access, and the two modes of a platform administrator."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

import pytest
from support.served import Person

NORMAL = {"Crucible-Privilege-Mode": "normal"}
ELEVATED = {"Crucible-Privilege-Mode": "elevated"}


def service_account(served, username="robot"):
    made = served.admin.post("service_accounts", json={"username": username})
    served.people.append(Person(served.sandbox, made["unique_id"], made["api_key"]))
    return served.people[-1]


def instrument(owner, slug="xrd-1"):
    body = {"instrument_id": slug, "instrument_name": "XRD One", "location": "Building 67"}
    return owner.post("instruments", json=body)["unique_id"]


def with_platform_role(served, person, role):
    served.admin.patch(f"users/{person.id}/platform_role", json={"platform_role": role})
    return person


def let_key_end(served, person):
    """Move the end of a key into the past, which is what a year of waiting would do."""
    with sqlite3.connect(served.sandbox.root / "crucible.db") as database:
        database.execute("UPDATE api_key SET expires = created WHERE account = ?", (person.id,))
    database.close()


# ---- keys


def test_a_key_is_good_for_a_year(served):
    status = served.person("ada").get("account/verify")
    created, expires = (datetime.fromisoformat(status[name]) for name in ("created_at", "expires_at"))
    assert (True, timedelta(days=365)) == (status["valid"], round_to_seconds(expires - created))


def round_to_seconds(length):
    return timedelta(seconds=round(length.total_seconds()))


def test_an_expired_key_is_refused_until_there_is_another(served):
    ada = served.person("ada")
    old = served.admin.post(f"users/{ada.id}/apikey")["api_key"]
    let_key_end(served, ada)
    ada.get("account", 401)
    assert served.admin.get(f"users/{ada.id}/apikey/verify")["valid"] is False
    new = served.admin.post(f"users/{ada.id}/apikey")["api_key"]
    assert new != old
    ada.get("account", 401)
    ada.http.headers["authorization"] = f"Bearer {new}"
    assert new == ada.get("account/apikey")["api_key"]


def test_a_key_that_is_good_is_handed_out_again(served):
    ada = served.person("ada")
    assert ada.get("account/apikey") == served.admin.post(f"users/{ada.id}/apikey")


def test_a_revoked_key_stays_useless_after_a_new_one_was_issued(served):
    ada = served.person("ada")
    served.admin.delete(f"users/{ada.id}/apikey", 204)
    served.admin.post(f"users/{ada.id}/apikey")
    ada.get("account", 401)


def test_a_rotated_key_replaces_the_old_one(served):
    robot = service_account(served)
    new = served.admin.post(f"service_accounts/{robot.id}/rotate_key")["api_key"]
    robot.get("account", 401)
    robot.http.headers["authorization"] = f"Bearer {new}"
    assert robot.id == robot.get("account")["user_unique_id"]


# ---- the public


def test_everything_about_a_public_dataset_is_read_by_everybody_and_changed_by_nobody_else(served):
    ada, bob = served.person("ada"), served.person("bob")
    mfid, content = ada.dataset(dataset_name="perovskite film"), b"1,2\n"
    file = ada.upload(mfid, "a.csv", content)["mfid"]
    ada.patch(f"resources/{mfid}/metadata", json={"note": "annealed"})
    ada.put(f"resources/{mfid}/access/public")
    for path in (
        *(f"datasets/{mfid}{part}" for part in ("", "/files", "/keywords", "/thumbnails", "/children", "/samples")),
        *(f"resources/{mfid}{part}" for part in ("", "/metadata", "/links", "/access")),
        *(f"files/{file}", f"files/{file}/download_link", f"datasets/{mfid}/download_links"),
        f"entity_graph_cte/{mfid}",
    ):
        bob.get(path)
    assert [mfid] == [item["unique_id"] for item in bob.get("datasets/search", q="perovskite")["items"]]
    assert [mfid] == [item["unique_id"] for item in bob.get("resources/metadata/search", q="annealed")["items"]]
    bob.patch(f"resources/{mfid}/metadata", 403, json={"note": "mine"})
    bob.post(f"datasets/{mfid}/keywords", 403, keyword="mine")
    bob.delete(f"files/{file}", 403)
    bob.put(f"resources/{mfid}/access/users/bob", 403, json={"permission": "viewer"})


def test_a_public_project_does_not_show_its_members_or_records(served):
    ada, bob = served.person("ada"), served.person("bob")
    project = ada.project("demo")
    mfid = ada.dataset(project_id="demo")
    ada.patch(f"resources/{project}/metadata", json={"budget": 1})
    ada.put(f"resources/{project}/access/public")
    assert ["demo"] == [item["project_id"] for item in bob.get("projects")["items"]]
    shown = bob.get(f"projects/{project}", include_members=True, include_metadata=True)
    assert (None, None) == (shown["members"], shown["scientific_metadata"])
    for path in ("projects/demo/users", f"resources/{project}/access", f"resources/{project}/metadata"):
        bob.get(path, 403)
    bob.get(f"datasets/{mfid}", 403)
    assert [] == bob.get("project_graph/demo")["nodes"]


def test_the_grants_on_an_instrument_are_for_those_who_keep_it(served):
    ada, bob = served.person("ada"), served.person("bob")
    xrd = instrument(ada)
    bob.get(f"resources/{xrd}/access", 403)
    ada.put(f"resources/{xrd}/access/users/bob", json={"permission": "editor"})
    assert ["owner", "editor"] == [grant["permission"] for grant in bob.get(f"resources/{xrd}/access")]


# ---- projects


def test_who_leaves_a_project_loses_its_records_but_not_grants_of_ones_own(served):
    ada, bob = served.person("ada"), served.person("bob")
    ada.project("demo")
    first, second = ada.dataset(project_id="demo"), ada.sample(project_id="demo")
    ada.post("projects/demo/users/bob", role="editor")
    ada.put(f"resources/{second}/access/users/bob", json={"permission": "viewer"})
    bob.patch(f"datasets/{first}", json={"measurement": "XRD"})
    bob.delete("projects/demo/users/bob")
    bob.get(f"datasets/{first}", 403)
    bob.get(f"samples/{second}")
    bob.patch(f"samples/{second}", 403, json={"description": "spin-coated"})


def test_of_several_roles_on_a_record_the_highest_counts(served):
    ada, bob = served.person("ada"), served.person("bob")
    ada.project("demo")
    mfid = ada.dataset(project_id="demo", public=True)
    ada.post("projects/demo/users/bob", role="editor")
    ada.put(f"resources/{mfid}/access/users/bob", json={"permission": "viewer"})
    assert "editor" == bob.get(f"users/{bob.id}/datasets/{mfid}")["effective_access"]


def test_a_record_that_moves_to_another_project_is_read_by_the_members_of_that_one(served):
    ada, bob, cid = served.person("ada"), served.person("bob"), served.person("cid")
    for slug, member in (("first", "bob"), ("second", "cid")):
        ada.project(slug)
        ada.post(f"projects/{slug}/users/{member}", role="viewer")
    mfid = ada.dataset(project_id="first")
    ada.post(f"resources/{mfid}/project", json={"project_id": "second"}, confirm=True)
    bob.get(f"datasets/{mfid}", 403)
    cid.get(f"datasets/{mfid}")


def test_an_editor_of_a_project_has_no_way_to_touch_its_admins(served):
    ada, bob = served.person("ada"), served.person("bob")
    project = ada.project("demo")
    served.person("cid")
    ada.post("projects/demo/users/bob", role="editor")
    ada.post("projects/demo/users/cid", role="admin")
    bob.patch("projects/demo/users/cid", 403, role="viewer")
    bob.put(f"resources/{project}/access/users/cid", 403, json={"permission": "viewer"})
    bob.delete(f"resources/{project}/access/users/cid", 403)
    bob.put(f"resources/{project}/access/users/bob", 403, json={"permission": "contributor"})
    members = ada.get("projects/demo/users")["items"]
    assert ["owner", "admin", "editor"] == [member["role"] for member in members]


# ---- instruments


def test_a_service_account_contributes_to_the_datasets_of_its_instrument(served):
    ada, robot = served.person("ada"), service_account(served)
    xrd, sem = instrument(ada), instrument(ada, "sem-1")
    ada.post(f"instruments/{xrd}/service_accounts/{robot.id}")
    assigned, other = ada.dataset(instrument_mfid=xrd), ada.dataset(instrument_mfid=sem)
    assert [assigned] == [item["unique_id"] for item in robot.get("datasets")["items"]]
    assert "contributor" == robot.get(f"users/{robot.id}/datasets/{assigned}")["effective_access"]
    robot.get(f"datasets/{other}", 403)


@pytest.mark.parametrize("ending", ["unbound", "assigned to another instrument"])
def test_what_an_instrument_no_longer_has_its_service_accounts_no_longer_read(served, ending):
    ada, robot = served.person("ada"), service_account(served)
    xrd, sem = instrument(ada), instrument(ada, "sem-1")
    ada.post(f"instruments/{xrd}/service_accounts/{robot.id}")
    mfid = ada.dataset(instrument_mfid=xrd)
    robot.get(f"datasets/{mfid}")
    if ending == "unbound":
        ada.delete(f"instruments/{xrd}/service_accounts/{robot.id}")
    else:
        ada.put(f"datasets/{mfid}/instrument", json={"instrument_mfid": sem})
    robot.get(f"datasets/{mfid}", 403)
    assert 0 == robot.get("datasets")["total"]


def test_a_new_assignment_takes_no_other_grant_away(served):
    ada, bob = served.person("ada"), served.person("bob")
    xrd, sem = instrument(ada), instrument(ada, "sem-1")
    mfid = ada.dataset(instrument_mfid=xrd)
    ada.put(f"resources/{mfid}/access/users/bob", json={"permission": "viewer"})
    ada.put(f"datasets/{mfid}/instrument", json={"instrument_mfid": sem})
    grants = [(grant["principal_id"], grant["permission"]) for grant in ada.get(f"resources/{mfid}/access")]
    assert [(ada.id, "owner"), (sem, "contributor"), (bob.id, "viewer")] == grants


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_maintainers_of_an_instrument_gain_nothing_on_its_datasets(served, role):
    ada, bob = served.person("ada"), served.person("bob")
    xrd = instrument(ada)
    ada.put(f"resources/{xrd}/access/users/bob", json={"permission": role})
    bob.get(f"datasets/{ada.dataset(instrument_mfid=xrd)}", 403)


# ---- privilege mode


def test_without_the_header_a_platform_administrator_works_with_all_rights(served):
    mfid = served.person("ada").dataset()
    for headers, status, mode in ((None, 200, "elevated"), (ELEVATED, 200, "elevated"), (NORMAL, 403, "normal")):
        served.admin.call("GET", f"datasets/{mfid}", status, headers=headers)
        profile = served.admin.call("GET", "account/profile", headers=headers)
        assert (mode, True) == (
            profile["authorization"]["effective_privilege_mode"],
            profile["authorization"]["can_elevate"],
        )


def test_who_may_not_elevate_is_refused_even_what_needs_no_right(served):
    ada = with_platform_role(served, served.person("ada"), "contributor")
    for caller in (ada, served.person("bob"), service_account(served)):
        caller.call("GET", "datasets", 403, headers=ELEVATED)
        caller.call("GET", "datasets", headers=NORMAL)


def test_a_platform_contributor_makes_records_for_others_and_reads_none(served):
    ada, bob = with_platform_role(served, served.person("ada"), "contributor"), served.person("bob")
    mfid = ada.post("datasets", json={"owner": bob.id})["unique_id"]
    assert ada.get("account/profile")["capabilities"]["can_create_for_others"] is True
    ada.get(f"datasets/{mfid}", 403)
    ada.get("service_accounts", 403)


def test_a_platform_administrator_who_is_a_service_account_changes_no_platform_role(served):
    robot, ada = service_account(served), served.person("ada")
    served.admin.patch(f"service_accounts/{robot.id}", json={"platform_role": "admin"})
    robot.call("GET", f"datasets/{ada.dataset()}", headers=ELEVATED)
    robot.patch(f"users/{ada.id}/platform_role", 403, json={"platform_role": "contributor"})
    body = {"instrument_id": "xrd-1", "instrument_name": "XRD One", "location": "Building 67"}
    robot.post("instruments", 403, json=body)


def test_who_loses_the_platform_role_loses_its_rights_at_once(served):
    ada, mfid = served.person("ada"), served.person("bob").dataset()
    with_platform_role(served, ada, "admin").get(f"datasets/{mfid}")
    with_platform_role(served, ada, "none").get(f"datasets/{mfid}", 403)
