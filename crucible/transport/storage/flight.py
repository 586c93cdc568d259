"""Many small bodies at a time, received in one thread.

With a thread for each request, threads that are woken for a piece of a body wait for the interpreter, and for each
other, longer than a small body takes. And libcurl calls for each 16 KiB, so that sockets of our own take a third of the
time (`line`).
"""

from __future__ import annotations

import os
import selectors
import sys
import time
import weakref
from collections import defaultdict
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any

from .. import limits, trace
from ..agent import USER_AGENT
from ..failures import closed, without_frames
from . import Landed, broken, checked_host, path_of, proxy_for
from .line import Line, NotHttpError, Place

if TYPE_CHECKING:
    import ssl
    import threading
    from collections.abc import Generator

MOST_IDLE = 64
MOST_KEPT = 4
LOOK_SECONDS = 0.25
"""How often to look who has waited too long."""
NAMED_SECONDS = 0.01
"""How often to look whether the addresses of a host are known."""
_BROKEN = (OSError, EOFError, NotHttpError, UnicodeError)


class Flights:
    """The flights of a storage, with their connections.

    Parameters
    ----------
    connect_seconds, stall_seconds, context, allow_http
        As those of the storage.
    """

    def __init__(
        self, *, connect_seconds: float, stall_seconds: float, context: ssl.SSLContext, allow_http: bool
    ) -> None:
        self.connect_seconds = connect_seconds
        self.stall_seconds = stall_seconds
        self.context = context
        self.allow_http = allow_http
        self.generation: int = 0
        self.is_closed: bool = False
        self._idle: list[Flight] = []

    def take(self) -> Flight:
        """Return one that nobody uses."""
        if self.is_closed:
            raise closed()
        try:
            flight = self._idle.pop()
        except IndexError:
            flight = Flight(self, selectors.DefaultSelector())
        flight.take_off()
        return flight

    def keep(self, flight: Flight) -> None:
        """Keep the connections of one that has ended for the next."""
        if len(self._idle) >= MOST_KEPT:
            flight.shut()
        else:
            self._idle.append(flight)
        if self.is_closed:  # perhaps just now, by another thread
            self._shut_idle()

    def disconnect(self) -> None:
        """End all requests that run now."""
        self.generation += 1

    def close(self) -> None:
        """End all requests and close all connections."""
        self.is_closed = True
        self.disconnect()
        self._shut_idle()

    def _shut_idle(self) -> None:
        with suppress(IndexError):  # another thread may do the same
            while True:
                self._idle.pop().shut()

    def leave_to_parent(self) -> None:
        """Start again with no connections, in a child."""
        self._idle = []


class _Request:
    """What is asked for on a line now."""

    __slots__ = ("moved_at", "started", "talk", "until", "what")

    def __init__(self, what: Any, talk: Generator[None, None, Landed | None], now: float, until: float) -> None:
        self.what = what
        self.talk = talk
        self.started = self.moved_at = now
        self.until = until


