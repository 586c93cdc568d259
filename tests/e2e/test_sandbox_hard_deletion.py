"""Deletion for good: what goes, and what stays of it."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import pytest
from support.served import content_of, link_of, put, stored_files

from crucible.ids import new_mfid

ELEVATED = {"Crucible-Privilege-Mode": "elevated"}
NORMAL = {"Crucible-Privilege-Mode": "normal"}


def ids(page: Any) -> list[int]:
    return [item["id"] for item in page["items"]]


def test_deletion_takes_an_approved_request_or_force(served):
    mfid = served.admin.dataset()
    served.admin.delete(f"resources/{mfid}", 409)
    request = served.admin.post(f"resources/{mfid}/delete")["id"]
    served.admin.delete(f"resources/{mfid}", 409)
    served.admin.patch(f"deletion_requests/{request}", status="approved")
    answer = served.admin.delete(f"resources/{mfid}")
    assert f"Resource {mfid} was permanently deleted" == answer["detail"]
    for path in (f"datasets/{mfid}", f"resources/{mfid}", f"deletion_requests/{request}"):
        served.admin.get(path, 404)
    served.admin.delete(f"resources/{mfid}", 404)
    other = served.admin.sample()
    served.admin.delete(f"resources/{other}", force=True)
    served.admin.get(f"samples/{other}", 404)


def test_only_an_elevated_administrator_deletes_for_good(served):
    ada = served.person("ada")
    mfid = ada.dataset()
    ada.delete(f"resources/{mfid}", 403, force=True)
    served.admin.call("DELETE", f"resources/{mfid}", 403, params={"force": True}, headers=NORMAL)
    served.admin.call("DELETE", f"resources/{mfid}", params={"force": True}, headers=ELEVATED)


def test_content_that_another_dataset_has_as_well_stays(served):
    first, second = served.admin.dataset(), served.admin.dataset()
    content = content_of(1000)
    served.admin.upload(first, "a.dat", content)
    kept = served.admin.upload(second, "b.dat", content)
    served.admin.delete(f"resources/{first}", force=True)
    assert content == served.admin.http.get(link_of(served.admin, kept)).content
    served.admin.delete(f"resources/{second}", force=True)
    assert [] == stored_files(served.sandbox)


def test_a_path_somebody_wrote_down_removes_nobody_elses_content(served):
    ada, bob = served.person("ada"), served.person("bob")
    file = ada.upload(ada.dataset(), "a.dat", b"adas")
    mine = bob.dataset()
    written = bob.post(f"datasets/{mine}/files", json={"filename": "b.dat", "storage_backend": "local"})["mfid"]
    bob.patch(f"files/{written}", json={"storage_path": file["storage_path"]})
    request = bob.post(f"files/{written}/ingest")["id"]
    assert served.sandbox.worker.step()
    assert "file not found" == bob.get(f"ingestion_requests/{request}")["status"]
    bob.delete(f"files/{written}", 204)
    written = bob.post(f"datasets/{mine}/files", json={"filename": "b.dat", "storage_backend": "local"})["mfid"]
    bob.patch(f"files/{written}", json={"storage_path": file["storage_path"]})
    served.admin.delete(f"resources/{mine}", force=True)
    assert b"adas" == ada.http.get(link_of(ada, file)).content


def test_uploads_under_way_end_with_their_dataset(served):
    mfid = served.admin.dataset()
    content = content_of(400_000)
    upload = served.admin.start_upload(mfid, "a.dat", content)
    put(upload, content[: 256 * 1024], 0, len(content), 308)
    assert 1 == len(list((served.sandbox.root / "uploads").iterdir()))
    served.admin.delete(f"resources/{mfid}", force=True)
    assert [] == list((served.sandbox.root / "uploads").iterdir())
    put(upload, content[256 * 1024 :], 256 * 1024, len(content), 404)
    served.admin.complete_upload(mfid, upload, content, 404)
    assert ([], []) == (list((served.sandbox.root / "uploads").iterdir()), stored_files(served.sandbox))


def test_the_ingestion_worker_passes_over_what_was_deleted(served):
    gone, file_gone, kept = (served.admin.dataset() for _ in range(3))
    files = [served.admin.upload(mfid, "a.dat", b"abc") for mfid in (gone, file_gone, kept)]
    requests = [served.admin.post(f"files/{file['mfid']}/ingest")["id"] for file in files]
    served.admin.delete(f"resources/{gone}", force=True)
    served.admin.delete(f"files/{files[1]['mfid']}", 204)
    while served.sandbox.worker.step():
        pass
    served.admin.get(f"ingestion_requests/{requests[0]}", 404)
    assert "file not found" == served.admin.get(f"ingestion_requests/{requests[1]}")["status"]
    assert "started" != served.admin.get(f"ingestion_requests/{requests[2]}")["status"]


@pytest.mark.parametrize("what", ["dataset", "file"])
def test_the_worker_copes_with_what_is_deleted_while_it_reads(served, tmp_path, what):
    mfid = served.admin.dataset()
    result = {"ingestion_class": "X", "fields": {}, "scientific_metadata": {"a": 1}, "keywords": [], "thumbnails": []}
    file = served.admin.upload(mfid, "a.dat", f"WAIT\n{tmp_path}\n{json.dumps(result)}".encode())
    request = served.admin.post(f"files/{file['mfid']}/ingest")["id"]
    stepped = []
    worker = threading.Thread(target=lambda: stepped.append(served.sandbox.worker.step()))
    worker.start()
    while not (tmp_path / "begun").exists():
        time.sleep(0.01)
    if what == "dataset":
        served.admin.delete(f"resources/{mfid}", force=True)
    else:
        served.admin.delete(f"files/{file['mfid']}", 204)
    (tmp_path / "go").touch()
    worker.join()
    assert [True] == stepped
    assert not served.sandbox.worker.step()
    if what == "dataset":
        served.admin.get(f"ingestion_requests/{request}", 404)
        served.admin.get(f"resources/{mfid}", 404)
    else:
        assert "complete" == served.admin.get(f"ingestion_requests/{request}")["status"]
        assert {"a": 1} == served.admin.get(f"resources/{mfid}/metadata")["scientific_metadata"]


def test_the_audit_tells_what_was_deleted_on_whose_word(served):
    ada = served.person("ada")
    project = ada.project("demo")
    mfid = ada.dataset(dataset_name="run 7", project_id="demo")
    request = ada.post(f"resources/{mfid}/delete", reason="Measured twice")
    reviewed = served.admin.patch(f"deletion_requests/{request['id']}", status="approved", reviewer_notes="Agreed")
    served.admin.delete(f"resources/{mfid}")
    entry = served.admin.get("deletion_audit")["items"][0]
    assert {
        "id": entry["id"],
        "resource_id": mfid,
        "resource_type": "dataset",
        "resource_name": "run 7",
        "project_id": "demo",
        "project_mfid": project,
        **{
            name: reviewed[name]
            for name in (
                *("requester_id", "requester", "reason", "request_time"),
                *("reviewer_id", "reviewer", "reviewer_notes", "review_time"),
            )
        },
        "deleted_at": entry["deleted_at"],
    } == entry
    assert entry == served.admin.get(f"deletion_audit/{entry['id']}")
    assert [entry] == ada.get("deletion_audit", scope="submitted")["items"]
    served.admin.get("deletion_audit/99", 404)


def test_a_forced_deletion_names_the_administrator_unless_somebody_had_asked(served):
    ada = served.person("ada")
    nameless, asked = ada.dataset(), ada.sample("film")
    ada.post(f"resources/{asked}/delete", reason="lost")
    for mfid in (nameless, asked):
        served.admin.delete(f"resources/{mfid}", force=True)
    members = ("resource_name", "requester_id", "reason", "reviewer_id")
    told = [tuple(entry[name] for name in members) for entry in served.admin.get("deletion_audit")["items"]]
    assert [("film", ada.id, "lost", None), ("", served.admin.id, None, None)] == told


def test_the_whole_audit_is_for_administrators(served):
    ada = served.person("ada")
    served.admin.delete(f"resources/{ada.dataset()}", force=True)
    number = served.admin.get("deletion_audit", scope="all")["items"][0]["id"]
    for query in ({}, {"scope": "all"}):
        ada.get("deletion_audit", 403, **query)
        served.admin.call("GET", "deletion_audit", 403, params=query, headers=NORMAL)
    ada.get(f"deletion_audit/{number}", 403)
    assert [] == ada.get("deletion_audit", scope="submitted")["items"]
    own = served.admin.call("GET", "deletion_audit", params={"scope": "submitted"}, headers=NORMAL)
    assert [number] == ids(own)


def test_the_audit_is_filtered_ordered_and_paged(served):
    ada = served.person("ada")
    ada.project("demo")
    first, second, third = ada.dataset(project_id="demo"), ada.sample("film"), served.admin.sample("film")
    for person, mfid in ((ada, first), (ada, second), (served.admin, third)):
        request = person.post(f"resources/{mfid}/delete")["id"]
        served.admin.patch(f"deletion_requests/{request}", status="approved")
        served.admin.delete(f"resources/{mfid}")
    newest = ids(served.admin.get("deletion_audit"))
    assert newest[::-1] == ids(served.admin.get("deletion_audit", direction="asc"))
    project = served.admin.get("projects", project_id="demo")["items"][0]["unique_id"]
    for query, expected in (
        ({"resource_id": second}, [newest[1]]),
        ({"requester_id": ada.id}, newest[1:]),
        ({"reviewer_id": served.admin.id}, newest),
        ({"reviewer_id": ada.id}, []),
        ({"project_id": "Demo"}, [newest[2]]),
        ({"project_mfid": project}, [newest[2]]),
        ({"project_mfid": new_mfid()}, []),
    ):
        assert (query, expected) == (query, ids(served.admin.get("deletion_audit", **query)))
    pages = [served.admin.get("deletion_audit", limit=2, offset=offset) for offset in (0, 2)]
    following = served.admin.get("deletion_audit", limit=2, cursor=pages[0]["next_cursor"])
    assert (newest[:2], newest[2:], newest[2:]) == (ids(pages[0]), ids(pages[1]), ids(following))
    assert (3, None) == (pages[0]["total"], following["next_cursor"])
