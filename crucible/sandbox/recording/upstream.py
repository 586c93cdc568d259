"""Requests to the real service: a connection each, whose bytes pass in both directions as they come."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import http.client
import socket
import ssl
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from crucible.config import is_loopback

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

CONNECT_SECONDS = 15.0
ANSWER_SECONDS = 300.0
"""As long as storage takes to put the parts of a large upload together, and then some."""
BLOCK_BYTES = 256 * 1024


class UnreachableError(Exception):
    """No answer has come."""


class BrokenError(Exception):
    """An answer has begun, and not ended."""


class Answer:
    """An answer whose body is to be read."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self._response = response
        self.status = response.status
        self.headers = response.getheaders()

    async def blocks(self) -> AsyncIterator[bytes]:
        """Yield the body.

        Raises
        ------
        BrokenError
            If it ends too early.
        """
        try:
            while block := await asyncio.to_thread(self._response.read1, BLOCK_BYTES):
                yield block
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise BrokenError(f"the service broke the answer off ({type(error).__name__})") from None
        if self._response.length:
            raise BrokenError(f"the service broke the answer off, {self._response.length} bytes before its end")


@contextlib.asynccontextmanager
async def exchange(
    method: str, url: str, headers: Mapping[str, str], body: AsyncIterator[bytes], context: ssl.SSLContext | None
) -> AsyncIterator[Answer]:
    """Send a request, and wait for its answer.

    Parameters
    ----------
    method, url, headers
        What to ask for. A body comes with its length, or in chunks.
    body
        Its bytes; read to their end unless the service answers before.
    context
        How to verify the service.

    Raises
    ------
    UnreachableError
        If there is none.
    """
    connection, sent_through = _connection(url, context), None
    try:
        try:
            sent_through = await asyncio.to_thread(_begin, connection, method, url, headers)
            await _send(connection, body, in_chunks="transfer-encoding" in headers)
            response = await asyncio.to_thread(connection.getresponse)
        except (OSError, ValueError, http.client.HTTPException) as error:
            reason = getattr(error, "verify_message", None) or getattr(error, "strerror", None) or type(error).__name__
            raise UnreachableError(reason) from None
        with response:
            yield Answer(response)
    finally:
        if sent_through is not None:  # a thread may be waiting for more
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sent_through, socket.SHUT_RDWR)
        connection.close()


def _connection(url: str, context: ssl.SSLContext | None) -> http.client.HTTPConnection:
    """Return a connection, through the proxy that the environment or the system names."""
    address = urlsplit(url)
    host, port = str(address.hostname), address.port
    if address.scheme.lower() != "https":
        return http.client.HTTPConnection(host, port, timeout=CONNECT_SECONDS)
    context = context or ssl.create_default_context()
    named = None if is_loopback(host) or proxy_bypass(host) else getproxies().get("https")
    if named is None:
        return http.client.HTTPSConnection(host, port, timeout=CONNECT_SECONDS, context=context)
    proxy = urlsplit(named if "://" in named else f"http://{named}")
    connection = http.client.HTTPSConnection(
        str(proxy.hostname), proxy.port or 80, timeout=CONNECT_SECONDS, context=context
    )
    said = f"{unquote(proxy.username or '')}:{unquote(proxy.password or '')}".encode()
    authorization = {"Proxy-Authorization": f"Basic {base64.b64encode(said).decode()}"} if proxy.username else {}
    connection.set_tunnel(host, port or 443, authorization)
    return connection


def _begin(connection: http.client.HTTPConnection, method: str, url: str, headers: Mapping[str, str]) -> socket.socket:
    """Send the head of a request, and return the socket that it went through."""
    address = urlsplit(url)
    connection.connect()
    used: socket.socket = connection.sock
    used.settimeout(ANSWER_SECONDS)
    target = f"{address.path or '/'}?{address.query}" if address.query else address.path or "/"
    connection.putrequest(method, target, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    return used


async def _send(connection: http.client.HTTPConnection, body: AsyncIterator[bytes], *, in_chunks: bool) -> None:
    try:
        async for block in body:
            framed = b"%x\r\n%b\r\n" % (len(block), block) if in_chunks else block
            await asyncio.to_thread(connection.send, framed)
        if in_chunks:
            await asyncio.to_thread(connection.send, b"0\r\n\r\n")
    except (BrokenPipeError, ConnectionResetError):
        return  # the service may have said why it wants no more
