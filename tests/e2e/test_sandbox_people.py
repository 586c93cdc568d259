"""People: what they see of each other, their keys, and their platform roles."""

from __future__ import annotations

import httpx
import pytest

NORMAL = {"headers": {"Crucible-Privilege-Mode": "normal"}}
ELEVATED = {"headers": {"Crucible-Privilege-Mode": "elevated"}}
PAGES = ("user_apikey", "auth/apikey")


def usernames(page) -> list[str]:
    return [item["username"] for item in page["items"]]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("cookie", [{}, {"crucible_user_token": "wrong"}, {"crucible_user_token": ""}])
def test_the_key_page_says_where_the_key_is_and_shows_none(served, path, cookie):
    sandbox = served.sandbox
    page = httpx.get(f"{sandbox.api_url}/{path}", headers={"cookie": "; ".join(f"{k}={v}" for k, v in cookie.items())})
    assert (200, "text/html; charset=utf-8") == (page.status_code, page.headers["content-type"])
    assert str(sandbox.key_file) in page.text
    assert sandbox.api_key not in page.text


@pytest.mark.parametrize("path", PAGES)
def test_the_key_page_is_json_for_those_whose_cookie_is_their_key(served, path):
    ada = served.person("ada")
    key = ada.get("account/apikey")["api_key"]
    cookie = {"cookie": f"theme=dark; crucible_user_token={key}"}
    assert {"crucible_apikey": key} == httpx.get(f"{served.sandbox.api_url}/{path}", headers=cookie).json()
    served.admin.delete(f"users/{ada.id}/apikey", 204)
    assert key not in httpx.get(f"{served.sandbox.api_url}/{path}", headers=cookie).text


def test_private_facts_of_a_user_are_for_oneself_and_administrators(served):
    ada, bob = served.person("ada"), served.person("bob")
    own, others, administered = (person.get(f"users/{ada.id}") for person in (ada, bob, served.admin))
    assert {"email", "platform_role"} <= own.keys()
    assert {"email", "platform_role", "api_key_status"}.isdisjoint(others)
    assert "api_key_status" not in own
    assert administered["api_key_status"]["valid"] is True
    assert [(True, False), (False, False), (True, True)] == [
        (shown["user_capabilities"]["can_view_private"], shown["user_capabilities"]["can_manage_api_key"])
        for shown in (own, others, administered)
    ]
    served.admin.delete(f"users/{ada.id}/apikey", 204)
    assert served.admin.get(f"users/{ada.id}")["api_key_status"] is None
    as_others = served.admin.call("GET", f"users/{ada.id}", **NORMAL)
    assert others == as_others


def test_an_address_is_shown_in_lists_only_to_those_who_look_themselves_up(served):
    ada = served.person("ada")
    for query in ({"email": "ADA@example.org"}, {"username": "ada"}, {"unique_id": ada.id}):
        assert ["ada@example.org"] == [item["email"] for item in ada.get("users", **query)["items"]]
    assert all("email" not in item for item in ada.get("users", q="ada")["items"])
    assert all("email" in item for item in served.admin.get("users")["items"])


def test_lists_of_users_are_filtered_searched_and_sorted(served):
    served.person("ada", number=7)
    served.person("bob")
    admin = served.admin
    admin.post("service_accounts", json={"username": "ada-robot"})
    assert ["ada"] == usernames(admin.get("users", first_name="AD"))
    assert [] == usernames(admin.get("users", first_name="AD", permissive=False))
    assert ["ada"] == usernames(admin.get("users", first_name="ada", permissive=False))
    assert ["ada-robot"] == usernames(admin.get("users", is_service_account=True))
    assert ["ada-robot", "ada"] == usernames(admin.get("users", q="ADA"))
    assert ["ada"] == usernames(admin.get("users", q="ada@", search_fields="email"))
    assert ["ada"] == usernames(admin.get("users", q="0000-0000-0000-0007"))
    assert ["admin"] == usernames(admin.get("users", platform_role=["admin", "contributor"]))
    assert ["bob", "admin", "ada-robot", "ada"] == usernames(admin.get("users", sort="username", direction="desc"))
    assert ["bob", "ada", "admin", "ada-robot"] == usernames(admin.get("users", direction="desc"))
    admin.get("users", 422, search_fields="username")
    served.people[1].get("users", 403, sort="email")


