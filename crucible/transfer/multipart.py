"""The parts of one file, several at a time, each to a signed address of its own.

An address is signed for one part with one CRC32C, so the store itself refuses other bytes. Addresses expire. Whether
one has is judged by the time since it was signed, because the clocks of this machine and of the service may differ;
where they differ so much that the time of expiry makes no sense, the store's 403 tells.

What can go wrong with a part, and what is done about it:

- no answer, a broken connection, 408, 429 or 5xx: after a pause, the part is sent again, a few times;
- 401, 403 or a code that speaks of expiry: it is signed again; if the store refuses that as well, it is final;
- bytes that do not have the checksum: if the file has changed, that is said; else they are sent once more, then final;
- 404 or 410: the upload is gone, and a new one must be begun;
- anything else: final.

After the first part that has failed no other is begun; those under way are finished, so that they need not be sent
again by the next run.
"""

from __future__ import annotations

import contextvars
import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..errors import ConnectionFailedError, IntegrityError, TransferError
from ..times import from_wire
from .attempts import Attempts, StorageBusyError, code_in, go_on, refusal
from .session import SessionLostError
from .source import Stretch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from concurrent.futures import Executor, Future
    from contextlib import AbstractContextManager

    from ..transport.retry import Policy
    from ..transport.storage import Answer, Storage
    from .checksums import Checksums
    from .events import FileMeter
    from .rate import Rate
    from .source import Source

SIGNED_AT_ONCE = 16
MARGIN_SECONDS = 30.0
# Longer than any signed address is good for: then one of the clocks is wrong.
_LONGEST_SECONDS = 8 * 24 * 3600.0
_DONE = (200, 201)
_GONE = (404, 410)
_REFUSED = (401, 403)
_DAMAGED = ("BadDigest", "InvalidDigest", "IncompleteBody")
_AGAIN_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Address:
    """Where to send a part.

    Attributes
    ----------
    url, headers
        A secret, and what must go along with it.
    signed_at, good_until
        By the monotonic clock.
    """

    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    signed_at: float
    good_until: float


