"""Many small bodies at a time by libcurl, received in one thread.

With a thread for each request, threads that are woken for a piece of a body wait for the interpreter, and for each
other, longer than a small body takes.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import pycurl

from .. import limits, trace
from ..failures import closed
from . import SHORT_BYTES, Landed, checked_headers, checked_host

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

    from ...errors import CrucibleError
    from .curl import CurlStorage

CONNECTIONS = 64
PAUSE_SECONDS = 0.001

T = TypeVar("T")


class Kind(NamedTuple):
    """What requests have in common for which a handle is prepared once."""

    method: str
    scheme: str
    proxy: str
    pairs: tuple[tuple[str, str], ...]


class _Seat(Generic[T]):
    """A handle of libcurl, what comes by it now, and whom that is for."""

    __slots__ = ("curl", "host", "kind", "pieces", "started", "what")

    def __init__(self, curl: Any) -> None:  # pycurl has no types
        self.curl = curl
        self.kind: Kind | None = None
        self.pieces: list[bytes] = []
        self.host = ""
        self.started = 0.0
        self.what: T


class CurlFlight(Generic[T]):
    """Requests for small bodies that are on their way; one thread at a time uses it.

    Parameters
    ----------
    storage
        Whose settings, trust and proxies it shares.
    """

    def __init__(self, storage: CurlStorage) -> None:
        self._storage = storage
        self._generation = -1
        self._pairs = tuple(checked_headers(None))
        self._multi: Any = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, CONNECTIONS)
        self._idle: list[_Seat[T]] = []
        self._flying: dict[Any, _Seat[T]] = {}

    def __len__(self) -> int:
        return len(self._flying)

    def take_off(self) -> None:
        """Let it be used: what was broken off before that is none of its business."""
        self._generation = self._storage.generation

    def begin(self, what: T, url: str, most_bytes: int) -> None:
        """Ask for a body; see `Flight`."""
        storage = self._storage
        if storage.is_closed:
            raise closed()
        scheme, host = checked_host("GET", url, allow_http=storage.allow_http)
        kind = Kind("GET", scheme, storage.proxy(scheme, host), self._pairs)
        seat = self._seat(kind)
        seat.what, seat.host, seat.started = what, host, time.monotonic()
        left = limits.left_seconds()
        seat.curl.setopt(pycurl.TIMEOUT_MS, 0 if left is None else max(round(left * 1000), 1))
        seat.curl.setopt(pycurl.MAXFILESIZE, most_bytes + SHORT_BYTES)  # a refusal may be longer than the file
        seat.curl.setopt(pycurl.URL, url)
        self._multi.add_handle(seat.curl)
        self._flying[seat.curl] = seat

    def _seat(self, kind: Kind) -> _Seat[T]:
        seat: _Seat[T] = self._idle.pop() if self._idle else _Seat(pycurl.Curl())
        if seat.kind == kind:
            return seat
        seat.kind = None
        seat.curl.reset()
        self._storage.set_up(seat.curl, kind)
        seat.curl.setopt(pycurl.NOPROGRESS, 1)
        seat.curl.setopt(pycurl.LOW_SPEED_LIMIT, 1)
        seat.curl.setopt(pycurl.LOW_SPEED_TIME, max(round(self._storage.stall_seconds), 1))
        seat.curl.setopt(pycurl.WRITEFUNCTION, seat.pieces.append)
        seat.kind = kind
        return seat

    def landed(self, seconds: float, stop: threading.Event) -> list[tuple[T, Landed | None]]:
        """Wait for bodies and return those that have ended; see `Flight`."""
        limits.check(stop)
        if self._storage.generation != self._generation:
            return list(self._broken_off())
        _, running = self._multi.perform()
        ended = list(self._ended())
        if not ended and running and self._multi.select(seconds) <= 0:
            # It returns at once while an address is looked up, and where all descriptors are larger than it knows.
            time.sleep(PAUSE_SECONDS)
        return ended

    def _ended(self) -> Iterator[tuple[T, Landed | None]]:
        more = 1
        while more:
            more, good, bad = self._multi.info_read()
            for curl in good:
                yield self._leave(curl, 0)
            for curl, code, _ in bad:  # its words may have the address in them
                yield self._leave(curl, code)

    def _leave(self, curl: Any, code: int) -> tuple[T, Landed | None]:
        seat = self._flying.pop(curl)
        self._multi.remove_handle(curl)
        landed: Landed | None
        if code == pycurl.E_FILESIZE_EXCEEDED:
            landed = None
        elif code:
            landed = Landed(error=self._storage.failure(curl, code, "GET", seat.host))
        else:
            waited = curl.getinfo(pycurl.STARTTRANSFER_TIME) - curl.getinfo(pycurl.PRETRANSFER_TIME)
            status = curl.getinfo(pycurl.RESPONSE_CODE)
            asked = 0 if status == 200 else curl.getinfo(pycurl.RETRY_AFTER)
            landed = Landed(status, seat.pieces[:], waited, asked)
        outcome = f"error {code} of libcurl" if code else str(landed and landed.status)
        trace.moved("GET", seat.host, outcome, time.monotonic() - seat.started)
        return self._freed(seat), landed

    def _freed(self, seat: _Seat[T]) -> T:
        what = seat.what
        del seat.what
        seat.pieces.clear()
        self._idle.append(seat)
        return what

    def _broken_off(self) -> Iterator[tuple[T, Landed]]:
        self._generation = self._storage.generation
        for curl, seat in list(self._flying.items()):
            error: CrucibleError = (
                closed()
                if self._storage.is_closed
                else self._storage.failure(curl, pycurl.E_ABORTED_BY_CALLBACK, "GET", seat.host)
            )
            del self._flying[curl]
            self._multi.remove_handle(curl)
            yield self._freed(seat), Landed(error=error)

    def close(self) -> None:
        """End what is on its way, and leave the connections to the next flight."""
        for curl, seat in self._flying.items():
            self._multi.remove_handle(curl)
            self._freed(seat)
        self._flying.clear()
        self._storage.keep(self)

    def shut(self) -> None:
        """Close all connections."""
        for seat in self._idle:
            seat.curl.close()
        self._multi.close()

    def parts(self) -> list[Any]:
        """Return all that has connections."""
        return [self._multi, *(seat.curl for seat in self._idle), *self._flying]
