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
from .rate import Rate
from .source import Stretch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..transport.storage import Answer, Body, Storage
    from .attempts import Attempts
    from .checksums import Checksums
    from .events import FileMeter
    from .source import Source

_DONE = (200, 201)
_GONE = (404, 410)
_GO_ON = 308
_WRONG = 400


class SessionLostError(StorageError):
    """The store has forgotten the session, or has wrong bytes in it; a new one must be opened."""


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
    rate
        How fast bytes may go.
    is_resumed
        Whether an earlier run may have sent some of it.
    """

    def __init__(
        self,
        storage: Storage,
        address: str,
        source: Source,
        checksums: Checksums,
        chunk_bytes: int,
        meter: FileMeter,
        attempts: Attempts,
        *,
        rate: Rate | None = None,
        is_resumed: bool = False,
    ) -> None:
        self._storage = storage
        self._address = address
        self._source = source
        self._checksums = checksums
        self._size_bytes = checksums.size_bytes
        self._chunk_bytes = chunk_bytes
        self._meter = meter
        self._attempts = attempts
        self._rate = rate or Rate(None)
        self._is_resumed = is_resumed
        self._sent_bytes = self._size_bytes if is_resumed else 0

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
        safe_bytes, best_bytes, certain = 0, 0, not self._is_resumed
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
                self._attempts.failed(
                    StorageError(
                        f"The object store takes no more bytes of {self._source.path.name}.",
                        status=_GO_ON,
                        hint="Call it again: the upload starts anew.",
                    )
                )
            is_told = self._is_resumed and not certain
            safe_bytes, certain = reached, True
            if is_told:
                self._meter.resumes(safe_bytes)
            else:
                self._meter.at(safe_bytes)
        self._source.check()
        self._meter.at(self._size_bytes)

    def _send(self, first: int) -> int | None:
        """Send the next chunk and return how many bytes are safe, or None if the object is complete."""
        end = min(first + self._chunk_bytes, self._size_bytes)
        headers = {"Content-Range": content_range(first, end, self._size_bytes)}
        if end == self._size_bytes:
            headers["X-Goog-Hash"] = f"crc32c={self._checksums.crc32c}"
        self._sent_bytes = max(self._sent_bytes, end)

        def read(place: int, step_bytes: int) -> None:
            self._rate.take(step_bytes, self._attempts.stop)
            self._meter.at(first + place)

        body = Stretch(self._source, first, end - first, read)
        return self._reached(self._put(headers, body), is_last=end == self._size_bytes)

    def _ask(self) -> int | None:
        """Ask how many bytes are safe; None if the object is complete."""
        headers = {"Content-Range": content_range(0, 0, self._size_bytes)}
        return self._reached(self._put(headers))

    def _put(self, headers: Mapping[str, str], body: Body | None = None) -> Answer:
        return self._storage.send("PUT", self._address, headers=headers, body=body, stop=self._attempts.stop)

    def _reached(self, answer: Answer, *, is_last: bool = False) -> int | None:
        name = self._source.path.name
        if answer.status == _GO_ON:
            return persisted_bytes(answer.headers.get("Range"), self._sent_bytes, name)
        if answer.status in _DONE:
            self._compare(answer)
            return None
        if answer.status in _GONE:
            raise SessionLostError(f"The object store has forgotten the upload of {name}.", status=answer.status)
        self._source.check()  # bytes that do not fit their checksum are most often those of a file that changed
        if is_last and answer.status == _WRONG:  # which byte is wrong, of this run or an earlier one, nobody knows
            raise SessionLostError(
                f"The object store refused {name}: its checksum is not that of the bytes which arrived.",
                status=answer.status,
                hint="Call it again; if it stays, something on the way changes bytes.",
            )
        raise refusal(answer, f"the upload of {name}")

    def _compare(self, answer: Answer) -> None:
        stored = crc32c_in(answer.headers.get("x-goog-hash"))
        try:
            described = json.loads(answer.body)
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
