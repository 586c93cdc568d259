"""One file, from a signed address to its place: resumed, renewed, repeated and verified.

What can go wrong, and what is done about it:

- no answer, a broken connection, 408, 429 or 5xx: after a pause, the rest is asked for, as long as that brings bytes
  now and then; several failures without a byte between them are final;
- 400, 401 or 403, which is what an expired address answers: a fresh address, once between two bytes;
- wrong bytes (size, checksum, a range that was not asked for): everything once more from the beginning, then final;
- anything else: final.

``If-Range`` with the store's own tag guards the resuming of what this run has begun; what an earlier run has left is
guarded by the checksum in its name (`crucible.transfer.partial`). In the end the checksum of the record decides.
"""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from ..errors import ConnectionFailedError, IntegrityError, StorageError
from .attempts import POLICY, Attempts, StorageBusyError, go_on, refusal
from .checksums import crc32c_in
from .partial import PartialFile

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Mapping

    from ..transport.retry import Policy
    from ..transport.storage import StorageAnswer, StorageClient
    from .events import FileMeter
    from .plan import PlannedFile
    from .service import Service

_EXPIRED = frozenset({400, 401, 403})
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


class Fetch:
    """The fetching of one file.

    Parameters
    ----------
    planned
        What and where.
    service, storage
        Where addresses and bytes come from.
    meter
        Follows the bytes.
    stop
        Set to end the transfer at the next piece.
    policy
        Attempts and pauses.
    """

    def __init__(
        self,
        planned: PlannedFile,
        service: Service,
        storage: StorageClient,
        meter: FileMeter,
        stop: threading.Event,
        policy: Policy = POLICY,
    ) -> None:
        self._planned = planned
        self._service = service
        self._storage = storage
        self._meter = meter
        self._stop = stop
        self._attempts = Attempts(planned.file.name, stop, policy)
        self._size_bytes = planned.file.size_bytes
        self._link = planned.link
        self._link_is_fresh = False
        self._tag: str | None = None
        self._crc32c: str | None = None
        self._is_page = False

    def run(self) -> tuple[int, str, str]:
        """Fetch the file and return its size, its SHA-256, and what is to be said about it (mostly nothing).

        Raises
        ------
        CrucibleError
            The file could not be fetched; what did arrive is left for the next run.
        OSError
            It could not be written.
        """
        self._planned.target.parent.mkdir(parents=True, exist_ok=True)
        with PartialFile(self._planned.target, self._planned.content, self._checked) as part:
            try:
                remark = self._whole(part)
            except IntegrityError:
                part.restart()
                try:
                    remark = self._whole(part)
                except IntegrityError:
                    part.restart()  # wrong bytes are of no use to the next run
                    raise
            part.commit()
            return part.size_bytes, part.sha256, remark

    def _checked(self, done_bytes: int) -> None:
        go_on(self._stop)
        self._meter.checked(done_bytes)

    def _whole(self, part: PartialFile) -> str:
        """Ask until all bytes have arrived, and verify them."""
        self._meter.at(part.size_bytes)
        while self._size_bytes is None or part.size_bytes < self._size_bytes:
            go_on(self._stop)
            started = part.received_bytes
            failure: ConnectionFailedError | StorageError | None = None
            try:
                ended = self._ask(part)
            except (ConnectionFailedError, StorageBusyError) as error:
                ended, failure = False, error
            if part.received_bytes > started:
                self._attempts.succeeded()
                self._link_is_fresh = False
            elif failure is None and not (ended and self._size_bytes is None):
                failure = StorageError("The object store sent nothing of what was asked for.", status=206)
            if failure is not None:
                self._attempts.failed(failure)
            elif ended and self._size_bytes is None:
                break
        return self._verify(part)

    def _ask(self, part: PartialFile) -> bool:
        """Ask for the rest and write what comes; return whether the store says that this was the end."""
        headers = {}
        if part.size_bytes:
            headers["Range"] = f"bytes={part.size_bytes}-"
            if self._tag:
                headers["If-Range"] = self._tag
        with self._answer(headers) as answer:
            end_bytes = self._accept(answer, part)
            for piece in answer.chunks():
                go_on(self._stop)
                part.append(piece)
                self._meter.at(part.size_bytes)
                if self._size_bytes is not None and part.size_bytes > self._size_bytes:
                    raise IntegrityError(f"{self._name} has more than the recorded {self._size_bytes} bytes.")
        return end_bytes is None or part.size_bytes >= end_bytes

    @contextlib.contextmanager
    def _answer(self, headers: Mapping[str, str]) -> Iterator[StorageAnswer]:
        """Give the answer of the store, from a fresh address if that of the plan has expired."""
        while True:
            if self._link is None:
                self._link, self._link_is_fresh = self._service.link(self._planned.file.mfid), True
            with self._storage.send("GET", self._link, headers=headers) as answer:
                if answer.status not in _EXPIRED or self._link_is_fresh:
                    yield answer
                    return
            self._link = None

    def _accept(self, answer: StorageAnswer, part: PartialFile) -> int | None:
        """Check that the body is what continues the file, and return the size of the whole, if it is said."""
        if answer.status == 200:
            if part.size_bytes:  # the content has changed, or the store does not know ranges
                part.restart()
            total = answer.headers.get("Content-Length")
        elif answer.status == 206:
            total = self._range_total(answer.headers.get("Content-Range", ""), part.size_bytes)
        elif answer.status == 416:
            raise IntegrityError(f"{self._name} is shorter in the object store than the {part.size_bytes} bytes here.")
        else:
            raise refusal(answer, f"the request for {self._name}")
        self._is_page = answer.headers.get("Content-Type", "").lower().startswith("text/html")
        end_bytes = int(total) if total is not None and total.isdecimal() else None
        if None not in (end_bytes, self._size_bytes) and end_bytes != self._size_bytes:
            raise IntegrityError(
                f"{self._name} has {end_bytes} bytes in the object store, {self._size_bytes} are recorded{self._page}."
            )
        tag = answer.headers.get("ETag", "")
        self._tag = tag if tag.startswith('"') else None  # a weak tag does not identify bytes
        self._crc32c = crc32c_in(answer.headers.get("x-goog-hash")) or self._crc32c
        return end_bytes

    def _range_total(self, content_range: str, start: int) -> str | None:
        found = _CONTENT_RANGE.fullmatch(content_range.strip())
        if found is None or int(found[1]) != start:
            raise IntegrityError(
                f"For {self._name} the object store sent another range ({content_range[:60]!r}) than from byte {start}."
            )
        return found[3]

    def _verify(self, part: PartialFile) -> str:
        """Compare checksums and return a remark if there is something to say."""
        recorded = self._planned.file.sha256
        if recorded is not None:
            if part.sha256 != recorded:
                raise IntegrityError(
                    f"{self._name} arrived with SHA-256 {part.sha256}, but {recorded} is recorded{self._page}."
                )
            return ""
        if self._crc32c is not None:
            if part.crc32c != self._crc32c:
                raise IntegrityError(f"{self._name} arrived with CRC32C {part.crc32c} instead of {self._crc32c}.")
            return "verified by CRC32C only: the service records no SHA-256"
        if self._is_page and not self._name.lower().endswith((".html", ".htm")):
            raise IntegrityError(f"Instead of {self._name} a web page arrived, from a proxy or a login, it seems.")
        return "not verified: neither the service nor the object store has a checksum for it"

    @property
    def _name(self) -> str:
        return self._planned.file.name

    @property
    def _page(self) -> str:
        return "; it is a web page, from a proxy or a login, it seems" if self._is_page else ""
