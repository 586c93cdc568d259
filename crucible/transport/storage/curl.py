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
from typing import TYPE_CHECKING, Any, NamedTuple

import pycurl

from .. import limits, tls, trace
from ..failures import closed
from . import Bytes, broken, checked_headers, checked_host, proxy_for
from .exchange import Exchange
from .flight import Flights

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Mapping

    from ... import config
    from ...errors import ConnectionFailedError
    from . import Answer, Body, Receive
    from .flight import Flight

LIBRARY = pycurl.version
MOST_IDLE = 64
BUFFER_BYTES = 128 * 1024
"""libcurl may read ten times so much before it asks whether to go on, and all of that waits in memory."""
SENT_AT_ONCE_BYTES = 512 * 1024
_VERSIONS = {"1.2": pycurl.SSLVERSION_TLSv1_2, "1.3": pycurl.SSLVERSION_TLSv1_3}
_REASONS = {
    pycurl.E_COULDNT_CONNECT: broken.NOBODY_THERE,
    pycurl.E_COULDNT_RESOLVE_HOST: broken.NO_ADDRESS,
    pycurl.E_COULDNT_RESOLVE_PROXY: "the proxy's name has no address",
    pycurl.E_SSL_CONNECT_ERROR: broken.NO_TLS,
    pycurl.E_PEER_FAILED_VERIFICATION: broken.NOT_TRUSTED,
    pycurl.E_SSL_CERTPROBLEM: "the client certificate cannot be used",
    pycurl.E_PARTIAL_FILE: broken.TOO_SHORT,
    pycurl.E_UNSUPPORTED_PROTOCOL: broken.NOT_HTTP,
    pycurl.E_FTP_WEIRD_SERVER_REPLY: broken.NOT_HTTP,
}


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
        self._idle: list[Handle] = []
        self._flights = Flights(
            connect_seconds=connect_seconds,
            stall_seconds=stall_seconds,
            context=tls.context(tls_policy),
            allow_http=allow_http,
        )
        self._generation = 0
        self._is_closed = False
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
        if self._is_closed:
            raise closed()
        if stop is not None:
            limits.check(stop)
        exchange = Exchange(self._to_end(stop), self._stall_seconds, body or Bytes(), receive)
        handle = self._handle(may_repeat=body is None)
        started, outcome, code = time.monotonic(), "interrupted", 0
        try:
            self._prepare(handle, Kind(method, scheme, self._proxy(scheme, host), tuple(pairs)), exchange)
            handle.curl.setopt(pycurl.URL, url)
            try:
                handle.curl.perform()
            except pycurl.error as error:
                code = error.args[0]  # without its words, which may have the address or the password of a proxy
            outcome = f"error {code} of libcurl"
            exchange.finish()
            if not code and not exchange.has_head():
                code = pycurl.E_PARTIAL_FILE
            if code and not exchange.is_enough:
                if stop is not None:
                    limits.check(stop)
                raise (
                    closed()
                    if self._is_closed
                    else self._failure(handle.curl, code, method, host, has_stalled=exchange.has_stalled)
                )
            answer = exchange.answer()
            outcome = str(answer.status)
            return answer
        finally:
            trace.moved(method, host, outcome, time.monotonic() - started)
            exchange.end()  # the handle will still know it
            self._keep(handle)

    def _handle(self, *, may_repeat: bool) -> Handle:
        """Return the handle that was used last.

        libcurl looks whether its connection was closed by the other side while it idled, but not very closely, and then
        sends again what has no body only. For what has one it is looked at closely.
        """
        with suppress(IndexError):
            while True:
                handle = self._idle.pop()
                if may_repeat or not _has_news(handle.curl.getinfo(pycurl.ACTIVESOCKET)):
                    return handle
                handle.curl.close()
        return Handle(pycurl.Curl())

    def _keep(self, handle: Handle) -> None:
        if len(self._idle) >= MOST_IDLE:
            handle.curl.close()
        else:
            self._idle.append(handle)
        if self._is_closed:  # perhaps just now, by another thread
            self._shut_idle()

    def _to_end(self, stop: threading.Event | None) -> Callable[[], bool]:
        generation = self._generation
        return lambda: self._generation != generation or (stop is not None and stop.is_set())

    def _set_up(self, curl: Any, kind: Kind) -> None:
        """Set the options that stay from one request to the next."""
        set_option = curl.setopt
        set_option(pycurl.NOSIGNAL, 1)
        set_option(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        set_option(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)  # many connections move more than one
        set_option(pycurl.PATH_AS_IS, 1)  # the signature is about the path as it is
        set_option(pycurl.PROXY, kind.proxy)
        set_option(pycurl.NOPROXY, "")  # decided here, not by libcurl from the environment
        set_option(pycurl.BUFFERSIZE, BUFFER_BYTES)
        set_option(pycurl.CONNECTTIMEOUT_MS, max(round(self._connect_seconds * 1000), 1))
        lines = (f"{name}: {value}" if value else f"{name};" for name, value in kind.pairs)
        set_option(pycurl.HTTPHEADER, [*lines, "Expect:"])  # no pause before a body
        if kind.method == "HEAD":
            set_option(pycurl.NOBODY, 1)
        elif kind.method == "PUT":
            set_option(pycurl.UPLOAD, 1)
            set_option(pycurl.UPLOAD_BUFFERSIZE, SENT_AT_ONCE_BYTES)
        for option, value in self._trust if kind.scheme == "https" else ():  # libcurl copies the authorities
            set_option(option, value)

    def _prepare(self, handle: Handle, kind: Kind, exchange: Exchange) -> None:
        """Set all options but the address."""
        set_option, left = handle.curl.setopt, limits.left_seconds()
        if handle.kind != kind:
            handle.kind = None
            handle.curl.reset()  # connections stay
            self._set_up(handle.curl, kind)
            set_option(pycurl.NOPROGRESS, 0)
            handle.kind = kind
        set_option(pycurl.TIMEOUT_MS, 0 if left is None else max(round(left * 1000), 1))
        set_option(pycurl.HEADERFUNCTION, exchange.head.append)
        set_option(pycurl.WRITEFUNCTION, exchange.pieces.append)
        set_option(pycurl.XFERINFOFUNCTION, exchange.progressed)
        if kind.method == "PUT":
            set_option(pycurl.INFILESIZE_LARGE, exchange.body.size_bytes)
            set_option(pycurl.READFUNCTION, exchange.wanted)

    def _proxy(self, scheme: str, host: str) -> str:
        """Return the proxy to use, looked up once per host as the libraries do."""
        if (scheme, host) not in self._proxies:
            self._proxies[scheme, host] = proxy_for(scheme, host)
        return self._proxies[scheme, host]

    def _failure(self, handle: Any, code: int, method: str, host: str, *, has_stalled: bool) -> ConnectionFailedError:
        """Return what an error of libcurl means."""
        may_have_run = handle.getinfo(pycurl.REQUEST_SIZE) > 0
        if has_stalled or code == pycurl.E_OPERATION_TIMEDOUT:
            return broken.out_of_time(method, host, may_have_run=may_have_run)
        refused = not may_have_run and handle.getinfo(pycurl.HTTP_CONNECTCODE) >= 300
        reason = "the proxy refuses" if refused else _REASONS.get(code, broken.BROKE)
        return broken.no_answer(method, host, reason, may_have_run=may_have_run)

    def flight(self) -> Flight:
        """Return what receives many small bodies at a time; see `Storage`."""
        return self._flights.take()

    def disconnect(self) -> None:
        """End all requests that run now."""
        self._generation += 1
        self._flights.disconnect()

    def close(self) -> None:
        """End all requests and close all connections."""
        self._is_closed = True
        self.disconnect()
        self._flights.close()
        self._shut_idle()

    def _shut_idle(self) -> None:
        with suppress(IndexError):  # another thread may do the same
            while True:
                self._idle.pop().curl.close()

    def leave_to_parent(self) -> None:
        """Start again with no connections, in a child: those that are there are its parent's.

        They are never closed here, not even at the end, because libcurl would say good-bye on them.
        """
        for handle in self._idle:
            _keep_for_ever(handle.curl)
        self._idle = []
        self._flights.leave_to_parent()


class Kind(NamedTuple):
    """What requests have in common for which a handle is prepared once."""

    method: str
    scheme: str
    proxy: str
    pairs: tuple[tuple[str, str], ...]


class Handle:
    """A handle of libcurl with its connections, and what it is prepared for."""

    __slots__ = ("curl", "kind")

    def __init__(self, curl: Any) -> None:  # pycurl has no types
        self.curl = curl
        self.kind: Kind | None = None


def _keep_for_ever(handle: Any) -> None:
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(handle))


def _has_news(descriptor: int) -> bool:
    """Whether something has come on an idle connection, on which nothing was asked: that is its end."""
    if descriptor < 0:
        return False
    if sys.platform == "win32":
        return bool(select.select([descriptor], [], [], 0)[0])
    poll = select.poll()  # which takes higher numbers than the other
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))


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
