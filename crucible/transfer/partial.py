"""Files that arrive: collected beside the target, which appears complete or not at all.

What is collected lies in ``<name>.<token>.part``, where the token is made from the name and the checksum that is
expected. So what an earlier run left is found again when, and only when, the same content is wanted, and a changed
content cannot meet old bytes. The owner holds a lock of the operating system, which a killed process loses. Files have
the permissions that the user's umask gives.

Here are those whose bytes arrive from the first to the last: small ones, which touch the disk when they are complete
and verified, and others. `crucible.transfer.inplace` has those that arrive in several places at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sys
import time
from typing import TYPE_CHECKING, Protocol, Self

from ..errors import TransferError
from ..transport.retry import CHANCE
from .checksums import PIECE_BYTES, Crc32c
from .locks import lock, open_locked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BUFFER_BYTES = 512 * 1024
_ROOM_BYTES = 255 - len(".0123456789abcdef.part")
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_NOTE = re.compile(rb"(\d+) (\d+)\r?")
ENDINGS = (".part", ".done")
_TAKEN = TransferError("It belongs to another download that runs now.", hint="Wait for it, then call this again.")


def part_path(target: Path, content: str) -> Path:
    """Return where the bytes of a file are collected.

    Parameters
    ----------
    target
        Where the file will be.
    content
        Text that is different for different contents.
    """
    name = target.name
    return target.with_name(_part_name(name, hashlib.sha256(f"{name}\0{content}".encode()).hexdigest()[:16]))


def _part_name(name: str, token: str) -> str:
    return f"{shortened(name)}.{token}.part"


def shortened(name: str) -> str:
    """Return as much of a name as there is room for before a token and an ending."""
    return name if len(name) * 4 <= _ROOM_BYTES else name.encode()[:_ROOM_BYTES].decode(errors="ignore")


def notes_path(part: Path) -> Path:
    """Return where the notes lie about which bytes of a ``.part`` have arrived, if they arrive in several places."""
    return part.with_suffix(".done")


def is_unfinished(path: Path) -> bool:
    """Whether a file has a name that those of an unfinished download have."""
    token = path.stem.rpartition(".")[2]
    return path.suffix in ENDINGS and len(token) == 16 and not set(token) - set("0123456789abcdef")


def begun_bytes(target: Path, content: str) -> int:
    """Return how many bytes an earlier run has left."""
    part = part_path(target, content)
    try:
        here = part.stat().st_size
    except OSError:
        return 0
    try:
        noted = notes_path(part).read_bytes()
    except OSError:  # without notes, it has arrived up to its end
        return here
    return sum(end - first for first, end in stretches(noted, here))


def stretches(notes: bytes, size_bytes: int) -> list[tuple[int, int]]:
    r"""Return which bytes have arrived, without overlaps and in order, from what was noted: ``first end`` in lines.

    A killed process may have left half a line, and notes about what did not reach the disk.

    Examples
    --------
    >>> stretches(b"4 8\n0 4\n16 24\n30 3", 20)
    [(0, 8), (16, 20)]
    """
    found: list[tuple[int, int]] = []
    whole = (_NOTE.fullmatch(line) for line in notes.split(b"\n")[:-1])
    for first, end in sorted((int(pair[1]), int(pair[2])) for pair in whole if pair is not None):
        end = min(end, size_bytes)
        if first >= end:
            continue
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((first, end))
    return found


def taken(path: Path) -> TransferError:
    """Return the error about a ``.part`` of somebody else."""
    return TransferError(
        f"{path} belongs to another download that runs now.", hint="Wait for it, then call this again."
    )


class Arriving(Protocol):
    """A file whose bytes arrive from the first to the last."""

    @property
    def size_bytes(self) -> int:
        """How many there are."""

    @property
    def received_bytes(self) -> int:
        """All that were appended, also those that were dropped again."""

    @property
    def append(self) -> Callable[[bytes], None]:
        """Add bytes that have arrived."""

    def restart(self) -> None:
        """Begin again without any bytes."""

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes so far."""

    @property
    def crc32c(self) -> str:
        """CRC32C of the bytes so far, if the content is not known."""

    def commit(self) -> None:
        """Put the file in place, durable and in one step."""

    def __enter__(self) -> Self:
        """Let it be left alone at the end."""

    def __exit__(self, *_: object) -> None:
        """Leave what a later run can use, and nothing else."""


