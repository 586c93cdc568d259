"""A file that arrives in several places at once, each byte written where it will stay.

Beside its ``.part`` lie notes about which bytes have arrived, ``.done``, so that a killed process loses little. They
say what was given to the system, not what is on the disk: after a power failure they may say too much, which the
checksum of the whole finds out. It follows the first byte that is missing while the others arrive, and what was written
goes to the disk beside the transfer, so that little is left to do when the last byte has come.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import threading
from typing import TYPE_CHECKING

from .checksums import PIECE_BYTES
from .locks import open_locked
from .partial import move, notes_path, part_path, stretches, taken

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WRITE_BACK_BYTES = 64 * 1024 * 1024


class InPlaceFile:
    """A file of known size and content; several threads may write to it.

    Parameters
    ----------
    target
        Where the complete file goes.
    content
        Text that is different for different contents.
    size_bytes
        Of the complete file.
    hashed
        Whether anybody wants to know the checksum.

    Raises
    ------
    TransferError
        If another process or thread fetches the same file.
    OSError
        If the file cannot be opened.
    """

    def __init__(self, target: Path, content: str, size_bytes: int, *, hashed: bool = True) -> None:
        self._target = target
        self._path = part_path(target, content)
        self.size_bytes = size_bytes
        self._hashed = hashed
        self._turn = threading.Lock()
        self._hashing = threading.Lock()
        self._open = True
        self._descriptor = open_locked(self._path, 0o666, taken=taken(self._path))
        try:
            self._begin(self._left_by_earlier_run())
            # Before the first byte out of order is written: without notes, a file has arrived up to its end.
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
            self._notes = os.open(notes_path(self._path), flags, 0o666)
        except BaseException:
            os.close(self._descriptor)
            raise
        try:
            if self._front:
                self._write_note(0, self._front)
            self._write_back = WriteBack(self._descriptor)
        except BaseException:
            self._close()
            raise

    def _left_by_earlier_run(self) -> list[tuple[int, int]]:
        here = min(os.fstat(self._descriptor).st_size, self.size_bytes)
        try:
            return stretches(notes_path(self._path).read_bytes(), here)
        except FileNotFoundError:
            return [(0, here)] if here else []

    def _begin(self, arrived: list[tuple[int, int]]) -> None:
        self._arrived = dict(arrived)  # those which do not touch each other may, when more has come
        self.arrived_bytes = sum(end - first for first, end in arrived)
        self._front = 0
        self._advance()
        self._sha256 = hashlib.sha256()
        self._hashed_bytes = 0

    def _advance(self) -> None:
        while (end := self._arrived.pop(self._front, None)) is not None:
            self._front = end

    def missing(self, most_bytes: int) -> list[tuple[int, int]]:
        """Return which bytes are to come, in order, as stretches of at most so many."""
        found: list[tuple[int, int]] = []
        at = 0
        for first, end in [*([(0, self._front)] if self._front else []), *sorted(self._arrived.items())]:
            found += _divided(at, first, most_bytes)
            at = end
        return found + _divided(at, self.size_bytes, most_bytes)

    def write_at(self, first: int, data: memoryview) -> int:
        """Write bytes where they belong, and return how many the disk took: one at least."""
        if sys.platform == "win32":
            with self._turn:  # nobody else may write to a locked file there, not even this process
                os.lseek(self._descriptor, first, os.SEEK_SET)
                return os.write(self._descriptor, data)
        return os.pwrite(self._descriptor, data, first)

    def note(self, first: int, end: int) -> None:
        """Note that these bytes have been written."""
        self._write_note(first, end)
        with self._turn:
            self._arrived[first] = end
            self.arrived_bytes += end - first
            self._advance()
            self._write_back.add(end - first)

    def _write_note(self, first: int, end: int) -> None:
        os.write(self._notes, b"%d %d\n" % (first, end))

    def follow(self, go_on: Callable[[], None], *, to_end: bool = False) -> None:
        """Let the checksum follow what has arrived, unless another thread does.

        Parameters
        ----------
        go_on
            Called with each piece; what it raises ends it.
        to_end
            Whether to wait for the other thread, for everything has arrived.
        """
        if not self._hashed or not self._hashing.acquire(blocking=to_end):
            return
        try:
            while self._hashed_bytes < self._front:
                go_on()
                piece = self._read_at(self._hashed_bytes, min(PIECE_BYTES, self._front - self._hashed_bytes))
                if not piece:  # shortened by somebody; the checksum will say so
                    break
                self._sha256.update(piece)
                self._hashed_bytes += len(piece)
        finally:
            self._hashing.release()

    def _read_at(self, first: int, most_bytes: int) -> bytes:
        if sys.platform == "win32":
            with self._turn:
                os.lseek(self._descriptor, first, os.SEEK_SET)
                return os.read(self._descriptor, most_bytes)
        return os.pread(self._descriptor, most_bytes, first)

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes that were followed so far."""
        return self._sha256.hexdigest()

    def restart(self) -> None:
        """Begin again without any bytes."""
        os.truncate(self._notes, 0)
        os.truncate(self._descriptor, 0)
        self._begin([])

    def commit(self) -> None:
        """Put the file in place, durable and in one step."""
        self._write_back.end()
        os.truncate(self._descriptor, self.size_bytes)
        os.fsync(self._descriptor)
        notes_path(self._path).unlink()  # first, for without notes all is there
        if sys.platform == "win32":
            self._close()  # an open file cannot be renamed there; elsewhere the lock is held until the end
        move(self._path, self._target)
        self._close()

    def leave(self, *, only_front: bool = False) -> None:
        """Leave what a later run can use, and nothing else.

        Parameters
        ----------
        only_front
            Whether it can only use what has arrived from the first byte on.
        """
        if not self._open:
            return
        self._write_back.end()
        with contextlib.suppress(OSError):
            if only_front:
                os.truncate(self._descriptor, self._front)
                notes_path(self._path).unlink()
        is_empty = not (self._front if only_front else self.arrived_bytes)
        if sys.platform == "win32":
            self._close()
        if is_empty:
            with contextlib.suppress(OSError):
                self._path.unlink()
            with contextlib.suppress(OSError):
                notes_path(self._path).unlink()
        self._close()

    def _close(self) -> None:
        if self._open:
            self._open = False
            os.close(self._notes)
            os.close(self._descriptor)


def _divided(first: int, end: int, most_bytes: int) -> list[tuple[int, int]]:
    return [(at, min(at + most_bytes, end)) for at in range(first, end, most_bytes)]


class WriteBack:
    """Brings to the disk what was written to a file, in a thread of its own, so that little is left in the end."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._written = 0
        self._wake = threading.Event()
        self._ended = False
        self._thread: threading.Thread | None = None

    def add(self, size_bytes: int) -> None:
        """Say that more was written."""
        self._written += size_bytes
        if self._written >= WRITE_BACK_BYTES:
            self._written = 0
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="crucible-disk", daemon=True)
                self._thread.start()
            self._wake.set()

    def _work(self) -> None:
        sync = getattr(os, "fdatasync", os.fsync)
        while True:
            self._wake.wait()
            self._wake.clear()
            if self._ended:
                return
            with contextlib.suppress(OSError):  # said again by the one in the end
                sync(self._descriptor)

    def end(self) -> None:
        """End the thread, before the file is closed."""
        self._ended = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
