"""Whose rights a request asks for: the caller's own, or the wider ones of a platform administrator.

The choice belongs to the context (`contextvars`): a ``with`` block in one thread or task changes nothing for the
others. Rejected: a switch on the client, which one thread would throw for all; a second client, which ``with
client.elevated():`` without ``as`` would leave unused.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

_raised: ContextVar[frozenset[Elevation]] = ContextVar("crucible_elevated", default=frozenset())


class Elevation:
    """Whether the requests of one client are to be sent with an administrator's rights."""

    @contextmanager
    def raised(self) -> Iterator[None]:
        """Use an administrator's rights inside, in this thread or task and in tasks that begin there."""
        was_raised = self in _raised.get()
        _raised.set(_raised.get() | {self})
        try:
            yield
        finally:
            if not was_raised:
                _raised.set(_raised.get() - {self})

    @property
    def mode(self) -> Literal["normal", "elevated"]:
        """What the header of a request says here."""
        return "elevated" if self in _raised.get() else "normal"
