"""Calls about many things, several at a time, so that latency is paid once for all of these."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ..errors import CrucibleError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from ..transport.port import Port

S = TypeVar("S")
T = TypeVar("T")

AT_ONCE = 16


async def in_batches(
    port: Port, call: Callable[[S], Awaitable[T]], items: Sequence[S]
) -> tuple[list[T], CrucibleError | None]:
    """Call a function with each of several things, `AT_ONCE` at a time.

    Parameters
    ----------
    port
        What waits.
    call
        What to do with one.
    items
        All of them.

    Returns
    -------
    list, error
        What was returned for each before the first that failed, and why that one did. After a batch with a failure no
        other is begun.
    """

    async def tried(item: S) -> T | CrucibleError:
        try:
            return await call(item)
        except CrucibleError as error:
            return error

    done: list[T] = []
    for first in range(0, len(items), AT_ONCE):
        for result in await port.gather(*(partial(tried, item) for item in items[first : first + AT_ONCE])):
            if isinstance(result, CrucibleError):
                return done, result
            done.append(result)
    return done, None
