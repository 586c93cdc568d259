"""One resumable session of the object store: chunks go out until the object is complete.

After each chunk the store says how much of it is safe, which may be less than was sent; the next one begins there.
After a broken connection or an error it is asked what is safe. The last chunk carries the CRC32C of the whole, so
that the store itself refuses an object that is not the file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ..errors import ConnectionFailedError, IntegrityError, StorageError
from .attempts import StorageBusyError, refusal
from .checksums import crc32c_in
from .chunks import content_range, persisted_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..transport.storage import StorageAnswer, StorageClient
    from .attempts import Attempts
    from .checksums import Checksums
    from .events import FileMeter
    from .source import Source

_DONE = (200, 201)
_GONE = (404, 410)
_GO_ON = 308


class SessionLostError(StorageError):
    """The store has forgotten the session; a new one must be opened."""


class Session:
    """The sending of one file.

    Parameters
    ----------
    storage
        The object store.
    address
        The session's address, which authorises by itself.
    source, checksums
        The file.
    chunk_bytes
        How much to send at a time, a multiple of 262144.
    meter
        Follows the bytes.
    attempts
        Counts failures.
    """

    def __init__(
        self,
        storage: StorageClient,
        address: str,
        source: Source,
        checksums: Checksums,
        chunk_bytes: int,
        meter: FileMeter,
        attempts: Attempts,
    ) -> None:
        self._storage = storage
        self._address = address
        self._source = source
        self._checksums = checksums
        self._size_bytes = checksums.size_bytes
        self._chunk_bytes = chunk_bytes
        self._meter = meter
        self._attempts = attempts
        self._sent_bytes = 0

    def run(self) -> None:
        """Send everything.

        Raises
        ------
        SessionLostError
            The session is gone.
        TransferError
            The store refused the bytes, or the file changed.
        ConnectionFailedError
            The store could not be reached in any attempt.
        """
        safe_bytes, best_bytes, certain = 0, 0, True
        while True:
            try:
                reached = self._send(safe_bytes) if certain else self._ask()
            except (ConnectionFailedError, StorageBusyError) as error:
                self._attempts.failed(error)
                certain = False
                continue
            if reached is None:
                break
            if reached > best_bytes:
                self._attempts.succeeded()
                best_bytes = reached
            elif certain:  # an answer to a question brings nothing new; the failure before it has been counted
                self._attempts.failed(StorageError("The object store takes no more bytes of the file.", status=_GO_ON))
            safe_bytes, certain = reached, True
            self._meter.at(safe_bytes)
        self._source.check()
        self._meter.at(self._size_bytes)

    def _send(self, first: int) -> int | None:
        """Send the next chunk and return how many bytes are safe, or None if the object is complete."""
        end = min(first + self._chunk_bytes, self._size_bytes)
        headers = {"Content-Range": content_range(first, end, self._size_bytes), "Content-Length": str(end - first)}
        if end == self._size_bytes:
            headers["X-Goog-Hash"] = f"crc32c={self._checksums.crc32c}"
        self._sent_bytes = max(self._sent_bytes, end)

        def body() -> Iterator[bytes]:
            done_bytes = first
            for piece in self._source.pieces(first, end):
                self._attempts.go_on()
                yield piece
                done_bytes += len(piece)
                self._meter.at(done_bytes)

        with self._storage.send("PUT", self._address, headers=headers, content=body()) as answer:
            return self._reached(answer)

    def _ask(self) -> int | None:
        """Ask how many bytes are safe; None if the object is complete."""
        headers = {"Content-Range": content_range(0, 0, self._size_bytes), "Content-Length": "0"}
        with self._storage.send("PUT", self._address, headers=headers, content=b"") as answer:
            return self._reached(answer)

    def _reached(self, answer: StorageAnswer) -> int | None:
        if answer.status == _GO_ON:
            answer.read()  # an answer that was not read costs its connection
            return persisted_bytes(answer.headers.get("Range"), self._sent_bytes)
        if answer.status in _DONE:
            self._compare(answer)
            return None
        name = self._source.path.name
        if answer.status in _GONE:
            raise SessionLostError(f"The object store has forgotten the upload of {name}.", status=answer.status)
        self._source.check()  # bytes that do not fit their checksum are most often those of a file that changed
        raise refusal(answer, f"the upload of {name}")

    def _compare(self, answer: StorageAnswer) -> None:
        stored = crc32c_in(answer.headers.get("x-goog-hash"))
        try:
            described = json.loads(answer.read())
        except ValueError:
            described = None
        if isinstance(described, dict):
            stored = described.get("crc32c", stored)
        if stored not in (None, self._checksums.crc32c):
            self._source.check()
            raise IntegrityError(
                f"{self._source.path} arrived with CRC32C {stored} instead of {self._checksums.crc32c}.",
                hint="Upload it again.",
            )
