"""Files that are open: one that is read, and one that is written."""

from __future__ import annotations

import io
import logging
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fsspec.spec import AbstractBufferedFile

from .blocks import BLOCK_BYTES
from .failures import as_os_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .filesystem import CrucibleFileSystem
    from .reading import Content

logger = logging.getLogger(__name__)
LINES_BYTES = 64 * 1024


class ReadFile(AbstractBufferedFile):  # type: ignore[misc] # fsspec has no types
    """A file that is read, by way of a cache.

    Parameters
    ----------
    fs, path
        Where it was opened.
    content
        What fetches its bytes.
    block_size, cache_type, cache_options
        As for `CrucibleFileSystem.open`.
    """

    DEFAULT_BLOCK_SIZE = BLOCK_BYTES
    loc: int

    def __init__(
        self,
        fs: CrucibleFileSystem,
        path: str,
        content: Content,
        *,
        block_size: int | None = None,
        cache_type: str = "crucible",
        cache_options: Mapping[str, Any] | None = None,  # Any: of whatever cache
    ) -> None:
        self._content = content
        self._is_fresh = True
        self._lines, self._lines_at = b"", 0
        with as_os_errors(path):
            size = content.size_bytes
        super().__init__(
            fs, path, "rb", block_size, cache_type=cache_type, cache_options=dict(cache_options or {}), size=size
        )

    def _fetch_range(self, start: int, end: int) -> bytes:
        self._is_fresh = False
        with self.fs.watched(self.path):
            return self._content.read(start, min(end, self.size))

    def read(self, length: int | None = -1) -> bytes:
        """Return bytes; all of them at once are compared with the recorded SHA-256.

        Parameters
        ----------
        length
            How many at most; all that are left by default.

        Raises
        ------
        OSError
            They could not be fetched, or the file has been replaced since it was opened (``ESTALE``).
        """
        if not self.closed and self._is_fresh and self.loc == 0 and (length is None or length < 0):
            with self.fs.watched(self.path):
                data = self._content.whole()
            self.loc = len(data)
            return data
        read: bytes = super().read(length)
        return read

    def readline(self, size: int | None = -1) -> bytes:
        """Return the next line, or the first bytes of it.

        Parameters
        ----------
        size
            How many bytes at most.
        """
        line = self._next_line()
        if not line:
            begun = self.tell()
            self._lines = self.read(LINES_BYTES)
            self._lines_at, self.loc = begun, begun
            line = self._next_line() or self.readuntil(b"\n", blocks=LINES_BYTES)
        if size is not None and 0 <= size < len(line):
            self.loc -= len(line) - size
            line = line[:size]
        return line

    def _next_line(self) -> bytes:
        """Return the next line if all of it is among those that were read; what fsspec does takes ten times as long."""
        begin: int = self.loc - self._lines_at
        end = self._lines.find(b"\n", begin) + 1 if begin >= 0 else 0
        self.loc = self._lines_at + end if end else self.loc
        return self._lines[begin:end]


class WrittenFile(io.BufferedRandom):
    """A file that is written in a temporary place, and uploaded when it is closed.

    If an error leads out of the block in which it is written, nothing is uploaded: as it is closed, an error is being
    handled that was not when it was opened. So what is to be kept is closed before or after that, not meanwhile.

    Parameters
    ----------
    path
        What it will be.
    upload
        Uploads what was written.
    autocommit
        Whether to do so when it is closed; else `commit` does.
    """

    def __init__(self, path: str, upload: Callable[[Path], None], *, autocommit: bool) -> None:
        descriptor, name = tempfile.mkstemp(prefix="crucible-file-")
        self.path = path
        self._place = Path(name)
        self._upload = upload
        self._autocommit = autocommit
        # What closes files does not say why: fsspec and pandas call `close` when a block ends, however it does. An
        # error that is being handled now and was not when the file was opened is what ends it.
        self._handled = sys.exception()
        self._is_settled = False
        super().__init__(io.FileIO(descriptor, "r+b"))

    def close(self) -> None:
        """Upload what was written, unless an error has ended the writing.

        Raises
        ------
        FileExistsError
            There is such a file already, and it was opened to be made (``xb``); or the dataset has this content.
        OSError
            It could not be uploaded, or not written; nothing half-done is left.
        """
        if self.closed:
            return
        error = sys.exception()
        ended_by = None if error is self._handled else error
        self._handled = None
        try:
            super().close()
        except BaseException:
            self.discard()
            raise
        if ended_by is not None:
            self.discard()
            kind = type(ended_by).__name__
            logger.warning("crucible://%s was not uploaded: %s was raised while it was written", self.path, kind)
        elif self._autocommit:
            self.commit()

    def commit(self) -> None:
        """Upload what was written, unless it was thrown away."""
        if self._is_settled:
            return
        try:
            self._upload(self._place)
        finally:
            self.discard()

    def discard(self) -> None:
        """Throw away what was written."""
        self._is_settled = True
        with suppress(OSError):
            self.raw.close()
        with suppress(FileNotFoundError):
            self._place.unlink()

    def __reduce__(self) -> Any:
        raise TypeError(f"crucible://{self.path} is open for writing and cannot be pickled")

    def __del__(self) -> None:
        if "_is_settled" in vars(self) and not self._is_settled:
            why = "it was never committed" if self.closed else "it was never closed"
            self.discard()
            logger.warning("crucible://%s was not uploaded: %s", self.path, why)
