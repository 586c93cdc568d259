"""Calls of the API that nobody waits for any longer once the transfer is to stop."""

from __future__ import annotations

import contextvars
import os
import sys
import threading
from collections import deque
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..transport import limits

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_LOOK_SECONDS = 0.2
"""Windows does not deliver Ctrl-C to a thread that waits for ever."""
_IDLE_SECONDS = 5.0
"""So long a thread waits for the next call."""


def unless_stopped(function: Callable[[], T]) -> T:
    """Return what a function returns, but do not wait for it any longer once what runs here is to end.

    The function goes on in a thread that nobody waits for: it hangs in a request, which ends when its time is over.

    Raises
    ------
    TransferCancelledError
        What runs here is to end.
    """
    if not limits.is_stoppable():
        return function()
    stop = limits.stop_event()
    limits.check(stop)
    try:
        caller = _idle.pop()
    except IndexError:
        caller = _Caller()
    answers: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()
    caller.calls.put((partial(contextvars.copy_context().run, function), answers))
    while True:
        limits.check(stop)
        with suppress(Empty):
            answer, error = answers.get(timeout=_LOOK_SECONDS)
            break
    if error is not None:
        raise error
    return cast("T", answer)


class _Caller:
    """A thread that calls one function after another: to start one for each takes as long as half a request."""

    def __init__(self) -> None:
        self.calls: SimpleQueue[tuple[Callable[[], Any], SimpleQueue[Any]]] = SimpleQueue()  # Any: of any function
        threading.Thread(target=self._work, daemon=True, name="crucible-call").start()

    def _work(self) -> None:
        while True:
            try:
                function, answers = self.calls.get(timeout=_IDLE_SECONDS)
            except Empty:
                try:
                    _idle.remove(self)
                except ValueError:  # somebody has just taken it
                    continue
                return
            answer: tuple[Any, BaseException | None]
            try:
                answer = function(), None
            except BaseException as error:
                answer = None, error
            _idle.append(self)
            answers.put(answer)
            del function, answers, answer  # or they would live until the next call


_idle: deque[_Caller] = deque()
if sys.platform != "win32":
    os.register_at_fork(after_in_child=_idle.clear)  # a child has none of its parent's threads
