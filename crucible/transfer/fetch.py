"""One file, from a signed address to its place: resumed, renewed, repeated and verified.

What can go wrong, and what is done about it:

- no answer, a broken connection, 408, 429 or 5xx: after a pause, the rest is asked for, as long as that brings bytes
  now and then; several failures without a byte between them are final;
- 400, 401 or 403, which is what an expired address answers: a fresh address, once between two bytes;
- wrong bytes (size, checksum, a range that was not asked for): everything once more from the beginning, then final;
- anything else: final.

``If-Range`` with the store's own tag guards the resuming of what this run has begun; what an earlier run has left is
guarded by the checksum in its name (`crucible.transfer.partial`). In the end the checksum of the record decides.

This is the way of files that come with one request if nothing goes wrong; `crucible.transfer.ranges` has the others.
"""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import ConnectionFailedError, IntegrityError, StorageError
from .attempts import POLICY, Attempts, StorageBusyError, go_on, refusal
from .checksums import crc32c_in
from .partial import PartialFile
from .whole import SmallFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..transport.retry import Policy
    from ..transport.storage import Answer, Headers, Receive, Sender
    from .events import FileMeter
    from .partial import Arriving
    from .plan import PlannedFile
    from .rate import Rate
    from .service import Service

LINK_SECONDS = 3000.0
"""An address is used for so long; it is valid for an hour."""
_EXPIRED = frozenset({400, 401, 403})
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Which files are fetched how.

    Attributes
    ----------
    small_bytes
        Up to this size, a file is in memory until it is complete.
    large_bytes
        Above this size, a file is fetched in ranges.
    range_bytes
        Size of a range.
    """

    small_bytes: int = 1024 * 1024
    large_bytes: int = 32 * 1024 * 1024
    range_bytes: int = 16 * 1024 * 1024


SIZES = Sizes()


class Address:
    """The signed address of a file, which expires; several threads may ask for it.

    Parameters
    ----------
    planned
        The file, and its address if there is one.
    service
        Where there is a fresh one.
    """

    def __init__(self, planned: PlannedFile, service: Service) -> None:
        self._mfid = planned.file.mfid
        self._service = service
        self._turn = threading.Lock()
        self._url = planned.link
        self._since = planned.linked_at
        self._is_fresh = False

    def url(self) -> str:
        """Return an address that has not expired, as far as can be known."""
        url, since = self._url, self._since
        if url is not None and (since is None or time.monotonic() - since < LINK_SECONDS):
            return url
        with self._turn:
            return self._url if self._url is not None and self._url != url else self._renewed()

    def _renewed(self) -> str:
        self._since = time.monotonic()
        self._url = self._service.link(self._mfid)
        self._is_fresh = True
        return self._url

    def is_replaced(self, url: str) -> bool:
        """Whether there is another address than this one, which the store has turned away."""
        with self._turn:
            if self._url == url:
                if self._is_fresh:
                    return False
                self._renewed()
            return True

    def served(self) -> None:
        """Say that bytes have come, so that a fresh address may be asked for again."""
        self._is_fresh = False

    def answer(self, storage: Sender, headers: Mapping[str, str], receive: Receive, stop: threading.Event) -> Answer:
        """Return the answer of the store to a ``GET``, from a fresh address if this one has expired."""
        while True:
            url = self.url()
            answer = storage.send("GET", url, headers=headers, receive=receive, stop=stop)
            if answer.status not in _EXPIRED or not self.is_replaced(url):
                return answer


class Fetch:
    """The fetching of one file from the first byte to the last.

    Parameters
    ----------
    planned
        What and where.
    address, storage
        Where the bytes come from.
    meter
        Follows the bytes.
    stop
        Set to end the transfer at the next piece.
    policy
        Attempts and pauses.
    rate
        Limits the bytes per second.
    sizes
        Which files are small.
    """

    def __init__(
        self,
        planned: PlannedFile,
        address: Address,
        storage: Sender,
        meter: FileMeter,
        stop: threading.Event,
        policy: Policy = POLICY,
        rate: Rate | None = None,
        sizes: Sizes = SIZES,
    ) -> None:
        self._planned = planned
        self._address = address
        self._storage = storage
        self._meter = meter
        self._stop = stop
        self._attempts = Attempts(planned.file.name, stop, policy)
        self._rate = rate
        self._size_bytes = planned.file.size_bytes
        self._is_small = self._size_bytes is not None and self._size_bytes <= sizes.small_bytes
        self._headers: Mapping[str, str] = {}  # of the last answer with bytes
        self._crc32c: str | None = None
        self._end_bytes: int | None = None
        self.head_seconds: float | None = None
        """How long the store took to begin its last answer."""
        self.flush_seconds: float | None = None
        """How long the disk took to flush a small file."""

    def run(self) -> tuple[int, str | None, str]:
        """Fetch the file and return its size, its SHA-256, and what is to be said about it (mostly nothing).

        Raises
        ------
        CrucibleError
            The file could not be fetched; what did arrive is left for the next run.
        OSError
            It could not be written.
        """
        with self._arriving() as part:
            if part.size_bytes:
                self._meter.resumes(part.size_bytes)
            try:
                sha256, remark = self._whole(part)
            except IntegrityError:
                part.restart()
                try:
                    sha256, remark = self._whole(part)
                except IntegrityError:
                    part.restart()  # wrong bytes are of no use to the next run
                    raise
            part.commit()
            if isinstance(part, SmallFile):
                self.flush_seconds = part.flush_seconds
            return part.size_bytes, sha256, remark

    def _arriving(self) -> Arriving:
        target = self._planned.target
        if self._is_small:
            return SmallFile(target)
        return PartialFile(target, self._planned.content, self._checked, hashed=self._planned.verify)

    def _checked(self, done_bytes: int) -> None:
        go_on(self._stop)
        self._meter.checked(done_bytes)

    def _whole(self, part: Arriving) -> tuple[str | None, str]:
        """Ask until all bytes have arrived, and verify them."""
        while self._size_bytes is None or part.size_bytes < self._size_bytes:
            started = part.received_bytes
            failure: ConnectionFailedError | StorageError | None = None
            try:
                ended = self._ask(part)
            except (ConnectionFailedError, StorageBusyError) as error:
                ended, failure = False, error
            if part.received_bytes > started:
                self._attempts.succeeded()
                self._address.served()
            elif failure is None and not (ended and self._size_bytes is None):
                failure = nothing_came()
            if failure is not None:
                self._attempts.failed(failure)
            elif ended and self._size_bytes is None:
                break
        return self._verify(part)

    def _ask(self, part: Arriving) -> bool:
        """Ask for the rest and write what comes; return whether the store says that this was the end."""
        headers = {}
        if part.size_bytes:
            headers["Range"] = f"bytes={part.size_bytes}-"
            if tag := tag_of(self._headers):
                headers["If-Range"] = tag
        asked = time.monotonic()

        def receive(status: int, headers: Headers) -> Callable[[bytes], None] | None:
            self.head_seconds = time.monotonic() - asked
            if status not in (200, 206):
                return None
            self._accept(status, headers, part)
            # Of one that is announced in full there will not be more than was announced.
            is_simple = self._is_small and status == 200 and self._end_bytes is not None and self._rate is None
            return part.append if is_simple else take

        def take(piece: bytes) -> None:
            part.append(piece)
            if self._size_bytes is not None and part.size_bytes > self._size_bytes:
                raise IntegrityError(
                    f"{self._name} has more than the recorded {self._size_bytes} bytes.",
                    hint="Report it: either the record or the file is wrong.",
                )
            steps = (len(piece),) if self._rate is None else self._rate.steps(len(piece), self._stop)
            arrived = part.size_bytes - len(piece)
            for step in steps:
                arrived += step
                if not self._is_small:
                    go_on(self._stop)
                    self._meter.at(arrived)

        answer = self._address.answer(self._storage, headers, receive, self._stop)
        if answer.status == 416:
            raise IntegrityError(
                f"{self._name} is shorter in the object store than the {part.size_bytes} bytes here.",
                hint="Call it again: what was there before is fetched anew.",
            )
        if answer.status not in (200, 206):
            raise refusal(answer, f"the request for {self._name}")
        return self._end_bytes is None or part.size_bytes >= self._end_bytes

    def _accept(self, status: int, headers: Headers, part: Arriving) -> None:
        """Check that the body is what continues the file, and remember the size of the whole, if it is said."""
        if status == 200:
            if part.size_bytes:  # the content has changed, or the store does not know ranges
                part.restart()
            total = headers.get("Content-Length")
        else:
            total = range_of(headers, self._name, part.size_bytes)[1]
        self._headers = headers
        self._end_bytes = end_bytes = int(total) if total is not None and total.isdecimal() else None
        if end_bytes is not None and self._size_bytes is not None and end_bytes != self._size_bytes:
            raise another_size(self._name, end_bytes, self._size_bytes, self._page)
        if self._planned.file.sha256 is None:
            self._crc32c = crc32c_in(headers.get("x-goog-hash")) or self._crc32c

    def _verify(self, part: Arriving) -> tuple[str | None, str]:
        """Compare checksums; return the SHA-256, if it was made, and a remark if there is something to say."""
        if not self._planned.verify:
            return None, "not verified: verify=False"
        recorded, sha256 = self._planned.file.sha256, part.sha256
        if recorded is not None:
            if sha256 != recorded:
                raise another_content(self._name, sha256, recorded, self._page)
            return sha256, ""
        if self._crc32c is not None:
            if part.crc32c != self._crc32c:
                raise IntegrityError(
                    f"{self._name} arrived with CRC32C {part.crc32c} instead of {self._crc32c}.",
                    hint="Call it again: it was damaged on its way.",
                )
            return sha256, "verified by CRC32C only: the service records no SHA-256"
        if self._is_page and not self._name.lower().endswith((".html", ".htm")):
            raise IntegrityError(
                f"Instead of {self._name} a web page arrived, from a proxy or a login, it seems.",
                hint="Sign in to the network, or check the proxy, then call it again.",
            )
        return sha256, "not verified: neither the service nor the object store has a checksum for it"

    @property
    def _name(self) -> str:
        return self._planned.file.name

    @property
    def _is_page(self) -> bool:
        return self._headers.get("Content-Type", "").lower().startswith("text/html")

    @property
    def _page(self) -> str:
        return "; it is a web page, from a proxy or a login, it seems" if self._is_page else ""


def tag_of(headers: Mapping[str, str]) -> str | None:
    """Return the tag that identifies the bytes of an answer; a weak one does not."""
    tag = headers.get("ETag", "")
    return tag if tag.startswith('"') else None


def range_of(headers: Headers, name: str, start: int) -> tuple[int, str]:
    """Return the end of the bytes of a partial answer, and the size of the whole as the store says it.

    Raises
    ------
    IntegrityError
        It does not begin where it should.
    """
    said = headers.get("Content-Range", "")
    found = _CONTENT_RANGE.fullmatch(said.strip())
    if found is None or int(found[1]) != start:
        raise IntegrityError(
            f"For {name} the store sent another range ({said[:60]!r}) than from byte {start}.",
            hint="Call it again, and report it if it stays.",
        )
    return int(found[2]) + 1, found[3]


def nothing_came() -> StorageError:
    """Return the error for an answer without a byte of what was asked for."""
    return StorageError(
        "The object store sent nothing of what was asked for.",
        status=206,
        hint="Call it again, and report it if it stays.",
    )


def another_size(name: str, size_bytes: int, recorded_bytes: int, page: str = "") -> IntegrityError:
    """Return the error for a file of which the store and the service say different sizes."""
    return IntegrityError(
        f"{name} has {size_bytes} bytes in the object store, {recorded_bytes} are recorded{page}.",
        hint="Report it: either the record or the file is wrong.",
    )


def another_content(name: str, sha256: str, recorded: str, page: str = "") -> IntegrityError:
    """Return the error for a file that is not what the service has recorded."""
    return IntegrityError(
        f"{name} arrived with SHA-256 {sha256}, but {recorded} is recorded{page}.",
        hint="Call it again, and report it if it stays: either the record or the file is wrong.",
    )
