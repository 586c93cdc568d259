"""Files in the older version of the API: uploads, forms, downloads, ingestion."""

from __future__ import annotations

import hashlib

import httpx
import pytest
from support.served import content_of, link_of
from support.signed import start_replacing


@pytest.fixture
def admin(served):
    """The administrator, who speaks v2."""
    return served.in_v2(served.admin)


@pytest.fixture
def ada(served):
    """A person without a platform role, who speaks v2."""
    return served.in_v2(served.person("ada", 1))


def download(link):
    return httpx.get(link, trust_env=False, timeout=30)


def send_form(person, dataset, name, content, status=200, field="files"):
    form = {field: (name, content, "application/octet-stream")}
    return person.call("POST", f"datasets/{dataset}/upload", status, files=form)


def test_a_file_goes_up_in_a_session_and_down_by_link(ada):
    dataset, content = ada.dataset(), content_of(300_000)
    file = ada.upload(dataset, "raw.bin", content)
    assert {"mfid", "dataset_mfid", "filename", "storage_path", "size", "sha256_hash"} == file.keys()
    assert [file] == ada.get(f"datasets/{dataset}/files") == ada.get("files")["items"]
    link = ada.get(f"files/{file['mfid']}/download_link")
    assert (content, 3600) == (download(link["url"]).content, link["expires_in"])
    assert content == download(ada.get(f"datasets/{dataset}/download_links")[file["mfid"]]).content
    assert file == ada.start_upload(dataset, "again.bin", content)["existing_file"]
    assert ada.delete(f"files/{file['mfid']}", 204) is None
    assert [] == ada.get(f"datasets/{dataset}/associated_files")


def test_other_content_under_the_same_name_takes_the_place_of_the_old(ada):
    dataset, old, new = ada.dataset(), content_of(1000, 1), content_of(2000, 2)
    former = ada.upload(dataset, "raw.bin", old)
    file = ada.upload(dataset, "raw.bin", new)
    assert (former["mfid"], 2000) == (file["mfid"], file["size"])
    assert [file] == ada.get(f"datasets/{dataset}/files")
    assert f"mf-storage-prod/{dataset}/raw.bin" == former["storage_path"] == file["storage_path"]
    assert new == download(ada.get(f"files/{former['mfid']}/download_link")["url"]).content
    assert 2000 == ada.get(f"datasets/{dataset}")["size"]
    once_more = send_form(ada, dataset, "raw.bin", old)
    assert (former["mfid"], 1000) == (once_more["mfid"], once_more["size"])


@pytest.mark.parametrize("size", [0, 1, 100_000])
def test_a_file_comes_in_a_form(ada, size):
    dataset, content = ada.dataset(), content_of(size)
    file = send_form(ada, dataset, "raw data.bin", content)
    assert ("raw data.bin", size) == (file["filename"], file["size"])
    assert hashlib.sha256(content).hexdigest() == file["sha256_hash"]
    assert content == download(ada.get(f"files/{file['mfid']}/download_link")["url"]).content
    assert file == send_form(ada, dataset, "other name.bin", content)


def test_bytes_that_look_like_the_end_of_a_form_are_content(ada):
    dataset, content = ada.dataset(), b"\r\n--x\r\n\r\n--\r\n\r\n"
    file = send_form(ada, dataset, "x", content)
    assert content == download(ada.get(f"files/{file['mfid']}/download_link")["url"]).content


def test_a_form_without_a_file_is_refused(served, ada):
    dataset = ada.dataset()
    assert ["body", "files"] == send_form(ada, dataset, "a", b"a", 422, field="file")["detail"][0]["loc"]
    described = {"content-type": "multipart/form-data"}
    ada.call("POST", f"datasets/{dataset}/upload", 422, content=b"no form", headers=described)
    ada.call("POST", f"datasets/{dataset}/upload", 422, content=b"--x", headers={"content-type": "a; boundary=x"})
    send_form(served.in_v2(served.person("grace", 2)), dataset, "a", b"a", 403)
    send_form(ada, dataset, "../a/../../b", b"a", 422)
    assert [] == ada.get(f"datasets/{dataset}/files")


