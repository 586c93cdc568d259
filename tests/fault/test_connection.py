"""One request and everything that can go wrong with it, on real sockets."""

import asyncio
import logging

import pytest
from support.service import Answer, service

from crucible import CrucibleClient, errors
from crucible.config import Settings
from crucible.credentials import Secret
from crucible.transport.connection import Connection
from crucible.transport.retry import Policy

KEY = "planted-key-5711"
DATASET = "0tkn2knjast3h0008nyq9zps2c"
PATH = f"/api/v3/datasets/{DATASET}"
RECORD = {"unique_id": DATASET, "dataset_name": "run 7"}
QUICK = Policy(first_seconds=0.01)


@pytest.fixture
def server():
    with service() as running:
        yield running


@pytest.fixture
def client(server):
    with CrucibleClient(f"{server.url}/api/v3", KEY) as client:
        yield client


@pytest.fixture
def connection(server):
    with Connection(Settings(f"{server.url}/api/v3", Secret(KEY)), answer_seconds=5, policy=QUICK) as connection:
        yield connection


def named(operation, path="/x"):
    """What the generated code attaches to a request."""
    return {"operation": operation, "path": path}


def test_a_request_carries_key_mode_agent_and_id(server, client):
    server.on("GET", PATH, RECORD)
    client.datasets.get(DATASET)
    sent = server.asked[0].headers
    assert (f"Bearer {KEY}", "normal", "application/json") == (
        sent["Authorization"],
        sent["Crucible-Privilege-Mode"],
        sent["Accept"],
    )
    assert (True, 32) == (sent["User-Agent"].startswith("crucible-client/"), len(sent["X-Request-ID"]))


def test_health_is_asked_without_the_key(server, client):
    server.on("GET", "/api/v3/health/ready", {"status": "ok", "build": {"api_version": "3"}, "database": {
        "status": "ok", "schema_revisions": []}})  # fmt: skip
    client.health()
    assert "Authorization" not in server.asked[0].headers


def test_a_degraded_service_is_an_answer_and_no_error(server, client):
    body = {
        "status": "degraded",
        "build": {"api_version": "3"},
        "database": {"status": "error", "schema_revisions": []},
    }
    server.on("GET", "/api/v3/health/ready", Answer(body, status=503, headers={"Retry-After": "1"}))
    health = client.health()
    assert ("degraded", "error", None, 1) == (health["status"], health["db"], health["db_ms"], len(server.asked))


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_read_is_repeated_until_it_succeeds(server, connection, status):
    server.on("GET", "/api/v3/x", Answer(status=status), Answer(status=status, headers={"Retry-After": "0"}), Answer(5))
    assert (5, 3) == (connection.get("/x").json(), len(server.asked))


@pytest.mark.parametrize("fault", [Answer(drop=True), Answer([1] * 100, cut=10)], ids=["dropped", "cut off"])
def test_a_read_whose_answer_is_lost_is_repeated(server, connection, fault):
    server.on("GET", "/api/v3/x", fault, fault, Answer(5))
    assert (5, 3) == (connection.get("/x").json(), len(server.asked))


def test_a_read_is_not_repeated_for_ever(server, connection):
    server.on("GET", "/api/v3/x", Answer({"detail": "busy"}, status=503))
    with pytest.raises(errors.ServerError, match="busy"):
        connection.get("/x", extensions=named("get_x"))
    assert len(server.asked) == QUICK.attempts


@pytest.mark.parametrize(
    ("fault", "error"),
    [(Answer(drop=True), errors.ConnectionFailedError), (Answer(status=503), errors.ServerError)],
    ids=["dropped", "503"],
)
def test_a_write_that_may_have_run_is_sent_once(server, connection, fault, error):
    server.on("POST", "/api/v3/x", fault)
    with pytest.raises(error):
        connection.post("/x", json={}, extensions=named("create_dataset"))
    assert len(server.asked) == 1


def test_an_error_about_a_lost_write_says_that_it_may_have_run(server, connection):
    server.on("POST", "/api/v3/x", Answer(drop=True))
    with pytest.raises(errors.ConnectionFailedError, match="Whether it took effect is unknown") as caught:
        connection.post("/x", json={}, extensions=named("create_dataset"))
    assert caught.value.may_have_run


def test_a_write_that_was_turned_away_is_sent_again(server, connection):
    server.on("POST", "/api/v3/x", Answer(status=429, headers={"Retry-After": "0"}), Answer(5))
    assert (5, 2) == (connection.post("/x", json={}).json(), len(server.asked))


def test_a_body_that_was_streamed_is_not_sent_again(server, connection):
    server.on("PUT", "/api/v3/x", Answer(status=429))
    with pytest.raises(errors.RateLimitError):
        connection.put("/x", content=iter([b"once"]), headers={"Content-Length": "4"})
    assert len(server.asked) == 1


