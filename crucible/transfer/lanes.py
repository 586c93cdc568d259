"""Many requests at a time, of one file or of thousands: threads that take jobs from one queue.

Small files cost a round trip each, so there are more threads where the store answers slowly; where it answers at once,
more than a few only wait for the interpreter.
"""

from __future__ import annotations

import contextvars
import errno
import logging
import os
import queue
import threading
import time
from collections import deque
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from ..errors import CrucibleError, TransferCancelledError, TransferError
from .attempts import POLICY, go_on
from .checksums import sha256_of
from .events import FileMeter
from .fetch import SIZES, Address, Fetch
from .ranges import RangedFetch
from .report import FileLine

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from ..transport.retry import Policy
    from ..transport.storage import Storage
    from .events import Meter, State
    from .fetch import Sizes
    from .plan import PlannedFile
    from .rate import Rate
    from .service import Service

logger = logging.getLogger(__name__)

FEWEST, MOST = 4, 32
"""Threads, where the store answers at once and where it takes its time."""
SECONDS_PER_THREAD = 0.003
"""For each time so long that the store takes to begin an answer, one more thread."""
MOST_PER_FILE = 8
ROOM = 512
"""So many files are planned ahead."""
MOST_UNTOLD = 64
"""So many results wait for each other, but not longer than a moment."""
LAST_SECONDS = 3.0
"""How long to wait for threads that are to end; each looks once a second or more often."""
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})

T = TypeVar("T")


class Lanes(Generic[T]):
    """Threads that do jobs.

    Parameters
    ----------
    name
        The first words of the names of the threads.
    stop
        Set to end all.
    workers
        How many threads; None lets latency decide.
    """

    def __init__(self, name: str, stop: threading.Event, workers: int | None = None) -> None:
        self._name = name
        self._stop = stop
        self._workers = workers
        self._jobs: deque[Callable[[], T | None]] = deque()
        self._tokens: queue.SimpleQueue[None] = queue.SimpleQueue()  # one for each job; they wake a thread
        self._ended: deque[T | BaseException] = deque()
        self._news: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._turn = threading.Lock()
        self._closed = False
        self._least_seconds = float("inf")

    @property
    def wanted(self) -> int:
        """How many threads there should be."""
        if self._workers is not None:
            return self._workers
        if self._least_seconds == float("inf"):
            return FEWEST
        return min(MOST, FEWEST + int(self._least_seconds / SECONDS_PER_THREAD))

    def answered(self, seconds: float) -> None:
        """Say how long it took until an answer began. The shortest time counts: others have waited for each other."""
        self._least_seconds = min(self._least_seconds, seconds)

    def put(self, job: Callable[[], T | None], *, first: bool = False) -> None:
        """Add a job, whose result `result` will return, if it has any; `first` is before all others that wait."""
        if first:
            self._jobs.appendleft(job)
        else:
            self._jobs.append(job)
        self._tokens.put(None)
        self._hire()

    def _hire(self) -> None:
        if len(self._threads) < self.wanted and self._jobs:
            with self._turn:
                if len(self._threads) < self.wanted and not self._closed:
                    # With what the caller's context has set, such as whose rights requests ask for.
                    context = contextvars.copy_context()
                    name = f"{self._name}_{len(self._threads)}"
                    thread = threading.Thread(target=context.run, args=(self._work,), name=name, daemon=True)
                    self._threads.append(thread)
                    thread.start()

    def _work(self) -> None:
        while True:
            self._tokens.get()
            if self._closed:
                return
            result: T | BaseException | None
            try:
                result = self._jobs.popleft()()
            except BaseException as error:  # of which `result` knows what to do
                result = error
            if result is not None:
                self._ended.append(result)
                # To wake the other thread for each costs as much as a small file.
                if not self._jobs or len(self._ended) >= MOST_UNTOLD or isinstance(result, BaseException):
                    self._news.put(None)
            self._hire()

    def has_result(self) -> bool:
        """Whether `result` need not wait."""
        return bool(self._ended)

    def result(self) -> T:
        """Wait for the next result of any job, and return it or raise what it has raised."""
        while not self._ended:
            go_on(self._stop)
            # With a time-out, because Windows does not deliver Ctrl-C to a thread that waits for ever.
            with suppress(queue.Empty):
                self._news.get(timeout=0.2)
        go_on(self._stop)
        result = self._ended.popleft()
        if isinstance(result, BaseException):
            raise result
        return result

    def close(self) -> None:
        """End the threads after the jobs that they do now; those which do not end soon are left behind."""
        with self._turn:
            self._closed = True
        for _ in self._threads:
            self._tokens.put(None)
        until = time.monotonic() + LAST_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))


def fetch_files(
    service: Service,
    storage: Storage,
    files: Iterable[PlannedFile],
    meter: Meter,
    *,
    stop: threading.Event,
    policy: Policy = POLICY,
    workers: int | None = None,
    rate: Rate | None = None,
    sizes: Sizes = SIZES,
) -> Generator[FileLine, None, None]:
    """Fetch and verify files, and yield a line for each when it has ended, in whatever order they end.

    Parameters
    ----------
    service, storage
        Where addresses and bytes come from.
    files
        What and where; read from the caller's thread, a little ahead of what is fetched.
    meter
        Follows the bytes.
    stop
        Set to end all.
    policy
        Attempts and pauses with the object store.
    workers
        How many requests at a time; None lets the latency of the store decide.
    rate
        Limits the bytes per second.
    sizes
        Which files are fetched how.

    Raises
    ------
    TransferCancelledError
        `stop` was set. Whatever else goes wrong with a file is its line.
    """
    lanes: Lanes[FileLine] = Lanes("crucible-download", stop, workers)
    work = _Files(service, storage, meter, stop, policy, rate, sizes, lanes)
    left = 0
    try:
        for file in files:
            lanes.put(partial(work.do, file))
            left += 1
            while left >= ROOM or lanes.has_result():
                yield lanes.result()
                left -= 1
        while left:
            yield lanes.result()
            left -= 1
    except BaseException:
        stop.set()
        raise
    finally:
        lanes.close()