def test_an_administrator_gives_and_takes_platform_roles(served):
    ada, bob = served.person("ada"), served.person("bob")
    role = f"users/{ada.id}/platform_role"
    bob.patch(role, 403, json={"platform_role": "admin"})
    served.admin.call("PATCH", role, 403, json={"platform_role": "admin"}, **NORMAL)
    served.admin.patch(role, 422, json={"platform_role": "support"})
    changed = served.admin.call("PATCH", role, json={"platform_role": "contributor"}, **ELEVATED)
    assert ("contributor", True) == (changed["platform_role"], changed["user_capabilities"]["can_manage_api_key"])
    assert ada.get("account/profile")["capabilities"]["can_create_for_others"] is True
    assert bob.id == ada.post("datasets", json={"owner": "bob"})["owner_orcid"]
    ada.call("GET", "account/profile", 403, **ELEVATED)
    served.admin.patch(role, json={"platform_role": "none"})
    ada.post("datasets", 403, json={"owner": "bob"})
    served.admin.patch("users/nobody/platform_role", 404, json={"platform_role": "none"})


def test_nobody_changes_the_own_platform_role_and_one_administrator_stays(served):
    ada, own = served.person("ada"), f"users/{served.admin.id}/platform_role"
    assert "last" in served.admin.patch(own, 409, json={"platform_role": "none"})["detail"]
    served.admin.patch(own, 403, json={"platform_role": "admin"})
    served.admin.patch(f"users/{ada.id}/platform_role", json={"platform_role": "admin"})
    served.admin.patch(own, 403, json={"platform_role": "none"})
    assert "none" == ada.patch(own, json={"platform_role": "none"})["platform_role"]
    served.admin.get("service_accounts", 403)


def test_two_administrators_who_end_each_others_role_at_once_leave_one(served):
    ada, admin = served.person("ada"), served.admin
    admin.patch(f"users/{ada.id}/platform_role", json={"platform_role": "admin"})

    def slow_body():
        yield b'{"platform_role":'
        admin.patch(f"users/{ada.id}/platform_role", json={"platform_role": "none"})  # ada's call has begun already
        yield b'"none"}'

    answer = ada.http.patch(f"users/{admin.id}/platform_role", content=slow_body())
    assert answer.status_code in (403, 409), answer.text
    assert "admin" == admin.get("account/profile")["authorization"]["platform_role"]


def test_a_service_account_does_not_count_as_the_last_administrator_nor_change_roles(served):
    robot = served.robot("robot", platform_role="admin")
    ada = served.person("ada")
    for path in (f"users/{ada.id}/platform_role", f"service_accounts/{robot.id}"):
        robot.patch(path, 403, json={"platform_role": "admin"})
    served.admin.patch(f"users/{served.admin.id}/platform_role", 409, json={"platform_role": "none"})
    served.admin.patch(f"users/{robot.id}/platform_role", 409, json={"platform_role": "none"})


def test_the_readable_datasets_of_a_user_are_told_to_that_user_and_administrators(served):
    ada, bob = served.person("ada"), served.person("bob")
    closed, open_, granted = ada.dataset(), ada.dataset(public=True), ada.dataset()
    ada.put(f"resources/{granted}/access/users/bob", json={"permission": "viewer"})
    assert [granted, open_, closed] == ada.get(f"users/{ada.id}/datasets")
    assert [granted, open_] == bob.get("users/bob/datasets") == served.admin.get("users/bob/datasets")
    assert 3 == len(served.admin.get("users/admin/datasets"))
    assert [open_] == served.admin.call("GET", "users/admin/datasets", **NORMAL)
    ada.get("users/bob/datasets", 403)
    served.admin.get("users/nobody/datasets", 404)


def test_a_sandbox_has_no_proposals_to_take_memberships_from(served):
    ada = served.person("ada")
    ada.project("demo")
    expected = {"orcid": ada.id, "projects_added": [], "projects_already_member": ["demo"], "projects_not_found": []}
    assert expected == ada.post("account/sync-projects")


@pytest.mark.parametrize(
    ("role", "expected"), [("owner", ["owned"]), ("editor", ["edited"]), (None, ["edited", "owned"])]
)
def test_projects_are_found_by_the_role_somebody_has_there(served, role, expected):
    ada, bob = served.person("ada"), served.person("bob")
    ada.project("owned")
    bob.project("edited")
    bob.post("projects/edited/users/ada", role="editor")
    roles = {} if role is None else {"role": role}
    found = ada.get(f"users/{ada.id}/projects", sort="project_id", **roles)
    assert expected == [item["project_id"] for item in found["items"]]
    named = {} if role is None else {"member_role": role}
    found = served.admin.get("projects", member_ref="ada", sort="project_id", **named)
    assert expected == [item["project_id"] for item in found["items"]]
