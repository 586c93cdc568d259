"""A file of this machine while it is sent: the same bytes from the first look to the last, or an error."""

from __future__ import annotations

import os
import stat
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeAlias

from ..errors import TransferError, UsageError
from .checksums import Checksums, Crc32c, checksums_of

if TYPE_CHECKING:
    from collections.abc import Callable

PIECE_BYTES = 512 * 1024
Identity: TypeAlias = tuple[int, int, int]


class Source:
    """An open file whose every change is noticed; several threads may read it.

    Parameters
    ----------
    path
        A file.

    Raises
    ------
    UsageError
        If there is no such file, or it cannot be read.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        try:
            # Looked at before it is opened, because opening a pipe would wait for its other end.
            if not stat.S_ISREG(self.path.stat().st_mode):
                what = "a folder" if self.path.is_dir() else "no regular file"
                raise UsageError(f"{self.path} is {what}.", hint="Give the path of one file.")
            self._file = self.path.open("rb")
        except (OSError, ValueError) as error:
            if isinstance(error, UsageError):
                raise
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise UsageError(
                f"{self.path} cannot be read: {reason}.", hint=f"Relative paths start at {Path.cwd()}."
            ) from error
        self._turn = threading.Lock()
        self._seen = _seen(os.fstat(self._file.fileno()))
        self.size_bytes = self._seen[-1]
        self.identity: Identity = self._seen[1:]
        """Number, time of change and size: while they are the same, the content is taken to be the same."""

    def checksums(self, on_bytes: Callable[[int], None]) -> Checksums:
        """Return size and checksums of the whole file."""
        self._file.seek(0)
        found = checksums_of(self, on_bytes)
        self.check()
        if found.size_bytes != self.size_bytes:
            raise TransferError(
                f"{self.path} has {found.size_bytes} bytes, although the system says {self.size_bytes}.",
                hint="It is made while it is read, or being written: copy it, then upload the copy.",
            )
        return found

    def crc32c_of(self, first: int, size_bytes: int) -> str:
        """Return the CRC32C of some bytes."""
        crc32c, end = Crc32c(), first + size_bytes
        while first < end:
            piece = self.read_at(first, end - first)
            crc32c.update(piece)
            first += len(piece)
        return crc32c.base64

    def read_at(self, first: int, most_bytes: int) -> bytes:
        """Return bytes from a place on: at least one.

        Raises
        ------
        TransferError
            If there is none, because the file has become shorter.
        """
        piece = self._read_at(first, min(PIECE_BYTES, most_bytes))
        if not piece:
            raise self._changed()
        return piece

    def _read_at(self, first: int, most_bytes: int) -> bytes:
        if sys.platform != "win32":
            try:
                return os.pread(self._file.fileno(), most_bytes, first)
            except OSError as error:
                raise self._unreadable(error) from error
        with self._turn:
            self._file.seek(first)
            return self.read(most_bytes)

    def read(self, most_bytes: int) -> bytes:
        """Return the next bytes.

        Raises
        ------
        TransferError
            If the system does not give them: on Windows, other programs can lock parts of a file.
        """
        try:
            return self._file.read(most_bytes)
        except OSError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: OSError) -> TransferError:
        return TransferError(
            f"{self.path} cannot be read: {error.strerror}.", hint="Upload it again when no other program holds it."
        )

    def check(self) -> None:
        """Compare the file with what it was when it was opened.

        Raises
        ------
        TransferError
            If it has changed, was replaced or is gone.
        """
        try:
            same = self._seen == _seen(os.fstat(self._file.fileno())) == _seen(self.path.stat())
        except OSError:
            same = False
        if not same:
            raise self._changed()

    def _changed(self) -> TransferError:
        return TransferError(
            f"{self.path} changed while it was sent.", hint="Upload it again when nothing writes to it any more."
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class Stretch:
    """Some bytes of a file as the `Body` of a request.

    Parameters
    ----------
    source
        The file.
    first, size_bytes
        Where they begin, and how many they are.
    on_read
        Called with each piece that was read: where in the stretch it begins, and its size.
    """

    def __init__(self, source: Source, first: int, size_bytes: int, on_read: Callable[[int, int], None]) -> None:
        self._source = source
        self._first = first
        self.size_bytes = size_bytes
        self._on_read = on_read

    def read_at(self, first: int, most_bytes: int) -> bytes:
        """Return bytes from a place on."""
        piece = self._source.read_at(self._first + first, min(most_bytes, self.size_bytes - first))
        self._on_read(first, len(piece))
        return piece


def _seen(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size
