"""Records of files, signed links, and what they serve."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import httpx
import pytest
from support.served import content_of, link_of

from crucible.sandbox.signing import Signer

MIB = 1024 * 1024


def changed(url: str, **parameters: str) -> str:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | parameters
    return urlunsplit(parts._replace(query=urlencode(query)))


@pytest.mark.parametrize(
    ("asked", "status", "begin", "end"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=990-", 206, 990, 1000),
        ("bytes=-10", 206, 990, 1000),
        ("bytes=500-5000", 206, 500, 1000),
        ("bytes=-5000", 206, 0, 1000),
        ("bytes=1000-", 416, 0, 0),
        ("bytes=9-5", 200, 0, 1000),
        ("bytes=0-1,5-6", 200, 0, 1000),
        ("lines=0-9", 200, 0, 1000),
        ("bytes=-0", 416, 0, 0),
    ],
)
def test_ranges_are_served_as_http_has_it(served, asked, status, begin, end):
    content = content_of(1000)
    url = link_of(served.admin, served.admin.upload(served.admin.dataset(), "a.bin", content))
    answer = httpx.get(url, headers={"Range": asked})
    assert status == answer.status_code
    if status == 416:
        assert "bytes */1000" == answer.headers["content-range"]
    else:
        assert content[begin:end] == answer.content
    if status == 206:
        assert f"bytes {begin}-{end - 1}/1000" == answer.headers["content-range"]


def test_a_range_of_a_large_file_crosses_blocks(served):
    content = content_of(5 * MIB + 3)
    url = link_of(served.admin, served.admin.upload(served.admin.dataset(), "a.bin", content))
    answer = httpx.get(url, headers={"Range": f"bytes={MIB - 7}-{4 * MIB + 5}"})
    assert content[MIB - 7 : 4 * MIB + 6] == answer.content


def test_conditions_compare_the_entity_tag(served):
    content = content_of(1000)
    file = served.admin.upload(served.admin.dataset(), "a.bin", content)
    url, tag = link_of(served.admin, file), file["etag"]
    assert 304 == httpx.get(url, headers={"If-None-Match": tag}).status_code
    assert 412 == httpx.get(url, headers={"If-Match": '"other"'}).status_code
    assert 206 == httpx.get(url, headers={"Range": "bytes=0-9", "If-Range": tag}).status_code
    assert 200 == httpx.get(url, headers={"Range": "bytes=0-9", "If-Range": '"other"'}).status_code
    head = httpx.head(url)
    assert (200, "1000", b"") == (head.status_code, head.headers["content-length"], head.content)


OLD, NEW = "Tue, 01 Jan 2019 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"


@pytest.mark.parametrize(
    ("conditions", "status"),
    [
        ({"If-Match": "*"}, 200),
        ({"If-Match": '"other", TAG'}, 200),
        ({"If-Match": "W/TAG"}, 412),  # a weak tag is never strongly equal
        ({"If-Match": ""}, 412),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"other", W/TAG'}, 304),
        ({"If-None-Match": '"other"'}, 200),
        ({"If-Unmodified-Since": OLD}, 412),
        ({"If-Unmodified-Since": NEW}, 200),
        ({"If-Unmodified-Since": OLD, "If-Match": "TAG"}, 200),
        ({"If-Unmodified-Since": "soon"}, 200),
        ({"If-Modified-Since": NEW}, 304),
        ({"If-Modified-Since": OLD}, 200),
        ({"If-Modified-Since": "MODIFIED"}, 304),
        ({"If-Modified-Since": NEW, "If-None-Match": '"other"'}, 200),
        ({"If-Modified-Since": "Tue, 01 Jan 2019 00:00:00 +99999999999999999999"}, 200),
        ({"Range": "bytes=0-9", "If-Range": "W/TAG"}, 200),
        ({"Range": "bytes=0-9", "If-Range": "MODIFIED"}, 200),  # content can change twice in one second
        ({"Range": "bytes=0-9", "If-Match": '"other"'}, 412),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_conditions_are_read_as_http_has_it(served, method, conditions, status):
    file = served.admin.upload(served.admin.dataset(), "a.bin", content_of(1000))
    url = link_of(served.admin, file)
    modified = httpx.head(url).headers["last-modified"]
    sent = {name: text.replace("TAG", file["etag"]).replace("MODIFIED", modified) for name, text in conditions.items()}
    answer = httpx.request(method, url, headers=sent)
    assert (status, file["etag"] if status != 412 else None) == (answer.status_code, answer.headers.get("etag"))


def test_a_range_is_for_get(served):
    url = link_of(served.admin, served.admin.upload(served.admin.dataset(), "a.bin", content_of(1000)))
    head = httpx.head(url, headers={"Range": "bytes=0-9"})
    assert (200, "1000") == (head.status_code, head.headers["content-length"])


def test_a_link_that_names_a_parameter_twice_is_no_link(served):
    url = link_of(served.admin, served.admin.upload(served.admin.dataset(), "a.bin", content_of(1000)))
    doubled = url.replace("?", "?X-Goog-Expires=999999&")
    assert (200, 403) == (httpx.get(url).status_code, httpx.get(doubled).status_code)


def test_content_that_is_gone_is_no_success(served):
    file = served.admin.upload(served.admin.dataset(), "a.bin", content_of(1000))
    url = link_of(served.admin, file)
    served.sandbox._storage.contents.path(file["sha256_hash"]).unlink()
    assert [404, 404] == [httpx.request(method, url).status_code for method in ("GET", "HEAD")]


def test_a_link_is_good_for_its_file_method_and_time_only(served):
    content = content_of(100)
    dataset = served.admin.dataset()
    url = link_of(served.admin, served.admin.upload(dataset, "a.bin", content))
    served.admin.upload(dataset, "b.bin", content_of(100, 1))
    tampered = [
        url.replace("a.bin", "b.bin", 1),
        changed(url, **{"X-Goog-Expires": "999999"}),
        changed(url, **{"X-Goog-Signature": "0" * 64}),
        changed(url, **{"response-content-disposition": "inline"}),
        changed(url, extra="1"),
        url.partition("?")[0],
    ]
    assert [403] * len(tampered) == [httpx.get(other).status_code for other in tampered]
    assert 403 == httpx.delete(url).status_code
    assert 403 == httpx.put(url, content=b"x").status_code


def test_an_expired_link_is_refused(served):
    signer = Signer((served.sandbox.root / "secret").read_bytes())
    file = served.admin.upload(served.admin.dataset(), "a.bin", content_of(100))
    links = [signer.sign("GET", f"/{file['storage_path']}", lifetime_seconds=seconds) for seconds in (60, 0)]
    good, answer = (httpx.get(served.sandbox.storage_url + link) for link in links)
    assert 200 == good.status_code
    assert 400 == answer.status_code
    assert "<Code>ExpiredToken</Code>" in answer.text


def test_pages_that_could_run_are_never_shown_inline(served):
    dataset = served.admin.dataset()
    shown = {}
    for name in ("a.png", "a.html", "a.svg", "a.xml"):
        file = served.admin.upload(dataset, name, name.encode())
        url = served.admin.get(f"files/{file['mfid']}/download_link", disposition="inline")["url"]
        headers = httpx.get(url).headers
        shown[name] = headers["content-disposition"].partition(";")[0]
        assert "nosniff" == headers["x-content-type-options"]
    assert {"a.png": "inline", "a.html": "attachment", "a.svg": "attachment", "a.xml": "attachment"} == shown


def test_a_key_that_arrives_at_storage_is_noted_without_its_text(served):
    content = content_of(100)
    url = link_of(served.admin, served.admin.upload(served.admin.dataset(), "a.bin", content))
    httpx.get(url)
    assert [] == served.sandbox.leaked_keys
    assert 200 == httpx.get(url, headers={"Authorization": f"Bearer {served.sandbox.api_key}"}).status_code
    assert ["GET"] == [leak.method for leak in served.sandbox.leaked_keys]
    assert served.sandbox.api_key not in repr(served.sandbox.leaked_keys)


def test_a_catalogued_file_has_a_record_and_no_link(served):
    dataset = served.admin.dataset()
    body = {"filename": "raw.h5", "storage_backend": "globus", "size": 5, "access_note": "ask Ada"}
    file = served.admin.post(f"datasets/{dataset}/files", json=body)
    served.admin.post(f"datasets/{dataset}/files", 422, json={**body, "storage_backend": "gcs"})
    served.admin.post(f"datasets/{dataset}/files", 409, json=body)
    served.admin.get(f"files/{file['mfid']}/download_link", 404)
    served.admin.get(f"datasets/{dataset}/download_links", 404)
    moved = served.admin.patch(f"files/{file['mfid']}", json={"storage_path": "/shared/raw.h5", "size": 7})
    assert ("/shared/raw.h5", 7) == (moved["storage_path"], served.admin.get(f"datasets/{dataset}")["size"])
    stored = served.admin.upload(dataset, "a.bin", b"x")
    links = served.admin.get(f"datasets/{dataset}/download_links")
    assert (None, b"x") == (links[file["mfid"]], httpx.get(links[stored["mfid"]]).content)


def test_files_kept_elsewhere_cannot_make_a_dataset_larger_than_the_document_allows(served):
    dataset = served.admin.dataset()
    body = {"storage_backend": "globus", "size": 2**53 - 1}
    file = served.admin.post(f"datasets/{dataset}/files", json={**body, "filename": "raw.h5"})
    refusal = served.admin.post(f"datasets/{dataset}/files", 422, json={**body, "filename": "more.h5", "size": 1})
    assert "at most 9007199254740991 bytes together" in refusal["detail"]
    assert [file] == served.admin.get(f"datasets/{dataset}/files")
    assert 2**53 - 1 == served.admin.get(f"datasets/{dataset}")["size"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"storage_path": "x"}, "assigned by the upload API"),
        ({"size": 1}, "determined by the stored object"),
        ({"sha256_hash": "0" * 64}, "determined by the stored object"),
    ],
)
def test_what_storage_knows_about_a_file_is_not_changed_by_hand(served, change, words):
    file = served.admin.upload(served.admin.dataset(), "a.bin", b"x")
    assert words in served.admin.patch(f"files/{file['mfid']}", 422, json=change)["detail"]


def test_a_renamed_file_keeps_its_content(served):
    dataset = served.admin.dataset()
    file = served.admin.upload(dataset, "a.bin", b"x")
    served.admin.upload(dataset, "b.bin", b"y")
    served.admin.patch(f"files/{file['mfid']}", 409, json={"filename": "b.bin"})
    renamed = served.admin.patch(f"files/{file['mfid']}", json={"filename": "c.bin"})
    assert b"x" == httpx.get(link_of(served.admin, renamed)).content


def test_links_last_an_hour(served):
    file = served.admin.upload(served.admin.dataset(), "a.bin", b"x")
    answer = served.admin.get(f"files/{file['mfid']}/download_link")
    query = dict(parse_qsl(urlsplit(answer["url"]).query))
    made = datetime.strptime(query["X-Goog-Date"] + "+0000", "%Y%m%dT%H%M%SZ%z")
    assert ("3600", 3600) == (query["X-Goog-Expires"], answer["expires_in"])
    assert abs(datetime.now(made.tzinfo) - made) < timedelta(minutes=1)
