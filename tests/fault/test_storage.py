"""Requests to signed addresses, by libcurl and by the HTTP library of the API: the same must hold for both."""

import gzip
import os
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass

import pytest
from support.raw_server import Reply, ok, raw_server
from support.storages import KINDS, opened

from crucible import errors
from crucible.credentials import SecretText
from crucible.transport import limits
from crucible.transport.storage import SHORT_BYTES, Bytes

DATA = os.urandom(300_000)
PLANTED = "planted-" + "5711"  # so that no line of source code has it
HEAD = f"HTTP/1.1 200 OK\r\nContent-Length: {len(DATA)}\r\n\r\n".encode()


@pytest.fixture(params=KINDS)
def storage(request):
    with closing(opened(request.param)) as storage:
        yield storage


@pytest.fixture
def impatient(request, storage):
    with closing(opened(request.node.callspec.params["storage"], stall_seconds=0.5)) as storage:
        yield storage


def received(storage, url, **options):
    """Return the answer of a GET, and what its receiver was given."""
    heads, pieces = [], []

    def receive(status, headers):
        heads.append((status, headers))
        return pieces.append

    try:
        answer = storage.send("GET", url, receive=receive, **options)
    except errors.CrucibleError as error:
        error.received = b"".join(pieces)
        raise
    assert [(answer.status, answer.headers)] == heads
    return answer, b"".join(pieces)


# --- what goes well


def test_the_bytes_of_an_answer_are_received_as_they_come(storage):
    with raw_server(ok(DATA, 'ETag: "a"', "X-Goog-Hash: crc32c=a", "x-goog-hash: md5=b")) as server:
        answer, data = received(storage, f"{server.url}/a%2Fb/c?X-Sig=%2f+x", headers={"Range": "bytes=0-"})
    assert (200, DATA, b"") == (answer.status, data, answer.body)
    assert ('"a"', "crc32c=a, md5=b") == (answer.headers["etag"], answer.headers.get("X-GOOG-HASH"))
    (request,) = server.requests
    assert ("GET /a%2Fb/c?X-Sig=%2f+x HTTP/1.1", "bytes=0-") == (request.line, request.headers["range"])


def test_what_nobody_receives_is_in_the_answer_up_to_a_limit(storage):
    with raw_server(ok(b"<Code>No</Code>", status="403 Forbidden"), ok(DATA), ok(b"x")) as server:
        assert (403, b"<Code>No</Code>") == (
            (answer := storage.send("GET", server.url, receive=lambda status, headers: None)).status,
            answer.body,
        )
        assert DATA[:SHORT_BYTES] == storage.send("GET", server.url).body
        assert b"x" == storage.send("GET", server.url).body


def test_content_codings_are_not_undone(storage):
    packed = gzip.compress(DATA)
    with raw_server(ok(packed, "Content-Encoding: gzip")) as server:
        assert packed == received(storage, server.url)[1]
    assert "identity" == server.requests[0].headers["accept-encoding"]


def test_an_answer_in_chunks_is_put_together(storage):
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    parts = [DATA[at : at + 70_000] for at in range(0, len(DATA), 70_000)]
    body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in [*parts, b""])
    with raw_server(Reply(head + body), Reply(head + body[:100_000], "close")) as server:
        assert DATA == received(storage, server.url)[1]
        with pytest.raises(errors.ConnectionFailedError) as caught:
            received(storage, server.url)
    assert DATA[:70_000] == caught.value.received[:70_000]


def test_a_head_answer_has_no_body_and_keeps_its_connection(storage):
    head = Reply(b"HTTP/1.1 200 OK\r\nContent-Length: 123456\r\n\r\n")
    with raw_server(head, ok(b"x")) as server:
        answer = storage.send("HEAD", server.url, receive=lambda status, headers: [].append)
        assert (200, "123456", b"") == (answer.status, answer.headers["content-length"], answer.body)
        assert b"x" == storage.send("GET", server.url).body
    assert 1 == len({request.connection for request in server.requests})


