"""New content for files that are there."""

from __future__ import annotations

import hashlib
import sqlite3
import time

import httpx
import pytest
from support.served import Served, content_of, link_of, put, stored_files
from support.signed import PART, start, start_replacing

from crucible.sandbox import Sandbox
from crucible.sandbox.contents import Contents
from crucible.sandbox.store import Store
from crucible.sandbox.sweeper import Sweeper

OLD, NEW = content_of(2 * PART, 1), content_of(3 * PART, 2)


@pytest.fixture
def file(served):
    return served.admin.upload(served.admin.dataset(), "a.bin", OLD)


def replaced(person, file, content, condition=None):
    upload = start_replacing(person, file, content, condition=condition)
    upload.send()
    return upload.complete()


def make_due(root):
    """Let everything that is kept for a while have been kept long enough."""
    database = sqlite3.connect(root / "crucible.db")
    with database:
        database.execute("UPDATE object SET retained_until = created WHERE retained_until IS NOT NULL")
        database.execute("UPDATE upload SET expires = created WHERE state != 'complete'")
    database.close()


def test_a_file_keeps_its_identity_and_gets_other_content(served, file):
    now = replaced(served.admin, file, NEW)
    assert [file[name] for name in ("mfid", "dataset_mfid", "filename")] == [
        now[name] for name in ("mfid", "dataset_mfid", "filename")
    ]
    assert all(now[name] != file[name] for name in ("etag", "sha256_hash", "size", "storage_path"))
    answer = httpx.get(link_of(served.admin, now))
    assert (NEW, now["etag"]) == (answer.content, answer.headers["etag"])
    assert [now] == served.admin.get(f"datasets/{file['dataset_mfid']}/files")
    assert len(NEW) == served.admin.get(f"datasets/{file['dataset_mfid']}")["size"]


def test_the_old_content_is_served_until_the_new_one_is_verified(served, file):
    upload = start_replacing(served.admin, file, NEW)
    upload.send()
    assert file == served.admin.get(f"files/{file['mfid']}")
    assert OLD == httpx.get(link_of(served.admin, file)).content
    upload.complete()
    assert NEW == httpx.get(link_of(served.admin, file)).content


def test_new_content_that_is_not_as_announced_changes_nothing(served, file):
    upload = start_replacing(served.admin, file, NEW)
    announced = upload.content
    upload.content = content_of(3 * PART, 3)
    upload.send()
    wrong, upload.content = upload.content, announced
    upload.complete(409)  # the parts together have another checksum
    upload.content = wrong
    upload.complete(409)  # and another SHA-256 than was announced
    assert file == served.admin.get(f"files/{file['mfid']}")
    assert OLD == httpx.get(link_of(served.admin, file)).content


def test_links_to_the_old_content_serve_it_as_long_as_it_is_kept(tmp_path):
    with Sandbox(tmp_path, ingest=False, part_size_bytes=PART) as sandbox:
        served = Served(sandbox)
        file = served.admin.upload(served.admin.dataset(), "a.bin", OLD)
        link = link_of(served.admin, file)
        replaced(served.admin, file, NEW)
        assert OLD == httpx.get(link).content
        assert 2 == len(stored_files(sandbox))
        served.close()
    make_due(tmp_path)
    with Sandbox(tmp_path, ingest=False) as sandbox:
        served = Served(sandbox)
        answer = httpx.get(f"{sandbox.storage_url}/{link.split('/', 3)[3]}")
        assert (404, True) == (answer.status_code, "<Code>NoSuchKey</Code>" in answer.text)
        assert [served.admin.get(f"files/{file['mfid']}")["sha256_hash"]] == stored_files(sandbox)
        assert NEW == httpx.get(link_of(served.admin, file)).content
        served.close()


def test_replaced_content_is_kept_for_seven_days(served, file):
    replaced(served.admin, file, NEW)
    database = sqlite3.connect(served.sandbox.root / "crucible.db")
    kept = "SELECT name, round(julianday(retained_until) - julianday('now')) FROM object WHERE retained_until NOT NULL"
    assert [(file["storage_path"], 7.0)] == database.execute(kept).fetchall()
    database.close()


def test_replaced_content_that_another_file_has_stays(served, file):
    other = served.admin.upload(served.admin.dataset(), "b.bin", OLD)
    replaced(served.admin, file, NEW)
    make_due(served.sandbox.root)
    contents = Contents(served.sandbox.root)
    store = Store(served.sandbox.root / "crucible.db")
    Sweeper(store, contents).sweep()
    store.close()
    assert OLD == httpx.get(link_of(served.admin, other)).content


def test_sweeping_goes_on_in_the_background(tmp_path):
    store, contents = Store(tmp_path / "crucible.db"), Contents(tmp_path)
    sweeper = Sweeper(store, contents, every_seconds=0.01)
    sweeper.start()
    with store.db.write():
        dataset = store.resources.create("dataset", name="x", owner=None, data={})
        upload = store.uploads.start("signed", dataset.id, "a.bin", 1, "0" * 64, part_size=1)
        stored = store.objects.create("bucket/a", "1" * 64, 1, 0)
        store.objects.retire(stored.name)
        kept = store.objects.create("bucket/b", "2" * 64, 1, 0)
    for path in (contents.arriving(upload.id), contents.path(stored.sha256), contents.path(kept.sha256)):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    make_due(tmp_path)
    deadline = time.monotonic() + 10
    while contents.arriving(upload.id).exists() or contents.path(stored.sha256).exists():
        assert time.monotonic() < deadline, "nothing was swept"
        time.sleep(0.01)
    sweeper.stop()
    assert contents.path(kept.sha256).exists()
    store.close()


