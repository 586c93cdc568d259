"""One small body by a connection of our own: what it takes for an answer, and how connections begin and end."""

import socket
import threading
import time
from contextlib import closing

import pytest
from support.certificates import make_certificates, of_server, openssl
from support.raw_server import Reply, ok, raw_server
from support.storages import opened

from crucible import errors
from crucible.config import TlsPolicy

STOP = threading.Event()


@pytest.fixture
def storage():
    with closing(opened("plain", connect_seconds=1.0, stall_seconds=1.0)) as storage:
        yield storage


@pytest.fixture
def ask(storage):
    """Ask for a body and wait for what comes of it."""
    flight = storage.flight()

    def ask(url, most_bytes=100):
        assert flight.begin("it", url, most_bytes)
        landed = []
        while len(flight):
            landed += flight.landed(1, STOP)
        ((what, answer),) = landed
        assert "it" == what
        return answer

    yield ask
    flight.close()


def free_port():
    with closing(socket.create_server(("127.0.0.1", 0))) as one:
        return one.getsockname()[1]


def came(flight, url):
    """Ask for a body and wait for what comes of it."""
    assert flight.begin("it", url, 100)
    landed = []
    while len(flight):
        landed += flight.landed(1, STOP)
    ((_, answer),) = landed
    return answer


def head(*lines, status="200 OK"):
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode()


def test_an_answer_has_status_headers_and_body(ask):
    with raw_server(Reply(head("content-LENGTH:  4 ", "X-Note: a: b") + b"data")) as server:
        answer = ask(f"{server.url}/a?b=c#d")
        (request,) = server.requests
    assert (200, b"data", "a: b") == (answer.status, answer.body, answer.headers["x-note"])
    assert "GET /a?b=c HTTP/1.1" == request.line
    assert server.url.removeprefix("http://") == request.headers["host"]


@pytest.mark.parametrize(
    "head",
    [
        head(),
        head("Content-Length: 4", "Transfer-Encoding: chunked"),
        head("Content-Length: 4", "Content-Length: 5"),
        head("Content-Length: -4"),
        head("Content-Length: 4, 4"),
        head("Content-Length: 4", status="100 Continue"),
        head("Content-Length: 70000"),
        head(f"Content-Length: {'0' * 4400}4"),
        head("Content-Length: 4", status="204 No Content"),
        head("Content-Length: 4", status="304 Not Modified"),
    ],
    ids=lambda head: head[:80].decode().replace("\r\n", " "),
)
def test_what_it_does_not_understand_is_left_to_the_other_way(ask, head):
    with raw_server(Reply(head + b"data", "close")) as server:
        assert ask(server.url) is None


@pytest.mark.parametrize("said", [b"HTTP/2 200 OK\r\n\r\n", b"220 mail.example ESMTP\r\n", b"HTTP/1.1 99\r\n\r\n"])
def test_what_is_no_http_is_told(ask, said):
    with raw_server(Reply(said, "close")) as server:
        error = ask(server.url).error
    assert isinstance(error, errors.ConnectionFailedError)
    assert "what it sent is not HTTP" in str(error)


def test_a_long_head_is_no_obstacle_and_an_endless_one_is_none(ask):
    lines = [f"X-{number}: {'x' * 1000}" for number in range(40)]
    with raw_server(Reply(head(*lines, "Content-Length: 60000") + bytes(60000))) as server:
        assert bytes(60000) == ask(server.url, 60000).body
    with raw_server(Reply(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000, "close")) as server:
        assert ask(server.url) is None
    with raw_server(Reply(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20_000, "stall")) as server:
        assert ask(server.url, 1024 * 1024) is None


def test_a_head_that_comes_byte_by_byte_is_one(ask):
    def drip(request, connection, stream):
        for byte in ok(b"data").data:
            connection.sendall(bytes([byte]))
            time.sleep(0.001)

    with raw_server(Reply(drip)) as server:
        assert b"data" == ask(server.url).body


