"""Small files that have arrived, on their way to the disk.

To hand a file over to another thread takes as long as to verify and write it. So the thread that receives files writes
them as well, as long as the disk takes them at once; what may have to be waited for is left to other threads: a slow
disk, the flushing, a large file, and what did not arrive as it should.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from .flushing import can_flush_together, flush_together

if TYPE_CHECKING:
    from collections.abc import Callable

    from .flight import Arrival
    from .lanes import Lanes
    from .plan import PlannedFile
    from .report import FileLine
    from .whole import WholeFile

HERE_BYTES = 256 * 1024
"""What is larger takes longer to verify than to hand over."""
SLOW_SECONDS = 0.002
"""A disk that never needs less for a file keeps other files from being received."""
LOOKED_AT = 8
"""So many files in a row say whether it does."""
GATHER_SECONDS = 0.004
"""So long files wait for others, to be flushed with them."""


class One(Protocol):
    """A file that is being fetched."""

    file: WholeFile | None


T = TypeVar("T", bound=One)


class Steps(Protocol[T]):
    """What is done with a file that has arrived; what goes wrong is in its line."""

    def one(self, planned: PlannedFile, arrival: Arrival | None = None) -> T:
        """Begin."""

    def write(self, one: T) -> list[FileLine] | None:
        """Verify and write it; there is no file if it has not arrived as it should."""

    def commit(self, one: T) -> list[FileLine] | None:
        """Flush it and put it in place; None is to look closely at it."""

    def look(self, one: T) -> list[FileLine] | None:
        """Look closely at what has arrived, and ask again."""


class Saving(Generic[T]):
    """Saves files that have arrived.

    Parameters
    ----------
    lanes
        Other threads, and whoever waits for lines.
    steps
        What there is to do.
    """

    def __init__(self, lanes: Lanes[list[FileLine]], steps: Steps[T]) -> None:
        self._lanes = lanes
        self._steps = steps
        self._took = deque([0.0], LOOKED_AT)
        self._written: deque[tuple[T, Callable[[], None]]] = deque()
        self._is_together = can_flush_together()
        self._devices: dict[str, int] = {}
        self._turn = threading.Lock()
        self._jobs = 0
        self._is_closed = False

    def add(self, planned: PlannedFile, arrival: Arrival, done: Callable[[], None]) -> None:
        """Save a file; `done` is called when nothing of it is held any longer. One thread at a time calls this."""
        one = self._steps.one(planned, arrival)
        if (planned.file.size_bytes or 0) > HERE_BYTES or min(self._took) > SLOW_SECONDS:
            self._lanes.put(partial(self._all, one, done), first=True)
            return
        began = time.perf_counter()
        lines = self._steps.write(one)
        self._took.append(time.perf_counter() - began)
        if lines is None and one.file is not None:
            if not self._lanes.is_flushed_at_once:
                self._wait(one, done)
                return
            lines = self._steps.commit(one)
        if lines is None:
            self._lanes.put(partial(self._closely, one, done), first=True)
        else:
            done()
            self._lanes.tell(lines)

    def _all(self, one: T, done: Callable[[], None]) -> list[FileLine] | None:
        """Save a file in another thread."""
        lines = self._steps.write(one)
        if lines is None and one.file is not None:
            lines = self._steps.commit(one)
        if lines is None:
            return self._closely(one, done)
        done()
        return lines

    def _closely(self, one: T, done: Callable[[], None]) -> list[FileLine] | None:
        try:
            return self._steps.look(one)
        finally:
            done()

    def _wait(self, one: T, done: Callable[[], None]) -> None:
        """Let other threads flush a file, together with others as long as that is quick."""
        self._written.append((one, done))
        self._go_on()

    def _go_on(self) -> None:
        """Have as many threads flush as there is something to flush for; when all is over, leave nothing."""
        if self._is_closed:
            self.close()
            return
        with self._turn:
            most = 1 if self._is_together else self._lanes.wanted
            lacking = min(most - self._jobs, len(self._written))
            self._jobs += max(lacking, 0)
        for _ in range(lacking):
            self._lanes.put(self._flush, first=True)

    def _flush(self) -> list[FileLine] | None:
        """Flush all files that wait now, or one, and see that the others are flushed."""
        some: list[tuple[T, Callable[[], None]]] = []
        ended: list[FileLine] = []
        try:
            if self._is_together:
                time.sleep(GATHER_SECONDS)  # nobody waits for this one
            with suppress(IndexError):  # other threads take some, too
                some.append(self._written.popleft())
                while self._is_together:
                    some.append(self._written.popleft())
            if len(some) > 1:
                self._is_together = flush_together([one.file for one, _ in some if one.file is not None], self._devices)
            while some:
                one, done = some.pop(0)
                lines = self._steps.commit(one)
                if lines is None:
                    self._lanes.put(partial(self._closely, one, done), first=True)
                else:
                    ended += lines
                    done()
                if not self._is_together:
                    break
        finally:
            self._written.extend(some)
            with self._turn:
                self._jobs -= 1
            self._go_on()
        return ended or None

    def close(self) -> None:
        """Leave nothing of files that nobody will put in place, now or by threads that were left behind."""
        self._is_closed = True
        with suppress(IndexError):
            while True:
                one, _ = self._written.popleft()
                if one.file is not None:
                    one.file.discard()
