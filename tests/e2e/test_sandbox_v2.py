"""The older version of the API: what it does differently by rule, and about people, projects and instruments."""

from __future__ import annotations

import pytest

from crucible.sandbox.document import load_document
from crucible.sandbox.v2 import ADMINISTRATORS_ONLY, OWN, REFUSED

NOBODY = "0000-0000-0000-0009"
INSTRUMENT = {"instrument_name": "XRD One", "location": "Building 67", "owner": "the X-ray group", "public": False}


@pytest.fixture
def admin(served):
    """The administrator, who speaks v2."""
    return served.in_v2(served.admin)


@pytest.fixture
def ada_in_v3(served):
    """A person without a platform role, who speaks v3."""
    return served.person("ada", 1)


@pytest.fixture
def ada(served, ada_in_v3):
    """The same person, who speaks v2."""
    return served.in_v2(ada_in_v3)


@pytest.fixture
def project(admin, ada):
    """Ada's project."""
    lead = {"project_lead_orcid": ada.id}
    return admin.post("projects", json={"project_id": "demo", "organization": "Example Lab", **lead})["project_id"]


# ---- by rule ----


def test_every_operation_is_answered_by_a_handler_of_its_own_or_of_v3_or_refused_for_a_reason():
    operations, of_v3 = set(load_document("v2").operations), set(load_document().operations)
    assert set() == operations - OWN.keys() - REFUSED.keys() - of_v3
    assert set() == (OWN.keys() | REFUSED.keys() | ADMINISTRATORS_ONLY) - operations
    assert set() == OWN.keys() & REFUSED.keys()


def test_both_versions_work_on_one_world(ada_in_v3, ada):
    made = ada.dataset(dataset_name="run 7")
    assert "run 7" == ada_in_v3.get(f"datasets/{made}")["dataset_name"]


def test_a_parameter_that_v2_does_not_know_is_ignored_even_if_v3_knows_it(ada):
    ada.sample("b")
    ada.sample("a")
    names = [item["sample_name"] for item in ada.get("samples", sort="name", sample_nmae="b", limit=9)["items"]]
    assert ["a", "b"] == sorted(names)
    assert "a" == names[0]  # newest first, not by name


def test_members_of_a_body_that_v2_does_not_know_are_ignored(ada):
    body = {"sample_name": "a", "colour": "red", "owner": "nobody", "project_mfid": 5, "hidden": True}
    made = ada.post("samples", json=body)
    assert (ada.id, None) == (made["owner_orcid"], made["project_id"])
    assert "b" == ada.patch(f"samples/{made['unique_id']}", json={"sample_name": "b", "name": "c"})["sample_name"]
    assert ada.id == ada.patch("account/profile", json={"first_name": "Ada", "platform_role": "admin"})["unique_id"]
    ada.get("users", 403)


def test_what_v2_does_not_know_is_not_in_its_answers(admin, ada_in_v3, ada, project):
    dataset = ada.get(f"datasets/{ada.dataset(project_id=project)}")
    assert set() == dataset.keys() & {"capabilities", "project", "project_relation", "instrument", "instrument_id"}
    assert set() == ada.get("projects/demo").keys() & {"unique_id", "role", "members", "capabilities"}
    assert set() == ada.get("account/profile").keys() & {"authorization", "capabilities"}
    ada_in_v3.post("instruments", json={"instrument_id": "xrd-1", "instrument_name": "XRD", "location": "here"})
    instrument = ada.get("instruments")["items"][0]
    assert set() == instrument.keys() & {"instrument_id", "owner_orcid", "status", "role", "members", "capabilities"}


@pytest.mark.parametrize("path", ["users", "projects", "instruments", "files", "ingestion_requests"])
def test_lists_by_offset_have_no_cursor_because_clients_would_follow_it(admin, path):
    page = admin.get(path)
    assert {"total", "limit", "offset", "items"} == page.keys()


def test_lists_of_records_go_on_at_a_cursor(ada):
    made = [ada.sample(name) for name in "abc"]
    first = ada.get("samples", limit=2)
    second = ada.get("samples", limit=2, cursor=first["next_cursor"])
    assert made[::-1] == [item["unique_id"] for item in [*first["items"], *second["items"]]]
    assert (3, None) == (first["total"], second["next_cursor"])


def test_errors_are_never_objects(ada):
    dataset = ada.dataset()
    ada.upload(dataset, "a.txt", b"one")
    assert "a.txt" in ada.post(f"datasets/{dataset}/associated_files", 409, json={"filename": "a.txt"})["detail"]


def test_readiness_is_flat(ada):
    ready = ada.get("health/ready")
    assert {"status": "ok", "db": "ok", "version": "2.0.0"} == {k: v for k, v in ready.items() if k != "db_ms"}
    assert ready["db_ms"] >= 0


def test_requests_without_a_key_are_refused(ada):
    ada.http.headers.pop("authorization")
    assert {"status": "ok"} == ada.get("health/live")
    ada.get("datasets", 401)


