"""Any bytes of a file, by ranged requests to a signed address.

As in `crucible.transfer.ranges`: each range is asked for again on its own and goes on where it broke off, an address
that has expired is renewed, pauses and attempts are those of transfers. What comes goes to memory instead of a disk,
and the store's tag must stay the same, because there is no checksum of a range that would tell in the end.
"""

from __future__ import annotations

import contextvars
import hashlib
import os
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..errors import ConnectionFailedError, IntegrityError, StorageError
from ..transfer.attempts import POLICY, Attempts, StorageBusyError, refusal
from ..transfer.fetch import Address, another_content, another_size, nothing_came, range_of, tag_of
from ..transfer.plan import PlannedFile
from ..transport import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..transfer.plan import RemoteFile
    from ..transfer.service import Service
    from ..transport.retry import Policy
    from ..transport.storage import Headers, Storage

T = TypeVar("T")

PIECE_BYTES = 8 * 1024 * 1024
"""More than this is asked for in several requests at once."""
AT_ONCE = 8
LOOK_SECONDS = 0.2
"""Windows does not deliver Ctrl-C to a thread that waits for ever."""


class ChangedError(IntegrityError):
    """The file has other content than when it was opened."""


class Content:
    """The bytes of a file at the object store; several threads may read them, and children after ``fork``.

    Parameters
    ----------
    file
        What the service records.
    service, storage
        Where addresses and bytes come from.
    link, linked_at
        An address, if there is one already, and when it was asked for, by the clock that never runs backwards.
    policy
        Attempts and pauses, for each request.
    """

    def __init__(
        self,
        file: RemoteFile,
        service: Service,
        storage: Storage,
        *,
        link: str | None = None,
        linked_at: float | None = None,
        policy: Policy = POLICY,
    ) -> None:
        self.file = file
        self._service = service
        self._storage = storage
        self._policy = policy
        self._size_bytes = file.size_bytes
        self._tag: str | None = None
        self._planned = PlannedFile(file, Path(file.name), link=link, linked_at=linked_at)
        self._address = Address(self._planned, service)
        self._process = os.getpid()

    @property
    def size_bytes(self) -> int:
        """How many there are: as recorded, or else as the store says."""
        if self._size_bytes is None:
            self._size_bytes = self._asked_size()
        return self._size_bytes

    def read(self, first: int, end: int) -> bytes:
        """Return the bytes from a place on to before another, which lie in the file.

        Raises
        ------
        ChangedError
            The file has been given other content.
        CrucibleError
            They could not be fetched.
        """
        if end - first <= PIECE_BYTES:
            return self._stretch(first, end, limits.stop_event()) if end > first else b""
        stretches = [(at, min(at + PIECE_BYTES, end)) for at in range(first, end, PIECE_BYTES)]
        return b"".join(at_once(self._stretch, stretches))

    def whole(self) -> bytes:
        """Return all bytes, whose SHA-256 is the recorded one.

        Raises
        ------
        CrucibleError
            As from `read`, or it is another one.
        """
        data = self.read(0, self.size_bytes)
        recorded = self.file.sha256
        if recorded is not None and (sha256 := hashlib.sha256(data).hexdigest()) != recorded:
            raise another_content(self.file.name, sha256, recorded)
        return data

    def _here(self) -> Address:
        """Return the address; in a child of the process a new one, because a thread may have had its lock."""
        if self._process != os.getpid():
            self._address, self._process = Address(self._planned, self._service), os.getpid()
        return self._address

    def _stretch(self, first: int, end: int, stop: threading.Event) -> bytes:
        """Ask for a stretch until all of it has come."""
        attempts = Attempts(self.file.name, stop, self._policy)
        pieces: list[bytes] = []
        at = first
        while at < end:
            failure: ConnectionFailedError | StorageError | None = None
            begun = len(pieces)
            try:
                self._ask(at, end, pieces, stop)
            except (ConnectionFailedError, StorageBusyError) as error:
                failure = error
            came = sum(map(len, pieces[begun:]))
            at += came
            if came:
                attempts.succeeded()
                self._here().served()
            elif failure is None:
                failure = nothing_came()
            if failure is not None and at < end:
                attempts.failed(failure)
        return b"".join(pieces)

    def _ask(self, at: int, end: int, pieces: list[bytes], stop: threading.Event) -> None:
        """Ask for bytes once, and keep what comes."""
        wanted = {"Range": f"bytes={at}-{end - 1}"}
        if self._tag:
            wanted["If-Range"] = self._tag
        left = end - at

        def receive(status: int, headers: Headers) -> Callable[[bytes], None] | None:
            if status not in (200, 206):
                return None
            self._check(status, headers, at, end)
            return take

        def take(piece: bytes) -> None:
            nonlocal left
            left -= len(piece)
            if left < 0:
                raise IntegrityError(
                    f"For {self.file.name} the store sent more than the bytes before {end} that were asked for.",
                    hint="Read it again, and report it if it stays.",
                )
            pieces.append(piece)

        answer = self._here().answer(self._storage, wanted, receive, stop)
        if answer.status == 416:
            raise self._changed("is shorter now")
        if answer.status not in (200, 206):
            raise refusal(answer, f"the request for {self.file.name}")

    def _check(self, status: int, headers: Headers, at: int, end: int) -> None:
        """Check that an answer has the bytes that were asked for, of the content that was opened."""
        tag = tag_of(headers)
        if self._tag is not None and tag is not None and tag != self._tag:
            raise self._changed("has other content now")
        if status == 206:
            said_end, total = range_of(headers, self.file.name, at)
            if said_end > end:
                raise IntegrityError(
                    f"For {self.file.name} the store sent another range than was asked for.",
                    hint="Open it again, and report it if it stays.",
                )
        else:
            total = headers.get("Content-Length", "*")
            if at or (self._size_bytes is not None and end != self._size_bytes):
                raise StorageError(
                    f"The object store sends all of {self.file.name} instead of the bytes asked for.",
                    status=200,
                    hint="Download it: client.files.download(...).",
                )
        if total.isdecimal() and self._size_bytes is not None and int(total) != self._size_bytes:
            if self._tag is None:
                raise another_size(self.file.name, int(total), self._size_bytes)
            raise self._changed("has another size now")
        self._tag = self._tag or tag

    def _changed(self, how: str) -> ChangedError:
        return ChangedError(
            f"{self.file.name} {how}: somebody has replaced it since it was opened.", hint="Open it again."
        )

    def _asked_size(self) -> int:
        """Return the size as the store says it."""
        told: list[str] = []

        def receive(status: int, headers: Headers) -> Callable[[bytes], object] | None:
            if status == 206:
                told.append(range_of(headers, self.file.name, 0)[1])
            elif status == 416:
                told.append(headers.get("Content-Range", "").rpartition("/")[2])
            elif status == 200:
                told.append(headers.get("Content-Length", ""))
            return None

        answer = self._here().answer(self._storage, {"Range": "bytes=0-0"}, receive, limits.stop_event())
        if not told:
            raise refusal(answer, f"the request for {self.file.name}")
        if not told[0].isdecimal():
            raise StorageError(
                f"Nobody says how long {self.file.name} is.", status=answer.status, hint="Download it instead."
            )
        return int(told[0])


def at_once(function: Callable[..., T], jobs: Iterable[Sequence[object]]) -> list[T]:
    """Do a job for each of several arguments, some at a time, and return what came of them; the last is an event.

    The first error ends all of them. The threads end with the call, so that nothing of them is left to a child of the
    process.
    """
    stop, outer = threading.Event(), limits.stop_event()
    errors: list[BaseException] = []

    def job(arguments: Sequence[object]) -> T:
        try:
            with limits.stoppable(stop):
                return function(*arguments, stop)
        except BaseException as error:
            errors.append(error)
            stop.set()
            raise

    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="crucible-read")
    try:
        futures = [pool.submit(contextvars.copy_context().run, job, arguments) for arguments in jobs]
        for future in futures:
            while not stop.is_set() and wait([future], LOOK_SECONDS).not_done:
                limits.check(outer)
        if errors:
            raise errors[0]
        return [future.result() for future in futures]
    except BaseException as error:
        stop.set()
        # Ctrl-C waits for nobody: what the threads do is broken off within a second.
        pool.shutdown(wait=isinstance(error, Exception), cancel_futures=True)
        raise
    finally:
        pool.shutdown(wait=not stop.is_set())
