"""Requests to delete records, and their review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.served import link_of, stored_files

from crucible.ids import new_mfid

if TYPE_CHECKING:
    from support.served import Person

ELEVATED = {"Crucible-Privilege-Mode": "elevated"}
NORMAL = {"Crucible-Privilege-Mode": "normal"}


def ids(page: Any) -> list[int]:
    return [item["id"] for item in page["items"]]


def deleted(person: Person, mfid: str) -> None:
    """Delete a record the long way."""
    request = person.post(f"resources/{mfid}/delete")["id"]
    person.patch(f"deletion_requests/{request}", status="approved")
    person.delete(f"resources/{mfid}")


def test_a_request_says_what_who_why_and_that_it_waits(served):
    ada = served.person("ada")
    project = ada.project("demo")
    mfid = ada.dataset(dataset_name="run 7", project_id="demo")
    request = ada.post(f"resources/{mfid}/delete", reason="Measured twice")
    expected = {
        "id": request["id"],
        "resource_type": "dataset",
        "resource_id": mfid,
        "resource_name": "run 7",
        "project_id": "demo",
        "project_mfid": project,
        "requester_id": ada.id,
        "requester": {"unique_id": ada.id, "username": "ada", "first_name": "Ada", "last_name": "Example"},
        "reason": "Measured twice",
        "status": "pending",
        "request_time": request["request_time"],
        "review_time": None,
        "reviewer_id": None,
        "reviewer": None,
        "reviewer_notes": None,
        "capabilities": {"can_review": True},
    }
    assert expected == request
    assert expected == ada.get(f"deletion_requests/{request['id']}")


def found(person: Person, child: str, parent: str, sample: str) -> dict[str, bool]:
    """Say in which of all places a dataset is shown."""
    flags = {"include_links": True, "include_datasets": True}
    shown = {
        "list": person.get("datasets"),
        "total": person.get("datasets", limit=1)["total"],
        "by identity": person.get("datasets", unique_id=child),
        "of a project": person.get("datasets", project_id="demo"),
        "of a sample": person.get("datasets", sample_mfid=sample),
        "search": person.get("datasets/search", q="perovskite"),
        "metadata search": person.get("resources/metadata/search", q="annealing"),
        "facets": person.get("datasets/facets", field="measurement"),
        "children": person.get(f"datasets/{parent}/children"),
        "samples' datasets": person.get(f"samples/{sample}/datasets"),
        "links": person.get(f"resources/{parent}/links"),
        "included": person.get(f"samples/{sample}", **flags),
        "listed links": person.get("samples", **flags),
        "graph": person.get(f"entity_graph_cte/{parent}", recursive=True),
        "project's graph": person.get("project_graph/demo"),
        "files": person.get("files"),
        "ingestion requests": person.get("ingestion_requests"),
        "thumbnails": person.post("datasets/first_thumbnails", json=[child]),
    }
    marks = {"total": "2", "facets": "XRD", "files": child, "ingestion requests": child}
    return {place: marks.get(place, child) in str(answer) for place, answer in shown.items()}


@pytest.fixture
def family(served):
    """Return a person with a dataset that is shown in all places, its parent and its sample."""
    ada = served.person("ada")
    ada.project("demo")
    parent = ada.dataset(project_id="demo")
    child = ada.dataset(dataset_name="perovskite", measurement="XRD", project_id="demo")
    sample = ada.sample(project_id="demo")
    ada.post(f"datasets/{parent}/children/{child}")
    ada.post(f"datasets/{child}/samples/{sample}")
    ada.patch(f"resources/{child}/metadata", json={"note": "annealed"})
    file = ada.upload(child, "a.dat", b"abc")
    ada.post(f"files/{file['mfid']}/ingest", status="not_requested")
    ada.post(f"datasets/{child}/thumbnails", json={"thumbnail_name": "t", "thumbnail_b64str": "iVBORw0KGgo="})
    return ada, child, parent, sample


def test_a_record_leaves_all_lists_with_the_request_and_is_back_when_it_is_rejected(served, family):
    ada, child, parent, sample = family
    everywhere = found(ada, child, parent, sample)
    assert set(everywhere.values()) == {True}, everywhere
    request = ada.post(f"resources/{child}/delete", reason="twice")["id"]
    for person in (ada, served.admin):
        nowhere = found(person, child, parent, sample)
        assert set(nowhere.values()) == {False}, nowhere
    served.admin.patch(f"deletion_requests/{request}", status="rejected")
    assert everywhere == found(ada, child, parent, sample)


@pytest.mark.parametrize("status", ["pending", "approved"])
def test_by_its_identity_a_record_is_still_read_and_says_what_it_waits_for(served, status):
    mfid = served.admin.sample()
    before = served.admin.get(f"samples/{mfid}")
    assert before["deletion_request"] is None
    request = served.admin.post(f"resources/{mfid}/delete", reason="lost")["id"]
    if status == "approved":
        served.admin.patch(f"deletion_requests/{request}", status="approved")
    for path in (f"samples/{mfid}", f"resources/{mfid}"):
        expected = {**before, "deletion_request": {"id": request, "status": status, "reason": "lost"}}
        assert expected == served.admin.get(path)


def test_a_rejected_record_can_be_asked_for_again(served):
    mfid = served.admin.dataset()
    first = served.admin.post(f"resources/{mfid}/delete")["id"]
    served.admin.post(f"resources/{mfid}/delete", 409)
    served.admin.patch(f"deletion_requests/{first}", status="rejected")
    assert served.admin.get(f"datasets/{mfid}")["deletion_request"] is None
    second = served.admin.post(f"resources/{mfid}/delete")["id"]
    assert [second, first] == ids(served.admin.get("deletion_requests"))
    served.admin.patch(f"deletion_requests/{second}", status="approved")
    served.admin.post(f"resources/{mfid}/delete", 409)


@pytest.mark.parametrize(
    ("role", "status"), [("viewer", 403), ("contributor", 403), ("editor", 200), ("admin", 200), (None, 403)]
)
def test_editors_may_ask_for_a_deletion(served, role, status):
    ada, bob = served.person("ada"), served.person("bob")
    mfid = ada.dataset(public=True)
    if role:
        ada.put(f"resources/{mfid}/access/users/bob", json={"permission": role})
    bob.post(f"resources/{mfid}/delete", status)


def test_only_datasets_and_samples_can_be_deleted(served):
    project = served.admin.project("demo")
    for mfid in (project, new_mfid()):
        served.admin.post(f"resources/{mfid}/delete", 404)
        served.admin.delete(f"resources/{mfid}", 404, force=True)


@pytest.mark.parametrize("role", ["viewer", "editor", "admin", "owner"])
def test_owner_and_admins_of_the_project_review(served, role):
    lead, reviewer, ada = served.person("lead"), served.person("reviewer"), served.person("ada")
    lead.project("demo")
    lead.post("projects/demo/users/ada", role="contributor")
    if role == "owner":
        reviewer = lead
    else:
        lead.post("projects/demo/users/reviewer", role=role)
    request = ada.post(f"resources/{ada.dataset(project_id='demo')}/delete")["id"]
    ada.patch(f"deletion_requests/{request}", 403, status="approved")
    assert {"can_review": False} == ada.get(f"deletion_requests/{request}")["capabilities"]
    if role in ("viewer", "editor"):
        reviewer.get(f"deletion_requests/{request}", 403)
        assert [] == ids(reviewer.get("deletion_requests", scope="reviewable"))
        reviewer.patch(f"deletion_requests/{request}", 403, status="rejected")
        return
    assert {"can_review": True} == reviewer.get(f"deletion_requests/{request}")["capabilities"]
    assert [request] == ids(reviewer.get("deletion_requests", scope="reviewable"))
    reviewed = reviewer.patch(f"deletion_requests/{request}", status="approved", reviewer_notes="Agreed")
    assert ("approved", reviewer.id, "Agreed", {"can_review": False}) == tuple(
        reviewed[name] for name in ("status", "reviewer_id", "reviewer_notes", "capabilities")
    )
    assert reviewed["reviewer"]["username"] == ("lead" if role == "owner" else "reviewer")
    assert reviewed["review_time"] >= reviewed["request_time"]
    reviewer.patch(f"deletion_requests/{request}", 409, status="rejected")
    assert [] == ids(reviewer.get("deletion_requests", scope="reviewable"))
    served.admin.delete(f"resources/{reviewed['resource_id']}")


def test_an_administrator_reviews_with_wider_rights_only(served):
    ada = served.person("ada")
    request = ada.post(f"resources/{ada.dataset()}/delete")["id"]
    admin = served.admin
    admin.call("PATCH", f"deletion_requests/{request}", 403, params={"status": "approved"}, headers=NORMAL)
    admin.call("GET", f"deletion_requests/{request}", 403, headers=NORMAL)
    for scope in ("accessible", "reviewable"):
        own = admin.call("GET", "deletion_requests", params={"scope": scope}, headers=NORMAL)
        assert ([], [request]) == (ids(own), ids(admin.get("deletion_requests", scope=scope)))
    ada.call("GET", "deletion_requests", 403, headers=ELEVATED)
    admin.call("PATCH", f"deletion_requests/{request}", params={"status": "approved"}, headers=ELEVATED)


def test_each_scope_shows_its_requests(served):
    ada, bob, eve = served.person("ada"), served.person("bob"), served.person("eve")
    mine, adas = bob.dataset(), ada.dataset()
    ada.put(f"resources/{adas}/access/users/bob", json={"permission": "editor"})
    first = bob.post(f"resources/{mine}/delete")["id"]
    second = bob.post(f"resources/{adas}/delete")["id"]
    third = ada.post(f"resources/{ada.sample()}/delete")["id"]
    shown = {
        (person.id, scope): ids(person.get("deletion_requests", scope=scope))
        for person in (ada, bob, eve, served.admin)
        for scope in ("accessible", "submitted", "reviewable")
    }
    assert {
        (ada.id, "accessible"): [third, second],
        (ada.id, "submitted"): [third],
        (ada.id, "reviewable"): [],
        (bob.id, "accessible"): [second, first],
        (bob.id, "submitted"): [second, first],
        (bob.id, "reviewable"): [],
        (eve.id, "accessible"): [],
        (eve.id, "submitted"): [],
        (eve.id, "reviewable"): [],
        (served.admin.id, "accessible"): [third, second, first],
        (served.admin.id, "submitted"): [],
        (served.admin.id, "reviewable"): [third, second, first],
    } == shown
    eve.get(f"deletion_requests/{first}", 403)
    eve.get("deletion_requests/99", 404)
    eve.patch("deletion_requests/99", 404, status="approved")


@pytest.fixture
def three(served):
    """Requests 1, 2 and 3, of which the second is approved and the first rejected."""
    zoe, ada = served.person("zoe"), served.person("ada")
    for slug in ("bbb", "aaa"):
        served.admin.project(slug)
        for name in ("ada", "zoe"):
            served.admin.post(f"projects/{slug}/users/{name}", role="editor")
    for number, person, name, project in ((1, zoe, "b", "bbb"), (2, ada, "C", "aaa"), (3, ada, "a", None)):
        mfid = person.sample(name, **({"project_id": project} if project else {}))
        assert number == person.post(f"resources/{mfid}/delete")["id"]
    served.admin.patch("deletion_requests/1", status="rejected")
    served.admin.patch("deletion_requests/2", status="approved")
    return served


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [3, 2, 1]),
        ({"direction": "asc"}, [1, 2, 3]),
        ({"sort": "request_time"}, [3, 2, 1]),
        ({"sort": "request_time", "direction": "asc"}, [1, 2, 3]),
        ({"sort": "resource_name"}, [3, 1, 2]),
        ({"sort": "resource_name", "direction": "desc"}, [2, 1, 3]),
        ({"sort": "project_id"}, [3, 2, 1]),
        ({"sort": "project_id", "direction": "desc"}, [1, 2, 3]),
        ({"sort": "requester_name"}, [2, 3, 1]),
        ({"sort": "status"}, [2, 3, 1]),
        ({"sort": "status", "direction": "desc"}, [1, 3, 2]),
        ({"status": "pending"}, [3]),
        ({"status": "approved"}, [2]),
        ({"status": "rejected", "scope": "reviewable"}, []),
    ],
)
def test_requests_are_filtered_sorted_and_paged_both_ways(three, query, expected):
    assert expected == ids(three.admin.get("deletion_requests", **query))
    by_offset = [
        number
        for offset in range(len(expected))
        for number in ids(three.admin.get("deletion_requests", limit=1, offset=offset, **query))
    ]
    by_cursor, cursor = [], {}
    while True:
        page = three.admin.get("deletion_requests", limit=1, include_total=True, **query, **cursor)
        by_cursor += ids(page)
        assert len(expected) == page["total"]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert (expected, expected) == (by_offset, by_cursor)


def test_requests_of_a_project_follow_the_record(three):
    project = three.admin.get("projects", project_id="aaa")["items"][0]["unique_id"]
    assert [2] == ids(three.admin.get("deletion_requests", project_mfid=project))
    assert [] == ids(three.admin.get("deletion_requests", project_mfid=new_mfid()))
    third = three.admin.get("deletion_requests/3")["resource_id"]
    three.admin.post(f"resources/{third}/project", json={"project_mfid": project}, confirm=True)
    assert [3, 2] == ids(three.admin.get("deletion_requests", project_mfid=project))


def test_everything_that_belongs_to_a_record_goes_with_it(served, family):
    ada, child, parent, sample = family
    file = ada.get(f"datasets/{child}/files")[0]
    ingestion = ada.get("ingestion_requests")["items"][0]["id"]
    link = link_of(ada, file)
    ada.post(f"datasets/{child}/keywords", keyword="unheard")
    deleted(served.admin, child)
    nowhere = found(ada, child, parent, sample)
    assert set(nowhere.values()) == {False}, nowhere
    for path in (f"files/{file['mfid']}", f"ingestion_requests/{ingestion}", f"datasets/{child}/keywords"):
        ada.get(path, 404)
    assert [] == stored_files(served.sandbox)
    assert 404 == ada.http.get(link, headers={"Authorization": ""}).status_code
    again = ada.dataset(unique_id=child, dataset_name="perovskite")
    assert (again, None) == (child, ada.get(f"resources/{child}/metadata"))
    assert ([], []) == (ada.get(f"datasets/{child}/keywords"), ada.get(f"resources/{child}/links"))
    assert 1 == len(ada.get("datasets/search", q="perovskite")["items"])
