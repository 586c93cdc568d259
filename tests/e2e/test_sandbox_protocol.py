"""Clients that are slow, endless, or led here under another name; the limits are short here, and the sockets real."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from crucible.sandbox.asgi import DisconnectedError, body_blocks, respond
from crucible.sandbox.protocol import Limits
from crucible.sandbox.serve import Server, bound_socket

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORT = Limits(head_seconds=0.4, stall_seconds=0.4, least_bytes=100, head_bytes=4096, target_bytes=500, headers=20)
LENGTH = 50_000_000


async def origin(scope, receive, send) -> None:
    """Answer with the length of the body, or, when asked to, with a long body or late."""
    with suppress(DisconnectedError):
        if scope["path"] == "/long":
            await respond(send, 200, b"a" * LENGTH)
            return
        length = sum([len(block) async for block in body_blocks(receive)])
        await respond(send, 200, b"%d" % length)


class Connection:
    """One client's connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def request(self, method: str = "GET", target: str = "/", *headers: str, body: bytes = b"") -> None:
        lines = [f"{method} {target} HTTP/1.1", *(headers or ("Host: localhost",)), "", ""]
        self.send("\r\n".join(lines).encode("latin-1") + body)

    def read(self, seconds: float = 10) -> bytes:
        """Return what comes until the server closes, or nothing more comes for a while."""
        self.socket.settimeout(seconds)
        found = b""
        with suppress(OSError):
            while block := self.socket.recv(65536):
                found += block
        return found

    def answer(self) -> tuple[int, bytes]:
        """Return status and body of one answer."""
        self.socket.settimeout(10)
        file = self.socket.makefile("rb")
        status = int(file.readline().split()[1])
        headers = dict(line.lower().split(b": ", 1) for line in iter(file.readline, b"\r\n"))
        return status, file.read(int(headers[b"content-length"]))

    def is_closed(self, within_seconds: float = 10) -> bool:
        """Whether the server ends the connection in time, without another word."""
        self.socket.settimeout(within_seconds)
        try:
            return self.socket.recv(1) == b""
        except TimeoutError:
            return False
        except OSError:
            return True


@contextmanager
def serving(limits: Limits = SHORT, hosts: tuple[str, ...] = ()) -> Iterator:
    """Serve the origin and yield what opens connections to it."""
    with bound_socket(0) as listening:
        server = Server({listening: origin}, hosts, limits)
        server.start()
        opened: list[Connection] = []

        def connect() -> Connection:
            opened.append(Connection(listening.getsockname()[1]))
            return opened[-1]

        try:
            yield connect
        finally:
            for connection in opened:
                connection.socket.close()
            server.stop()


@pytest.fixture(scope="module")
def connect():
    with serving() as connect:
        yield connect


# ---- slow ----


def test_a_client_that_says_nothing_is_sent_away_without_a_word(connect):
    assert connect().is_closed()


