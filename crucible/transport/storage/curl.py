"""Signed addresses by libcurl."""

from __future__ import annotations

import ctypes
import os
import select
import ssl
import sys
import time
import weakref
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pycurl

from ...errors import ConnectionFailedError, RequestTimeoutError
from .. import limits, tls, trace
from ..failures import closed
from . import SHORT_BYTES, Answer, Bytes, Headers, checked_headers, checked_host, proxy_for

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Mapping

    from ... import config
    from . import Body, Receive

MOST_IDLE = 64
BUFFER_BYTES = 512 * 1024
_VERSIONS = {"1.2": pycurl.SSLVERSION_TLSv1_2, "1.3": pycurl.SSLVERSION_TLSv1_3}
_REASONS = {
    pycurl.E_COULDNT_CONNECT: "nobody there takes connections",
    pycurl.E_COULDNT_RESOLVE_HOST: "its name has no address",
    pycurl.E_COULDNT_RESOLVE_PROXY: "the proxy's name has no address",
    pycurl.E_SSL_CONNECT_ERROR: "TLS could not be agreed on",
    pycurl.E_PEER_FAILED_VERIFICATION: "its certificate is not trusted",
    pycurl.E_SSL_CERTPROBLEM: "the client certificate cannot be used",
    pycurl.E_PARTIAL_FILE: "the connection broke before all had come",
    pycurl.E_UNSUPPORTED_PROTOCOL: "what it sent is not HTTP",
    pycurl.E_FTP_WEIRD_SERVER_REPLY: "what it sent is not HTTP",
}
_TRY_AGAIN = "Check the network, the address and any proxy, then try again."
_UNTRUSTED = (
    "Its certificate is not trusted here; if it should be, give the file of its authority: "
    "tls=TlsPolicy(authority_file=...), or CRUCIBLE_TLS_AUTHORITY_FILE."
)