class _Files:
    """What one file after another goes through."""

    def __init__(
        self,
        service: Service,
        storage: Storage,
        meter: Meter,
        stop: threading.Event,
        policy: Policy,
        rate: Rate | None,
        sizes: Sizes,
        lanes: Lanes[FileLine],
    ) -> None:
        self._service = service
        self._storage = storage
        self._meter = meter
        self._stop = stop
        self._policy = policy
        self._rate = rate
        self._sizes = sizes
        self._lanes = lanes
        self._made: set[str] = set()
        self._no_room: OSError | None = None

    def do(self, planned: PlannedFile) -> FileLine | None:
        """Begin one file and return its line if it has ended, else it comes later; what goes wrong is in the line."""
        one = _One(planned, FileMeter(self._meter, planned.file.name, planned.file.size_bytes))
        return self._ended(one, partial(self._do, one))

    def _ended(self, one: _One, work: Callable[[], FileLine | None]) -> FileLine | None:
        try:
            line = work()
        except TransferCancelledError:
            raise
        except (CrucibleError, OSError) as error:
            if isinstance(error, OSError) and error.errno in _NO_ROOM:
                self._no_room = error
            line = one.line("failed", str(error), error=error)
        if line is not None:
            one.meter.end(line.state, line.reason)
        return line

    def _do(self, one: _One) -> FileLine | None:
        go_on(self._stop)
        planned = one.planned
        if planned.there != "replace" and os.path.exists(planned.target):  # noqa: PTH110
            line = self._verify(one)
            if line.state != "differs" or planned.there != "refresh":
                return line
        if self._no_room is not None:
            raise TransferError(
                "It was not begun, because the disk has no room.", hint="Make room, then call it again."
            ) from self._no_room
        folder = os.path.dirname(planned.target)  # noqa: PTH120 - thousands of times
        if folder not in self._made:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            self._made.add(folder)
        return self._fetch(one)

    def _fetch(self, one: _One) -> FileLine | None:
        address = Address(one.planned, self._service)
        fetching = (one.planned, address, self._storage, one.meter, self._stop, self._policy, self._rate, self._sizes)
        if one.planned.content is not None and (one.planned.file.size_bytes or 0) > self._sizes.large_bytes:
            return self._bring(one, RangedFetch(*fetching))
        fetch = Fetch(*fetching)
        result = fetch.run()
        if fetch.head_seconds is not None:
            self._lanes.answered(fetch.head_seconds)
        return self._saved(one, *result)

    def _bring(self, one: _One, fetch: RangedFetch) -> FileLine | None:
        """Fetch ranges of a large file, as other threads do that have nothing else to do."""

        def help_wanted() -> None:
            if fetch.head_seconds is not None:
                self._lanes.answered(fetch.head_seconds)
            while one.helpers + 1 < min(self._lanes.wanted, MOST_PER_FILE) and one.helpers < fetch.stretches_left:
                one.helpers += 1
                self._lanes.put(partial(self._ended, one, help_one), first=True)

        def help_one() -> FileLine | None:
            try:
                return self._bring(one, fetch)
            finally:
                one.helpers -= 1

        result = fetch.work(help_wanted)
        return None if result is None else self._saved(one, *result)

    def _saved(self, one: _One, size_bytes: int, sha256: str | None, remark: str) -> FileLine:
        if remark and one.planned.verify:
            logger.warning("%s: %s", one.planned.target, remark)
        return one.line("saved", remark, size_bytes=size_bytes, sha256=sha256)

    def _verify(self, one: _One) -> FileLine:
        """Compare a file that is here with what is recorded about it."""
        recorded, target = one.planned.file, one.planned.target

        def checked(done_bytes: int) -> None:
            go_on(self._stop)
            one.meter.checked(done_bytes)

        with target.open("rb") as opened:
            size_bytes = os.fstat(opened.fileno()).st_size
            reason = ""
            if recorded.size_bytes not in (None, size_bytes):
                reason = f"it has {size_bytes} bytes here and {recorded.size_bytes} in the service"
            elif not one.planned.verify and recorded.size_bytes is not None:
                return one.line("kept", "only its size was compared: verify=False")
            elif recorded.sha256 is None:
                reason = "the service has no checksum to compare it with"
            elif sha256_of(opened, checked) != recorded.sha256:
                reason = "it has another content here than in the service"
        if reason:
            return one.line("differs", f"{reason}, and overwrite_existing=False")
        return one.line("kept")


class _One:
    """A file that is being fetched."""

    def __init__(self, planned: PlannedFile, meter: FileMeter) -> None:
        self.planned = planned
        self.meter = meter
        self.helpers = 0
        self._started = time.monotonic()

    def line(
        self,
        state: State,
        reason: str = "",
        *,
        size_bytes: int | None = None,
        sha256: str | None = None,
        error: Exception | None = None,
    ) -> FileLine:
        """Return its line of the report."""
        file = self.planned.file
        return FileLine(
            name=file.name,
            path=self.planned.target,
            size_bytes=size_bytes if state == "saved" else file.size_bytes,
            sha256=sha256 if state == "saved" else file.sha256,
            state=state,
            reason=reason,
            seconds=time.monotonic() - self._started,
            mfid=file.mfid,
            dataset_id=file.dataset_id,
            error=error,
        )
