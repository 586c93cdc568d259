"""What runs in the background on behalf of a client, until it ends, is stopped, or the client or the program ends.

The threads are daemons, so that a program that ends does not wait for a transfer nobody asked about any more: at its
end all that still runs is told to stop, and has a moment to put away what it has.
"""

from __future__ import annotations

import atexit
import contextvars
import logging
import os
import threading
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..errors import TransferCancelledError, UsageError
from . import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")
logger = logging.getLogger(__name__)

END_SECONDS = 3.0
_all: set[Running[Any]] = set()


class Running(Generic[T]):
    """A function in a thread of its own, which runs in a copy of the context.

    Parameters
    ----------
    function
        It finds in `limits.stop_event` when it is to end.
    owner
        Has it among its own as long as it runs.
    """

    def __init__(self, function: Callable[[], T], owner: set[Running[T]]) -> None:
        self.future: Future[T] = Future()
        self.future.set_running_or_notify_cancel()  # whoever waits for it cannot cancel it
        self._stop = threading.Event()
        self._process = os.getpid()
        self._is_watched = True
        self._was_asked = False
        owner.add(self)
        _all.add(self)
        self.future.add_done_callback(lambda _: self._ended(owner))
        work = contextvars.copy_context().run
        threading.Thread(target=work, args=(self._work, function), daemon=True, name="crucible-transfer").start()

    def _work(self, function: Callable[[], T]) -> None:
        try:
            with limits.stoppable(self._stop):
                self.future.set_result(function())
        except BaseException as error:
            self.future.set_exception(error)

    def _ended(self, owner: set[Running[T]]) -> None:
        owner.discard(self)
        _all.discard(self)
        if not self._is_watched:
            self._complain()

    def stop(self) -> None:
        """Tell it to end."""
        self._stop.set()

    def ask(self) -> Future[T]:
        """Return what it will return, to somebody who wants to know.

        Raises
        ------
        UsageError
            It runs in another process, of which this one is a fork.
        """
        if os.getpid() != self._process:
            raise UsageError("The transfer runs in the process that began it.", hint="Wait for it there.")
        self._was_asked = True
        return self.future

    def abandon(self) -> None:
        """Say that nobody will ask any more; it goes on, and a failure is logged."""
        self._is_watched = False
        if self.future.done():
            self._complain()

    def _complain(self) -> None:
        error = self.future.exception()
        if error is not None and not self._was_asked and not isinstance(error, TransferCancelledError):
            logger.error("A transfer that nobody waited for has failed: %s", error)


def end_all(running: Iterable[Running[T]]) -> None:
    """Tell all to end, and give them a moment."""
    left = list(running)
    for one in left:
        one.stop()
    end = time.monotonic() + END_SECONDS
    while left and time.monotonic() < end:
        left = [one for one in left if not one.future.done()]
        time.sleep(0.01)


def _end_with_the_program() -> None:
    mine = [one for one in _all if one._process == os.getpid()]
    if mine:
        logger.warning("The program ends before %d transfers do; the next run goes on from here.", len(mine))
        end_all(mine)


atexit.register(_end_with_the_program)
