"""HTTP as it comes in: uvicorn reads it, with the limits that it does not have.

What a client may do without being a nuisance to others: take its time, but not for ever; send much, but not without
end; and call the server by a name that is the server's own, which a web page that was led here by its own domain
(DNS rebinding) does not.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from .asgi import respond
from .injector import TRANSPORT

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Collection

    from .asgi import App, Receive, Scope, Send

MOST_CONNECTIONS = 512
HELD_BODY_BYTES = 512 * 1024
"""So much of a body may wait in memory for the application; with less, reading pauses after every block."""
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
_UPGRADE = re.compile(rb"\r\nupgrade(?=[ \t]*:)", re.IGNORECASE)
_NAME_AND_PORT = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]/@]+?)\.?(?::[0-9]{1,5})?", re.IGNORECASE)


def _most_connections() -> int:
    """Return how many connections one port holds, so that files can be opened for all of them."""
    if sys.platform == "win32":
        return MOST_CONNECTIONS
    import resource

    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if files == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(16, min(MOST_CONNECTIONS, (files - 64) // 4))


@dataclass(frozen=True, slots=True)
class Limits:
    """What one client may take up.

    Attributes
    ----------
    head_seconds
        The head of a request arrives within this time; so does the first byte on a new connection.
    stall_seconds, least_bytes
        In each such time at least so many bytes of a body arrive; and of an answer that the client has not yet taken
        something is taken.
    head_bytes, target_bytes, headers
        How large the head of a request is, its target, and how many headers there are.
    connections
        How many connections one port holds. Another one takes the place of one that is idle.
    """

    head_seconds: float = 20.0
    stall_seconds: float = 60.0
    least_bytes: int = 1024
    head_bytes: int = 64 * 1024
    target_bytes: int = 32 * 1024
    headers: int = 100
    connections: int = _most_connections()


class BoundedProtocol(HttpToolsProtocol):
    """One connection.

    Parameters
    ----------
    limits
        What its client may take up.
    hosts
        The names of this server, in lower case and without a port.
    """

    def __init__(self, limits: Limits, hosts: Collection[str], **given: Any) -> None:
        super().__init__(**given)
        self._limits = limits
        self._hosts = hosts
        self._origin: App = self.app
        self._awaited = "head"  # the part of a request that is on its way: head, body, or none
        self._since = 0.0
        self._arrived_bytes = 0  # of the body since then
        self._silent_bytes = 0  # since anything came of them
        self._has_progressed = False
        self._unsent_bytes = 0
        self._unsent_since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, if there is room for one more."""
        super().connection_made(transport)
        self._since = self.loop.time()
        if len(self.connections) > self._limits.connections and not self._make_room():
            transport.abort()

    def _make_room(self) -> bool:
        """Close a connection on which nothing happens, as a server may at any time."""
        for other in self.connections:
            if other is not self and getattr(other, "timeout_keep_alive_task", None) is not None:
                other.transport.close()
                self.connections.discard(other)
                return True
        return False

    def data_received(self, data: bytes) -> None:
        """Read what has come, and end the connection if that is far too much of nothing."""
        self._has_progressed = False
        super().data_received(data if self._awaited == "body" else _without_upgrade(data))
        if self._has_progressed:
            self._silent_bytes = 0
            return
        self._silent_bytes += len(data)
        if self._awaited == "none":  # empty lines, which may stand before a request
            self._awaited, self._since = "head", self.loop.time()
        if self._silent_bytes > self._limits.head_bytes:  # an endless head, or endless headers after a body
            self._give_up(431)

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self.scope["extensions"] = {TRANSPORT: self.transport}  # type: ignore[dict-item] # for faults
        self._await("head")

    def on_headers_complete(self) -> None:
        """Let the origin answer, or refuse the request."""
        self._await("body")
        refusal = self._refusal()
        self.app = self._origin if refusal is None else _Refused(*refusal)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take bytes of a body, without the copies that uvicorn makes of them and its many pauses."""
        cycle = self.cycle
        if not cycle.response_complete:
            cycle.body = cycle.body + body if cycle.body else body  # type: ignore[assignment] # nothing changes it
            if len(cycle.body) > HELD_BODY_BYTES:
                self.flow.pause_reading()
            cycle.message_event.set()
        self._has_progressed = True
        self._arrived_bytes += len(body)

    def on_message_complete(self) -> None:
        """End a request; its answer may be under way or not."""
        super().on_message_complete()
        self._await("none")

    def _await(self, part: str) -> None:
        self._has_progressed = True
        self._awaited, self._since, self._arrived_bytes = part, self.loop.time(), 0

    def _refusal(self) -> tuple[int, bytes] | None:
        """Return status and reason if a head must not be answered as it asks."""
        if len(self.url) > self._limits.target_bytes:
            return 414, b"The address is too long"
        if len(self.headers) > self._limits.headers:
            return 431, b"There are too many headers"
        names = [value for name, value in self.headers if name == b"host"]
        if self.parser.should_upgrade():
            return 400, b"This server keeps to HTTP/1.1"
        if len(names) > 1 or (not names and self.parser.get_http_version() == "1.1"):
            return 400, b"There has to be one Host header"
        if not self.url.startswith((b"/", b"*")):
            names.append(httptools.parse_url(self.url).host or b"")
        if not all(self._is_own(name.decode("latin-1")) for name in names):
            return 421, b"This server does not go by that name"
        return None

    def _is_own(self, host: str) -> bool:
        found = _NAME_AND_PORT.fullmatch(host)
        return found is not None and found[1].lower() in self._hosts

    def shutdown(self) -> None:
        """End the connection as soon as no answer is under way."""
        if self.scheme == "https" and (self.cycle is None or self.cycle.response_complete):
            self.transport.abort()  # an idle client does not hear the farewell that TLS has
        else:
            super().shutdown()

    def check(self, now: float) -> None:
        """End the connection if its client keeps the server waiting; called every now and then."""
        limits = self._limits
        unsent = self.transport.get_write_buffer_size()
        if not unsent or unsent != self._unsent_bytes:
            self._unsent_bytes, self._unsent_since = unsent, now
        elif now - self._unsent_since > limits.stall_seconds:
            self.transport.abort()
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if self._awaited == "none" or self.flow.read_paused or (self._awaited == "head" and is_answering):
            self._since, self._arrived_bytes = now, 0
        elif self._awaited == "head":
            if now - self._since > limits.head_seconds:
                self._give_up(408)
        elif now - self._since > limits.stall_seconds:
            if self._arrived_bytes < limits.least_bytes:
                self._give_up(408)
            self._since, self._arrived_bytes = now, 0

    def _give_up(self, status: int) -> None:
        """End the connection, with a word if that does not fall into an answer."""
        if self.transport.is_closing():
            return
        is_answering = self.cycle is not None and not self.cycle.response_complete
        has_begun = self.scope is not None  # a client that has said nothing at all may be keeping a connection ready
        if has_begun and (not is_answering if self._awaited == "head" else not self.cycle.response_started):
            self.transport.write(STATUS_LINE[status] + b"content-length: 0\r\nconnection: close\r\n\r\n")
        self.transport.close()

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing; the request is refused."""

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, unless something was said already."""
        if not self.transport.is_closing():
            super().send_400_response(msg)


def _without_upgrade(data: bytes) -> bytes:
    """Hide the offer of another protocol, which may be ignored; the parser would ignore the body instead."""
    head, end, rest = data.partition(b"\r\n\r\n")
    return _UPGRADE.sub(b"\r\nunheard", head) + end + rest if b"pgrade" in head else data


class _Refused:
    """The application for a request that is refused by its head."""

    def __init__(self, status: int, reason: bytes) -> None:
        self._status = status
        self._reason = reason

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        content = b'{"detail":"' + self._reason + b'"}'
        await respond(send, self._status, content, headers=[(b"connection", b"close")])