def good_until(expires_at: object, signed_at: float, now: datetime) -> float:
    """Return until when an address is used, by the monotonic clock.

    Parameters
    ----------
    expires_at
        What the service says, by its clock.
    signed_at
        When the address was asked for, by the monotonic clock.
    now
        The same moment by the clock of this machine.

    Examples
    --------
    >>> noon = datetime(2026, 8, 1, 12, tzinfo=UTC)
    >>> good_until("2026-08-01T13:00:00Z", 1000.0, noon), good_until("2026-07-31T13:00:00Z", 1000.0, noon)
    (4570.0, inf)
    """
    try:
        left = (from_wire(str(expires_at)) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        left = 0.0
    return signed_at + left - MARGIN_SECONDS if MARGIN_SECONDS < left < _LONGEST_SECONDS else float("inf")


class _Addresses:
    """Signed addresses; several threads may ask for them."""

    def __init__(self, sign: Callable[[Sequence[int]], Iterable[Mapping[str, object]]], stop: threading.Event) -> None:
        self._sign = sign
        self._stop = stop
        self._turn = threading.Lock()
        self._held: dict[int, Address] = {}

    def take(self, number: int, following: Sequence[int]) -> Address:
        """Return the address of a part; where it must be signed, those that follow are as well."""
        # With a time-out, because Windows does not deliver Ctrl-C to a thread that waits for ever.
        while not self._turn.acquire(timeout=_AGAIN_SECONDS):
            go_on(self._stop)
        try:
            held = self._held.pop(number, None)
            if held is not None and time.monotonic() < held.good_until:
                return held
            now = time.monotonic()
            unsigned = [other for other in following if self._is_over(other, now)]
            for part in self._sign([number, *unsigned[: SIGNED_AT_ONCE - 1]]):
                self._held[_whole(part["part_number"])] = _address(part, now)
            if number not in self._held:
                raise TransferError("The service signed another part than was asked for.", hint="Report it.")
            return self._held.pop(number)
        finally:
            self._turn.release()

    def expired(self, address: Address) -> None:
        """Forget those that were signed not later than one that the store calls expired."""
        with self._turn:
            self._held = {number: held for number, held in self._held.items() if held.signed_at > address.signed_at}

    def _is_over(self, number: int, now: float) -> bool:
        return number not in self._held or now >= self._held[number].good_until


def _address(part: Mapping[str, object], signed_at: float) -> Address:
    url, headers = part["url"], part["headers"]
    if not isinstance(url, str) or not isinstance(headers, dict):
        raise TransferError("The service signed a part in a form that is not known.", hint="Report it.")
    return Address(url, headers, signed_at, good_until(part.get("expires_at"), signed_at, datetime.now(UTC)))


def _whole(number: object) -> int:
    return number if isinstance(number, int) else -1


@dataclass(frozen=True, slots=True)
class Means:
    """What all files of a run are sent with.

    Attributes
    ----------
    storage
        The object store.
    stop
        Ends the run within a second when it is set.
    rate
        How fast bytes may go.
    policy
        Attempts and pauses with the object store.
    helpers
        Threads that send parts beside the one that sends the file; None makes some when they are needed.
    parts_at_once
        How many parts of one file are sent at a time.
    """

    storage: Storage
    stop: threading.Event
    rate: Rate
    policy: Policy
    helpers: Executor | None
    parts_at_once: int


class Parts:
    """The sending of one file in signed parts.

    Parameters
    ----------
    means
        What it is sent with.
    sign
        Signs parts, given by number with their CRC32C.
    source, checksums
        The file.
    part_size
        Size of all parts but the last.
    meter
        Follows the bytes.
    """

    def __init__(
        self,
        means: Means,
        sign: Callable[[Mapping[int, str]], Iterable[Mapping[str, object]]],
        source: Source,
        checksums: Checksums,
        part_size: int,
        meter: FileMeter,
    ) -> None:
        self._means = means
        self._source = source
        self._checksums = checksums
        self._part_size = part_size
        self._meter = meter
        self._addresses = _Addresses(
            lambda numbers: sign({number: self._crc32c(number) for number in numbers}), means.stop
        )
        self.count = -(-checksums.size_bytes // part_size)
        self._left: tuple[int, ...] = ()
        self._indices = itertools.count()
        self._has_failed = False

    def run(self, arrived: Iterable[int] = ()) -> None:
        """Send all parts but those that have arrived.

        Raises
        ------
        SessionLostError
            The upload is gone.
        TransferError
            The store refused the bytes, or the file changed.
        ConnectionFailedError
            The store could not be reached in any attempt.
        """
        there = set(arrived)
        self._left = tuple(number for number in range(1, self.count + 1) if number not in there)
        self._indices = itertools.count()
        if there:
            self._meter.resumes(sum(self._place(number)[1] for number in there if 0 < number <= self.count))
        together(self._work, min(self._means.parts_at_once, len(self._left)) - 1, self._means)

    def _work(self) -> None:
        """Send one part after the other, until there is none left; several threads do that."""
        while not self._has_failed and (index := next(self._indices)) < len(self._left):
            try:
                self._send(index)
            except BaseException:
                self._has_failed = True
                raise

    def _place(self, number: int) -> tuple[int, int]:
        first = (number - 1) * self._part_size
        return first, min(self._part_size, self._checksums.size_bytes - first)

    def _crc32c(self, number: int) -> str:
        first, size_bytes = self._place(number)
        return self._checksums.crc32c_of(first, size_bytes) or self._source.crc32c_of(first, size_bytes)

    def _send(self, index: int) -> None:
        number, following = self._left[index], self._left[index + 1 : index + SIGNED_AT_ONCE]
        what = f"part {number} of {self._meter.name}"
        attempts = Attempts(what, self._means.stop, self._means.policy)
        address, refused, damaged = None, 0, 0
        while True:
            attempts.go_on()
            if address is None or time.monotonic() >= address.good_until:
                address = self._addresses.take(number, following)
            try:
                verdict = self._judge(self._put(number, address), what, may_renew=not refused)
            except (ConnectionFailedError, StorageBusyError) as error:
                attempts.failed(error)
                verdict, refused = "", 0
            if verdict == "done":
                return
            if verdict == "expired":
                self._addresses.expired(address)
                address, refused = None, 1
            elif verdict == "damaged":
                damaged += 1
                if damaged > 1:
                    raise IntegrityError(
                        f"The object store received other bytes than those of {what}, twice.",
                        hint="Something on the way changes them: a proxy, a network card, or memory.",
                    )

    def _judge(self, answer: Answer, what: str, *, may_renew: bool) -> str:
        """Return what an answer says about the part, or raise what it says about the upload."""
        if answer.status in _DONE:
            return "done"
        code = code_in(answer)
        if may_renew and (answer.status in _REFUSED or "Expired" in code):
            return "expired"
        self._source.check()  # bytes that do not fit their checksum are most often those of a file that changed
        if code in _DAMAGED:
            return "damaged"
        if answer.status in _GONE:
            raise SessionLostError(f"The service has forgotten the upload of {what}.", status=answer.status)
        raise refusal(answer, what)

    def _put(self, number: int, address: Address) -> Answer:
        first, size_bytes = self._place(number)
        counted = 0

        def read(place: int, step_bytes: int) -> None:
            nonlocal counted
            self._means.rate.take(step_bytes, self._means.stop)
            self._meter.add(place + step_bytes - counted)
            counted = place + step_bytes

        try:
            answer = self._means.storage.send(
                "PUT",
                address.url,
                headers=address.headers,
                body=Stretch(self._source, first, size_bytes, read),
                stop=self._means.stop,
            )
        except BaseException:
            self._meter.add(-counted)
            raise
        if answer.status not in _DONE:
            self._meter.add(-counted)
        return answer


def together(work: Callable[[], None], others: int, means: Means) -> None:
    """Run a function here and in so many other threads, as far as some become free while it runs here.

    Each runs in a copy of the context. The first error is raised when all have ended; an interruption of this thread
    stops the others.
    """
    futures: list[Future[None]] = []
    with _threads(others, means) as helpers:
        if helpers is not None:
            futures = [helpers.submit(contextvars.copy_context().run, work) for _ in range(others)]
        try:
            work()
            _wait(futures)
        except BaseException as error:
            if not isinstance(error, Exception):
                means.stop.set()
            _wait(futures, quietly=True)
            raise


def _threads(others: int, means: Means) -> AbstractContextManager[Executor | None]:
    if others < 1:
        return nullcontext()
    return nullcontext(means.helpers) if means.helpers else ThreadPoolExecutor(others, "crucible-upload")


def _wait(futures: Iterable[Future[None]], *, quietly: bool = False) -> None:
    """Wait for those that have begun, and raise the first error; the others are not needed any more."""
    begun = [future for future in futures if not future.cancel()]
    left = set(begun)
    while left:
        # With a time-out, because Windows does not deliver Ctrl-C to a thread that waits for ever.
        _, left = wait(left, timeout=_AGAIN_SECONDS)
    error = next((error for future in begun if (error := future.exception())), None)
    if error is not None and not quietly:
        raise error
