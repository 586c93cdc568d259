"""Many requests at a time, of one file or of thousands: threads that take jobs from one queue.

Small files cost a round trip each, so there are more threads where the store answers slowly; where it answers at once,
more than a few only wait for the interpreter.
"""

from __future__ import annotations

import contextvars
import queue
import threading
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar

from .attempts import go_on

if TYPE_CHECKING:
    from collections.abc import Callable

FEWEST, MOST = 3, 32
"""Threads, where the store answers at once and where it takes its time."""
FLUSHING = 12
"""As few threads, where files are flushed to a real disk: that does several at once, and one does not take longer."""
LEAST_FLUSH_SECONDS = 0.0001
"""What takes less is no real disk, or one that nobody waits for."""
SECONDS_PER_THREAD = 0.003
"""For each time so long that the store takes to begin an answer, one more thread."""
ROOM = 512
"""So many files are planned ahead."""
MOST_UNTOLD = 64
"""So many results wait for each other, but not longer than a moment."""
LAST_SECONDS = 3.0
"""How long to wait for threads that are to end; each looks once a second or more often."""

T = TypeVar("T")


class Lanes(Generic[T]):
    """Threads that do jobs.

    Parameters
    ----------
    name
        The first words of the names of the threads.
    stop
        Set to end all.
    workers
        How many threads; None lets latency decide.
    """

    def __init__(self, name: str, stop: threading.Event, workers: int | None = None) -> None:
        self._name = name
        self._stop = stop
        self._workers = workers
        self._jobs: deque[Callable[[], T | None]] = deque()
        self._tokens: queue.SimpleQueue[None] = queue.SimpleQueue()  # one for each job; they wake a thread
        self._ended: deque[T | BaseException] = deque()
        self._news: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._turn = threading.Lock()
        self._closed = False
        self.is_busy: Callable[[], bool] = bool
        """Whether somebody is about to add jobs, so that results may wait for theirs."""
        self._least_seconds = float("inf")
        self._flush_seconds = float("inf")

    @property
    def wanted(self) -> int:
        """How many threads there should be."""
        if self._workers is not None:
            return self._workers
        fewest = FLUSHING if LEAST_FLUSH_SECONDS <= self._flush_seconds < float("inf") else FEWEST
        if self._least_seconds == float("inf"):
            return fewest
        return min(MOST, fewest + int(self._least_seconds / SECONDS_PER_THREAD))

    @property
    def is_flushed_at_once(self) -> bool:
        """Whether the disk is known to be none that has to be waited for."""
        return self._flush_seconds < LEAST_FLUSH_SECONDS

    def answered(self, seconds: float) -> None:
        """Say how long it took until an answer began. The shortest time counts: others have waited for each other."""
        self._least_seconds = min(self._least_seconds, seconds)

    def flushed(self, seconds: float) -> None:
        """Say how long the disk took to flush a small file. The shortest time counts here, too."""
        self._flush_seconds = min(self._flush_seconds, seconds)

    def put(self, job: Callable[[], T | None], *, first: bool = False) -> None:
        """Add a job, whose result `result` will return, if it has any; `first` is before all others that wait."""
        if first:
            self._jobs.appendleft(job)
        else:
            self._jobs.append(job)
        self._tokens.put(None)
        self._hire()

    def _hire(self) -> None:
        if len(self._threads) < self.wanted and self._jobs:
            with self._turn:
                if len(self._threads) < self.wanted and not self._closed:
                    # With what the caller's context has set, such as whose rights requests ask for.
                    context = contextvars.copy_context()
                    name = f"{self._name}_{len(self._threads)}"
                    thread = threading.Thread(target=context.run, args=(self._work,), name=name, daemon=True)
                    self._threads.append(thread)
                    thread.start()

    def _work(self) -> None:
        while True:
            self._tokens.get()
            if self._closed:
                return
            result: T | BaseException | None
            try:
                result = self._jobs.popleft()()
            except BaseException as error:  # of which `result` knows what to do
                result = error
            if result is not None:
                self.tell(result)
            self._hire()

    def tell(self, result: T | BaseException) -> None:
        """Let `result` return this, or raise it."""
        self._ended.append(result)
        # To wake the other thread for each costs as much as a small file.
        is_last = not (self._jobs or self.is_busy())
        if is_last or len(self._ended) >= MOST_UNTOLD or isinstance(result, BaseException):
            self._news.put(None)

    def has_result(self) -> bool:
        """Whether `result` need not wait."""
        return bool(self._ended)

    def result(self) -> T:
        """Wait for the next result of any job, and return it or raise what it has raised."""
        while not self._ended:
            go_on(self._stop)
            # With a time-out, because Windows does not deliver Ctrl-C to a thread that waits for ever.
            with suppress(queue.Empty):
                self._news.get(timeout=0.2)
        go_on(self._stop)
        result = self._ended.popleft()
        if isinstance(result, BaseException):
            raise result
        return result

    def close(self) -> None:
        """End the threads after the jobs that they do now; those which do not end soon are left behind."""
        with self._turn:
            self._closed = True
        for _ in self._threads:
            self._tokens.put(None)
        until = time.monotonic() + LAST_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
