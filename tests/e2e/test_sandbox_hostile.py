"""Input that nobody of good will sends: refused or kept exactly, never a 5xx, never a file where none belongs."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest
from support.served import Served, content_of, link_of, put
from support.signed import start

from crucible.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ODD_TEXTS = [
    "\x01\x1f\x7f\x9f",
    "\ufffe\uffff",
    "\u202e\u2066 right to left",
    "\U0001f9ea\U0010ffff",
    "e\u0301" * 500,
    "\n\r\n\t",
    " ",
    "../../../../etc/passwd",
    "'; DROP TABLE resource; --",
    '" OR "" = "',
    "%00%2e%2e%2f",
    "NEAR(a b) AND NOT * ^ : {",
    "a" * 65_536,
]
ODD_NAMES = [
    *("..", ".", "", "/", "a/", "/etc/passwd", "../a", "a/../../b", "a//b", "a/./b", "..\\a", "C:\\a", "\\\\host\\a"),
    *("a\x00b", "a\nb", "\x7f", "a" * 1025, "\u20ac" * 342),
]
CONTENT = re.compile(r"root/(objects/[0-9a-f]{2}|uploads)/[0-9a-f]{64}")
KEPT_NAMES = ["C:a", "CON", "nul.txt", "a:b", "a*?<>|b", " a ", "a.", "-rf", "--child", "~", "$HOME", "`id`", "%2e%2e"]
KEPT_NAMES += ["\u202ea", "e\u0301", "\U0001f9ea.h5", "a" * 1024, "/".join("a" * 512), "key", "crucible.db", "a#b?c&d"]


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    """One sandbox for all, in a folder alone; nothing here depends on what else is in it."""
    with Sandbox(tmp_path_factory.mktemp("alone") / "root", ingest=False) as sandbox:
        served = Served(sandbox)
        yield served
        served.close()


def odd_files(root: Path) -> set[str]:
    """Return every file in and beside the folder, except content, which is named by checksums."""
    beside = {str(path.relative_to(root.parent)) for path in root.parent.rglob("*") if path.is_file()}
    return {name for name in beside if not CONTENT.fullmatch(name.replace(os.sep, "/"))}


# ---- JSON ----


@pytest.mark.parametrize("number", [0, -1, 2**53 + 1, 2**63 - 1, -(2**63), 2**64 - 1])
def test_integers_of_64_bits_are_kept_exactly(served, number):
    path = f"resources/{served.admin.dataset()}/metadata"
    assert number == served.admin.patch(path, json={"a": number})["scientific_metadata"]["a"]
    assert number == json.loads(served.admin.http.get(path).content)["scientific_metadata"]["a"]


@pytest.mark.parametrize(
    "digits",
    ["18446744073709551616", "-9223372036854775809", str(2**70), "1" + "0" * 300, "9" * 4000, "-" + "9" * 5000],
)
def test_larger_integers_are_refused_not_rounded(served, digits):
    body = b'{"a": [{"b": %s}]}' % digits.encode()
    answer = served.admin.http.patch(f"resources/{served.admin.dataset()}/metadata", content=body)
    assert 422 == answer.status_code
    assert answer.json()["detail"][0]["type"] in ("value_error", "json_invalid")


def test_digits_in_texts_and_fractions_are_no_integers(served):
    body = b'{"a": "99999999999999999999999", "b": 0.33333333333333333333333, "c": 1.5e300}'
    answer = served.admin.http.patch(f"resources/{served.admin.dataset()}/metadata", content=body)
    assert (200, json.loads(body)) == (answer.status_code, answer.json()["scientific_metadata"])


@pytest.mark.parametrize(
    "body", [b"[" * 10_000, b'{"a":[' + b"[]," * 600_000 + b"1]}", b'{"a":' * 10_000], ids=["deep", "wide", "open"]
)
def test_json_with_far_too_much_in_it_is_refused(served, body):
    answer = served.admin.http.patch(f"resources/{served.admin.dataset()}/metadata", content=body)
    assert (422, 1) == (answer.status_code, len(answer.json()["detail"]))


def test_commas_and_brackets_in_texts_do_not_count(served):
    document = {"a": "[{,]}" * 200_000, "b": '\\",[\\' * 1000}
    path = f"resources/{served.admin.dataset()}/metadata"
    assert document == served.admin.patch(path, json=document)["scientific_metadata"]


@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_odd_texts_are_kept_as_they_are_and_found(served, text):
    mfid = served.admin.post("datasets", json={"dataset_name": text, "measurement": text, "session_name": text})[
        "unique_id"
    ]
    document = {text: {text: [text]}}
    served.admin.patch(f"resources/{mfid}/metadata", json=document)
    found = served.admin.get(f"datasets/{mfid}", include_metadata=True)
    assert (text, text, document) == (found["dataset_name"], found["measurement"], found["scientific_metadata"])
    image = base64.b64encode(b"GIF89a").decode()
    served.admin.post(f"datasets/{mfid}/thumbnails", json={"thumbnail_name": text, "thumbnail_b64str": image})
    short = text[:2000]
    for path, query in (
        (f"datasets/{mfid}/keywords", {"keyword": short}),
        ("users", {}),
        ("projects", {}),
    ):
        answer = served.admin.http.post(path, params=query, json={"project_id": text, "organization": text})
        assert answer.status_code < 500
    for path in ("datasets/search", "samples/search", "projects/search", "users/search", "resources/metadata/search"):
        assert served.admin.http.get(path, params={"q": f"{short} abc"}).status_code in (200, 422)
    if short == text:
        assert mfid in [item["unique_id"] for item in served.admin.get("datasets", measurement=text)["items"]]


def test_while_a_large_body_is_worked_on_others_are_answered(served):
    mfid = served.admin.dataset()
    document = {"a": [{"b": number} for number in range(120_000)]}
    statuses: list[int] = []
    working = threading.Thread(
        target=lambda: statuses.append(served.admin.http.patch(f"resources/{mfid}/metadata", json=document).status_code)
    )
    working.start()
    answered = 0
    with httpx.Client() as other:
        while working.is_alive():
            answered += other.get(f"{served.sandbox.api_url}/health/live").status_code == 200
    working.join()
    assert [200] == statuses
    assert answered > 5


# ---- addresses and headers ----


@pytest.mark.parametrize(
    "path",
    [
        *("../../etc/passwd", "%2e%2e/%2e%2e/key", "..%2fkey", "%2fetc%2fpasswd", "datasets/..%2f..%2f/files"),
        *("datasets/%", "datasets/%z", "datasets/%ff%fe/files", "users/%ed%a0%80", "users/" + "%00" * 3000),
        *("datasets?%", "datasets?=", "datasets?&&&=&", "datasets?a=%zz", "datasets?%ff=%ff", "datasets?limit=%00"),
        *("datasets?dataset_name=" + "%F0%9F%98%80" * 2000, "datasets;a=b", "datasets?limit=1;limit=2"),
        *("files?offset=-1", "files?offset=1e3", "files?offset=" + "9" * 4000, "files?limit=" + "0" * 3000 + "1"),
        *("datasets?cursor=", "datasets?cursor=%00", "datasets?cursor=e30", "datasets?cursor=" + "A" * 10_000),
        *("files?cursor=WzEsMiwzXQ", "users?cursor=W251bGwsbnVsbCxudWxsXQ", "files/" + "0" * 26 + "/download_link"),
    ],
)
def test_odd_addresses_are_answered_below_500(served, path):
    for url in (served.sandbox.api_url, served.sandbox.api_url.replace("v3", "v2"), served.sandbox.storage_url):
        answer = served.admin.http.get(f"{url}/{path}")
        assert 200 <= answer.status_code < 500


@pytest.mark.parametrize("change", ["truncate", "flip", "extend", "swap"])
def test_a_cursor_that_was_tampered_with_is_a_422(served, change):
    for _ in range(2):
        served.admin.sample("tampered")
    cursor = served.admin.get("samples", limit=1)["next_cursor"]
    changed = {
        "truncate": cursor[:-3],
        "flip": cursor[:5] + ("A" if cursor[5] != "A" else "B") + cursor[6:],
        "extend": cursor + "AAAA",
        "swap": base64.urlsafe_b64encode(b'[{"a":1},[2],"x"]').decode().rstrip("="),
    }[change]
    assert 422 == served.admin.http.get("samples", params={"limit": 1, "cursor": changed}).status_code


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "multipart/form-data"},
        {"Content-Type": "application/json; charset=utf-7"},
        {"Content-Type": "\xff"},
        {"Content-Encoding": "gzip"},
        {"Accept": "image/png", "Accept-Encoding": "br;q=nan"},
        {"Cookie": "=;;;a=b;" * 100},
        {"Crucible-Privilege-Mode": "\xff"},
        {"Idempotency-Key": "\xff" * 1000, "If-Match": "\xff"},
        {"X-Forwarded-For": "evil", "X-Forwarded-Host": "evil", "Forwarded": "host=evil"},
    ],
)
def test_odd_headers_change_nothing_or_are_refused(served, headers):
    described = {name: value.encode("latin-1") for name, value in headers.items()}
    for body in (b'{"sample_name": "a"}', gzip.compress(b'{"sample_name": "a"}')):
        answer = served.admin.http.post("samples", content=body, headers=described)
        assert answer.status_code in (200, 400, 401, 403, 415, 422)


@pytest.mark.parametrize("authorization", ["", "Bearer", "bearer \xff", "Basic YTpi", "Bearer a b", "B" * 9000])
def test_odd_credentials_are_401(served, authorization):
    answer = httpx.get(f"{served.sandbox.api_url}/account", headers={"Authorization": authorization.encode("latin-1")})
    assert 401 == answer.status_code


# ---- files ----


@pytest.mark.parametrize("name", ODD_NAMES, ids=range(len(ODD_NAMES)))
def test_file_names_that_lead_somewhere_are_refused_everywhere(served, name):
    mfid = served.admin.dataset()
    body = {"filename": name, "size": 1, "sha256_hash": "0" * 64}
    for path in ("upload/initiate", "upload/multipart/initiate", "files"):
        answer = served.admin.http.post(
            f"datasets/{mfid}/{path}", json=body | ({"storage_backend": "globus"} if path == "files" else {})
        )
        assert 422 == answer.status_code, path
    file = served.admin.upload(mfid, "good", b"content")
    assert 422 == served.admin.http.patch(f"files/{file['mfid']}", json={"filename": name}).status_code


@pytest.mark.parametrize("name", KEPT_NAMES, ids=range(len(KEPT_NAMES)))
def test_other_odd_names_are_kept_and_make_no_file_of_that_name(served, name):
    before = odd_files(served.sandbox.root)
    content = name.encode() + b" one way"
    mfid = served.admin.dataset()
    file = served.admin.upload(mfid, name, content)
    assert name == file["filename"]
    answer = httpx.get(link_of(served.admin, file))
    assert (200, content) == (answer.status_code, answer.content)
    upload = start(served.admin, mfid, f"{name}2"[-1000:], content + b", another way")
    upload.send()
    upload.complete()
    served.admin.post(f"files/{file['mfid']}/ingest")
    assert served.sandbox.worker.step()
    assert before == odd_files(served.sandbox.root)


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        *(
            ("bytes=", 200),
            ("bytes=-", 200),
            ("bytes=a-b", 200),
            ("bytes=5-2", 200),
            ("bytes 0-5", 200),
            ("lines=0-1", 200),
        ),
        *(("bytes=0-1,3-4", 200), ("bytes=" + ",".join("0-0" for _ in range(5000)), 200), ("\xff", 200), ("-5", 200)),
        *(
            ("bytes=-0", 416),
            ("bytes=1000-", 416),
            ("bytes=999999999999999999-", 416),
            ("bytes=" + "9" * 500 + "-", 200),
        ),
        *(("bytes=0-" + "9" * 18, 206), ("bytes=-" + "9" * 18, 206), ("bytes=999-", 206), ("bytes=\u0660-", 200)),
    ],
)
def test_ranges_are_read_as_the_standard_has_it(served, wanted, status):
    content = content_of(1000)
    link = link_of(served.admin, served.admin.upload(served.admin.dataset(), "a", content))
    answer = httpx.get(link, headers={"Range": wanted.encode("utf-8" if "\u0660" in wanted else "latin-1")})
    assert status == answer.status_code
    if status == 200:
        assert content == answer.content


@pytest.mark.parametrize(
    "headers",
    [
        *(
            {"Content-Range": text}
            for text in ("", "bytes", "bytes 0-", "bytes 5-2/10", "bytes 0-9/9", "bytes -1-5/10")
        ),
        *({"Content-Range": f"bytes 0-{number}/{number}"} for number in ("9" * 18, "9" * 400)),
        {"Content-Range": "bytes 99999-100000/1000"},
        {"Content-Range": "bytes */*/*"},
        {"X-Goog-Hash": "crc32c=" + "A" * 5000},
        {"X-Goog-Hash": "crc32c=AAAAAA=="},
    ],
)
def test_odd_requests_to_a_session_are_refused_and_it_goes_on(served, headers):
    content = content_of(1000)
    mfid = served.admin.dataset()
    upload = served.admin.start_upload(mfid, "a", content)
    described = {name: value.encode("latin-1") for name, value in headers.items()}
    answer = httpx.put(upload["resumable_uri"], content=content, headers=described)
    assert 400 == answer.status_code
    put(upload, content, 0, 1000, 200)
    assert 1000 == served.admin.complete_upload(mfid, upload, content)["size"]


@pytest.mark.parametrize("upload_id", ["", "\x00", "a" * 5000, "../../../key", "\U0001f9ea", "%", "'", "\ufffd"])
def test_odd_upload_ids_are_unknown(served, upload_id):
    mfid = served.admin.dataset()
    address = urlsplit(served.admin.start_upload(mfid, "a", b"x")["resumable_uri"])
    url = f"{address.scheme}://{address.netloc}{address.path}"
    for method in ("PUT", "DELETE", "GET"):
        assert 404 == httpx.request(method, url, params={"upload_id": upload_id}, content=b"x").status_code
    body = {"upload_id": upload_id, "sha256_hash": "0" * 64}
    assert served.admin.http.post(f"datasets/{mfid}/upload/complete", json=body).status_code in (404, 422)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_the_object_store_gives_nothing_without_a_good_signature(served, method):
    file = served.admin.upload(served.admin.dataset(), "secret.bin", b"a secret")
    link = link_of(served.admin, file)
    address = link.split("?")[0]
    queries = ["", "X-Goog-Signature=", "X-Goog-Signature=%ff", "X-Goog-Signature=" + "0" * 64, "&" * 500]
    queries += [link.split("?")[1].replace("X-Goog-Expires=3600", "X-Goog-Expires=99999999999999999999")]
    queries += [
        link.split("?")[1] + "&X-Goog-Expires=9999999999",
        link.split("?")[1] + "&response-content-type=text/html",
    ]
    for query in queries:
        answer = httpx.request(method, f"{address}?{query}")
        assert 400 <= answer.status_code < 500
        assert b"a secret" not in answer.content