def test_what_the_service_refuses_too_says_why(ada):
    assert "POST /resources/{mfid}/delete" in ada.call("DELETE", "datasets/0tkn2knjast3h0008nyq9zps2c", 501)["detail"]


def test_pictures_are_told_by_their_kind_and_nothing_of_the_language_model_comes_back(ada):
    images = [{"data": data, "media_type": "image/png"} for data in ("iVBORw0KGgo=", "R0lGODlhAQABAIAAAAAAAP==")]
    asked = {"images": images, "context": "Label of a box", "api_key": "not-for-you"}
    expected = {"images": [{"media_type": "image/png"}, {"media_type": "image/gif"}], "context": "Label of a box"}
    assert expected == ada.post("extract_metadata", json=asked)
    wrong = ada.post("extract_metadata", 422, json={"images": [{"data": "?", "media_type": "image/png"}]})
    assert ["body", "images", 0, "data"] == wrong["detail"][0]["loc"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "users", None),
        ("GET", f"users/{NOBODY}", None),
        ("GET", "users/admin", None),
        ("POST", "projects", {"project_id": "mine", "organization": "me", "project_lead_username": "ada"}),
        ("PATCH", "projects/demo", {"title": "mine"}),
        ("GET", "projects/demo/users", None),
        ("POST", "projects/demo/users/admin", None),
        ("DELETE", "projects/demo/users/ada", None),
        ("POST", "instruments", INSTRUMENT),
        ("GET", "deletion_requests", None),
        ("GET", "deletion_audit", None),
        ("PATCH", "ingestion_requests/1", {"status": "complete"}),
    ],
)
def test_some_of_what_people_may_do_in_v3_is_for_administrators_in_v2(ada, project, method, path, body):
    ada.call(method, path, 403, json=body)


# ---- people ----


def test_a_user_whom_nobody_knows_is_null(admin):
    assert admin.get(f"users/{NOBODY}") is None


def test_people_see_their_own_record(ada):
    own = ada.get(f"users/{ada.id}")
    assert ("ada", "ada@example.org") == (own["username"], own["email"])
    assert set() == own.keys() & {"platform_role", "user_capabilities", "api_key_status"}


def test_people_are_found_by_username_without_what_is_private(admin, ada):
    found = ada.get("users/by-username/Admin")
    assert {"unique_id", "username", "first_name", "last_name"} == found.keys()
    ada.get("users/by-username/nobody", 404)
    ada.get(f"users/by-username/{admin.id}", 404)


def test_administrators_find_people_by_a_part_of_the_address_unless_they_want_it_exactly(served, admin, ada):
    served.person("adele", 2)
    assert 2 == admin.get("users", email="EXAMPLE.org")["total"]
    assert 0 == admin.get("users", email="example.org", permissive=False)["total"]
    exact = admin.get("users", email="ada@example.org", permissive=False)["items"]
    assert [ada.id] == [user["unique_id"] for user in exact]


def test_people_are_made_with_an_orcid_and_made_again_to_change_them(admin, project):
    info = {"orcid": NOBODY, "first_name": "Grace", "last_name": "Example", "username": "Grace.H"}
    made = admin.post("users", json={"user_info": info, "project_ids": [project]})
    assert (NOBODY, "grace.h") == (made["unique_id"], made["username"])
    changed = admin.post("users", json={"user_info": {**info, "first_name": "G."}, "project_ids": []})
    assert "G." == changed["first_name"]
    admin.post("users", 422, json={"user_info": {"first_name": "A", "last_name": "B"}, "project_ids": []})


def test_administrators_can_turn_an_account_into_a_service_account(admin, ada):
    assert admin.patch(f"users/{ada.id}", json={"is_service_account": True})["is_service_account"]


def test_access_to_a_dataset_is_reading_and_writing(served, admin, ada):
    grace = served.person("grace", 2)
    dataset = ada.dataset(public=True)
    assert {"read": True, "write": True} == ada.get(f"users/{ada.id}/datasets/{dataset}")
    assert {"read": True, "write": False} == admin.get(f"users/{grace.id}/datasets/{dataset}")
    hidden = ada.dataset()
    assert {"read": False, "write": False} == admin.get(f"users/{grace.id}/datasets/{hidden}")
    assert {"read": True, "write": True} == admin.get(f"users/{admin.id}/datasets/{hidden}")


def test_the_groups_of_projects_are_named_by_slug(ada, project):
    assert [ada.id, project] == ada.get(f"users/{ada.id}/access_groups")


def test_the_projects_of_a_person_are_listed(ada, project):
    assert [project] == [item["project_id"] for item in ada.get(f"users/{ada.id}/projects")["items"]]


# ---- projects ----


def test_the_lead_of_a_project_is_shown_to_those_inside_with_address(served, ada, project):
    stranger = served.in_v2(served.person("grace", 2))
    inside, outside = ada.get(f"projects/{project}"), stranger.get(f"projects/{project}")
    assert "ada@example.org" == inside["lead"]["email"] == inside["project_lead_email"]
    assert set() == outside["lead"].keys() & {"email"}
    assert "Ada Example" == inside["project_lead_name"] == outside["project_lead_name"]
    assert outside.get("project_lead_email") is None


