"""Uploads with a storage token, request by request; tests/peers has Google's own library do it."""

from __future__ import annotations

import hashlib
import re

import httpx
import pytest
from support.served import Served, content_of, crc32c, link_of

from crucible.sandbox import Sandbox

PART = 5 * 1024 * 1024
CONTENT = content_of(2 * PART + 1000)


class TokenUpload:
    """One upload by one person, as a storage library does it."""

    def __init__(self, person, dataset, content=CONTENT, name="runs/run 7 ä.bin"):
        self.person, self.dataset, self.content = person, dataset, content
        self.sha256_hash = hashlib.sha256(content).hexdigest()
        body = {"filename": name, "size": len(content), "sha256_hash": self.sha256_hash}
        self.started = person.post(f"datasets/{dataset}/upload/initiate/multipart", json=body)
        self.origin, self.token = person.sandbox.storage_url, self.started["access_token"]
        self.name = self.started["object_prefix"] + name

    def call(self, method, path, status=200, *, token=None, **options):
        headers = {"Authorization": f"Bearer {token or self.token}", **options.pop("headers", {})}
        answer = httpx.request(method, self.origin + path, headers=headers, timeout=30, trust_env=False, **options)
        assert status == answer.status_code, answer.text
        return answer

    def on_object(self, method, status=200, *, name=None, **options):
        """Send a request of the XML interface."""
        return self.call(method, f"/{self.started['bucket']}/{name or self.name}", status, **options)

    def start(self, status=200):
        answer = self.on_object("POST", status, params={"uploads": ""})
        self.upload_id = re.search("<UploadId>(.*)</UploadId>", answer.text)[1] if status == 200 else None

    def put(self, number, content=None, status=200, **headers):
        content = self.content[(number - 1) * PART : number * PART] if content is None else content
        where = {"partNumber": number, "uploadId": self.upload_id}
        return self.on_object("PUT", status, params=where, content=content, headers=headers)

    def finish(self, tags, status=200):
        parts = "".join(
            f"<Part><PartNumber>{number}</PartNumber><ETag>{tag}</ETag></Part>" for number, tag in tags.items()
        )
        return self.send_list(f"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>", status)

    def send_list(self, body, status=200):
        return self.on_object("POST", status, params={"uploadId": self.upload_id}, content=body)

    def complete(self, status=200):
        body = {"upload_id": self.started["upload_id"], "sha256_hash": self.sha256_hash}
        return self.person.post(f"datasets/{self.dataset}/upload/complete", status, json=body)


@pytest.fixture
def upload(served):
    return TokenUpload(served.admin, served.admin.dataset())


def code(answer):
    return re.search("<Code>(.*)</Code>", answer.text)[1]


def arriving(sandbox):
    return list((sandbox.root / "uploads").rglob("*"))


def test_parts_in_any_order_make_an_object(served, upload):
    upload.start()
    tags = {number: upload.put(number).headers["etag"] for number in (3, 1, 2)}
    upload.call("GET", f"/storage/v1/b/mf-storage-prod/o/{upload.name}", 404)
    upload.finish({number: tags[number] for number in (1, 2, 3)})
    described = upload.call("GET", f"/storage/v1/b/mf-storage-prod/o/{upload.name}").json()
    assert (str(len(CONTENT)), crc32c(CONTENT), upload.name) == tuple(
        described[name] for name in ("size", "crc32c", "name")
    )
    file = upload.complete()
    assert CONTENT == httpx.get(link_of(served.admin, file)).content
    assert ([], []) == (arriving(served.sandbox), served.sandbox.leaked_keys)


def test_parts_wait_for_the_server_to_come_back(tmp_path):
    tags = {}
    with Sandbox(tmp_path / "root", ingest=False) as sandbox:
        served = Served(sandbox)
        upload = TokenUpload(served.admin, served.admin.dataset())
        upload.start()
        tags |= {number: upload.put(number).headers["etag"] for number in (1, 2)}
        served.close()
    with Sandbox(tmp_path / "root", ingest=False) as sandbox:
        served = Served(sandbox)
        upload.person = served.admin
        tags[3] = upload.put(3).headers["etag"]
        upload.finish(tags)
        assert upload.sha256_hash == upload.complete()["sha256_hash"]
        served.close()


