"""One connection to the object store, and the small body that comes by it; one thread serves many of them.

What it does is written as generators, which are left wherever a socket would have to be waited for. It speaks as much
of HTTP as a store does that sends a file: an answer with ``Content-Length``. All else is left to the library that
knows all of HTTP.
"""

from __future__ import annotations

import errno
import os
import re
import selectors
import socket
import ssl
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

from . import SHORT_BYTES, Landed, broken

if TYPE_CHECKING:
    from collections.abc import Generator

HEAD_BYTES = 4096
"""Room for a head, beside that for the body; there is more where one is longer."""
LONGEST_HEAD_BYTES = 64 * 1024
_NO_BODY = {204, 304}
NEXT_ADDRESS_SECONDS = 2.0
"""So long a name's address may keep one waiting if it has another, as where one of two networks is not connected."""
_UNDER_WAY = {0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", 0)}
_STATUS = re.compile(rb"HTTP/1\.([01]) ([1-5][0-9][0-9])(?: [^\r\n]*)?\r\n")
_FRAMING = re.compile(rb"(?i)\r\n(content-length|transfer-encoding|connection)[ \t]*:[ \t]*([^\r\n]*?)[ \t]*(?=\r\n)")
_LENGTH = re.compile(rb"[0-9]{1,18}")
READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
_WAITS = {ssl.SSLWantReadError: READ, ssl.SSLWantWriteError: WRITE}


class NotHttpError(Exception):
    """What came is no answer."""


class Place:
    """Where lines lead to: a host, with the addresses that its name has.

    Parameters
    ----------
    name
        Of the host, with its port if that is not the usual one: as it is shown, and sent.
    context
        How lines are secured; None is not at all.
    agent
        What asks.
    """

    def __init__(self, name: str, context: ssl.SSLContext | None, agent: str) -> None:
        found = re.fullmatch(r"(?:\[(.+)\]|([^:]+))(?::([0-9]+))?", name)
        assert found is not None  # noqa: S101 - it comes from `checked_host`
        self.name = name
        self.context = context
        self.headers = f"Host: {name}\r\nUser-Agent: {agent}\r\nAccept: */*\r\nAccept-Encoding: identity\r\n\r\n"
        self.host = found[1] or found[2]
        self._port = int(found[3] or (80 if context is None else 443))
        self._addresses: Addresses | None = None

    def addresses(self) -> Addresses:
        """Return the addresses of the host, as far as they are known."""
        if self._addresses is None:
            self._addresses = Addresses(self.host, self._port)
        return self._addresses

    def forget(self) -> None:
        """Ask for its addresses again."""
        self._addresses = None


class _Found(NamedTuple):
    family: socket.AddressFamily
    address: tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]


class Addresses:
    """The addresses of a host; a thread asks for them, because that may take long, and cannot be broken off.

    Attributes
    ----------
    found
        Those which it has, that first which was reached last; None as long as nobody has answered.
    """

    def __init__(self, host: str, port: int) -> None:
        self.found: list[_Found] | None = None
        threading.Thread(target=self._look_up, args=(host, port), name="crucible-address", daemon=True).start()

    def _look_up(self, host: str, port: int) -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            found = []
        self.found = [_Found(family, address) for family, _, _, _, address in found]


class _Head(NamedTuple):
    """The head of an answer: its own size, that of the body if it is said, and whether the connection stays."""

    status: int
    size_bytes: int
    body_bytes: int | None
    stays: bool


def _read_head(memory: bytearray, have: int) -> _Head | None:
    """Read of a head what a small file needs; None if not all of it has come."""
    end = memory.find(b"\r\n\r\n", 0, have)
    if end < 0:
        if have >= 5 and not memory.startswith(b"HTTP/"):
            raise NotHttpError
        return None
    first = _STATUS.match(memory, 0, end + 2)
    if first is None:
        raise NotHttpError
    status, size, stays = int(first[2]), None, first[1] == b"1"
    is_plain = status >= 200 and status not in _NO_BODY
    for name, value in _FRAMING.findall(memory, first.end() - 2, end + 2):
        match name[0] | 0x20, len(name):
            case 0x63, 14:  # content-length
                is_plain = is_plain and _LENGTH.fullmatch(value) is not None and size in (None, int(value))
                size = int(value) if is_plain else None
            case 0x63, 10:  # connection
                stays = stays and b"close" not in value.lower()
            case _:
                is_plain = False
    return _Head(status, end + 4, size if is_plain else None, stays)


