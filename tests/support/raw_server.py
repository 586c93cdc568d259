"""A server that sends what a test gives it, byte by byte, and keeps what it was sent."""

import socket
import ssl
import struct
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass


@dataclass
class Reply:
    """Bytes to send, and what to do then: ``keep`` the connection, ``close`` or ``reset`` it, or ``stall``.

    `unread` answers before the body of the request is read, or instead of that.
    """

    data: bytes = b""
    then: str = "keep"
    unread: bool = False


@dataclass
class Request:
    """What was sent, and over which connection."""

    line: str
    headers: dict
    body: bytes
    connection: int


def ok(body=b"", *headers, status="200 OK"):
    """A whole answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return Reply("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)


class RawServer:
    """Takes the replies one by one; the last one stays."""

    def __init__(self, *replies, context=None):
        self.replies = list(replies) or [ok(b"content")]
        self.requests = []
        self.ended = threading.Event()
        self.stalled = threading.Event()
        self._context = context
        self._lock = threading.Lock()
        self._count = 0
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listening.getsockname()[1]
        self.url = f"http{'s' if context else ''}://{'localhost' if context else '127.0.0.1'}:{self.port}"

    def listen(self):
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self._count += 1
            threading.Thread(target=self._serve, args=(connection, self._count), daemon=True).start()

    def _serve(self, connection, number):
        # One that cannot be secured, or has gone, is what some tests want.
        with suppress(OSError, ssl.SSLError), connection:
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as stream:
                while self._answer(connection, stream, number):
                    pass

    def _answer(self, connection, stream, number):
        line = stream.readline().decode().rstrip("\r\n")
        if not line:
            return False
        headers = {}
        while header := stream.readline().decode("latin-1").rstrip("\r\n"):
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        with self._lock:
            reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        body = b"" if reply.unread else stream.read(int(headers.get("content-length", 0)))
        self.requests.append(Request(line, headers, body, number))
        if callable(reply.data):
            return reply.data(self.requests[-1], connection, stream)
        connection.sendall(reply.data)
        if reply.then == "stall":
            self.stalled.set()
            self.ended.wait(60)
        if reply.then == "reset":
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        return reply.then == "keep"

    def close(self):
        self.ended.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()


@contextmanager
def raw_server(*replies, context=None):
    """Run a server for the time of the block."""
    server = RawServer(*replies, context=context)
    thread = threading.Thread(target=server.listen, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join()
