"""Transfers that run in the background, and what one holds of them."""

from __future__ import annotations

import weakref
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..errors import TransferTimeoutError
from .views import open_view

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    from ..transport.running import Running
    from .events import Progress
    from .views import Progressing

T = TypeVar("T")
_LOOK_SECONDS = 0.2
"""Windows does not deliver Ctrl-C to a thread that waits for ever."""


class Latest:
    """Remembers the last event of a transfer, and lets a view or a callback have it as well."""

    def __init__(self) -> None:
        self.progress: Progress | None = None

    def following(self, transfer: Callable[[Callable[[Progress], None]], T], progress: Progressing) -> Callable[[], T]:
        """Return a function that runs a transfer, whose events go to `progress` and are remembered."""

        def run() -> T:
            with open_view(progress) as shown:

                def note(event: Progress) -> None:
                    self.progress = event
                    if shown is not None:
                        shown(event)

                return transfer(note)

        return run


class _Handle(Generic[T]):
    """What the handles of both clients have in common."""

    def __init__(self, running: Running[Any], latest: Latest) -> None:  # Any: `TransferHandle` binds its result
        self._running = running
        self._latest = latest

    @property
    def done(self) -> bool:
        """Whether it has ended, in whatever way."""
        return self._running.future.done()

    @property
    def progress(self) -> Progress | None:
        """How far it was when last something moved; None before that."""
        return self._latest.progress

    def cancel(self) -> None:
        """Let it end within a second; what has arrived stays, and the same call goes on from there."""
        self._running.stop()

    def __repr__(self) -> str:
        state = "running"
        if self.done:
            error = self._running.future.exception()
            state = "ended" if error is None else f"ended with {type(error).__name__}"
        at = self.progress
        moved = f", {at.done_files} of {at.total_files} files, {at.total_done_bytes:,} bytes" if at else ""
        return f"{type(self).__name__}({state}{moved})"


class AsyncTransferHandle(_Handle[T]):
    """A transfer of the asynchronous client that runs in the background.

    It goes on if the handle is forgotten, and then logs a failure; it is stopped when the client is closed. At the end
    of an ``async with`` it is waited for, or cancelled if an error ends the block.

    Attributes
    ----------
    done, progress
        Whether it has ended, and how far it is.
    """

    def __init__(self, running: Running[T], latest: Latest) -> None:
        super().__init__(running, latest)
        weakref.finalize(self, running.abandon).atexit = False

    async def wait(self, timeout: float | None = None) -> T:
        """Wait for its end and get its result. Who is cancelled while waiting does not cancel the transfer.

        Parameters
        ----------
        timeout
            How many seconds at most; the transfer goes on after that.

        Raises
        ------
        TransferTimeoutError
            It has not ended in that time.
        TransferCancelledError
            It was cancelled, here or by the end of the client.
        CrucibleError
            What the transfer raises.
        """
        import asyncio  # here, because it takes longer to load than the rest, and the blocking client does not need it

        ended = asyncio.shield(asyncio.wrap_future(self._running.ask()))
        try:
            return await asyncio.wait_for(ended, timeout)
        except TimeoutError:
            if self.done:
                result: T = self._running.future.result()
                return result
            raise _late(timeout) from None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            await self.wait()
            return
        self.cancel()
        with suppress(Exception):
            await self.wait()


class TransferHandle(_Handle[T]):
    """A transfer that runs in the background.

    It goes on if the handle is forgotten, and then logs a failure; it is stopped when the client is closed, or when the
    program ends. What has arrived stays, and the same call goes on from there. At the end of a ``with`` it is waited
    for, or cancelled if an error ends the block.

    Attributes
    ----------
    done, progress
        Whether it has ended, and how far it is.

    Examples
    --------
    >>> handle = client.start_download(dataset, "elsewhere")
    >>> len(handle.wait(timeout=60))
    2
    >>> handle.done, handle.progress.total_done_bytes > 0
    (True, True)
    """

    def __init__(self, handle: AsyncTransferHandle[Any], bind: Callable[[Any], T] | None = None) -> None:
        super().__init__(handle._running, handle._latest)
        self._handle = handle  # which is not forgotten as long as this one is not
        self._bind = bind

    def wait(self, timeout: float | None = None) -> T:
        """Wait for its end and get its result. Ctrl-C ends the waiting; `cancel` ends the transfer.

        Parameters
        ----------
        timeout
            How many seconds at most; the transfer goes on after that.

        Raises
        ------
        TransferTimeoutError
            It has not ended in that time.
        TransferCancelledError
            It was cancelled, here or by the end of the client.
        CrucibleError
            What the transfer raises.
        """
        future = self._running.ask()
        left = timeout
        while True:
            step = _LOOK_SECONDS if left is None else min(left, _LOOK_SECONDS)
            try:
                return self._bound(future.result(step))
            except FutureTimeoutError:
                if future.done():
                    return self._bound(future.result())
                if left is not None and (left := left - step) <= 0:
                    raise _late(timeout) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.wait()
            return
        self.cancel()
        with suppress(Exception):
            self.wait()

    def _bound(self, result: Any) -> T:  # Any: what ran knows nothing of verbs
        bound: T = result if self._bind is None else self._bind(result)
        return bound


def _late(seconds: float | None) -> TransferTimeoutError:
    return TransferTimeoutError(
        f"The transfer has not ended within {seconds} seconds; it goes on.", hint="Wait again, or cancel it."
    )