def test_an_hour_is_not_waited_but_told(server, connection):
    server.on("GET", "/api/v3/x", Answer(status=503, headers={"Retry-After": "3600"}))
    with pytest.raises(errors.ServerError, match="asks to wait 3600 s") as caught:
        connection.get("/x")
    assert 3600.0 == caught.value.retry_after_seconds


def test_a_slow_answer_is_a_time_out(server):
    server.on("GET", PATH, Answer(RECORD, delay_seconds=1.5))
    settings = Settings(f"{server.url}/api/v3", Secret(KEY))
    impatient = Connection(settings, answer_seconds=0.2, policy=Policy(attempts=1))
    with impatient, pytest.raises(errors.RequestTimeoutError, match="did not answer in time"):
        impatient.get(f"/datasets/{DATASET}", extensions=named("get_dataset", "/datasets/{dataset_mfid}"))


def test_a_server_that_is_not_there_is_a_connection_error(server):
    with service() as gone:
        address = gone.url
    settings = Settings(f"{address}/api/v3", Secret(KEY))
    with Connection(settings, policy=QUICK) as connection, pytest.raises(errors.ConnectionFailedError) as caught:
        connection.post("/x", json={}, extensions=named("create_dataset"))
    assert (False, True) == (caught.value.may_have_run, address.removeprefix("http://") in str(caught.value))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.InvalidRequestError),
        (401, errors.AuthenticationError),
        (403, errors.PermissionDeniedError),
        (404, errors.NotFoundError),
        (405, errors.ApiError),
        (409, errors.ConflictError),
        (412, errors.ConflictError),
        (422, errors.InvalidRequestError),
        (500, errors.ServerError),
        (501, errors.ServerError),
        (507, errors.ServerError),
    ],
)
def test_a_refusal_is_an_error_with_the_words_of_the_server(server, client, status, kind):
    server.on("GET", PATH, Answer({"detail": "for a reason"}, status=status, headers={"X-Request-ID": "r-1"}))
    with pytest.raises(kind) as caught:
        client.datasets.get(DATASET)
    error = caught.value
    assert (status, "get_dataset", "for a reason", "r-1") == (
        error.status,
        error.operation,
        error.detail,
        error.request_id,
    )
    assert (True, True) == (DATASET in str(error), "for a reason" in str(error))


@pytest.mark.parametrize(
    ("body", "detail", "code"),
    [
        ({"detail": [{"loc": ["query", "colour"], "msg": "Extra inputs", "type": "extra_forbidden"}]},
         "query.colour: Extra inputs", None),
        ({"detail": [{"code": "a", "message": "b"}, "c"]}, "b; c", None),
        ({"detail": {"code": "filename_exists", "message": "It is there", "etag": '"e1"'}},
         "It is there", "filename_exists"),
        ({"detail": {"code": "etag_mismatch"}}, "etag_mismatch", "etag_mismatch"),
        ({"message": "top"}, "top", None),
        ({"error": "top"}, "top", None),
        ({"detail": None}, "", None),
        ({}, "", None),
        ([], "", None),
        ("text", "text", None),
        ({"detail": "a\n\x1b[31mb" + "c" * 900}, "a [31mb" + "c" * 493 + "…", None),
    ],
)  # fmt: skip
def test_every_shape_of_a_refusal_is_read(server, client, body, detail, code):
    server.on("GET", PATH, Answer(body, status=409))
    with pytest.raises(errors.ConflictError) as caught:
        client.datasets.get(DATASET)
    assert (detail, code) == (caught.value.detail, caught.value.code)


def test_a_structured_refusal_keeps_its_members(server, client):
    detail = {"code": "filename_exists", "message": "m", "file_mfid": "f", "etag": None}
    server.on("GET", PATH, Answer({"detail": detail}, status=409))
    with pytest.raises(errors.ConflictError) as caught:
        client.datasets.get(DATASET)
    assert {"file_mfid": "f", "etag": None} == caught.value.data


def test_a_refusal_in_plain_text_is_read(server, client):
    server.on("GET", PATH, Answer(status=404, body=b"no such thing", content_type="text/plain"))
    with pytest.raises(errors.NotFoundError, match="no such thing"):
        client.datasets.get(DATASET)


@pytest.mark.parametrize("status", [200, 203, 404, 401])
def test_a_page_is_no_answer_of_the_api(server, client, status):
    page = Answer(status=status, body=b"<html>Sign in, planted</html>", content_type="text/html; charset=utf-8")
    server.on("GET", PATH, page)
    with pytest.raises(errors.UnexpectedResponseError, match="text/html") as caught:
        client.datasets.get(DATASET)
    error = caught.value
    assert ("text/html", server.url.removeprefix("http://"), False) == (
        error.content_type,
        error.host,
        "planted" in str(error),
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"unique_id": ',
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b'{"unique_id": "a", "timestamp": 5}',
        b"\xff\xfe",
    ],
)
def test_a_wrong_body_is_an_unexpected_response(server, client, body):
    server.on("GET", PATH, Answer(body=body))
    with pytest.raises(errors.UnexpectedResponseError) as caught:
        client.datasets.get(DATASET)
    assert ("get_dataset", 200) == (caught.value.operation, caught.value.status)


