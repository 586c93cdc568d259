"""The body of an answer, shown before its JSON is read, to who can begin something meanwhile."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_look: ContextVar[Callable[[bytes], None] | None] = ContextVar("crucible_look", default=None)


@contextmanager
def looking(look: Callable[[bytes], None]) -> Iterator[None]:
    """Call a function with the body of each answer that comes inside."""
    token = _look.set(look)
    try:
        yield
    finally:
        _look.reset(token)


def seen(body: bytes) -> bool:
    """Show a body, and return whether somebody looks."""
    look = _look.get()
    if look is not None:
        look(body)
    return look is not None
