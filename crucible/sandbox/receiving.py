"""The bytes of one request on their way into a file: neither memory nor the event loop has to wait for the disk."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from .asgi import body_blocks

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from .asgi import Receive
    from .contents import Contents
    from .store import Store
    from .store.database import Database
    from .store.uploads import Upload

T = TypeVar("T")

WRITE_BLOCK_BYTES = 1024 * 1024


class SupersededError(Exception):
    """A later request brings the same bytes now."""


@dataclass(slots=True, weakref_slot=True)
class Stretch:
    """Bytes of a file that one request at a time writes.

    A later request takes over from an earlier one, whose connection may be dead without anybody knowing yet.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _turn: int = 0

    def take_over(self) -> int:
        """Return the turn of a new request, and end that of all others."""
        self._turn += 1
        return self._turn

    def check(self, turn: int) -> None:
        """Raise `SupersededError` if a later request has taken over; its blocks wait while the lock is held."""
        if turn != self._turn:
            raise SupersededError


async def pass_on(receive: Receive, write: Callable[[bytes], Awaitable[None]], *, skip: int = 0, length: int) -> None:
    """Hand the body of a request on in blocks; one is written while the next one arrives.

    Parameters
    ----------
    receive
        Where the body comes from.
    write
        Takes a block of about a megabyte. What a broken request has brought is written too.
    skip
        How many bytes at the beginning to leave out.
    length
        How many bytes to take, those left out among them.

    Raises
    ------
    DisconnectedError
        If the client goes away before the end.
    """
    waiting: list[bytes] = []
    waiting_bytes = 0
    writing: asyncio.Future[None] | None = None
    try:
        async for arrived in body_blocks(receive):
            block = arrived[:length]
            length -= len(block)
            fresh = block[skip:]
            skip -= len(block) - len(fresh)
            waiting.append(fresh)
            waiting_bytes += len(fresh)
            if waiting_bytes >= WRITE_BLOCK_BYTES:
                if writing is not None:
                    await writing
                writing = asyncio.ensure_future(write(b"".join(waiting)))
                waiting, waiting_bytes = [], 0
    finally:
        if writing is not None:
            await writing
        if waiting_bytes:
            await write(b"".join(waiting))


async def change(db: Database, action: Callable[[], T]) -> T:
    """Change something in one transaction; in a thread, if that has to wait for another transaction."""

    def run() -> T:
        with db.write():
            return action()

    return await asyncio.to_thread(run) if db.is_busy else run()


async def leave_nothing_of_gone(upload: Upload, store: Store, contents: Contents) -> None:
    """Remove what was written for an upload that was abandoned, or has expired, meanwhile."""
    if store.uploads.get(upload.id, upload.protocol) is None:
        await asyncio.to_thread(contents.discard, upload.id)


def write_at(path: Path, position: int, block: bytes) -> None:
    """Write bytes at a position of a file that may be new, or shorter; nothing else of it is touched."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "r+b", buffering=0) as file, memoryview(block) as left:
        file.seek(position)
        written = 0
        while written < len(left):
            written += file.write(left[written:])
