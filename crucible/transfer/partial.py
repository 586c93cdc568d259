"""Files that arrive: collected beside the target, which appears complete or not at all.

What is collected lies in ``<name>.<token>.part``, where the token is made from the name and the checksum that is
expected. So what an earlier run left is found again when, and only when, the same content is wanted, and a changed
content cannot meet old bytes. The owner holds a lock of the operating system, which a killed process loses. Files have
the permissions that the user's umask gives.

Here are those whose bytes arrive from the first to the last. `crucible.transfer.whole` has small ones, which touch the
disk when they are complete and verified, `crucible.transfer.inplace` those that arrive in several places at once.
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
from .checksums import PIECE_BYTES, Crc32c
from .locks import open_locked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BUFFER_BYTES = 512 * 1024
_ROOM_BYTES = 255 - len(".0123456789abcdef.part")
_NOTE = re.compile(rb"(\d+) (\d+)\r?")
ENDINGS = (".part", ".done")


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
    return target.with_name(part_name(name, hashlib.sha256(f"{name}\0{content}".encode()).hexdigest()[:16]))


def part_name(name: str, token: str) -> str:
    """Return the name under which a file is collected."""
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
