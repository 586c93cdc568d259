"""Progress as a stream of values, for whoever wants to draw it.

Many threads move bytes and one callback wants to hear of it, one event at a time. So each file counts for itself, and
nothing is shared until there is something to tell: ten times a second, or when its state changes. Whoever has something
to tell and finds another thread telling leaves it to that one, so that no thread waits for a callback but the one that
calls it. Sums and rates are made by the thread that tells, and nowhere else.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE_SECONDS = 0.1
"""Not more often than this, a file that moves says so; nobody reads faster."""

WINDOW_SECONDS = 10.0
"""The rate is that of the last so many seconds: steady enough to be read, and fresh."""
SAMPLE_SECONDS = 0.2
LEAST_SECONDS = 0.5
"""A rate of a shorter time says nothing."""

State = Literal[
    "checking", "moving", "planned", "saved", "kept", "sent", "known", "elsewhere", "left", "differs", "failed"
]
"""What a file is doing, or how it ended.

``checking``: its bytes on this machine are read. ``moving``: bytes travel. ``planned``: they would, if this were no dry
run. ``saved``: it is here, and verified where the service has a checksum. ``kept``: it was here already, and verified.
``sent``: the service has it now. ``known``: the service had it already. ``elsewhere``: it is catalogued, but kept
outside the service's store. ``left``: it was not begun, because the transfer was to move no more bytes than so many, or
because it is no file that can be sent. ``differs``: another file of this name is here and was left alone. ``failed``:
the reason says why.
"""

Verdict: TypeAlias = Literal["ok", "missing", "different", "extra", "duplicate", "unreadable", "unchecked"]
"""What a comparison has found about a file.

``ok``: it has the recorded size and SHA-256. ``missing``: it is recorded, and not here. ``different``: size or content
are others. ``extra``: it is here, and not recorded. ``duplicate``: it is not recorded, and has the content of a file
that is; or files of different contents are recorded under one name. ``unreadable``: the system does not let it be read.
``unchecked``: there is no checksum to compare it with.
"""

UNENDED: frozenset[State | Verdict] = frozenset({"checking", "moving"})
COMPLETE: frozenset[State | Verdict] = frozenset({"saved", "kept", "sent", "known"})
"""States of files that are whole where they should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one file has come, and all files together.

    Attributes
    ----------
    name
        Name of the file in the dataset.
    state
        What it is doing, or how it ended: a `State`, or what ``client.verify`` has found, a `Verdict`.
    done_bytes
        Bytes that were read while ``checking``, and else bytes that are where they should go.
    size_bytes
        Size of the file, if it is known.
    total_done_bytes, total_size_bytes
        The same for all files of this transfer.
    reason
        Why it ended so, where that needs a word.
    file_number
        Which file of this transfer, from 1 on; files of different datasets may have one name.
    done_files, total_files
        How many files have ended, however they did, and how many there are, as far as that is known.
    total_moved_bytes
        Bytes that travelled in this run: not those that an earlier one had left, and twice those that came twice. Of a
        comparison, bytes that were read.
    bytes_per_second
        At which they travelled in the last ten seconds; None in the first moment.
    left_seconds
        How long the rest takes at this rate, if that can be said.
    """

    name: str
    state: State | Verdict
    done_bytes: int
    size_bytes: int | None
    total_done_bytes: int
    total_size_bytes: int
    reason: str = ""
    file_number: int = 1
    done_files: int = 0
    total_files: int = 1
    total_moved_bytes: int = 0
    bytes_per_second: float | None = None
    left_seconds: float | None = None


class Meter:
    """Adds up the bytes of a transfer and tells a callback, one event at a time.

    Parameters
    ----------
    on_progress
        Called from the threads that move bytes, never from two at once. What it raises ends the transfer: every later
        word about a file raises it again. Without it, nothing is counted.
    total_size_bytes, total_files
        What is to be moved, as far as it is known; `expect` adds to it.
    clock
        Seconds that never run backwards.
    """

    def __init__(
        self,
        on_progress: Callable[[Progress], None] | None,
        total_size_bytes: int = 0,
        total_files: int = 0,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._on_progress = on_progress
        self._size_bytes = total_size_bytes
        self._files = total_files
        self.clock = clock
        self._untold: deque[tuple[FileMeter, State | Verdict, str]] = deque()
        self._telling = threading.Lock()
        self._expecting = threading.Lock()
        self._error: BaseException | None = None
        self._begun_files = 0
        self._done_files = 0
        self._done_bytes = 0
        self._moved_bytes = 0
        self._given_up_bytes = 0
        self._rate = _Rate()

    @property
    def is_silent(self) -> bool:
        """Whether nobody listens."""
        return self._on_progress is None

    def expect(self, size_bytes: int, files: int = 1) -> None:
        """Let more be moved than was known in the beginning."""
        with self._expecting:
            self._size_bytes += size_bytes
            self._files += files

    def passes(self, name: str, size_bytes: int | None, state: State | Verdict, reason: str = "") -> None:
        """Tell of a file that ends without having begun, and that is none of those which are expected."""
        self.expect(0)
        file = FileMeter(self, name, size_bytes)
        file.is_expected = False
        file.end(state, reason)

    def tell(self, file: FileMeter, state: State | Verdict, reason: str, *, is_news: bool) -> bool:
        """Tell about a file, now or by the thread that is telling; return False where that was not worth it.

        Parameters
        ----------
        file, state, reason
            About what.
        is_news
            Whether it must be told. What is none may be skipped, for the next piece says it as well.
        """
        if is_news or not self._telling.locked():
            self._untold.append((file, state, reason))
        else:
            return False
        # Looked at again after the lock is free: what was left to this thread meanwhile would else be told by nobody.
        while self._untold and self._telling.acquire(blocking=False):
            try:
                while self._untold and self._error is None:
                    self._deliver(*self._untold.popleft())
            except BaseException as error:
                self._error = error
                raise
            finally:
                self._telling.release()
            if self._error is not None:
                break
        if self._error is not None:
            raise self._error
        return True

    def _deliver(self, file: FileMeter, state: State | Verdict, reason: str) -> None:
        now = self.clock()
        if not file.number:
            self._begun_files += 1
            file.number = self._begun_files
        done, moved = file.done_bytes, file.moved_bytes
        self._done_bytes += done - file.told_done_bytes
        self._moved_bytes += moved - file.told_moved_bytes
        file.told_done_bytes, file.told_moved_bytes = done, moved
        if state not in UNENDED:
            self._done_files += 1
            if state not in COMPLETE and file.is_expected:  # nobody waits for its bytes any more
                self._given_up_bytes += max(0, (file.size_bytes or 0) - done)
        rate = self._rate.at(now, self._moved_bytes)
        rest = max(0, self._size_bytes - self._done_bytes - self._given_up_bytes)
        assert self._on_progress is not None  # noqa: S101 - a silent meter is told nothing
        self._on_progress(
            Progress(
                name=file.name,
                state=state,
                done_bytes=file.checked_bytes if state == "checking" else done,
                size_bytes=file.size_bytes,
                total_done_bytes=self._done_bytes,
                total_size_bytes=self._size_bytes,
                reason=reason,
                file_number=file.number,
                done_files=self._done_files,
                total_files=max(self._files, self._begun_files),
                total_moved_bytes=self._moved_bytes,
                bytes_per_second=rate,
                left_seconds=rest / rate if rate else None,
            )
        )


class _Rate:
    """Bytes per second in a sliding window."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque()

    def at(self, now: float, moved_bytes: int) -> float | None:
        """Note what has moved by now, and return the rate."""
        samples = self._samples
        if not moved_bytes or not samples:  # the time before the first byte does not count
            samples.clear()
            samples.append((now, moved_bytes))
            return None
        while len(samples) > 1 and now - samples[1][0] >= WINDOW_SECONDS:
            samples.popleft()
        since, before = samples[0]
        if now - samples[-1][0] >= SAMPLE_SECONDS:
            samples.append((now, moved_bytes))
        return (moved_bytes - before) / (now - since) if now - since >= LEAST_SECONDS else None


