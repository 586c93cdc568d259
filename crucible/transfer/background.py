"""Things that happen meanwhile, in threads that no program waits for at its end."""

from __future__ import annotations

import contextvars
import threading
from collections import deque
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, TypeVar

from ..transport import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")
S = TypeVar("S")

_LOOK_SECONDS = 0.2
"""Windows does not deliver Ctrl-C to a thread that waits for ever."""


def begin(function: Callable[[], T], name: str) -> Future[T]:
    """Run a function in a thread of its own, in a copy of the context."""
    future: Future[T] = Future()
    _start(partial(_fulfil, future, function), name)
    return future


def _start(work: Callable[[], None], name: str) -> None:
    threading.Thread(target=contextvars.copy_context().run, args=(work,), daemon=True, name=name).start()


def _fulfil(future: Future[T], function: Callable[[], T]) -> None:
    try:
        future.set_result(function())
    except BaseException as error:
        future.set_exception(error)


def ahead(function: Callable[[S], T], items: Iterable[S], most: int, stop: threading.Event) -> Iterator[T]:
    """Yield what a function makes of each item, in their order; as many as `most` are made at a time.

    Raises
    ------
    TransferCancelledError
        `stop` was set.
    """
    coming: deque[Future[T]] = deque()
    asked: SimpleQueue[tuple[Future[T], S] | None] = SimpleQueue()
    threads = 0

    def work() -> None:
        while (one := asked.get()) is not None:
            future, item = one
            _fulfil(future, partial(function, item))

    try:
        for item in items:
            if len(coming) == most:
                yield result(coming.popleft(), stop)
            coming.append(Future())
            asked.put((coming[-1], item))
            if threads < most:
                _start(work, "crucible-plan")
                threads += 1
        while coming:
            yield result(coming.popleft(), stop)
    finally:
        for _ in range(threads):
            asked.put(None)


def result(future: Future[T], stop: threading.Event) -> T:
    """Wait for what a thread makes, unless all is to end."""
    while True:
        limits.check(stop)
        try:
            return future.result(_LOOK_SECONDS)
        except FutureTimeoutError:
            if future.done():  # it was the function that took too long for itself
                return future.result()
