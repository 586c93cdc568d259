"""Signed addresses by the HTTP library of the API, where there is no libcurl."""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import httpx

from .. import failures, limits, tls, trace
from ..failures import closed
from ..pool import PooledClient
from . import SHORT_BYTES, Answer, Bytes, Headers, checked_headers, checked_host
from .flight import Flights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ... import config
    from . import Body, Receive
    from .flight import Flight

LIBRARY = f"httpx/{httpx.__version__}"
PIECE_BYTES = 256 * 1024
WATCH_SECONDS = 0.2


class PlainStorage:
    """Sends requests by httpx; see `crucible.transport.storage.Storage`.

    Each request has a line for itself, so that it can be broken off without the others.
    """

    def __init__(
        self, *, connect_seconds: float, stall_seconds: float, tls_policy: config.TlsPolicy, allow_http: bool
    ) -> None:
        self._options = {
            "verify": tls.context(tls_policy),
            "timeout": httpx.Timeout(stall_seconds, connect=connect_seconds, pool=None),
        }
        self._allow_http = allow_http
        self._flights = Flights(
            connect_seconds=connect_seconds,
            stall_seconds=stall_seconds,
            context=tls.context(tls_policy),
            allow_http=allow_http,
        )
        self._idle = [_Line(self._options)]  # now, because the proxies of the environment may not be usable
        self._generation = 0
        self._closed = False

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
        _, host = checked_host(method, url, allow_http=self._allow_http)
        pairs = checked_headers(headers)
        if self._closed:
            raise closed()
        if stop is not None:
            limits.check(stop)
        line = self._line()
        request = line.request(method, url, pairs, body or Bytes())
        started, outcome = time.monotonic(), "interrupted"
        failure: httpx.HTTPError | None = None
        try:
            with self._watched(line, stop) as is_to_end:
                try:
                    answer = line.answer(request, receive)
                except httpx.HTTPError as error:
                    outcome, failure = type(error).__name__, error
                else:
                    outcome = str(answer.status)
            if is_to_end():  # what is broken off may look like the end of a body
                if stop is not None:
                    limits.check(stop)
                if self._closed:
                    raise closed()
                failure = failure or httpx.ReadError("the connection was broken off", request=request)
            if failure is not None:
                raise failures.from_exception(failure, request) from failure
            return answer
        finally:
            trace.moved(method, host, outcome, time.monotonic() - started)
            self._keep(line)

    def _line(self) -> _Line:
        try:
            return self._idle.pop()
        except IndexError:
            return _Line(self._options)

    def _keep(self, line: _Line) -> None:
        if self._closed:
            line.close()
        else:
            self._idle.append(line)

    @contextmanager
    def _watched(self, line: _Line, stop: threading.Event | None) -> Iterator[Callable[[], bool]]:
        """Let a thread look whether the request is to end, which itself waits for bytes."""
        generation, done = self._generation, threading.Event()

        def is_to_end() -> bool:
            return self._generation != generation or (stop is not None and stop.is_set())

        def watch() -> None:
            while not done.wait(WATCH_SECONDS):
                if is_to_end():
                    line.shut()

        thread = threading.Thread(target=watch, name="crucible-watch", daemon=True)
        thread.start()
        try:
            yield is_to_end
        finally:
            done.set()
            thread.join()

    def flight(self) -> Flight:
        """Return what receives many small bodies at a time; see `Storage`."""
        return self._flights.take()

    def disconnect(self) -> None:
        """End all requests that run now."""
        self._generation += 1
        self._flights.disconnect()

    def close(self) -> None:
        """End all requests and close all connections."""
        self._closed = True
        self.disconnect()
        self._flights.close()
        while self._idle:
            self._idle.pop().close()


class _Line:
    """A client for one request at a time, and its sockets."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._http = PooledClient(**options)
        self._sockets: list[tuple[socket.socket, int]] = []  # and their process

    def request(self, method: str, url: str, headers: list[tuple[str, str]], body: Body) -> httpx.Request:
        """Return a request that can be sent."""
        pieces = None
        if method == "PUT":
            headers = [*headers, ("Content-Length", str(body.size_bytes))]
            pieces = _pieces(body)
        request = self._http.build_request(
            method, url, headers=headers, content=pieces, extensions={"trace": self._remember_socket}
        )
        request.extensions["timeout"] = limits.shortened(request.extensions["timeout"], limits.left_seconds())
        return request

    def answer(self, request: httpx.Request, receive: Receive | None) -> Answer:
        """Return the answer, of which what is received was handed over as it came."""
        try:
            with trace.unlogged():
                response = self._http.send(request, stream=True, follow_redirects=False)
        except httpx.HTTPError:
            raise
        except BaseException as stopped:
            failures.without_frames(stopped)
            raise
        try:
            status, headers = response.status_code, Headers(response.headers.raw)
            take = None if receive is None else receive(status, headers)
            short = bytearray()
            for piece in response.iter_raw():
                if take is not None:
                    take(piece)
                else:
                    short += piece[: SHORT_BYTES - len(short)]
                    if len(short) >= SHORT_BYTES:
                        break
                if limits.is_over():
                    raise httpx.ReadTimeout("the time is over", request=request)
            return Answer(status, headers, bytes(short))
        finally:
            response.close()

    def _remember_socket(self, event: str, details: Mapping[str, Any]) -> None:
        # Any: each event of httpcore has details of its own.
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            connected = details["return_value"].get_extra_info("socket")
            if connected is not None:
                open_ones = [one for one in self._sockets if one[0].fileno() != -1]
                self._sockets = [*open_ones, (connected, os.getpid())]

    def shut(self) -> None:
        """Break the connection, so that a thread which waits for bytes goes on."""
        for connected, process in self._sockets:
            if process == os.getpid():  # a child has them too, but they are its parent's
                # Not its own method: that of a TLS socket changes state which the waiting thread still uses.
                with suppress(OSError, ValueError):
                    socket.socket.shutdown(connected, socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection."""
        self._http.close()


def _pieces(body: Body) -> Iterator[bytes]:
    first = 0
    while first < body.size_bytes:
        piece = body.read_at(first, min(PIECE_BYTES, body.size_bytes - first))
        first += len(piece)
        yield piece
