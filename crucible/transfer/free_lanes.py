"""Threads of a transfer that have nothing else to do, as an executor."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from .lanes import Lanes

P = ParamSpec("P")
T = TypeVar("T")


class FreeLanes(Executor):
    """Lets threads that have nothing else to do send parts of large files.

    Parameters
    ----------
    lanes
        The threads.
    """

    def __init__(self, lanes: Lanes[Any]) -> None:  # Any: what their own jobs are about
        self._lanes = lanes

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function in the next thread that is free."""
        future: Future[T] = Future()

        def job() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(function(*args, **kwargs))
            except BaseException as error:  # of whoever waits for it
                future.set_exception(error)

        self._lanes.put(job, first=True)
        return future