def test_a_part_that_comes_again_takes_the_place_of_the_first(upload):
    upload.start()
    wrong = upload.put(1, content_of(PART, seed=1)).headers["etag"]
    tags = {number: upload.put(number).headers["etag"] for number in (1, 2, 3)}
    assert "InvalidPart" == code(upload.finish({**tags, 1: wrong}, 400))
    upload.finish(tags)
    upload.complete()


def test_a_list_whose_answer_was_lost_may_be_sent_again(upload):
    upload.start()
    tags = {number: upload.put(number).headers["etag"] for number in (1, 2, 3)}
    assert upload.finish(tags).text == upload.finish(tags).text
    upload.start(412)
    upload.complete()


def test_starting_again_keeps_the_parts(upload):
    upload.start()
    tags = {1: upload.put(1).headers["etag"]}
    upload.start()
    upload.finish(tags | {number: upload.put(number).headers["etag"] for number in (2, 3)})


@pytest.mark.parametrize("header", ["x-goog-hash", "content-md5"])
def test_a_part_with_another_checksum_is_not_kept(served, upload, header):
    upload.start()
    other = {"x-goog-hash": f"crc32c={crc32c(b'other')}", "content-md5": "MTIzNDU2Nzg5MDEyMzQ1Ng=="}
    assert "BadDigest" == code(upload.put(1, status=400, **{header: other[header]}))
    assert 1 == len(arriving(served.sandbox)), "the folder for parts"


def test_an_abandoned_upload_leaves_nothing_and_takes_no_parts(served, upload):
    upload.start()
    upload.put(1)
    where = {"uploadId": upload.upload_id}
    upload.on_object("DELETE", 204, params=where)
    assert [] == arriving(served.sandbox)
    assert ["NoSuchUpload"] * 2 == [
        code(upload.put(2, status=404)),
        code(upload.on_object("DELETE", 404, params=where)),
    ]
    assert "Only 0 of" in upload.complete(409)["detail"]


def test_a_dataset_that_goes_takes_its_parts_along(served, upload):
    upload.start()
    upload.put(1)
    served.admin.post(f"resources/{upload.dataset}/delete")
    served.admin.delete(f"resources/{upload.dataset}", 200, force="true")
    assert [] == arriving(served.sandbox)
    upload.put(2, status=404)