class PartialFile:
    """A file that grows on the disk, and its checksums.

    Parameters
    ----------
    target
        Where the complete file goes.
    content
        Text that is different for different contents; None if the content is not known. Only bytes of a known content
        are left for a later run.
    on_checked
        Called with the number of bytes found from an earlier run that have been read so far.
    hashed
        Whether anybody wants to know the checksums.

    Raises
    ------
    TransferError
        If another process or thread fetches the same file.
    OSError
        If the file cannot be opened.
    """

    def __init__(
        self,
        target: Path,
        content: str | None,
        on_checked: Callable[[int], None] | None = None,
        *,
        hashed: bool = True,
    ) -> None:
        self._target = target
        self._path = part_path(target, content or "")
        self._kept_for_later = content is not None
        self._committed = False
        self._hashed = hashed
        self._buffer = bytearray()
        self.received_bytes = 0
        self._file = os.fdopen(open_locked(self._path, 0o666, taken=taken(self._path)), "r+b", buffering=0)
        try:
            self._begin()
            # What has notes did not come from the first byte to the last.
            if content is not None and not notes_path(self._path).exists():
                self._read(on_checked)
            self._file.truncate(self.size_bytes)
            notes_path(self._path).unlink(missing_ok=True)
        except BaseException:
            self._file.close()
            raise

    def _begin(self) -> None:
        self.size_bytes = 0
        self._sha256 = hashlib.sha256()
        self._crc32c = Crc32c()

    def _read(self, on_checked: Callable[[int], None] | None) -> None:
        """Count what an earlier run has left."""
        while piece := self._file.read(PIECE_BYTES):
            self.size_bytes += len(piece)
            self._count(piece)
            if on_checked is not None:
                on_checked(self.size_bytes)

    def restart(self) -> None:
        """Begin again without any bytes."""
        self._buffer.clear()
        self._file.seek(0)
        self._file.truncate()
        self._begin()

    def append(self, data: bytes) -> None:
        """Add bytes that have arrived."""
        self._buffer += data
        self.size_bytes += len(data)
        self.received_bytes += len(data)
        if len(self._buffer) >= BUFFER_BYTES:
            self._flush()

    def _flush(self) -> None:
        self._count(self._buffer)
        while self._buffer:
            # A disk without room may take some of them.
            del self._buffer[: self._file.write(self._buffer)]

    def _count(self, data: bytes | bytearray) -> None:
        if self._hashed:
            self._sha256.update(data)
            if not self._kept_for_later:  # else the SHA-256 is known, and decides
                self._crc32c.update(bytes(data))

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes so far."""
        self._flush()
        return self._sha256.hexdigest()

    @property
    def crc32c(self) -> str:
        """CRC32C of the bytes so far, if the content is not known."""
        self._flush()
        return self._crc32c.base64

    def commit(self) -> None:
        """Put the file in place, durable and in one step."""
        self._flush()
        os.fsync(self._file.fileno())
        if sys.platform == "win32":
            self._file.close()  # an open file cannot be renamed there; elsewhere the lock is held until the end
        move(self._path, self._target)
        self._committed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):  # what a full disk did not take is fetched again
            if not self._committed and self._kept_for_later:
                self._flush()
        if sys.platform == "win32":
            self._file.close()  # nor can it be removed
        if not self._committed and not (self._kept_for_later and self.size_bytes):
            with contextlib.suppress(OSError):
                self._path.unlink()
        self._file.close()


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


def move(source: str | Path, target: str | Path) -> None:
    """Rename a file; an existing target is replaced."""
    for _ in range(10):
        try:
            os.replace(source, target)  # noqa: PTH105 - thousands of times
        except PermissionError:
            if sys.platform != "win32":
                raise
            time.sleep(0.1)  # a virus scanner looks at the new file
        else:
            return
    os.replace(source, target)  # noqa: PTH105


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
        self._path = self.folder + _part_name(name, f"{CHANCE.getrandbits(64):016x}")
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
