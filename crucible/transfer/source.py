"""A file of this machine while it is sent: the same bytes from the first look to the last, or an error."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ..errors import TransferError, UsageError
from .checksums import Checksums, checksums_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PIECE_BYTES = 256 * 1024


class Source:
    """An open file whose every change is noticed.

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
        self._seen = _identity(os.fstat(self._file.fileno()))
        self.size_bytes = self._seen[-1]

    def checksums(self, on_bytes: Callable[[int], None]) -> Checksums:
        """Return size and checksums of the whole file."""
        self._file.seek(0)
        found = checksums_of(self, on_bytes)
        self.check()
        return found

    def pieces(self, first: int, end: int) -> Iterator[bytes]:
        """Yield the bytes from `first` up to but not including `end`."""
        self._file.seek(first)
        while first < end:
            piece = self.read(min(PIECE_BYTES, end - first))
            if not piece:
                raise self._changed()
            first += len(piece)
            yield piece

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
            raise TransferError(
                f"{self.path} cannot be read: {error.strerror}.",
                hint="Upload it again when no other program holds it.",
            ) from error

    def check(self) -> None:
        """Compare the file with what it was when it was opened.

        Raises
        ------
        TransferError
            If it has changed, was replaced or is gone.
        """
        try:
            same = self._seen == _identity(os.fstat(self._file.fileno())) == _identity(self.path.stat())
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
        self._file.close()


def _identity(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size