class Line:
    """One connection.

    Parameters
    ----------
    place
        Where it leads to.
    selector
        Is told what the line waits for, and says so with the line itself.

    Attributes
    ----------
    phase
        What it does: ``naming``, which is to wait for the addresses of the host, ``connecting``, ``securing`` the
        connection, or ``asking``.
    began_at
        When it began to connect.
    patience_seconds
        How long it may wait for this address, if that is less than for all of them.
    is_open
        Whether it is connected, so that it can be used again.
    """

    __slots__ = (
        "_has_begun",
        "_selector",
        "_socket",
        "_watched",
        "began_at",
        "is_open",
        "patience_seconds",
        "phase",
        "place",
    )

    def __init__(self, place: Place, selector: selectors.BaseSelector) -> None:
        self.place = place
        self._selector = selector
        self._socket: socket.socket | None = None
        self._watched = 0
        self._has_begun = False
        self.is_open = False
        self.began_at = 0.0
        self.phase = "naming"
        self.patience_seconds: float | None = None

    def talk(self, request: bytes, most_bytes: int) -> Generator[None, None, Landed | None]:
        """Send a request and return its answer, or None if that is none which this module understands or too long.

        A store closes connections that were not used for a while: then it is asked again, by a new one.

        Parameters
        ----------
        request
            All of it.
        most_bytes
            How long the body may be, unless it is short.

        Raises
        ------
        OSError, EOFError, NotHttpError
            The connection could not be made, or broke. A `TimeoutError` that is thrown in leads to the next address.
        """
        if self.is_open and not self._is_quiet():
            self.close()
        while True:
            was_open, self._has_begun = self.is_open, False
            try:
                if not was_open:
                    yield from self._connect()
                return (yield from self._ask(request, most_bytes))
            except (OSError, EOFError):
                if self._has_begun or not was_open:
                    raise
                self.close()

    def _ask(self, request: bytes, most_bytes: int) -> Generator[None, None, Landed | None]:
        self.phase = "asking"
        yield from self._send(request)
        self._watch(READ)
        return (yield from self._receive(most_bytes))

    def _is_quiet(self) -> bool:
        """Whether nothing has come since the last answer: neither its end, nor more than was announced.

        Else what is left of one answer would be taken for the next one.
        """
        if isinstance(self._connection, ssl.SSLSocket) and self._connection.pending():
            return False
        try:
            socket.socket.recv(self._connection, 1, socket.MSG_PEEK)  # what TLS is wrapped around
        except BlockingIOError:
            return True
        except OSError:
            pass
        return False

    def _connect(self) -> Generator[None, None, None]:
        """Connect to one of the addresses."""
        self.phase, self.began_at, self.patience_seconds = "naming", time.monotonic(), None
        addresses = self.place.addresses()
        while addresses.found is None:
            yield
        if not addresses.found:
            self.place.forget()
            raise socket.gaierror
        self.phase = "connecting"
        known = addresses.found[:]
        for number, found in enumerate(known, 1):
            is_last = number == len(known)
            self.patience_seconds = None if is_last else NEXT_ADDRESS_SECONDS
            try:
                yield from self._connect_to(found)
            except OSError:
                if is_last or self.phase != "connecting":
                    self.place.forget()
                    raise
                self.close()
            else:
                addresses.found.sort(key=found.__ne__)
                self.is_open = True
                return

    def _connect_to(self, found: _Found) -> Generator[None, None, None]:
        plain = self._socket = socket.socket(found.family, socket.SOCK_STREAM)
        plain.setblocking(False)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        code = plain.connect_ex(found.address)
        if code in _UNDER_WAY:
            self._watch(WRITE)
            yield
            code = plain.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            raise OSError(code, os.strerror(code))
        self.patience_seconds = None
        if self.place.context is not None:
            self.phase = "securing"
            self._watch(0)
            self._socket = secured = self.place.context.wrap_socket(
                plain, server_hostname=self.place.host, do_handshake_on_connect=False
            )
            while True:
                try:
                    secured.do_handshake()
                    return
                except (ssl.SSLWantReadError, ssl.SSLWantWriteError) as wait:
                    self._watch(_WAITS[type(wait)])
                yield

    def _send(self, request: bytes) -> Generator[None, None, None]:
        left = request
        while left:
            try:
                left = left[self._connection.send(left) :]
            except (BlockingIOError, ssl.SSLWantWriteError):
                self._watch(WRITE)
                yield
            except ssl.SSLWantReadError:
                self._watch(READ)
                yield

    def _receive(self, most_bytes: int) -> Generator[None, None, Landed | None]:
        """Receive head and body into one piece of memory, with as few calls as the network has pieces."""
        asked, seconds = time.monotonic(), 0.0
        receive, is_secured = self._connection.recv_into, self.place.context is not None
        most_bytes = max(most_bytes, SHORT_BYTES)  # a refusal may be longer than the file
        memory = bytearray(HEAD_BYTES + most_bytes)
        room = memoryview(memory)
        head: _Head | None = None
        have, end = 0, len(room)
        while have < end:
            try:
                came = receive(room[have:end])
            except (BlockingIOError, ssl.SSLWantReadError):
                yield
                continue
            except ssl.SSLWantWriteError:
                self._watch(WRITE)
                yield
                self._watch(READ)
                continue
            if not came:
                raise EOFError
            if not self._has_begun:
                self._has_begun, seconds = True, time.monotonic() - asked
            have += came
            if head is None:
                head = _read_head(memory, have)
                if head is None and have > LONGEST_HEAD_BYTES:
                    return None
                if head is not None:
                    if head.body_bytes is None or head.body_bytes > most_bytes:
                        return None
                    end = head.size_bytes + head.body_bytes
                    if end > len(room):  # for its head is long
                        longer = bytearray(end)
                        longer[:have] = memory[:have]
                        memory, room = longer, memoryview(longer)
            if have < end and not is_secured:
                yield  # for all that had come is here
        if head is None:
            return None
        if not head.stays or have > end:
            self.close()
        return Landed(head.status, bytes(memory[: head.size_bytes]), room[head.size_bytes : end], seconds)

    def _watch(self, events: int) -> None:
        """Say what is waited for; 0 is nothing any more."""
        if events != self._watched:
            if not events:
                self._selector.unregister(self._connection)
            elif self._watched:
                self._selector.modify(self._connection, events, self)
            else:
                self._selector.register(self._connection, events, self)
            self._watched = events

    @property
    def _connection(self) -> socket.socket:
        assert self._socket is not None  # noqa: S101 - there is one while anything is going on
        return self._socket

    def reason(self, error: BaseException) -> str:
        """Return the clause about what has ended it."""
        if isinstance(error, ssl.SSLCertVerificationError):
            return broken.NOT_TRUSTED
        if isinstance(error, socket.gaierror):
            return broken.NO_ADDRESS
        if isinstance(error, NotHttpError):
            return broken.NOT_HTTP
        if isinstance(error, EOFError):
            return broken.TOO_SHORT
        return {"connecting": broken.NOBODY_THERE, "securing": broken.NO_TLS}.get(self.phase, broken.BROKE)

    def leave(self) -> None:
        """Close the connection after the selector, which is not told of it any more."""
        self._watched = 0
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self.is_open = False
        if self._socket is not None:
            if self._watched:
                self._watch(0)
            self._socket.close()
            self._socket = None
