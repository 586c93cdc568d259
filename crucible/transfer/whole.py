"""Small files that arrive: in memory until they are complete and verified, then written at once."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import time
from typing import TYPE_CHECKING, Self

from ..errors import TransferError
from ..transport.retry import CHANCE
from .checksums import Crc32c
from .locks import lock
from .partial import move, part_name

if TYPE_CHECKING:
    from pathlib import Path

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_TAKEN = TransferError("It belongs to another download that runs now.", hint="Wait for it, then call this again.")


class SmallFile:
    """A file that is in memory until it is complete.

    Parameters
    ----------
    target
        Where the file goes.
    """

    def __init__(self, target: Path) -> None:
        self._target = target
        self._pieces: list[bytes] = []
        self.size_bytes = 0
        self.received_bytes = 0
        self.flush_seconds: float | None = None
        """How long the disk took for it in the end."""

    def append(self, data: bytes) -> None:
        """Add bytes that have arrived."""
        self._pieces.append(data)
        self.size_bytes += len(data)
        self.received_bytes += len(data)

    def restart(self) -> None:
        """Begin again without any bytes."""
        self._pieces.clear()
        self.size_bytes = 0

    def _data(self) -> bytes:
        self._pieces[:] = [b"".join(self._pieces)]
        return self._pieces[0]

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes so far."""
        return hashlib.sha256(self._data()).hexdigest()

    @property
    def crc32c(self) -> str:
        """CRC32C of the bytes so far."""
        crc32c = Crc32c()
        crc32c.update(self._data())
        return crc32c.base64

    def commit(self) -> None:
        """Put the file in place, durable and in one step."""
        self.flush_seconds = write_whole(self._target, self._data())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def write_whole(target: Path, data: bytes | memoryview) -> float | None:
    """Write a small file, durable and in one step, and return how long the disk took; an existing one is replaced."""
    try:
        return WholeFile(target, data).commit()
    except FileNotFoundError:  # another run has found it before it was locked, and taken it for a leftover
        return WholeFile(target, data).commit()


class WholeFile:
    """A small file that is on its way to the disk; several may be, before the first is waited for.

    Parameters
    ----------
    target
        Where it goes.
    data
        All of it.

    Raises
    ------
    OSError
        It cannot be written; nothing is left of it.
    """

    __slots__ = ("_is_flushed", "_path", "_target", "descriptor", "folder")

    def __init__(self, target: Path, data: bytes | memoryview) -> None:
        whole, name = os.fspath(target), target.name
        self._target = whole
        self._is_flushed = False
        self.folder = whole[: -len(name)]  # as text, because there may be thousands
        self._path = self.folder + part_name(name, f"{CHANCE.getrandbits(64):016x}")
        self.descriptor = os.open(self._path, _NEW, 0o666)
        try:
            with contextlib.suppress(TransferError):
                lock(self.descriptor, _TAKEN)  # by which others see that it is no leftover
            left = memoryview(data)
            while left:
                left = left[os.write(self.descriptor, left) :]
        except BaseException:
            self.discard()
            raise

    def flushed(self) -> None:
        """Say that somebody else has flushed it."""
        self._is_flushed = True

    def commit(self) -> float | None:
        """Put the file in place, durable and in one step; return how long the disk took, if it was asked for one file.

        Raises
        ------
        OSError
            That was not possible; nothing is left of it.
        """
        try:
            flush_seconds = None
            if not self._is_flushed:
                began = time.perf_counter()
                os.fsync(self.descriptor)
                flush_seconds = time.perf_counter() - began
            if sys.platform == "win32":
                os.close(self.descriptor)  # an open file cannot be renamed there
                self.descriptor = -1
            move(self._path, self._target)  # elsewhere with the lock, which ends when it is closed
        except BaseException:
            self.discard()
            raise
        self._close()
        return flush_seconds

    def discard(self) -> None:
        """Leave nothing of it."""
        self._close()
        with contextlib.suppress(OSError):
            os.unlink(self._path)  # noqa: PTH108

    def _close(self) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1