def test_the_condition_must_name_the_content_that_is_there(served, file):
    now = replaced(served.admin, file, NEW)
    detail = start_replacing(served.admin, file, OLD, 412).started["detail"]
    assert ("etag_mismatch", now["etag"]) == (detail["code"], detail["etag"])
    assert replaced(served.admin, file, OLD, condition="*")["sha256_hash"] == file["sha256_hash"]


def test_a_condition_is_required(served, file):
    body = {"size": len(NEW), "sha256_hash": "0" * 64}
    path = f"files/{file['mfid']}/upload/multipart/initiate"
    assert ["header", "If-Match"] == served.admin.post(path, 422, json=body)["detail"][0]["loc"]


def test_one_replacement_at_a_time(served, file):
    upload = start_replacing(served.admin, file, NEW)
    detail = start_replacing(served.admin, file, content_of(PART, 5), 409).started["detail"]
    assert "replace_in_progress" == detail["code"]
    upload.abort()
    start_replacing(served.admin, file, content_of(PART, 5))


def test_a_replacement_that_was_forgotten_does_not_keep_others_out_for_ever(served, file):
    start_replacing(served.admin, file, NEW)
    make_due(served.sandbox.root)
    assert replaced(served.admin, file, NEW)["etag"] != file["etag"]


def test_the_same_key_finds_the_same_replacement(served, file):
    upload = start_replacing(served.admin, file, NEW, key="k1")
    for condition in (file["etag"], "*"):
        again = start_replacing(served.admin, file, NEW, condition=condition, key="k1")
        assert upload.started["upload_id"] == again.started["upload_id"]
    start_replacing(served.admin, file, OLD[1:], 422, key="k1")
    start(served.admin, file["dataset_mfid"], "b.bin", NEW, 422, key="k1")
    upload.send()
    now = upload.complete()
    again = start_replacing(served.admin, file, NEW, key="k1").started  # the answer was lost, and the tag is an old one
    assert ("completed", now) == (again["state"], again["existing_file"])


def test_the_same_content_is_not_uploaded_again(served, file):
    again = start_replacing(served.admin, file, OLD).started
    assert ("completed", file, None) == (again["state"], again["existing_file"], again["upload_id"])


def test_content_of_another_file_of_the_dataset_does_not_take_this_ones_place(served, file):
    other = served.admin.upload(file["dataset_mfid"], "b.bin", NEW)
    now = replaced(served.admin, file, NEW)
    assert (file["mfid"], other["sha256_hash"]) == (now["mfid"], now["sha256_hash"])


def test_only_files_that_are_stored_here_are_replaced_and_never_by_nothing(served, file):
    body = {"filename": "c.bin", "storage_backend": "globus"}
    elsewhere = served.admin.post(f"datasets/{file['dataset_mfid']}/files", json=body)
    start_replacing(served.admin, elsewhere, NEW, 409, condition="*")
    start_replacing(served.admin, file, b"", 422)


def test_replacing_takes_an_editor(served, file):
    start_replacing(served.person("ada"), file, NEW, 403)
    start_replacing(served.admin, {**file, "mfid": "0" * 26}, NEW, 404)


def test_a_file_that_was_deleted_meanwhile_does_not_come_back(served, file):
    upload = start_replacing(served.admin, file, NEW)
    upload.send()
    served.admin.delete(f"files/{file['mfid']}", 204)
    upload.complete(404)
    assert ([], []) == (served.admin.get(f"datasets/{file['dataset_mfid']}/files"), stored_files(served.sandbox))


def test_a_new_file_under_the_first_name_of_a_renamed_one_leaves_that_alone(served, file):
    served.admin.patch(f"files/{file['mfid']}", json={"filename": "b.bin"})
    new = served.admin.upload(file["dataset_mfid"], "a.bin", NEW)
    assert new["storage_path"] != file["storage_path"]
    assert [OLD, NEW] == [httpx.get(link_of(served.admin, one)).content for one in (file, new)]


def test_content_that_came_in_between_is_not_replaced(served, file):
    upload = start_replacing(served.admin, file, NEW)
    upload.send()
    v2 = f"{served.sandbox.api_url.replace('/v3', '/v2')}/datasets/{file['dataset_mfid']}/upload"
    other = content_of(PART, 3)
    body = {"filename": "a.bin", "size": PART, "sha256_hash": hashlib.sha256(other).hexdigest()}
    session = served.admin.post(f"{v2}/initiate", json=body)
    put(session, other, 0, PART, 200)
    done = {"upload_id": session["upload_id"], "sha256_hash": body["sha256_hash"]}
    served.admin.post(f"{v2}/complete", json=done)
    now = served.admin.get(f"files/{file['mfid']}")
    detail = upload.complete(409)["detail"]
    assert ("etag_mismatch", now["etag"]) == (detail["code"], detail["etag"])
    assert other == httpx.get(link_of(served.admin, file)).content