class CurlStorage:
    """Sends requests by libcurl; see `crucible.transport.storage.Storage`.

    Each request has a handle for itself, and takes the one that was used last, because that still has its connections.
    """

    def __init__(
        self, *, connect_seconds: float, stall_seconds: float, tls_policy: config.TlsPolicy, allow_http: bool
    ) -> None:
        self._connect_seconds = connect_seconds
        self._stall_seconds = stall_seconds
        self._trust = trust(tls_policy)
        self._allow_http = allow_http
        self._proxies: dict[tuple[str, str], str] = {}
        self._idle: list[tuple[Any, int]] = []  # with the descriptor of its connection. Any: pycurl has no types
        self._generation = 0
        self._closed = False
        _living.add(self)

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: Body | None = None,
        receive: Receive | None = None,
        stop: threading.Event | None = None,
    ) -> Answer:
        """Send one request; see `Storage`."""
        scheme, host = checked_host(method, url, allow_http=self._allow_http)
        pairs = checked_headers(headers)
        if self._closed:
            raise closed()
        if stop is not None:
            limits.check(stop)
        exchange = _Exchange(self._to_end(stop), self._stall_seconds, body or Bytes(), receive)
        handle = self._handle()
        started, outcome, code = time.monotonic(), "interrupted", 0
        try:
            self._prepare(handle, method, url, pairs, exchange)
            handle.setopt(pycurl.PROXY, self._proxy(scheme, host))
            try:
                handle.perform()
            except pycurl.error as error:
                code = error.args[0]  # without its words, which may have the address or the password of a proxy
            outcome = f"error {code} of libcurl"
            exchange.raise_own()
            if not code and not exchange.has_head():
                code = pycurl.E_PARTIAL_FILE
            if code and not exchange.is_enough:
                if stop is not None:
                    limits.check(stop)
                raise closed() if self._closed else self._failure(handle, code, method, host, exchange)
            answer = exchange.answer()
            outcome = str(answer.status)
            return answer
        finally:
            trace.moved(method, host, outcome, time.monotonic() - started)
            self._keep(handle)

    def _handle(self) -> Any:
        """Return a handle whose last connection was not closed by the other side while it idled.

        libcurl would look, too, but less closely, and then send again what has no body only.
        """
        with suppress(IndexError):
            while True:
                handle, descriptor = self._idle.pop()
                if not _has_news(descriptor):
                    return handle
                handle.close()
        return pycurl.Curl()

    def _keep(self, handle: Any) -> None:
        if self._closed or len(self._idle) >= MOST_IDLE:
            handle.close()
        else:
            descriptor = handle.getinfo(pycurl.ACTIVESOCKET)
            handle.reset()  # connections stay
            self._idle.append((handle, descriptor))

    def _to_end(self, stop: threading.Event | None) -> Callable[[], bool]:
        generation = self._generation
        return lambda: self._generation != generation or (stop is not None and stop.is_set())

    def _prepare(self, handle: Any, method: str, url: str, pairs: list[tuple[str, str]], exchange: _Exchange) -> None:
        set_option = handle.setopt
        set_option(pycurl.NOSIGNAL, 1)
        set_option(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        set_option(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)  # many connections move more than one
        set_option(pycurl.PATH_AS_IS, 1)  # the signature is about the path as it is
        set_option(pycurl.URL, url)
        set_option(pycurl.NOPROXY, "")  # decided here, not by libcurl from the environment
        set_option(pycurl.BUFFERSIZE, BUFFER_BYTES)
        set_option(pycurl.CONNECTTIMEOUT_MS, max(round(self._connect_seconds * 1000), 1))
        if (left := limits.left_seconds()) is not None:
            set_option(pycurl.TIMEOUT_MS, max(round(left * 1000), 1))
        for option, value in self._trust:
            set_option(option, value)
        lines = (f"{name}: {value}" if value else f"{name};" for name, value in pairs)
        set_option(pycurl.HTTPHEADER, [*lines, "Expect:"])  # no pause before a body
        set_option(pycurl.HEADERFUNCTION, exchange.head.append)
        set_option(pycurl.WRITEFUNCTION, exchange.received)
        set_option(pycurl.NOPROGRESS, 0)
        set_option(pycurl.XFERINFOFUNCTION, exchange.progressed)
        if method == "HEAD":
            set_option(pycurl.NOBODY, 1)
        elif method == "PUT":
            set_option(pycurl.UPLOAD, 1)
            set_option(pycurl.UPLOAD_BUFFERSIZE, BUFFER_BYTES)
            set_option(pycurl.INFILESIZE_LARGE, exchange.body.size_bytes)
            set_option(pycurl.READFUNCTION, exchange.wanted)

    def _proxy(self, scheme: str, host: str) -> str:
        """Return the proxy to use, looked up once per host as the libraries do."""
        if (scheme, host) not in self._proxies:
            self._proxies[scheme, host] = proxy_for(scheme, host)
        return self._proxies[scheme, host]

    def _failure(self, handle: Any, code: int, method: str, host: str, exchange: _Exchange) -> ConnectionFailedError:
        """Return what an error of libcurl means."""
        may_have_run = handle.getinfo(pycurl.REQUEST_SIZE) > 0
        if exchange.has_stalled or code == pycurl.E_OPERATION_TIMEDOUT:
            what = "did not answer" if may_have_run else "could not be reached"
            message = f"{host} {what} in time for a {method} request."
            return RequestTimeoutError(message, may_have_run=may_have_run, hint=_TRY_AGAIN)
        refused = not may_have_run and handle.getinfo(pycurl.HTTP_CONNECTCODE) >= 300
        reason = "the proxy refuses" if refused else _REASONS.get(code, "the connection broke")
        failure = ConnectionFailedError(
            f"No answer from {host} to a {method} request: {reason}.",
            may_have_run=may_have_run,
            hint=_UNTRUSTED if code == pycurl.E_PEER_FAILED_VERIFICATION else _TRY_AGAIN,
        )
        if code == pycurl.E_PEER_FAILED_VERIFICATION:
            failure.__cause__ = ssl.SSLCertVerificationError(reason)  # which nobody tries again
        return failure

    def disconnect(self) -> None:
        """End all requests that run now."""
        self._generation += 1

    def close(self) -> None:
        """End all requests and close all connections."""
        self._closed = True
        self.disconnect()
        while self._idle:
            self._idle.pop()[0].close()

    def leave_to_parent(self) -> None:
        """Start again with no connections, in a child: those that are there are its parent's.

        They are never closed here, not even at the end, because libcurl would say good-bye on them.
        """
        for handle, _ in self._idle:
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(handle))
        self._idle = []


