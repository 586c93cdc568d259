"""Requests that cannot be settled when their answer is lost: the caller is told where to look.

Where the server assigns the id there is nothing to look up, and repeating such a request could do it twice. It is never
repeated here; the error is the one that happened, and its hint names the call that shows whether it took effect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ..errors import ConnectionFailedError, ServerError, UnexpectedResponseError
from .creation import may_have_run

if TYPE_CHECKING:
    from collections.abc import Awaitable

T = TypeVar("T")


async def once(call: Awaitable[T], look: str) -> T:
    """Return the answer to a request that must not be made twice.

    Parameters
    ----------
    call
        The request.
    look
        What shows whether it took effect, for the hint.

    Raises
    ------
    ConnectionFailedError, ServerError, UnexpectedResponseError
        There is no answer, and the hint says whether it may have taken effect.
    """
    try:
        return await call
    except (ConnectionFailedError, ServerError, UnexpectedResponseError) as lost:
        if may_have_run(lost):
            lost.hint = f"Whether it took effect is unknown: {look} shows it. Look before you repeat it."
            if isinstance(lost, ServerError) and lost.retry_after_seconds:
                lost.hint += f" The server asks to wait {lost.retry_after_seconds:.0f} s."
        raise
