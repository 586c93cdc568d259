"""The files of a download, from the plan to the report: small ones by the quick way, all others by the lanes."""

from __future__ import annotations

import errno
import hashlib
import logging
import time
from functools import partial
from typing import TYPE_CHECKING

from ..errors import CrucibleError, TransferCancelledError, TransferError
from .attempts import POLICY, go_on
from .events import FileMeter
from .fetch import LINK_SECONDS, SIZES, Address, Fetch
from .flight import After, SmallFiles
from .lanes import LAST_SECONDS, ROOM, Lanes
from .ranges import RangedFetch
from .report import FileLine
from .saving import Saving
from .verify import difference
from .whole import WholeFile

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Generator, Iterable
    from pathlib import Path

    from ..transport.retry import Policy
    from ..transport.storage import Storage
    from .events import Meter, State
    from .fetch import Sizes
    from .flight import Arrival
    from .plan import PlannedFile
    from .rate import Rate
    from .service import Service

logger = logging.getLogger(__name__)

MOST_PER_FILE = 8
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


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
        How many requests at a time; None lets the latency of the store decide, and small files come by the quick way.
    rate
        Limits the bytes per second; then nothing comes by the quick way either, whose bytes cannot wait.
    sizes
        Which files are fetched how.

    Raises
    ------
    TransferCancelledError
        `stop` was set. Whatever else goes wrong with a file is its line.
    """
    lanes: Lanes[list[FileLine]] = Lanes("crucible-download", stop, workers)
    work = _Files(service, storage, meter, stop, policy, rate, sizes, lanes)
    saving = Saving(lanes, work)
    small = _quick_way(storage, lanes, saving, stop) if workers is None and rate is None else None
    left = 0
    try:
        for file in files:
            if small is not None and _is_quick(file, sizes):
                small.put(file)
            else:
                lanes.put(partial(work.do, file))
            left += 1
            while left >= ROOM or lanes.has_result():
                lines = lanes.result()
                yield from lines
                left -= len(lines)
        while left:
            lines = lanes.result()
            yield from lines
            left -= len(lines)
    except BaseException:
        stop.set()
        raise
    finally:
        if small is not None:
            small.close(LAST_SECONDS)
        lanes.close()
        saving.close()


def _quick_way(
    storage: Storage, lanes: Lanes[list[FileLine]], saving: Saving[_One], stop: threading.Event
) -> SmallFiles:
    def failed(error: BaseException) -> None:
        def tell() -> None:
            raise error

        lanes.put(tell, first=True)

    small = SmallFiles(storage.flight(), stop, saving.add, failed)
    lanes.is_busy = lambda: small.is_busy
    return small


def _is_quick(planned: PlannedFile, sizes: Sizes) -> bool:
    """Whether a file is small, has an address and a checksum, and nothing is in its place that is to be compared."""
    size_bytes = planned.file.size_bytes
    if size_bytes is None or size_bytes > sizes.small_bytes or planned.link is None:
        return False
    if planned.file.sha256 is None or not planned.verify:  # headers may tell more, which the quick way does not read
        return False
    is_fresh = planned.linked_at is None or time.monotonic() - planned.linked_at < LINK_SECONDS
    return is_fresh and (planned.there == "replace" or not planned.is_there())


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
        lanes: Lanes[list[FileLine]],
    ) -> None:
        self._service = service
        self._storage = storage
        self._meter = meter
        self._stop = stop
        self._policy = policy
        self._rate = rate
        self._sizes = sizes
        self._lanes = lanes
        self._made: set[Path] = set()
        self._no_room: OSError | None = None

    def do(self, planned: PlannedFile) -> list[FileLine] | None:
        """Begin one file and return its line if it has ended, else it comes later; what goes wrong is in the line."""
        one = self.one(planned)
        return self._ended(one, partial(self._do, one))

    def one(self, planned: PlannedFile, arrival: Arrival | None = None) -> _One:
        """Begin a file; what has arrived of it is its first attempt."""
        return _One(planned, FileMeter(self._meter, planned.file.name, planned.file.size_bytes), arrival)

    def _ended(self, one: _One, work: Callable[[], FileLine | None]) -> list[FileLine] | None:
        try:
            line = work()
        except TransferCancelledError:
            raise
        except (CrucibleError, OSError) as error:
            if isinstance(error, OSError) and error.errno in _NO_ROOM:
                self._no_room = error
            line = one.line("failed", str(error), error=error)
        if line is None:
            return None
        one.meter.end(line.state, line.reason)
        return [line]

    def write(self, one: _One) -> list[FileLine] | None:
        """Verify and write a file that has arrived as it should be; see `Steps`."""
        return self._ended(one, partial(self._write, one))

    def _write(self, one: _One) -> None:
        go_on(self._stop)
        landed, recorded = one.landed, one.planned.file
        if landed is None or landed.status != 200 or self._no_room is not None:
            return
        if len(landed.body) == recorded.size_bytes and hashlib.sha256(landed.body).hexdigest() == recorded.sha256:
            self._make_folder(one.planned)
            one.file = WholeFile(one.planned.target, landed.body)

    def commit(self, one: _One) -> list[FileLine] | None:
        """Put a file that was written in place; see `Steps`."""
        return self._ended(one, partial(self._commit, one))

    def _commit(self, one: _One) -> FileLine | None:
        file, one.file = one.file, None
        assert file is not None  # noqa: S101 - it was written
        try:
            seconds = file.commit()
        except FileNotFoundError:  # another run has found it before it was locked, and taken it for a leftover
            return None
        if seconds is not None:
            self._lanes.flushed(seconds)
        return one.line("saved", size_bytes=one.planned.file.size_bytes, sha256=one.planned.file.sha256)

    def look(self, one: _One) -> list[FileLine] | None:
        """Look closely at what has arrived of a file, and ask again; see `Steps`."""
        return self._ended(one, partial(self._do, one))

    def _do(self, one: _One) -> FileLine | None:
        go_on(self._stop)
        planned = one.planned
        if one.landed is None and planned.there != "replace" and planned.is_there():
            line = self._verify(one)
            if line.state != "differs" or planned.there != "refresh":
                return line
        if self._no_room is not None:
            raise TransferError(
                "It was not begun, because the disk has no room.", hint="Make room, then call it again."
            ) from self._no_room
        self._make_folder(planned)
        return self._fetch(one)

    def _make_folder(self, planned: PlannedFile) -> None:
        if "/" in planned.file.name and (folder := planned.target.parent) not in self._made:
            folder.mkdir(parents=True, exist_ok=True)
            self._made.add(folder)

    def _fetch(self, one: _One) -> FileLine | None:
        address = Address(one.planned, self._service)
        storage = self._storage if one.landed is None else After(one.landed, self._storage)
        fetching = (one.planned, address, storage, one.meter, self._stop, self._policy, self._rate, self._sizes)
        if one.planned.content is not None and (one.planned.file.size_bytes or 0) > self._sizes.large_bytes:
            return self._bring(one, RangedFetch(*fetching))
        fetch = Fetch(*fetching)
        result = fetch.run()
        if fetch.head_seconds is not None and one.landed is None:
            self._lanes.answered(fetch.head_seconds)
        if fetch.flush_seconds is not None:
            self._lanes.flushed(fetch.flush_seconds)
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

        is_size_enough = not one.planned.verify and recorded.size_bytes is not None
        reason = difference(target, recorded.size_bytes, None if is_size_enough else recorded.sha256, checked)
        if not reason and not is_size_enough and recorded.sha256 is None:
            reason = "the service has no checksum to compare it with"
        if reason:
            return one.line("differs", reason)
        return one.line("kept", "only its size was compared: verify=False" if is_size_enough else "")


class _One:
    """A file that is being fetched."""

    def __init__(self, planned: PlannedFile, meter: FileMeter, arrival: Arrival | None = None) -> None:
        self.planned = planned
        self.meter = meter
        self.helpers = 0
        self.file: WholeFile | None = None
        self.landed = None if arrival is None else arrival.landed
        self._started = time.monotonic() if arrival is None else arrival.started

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