class _Exchange:
    """One request and its answer, as libcurl asks for the one and hands over the other.

    Its methods are called from inside libcurl, which knows no exceptions: they are kept until it is left.
    """

    def __init__(
        self, is_to_end: Callable[[], bool], stall_seconds: float, body: Body, receive: Receive | None
    ) -> None:
        self.body = body
        self.is_enough = False
        self.has_stalled = False
        self._is_to_end = is_to_end
        self._stall_seconds = stall_seconds
        self._receive = receive
        self.head: list[bytes] = []
        """Lines of heads; those of a proxy or of ``100 Continue`` may come before that of the answer."""
        self._read: tuple[int, Headers] | None = None
        self._take: Callable[[bytes], object] | None = None
        self._short = bytearray()
        self._read_bytes = 0
        self._moved: tuple[float, float] = (0, 0)
        self._moved_at = time.monotonic()
        self._error: BaseException | None = None

    def received(self, piece: bytes) -> int:
        """Take a piece of the body; any other number than its length ends the request."""
        try:
            if self._read is None:
                self._begin()
            if self._take is not None:
                self._take(piece)
                self._moved_at = time.monotonic()  # what took it may have taken its time
                return len(piece)
            self._short += piece[: SHORT_BYTES - len(self._short)]
            self.is_enough = len(self._short) >= SHORT_BYTES
        except BaseException as error:  # also Ctrl-C
            self._error = error
        return -1 if self._error is not None or self.is_enough else len(piece)

    def wanted(self, most_bytes: int) -> bytes | int:
        """Give the next piece to send; nothing is the end."""
        try:
            left = self.body.size_bytes - self._read_bytes
            piece = self.body.read_at(self._read_bytes, min(most_bytes, left)) if left else b""
            self._read_bytes += len(piece)
        except BaseException as error:
            self._error = error
            return int(pycurl.READFUNC_ABORT)
        return piece

    def progressed(self, *counts: float) -> int:
        """Say, once a second or more often, whether to end the request."""
        now, moved = time.monotonic(), (counts[1], counts[3])
        if moved != self._moved:
            self._moved, self._moved_at = moved, now
        self.has_stalled = now - self._moved_at > self._stall_seconds
        return 1 if self.has_stalled or self._is_to_end() else 0

    def has_head(self) -> bool:
        """Whether a head has come to its end: libcurl takes a connection that ends in it for an answer without body."""
        return self._read is not None or not self.head[-1].strip()

    def _begin(self) -> tuple[int, Headers]:
        if self._read is None:
            self._read = _read_head(self.head)
            if self._receive is not None:
                self._take = self._receive(*self._read)
        return self._read

    def raise_own(self) -> None:
        """Raise what the receiver or the body has raised."""
        if self._error is not None:
            try:
                raise self._error
            finally:
                self._error = None  # which would hold the frames that hold it

    def answer(self) -> Answer:
        """Return the answer."""
        return Answer(*self._begin(), bytes(self._short))


def _has_news(descriptor: int) -> bool:
    """Whether something has come on an idle connection, on which nothing was asked: that is its end."""
    if descriptor < 0:
        return False
    if sys.platform == "win32":
        return bool(select.select([descriptor], [], [], 0)[0])
    poll = select.poll()  # which takes higher numbers than the other
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))


def _read_head(lines: list[bytes]) -> tuple[int, Headers]:
    """Read the last head that came."""
    first = max(number for number, line in enumerate(lines) if line.startswith(b"HTTP/"))
    texts = (line.decode("latin-1").partition(":") for line in lines[first + 1 :])
    return int(lines[first].split(None, 2)[1]), Headers((name, value.strip()) for name, colon, value in texts if colon)


def trust(policy: config.TlsPolicy) -> tuple[tuple[int, object], ...]:
    """Return a policy as options of libcurl: the very authorities that the other way to connect trusts."""
    return _trust_of(policy, tls.context(policy))


@lru_cache(maxsize=8)
def _trust_of(policy: config.TlsPolicy, context: ssl.SSLContext) -> tuple[tuple[int, object], ...]:
    folder = None
    if policy.authority_file is not None:
        authorities = Path(policy.authority_file).read_bytes()
    else:
        authorities = "".join(map(ssl.DER_cert_to_PEM_cert, context.get_ca_certs(binary_form=True))).encode()
        folder = ssl.get_default_verify_paths().capath  # its files are read when they are needed
    options: list[tuple[int, object]] = [
        (pycurl.SSLVERSION, _VERSIONS[policy.minimum_version]),
        (pycurl.CAINFO_BLOB, authorities),
        (pycurl.CAPATH, folder),
    ]
    if policy.client_certificate is not None:
        options.append((pycurl.SSLCERT, str(policy.client_certificate)))
        options.append((pycurl.SSLKEY, str(policy.client_key or policy.client_certificate)))
    return tuple(options)


_living: weakref.WeakSet[CurlStorage] = weakref.WeakSet()


def _leave_all_to_parent() -> None:
    for storage in list(_living):
        storage.leave_to_parent()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_leave_all_to_parent)
