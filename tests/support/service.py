"""A pretend API on real sockets, for faults that no healthy server has: each route answers from a queue."""

from __future__ import annotations

import json
import socket
import struct
import sys
import threading
import time
from collections import defaultdict, deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """What to answer: JSON of `value` unless `body` is given; or a fault.

    `drop` closes the connection without an answer, `cut` sends only so many bytes of the body, `delay_seconds` waits
    first, `drop_by_drop_seconds` waits before each byte of the body.
    """

    value: object = None
    status: int = 200
    headers: dict = field(default_factory=dict)
    body: bytes | None = None
    content_type: str = "application/json"
    drop: bool = False
    cut: int | None = None
    delay_seconds: float = 0.0
    drop_by_drop_seconds: float = 0.0

    def bytes(self):
        return json.dumps(self.value).encode() if self.body is None else self.body


@dataclass
class Asked:
    """A request as it arrived."""

    method: str
    path: str
    query: str
    headers: dict
    body: bytes
    connection: object = None  # the same one for requests that came over one connection

    @property
    def json(self):
        return json.loads(self.body)


class Service:
    """Queues of answers by method and path; the last answer of a queue stays."""

    def __init__(self):
        self.url = ""
        self.asked = []
        self._queues = defaultdict(deque)

    def on(self, method, path, *answers):
        """Queue answers for a route; a value that is no `Answer` is the JSON of one, a function makes one."""
        self._queues[method, path].extend(answers)

    def next(self, asked):
        self.asked.append(asked)
        queue = self._queues.get((asked.method, asked.path))
        if not queue:
            return Answer({"detail": f"the test expects no {asked.method} {asked.path}"}, status=418)
        answer = queue.popleft() if len(queue) > 1 else queue[0]
        if callable(answer):
            answer = answer(asked)
        return answer if isinstance(answer, Answer) else Answer(answer)

    def count(self, method, path):
        """Return how often a route was asked."""
        return sum((asked.method, asked.path) == (method, path) for asked in self.asked)


def handler_of(state):
    """Return the class that answers requests for a service."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self):
            path, _, query = self.path.partition("?")
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = state.next(Asked(self.command, path, query, dict(self.headers), body, self.client_address))
            time.sleep(answer.delay_seconds)
            if answer.drop:
                self.drop()
            else:
                self.send(answer)

        def drop(self):
            # A reset rather than an orderly end: what a crashed server or a cut cable looks like.
            linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True
            self.connection.close()

        def send(self, answer):
            content = answer.bytes() if answer.status != 204 else b""
            self.send_response(answer.status)
            if content:
                self.send_header("Content-Type", answer.content_type)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            sent = content if answer.cut is None else content[: answer.cut]
            step = 1 if answer.drop_by_drop_seconds else max(len(sent), 1)
            for start in range(0, len(sent), step):
                time.sleep(answer.drop_by_drop_seconds)
                self.wfile.write(sent[start : start + step])
            if answer.cut is not None:
                self.close_connection = True

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

        def finish(self):
            with suppress(OSError, ValueError):  # the connection was dropped on purpose
                super().finish()

        def log_message(self, *arguments):
            pass

    return Handler


class Server(ThreadingHTTPServer):
    """Ends without waiting for its threads, and says nothing about clients that went away."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


@contextmanager
def service():
    """Run a service for the time of the block."""
    state = Service()
    server = Server(("127.0.0.1", 0), handler_of(state))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