def test_a_project_has_exactly_one_lead(admin, ada):
    body = {"project_id": "demo", "organization": "Example Lab"}
    admin.post("projects", 400, json=body)
    admin.post("projects", 400, json={**body, "project_lead_orcid": ada.id, "project_lead_username": "ada"})
    assert (
        ada.id == admin.post("projects", json={**body, "project_lead_email": "ada@example.org"})["project_lead_orcid"]
    )


def test_members_are_listed_without_the_lead_and_without_roles(served, admin, project):
    grace = served.person("grace", 2)
    members = admin.post(f"projects/{project}/users/{grace.id}")
    assert [(grace.id, "grace@example.org")] == [(user["unique_id"], user["email"]) for user in members]
    assert set() == members[0].keys() & {"role"}
    page = admin.get(f"projects/{project}/users")
    assert (1, members) == (page["total"], page["items"])


@pytest.mark.parametrize("query", [{"email": "grace@example.org"}, {"username": "grace"}])
@pytest.mark.parametrize("word", ["me", "0"])
def test_members_are_named_by_address_or_username_in_the_query(served, admin, project, word, query):
    served.person("grace", 2)
    assert 1 == len(admin.post(f"projects/{project}/users/{word}", **query))
    assert "User is already a project member" == admin.post(f"projects/{project}/users/{word}", 409, **query)["detail"]
    assert "grace" in admin.delete(f"projects/{project}/users/{word}", **query)["detail"]
    assert 0 == admin.get(f"projects/{project}/users")["total"]


def test_a_member_who_is_named_nowhere_is_a_mistake(admin, project):
    assert "missing" == admin.post(f"projects/{project}/users/me", 422)["detail"][0]["type"]


def test_a_project_is_changed_but_not_renamed(admin, project):
    changed = admin.patch(f"projects/{project}", json={"title": "Demo", "status": None, "project_id": "other"})
    assert ("demo", "Demo", None) == (changed["project_id"], changed["title"], changed["status"])


def test_a_project_gets_another_lead(served, admin, project):
    grace = served.person("grace", 2)
    changed = admin.patch(f"projects/{project}", json={"project_lead_email": "grace@example.org"})
    assert grace.id == changed["project_lead_orcid"]
    two = {"project_lead_orcid": grace.id, "project_lead_username": "ada"}
    admin.patch(f"projects/{project}", 422, json=two)


def test_slugs_may_look_like_anything(admin, ada_in_v3, ada):
    body = {"project_id": "MFP 0815/2", "organization": "Example Lab", "project_lead_orcid": ada.id}
    assert "MFP 0815/2" == admin.post("projects", json=body)["project_id"]
    assert "MFP 0815/2" == ada.get("projects/mfp%200815%2F2")["project_id"]
    assert "MFP 0815/2" == ada_in_v3.get("projects")["items"][0]["project_id"]


def test_people_ask_to_join_a_project_by_its_slug(served, admin, ada, project):
    grace = served.in_v2(served.person("grace", 2))
    asked = grace.post(f"access_groups/{project}/join", json={"reason": "beam time"})
    assert (project, "pending") == (asked["group_name"], asked["status"])
    assert [asked] == ada.get("join_requests", group_name=project)["items"]
    assert "approved" == ada.patch(f"join_requests/{asked['id']}", json={"status": "approved"})["status"]
    assert [grace.id] == [user["unique_id"] for user in admin.get(f"projects/{project}/users")["items"]]


# ---- instruments ----


def test_instruments_are_owned_by_a_text_and_named_uniquely(admin, ada_in_v3, ada):
    made = admin.post("instruments", json=INSTRUMENT)
    assert ("the X-ray group", False) == (made["owner"], made["public"])
    assert [made] == ada.get("instruments", instrument_name="XRD One")["items"]
    assert made == ada.get(f"instruments/{made['unique_id']}")
    admin.post("instruments", 409, json=INSTRUMENT)
    in_v3 = ada_in_v3.get(f"instruments/{made['unique_id']}", include_owner=True)
    assert (None, "admin") == (in_v3["instrument_id"], in_v3["owner"]["username"])


def test_an_instrument_made_in_v3_shows_the_name_of_its_owner(ada_in_v3, ada):
    body = {"instrument_id": "xrd-1", "instrument_name": "XRD", "location": "here"}
    ada_in_v3.post("instruments", json=body)
    assert "Ada Example" == ada.get("instruments/search", q="XRD")["items"][0]["owner"]


def test_an_instrument_gets_another_owner_and_place(admin):
    mfid = admin.post("instruments", json={**INSTRUMENT, "public": True})["unique_id"]
    changed = admin.patch(f"instruments/{mfid}", json={"owner": "somebody", "location": "Building 2", "other_id": "x"})
    assert ("somebody", "Building 2", None) == (changed["owner"], changed["location"], changed["other_id"])
    assert changed["public"]