def test_a_body_is_sent_with_its_length(storage):
    with raw_server(ok(b'{"size": 1}')) as server:
        assert 200 == storage.send("PUT", server.url, body=Bytes(DATA * 20), headers={"X-A": ""}).status
    (request,) = server.requests
    assert (True, str(len(DATA) * 20), "") == (
        request.body == DATA * 20,
        request.headers["content-length"],
        request.headers["x-a"],
    )
    assert set() == {"expect", "transfer-encoding"} & set(request.headers)


def test_an_empty_body_is_sent_with_its_length(storage):
    with raw_server(ok()) as server:
        storage.send("PUT", server.url, headers={"Content-Range": "bytes */5", "Content-Length": "0"})
        storage.send("PUT", server.url, body=Bytes())
    assert [("0", b"")] * 2 == [(request.headers["content-length"], request.body) for request in server.requests]
    assert not any("transfer-encoding" in request.headers for request in server.requests)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Resume Incomplete"])
def test_no_redirect_is_followed(storage, status):
    with raw_server(ok(b"", "Location: /elsewhere", status=status)) as server:
        assert int(status[:3]) == storage.send("PUT", server.url, body=Bytes(b"x")).status
    assert 1 == len(server.requests)


def test_nothing_authorises_but_the_address(storage, monkeypatch, tmp_path):
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login me password planted\ndefault login me password planted\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HOME", str(tmp_path))
    with raw_server(ok(b"", "Set-Cookie: a=planted; Path=/")) as server:
        for _ in range(2):
            storage.send("GET", server.url)
    assert [set()] * 2 == [
        {"authorization", "cookie", "proxy-authorization"} & set(one.headers) for one in server.requests
    ]


def test_a_large_head_is_read(storage):
    with raw_server(ok(b"x", f"X-Long: {'a' * 30_000}")) as server:
        assert 30_000 == len(storage.send("GET", server.url).headers["x-long"])


def test_a_first_answer_that_is_none_is_skipped(storage):
    with raw_server(Reply(b"HTTP/1.1 100 Continue\r\nX-A: 1\r\n\r\n" + ok(b"x").data)) as server:
        answer = storage.send("PUT", server.url, body=Bytes(b"x"))
    assert (200, False) == (answer.status, "x-a" in answer.headers)


def test_a_connection_is_used_again_and_one_that_idled_out_is_not(storage):
    with raw_server(ok(b"x"), Reply(ok(b"x").data, "close"), ok(b"x")) as server:
        for body in (b"a", b"b", b"c"):
            assert 200 == storage.send("PUT", server.url, body=Bytes(body)).status
            threading.Event().wait(0.05)
    assert [(b"a", 1), (b"b", 1), (b"c", 2)] == [(one.body, one.connection) for one in server.requests]


def test_threads_share_it(storage):
    with raw_server(
        Reply(lambda request, connection, stream: connection.sendall(ok(request.line.encode()).data) is None)
    ) as server:
        with ThreadPoolExecutor(16) as pool:
            got = list(pool.map(lambda number: received(storage, f"{server.url}/{number}")[1], range(200)))
    assert [f"GET /{number} HTTP/1.1".encode() for number in range(200)] == got


# --- what goes wrong


@pytest.mark.parametrize("then", ["close", "reset"])
@pytest.mark.parametrize("data", [b"", b"HTTP/1.1 200 OK\r\nContent-", HEAD, HEAD + DATA[:100_000]])
def test_a_connection_that_breaks_is_an_error_after_what_came(storage, data, then):
    with raw_server(Reply(data, then)) as server:
        with pytest.raises(errors.ConnectionFailedError, match=r"127\.0\.0\.1") as caught:
            received(storage, f"{server.url}/{PLANTED}")
    assert caught.value.may_have_run
    if then == "close":  # a reset may overtake bytes
        assert data[len(HEAD) :] == caught.value.received
    assert PLANTED not in str(caught.value)


