"""The ports of a folder's server: the same ones at each start, as far as they are free.

Links and sessions name the port they were made for. A server that came back at another one would leave every upload
under way without its address.
"""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

from .folder import PORTS, write_privately
from .serve import LARGEST_PORT, PortTakenError, bound_socket

if TYPE_CHECKING:
    import socket
    from collections.abc import Sequence
    from pathlib import Path


def take_ports(ports: Sequence[int], root: Path) -> list[socket.socket]:
    """Return listening sockets at the given ports; for each 0, at the one used before or else at any that is free."""
    note = root / PORTS
    taken: list[socket.socket] = []
    try:
        for port, earlier in zip(ports, _noted(note, len(ports)), strict=True):
            taken.append(bound_socket(port) if port or not earlier else _this_or_any(earlier))
    except PortTakenError:
        for listening in taken:
            listening.close()
        raise
    write_privately(note, json.dumps([listening.getsockname()[1] for listening in taken]).encode("ascii"))
    return taken


def _this_or_any(port: int) -> socket.socket:
    with contextlib.suppress(PortTakenError):
        return bound_socket(port)
    return bound_socket(0)


def _noted(note: Path, count: int) -> list[int]:
    """Return the ports of the last start, or zeros."""
    try:
        ports = json.loads(note.read_bytes())
    except (OSError, ValueError):
        ports = None
    is_right = isinstance(ports, list) and len(ports) == count
    return ports if is_right and all(type(port) is int and 0 < port <= LARGEST_PORT for port in ports) else [0] * count