class FileMeter:
    """Follows one file; several threads may bring bytes of it.

    Parameters
    ----------
    meter
        Of the transfer.
    name
        Of the file in the dataset.
    size_bytes
        If it is known.
    """

    __slots__ = (
        "_clock",
        "_is_silent",
        "_lock",
        "_meter",
        "_quiet_until",
        "_told",
        "checked_bytes",
        "done_bytes",
        "is_expected",
        "moved_bytes",
        "name",
        "number",
        "size_bytes",
        "told_done_bytes",
        "told_moved_bytes",
    )

    def __init__(self, meter: Meter, name: str, size_bytes: int | None) -> None:
        self._meter = meter
        self._is_silent = meter.is_silent
        self._clock = meter.clock
        self._lock = threading.Lock()
        self._quiet_until = 0.0
        self._told: State | Verdict | None = None
        self.name = name
        self.size_bytes = size_bytes
        self.number = 0
        self.is_expected = True
        self.checked_bytes = 0
        self.done_bytes = 0
        self.moved_bytes = 0
        self.told_done_bytes = 0
        self.told_moved_bytes = 0

    def resumes(self, done_bytes: int) -> None:
        """Say how many bytes are there already, brought by an earlier run or attempt; they do not count as moved."""
        if not self._is_silent:
            self.done_bytes = done_bytes
            self._tell("moving")

    def at(self, done_bytes: int) -> None:
        """Say how many bytes are where they should go (fewer than before when the file starts again).

        Of one thread at a time; several that bring bytes of one file use `add`.
        """
        if not self._is_silent:
            if done_bytes > self.done_bytes:
                self.moved_bytes += done_bytes - self.done_bytes
            self.done_bytes = done_bytes
            self._tell("moving")

    def add(self, step_bytes: int) -> None:
        """Say how many more bytes are where they should go, or less than none that are not any more."""
        if not self._is_silent:
            with self._lock:
                self.done_bytes += step_bytes
                if step_bytes > 0:
                    self.moved_bytes += step_bytes
            self._tell("moving")

    def checked(self, done_bytes: int) -> None:
        """Say how many bytes on this machine have been read."""
        if not self._is_silent:
            self.checked_bytes = done_bytes
            self._tell("checking")

    def compared(self, done_bytes: int) -> None:
        """Say how many bytes on this machine have been read, where there is nothing else to be done."""
        if not self._is_silent:
            self.moved_bytes += done_bytes - self.done_bytes
            self.checked_bytes = self.done_bytes = done_bytes
            self._tell("checking")

    def end(self, state: State | Verdict, reason: str = "") -> None:
        """Say how it ended; this is enough for a file that was fetched or sent in one go."""
        if not self._is_silent:
            if state in COMPLETE and self.size_bytes is not None:
                if state in ("saved", "sent"):
                    self.moved_bytes += max(0, self.size_bytes - self.done_bytes)
                self.done_bytes = self.size_bytes
            self._told = state
            self._meter.tell(self, state, reason, is_news=True)

    def _tell(self, state: State) -> None:
        now = self._clock()
        is_news = state != self._told
        if is_news or now >= self._quiet_until:
            self._told = state
            if self._meter.tell(self, state, "", is_news=is_news):
                self._quiet_until = now + PAUSE_SECONDS
