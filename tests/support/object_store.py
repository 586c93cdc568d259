"""An object store on loopback that answers as it should, except where a test tells it otherwise.

It speaks ranged GETs and resumable PUTs on real sockets. `faults` is a queue: each request takes the first one, and
requests that find it empty are answered correctly.
"""

import base64
import json
import re
import socket
import struct
import sys
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

import google_crc32c


@dataclass
class Fault:
    """What goes wrong with one request.

    GET: ``cut`` closes the connection after `at` bytes of the body, ``truncate`` announces and sends only `at` bytes,
    ``flip`` changes the byte at `at`, ``append`` sends one byte too many, ``page`` answers 200 with HTML,
    ``ignore-range`` answers 200 from the beginning, ``wrong-range`` answers 206 from another place, ``only`` answers
    with at most `at` bytes of the range, ``stall`` sends `at` bytes and then nothing, ``endless`` sends far too much
    without having said how much.
    PUT: ``cut`` keeps `at` bytes of the chunk and closes the connection, ``short`` keeps and confirms only `at` bytes,
    ``lost`` keeps everything and closes without an answer, ``flip`` stores a changed byte, ``stall`` never answers.
    Both: ``status`` answers with `status` and `headers`; ``reset`` closes before any answer; ``together`` answers
    when `at` such requests are under way at once, and hangs up if they never are; ``pass`` does nothing wrong.
    """

    kind: str
    at: int = 0
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass
class Seen:
    """A request that was answered."""

    method: str
    path: str
    headers: dict[str, str]


