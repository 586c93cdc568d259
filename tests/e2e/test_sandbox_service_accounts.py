"""Service accounts: making them, their keys, and the instruments they work for."""

from __future__ import annotations

import pytest

from crucible.ids import new_mfid

NORMAL = {"headers": {"Crucible-Privilege-Mode": "normal"}}


def ids(items) -> list[str]:
    return [item["unique_id"] for item in items]


@pytest.fixture
def xrd(served):
    """An instrument of ada's, and a service account."""
    ada, robot = served.person("ada"), served.robot("robot")
    instrument = ada.post("instruments", json={"instrument_id": "xrd", "instrument_name": "XRD", "location": "67"})
    return ada, robot, instrument["unique_id"]


def test_a_service_account_is_made_with_a_key_that_works(served):
    made = served.admin.post("service_accounts", json={"username": "robot"})
    assert {"unique_id", "username", "is_service_account", "api_key"} == made.keys()
    robot = served.known(made["unique_id"], made["api_key"])
    profile = robot.get("account/profile")
    assert (made["unique_id"], True, "", "") == tuple(
        profile[name] for name in ("unique_id", "is_service_account", "first_name", "last_name")
    )
    capabilities = {name: profile["capabilities"][name] for name in ("can_create_project", "can_create_dataset")}
    assert {"can_create_project": False, "can_create_dataset": True} == capabilities
    assert profile["capabilities"]["can_register_instrument"] is False


def test_identities_and_usernames_are_taken_once(served):
    mfid, ada = new_mfid(), served.person("ada")
    assert mfid == served.admin.post("service_accounts", json={"username": "robot", "unique_id": mfid})["unique_id"]
    for body in (
        {"username": "robot"},
        {"username": "ada"},
        {"username": "other", "unique_id": mfid},
        {"username": "other", "unique_id": ada.dataset()},
    ):
        served.admin.post("service_accounts", 409, json=body)
    served.admin.post("service_accounts", 422, json={"username": "Robot!"})
    served.admin.post("service_accounts", 422, json={"username": "other", "platform_role": "admin"})


def test_all_of_it_is_for_administrators_with_their_wider_rights(served):
    ada, robot = served.person("ada"), served.robot("robot")
    calls = [
        ("GET", "service_accounts", None),
        ("POST", "service_accounts", {"username": "other"}),
        ("GET", f"service_accounts/{robot.id}", None),
        ("PATCH", f"service_accounts/{robot.id}", {"platform_role": "admin"}),
        ("POST", f"service_accounts/{robot.id}/rotate_key", None),
    ]
    for method, path, body in calls:
        ada.call(method, path, 403, json=body)
        robot.call(method, path, 403, json=body)
        served.admin.call(method, path, 403, json=body, **NORMAL)


def test_a_new_key_makes_the_old_one_useless(served):
    robot = served.robot("robot")
    key = served.admin.post(f"service_accounts/{robot.id}/rotate_key")["api_key"]
    robot.get("account", 401)
    assert robot.id == served.known(robot.id, key).get("account")["user_unique_id"]
    assert key == served.admin.post(f"users/{robot.id}/apikey")["api_key"]
    served.admin.delete(f"users/{robot.id}/apikey", 204)
    assert served.admin.get(f"service_accounts/{robot.id}")["api_key_status"] is None


def test_people_are_no_service_accounts(served):
    ada = served.person("ada")
    served.admin.get(f"service_accounts/{ada.id}", 404)
    served.admin.patch(f"service_accounts/{ada.id}", 404, json={"platform_role": "none"})
    served.admin.post(f"service_accounts/{ada.id}/rotate_key", 404)
    served.admin.get(f"service_accounts/{new_mfid()}", 404)
    served.admin.get("service_accounts/0000-0000-0000-000X", 422)


