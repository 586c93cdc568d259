"""The quick way of small files: one thread receives them, many at a time, and the lanes verify and save them.

An answer that is not what was hoped for, or none, is given to `crucible.transfer.fetch` as its first attempt, so that
all that can go wrong is dealt with in one place.
"""

from __future__ import annotations

import contextvars
import queue
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ..errors import StorageError, TransferCancelledError, UsageError
from ..transport.storage import SHORT_BYTES, Answer, Headers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..transport import storage as ways
    from ..transport.storage import Body, Landed, Receive, Storage
    from .plan import PlannedFile

FEWEST, MOST = 8, 32
"""Requests on their way, where the store answers at once and where it takes its time."""
SECONDS_PER_REQUEST = 0.003
HELD = 48
"""Files in memory, on their way or not saved yet; each has a MiB at most."""
LOOK_SECONDS = 0.05
"""So long a new file may wait for one that is on its way."""
IDLE_SECONDS = 0.2
LONGEST_ASKED_SECONDS = 60
"""What seems to be a longer wait may be a moment by another clock: `fetch` asks again, and sees all headers."""


class Arrival(NamedTuple):
    """What came of the first request for a file, and when it was begun."""

    landed: Landed | None
    started: float


class SmallFiles:
    """A thread that asks for small files.

    Parameters
    ----------
    flight
        Receives their bodies.
    stop
        Set to end all.
    arrived
        Called with each file, what came of it, and what is to be called when the file has been dealt with.
    failed
        Called with an error that is not about one file.
    """

    def __init__(
        self,
        flight: ways.Flight,
        stop: threading.Event,
        arrived: Callable[[PlannedFile, Arrival, Callable[[], None]], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        self._flight = flight
        self._stop = stop
        self._arrived = arrived
        self._failed = failed
        self._files: queue.SimpleQueue[PlannedFile | None] = queue.SimpleQueue()
        self._room: queue.SimpleQueue[None] = queue.SimpleQueue()  # a semaphore that is not written in Python
        for _ in range(HELD):
            self._room.put(None)
        self._taken = self._given = 0  # each is counted by one thread
        self._least_seconds = float("inf")
        self._is_over = False
        self._thread: threading.Thread | None = None

    def put(self, planned: PlannedFile) -> None:
        """Add a file."""
        self._taken += 1
        self._files.put(planned)
        if self._thread is None:
            context = contextvars.copy_context()  # which has the limits of the caller
            self._thread = threading.Thread(
                target=context.run, args=(self._work,), name="crucible-download_small", daemon=True
            )
            self._thread.start()

    def close(self, seconds: float) -> None:
        """End the thread; if it does not end soon it is left behind."""
        self._files.put(None)
        if self._thread is None:
            self._flight.close()
        else:
            self._thread.join(seconds)

    @property
    def is_busy(self) -> bool:
        """Whether files have been put in that have not arrived."""
        return self._taken > self._given

    @property
    def _wanted(self) -> int:
        if self._least_seconds == float("inf"):
            return FEWEST
        return min(MOST, FEWEST + int(self._least_seconds / SECONDS_PER_REQUEST))

    def _work(self) -> None:
        try:
            while self._begin():
                for (planned, started), landed in self._flight.landed(LOOK_SECONDS, self._stop):
                    if landed is not None and landed.error is None:
                        self._least_seconds = min(self._least_seconds, landed.seconds)
                    self._give(planned, landed, started)
        except TransferCancelledError:
            pass  # as everything else here is
        except BaseException as error:
            self._failed(error)
        finally:
            self._flight.close()

    def _begin(self) -> bool:
        """Ask for as many as there should be on their way; return whether there is anything left to do."""
        while len(self._flight) < self._wanted:
            is_idle = not len(self._flight)
            try:
                self._room.get(is_idle, LOOK_SECONDS)
            except queue.Empty:
                return True
            planned = self._next(is_idle)
            if planned is None:
                self._room.put(None)
                return not (is_idle and self._is_over)
            started = time.monotonic()
            try:
                self._flight.begin((planned, started), planned.link or "", planned.file.size_bytes or 0)
            except (StorageError, UsageError):  # which the other way finds, too, and reports
                self._give(planned, None, started)
        return True

    def _give(self, planned: PlannedFile, landed: Landed | None, started: float) -> None:
        self._given += 1
        self._arrived(planned, Arrival(landed, started), partial(self._room.put, None))

    def _next(self, is_idle: bool) -> PlannedFile | None:
        if self._is_over:
            return None
        try:
            planned = self._files.get(is_idle, IDLE_SECONDS)
        except queue.Empty:
            return None
        self._is_over = planned is None
        return planned


class After:
    """The store, after an answer that has come already: the first request gets that one.

    Parameters
    ----------
    landed
        The answer, or why there is none.
    storage
        Where all later requests go.
    """

    def __init__(self, landed: Landed, storage: Storage) -> None:
        self._landed: Landed | None = landed
        self._storage = storage

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
        """Return the answer to the first request, and send all others; see `Storage`."""
        landed, self._landed = self._landed, None
        if landed is None:
            return self._storage.send(method, url, headers=headers, body=body, receive=receive, stop=stop)
        if landed.error is not None:
            raise landed.error
        data = b"".join(landed.pieces)
        pairs = [(b"Content-Length", b"%d" % len(data))]  # all of it has come
        if 0 < landed.asked_seconds <= LONGEST_ASKED_SECONDS:
            pairs.append((b"Retry-After", b"%d" % landed.asked_seconds))
        known = Headers(pairs)
        take = receive(landed.status, known) if receive is not None else None
        if take is None:
            return Answer(landed.status, known, data[:SHORT_BYTES])
        take(data)
        return Answer(landed.status, known)
