"""A way to a server on which things go wrong: requests are passed on, except where a test tells it otherwise.

It is an HTTP server on loopback that asks the real one. `faults` is a queue: each request takes the first one, and
requests that find it empty are only passed on.
"""

from __future__ import annotations

import http.client
import re
import socket
import struct
import sys
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_NOT_PASSED_ON = {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "date", "server"}
EXPIRED = b"<?xml version='1.0'?><Error><Code>ExpiredToken</Code></Error>"


@dataclass
class Fault:
    """What goes wrong with one request.

    ``reset`` breaks the connection before the request is passed on, ``lost`` instead of the answer. ``cut`` ends the
    connection after `at` bytes of the answer's body, ``short`` announces and sends only so many, ``stall`` sends them
    and then nothing more (of the answer to a PUT or POST, nothing at all). ``flip`` changes a bit of the byte at `at`:
    of what a PUT brings, else of the answer. ``status`` answers with `status`, `headers` and `body`. ``wrong-range``
    answers with the bytes of another place, and tells the sender of a resumable session that more has arrived than was
    sent. ``ignore-range`` answers with the whole. ``first`` calls `act`, and then passes the request on. ``rewrite``
    lets `change` rewrite the answer's body. ``pass`` does nothing wrong.
    """

    kind: str
    at: int = 0
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    act: Callable[[], object] = print
    change: Callable[[bytes], bytes] = bytes


@dataclass
class Seen:
    """A request as it came."""

    method: str
    target: str
    headers: dict[str, str]


@dataclass
class _Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about a client that has gone, or whose connection a fault has closed."""
        if not isinstance(sys.exception(), OSError | ValueError):
            super().handle_error(request, client_address)


class Wire:
    """The server, running in threads while the context is open.

    Parameters
    ----------
    to
        Address of the server behind.
    """

    def __init__(self, to: str) -> None:
        self.behind = urlsplit(to).netloc
        self.faults: deque[Fault] = deque()
        self.always: Fault | None = None
        """What befalls all requests after those in the queue."""
        self.instead: str | None = None
        """What is asked for on the server behind, whatever a GET asks for: something else lies there now."""
        self.requests: list[Seen] = []
        self.secrets: tuple[str, ...] = ()
        """What no request may bring, in its head or its body."""
        self.leaks: list[Seen] = []
        """Requests that brought a secret, or headers that authorise; `heal` does not forget them."""
        self.stalled = threading.Event()
        self._released = threading.Event()
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        wire = self

        class Handler(_Handler):
            pass

        Handler.wire = wire
        self._server = _Server(("127.0.0.1", 0), Handler)
        self.netloc = f"127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def heal(self) -> None:
        """Let nothing go wrong any more, and forget what was asked; what stalls is broken off."""
        self._released.set()
        with self._turn:
            self._released = threading.Event()
            self.faults.clear()
            self.always = self.instead = None
            self.requests.clear()
            self.stalled.clear()

    def over(self, address: str) -> str:
        """Return the address of something on the server behind, over this wire."""
        return address.replace(f"//{self.behind}/", f"//{self.netloc}/", 1)

    def take(self, seen: Seen, body: bytes) -> tuple[Fault, threading.Event]:
        """Note a request, and return what befalls it, and what ends a stall."""
        head = " ".join([seen.target, *seen.headers, *seen.headers.values()])
        has_secret = any(secret in head or secret.encode() in body for secret in self.secrets)
        with self._turn:
            self.requests.append(seen)
            if has_secret or {"authorization", "cookie"} & set(seen.headers):
                self.leaks.append(seen)
            return self.faults.popleft() if self.faults else self.always or Fault("pass"), self._released


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536  # headers and body in one packet
    wire: Wire

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _handle(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        fault, released = self.wire.take(Seen(self.command, self.path, headers), body)
        if fault.kind == "reset":
            self._reset()
        elif fault.kind == "status":
            self._send(_Answer(fault.status, list(fault.headers.items()), fault.body))
        else:
            self._passed_on(fault, headers, body, released)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _handle

    def _passed_on(self, fault: Fault, headers: dict[str, str], body: bytes, released: threading.Event) -> None:
        if fault.kind == "first":
            fault.act()
        if fault.kind == "flip" and self.command == "PUT" and body:
            body = _flipped(body, fault.at)
        if fault.kind == "ignore-range":
            headers = {name: value for name, value in headers.items() if name != "range"}
        if fault.kind == "wrong-range" and self.command == "GET":
            headers["range"] = _elsewhere(headers.get("range", ""))
            headers.pop("if-range", None)
        answer = self._ask(headers, body)
        if fault.kind == "lost":
            self._reset()
        elif fault.kind == "stall" and self.command != "GET":
            self._wait(released)
        elif fault.kind in ("cut", "stall"):
            self._send(answer, fault.at)
            if fault.kind == "stall":
                self._wait(released)
            self._hang_up()
        else:
            self._send(_spoilt(answer, fault, self.command))

    def _ask(self, headers: dict[str, str], body: bytes) -> _Answer:
        connection = http.client.HTTPConnection(self.wire.behind, timeout=60)
        try:
            kept = {name: value for name, value in headers.items() if name not in _NOT_PASSED_ON}
            target = (self.wire.instead if self.command == "GET" else None) or self.path
            connection.request(self.command, target, body if body or self.command != "GET" else None, kept)
            response = connection.getresponse()
            return _Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()

    def _send(self, answer: _Answer, most_bytes: int | None = None) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            if name.lower() not in _NOT_PASSED_ON or name.lower() == "date":
                self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body[:most_bytes])
        self.wfile.flush()

    def _wait(self, released: threading.Event) -> None:
        self.wire.stalled.set()
        released.wait(60)
        self._hang_up()

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()


def _spoilt(answer: _Answer, fault: Fault, method: str) -> _Answer:
    if fault.kind == "short":
        answer.body = answer.body[: fault.at]
    if fault.kind == "rewrite":
        answer.body = fault.change(answer.body)
    if fault.kind == "flip" and method != "PUT" and answer.body:
        answer.body = _flipped(answer.body, fault.at)
    if fault.kind == "wrong-range" and answer.status == 308:
        answer.headers = [(name, value) for name, value in answer.headers if name.lower() != "range"]
        answer.headers.append(("Range", f"bytes=0-{2**40}"))
    return answer


def _flipped(data: bytes, at: int) -> bytes:
    at = min(at, len(data) - 1)
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _elsewhere(asked: str) -> str:
    """Return the header of another range: seven bytes further, or seven before."""
    found = re.fullmatch(r"bytes=(\d+)-(\d*)", asked)
    first, last = (int(found[1]), found[2]) if found else (0, "")
    return f"bytes={first - 7 if first >= 7 else first + 7}-{last}"
