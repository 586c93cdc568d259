"""HTTP for signed addresses of the object store: they authorise by themselves, so the key never comes near them.

No authorization, no cookies, no redirects, no content coding: what is iterated are the bytes as stored. Nothing is
repeated here, because only the caller knows how much of a body has arrived; `crucible.transfer` repeats and resumes.
"""

from __future__ import annotations

import socket
import time
import weakref
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import httpx

from .. import config
from ..errors import StorageError
from . import failures, tls, trace
from .pool import USER_AGENT, PooledClient

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CONNECT_SECONDS = 10.0
STALL_SECONDS = 60.0


class StorageAnswer:
    """Status, headers (case-insensitive) and body of an answer of the object store."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self.status = response.status_code
        self.headers: Mapping[str, str] = response.headers

    def chunks(self) -> Iterator[bytes]:
        """Yield the body as stored, in pieces as they arrive, so that a broken connection takes none of them along.

        Raises
        ------
        ConnectionFailedError
            The connection broke before the body was complete.
        """
        try:
            yield from self._response.iter_raw()
        except httpx.HTTPError as error:
            raise failures.from_exception(error, self._response.request) from error

    def read(self, at_most: int = 1 << 20) -> bytes:
        """Return the beginning of the body; for short answers, such as the reason of a refusal."""
        body = b""
        for chunk in self.chunks():
            body += chunk
            if len(body) >= at_most:
                break
        return body[:at_most]


class StorageClient:
    """Sends requests to signed addresses; several threads may share it.

    Parameters
    ----------
    connect_seconds, stall_seconds
        How long to wait for a connection, and for the next bytes on it.
    tls_policy
        How connections are secured; as the API's.
    allow_http
        Whether addresses on other machines may be ``http://``.
    """

    def __init__(
        self,
        *,
        connect_seconds: float = CONNECT_SECONDS,
        stall_seconds: float = STALL_SECONDS,
        tls_policy: config.TlsPolicy | None = None,
        allow_http: bool = False,
    ) -> None:
        self._allow_http = allow_http
        self._http = PooledClient(
            verify=tls.context(tls_policy or config.TlsPolicy()),
            timeout=httpx.Timeout(stall_seconds, connect=connect_seconds, pool=None),
            headers={"Accept-Encoding": "identity", "User-Agent": USER_AGENT},
        )
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()

    @contextmanager
    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | Iterable[bytes] | None = None,
    ) -> Iterator[StorageAnswer]:
        """Send one request; inside the block the answer's body can be read, after it the connection is free again.

        Parameters
        ----------
        method, url
            ``GET`` or ``PUT``, and a signed address.
        headers
            Sent as they are, for example those that a signature covers, or ``Range``.
        content
            The body; an iterable needs a ``Content-Length`` among the headers, as the store takes no chunked bodies.

        Yields
        ------
        StorageAnswer
            Whatever the status is: what 308, 403 or 416 mean depends on the protocol.

        Raises
        ------
        ConnectionFailedError
            No answer, or not in time.
        StorageError
            The address is no https address (http is accepted on this machine only).
        """
        request = self._request(method, url, headers, content)
        started = time.monotonic()
        try:
            with trace.unlogged():
                response = self._http.send(request, stream=True, follow_redirects=False)
        except httpx.HTTPError as error:
            trace.answered(request, type(error).__name__, time.monotonic() - started, None)
            raise failures.from_exception(error, request) from error
        trace.answered(request, str(response.status_code), time.monotonic() - started, None)
        try:
            yield StorageAnswer(response)
        finally:
            response.close()

    def _request(
        self, method: str, url: str, headers: Mapping[str, str] | None, content: bytes | Iterable[bytes] | None
    ) -> httpx.Request:
        try:
            request = self._http.build_request(
                method, url, headers=headers, content=content, extensions={"trace": self._remember_socket}
            )
        except (httpx.InvalidURL, TypeError, ValueError):
            # Not chained: the text of the error may have the address, and the address is a secret.
            raise StorageError(f"The address for {method} at the object store is malformed.", status=0) from None
        if not config.is_safe_address(request.url.scheme, request.url.host, allow_http=self._allow_http):
            raise StorageError(f"The address of the object store at {request.url.host} is not https.", status=0)
        return request

    def _remember_socket(self, event: str, details: Mapping[str, Any]) -> None:
        # Any: each event of httpcore has details of its own.
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            connected = details["return_value"].get_extra_info("socket")
            if connected is not None:
                self._sockets.add(connected)

    def disconnect(self) -> None:
        """Break all connections at once, so that threads which wait for bytes go on; later requests open new ones."""
        for connected in list(self._sockets):
            # Not its own method: that of a TLS socket changes state which the waiting thread still uses.
            with suppress(OSError, ValueError):
                socket.socket.shutdown(connected, socket.SHUT_RDWR)

    def close(self) -> None:
        """Close all connections."""
        self._http.close()