@pytest.mark.parametrize("beginning", [b"GET", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: localhost\r\nx: "])
def test_a_head_that_comes_too_slowly_is_408(connect, beginning):
    connection = connect()
    connection.send(beginning)
    assert connection.read().startswith(b"HTTP/1.1 408 ")


def test_a_head_in_drips_is_408_however_steady_they_are(connect):
    connection = connect()
    connection.send(b"GET / HTTP/1.1\r\n")
    began = time.monotonic()
    with suppress(OSError):
        while time.monotonic() - began < 10:
            connection.send(b"a: b\r\n")
            time.sleep(0.1)
    assert time.monotonic() - began < 5


def test_empty_lines_do_not_keep_an_idle_connection(connect):
    connection = connect()
    connection.request()
    assert 200 == connection.answer()[0]
    began = time.monotonic()
    with suppress(OSError):
        while time.monotonic() - began < 10:
            connection.send(b"\r\n")
            time.sleep(0.1)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("headers", [("Content-Length: 1000000",), ("Transfer-Encoding: chunked",)])
def test_a_body_that_stops_coming_is_408(connect, headers):
    connection = connect()
    connection.request("POST", "/", "Host: localhost", *headers)
    assert connection.read().startswith(b"HTTP/1.1 408 ")


def test_a_body_in_drips_is_408(connect):
    connection = connect()
    connection.request("POST", "/", "Host: localhost", "Content-Length: 1000000")
    began = time.monotonic()
    with suppress(OSError):
        while time.monotonic() - began < 10:
            connection.send(b"a")
            time.sleep(0.05)
    assert time.monotonic() - began < 5


def test_a_body_that_is_slow_but_comes_is_taken(connect):
    connection = connect()
    connection.request("POST", "/", "Host: localhost", "Content-Length: 1000")
    for _ in range(10):
        time.sleep(0.1)
        connection.send(b"a" * 100)
    assert (200, b"1000") == connection.answer()


def test_an_idle_connection_is_kept_for_the_next_request(connect):
    connection = connect()
    for _ in range(2):
        connection.request()
        assert (200, b"0") == connection.answer()
        time.sleep(0.7)


def test_an_answer_that_nobody_takes_is_dropped(connect):
    connection = connect()
    connection.request("GET", "/long")
    time.sleep(1.2)
    assert len(connection.read(1)) < LENGTH


def test_an_answer_that_is_taken_slowly_arrives(connect):
    connection = connect()
    connection.request("GET", "/long")
    taken = 0
    while taken < LENGTH:
        time.sleep(0.02)
        block = connection.socket.recv(1_000_000)
        assert block
        taken += len(block)


# ---- endless ----


@pytest.mark.parametrize(
    ("start", "more"),
    [
        (b"GET /", b"a" * 1000),
        (b"GET / HTTP/1.1\r\nx: ", b"a" * 1000),
        (b"GET / HTTP/1.1\r\n", b"x-a: b\r\n" * 100),
        (
            b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n",
            b"x-a: b\r\n" * 100,
        ),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1;x=", b"a" * 1000),
        (b"", b"\r\n" * 1000),
    ],
)
def test_what_never_ends_is_cut_off(connect, start, more):
    connection = connect()
    sent = 0
    with pytest.raises(OSError):
        connection.send(start)
        while sent < 100_000_000:
            sent += connection.socket.send(more)
    assert sent < 100_000_000


def test_a_head_beyond_the_limits_is_refused(connect):
    for status, target, headers in ((414, "/" + "a" * 500, 1), (431, "/", 30)):
        connection = connect()
        connection.request("GET", target, "Host: localhost", *("a: b" for _ in range(headers)))
        assert status == connection.answer()[0]
        assert connection.is_closed()


def test_more_connections_than_there_is_room_for_take_the_place_of_idle_ones():
    with serving(Limits(connections=3)) as connect:
        first, second, busy = connect(), connect(), connect()
        for connection in (first, second):
            connection.request()
            assert 200 == connection.answer()[0]
        busy.request("POST", "/", "Host: localhost", "Content-Length: 4", body=b"ab")
        time.sleep(0.2)
        fourth = connect()
        fourth.request()
        assert 200 == fourth.answer()[0]
        busy.send(b"cd")
        assert (200, b"4") == busy.answer()
        assert [True, False] == sorted((connection.is_closed(0.2) for connection in (first, second)), reverse=True)


def test_when_all_are_busy_another_connection_is_ended_and_room_comes_back():
    with serving(Limits(connections=2)) as connect:
        busy = [connect(), connect()]
        for connection in busy:
            connection.request("POST", "/", "Host: localhost", "Content-Length: 4", body=b"ab")
        time.sleep(0.2)
        assert connect().is_closed()
        for connection in busy:
            connection.send(b"cd")
            assert (200, b"4") == connection.answer()
        connection = connect()
        connection.request()
        assert 200 == connection.answer()[0]


# ---- confused, or led here ----


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LocalHost:8080", 200),
        ("localhost.", 200),
        ("127.0.0.1:1", 200),
        ("[::1]:80", 200),
        ("crucible.example.org", 421),
        ("localhost.example.org", 421),
        ("127.0.0.1.example.org", 421),
        ("localhost@example.org", 421),
        ("localhost, example.org", 421),
        ("localhost:80:80", 421),
        ("127.0.0.2", 421),
        ("", 421),
        ("\xff", 421),
    ],
)
def test_the_server_answers_to_its_own_names_only(connect, host, status):
    connection = connect()
    connection.request("GET", "/", f"Host: {host}")
    assert status == connection.answer()[0]


