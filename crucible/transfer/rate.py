"""Limits that the caller sets on a transfer: how fast it goes, and how much it moves."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..transport import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BURST_SECONDS = 1.0
"""What was not used of the last so many seconds may be used at once, or pauses between requests would be lost."""

STEP_SECONDS = 0.2


class Rate:
    """So many bytes per second for all threads of a transfer together.

    Each piece reserves the next stretch of time, and its thread waits until that is over. So the average is exact,
    however many threads there are, nobody is overtaken, and nobody looks at a clock in a loop.

    Parameters
    ----------
    bytes_per_second
        At least 1; None is no limit, and costs nothing.
    clock
        Seconds that never run backwards.

    Raises
    ------
    UsageError
        The limit is less than 1.

    Examples
    --------
    >>> import threading
    >>> rate = Rate(50_000_000)
    >>> rate.take(65_536, threading.Event())
    """

    def __init__(self, bytes_per_second: float | None, *, clock: Callable[[], float] = time.monotonic) -> None:
        if bytes_per_second is not None and not bytes_per_second >= 1:  # also what is not a number
            raise UsageError(
                f"bytes_per_second={bytes_per_second} would move nothing.", hint="Give 1 or more, or None for no limit."
            )
        self._bytes_per_second = bytes_per_second
        self._clock = clock
        self._lock = threading.Lock()
        self._free_at = clock() + BURST_SECONDS  # nothing is saved up in the beginning

    def take(self, n: int, stop: threading.Event) -> None:
        """Wait until `n` bytes may have moved: to be called with each piece before it is sent, or after it came.

        Raises
        ------
        TransferCancelledError
            `stop` is set; it ends the wait at once.
        """
        if self._bytes_per_second is None:
            return
        with self._lock:
            now = self._clock()
            self._free_at = max(self._free_at, now) + n / self._bytes_per_second
            until = self._free_at - BURST_SECONDS
        while (left := until - self._clock()) > 0:
            stop.wait(min(left, threading.TIMEOUT_MAX))
            limits.check(stop)

    def steps(self, n: int, stop: threading.Event) -> Iterator[int]:
        """Take `n` bytes as `take` does, a little at a time, and yield how many may have moved: somebody may watch."""
        step = n if self._bytes_per_second is None else max(1, round(self._bytes_per_second * STEP_SECONDS))
        for taken in range(0, n, step):
            self.take(min(step, n - taken), stop)
            yield min(step, n - taken)


class Budget:
    """So many bytes for a transfer, and no more.

    Files are asked about in their order before the first byte moves, so that the same files are left out each time.

    Parameters
    ----------
    max_bytes
        None is no limit.

    Raises
    ------
    UsageError
        The limit is less than 0.

    Examples
    --------
    >>> budget = Budget(100)
    >>> [budget.takes(size) for size in (60, 50, 40, 1)]
    [True, False, True, False]
    """

    def __init__(self, max_bytes: int | None) -> None:
        if max_bytes is not None and not max_bytes >= 0:
            raise UsageError(f"max_bytes={max_bytes} is no number of bytes.", hint="Give 0 or more.")
        self._left_bytes = max_bytes

    def takes(self, size_bytes: int | None) -> bool:
        """Whether a file still fits, and if so, reserve its bytes; one of unknown size fits into no limit."""
        if self._left_bytes is None:
            return True
        if size_bytes is None or size_bytes > self._left_bytes:
            return False
        self._left_bytes -= size_bytes
        return True

    def reason(self, size_bytes: int | None) -> str:
        """Say why a file was left."""
        if size_bytes is None:
            return "its size is not recorded, and max_bytes is set"
        return f"its {size_bytes:,} bytes are more than what is left of max_bytes ({self._left_bytes or 0:,})"