@pytest.mark.parametrize(
    "numbers, reason",
    [
        ((2, 1, 3), "InvalidPartOrder"),
        ((1, 1, 2, 3), "InvalidPartOrder"),
        ((1, 2), "InvalidArgument"),
        ((4,), "InvalidPart"),
    ],
)
def test_a_list_that_makes_no_object_is_refused(upload, numbers, reason):
    upload.start()
    tags = {number: upload.put(number).headers["etag"] for number in (1, 2, 3)}
    parts = "".join(
        f"<Part><ETag>{tags.get(number, tags[1])}</ETag><PartNumber>{number}</PartNumber></Part>" for number in numbers
    )
    assert reason == code(upload.send_list(f"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>", 400))
    upload.finish(tags)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<a",
        b"<a><Part><PartNumber>1</PartNumber></Part></a>",
        b"<a><Part><PartNumber>x</PartNumber><ETag>0</ETag></Part></a>",
        b'<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>',
        '<!DOCTYPE a [<!ENTITY b "">]><a><Part><PartNumber>1</PartNumber><ETag>&b;</ETag></Part></a>'.encode("utf-16"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused(upload, body):
    upload.start()
    assert "MalformedXML" == code(upload.send_list(body, 400))


def test_a_list_without_end_is_refused(upload):
    upload.start()
    assert "EntityTooLarge" == code(upload.send_list(b" " * 3_000_000, 400))


@pytest.mark.parametrize("number", [0, 10_001, "x", "", "1" * 5000])
def test_a_part_has_a_number(upload, number):
    upload.start()
    assert "InvalidArgument" == code(upload.on_object(
        "PUT", 400, params={"partNumber": number, "uploadId": upload.upload_id}, content=b"a"
    ))  # fmt: skip


def test_a_part_says_how_long_it_is_and_is_no_longer_than_the_object(upload):
    upload.start()
    assert "MissingContentLength" == code(upload.put(1, iter([b"a"]), status=411))
    assert "EntityTooLarge" == code(upload.put(1, bytes(len(CONTENT) + 1), status=400))


def test_a_token_is_good_for_one_object(served, upload):
    other = TokenUpload(served.admin, upload.dataset, b"other", "other.bin")
    upload.start()
    assert "AccessDenied" == code(upload.on_object("POST", 403, name=other.name, params={"uploads": ""}))
    upload.call("GET", f"/storage/v1/b/mf-storage-prod/o/{other.name}", 403)
    start = {"uploadType": "resumable", "name": other.name}
    upload.call("POST", "/upload/storage/v1/b/mf-storage-prod/o", 403, params=start)
    assert "NoSuchUpload" == code(other.on_object("PUT", 404, params={"partNumber": 1, "uploadId": upload.upload_id}))


def test_a_session_that_a_token_starts_goes_on_without_it(served):
    upload = TokenUpload(served.admin, served.admin.dataset(), b"some bytes")
    start = {"uploadType": "resumable", "name": upload.name}
    begun = upload.call("POST", "/upload/storage/v1/b/mf-storage-prod/o", params=start)
    assert 200 == httpx.put(begun.headers["location"], content=b"some bytes").status_code
    assert 10 == upload.complete()["size"]


def test_a_token_that_has_expired_is_refused_and_a_new_one_is_another(served):
    dataset = served.admin.dataset()
    served.sandbox.faults.add("expire", on="start_token_upload", times=1)
    old, new = (TokenUpload(served.admin, dataset, CONTENT, "a.bin") for _ in range(2))
    assert "AuthenticationRequired" == code(old.on_object("POST", 401, params={"uploads": ""}))
    assert old.token != new.token
    new.start()
    served.sandbox.faults.add("expire", on="part", times=1)
    assert 401 == new.put(1, status=401).status_code
    assert [] == served.sandbox.leaked_keys


def test_an_api_key_is_no_token_and_is_noted(served, upload):
    upload.call("GET", f"/storage/v1/b/mf-storage-prod/o/{upload.name}", 401, token=served.admin.key)
    (leak,) = served.sandbox.leaked_keys
    assert ("GET", upload.name) == (leak.method, leak.path.removeprefix("/storage/v1/b/mf-storage-prod/o/"))


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1], lambda token: token + "0", lambda token: token.replace(".1", ".9")]
)
def test_a_token_cannot_be_made_up(served, upload, change):
    upload.call("GET", f"/storage/v1/b/mf-storage-prod/o/{upload.name}", 401, token=change(upload.token))


def test_content_that_is_there_needs_no_token(served, upload):
    upload.start()
    upload.finish({number: upload.put(number).headers["etag"] for number in (1, 2, 3)})
    file = upload.complete()
    body = {"filename": "again.bin", "size": len(CONTENT), "sha256_hash": upload.sha256_hash}
    again = served.admin.post(f"datasets/{upload.dataset}/upload/initiate/multipart", json=body)
    assert {"upload_id": None, "access_token": None, "existing_file": file}.items() <= again.items()
    body["sha256_hash"] = "0" * 64
    body["filename"] = file["filename"]
    taken = served.admin.post(f"datasets/{upload.dataset}/upload/initiate/multipart", 409, json=body)
    assert "filename_exists" == taken["detail"]["code"]