def test_further_names_can_be_given():
    with serving(hosts=("Crucible.example.org",)) as connect:
        for host, status in (("crucible.example.org:443", 200), ("localhost", 200), ("example.org", 421)):
            connection = connect()
            connection.request("GET", "/", f"Host: {host}")
            assert status == connection.answer()[0]


def test_an_absolute_address_names_the_server_too(connect):
    for target, status in (("http://localhost:99/a", 200), ("http://example.org/a", 421)):
        connection = connect()
        connection.request("GET", target)
        assert status == connection.answer()[0]


def test_there_has_to_be_one_host_except_in_http_1_0(connect):
    for headers in (("a: b",), ("Host: localhost", "Host: localhost")):
        connection = connect()
        connection.request("GET", "/", *headers)
        assert 400 == connection.answer()[0]
    connection = connect()
    connection.send(b"GET / HTTP/1.0\r\n\r\n")
    assert connection.read().startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("token", ["websocket", "h2c", "TLS/1.2"])
def test_an_offer_of_another_protocol_is_ignored_and_the_body_read(connect, token):
    connection = connect()
    headers = ["Host: localhost", "Connection: Upgrade", f"UPGRADE : {token}"]
    connection.request(
        "POST", "/", "Host: localhost", "Connection: Upgrade", f"Upgrade: {token}", "Content-Length: 4", body=b"abcd"
    )
    assert (200, b"4") == connection.answer()
    connection.request("GET", "/", *headers[:2], f"upgrade: {token}")
    assert (200, b"0") == connection.answer()


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + b"9" * 30 + b"\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1e3\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
        b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n",
        b"GET /\xc3\xa9 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"GET ? HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"CONNECT a:1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        bytes(range(256)),
    ],
)
def test_what_is_no_proper_http_is_a_400_and_the_end(connect, request_bytes):
    connection = connect()
    connection.send(request_bytes)
    assert connection.read().startswith(b"HTTP/1.1 400 ")


def test_pipelined_requests_are_answered_in_order(connect):
    connection = connect()
    lengths = list(range(1, 60))
    connection.send(
        b"".join(
            b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s" % (length, b"a" * length)
            for length in lengths
        )
    )
    file = connection.socket.makefile("rb")
    seen = []
    for _ in lengths:
        headers = dict(line.lower().split(b": ", 1) for line in iter(file.readline, b"\r\n") if b": " in line)
        seen.append(int(file.read(int(headers[b"content-length"]))))
    assert lengths == seen


def test_a_body_may_come_in_pieces_and_after_a_question(connect):
    connection = connect()
    connection.request("POST", "/", "Host: localhost", "Transfer-Encoding: chunked", "Expect: 100-continue")
    assert connection.socket.recv(100).startswith(b"HTTP/1.1 100 ")
    connection.send(b"3;a=b\r\nabc\r\n0001\r\nd\r\n0\r\nX-Trailer: e\r\n\r\n")
    assert (200, b"4") == connection.answer()


def test_others_are_answered_while_many_are_slow(connect):
    slow = [connect() for _ in range(100)]
    for connection in slow:
        connection.send(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n")
    answers = []

    def ask() -> None:
        connection = connect()
        connection.request()
        answers.append(connection.answer())

    asking = [threading.Thread(target=ask) for _ in range(20)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(10)
    assert [(200, b"0")] * 20 == answers