def test_service_accounts_are_listed_by_username_and_searched(served):
    served.person("robert")
    last, first = served.robot("xrd-robot"), served.robot("afm-robot")
    found = served.admin.get("service_accounts", include_total=True)
    assert ([first.id, last.id], 2) == (ids(found["items"]), found["total"])
    assert all("api_key_status" not in item and "none" == item["platform_role"] for item in found["items"])
    assert [last.id] == ids(served.admin.get("service_accounts", q="XRD")["items"])
    served.admin.get("service_accounts", 422, q="xr")
    page = served.admin.get("service_accounts", limit=1)
    assert [last.id] == ids(served.admin.get("service_accounts", limit=1, cursor=page["next_cursor"])["items"])


def test_a_service_account_is_renamed_as_a_user_and_stays_one(served):
    robot = served.robot("robot")
    changed = served.admin.patch(f"users/{robot.id}", json={"first_name": "Robot", "username": "arm"})
    assert ("Robot", "arm", True) == tuple(changed[name] for name in ("first_name", "username", "is_service_account"))
    served.admin.patch(f"users/{robot.id}", 422, json={"username": None})
    robot.patch("account/profile", 422, json={"username": None})
    served.admin.patch(f"users/{robot.id}", 422, json={"is_service_account": False})
    assert "arm" == served.admin.get(f"service_accounts/{robot.id}")["username"]


def test_a_service_account_gets_a_platform_role_but_not_what_is_for_people(served):
    robot, ada = served.robot("robot"), served.person("ada")
    role = served.admin.patch(f"service_accounts/{robot.id}", json={"platform_role": "admin"})
    assert ("admin", True) == (role["platform_role"], role["api_key_status"]["valid"])
    robot.get(f"datasets/{ada.dataset()}")
    robot.get("service_accounts")
    body = {"project_id": "demo", "organization": "Example Lab", "project_lead": "ada"}
    robot.post("projects", 403, json=body)
    robot.post("instruments", 403, json={"instrument_id": "xrd", "instrument_name": "X", "location": "67"})


def test_a_bound_service_account_contributes_to_the_datasets_of_its_instrument_only(served, xrd):
    ada, robot, instrument = xrd
    bob = served.person("bob")
    before, other = bob.dataset(instrument_id="xrd"), bob.dataset()
    robot.get(f"datasets/{before}", 403)
    assert [(robot.id, True, "contributor")] == [
        (item["unique_id"], item["is_service_account"], item["role"])
        for item in ada.post(f"instruments/{instrument}/service_accounts/{robot.id}")
    ]
    after = bob.dataset(instrument_mfid=instrument)
    assert [after, before] == ids(robot.get("datasets")["items"]) == robot.get(f"users/{robot.id}/datasets")
    for mfid in (before, after):
        assert "contributor" == robot.get(f"users/{robot.id}/datasets/{mfid}")["effective_access"]
    robot.get(f"datasets/{other}", 403)
    ada.get(f"datasets/{before}", 403)  # keeping an instrument gives no access to its datasets
    assert [robot.id, instrument] == robot.get(f"users/{robot.id}/access_groups")
    assert 1 == len(robot.get("account")["access_group_ids"])
    assert [] == ada.delete(f"instruments/{instrument}/service_accounts/{robot.id}")
    robot.get(f"datasets/{before}", 403)
    assert 0 == robot.get("datasets")["total"]


def test_an_instrument_is_among_those_with_access_to_its_datasets(served, xrd):
    ada, _, instrument = xrd
    grants = ada.get(f"resources/{ada.dataset(instrument_id='xrd')}/access")
    assert [("user", "owner", "ada"), ("instrument", "contributor", "xrd")] == [
        (grant["principal_type"], grant["permission"], grant["slug"]) for grant in grants
    ]
    assert instrument == grants[1]["principal_id"]