def crc32c(data: bytes) -> str:
    """Return the checksum as the store writes it."""
    return base64.b64encode(google_crc32c.Checksum(data).digest()).decode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64  # with less, connections that are made at once wait for a second

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about a client that has gone, or whose connection a fault has closed."""
        if not isinstance(sys.exception(), OSError | ValueError):
            super().handle_error(request, client_address)


class ObjectStore:
    """The server, running in threads while the context is open."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.sessions: dict[str, bytearray] = {}
        self.faults: deque[Fault] = deque()
        self.requests: list[Seen] = []
        self.hashes = True
        self.together: threading.Barrier | None = None
        self.lock = threading.Lock()
        self.released = threading.Event()

    def __enter__(self) -> Self:
        store = self

        class Handler(_Handler):
            pass

        Handler.store = store
        self._server = _Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def put(self, name: str, data: bytes) -> str:
        """Store an object and return its address."""
        self.objects[name] = data
        return f"{self.url}/{name}?signature=secret-{name}"

    def open_session(self, name: str) -> str:
        """Open a resumable session and return its address."""
        self.sessions[name] = bytearray()
        return f"{self.url}/{name}?upload_id=secret-{name}"

    def ranges(self) -> list[str | None]:
        """Return the ranges that were asked for, request by request."""
        return [seen.headers.get("range") for seen in self.requests if seen.method == "GET"]

    def content_ranges(self) -> list[str | None]:
        """Return the ranges that were sent, request by request."""
        return [seen.headers.get("content-range") for seen in self.requests if seen.method == "PUT"]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store: ObjectStore

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _begin(self) -> tuple[str, Fault]:
        name = self.path.partition("?")[0].strip("/")
        with self.store.lock:
            headers = {key.lower(): value for key, value in self.headers.items()}
            self.store.requests.append(Seen(self.command, name, headers))
            fault = self.store.faults.popleft() if self.store.faults else Fault("pass")
            if fault.kind == "together" and self.store.together is None:
                self.store.together = threading.Barrier(fault.at, timeout=30)
        if fault.kind == "together" and self.store.together is not None:
            self.store.together.wait()
        return name, fault

    def _answer(self, status: int, body: bytes | memoryview = b"", **headers: str) -> None:
        self.send_response_only(status)
        headers.setdefault("Date", self.date_time_string())
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _hang_up(self, *, reset: bool = False) -> None:
        if reset:  # RST instead of FIN
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.wfile.flush()
        self.connection.close()

    def _refused(self, fault: Fault) -> bool:
        if fault.kind == "reset":
            self._hang_up(reset=True)
        elif fault.kind == "status":
            self._answer(fault.status, fault.body, **fault.headers)
        else:
            return False
        return True

    def do_GET(self) -> None:
        name, fault = self._begin()
        data = self.store.objects.get(name)
        if self._refused(fault):
            pass
        elif data is None:
            self._answer(404)
        elif fault.kind == "page":
            self._answer(200, b"<html>Please log in</html>", Content_Type="text/html; charset=utf-8")
        elif fault.kind == "endless":
            self._send_for_long()
        else:
            self._send_object(data, fault)

    def _send_for_long(self) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        for _ in range(400):
            self.wfile.write(bytes(65536))

    def _send_object(self, data: bytes, fault: Fault) -> None:
        tag = f'"{crc32c(data)}"'
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if not asked or fault.kind == "ignore-range" or self.headers.get("If-Range", tag) != tag:
            wrong = fault.kind == "wrong-range"
            self._send_body(data, 7 if wrong else 0, len(data), 206 if wrong else 200, tag, fault)
        elif int(asked[1]) >= len(data):
            self._answer(416, Content_Range=f"bytes */{len(data)}")
        else:
            start = abs(int(asked[1]) - (7 if fault.kind == "wrong-range" else 0))
            self._send_body(data, start, int(asked[2] or len(data)) + 1, 206, tag, fault)

    def _send_body(self, data: bytes, start: int, end: int, status: int, tag: str, fault: Fault) -> None:
        body, total = memoryview(data)[start:end], len(data)
        if fault.kind == "flip":
            body = memoryview(bytes(body[: fault.at]) + bytes([body[fault.at] ^ 1]) + bytes(body[fault.at + 1 :]))
        if fault.kind == "append":
            body = memoryview(bytes(body) + b"!")
        if fault.kind == "truncate" or (fault.kind == "only" and status == 206):
            body = body[: fault.at]
        headers = {"ETag": tag, "Content_Type": "application/octet-stream", "Content_Length": str(len(body))}
        if self.store.hashes:
            headers["x_goog_hash"] = f"crc32c={crc32c(data)}"
        if status == 206:
            headers["Content_Range"] = f"bytes {start}-{start + len(body) - 1}/{total}"
        ends_early = fault.kind in ("cut", "stall")
        try:
            self._answer(status, body[: fault.at] if ends_early else body, **headers)
            self.wfile.flush()
        except OSError:  # the client has gone
            self.close_connection = True
            return
        if fault.kind == "stall":
            self.store.released.wait(30)
        if ends_early:
            self._hang_up()

    def do_PUT(self) -> None:
        name, fault = self._begin()
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(min(length, fault.at) if fault.kind == "cut" else length)
        session = self.store.sessions.get(name)
        if fault.kind == "stall":
            self.store.released.wait(30)
            self._hang_up()
        elif self._refused(fault):
            pass
        elif session is None:
            self._answer(404)
        else:
            self._receive(name, session, body, fault)

    def _receive(self, name: str, session: bytearray, body: bytes, fault: Fault) -> None:
        found = re.fullmatch(r"bytes (?:(\d+)-(\d+)|\*)/(\d+)", self.headers["Content-Range"])
        assert found is not None
        if found[1] is not None:
            self._store(session, int(found[1]), body, fault)
        if fault.kind in ("cut", "lost"):
            self._hang_up()
        else:
            self._confirm(name, session, int(found[3]))

    def _store(self, session: bytearray, first: int, body: bytes, fault: Fault) -> None:
        if first > len(session):
            return  # a gap: nothing is kept
        if fault.kind == "short":
            body = body[: fault.at]
        if fault.kind == "flip":
            body = bytes([body[0] ^ 1]) + body[1:]
        session[first:] = body

    def _confirm(self, name: str, session: bytearray, total: int) -> None:
        data = bytes(session)
        wanted = re.search(r"crc32c=([^,]+)", self.headers.get("X-Goog-Hash", ""))
        if len(data) < total:
            ranges = {"Range": f"bytes=0-{len(data) - 1}"} if data else {}
            self._answer(308, **ranges)
        elif wanted and wanted[1] != crc32c(data):
            session.clear()
            self._answer(400, b"<Error><Code>BadDigest</Code></Error>")
        else:
            self.store.objects[name] = data
            resource = {"kind": "storage#object", "name": name, "size": str(total), "crc32c": crc32c(data)}
            self._answer(200, json.dumps(resource).encode(), Content_Type="application/json")
