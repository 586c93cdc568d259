"""The body of an answer, shown before its JSON is read, to who can begin something meanwhile."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_look: ContextVar[Callable[[bytes], bool] | None] = ContextVar("crucible_look", default=None)


@contextmanager
def looking(look: Callable[[bytes], bool]) -> Iterator[None]:
    """Call a function with the body of each answer that comes inside; it says whether it has begun something."""
    token = _look.set(look)
    try:
        yield
    finally:
        _look.reset(token)


def seen(body: bytes) -> bool:
    """Show a body, and return whether something was begun that should have a moment to be sent."""
    look = _look.get()
    return look is not None and look(body)