def test_another_instrument_takes_over_and_other_grants_stay(served, xrd):
    ada, robot, instrument = xrd
    arm = served.robot("arm")
    second = ada.post("instruments", json={"instrument_id": "afm", "instrument_name": "AFM", "location": "67"})
    ada.post(f"instruments/{instrument}/service_accounts/{robot.id}")
    ada.post(f"instruments/{second['unique_id']}/service_accounts/{arm.id}")
    dataset = ada.dataset(instrument_id="xrd")
    ada.put(f"resources/{dataset}/access/users/{arm.id}", json={"permission": "viewer"})
    ada.project("demo")
    ada.put(f"resources/{dataset}/access/projects/demo", json={"permission": "editor"})
    ada.put(f"datasets/{dataset}/instrument", json={"instrument_id": "afm"})
    robot.get(f"datasets/{dataset}", 403)
    assert "contributor" == arm.get(f"users/{arm.id}/datasets/{dataset}")["effective_access"]
    assert {("afm", "contributor"), ("demo", "editor"), ("arm", "viewer"), ("ada", "owner")} == {
        (grant["slug"], grant["permission"]) for grant in ada.get(f"resources/{dataset}/access")
    }
    kinds = {grant["slug"]: grant["principal_type"] for grant in ada.get(f"resources/{dataset}/access")}
    assert {"afm": "instrument", "demo": "project", "arm": "service_account", "ada": "user"} == kinds


def test_an_instrument_is_staffed_by_its_owner_and_admin_maintainers(served, xrd):
    ada, robot, instrument = xrd
    bob, path = served.person("bob"), f"instruments/{instrument}/service_accounts"
    robot.get(path, 403)
    bob.get(path, 403)
    bob.post(f"{path}/{robot.id}", 403)
    ada.put(f"resources/{instrument}/access/users/bob", json={"permission": "editor"})
    bob.post(f"{path}/{robot.id}", 403)
    assert [] == bob.get(path)
    ada.put(f"resources/{instrument}/access/users/bob", json={"permission": "admin"})
    bob.post(f"{path}/{robot.id}")
    bob.post(f"{path}/{robot.id}", 409)
    assert [robot.id] == ids(robot.get(path))
    ada.post(f"{path}/{bob.id}", 404)
    ada.post(f"{path}/{new_mfid()}", 404)
    bob.delete(f"{path}/{robot.id}")
    bob.delete(f"{path}/{robot.id}", 404)


def test_administrators_put_service_accounts_into_the_groups_of_instruments(served, xrd):
    ada, robot, instrument = xrd
    path = f"users/{robot.id}/access_groups/{instrument}"
    served.admin.post(path)
    assert [robot.id] == ids(ada.get(f"instruments/{instrument}/service_accounts"))
    served.admin.post(f"users/{ada.id}/access_groups/{instrument}", 422)
    served.admin.delete(path)
    served.admin.delete(path, 404)


def test_service_accounts_of_one_instrument_know_each_other(served, xrd):
    ada, robot, instrument = xrd
    arm = served.robot("arm")
    assert [robot.id] == ids(robot.get("users")["items"])
    for account in (robot, arm):
        ada.post(f"instruments/{instrument}/service_accounts/{account.id}")
    assert [arm.id, robot.id] == ids(robot.get("users", is_service_account=True, sort="username")["items"])


def test_instruments_are_found_by_what_the_caller_is_there(served, xrd):
    ada, _, first = xrd
    bob = served.person("bob")
    body = {"instrument_id": "afm", "instrument_name": "AFM", "location": "67"}
    second = bob.post("instruments", json=body)["unique_id"]
    bob.put(f"resources/{second}/access/users/ada", json={"permission": "editor"})
    cases = {("owner",): [first], ("owner", "owner"): [first], ("maintainer",): [second]}
    for affiliation, expected in cases.items():
        assert expected == ids(ada.get("instruments", affiliation=affiliation)["items"])
    assert 2 == ada.get("instruments", affiliation=["owner", "maintainer"])["total"]
