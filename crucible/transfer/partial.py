"""The file beside the target that grows until it is complete: it has one owner, and belongs to one content.

It is called ``<name>.<token>.part``, where the token is made from the name and the checksum that is expected. So what
an earlier run left is found again when, and only when, the same content is wanted; nothing else has to be stored
beside it. The owner holds a lock of the operating system, which a killed process loses. Files appear under their
final name complete or not at all, with the permissions that the user's umask gives.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sys
import time
from typing import TYPE_CHECKING, Self

from ..errors import TransferError
from .checksums import PIECE_BYTES, Crc32c

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_LONGEST_NAME_BYTES = 255
_LOCK_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


def part_path(target: Path, content: str) -> Path:
    """Return where the bytes of a file are collected.

    Parameters
    ----------
    target
        Where the file will be.
    content
        Text that is different for different contents.
    """
    token = hashlib.sha256(f"{target.name}\0{content}".encode()).hexdigest()[:16]
    ending = f".{token}.part"
    room = _LONGEST_NAME_BYTES - len(ending)
    return target.with_name(target.name.encode()[:room].decode(errors="ignore") + ending)


class PartialFile:
    """The bytes that have arrived, and their checksums.

    Parameters
    ----------
    target
        Where the complete file goes.
    content
        Text that is different for different contents; None if the content is not known. Only bytes of a known content
        are left for a later run.
    on_checked
        Called with the number of bytes found from an earlier run that have been read so far.

    Raises
    ------
    TransferError
        If another process or thread fetches the same file.
    OSError
        If the file cannot be opened.
    """

    def __init__(self, target: Path, content: str | None, on_checked: Callable[[int], None] | None = None) -> None:
        self._target = target
        self._path = part_path(target, content or "")
        self._kept_for_later = content is not None
        self._committed = False
        self.received_bytes = 0
        """All that were appended, also those that were dropped again."""
        self._file = os.fdopen(_open_and_lock(self._path), "r+b")
        try:
            self.restart(keep=content is not None, on_checked=on_checked)
        except BaseException:
            self._file.close()
            raise

    def restart(self, *, keep: bool = False, on_checked: Callable[[int], None] | None = None) -> None:
        """Begin again without any bytes, or with those that are in the file."""
        self.size_bytes = 0
        self._sha256 = hashlib.sha256()
        self._crc32c = Crc32c()
        self._file.seek(0)
        while keep and (piece := self._file.read(PIECE_BYTES)):
            self._count(piece)
            if on_checked is not None:
                on_checked(self.size_bytes)
        self._file.truncate()

    def append(self, data: bytes) -> None:
        """Add bytes that have arrived."""
        self._file.write(data)
        self._count(data)
        self.received_bytes += len(data)

    def _count(self, data: bytes) -> None:
        self._sha256.update(data)
        self._crc32c.update(data)
        self.size_bytes += len(data)

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes so far."""
        return self._sha256.hexdigest()

    @property
    def crc32c(self) -> str:
        """CRC32C of the bytes so far."""
        return self._crc32c.base64

    def commit(self) -> None:
        """Put the file in place, durable and in one step."""
        self._file.flush()
        os.fsync(self._file.fileno())
        if sys.platform == "win32":
            self._file.close()  # an open file cannot be renamed there; elsewhere the lock is held until the end
        _replace(self._path, self._target)
        self._committed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if sys.platform == "win32":
            self._close()  # nor can it be removed
        if not self._committed and not (self._kept_for_later and self.size_bytes):
            with contextlib.suppress(OSError):
                self._path.unlink()
        self._close()

    def _close(self) -> None:
        with contextlib.suppress(OSError):  # what a full disk did not take stays unwritten, and is fetched again
            self._file.close()


def _open_and_lock(path: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    while True:
        if path.is_symlink():
            raise TransferError(f"{path} is a symbolic link; remove it.")
        descriptor = os.open(path, flags, 0o666)
        try:
            _lock(descriptor, path)
            # Its last owner may have put it in place between our opening and our locking.
            if path.exists() and os.path.samestat(path.stat(), os.fstat(descriptor)):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _lock(descriptor: int, path: Path) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # Other errors mean that this file system has no locks; then there is none.
        if error.errno in _LOCK_TAKEN:
            raise TransferError(f"{path} belongs to another download that runs now.") from error


def _replace(source: Path, target: Path) -> None:
    for _ in range(10):
        try:
            source.replace(target)
        except PermissionError:
            if sys.platform != "win32":
                raise
            time.sleep(0.1)  # a virus scanner looks at the new file
        else:
            return
    source.replace(target)


def write_whole(target: Path, data: bytes) -> None:
    """Write a small file, durable and in one step; an existing one is replaced."""
    with PartialFile(target, None) as part:
        part.append(data)
        part.commit()