@pytest.mark.parametrize("is_secured", [False, pytest.param(True, marks=openssl)])
def test_what_is_more_than_was_announced_is_not_taken_for_the_next_answer(tmp_path, is_secured):
    """It comes with the last of a body of which only the rest is read."""
    certificates = make_certificates(tmp_path) if is_secured else None
    policy = TlsPolicy(authority_file=certificates / "ca.pem") if certificates else None

    def too_much(request, connection, stream):
        name = request.line.split()[1].encode()
        connection.sendall(head(f"Content-Length: {len(name)}"))
        time.sleep(0.1)
        connection.sendall(name + ok(b"wrong").data)
        return True

    with raw_server(Reply(too_much), context=certificates and of_server(certificates)) as server:
        with closing(opened("plain", tls_policy=policy)) as storage, closing(storage.flight()) as flight:
            bodies = [came(flight, f"{server.url}/{number}").body for number in range(3)]
    assert [b"/0", b"/1", b"/2"] == bodies


@pytest.mark.parametrize(
    ("data", "connections"),
    [
        (ok(b"1", "X: y").data, [1, 1, 1]),
        (ok(b"1", "Connection: keep-alive").data, [1, 1, 1]),
        (ok(b"1", "connection: X, Close").data, [1, 2, 3]),
        (ok(b"1").data.replace(b"/1.1", b"/1.0", 1), [1, 2, 3]),
        (ok(b"1").data + b"HTTP/1.1 20", [1, 2, 3]),
    ],
)
def test_connections_stay_unless_the_store_says_otherwise_or_sends_more_than_was_announced(ask, data, connections):
    with raw_server(Reply(data)) as server:
        assert [b"1"] * 3 == [ask(server.url).body for _ in range(3)]
        assert connections == [request.connection for request in server.requests]


def test_a_connection_that_was_closed_while_it_idled_is_replaced(ask):
    with raw_server(Reply(ok(b"1").data, "close")) as server:
        assert [b"1", b"1", b"1"] == [bytes(ask(server.url).body) for _ in range(3)]
        assert 3 == len({request.connection for request in server.requests})


def test_a_store_that_closes_at_every_request_is_not_asked_for_ever(ask):
    with raw_server(Reply(b"", "close")) as server:
        assert "before all had come" in str(ask(server.url).error)
        assert 1 == len(server.requests)


def test_a_store_that_takes_connections_and_says_nothing_is_given_up(ask):
    with raw_server(Reply(b"", "stall")) as server:
        error = ask(server.url).error
    assert isinstance(error, errors.RequestTimeoutError)
    assert ("did not answer in time" in str(error), True) == (True, error.may_have_run)


def test_every_address_of_a_name_is_tried_and_the_one_that_works_is_remembered(ask, monkeypatch):
    nobody = free_port()
    with raw_server(ok(b"1")) as server:
        port = int(server.url.rpartition(":")[2])
        both = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", nobody)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
        ]
        asked = []
        monkeypatch.setattr(socket, "getaddrinfo", lambda *what, **how: asked.append(what) or both)
        assert [b"1", b"1"] == [bytes(ask(f"http://localhost:{port}").body) for _ in range(2)]
    assert 1 == len(asked)


def test_a_name_without_address_and_nobody_there_are_told_apart(ask, monkeypatch):
    def fail(*what, **how):
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    assert "nobody there takes connections" in str(ask(f"http://127.0.0.1:{free_port()}").error)
    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert "its name has no address" in str(ask("http://localhost:1").error)


@openssl
def test_bodies_come_over_tls_many_records_at_a_time_and_the_name_is_checked(tmp_path):
    certificates, body = make_certificates(tmp_path), bytes(range(256)) * 2000
    policy = TlsPolicy(authority_file=certificates / "ca.pem")
    with raw_server(ok(body), context=of_server(certificates)) as server:
        with closing(opened("plain", tls_policy=policy)) as storage, closing(storage.flight()) as flight:
            port = server.url.rpartition(":")[2]
            for number in range(3):
                assert flight.begin(number, f"https://127.0.0.1:{port}/{number}", len(body))
            landed = []
            while len(flight):
                landed += flight.landed(1, STOP)
    assert [(0, 200, True), (1, 200, True), (2, 200, True)] == sorted(
        (number, answer.status, answer.body == body) for number, answer in landed
    )


def test_who_speaks_no_tls_is_told(ask):
    def answer():
        connection, _ = listening.accept()
        with connection:
            connection.recv(1000)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        thread = threading.Thread(target=answer)
        thread.start()
        error = ask(f"https://127.0.0.1:{listening.getsockname()[1]}").error
        thread.join()
    assert ("TLS could not be agreed on" in str(error), False) == (True, error.may_have_run)