@pytest.mark.parametrize("data", [b"nonsense\r\n\r\n", b"\0" * 100, b"HTTP/1.1 abc OK\r\n\r\n"])
def test_what_is_not_http_is_an_error(storage, data):
    with raw_server(Reply(data, "close")) as server:
        with pytest.raises(errors.ConnectionFailedError):
            received(storage, server.url)


@pytest.mark.parametrize("data", [b"", HEAD, HEAD + DATA[:1000]])
def test_a_stall_is_an_error_after_what_came(impatient, data):
    with raw_server(Reply(data, "stall")) as server:
        with pytest.raises(errors.RequestTimeoutError, match=r"127.0.0.1:\d+ did not answer in time") as caught:
            received(impatient, server.url)
    assert data[len(HEAD) :] == caught.value.received


def test_a_store_that_takes_no_bytes_is_an_error(impatient):
    with raw_server(Reply(b"", "stall", unread=True)) as server:
        with pytest.raises(errors.RequestTimeoutError):
            impatient.send("PUT", server.url, body=Bytes(bytes(50_000_000)))


def test_drops_that_come_for_long_end_with_the_time_that_is_left(storage):
    def drip(request, connection, stream):
        connection.sendall(HEAD)
        for at in range(len(DATA)):
            connection.sendall(DATA[at : at + 1])
            if server.ended.wait(0.05):
                break

    with raw_server(Reply(drip)) as server, limits.within(0.4):
        with pytest.raises(errors.RequestTimeoutError):
            received(storage, server.url)


STALLS = {
    "before the head": ("GET", Reply(b"", "stall")),
    "in the body": ("GET", Reply(HEAD + DATA[:1000], "stall")),
    "in a body that ends with its connection": ("GET", Reply(b"HTTP/1.1 200 OK\r\n\r\nabc", "stall")),
    "in sending": ("PUT", Reply(b"", "stall", unread=True)),
}


@pytest.mark.parametrize("where", STALLS)
def test_a_request_can_be_stopped_and_the_others_go_on(storage, where):
    method, reply = STALLS[where]
    stop = threading.Event()
    with raw_server(ok(b"x"), reply, ok(b"y")) as server, ThreadPoolExecutor(1) as pool:
        storage.send("GET", server.url)
        going = pool.submit(storage.send, method, server.url, body=Bytes(bytes(50_000_000)), stop=stop)
        assert server.stalled.wait(20)
        assert b"y" == storage.send("GET", server.url).body
        stop.set()
        with pytest.raises(errors.TransferCancelledError):
            going.result(5)
        assert b"y" == storage.send("GET", server.url).body
        with pytest.raises(errors.TransferCancelledError):
            storage.send("GET", server.url, stop=stop)
    assert 4 == len(server.requests)


def test_all_requests_can_be_broken_off_and_later_ones_work(storage):
    with raw_server(Reply(HEAD, "stall"), ok(b"y")) as server, ThreadPoolExecutor(1) as pool:
        going = pool.submit(storage.send, "GET", server.url)
        assert server.stalled.wait(20)
        storage.disconnect()
        with pytest.raises(errors.ConnectionFailedError):
            going.result(5)
        assert b"y" == storage.send("GET", server.url).body


def test_a_storage_that_is_closed_says_so(storage):
    with raw_server(Reply(HEAD, "stall")) as server, ThreadPoolExecutor(1) as pool:
        going = pool.submit(storage.send, "GET", server.url)
        assert server.stalled.wait(20)
        storage.close()
        for ended in (lambda: going.result(5), lambda: storage.send("GET", server.url)):
            with pytest.raises(errors.UsageError, match="closed"):
                ended()
    assert 1 == len(server.requests)


class OwnError(Exception):
    pass


@dataclass
class Broken:
    size_bytes: int = 1000

    def read_at(self, first, most_bytes):
        raise OwnError


