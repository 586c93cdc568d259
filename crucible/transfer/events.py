"""Progress as a stream of values, for whoever wants to draw it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE_SECONDS = 0.1
"""Not more often than this, a file that moves says so; nobody reads faster."""

State = Literal["checking", "moving", "saved", "kept", "sent", "known", "elsewhere", "differs", "failed"]
"""What a file is doing, or how it ended.

``checking``: its bytes on this machine are read. ``moving``: bytes travel. ``saved``: it is here, and verified where
the service has a checksum. ``kept``: it was here already, and verified. ``sent``: the service has it now. ``known``:
the service had it already. ``elsewhere``: it is catalogued, but kept outside the service's store. ``differs``:
another file of this name is here and was left alone. ``failed``: the reason says why.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one file has come, and all files together.

    Attributes
    ----------
    name
        Name of the file in the dataset.
    state
        What it is doing, or how it ended.
    done_bytes
        Bytes that were read while ``checking``, and else bytes that are where they should go.
    size_bytes
        Size of the file, if it is known.
    total_done_bytes, total_size_bytes
        The same for all files of this transfer.
    reason
        Why it ended so, where that needs a word.
    """

    name: str
    state: State
    done_bytes: int
    size_bytes: int | None
    total_done_bytes: int
    total_size_bytes: int
    reason: str = ""


class Meter:
    """Adds up the bytes of a transfer and tells a callback, one event at a time.

    Parameters
    ----------
    on_progress
        Called from the threads that move bytes, never from two at once. What it raises ends the transfer.
    total_size_bytes
        What is to be moved, as far as it is known.
    """

    def __init__(self, on_progress: Callable[[Progress], None] | None, total_size_bytes: int) -> None:
        self._on_progress = on_progress
        self._total_size_bytes = total_size_bytes
        self._total_done_bytes = 0
        self._lock = threading.Lock()

    def moved(self, step_bytes: int, event: Callable[[int, int], Progress] | None) -> None:
        """Add bytes (less than none when a file starts again), and tell about it unless there is no event."""
        with self._lock:
            self._total_done_bytes += step_bytes
            if event is not None and self._on_progress is not None:
                self._on_progress(event(self._total_done_bytes, self._total_size_bytes))


class FileMeter:
    """Follows one file."""

    def __init__(self, meter: Meter, name: str, size_bytes: int | None) -> None:
        self._meter = meter
        self._name = name
        self._size_bytes = size_bytes
        self._done_bytes = 0
        self._told_at = 0.0
        self._told: State | None = None

    def at(self, done_bytes: int) -> None:
        """Say how many bytes are where they should go."""
        self._tell("moving", done_bytes, done_bytes - self._done_bytes)
        self._done_bytes = done_bytes

    def checked(self, done_bytes: int) -> None:
        """Say how many bytes on this machine have been read."""
        self._tell("checking", done_bytes, 0)

    def end(self, state: State, reason: str = "") -> None:
        """Say how it ended."""
        whole = self._size_bytes if self._size_bytes is not None and state in ("kept", "known") else self._done_bytes
        self._tell(state, whole, whole - self._done_bytes, reason)

    def _tell(self, state: State, done_bytes: int, step_bytes: int, reason: str = "") -> None:
        now = time.monotonic()
        silent = state == self._told and now - self._told_at < PAUSE_SECONDS
        if not silent:
            self._told_at, self._told = now, state

        def event(total_done_bytes: int, total_size_bytes: int) -> Progress:
            return Progress(
                name=self._name,
                state=state,
                done_bytes=done_bytes,
                size_bytes=self._size_bytes,
                total_done_bytes=total_done_bytes,
                total_size_bytes=total_size_bytes,
                reason=reason,
            )

        self._meter.moved(step_bytes, None if silent else event)