def test_a_file_that_was_copied_by_other_means_has_a_record_and_no_content(ada):
    dataset = ada.dataset()
    ada.upload(dataset, "raw.bin", b"abc")
    body = {"filename": "api-uploads/run7.xy", "size": 1234}
    files = ada.post(f"datasets/{dataset}/associated_files", json=body, ingestion_class="AFMIngestor")
    assert ["raw.bin", "api-uploads/run7.xy"] == [file["filename"] for file in files]
    assert (1234, None) == (files[1]["size"], files[1]["storage_path"])
    ada.get(f"files/{files[1]['mfid']}/download_link", 404)


def test_content_that_a_record_only_claims_has_to_be_uploaded(served, ada):
    dataset, content, in_v3 = ada.dataset(), content_of(1500), served.known(ada.id, ada.key)
    body = {"filename": "run7.xy", "size": 1500, "sha256_hash": hashlib.sha256(content).hexdigest()}
    file = ada.post(f"datasets/{dataset}/associated_files", json=body)[0]
    assert in_v3.start_upload(dataset, "other.xy", content)["existing_file"] is None
    upload = start_replacing(in_v3, file, content, condition="*")
    assert upload.started["existing_file"] is None
    upload.send()
    assert file["mfid"] == upload.complete()["mfid"]
    assert content == download(link_of(in_v3, file)).content


def test_ingestion_requests_are_found_by_dataset_and_file(served, ada):
    dataset, other = ada.dataset(), ada.dataset()
    files = [ada.upload(dataset, name, name.encode())["mfid"] for name in ("a.xy", "b.xy")]
    first, second = (ada.post(f"files/{file}/ingest", ingestion_class="AFMIngestor") for file in files)
    assert ("requested", "AFMIngestor", files[0]) == (first["status"], first["ingestion_class"], first["file_mfid"])
    assert [second, first] == ada.get("ingestion_requests", dataset_id=dataset)["items"]
    assert [first] == ada.get("ingestion_requests", file_id=files[0])["items"]
    assert [] == ada.get("ingestion_requests", dataset_id=other)["items"]
    assert first == ada.get(f"ingestion_requests/{first['id']}")
    early = ada.post(f"datasets/{dataset}/files/{files[0]}/ingest", filename="a.xy", file_size=4)
    assert files[0] == early["file_mfid"]
    ada.post(f"datasets/{other}/files/{files[0]}/ingest", 404)


def test_a_worker_elsewhere_reports_and_its_nulls_change_nothing(admin, ada):
    file = ada.upload(ada.dataset(), "a.xy", b"a")["mfid"]
    asked = ada.post(f"files/{file}/ingest", ingestion_class="AFMIngestor")
    path, nulls = f"ingestion_requests/{asked['id']}", {"ingestion_class": None, "ingestion_githash": None}
    started = admin.patch(path, json={"id": asked["id"], "status": "started", **nulls})
    assert ("started", "AFMIngestor") == (started["status"], started["ingestion_class"])
    moment = "2026-08-01T03:00:00-07:00"
    done = admin.patch(path, json={"status": "complete", "ingestion_githash": "abc", "time_completed": moment})
    assert ("complete", "abc", "AFMIngestor") == (done["status"], done["ingestion_githash"], done["ingestion_class"])


def test_thumbnails_have_no_type(ada):
    dataset = ada.dataset()
    image = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    added = ada.post(f"datasets/{dataset}/thumbnails", json={"thumbnail_name": "a", "thumbnail_b64str": image})
    assert {"id", "dataset_id", "thumbnail_name", "thumbnail_b64str"} == added.keys()
    assert [added] == ada.get(f"datasets/{dataset}/thumbnails")
    assert {dataset: added} == ada.post("datasets/first_thumbnails", json=[dataset])
    assert str(added["id"]) in ada.delete(f"datasets/{dataset}/thumbnails/{added['id']}")["detail"]