def test_what_the_receiver_or_the_body_raises_comes_out_and_later_requests_work(storage):
    def fail(*arguments):
        raise OwnError

    with raw_server(ok(DATA)) as server:
        for options in ({"receive": fail}, {"receive": lambda status, headers: fail}):
            with pytest.raises(OwnError):
                storage.send("GET", server.url, **options)
        with pytest.raises(OwnError):
            storage.send("PUT", server.url, body=Broken())
        assert DATA == received(storage, server.url)[1]


def test_nobody_there_is_an_error_and_nothing_was_sent(storage):
    with raw_server() as server:
        pass
    for url, reason in ((server.url, "127.0.0.1"), ("https://storage.invalid/x", "storage.invalid")):
        with pytest.raises(errors.ConnectionFailedError, match=reason) as caught:
            storage.send("GET", url)
        assert not caught.value.may_have_run


MALFORMED = [
    "%s",
    "https://",
    "https://storage.example:99999999/%s",
    "https://storage.example/%s ",
    "https://storage.example/\n%s",
    "https://storage.example/é%s",
    "https://me:%s@storage.example/",
    "https://127.0.0.1\\@storage.example/%s",
    "http://127.0.0.1%2estorage.example/%s",
    "https://[::1/%s",
]


@pytest.mark.parametrize("address", MALFORMED)
def test_an_address_that_is_none_is_refused_and_not_shown(storage, address):
    with pytest.raises(errors.StorageError, match="malformed") as caught:
        storage.send("GET", SecretText(address.replace("%s", PLANTED)))
    assert PLANTED not in shown(caught.value)


@pytest.mark.parametrize(
    "address", ["http://storage.example/", "ftp://127.0.0.1/", "file://localhost/", "http://127.1/"]
)
def test_an_address_that_is_not_safe_is_refused(storage, address):
    with pytest.raises(errors.StorageError, match="is not https") as caught:
        storage.send("GET", SecretText(address + PLANTED))
    assert PLANTED not in shown(caught.value)


@pytest.mark.parametrize("header", [("X-A", "a\r\nX-B: b"), ("X-A", "é"), ("X A", "a"), ("", "a"), ("X:A", "a")])
def test_a_header_that_is_none_is_refused(storage, header):
    with raw_server() as server:
        with pytest.raises(errors.StorageError, match="malformed"):
            storage.send("GET", server.url, headers=dict([header]))
    assert [] == server.requests


def shown(error):
    """All that tools show of an error and of what it hides."""
    texts = []
    while error is not None:
        texts += [repr(error), *traceback.TracebackException.from_exception(error, capture_locals=True).format()]
        error = error.__cause__ or error.__context__
    return "\n".join(texts)


FAILURES = [Reply(b"", "reset"), Reply(HEAD, "reset"), Reply(HEAD, "stall"), Reply(b"nonsense\r\n\r\n", "close")]


@pytest.mark.parametrize("reply", FAILURES, ids=range(len(FAILURES)))
def test_no_failure_shows_the_address(impatient, reply, caplog, capfd):
    with raw_server(reply) as server, caplog.at_level(0):
        with pytest.raises(errors.ConnectionFailedError) as caught:
            impatient.send("GET", SecretText(f"{server.url}/{PLANTED}"), headers={"X-A": SecretText(PLANTED)})
    assert PLANTED not in "\n".join([shown(caught.value), *caplog.messages, *capfd.readouterr()])


def test_what_goes_well_is_logged_without_the_address(storage, caplog, capfd):
    with raw_server() as server, caplog.at_level(0):
        answer = storage.send("GET", SecretText(f"{server.url}/{PLANTED}"))
    text = "\n".join([*caplog.messages, repr(storage), str(vars(storage)), repr(answer), *capfd.readouterr()])
    assert (True, False) == (f"GET //127.0.0.1:{server.port}/... 200" in text, PLANTED in text)