class Flight:
    """Requests for small bodies that are on their way; one thread at a time uses it.

    Parameters
    ----------
    flights
        Whose settings and trust it shares.
    selector
        Waits for its connections.
    """

    def __init__(self, flights: Flights, selector: selectors.BaseSelector) -> None:
        self._flights = flights
        self._generation = -1
        self._selector = selector
        self._places: dict[tuple[str, str], Place | None] = {}
        self._idle: defaultdict[Place, list[Line]] = defaultdict(list)
        self._flying: dict[Line, _Request] = {}
        self._unnamed: list[Line] = []
        self._landed: list[tuple[Any, Landed | None]] = []
        self._look_at = 0.0
        _living.add(self)

    def __len__(self) -> int:
        """How many requests are on their way."""
        return len(self._flying) + len(self._landed)

    def take_off(self) -> None:
        """Let it be used: what was broken off before that is none of its business."""
        self._generation = self._flights.generation

    def begin(self, what: Any, url: str, most_bytes: int) -> bool:
        """Ask for a body, and return whether that was possible: nothing is asked through a proxy.

        Parameters
        ----------
        what
            Comes back with the answer.
        url, most_bytes
            A signed address, and how long the body may be. What is much longer is broken off.

        Raises
        ------
        StorageError
            The address is no https address (http is accepted on this machine only).
        UsageError
            The storage is closed.
        """
        flights = self._flights
        if flights.is_closed:
            raise closed()
        if (place := self._place(url)) is None:
            return False
        idle = self._idle[place]
        line = idle.pop() if idle else Line(place, self._selector)
        request = f"GET {path_of(url)} HTTP/1.1\r\n{place.headers}".encode("ascii")
        now, left = time.monotonic(), limits.left_seconds()
        until = float("inf") if left is None else now + left
        self._flying[line] = _Request(what, line.talk(request, most_bytes), now, until)
        self._go_on(line, now)
        return True

    def _place(self, url: str) -> Place | None:
        """Return where an address leads to; None if that is by a proxy."""
        scheme, name = checked_host("GET", url, allow_http=self._flights.allow_http)
        if (scheme, name) not in self._places:
            context = self._flights.context if scheme == "https" else None
            is_direct = not proxy_for(scheme, name)
            self._places[scheme, name] = Place(name, context, USER_AGENT) if is_direct else None
        return self._places[scheme, name]

    def landed(self, seconds: float, stop: threading.Event) -> list[tuple[Any, Landed | None]]:
        """Wait for a moment, and return what has ended, with None for a body that was broken off as too long.

        None is as well what this way does not understand: the other one may.

        Raises
        ------
        TransferCancelledError
            `stop` was set.
        """
        limits.check(stop)
        if self._flights.generation != self._generation:
            self._break_off()
        elif not self._landed:
            news = self._news(seconds)
            now = time.monotonic()
            for line in news:
                self._go_on(line, now)
            if now >= self._look_at:
                self._look_at = now + LOOK_SECONDS
                self._end_those_who_wait_too_long(now)
        landed, self._landed = self._landed, []
        return landed

    def _news(self, seconds: float) -> list[Line]:
        """Wait for a moment, and return the lines on which something has happened."""
        unnamed, self._unnamed = self._unnamed, []
        if not self._flying:
            seconds = 0.0  # nothing will happen
        elif unnamed:
            seconds = min(seconds, NAMED_SECONDS)
        if self._selector.get_map():
            news = [key.data for key, _ in self._selector.select(seconds)]
        else:  # Windows cannot wait for nothing
            time.sleep(seconds)
            news = []
        return news + [line for line in unnamed if line in self._flying]

    def _go_on(self, line: Line, now: float, error: TimeoutError | None = None) -> None:
        request = self._flying.get(line)
        if request is None:  # the store has closed an idle connection
            if line.is_open:
                self._idle[line.place].remove(line)
                line.close()
            return
        request.moved_at = now
        try:
            request.talk.send(None) if error is None else request.talk.throw(error)
        except StopIteration as ended:
            self._end(line, ended.value)
        except _BROKEN as failure:
            self._end(line, self._failure(line, failure))
        except BaseException as failure:
            raise without_frames(failure)  # noqa: B904 - it is the same
        else:
            if line.phase == "naming":
                self._unnamed.append(line)

    def _failure(self, line: Line, error: BaseException) -> Landed:
        """Return what an error means, without its frames: their variables are signed addresses."""
        name, may_have_run = line.place.name, line.phase == "asking"
        if isinstance(error, TimeoutError):
            return Landed(error=broken.out_of_time("GET", name, may_have_run=may_have_run))
        return Landed(error=broken.no_answer("GET", name, line.reason(error), may_have_run=may_have_run))

    def _end(self, line: Line, landed: Landed | None) -> None:
        request = self._flying.pop(line)
        if landed is None or landed.error is not None:
            line.close()
        if line.is_open:
            self._keep(line)
        outcome = "too long" if landed is None else str(landed.status or type(landed.error).__name__)
        trace.moved("GET", line.place.name, outcome, time.monotonic() - request.started)
        self._landed.append((request.what, landed))

    def _keep(self, line: Line) -> None:
        self._idle[line.place].append(line)
        if sum(map(len, self._idle.values())) > MOST_IDLE:
            oldest = next(lines for lines in self._idle.values() if lines)
            oldest.pop(0).close()

    def _end_those_who_wait_too_long(self, now: float) -> None:
        stall_seconds, connect_seconds = self._flights.stall_seconds, self._flights.connect_seconds
        for line, request in list(self._flying.items()):
            since = request.moved_at if line.phase == "asking" else line.began_at
            longest = stall_seconds if line.phase == "asking" else connect_seconds
            if now >= request.until or now - since > longest:
                request.talk.close()
                self._end(line, self._failure(line, TimeoutError()))
            elif line.patience_seconds is not None and now - request.moved_at > line.patience_seconds:
                request.moved_at = now
                self._go_on(line, now, TimeoutError())

    def _break_off(self) -> None:
        self._generation = self._flights.generation
        is_closed = self._flights.is_closed
        for line in list(self._flying):
            error = closed() if is_closed else broken.no_answer("GET", line.place.name, broken.BROKE, may_have_run=True)
            self._end(line, Landed(error=error))

    def close(self) -> None:
        """End what is on its way, and leave the connections to the next flight."""
        for line, request in self._flying.items():
            request.talk.close()
            line.close()
        self._flying.clear()
        self._unnamed.clear()
        self._landed.clear()
        self._flights.keep(self)

    def shut(self) -> None:
        """Close all connections."""
        with suppress(OSError):  # a child has no kqueue
            self._selector.close()  # first, for in a child it is that of the parent, which goes on with it
        for line in [*self._flying, *chain.from_iterable(self._idle.values())]:
            line.leave()
        self._flying.clear()
        self._idle.clear()

    def __del__(self) -> None:
        self.shut()  # one that was never given back


_living: weakref.WeakSet[Flight] = weakref.WeakSet()


def _leave_all_to_parent() -> None:
    """Let go of the connections in a child: they are its parent's, and closing them here says nothing to the store."""
    for flight in list(_living):
        flight.shut()
    _living.clear()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_leave_all_to_parent)
