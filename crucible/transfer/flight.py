"""The quick way of small files: one thread asks for them, many at a time, and gives what has arrived to `saving`.

An answer that is not what was hoped for, or none, is given to `crucible.transfer.fetch` as its first attempt, so that
all that can go wrong is dealt with in one place.
"""

from __future__ import annotations

import contextvars
import queue
import threading
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ..errors import StorageError, TransferCancelledError, UsageError
from ..transport.storage import SHORT_BYTES, Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..transport.storage import Body, Landed, Receive, Storage
    from ..transport.storage.flight import Flight
    from .plan import PlannedFile

FEWEST, MOST = 8, 32
"""Requests on their way, where the store answers at once and where it takes its time."""
SECONDS_PER_REQUEST = 0.003
HELD_BYTES = 24 * 1024 * 1024
"""Of files in memory, on their way or not saved yet."""
LEAST_BYTES = 256 * 1024
"""Each counts as much, however small it is: it may be open, and systems let a process open few files."""
LOOK_SECONDS = 0.05
"""So long a new file may wait for one that is on its way."""
IDLE_SECONDS = 0.2


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
        flight: Flight,
        stop: threading.Event,
        arrived: Callable[[PlannedFile, Arrival, Callable[[], None]], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        self._flight = flight
        self._stop = stop
        self._arrived = arrived
        self._failed = failed
        self._files: queue.SimpleQueue[PlannedFile | None] = queue.SimpleQueue()
        self._freed: queue.SimpleQueue[int] = queue.SimpleQueue()  # bytes of files that were dealt with
        self._held_bytes = 0
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
            if not self._has_room(is_idle):
                return True
            planned = self._next(is_idle)
            if planned is None:
                return not (is_idle and self._is_over)
            started, size_bytes = time.monotonic(), planned.file.size_bytes or 0
            self._held_bytes += max(size_bytes, LEAST_BYTES)
            try:
                has_begun = self._flight.begin((planned, started), planned.link or "", size_bytes)
            except (StorageError, UsageError):  # which the other way finds, too, and reports
                has_begun = False
            if not has_begun:
                self._give(planned, None, started)
        return True

    def _has_room(self, is_idle: bool) -> bool:
        """Whether there is room for one more in memory; who is idle may wait for it for a moment."""
        with suppress(queue.Empty):
            while True:
                is_full = self._held_bytes >= HELD_BYTES
                self._held_bytes -= self._freed.get(is_full and is_idle, LOOK_SECONDS)
        return self._held_bytes < HELD_BYTES

    def _give(self, planned: PlannedFile, landed: Landed | None, started: float) -> None:
        self._given += 1
        freed = max(planned.file.size_bytes or 0, LEAST_BYTES)
        self._arrived(planned, Arrival(landed, started), partial(self._freed.put, freed))

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
        take = receive(landed.status, landed.headers) if receive is not None else None
        if take is None:
            return Answer(landed.status, landed.headers, bytes(landed.body[:SHORT_BYTES]))
        take(bytes(landed.body))
        return Answer(landed.status, landed.headers)
