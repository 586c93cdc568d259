"""Limits that a caller sets on all that runs inside: a time by which it is over, and an event that ends it.

They travel with the context (`contextvars`), so that code in between need not hand them on. A new thread begins
without them, unless it runs in a copy of the context.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event
from typing import TYPE_CHECKING

from ..errors import TransferCancelledError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# A time-out of zero would fail before anything was tried.
LEAST_SECONDS = 0.001

_end: ContextVar[float | None] = ContextVar("crucible_end", default=None)
_stop: ContextVar[Event | None] = ContextVar("crucible_stop", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let no request inside wait, and none be sent again, when this time is over."""
    end = time.monotonic() + seconds
    outer = _end.get()
    token = _end.set(end if outer is None else min(end, outer))
    try:
        yield
    finally:
        _end.reset(token)


def left_seconds() -> float | None:
    """Return how much time is left; None if there is no limit."""
    end = _end.get()
    return None if end is None else end - time.monotonic()


def is_over() -> bool:
    """Say whether there is a limit, and no time left."""
    left = left_seconds()
    return left is not None and left <= 0


def shortened(times: Mapping[str, float | None], seconds: float | None) -> dict[str, float | None]:
    """Return time-outs of the phases of a request that has no more time than this; None is as much as it wants."""
    if seconds is None:
        return dict(times)
    most = max(seconds, LEAST_SECONDS)
    return {phase: most if own is None else min(own, most) for phase, own in times.items()}


@contextmanager
def stoppable(stop: Event) -> Iterator[None]:
    """Let the event end transfers that run inside."""
    token = _stop.set(stop)
    try:
        yield
    finally:
        _stop.reset(token)


def stop_event() -> Event:
    """Return the event that ends what runs here; a new one, which nobody sets, if there is none."""
    return _stop.get() or Event()


def is_stoppable() -> bool:
    """Say whether there is an event that ends what runs here."""
    return _stop.get() is not None


def check(stop: Event) -> None:
    """Raise `TransferCancelledError` if the event is set."""
    if stop.is_set():
        raise TransferCancelledError("The transfer was stopped.", hint="Run it again to go on from here.")


def pause(seconds: float) -> None:
    """Sleep, at most until the event is set that ends what runs here.

    Raises
    ------
    TransferCancelledError
        It is set.
    """
    stop = _stop.get()
    if stop is None:
        time.sleep(seconds)
    else:
        stop.wait(seconds)
        check(stop)
