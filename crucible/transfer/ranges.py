"""One large file, fetched in ranges by several threads at once.

As in `crucible.transfer.fetch`, with these differences:

- each range is asked for again on its own, and goes on where it broke off;
- an answer that is not the range which was asked for costs that range a second request, not the whole file;
- a store that knows no ranges, or says that the content is another one now, is asked for the whole file in one;
- the checksum of the whole decides in the end: wrong bytes are fetched once more from the beginning, then final.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import TYPE_CHECKING

from ..errors import ConnectionFailedError, IntegrityError, StorageError
from .attempts import POLICY, Attempts, StorageBusyError, go_on, refusal
from .fetch import SIZES, Fetch, another_content, another_size, nothing_came, range_of, tag_of
from .inplace import InPlaceFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..transport.retry import Policy
    from ..transport.storage import Headers, Sender
    from .events import FileMeter
    from .fetch import Address, Sizes
    from .plan import PlannedFile
    from .rate import Rate

NOTE_BYTES = 4 * 1024 * 1024


class _NoRangesError(Exception):
    """The store sends the whole file, whatever is asked for."""


class _BrokenOffError(Exception):
    """Another thread has found out that the file cannot be fetched."""


class RangedFetch:
    """The fetching of one large file; any number of threads may `work` on it.

    Parameters
    ----------
    planned
        What and where; its size and checksum are known.
    address, storage
        Where the bytes come from.
    meter
        Follows the bytes.
    stop
        Set to end the transfer at the next piece.
    policy
        Attempts and pauses, for each range.
    rate
        Limits the bytes per second.
    sizes
        How large a range is.
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
        self._policy = policy
        self._rate = rate
        self._sizes = sizes
        self._size_bytes = planned.file.size_bytes or 0
        self._turn = threading.Lock()
        self._workers = 0
        self._ended = False
        self._is_second = False
        self._error: BaseException | None = None
        self._tag: str | None = None
        self.head_seconds: float | None = None
        """How long the store took to begin its last answer."""
        self._part = InPlaceFile(planned.target, planned.content or "", self._size_bytes, hashed=planned.verify)
        self._missing = deque(self._part.missing(sizes.range_bytes))
        if self._part.arrived_bytes:
            try:
                meter.resumes(self._part.arrived_bytes)
            except BaseException:
                self._part.leave()
                raise

    @property
    def stretches_left(self) -> int:
        """How many ranges nobody has begun."""
        return 0 if self._error else len(self._missing)

    def work(self, help_wanted: Callable[[], None]) -> tuple[int, str | None, str] | None:
        """Fetch ranges until none is left.

        Parameters
        ----------
        help_wanted
            Called before each range; it may let other threads work as well.

        Returns
        -------
        tuple or None
            What `Fetch.run` returns, to the thread that was the last to end, and None to the others.

        Raises
        ------
        CrucibleError, OSError
            As from `Fetch.run`, in the last thread.
        """
        with self._turn:
            if self._ended:
                return None
            self._workers += 1
        try:
            while (stretch := self._next()) is not None:
                help_wanted()
                self._bring(*stretch)
                self._part.follow(self._go_on)
        except _BrokenOffError:
            pass
        except BaseException as error:
            self._error = self._error or error
        with self._turn:
            self._workers -= 1
            self._ended = is_last = not self._workers and not self._ended
        if not is_last:
            return None
        try:
            result = self._end()
        except BaseException:
            self._part.leave()
            raise
        if result is None:  # then others may be at it already, and one of them will be the last
            return self.work(help_wanted)
        return result

    def _next(self) -> tuple[int, int] | None:
        with self._turn:
            return self._missing.popleft() if self._missing and self._error is None else None

    def _go_on(self) -> None:
        go_on(self._stop)
        if self._error is not None:
            raise _BrokenOffError

    def _bring(self, first: int, end: int) -> None:
        """Ask for a range until all of it has arrived."""
        attempts = Attempts(self._name, self._stop, self._policy)
        writer = _Writer(self._part, first, self._meter)
        was_wrong = False
        while writer.at < end:
            self._go_on()
            started = writer.at
            failure: ConnectionFailedError | StorageError | None = None
            try:
                try:
                    self._ask(writer, end)
                finally:
                    writer.note()
            except (ConnectionFailedError, StorageBusyError) as error:
                failure = error
            except IntegrityError:
                if was_wrong:
                    raise
                was_wrong = True
                continue
            if writer.at > started:
                attempts.succeeded()
                self._address.served()
            elif failure is None:
                failure = nothing_came()
            if failure is not None:
                attempts.failed(failure)

    def _ask(self, writer: _Writer, end: int) -> None:
        """Ask for the rest of a range and write what comes."""
        headers = {"Range": f"bytes={writer.at}-{end - 1}"}
        if self._tag:
            headers["If-Range"] = self._tag
        asked = time.monotonic()

        def receive(status: int, headers: Headers) -> Callable[[bytes], None] | None:
            self.head_seconds = time.monotonic() - asked
            if status == 200:
                raise _NoRangesError
            if status != 206:
                return None
            said_end, total = range_of(headers, self._name, writer.at)
            if total.isdecimal() and int(total) != self._size_bytes:
                raise another_size(self._name, int(total), self._size_bytes)
            if said_end > end:
                raise self._too_many(end)
            self._tag = tag_of(headers)
            return take

        def take(piece: bytes) -> None:
            if writer.at + len(piece) > end:
                raise self._too_many(end)
            writer.append(piece)
            self._go_on()
            if self._rate is not None:
                self._rate.take(len(piece), self._stop)

        answer = self._address.answer(self._storage, headers, receive, self._stop)
        if answer.status == 416:
            raise IntegrityError(
                f"{self._name} is shorter in the object store than its recorded {self._size_bytes} bytes.",
                hint="Report it: either the record or the file is wrong.",
            )
        if answer.status != 206:
            raise refusal(answer, f"the request for {self._name}")

    def _too_many(self, end: int) -> IntegrityError:
        return IntegrityError(
            f"For {self._name} the store sent more than the bytes before {end} that were asked for.",
            hint="Call it again, and report it if it stays.",
        )

    def _end(self) -> tuple[int, str | None, str] | None:
        """Verify the file and put it in place, after all threads but this one have ended; None is all again."""
        if isinstance(self._error, _NoRangesError):
            self._part.leave(only_front=True)
            planned, address, storage = self._planned, self._address, self._storage
            in_one = Fetch(planned, address, storage, self._meter, self._stop, self._policy, self._rate, self._sizes)
            return in_one.run()
        if self._error is not None:
            raise self._error
        self._part.follow(self._go_on, to_end=True)
        recorded = self._planned.file.sha256
        if self._planned.verify and self._part.sha256 != recorded:
            sha256 = self._part.sha256
            self._part.restart()  # wrong bytes are of no use, to the next run neither
            if self._is_second or recorded is None:
                raise another_content(self._name, sha256, str(recorded))
            self._meter.at(0)
            self._missing.extend(self._part.missing(self._sizes.range_bytes))
            self._is_second, self._ended = True, False
            return None
        self._part.commit()
        return self._size_bytes, recorded if self._planned.verify else None, ""

    @property
    def _name(self) -> str:
        return self._planned.file.name


class _Writer:
    """Writes the bytes of a range as they come, and notes them some at a time."""

    def __init__(self, part: InPlaceFile, first: int, meter: FileMeter) -> None:
        self._part = part
        self._meter = meter
        self._noted = first
        self.at = first
        """Where the next byte belongs."""

    def append(self, piece: bytes) -> None:
        """Take the next bytes."""
        left = memoryview(piece)
        while left:
            taken = self._part.write_at(self.at, left)
            self.at += taken
            left = left[taken:]
        if self.at - self._noted >= NOTE_BYTES:
            self.note()
        self._meter.add(len(piece))

    def note(self) -> None:
        """Note what has been written."""
        if self.at > self._noted:
            self._part.note(self._noted, self.at)
            self._noted = self.at
