"""Exceptions and refusals as this package's errors."""

import ssl

import httpx
import pytest

from crucible import errors
from crucible.credentials import Secret
from crucible.transport import failures

KEY = Secret("planted-key-5711")
UPLOAD = "/datasets/{dataset_mfid}/upload/multipart/{upload_id}"


def request(method="GET", url="https://crucible.example.org/api/v3/x", operation="get_x", path="/x"):
    return httpx.Request(method, url, extensions={"operation": operation, "path": path})


def certificate_error():
    error = httpx.ConnectError("certificate verify failed")
    error.__cause__ = ssl.SSLCertVerificationError("self-signed certificate")
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError("refused"), "unsent"),
        (httpx.ConnectTimeout("slow"), "unsent"),
        (httpx.PoolTimeout("busy"), "unsent"),
        (httpx.ProxyError("no"), "unsent"),
        (certificate_error(), "final"),
        (httpx.ReadTimeout("slow"), "lost"),
        (httpx.WriteTimeout("slow"), "lost"),
        (httpx.ReadError("reset"), "lost"),
        (httpx.WriteError("reset"), "lost"),
        (httpx.RemoteProtocolError("cut off"), "lost"),
        (httpx.DecodingError("bad gzip"), "final"),
        (httpx.UnsupportedProtocol("ftp"), "final"),
        (httpx.LocalProtocolError("bad header"), "final"),
    ],
)
def test_what_an_exception_says_about_the_request(error, kind):
    assert kind == failures.outcome_of_error(error).kind


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (httpx.ConnectTimeout(""), errors.RequestTimeoutError),
        (httpx.ReadTimeout(""), errors.RequestTimeoutError),
        (httpx.ConnectError("refused"), errors.ConnectionFailedError),
        (httpx.ReadError(""), errors.ConnectionFailedError),
        (httpx.DecodingError("bad gzip"), errors.UnexpectedResponseError),
    ],
)
def test_an_exception_becomes_an_error_that_names_host_and_operation(error, expected):
    made = failures.from_exception(error, request())
    assert (expected, True, True) == (type(made), "crucible.example.org" in str(made), "get_x" in str(made))


def test_a_certificate_that_is_not_trusted_comes_with_what_to_do():
    assert "authority_file" in str(failures.from_exception(certificate_error(), request()))


def test_a_header_that_cannot_be_sent_is_not_quoted():
    error = httpx.LocalProtocolError("Illegal header value b'planted'")
    assert "planted" not in str(failures.from_exception(error, request()))


def test_an_upload_id_in_the_path_is_not_shown():
    url = "https://crucible.example.org/api/v3/datasets/0tkn2knjast3h0008nyq9zps2c/upload/multipart/planted"
    shown = str(failures.from_exception(httpx.ReadError(""), request(url=url, path=UPLOAD)))
    assert (True, False) == ("0tkn2knjast3h0008nyq9zps2c" in shown, "planted" in shown)


def refusal(status, text, **headers):
    response = httpx.Response(status, text=text, request=request())
    response.headers.update(headers)
    return failures.from_answer(response, KEY)


@pytest.mark.parametrize("text", ['{"detail": "no account has planted-key-5711"}', "planted-key-5711?"])
def test_a_server_that_repeats_the_key_does_not_get_it_into_the_error(text):
    error = refusal(401, text)
    assert ("********" in str(error), False) == (True, "planted" in str(error) + str(vars(error)))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 412, 422, 429, 500, 503])
def test_every_refusal_says_what_to_do_next(status):
    assert refusal(status, '{"detail": "no"}').hint


def test_a_request_that_the_generated_code_did_not_make_is_named_by_its_method():
    bare = httpx.Request("GET", "https://storage.example.org/planted?signature=planted")
    shown = str(failures.from_exception(httpx.ReadError("reset"), bare))
    assert "No answer from storage.example.org to a GET request: reset." == shown.partition(" Check")[0]


@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [
        (503, '{"detail": "busy"}', "answer"),
        (503, '{"detail": "Multipart uploads are disabled"}', "final"),
    ],
)
def test_a_setting_of_the_server_is_not_waited_for(status, text, kind):
    response = httpx.Response(status, text=text, request=request(operation="start_signed_upload"))
    assert kind == failures.outcome_of_answer(response).kind