def test_no_content_where_a_record_is_due_is_an_unexpected_response(server, client):
    server.on("GET", PATH, Answer(status=204))
    with pytest.raises(errors.UnexpectedResponseError, match="empty"):
        client.datasets.get(DATASET)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_so_that_the_key_stays(server, client, status):
    with service() as elsewhere:
        server.on(
            "GET", PATH, Answer(status=status, headers={"Location": f"{elsewhere.url}/planted?signature=planted"})
        )
        with pytest.raises(errors.UnexpectedResponseError, match=r"redirects to 127\.0\.0\.1") as caught:
            client.datasets.get(DATASET)
        assert ([], False) == (elsewhere.asked, "planted" in str(caught.value))


def test_the_key_is_not_sent_to_another_origin_even_if_asked(server, connection):
    with service() as elsewhere:
        elsewhere.on("GET", "/signed", 1)
        connection.get(f"{elsewhere.url}/signed")
        assert "Authorization" not in elsewhere.asked[0].headers


def test_the_generated_functions_send_through_the_same_connection(server, client):
    from crucible_api.api.datasets import get_dataset

    server.on("GET", PATH, Answer(status=503, headers={"Retry-After": "0"}), RECORD)
    assert get_dataset.sync(DATASET, client=client.api).dataset_name == "run 7"
    server.on("GET", "/api/v3/datasets/0000000000000000000000000a", Answer({"detail": "no"}, status=404))
    with pytest.raises(errors.NotFoundError):
        get_dataset.sync("0000000000000000000000000a", client=client.api)


def test_a_proxy_of_the_environment_is_used(server, monkeypatch):
    monkeypatch.setenv("http_proxy", server.url)
    server.on("GET", "http://crucible.invalid/api/v3/x", 5)
    with Connection(Settings("http://crucible.invalid/api/v3", Secret(KEY)), policy=QUICK) as connection:
        assert connection.get("/x").json() == 5


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_not_reached_through_a_proxy(server, monkeypatch, host):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    server.on("GET", "/api/v3/x", 5)
    port = server.url.rpartition(":")[2]
    with Connection(Settings(f"http://{host}:{port}/api/v3", Secret(KEY)), policy=QUICK) as connection:
        assert connection.get("/x").json() == 5


@pytest.mark.parametrize("identity", ["", ".", "..", "../../account"])
def test_an_argument_of_a_raw_call_cannot_change_the_path(server, client, identity):
    from crucible_api.api.datasets import get_dataset

    server.on("GET", "/api/v3/datasets/..%2F..%2Faccount", Answer({"detail": "no"}, status=404))
    with pytest.raises((errors.UsageError, errors.NotFoundError)):
        get_dataset.sync(identity, client=client.api)
    assert [] == [asked.path for asked in server.asked if not asked.path.startswith("/api/v3/datasets/..%2F")]


@pytest.mark.usefixtures("brisk")
def test_a_long_wait_is_announced(server, connection, caplog):
    server.on("GET", "/api/v3/x", Answer(status=503, headers={"Retry-After": "2"}), 5)
    with caplog.at_level(logging.WARNING):
        connection.get("/x", extensions=named("get_x"))
    assert ["get_x: trying again in 2 s"] == [record.getMessage() for record in caplog.records]


def test_each_attempt_is_one_line_of_the_log(server, client, caplog):
    server.on("GET", PATH, Answer(RECORD, headers={"X-Request-ID": "r-1"}))
    with caplog.at_level(logging.DEBUG, logger="crucible"):
        client.datasets.get(DATASET)
    (line,) = [record.getMessage() for record in caplog.records if record.name == "crucible.transport.trace"]
    assert (["GET", "/datasets/{dataset_mfid}", "200"], "request=r-1") == (line.split()[:3], line.split()[-1])


def test_a_closed_client_says_so(server, client):
    server.on("GET", PATH, RECORD)
    client.datasets.get(DATASET)
    client.close()
    with pytest.raises(errors.UsageError, match="closed"):
        client.datasets.get(DATASET)


def test_the_asyncio_form_of_an_operation_has_the_same_key_retries_and_errors(server, client):
    from crucible_api.api.datasets import get_dataset

    server.on("GET", PATH, Answer(status=503, headers={"Retry-After": "0"}), RECORD, Answer(status=404))
    read = get_dataset.asyncio
    assert "run 7" == asyncio.run(read(DATASET, client=client.api)).dataset_name
    assert {f"Bearer {KEY}"} == {asked.headers.get("Authorization") for asked in server.asked}
    with pytest.raises(errors.NotFoundError):
        asyncio.run(read(DATASET, client=client.api))
