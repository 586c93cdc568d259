"""Answers that nobody who speaks HTTP and JSON as agreed would give: each is an error of this package, with a hint."""

import json

import pytest
from crucible_api.api.uploads import sign_parts
from crucible_api.models import PartsToSign
from support.service import Answer, service

from crucible import CrucibleClient, errors

DATASET = "0tkn2knjast3h0008nyq9zps2c"
PATH = f"/api/v3/datasets/{DATASET}"
RECORD = {"unique_id": DATASET, "dataset_name": "run 7"}
DEEP = b'{"detail": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
KEY = "planted-key-5711"


@pytest.fixture
def server():
    with service() as running:
        yield running


@pytest.fixture
def client(server):
    with CrucibleClient(f"{server.url}/api/v3", KEY) as client:
        yield client


def both(client):
    """The calls to look at: one that the document describes, and one that it does not."""
    return (lambda: client.datasets.get(DATASET), lambda: client.request("GET", f"datasets/{DATASET}"))


def failures(client):
    for call in both(client):
        with pytest.raises(errors.CrucibleError) as caught:
            call()
        assert caught.value.hint
        yield caught.value


@pytest.mark.parametrize("status", [299, 399, 444, 499, 520, 599, 600, 999])
def test_a_status_outside_the_registry_is_an_unexpected_response(server, client, status):
    server.on("GET", PATH, Answer(RECORD, status=status))
    for error in failures(client):
        assert (errors.UnexpectedResponseError, status, True) == (
            type(error),
            error.status,
            "no such status" in str(error),
        )


@pytest.mark.parametrize("status", [300, 304, 305])
def test_a_status_that_answers_another_question_is_an_unexpected_response(server, client, status):
    server.on("GET", PATH, Answer(RECORD, status=status))
    for error in failures(client):
        assert (errors.UnexpectedResponseError, False) == (type(error), "redirects" in str(error))


@pytest.mark.parametrize("status", [402, 405, 406, 408, 410, 413, 415, 418, 451, 501, 505, 511])
def test_every_refusal_comes_with_what_to_do(server, client, status):
    server.on("GET", PATH, Answer({"detail": "no"}, status=status))
    for error in failures(client):
        assert (status, "no") == (error.status, error.detail)


@pytest.mark.parametrize(
    "body", [DEEP, b'{"unique_id": ' + b"1" * 5000 + b"}", b'{"unique_id": "a', b"\xff\xfe\xfd"], ids=len
)
def test_json_that_cannot_be_read_is_an_unexpected_response(server, client, body):
    server.on("GET", PATH, Answer(body=body))
    for error in failures(client):
        assert errors.UnexpectedResponseError is type(error)


@pytest.mark.parametrize(
    "body",
    [
        DEEP,
        b'{"detail": [{"loc": 5, "msg": 3}]}',
        b'{"detail": [{"loc": null}, null, 5]}',
        b'{"detail": "\\ud800"}',
        b'{"detail": {"code": 5, "message": ["a"]}}',
        b"\x00\xff",
    ],
    ids=len,
)
def test_a_refusal_of_any_form_stays_that_refusal(server, client, body):
    server.on("GET", PATH, Answer(status=422, body=body))
    for error in failures(client):
        assert (errors.InvalidRequestError, True) == (type(error), len(str(error)) < 1000)


@pytest.mark.parametrize("status", [404, 503])
@pytest.mark.parametrize(
    "charset", ["latin-1", "nonsense", "hex", "base64", "rot13", "idna", "punycode", "undefined", "utf-7"]
)
def test_a_charset_that_is_none_of_text_hides_no_refusal(server, client, status, charset):
    kind = f"text/plain; charset={charset}"
    server.on(
        "GET", PATH, Answer(status=status, body=b"not \xff there", content_type=kind, headers={"Retry-After": "99"})
    )
    for error in failures(client):
        assert (status, True) == (error.status, "there" in error.detail)


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_json_is_read_in_each_of_its_codings(server, client, coding):
    server.on("GET", PATH, Answer(body=json.dumps(RECORD).encode(coding)))
    assert "run 7" == client.datasets.get(DATASET).dataset_name


@pytest.mark.parametrize("status", [200, 404, 500])
def test_a_body_that_cannot_be_unpacked_is_an_unexpected_response(server, client, status):
    server.on("GET", PATH, Answer(RECORD, status=status, headers={"Content-Encoding": "gzip"}))
    for error in failures(client):
        assert (errors.UnexpectedResponseError, True) == (type(error), "unpacked" in str(error))


@pytest.mark.parametrize("header", ["Location ", "Bad\x01Name"])
def test_what_is_not_http_is_told_without_quoting_it(server, client, header):
    server.on("GET", PATH, Answer(RECORD, headers={header: "https://storage.example/?signature=planted"}))
    with pytest.raises(errors.ConnectionFailedError, match="not HTTP") as caught:
        client.datasets.get(DATASET)
    link, words = caught.value, []
    while link is not None:
        words.append(repr(link))
        link = link.__cause__ or link.__context__
    assert (True, False) == (len(words) > 1, "planted" in str(words))


def test_words_of_the_server_are_shown_without_the_secrets_in_them(server, client):
    upload = f"/api/v3/datasets/{DATASET}/upload/multipart/planted-upload/parts"
    said = [{"loc": ["path", "upload_id"], "msg": f"planted-upload or {KEY}", "input": "planted-upload"}]
    server.on("POST", upload, Answer({"detail": said}, status=422))
    address = "https://storage.example/a?X-Goog-Signature=planted"
    server.on(
        "GET", PATH, Answer({"detail": {"code": "c", "message": f"no {address} sorry", "at": [address]}}, status=409)
    )
    with pytest.raises(errors.ConflictError) as caught:
        client.datasets.get(DATASET)
    assert "no https://storage.example/a?******** sorry" == caught.value.detail
    assert "planted" not in str(vars(caught.value))
    with pytest.raises(errors.InvalidRequestError, match=r"upload_id: \*{8} or \*{8}") as caught:
        sign_parts.sync(DATASET, "planted-upload", client=client.api, body=PartsToSign([]))
    assert "planted" not in str(vars(caught.value))
