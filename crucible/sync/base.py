"""What all blocking namespaces have in common.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..bound import Binding
    from ..resources import base as coroutines
    from ..transport.port import Port


class Operations:
    """A namespace of the client; it connects when it is first called."""

    def __init__(self, connect: Callable[[], Port]) -> None:
        self._connect = connect

    @cached_property
    def _coroutines(self) -> coroutines.Operations:
        from ..resources.base import Operations

        return Operations(self._connect())

    @cached_property
    def _bound(self) -> Binding:
        from ..bound import Binding

        return Binding(self._connect)
