"""The port that really waits, on an event loop of asyncio."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import PermissionDeniedError
from . import limits
from .blocking import BlockingPort
from .calls import Answer, AsyncCall
from .connection import AsyncConnection
from .failures import closed
from .rights import Rights

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from contextlib import AbstractContextManager

    from ..config import Settings
    from .elevation import Elevation
    from .port import Endpoint
    from .running import Running
    from .storage import Storage

T = TypeVar("T")
logger = logging.getLogger(__name__)

# Transfers at a time; each has threads of its own for its files.
TRANSFERS = 16
# A transfer that is to stop ends by itself within a moment, unless it waits for bytes: then its connections are broken.
# What still has not ended after that waits for an answer of the API, and does nothing more once it comes.
MOMENT_SECONDS = 1.0
END_SECONDS = 5.0
NOTE = "What was transferred until then stays; the same call goes on from there."


class AsyncPort:
    """Waits on an event loop; several tasks may share it.

    Attributes
    ----------
    blocking
        A port to the same API for what runs in a thread.
    api, kinds, explorer_url, profile
        As in `BlockingPort`.
    """

    def __init__(self, settings: Settings, *, answer_seconds: float, elevation: Elevation | None = None) -> None:
        self.blocking = BlockingPort(settings, answer_seconds=answer_seconds, elevation=elevation)
        terms = self.blocking.terms
        self._connection = AsyncConnection(terms, pooled=True)
        self._rights = Rights(terms.elevation, self._perform)
        # Not the executor of the loop: that looks up addresses, and has as few threads as the machine has processors.
        self._threads = ThreadPoolExecutor(TRANSFERS, thread_name_prefix="crucible-transfer")
        self.api_url, self.explorer_url = self.blocking.api_url, self.blocking.explorer_url
        self.kinds, self.profile = self.blocking.kinds, self.blocking.profile
        self.api = self.blocking.api.set_async_httpx_client(self._connection)

    @property
    def elevated(self) -> bool:
        """Whether requests have an administrator's rights here."""
        return self.blocking.elevated

    @property
    def storage(self) -> Storage:
        """The client for signed addresses."""
        return self.blocking.storage

    async def call(self, endpoint: Endpoint, **parameters: Any) -> Any:
        """Perform one generated operation; see `Port`."""
        try:
            return await self._perform(endpoint, **parameters)
        except PermissionDeniedError as refusal:
            await self._rights.explain(refusal, parameters)
            raise

    async def _perform(self, endpoint: Endpoint, **parameters: Any) -> Any:
        return await AsyncCall(self._connection).perform(endpoint, **parameters)

    async def request(self, method: str, path: str, **options: Any) -> Any:
        """Send a request of one's own; see `Port`."""
        try:
            return Answer(await self._connection.request(method, path, **options)).value()
        except PermissionDeniedError as refusal:
            await self._rights.explain(refusal, {})
            raise

    async def gather(self, *calls: Callable[[], Awaitable[T]]) -> list[T]:
        """Do several things at once."""
        tasks = [asyncio.ensure_future(call()) for call in calls]
        try:
            return await asyncio.gather(*tasks)
        except BaseException:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            raise

    def ahead(self, call: Callable[[], Coroutine[Any, Any, T]]) -> Callable[[], Awaitable[T]]:
        """Begin to do something in a task; see `Port`."""
        task = asyncio.ensure_future(call())
        task.add_done_callback(_retrieve)
        return lambda: task

    async def sleep(self, seconds: float) -> None:
        """Pause."""
        await asyncio.sleep(seconds)

    async def run_blocking(self, function: Callable[[], T]) -> T:
        """Run a function that blocks in a thread, in a copy of the context; tell it to stop when cancelled."""
        if self._connection.is_closed:
            raise closed()
        self._connection.check_home()
        stop = threading.Event()

        def stoppable() -> T:
            with limits.stoppable(stop):
                return function()

        context = contextvars.copy_context()
        future = asyncio.get_running_loop().run_in_executor(self._threads, context.run, stoppable)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError as cancelled:
            stop.set()
            cancelled.add_note(NOTE)
            future.add_done_callback(_retrieve)
            await self._ended(future)
            raise

    def start(self, function: Callable[[], T]) -> Running[T]:
        """Run a function that blocks in the background; see `Port`."""
        if self._connection.is_closed:
            raise closed()
        self._connection.check_home()
        return self.blocking.start(function)

    async def _ended(self, future: asyncio.Future[T]) -> None:
        """Wait until a thread that was told to stop has stopped, but not for ever."""
        await asyncio.wait([future], timeout=MOMENT_SECONDS)
        if not future.done():
            self.blocking.disconnect()
            await asyncio.wait([future], timeout=END_SECONDS)
        if not future.done():
            logger.warning("A cancelled transfer still waits for an answer; it ends when that comes, or times out.")

    def clock(self) -> float:
        """Return seconds that only grow."""
        return time.monotonic()

    def within(self, seconds: float) -> AbstractContextManager[None]:
        """Let no request inside wait longer; see `Port`."""
        return limits.within(seconds)

    async def close(self) -> None:
        """Close all connections."""
        if not self._connection.is_closed:
            self._connection.check_home()
        try:
            await self._connection.aclose()
        finally:
            self.blocking.close()
            self._threads.shutdown(wait=False, cancel_futures=True)


def _retrieve(future: asyncio.Future[T]) -> None:
    """Look at what ended in the background, so that asyncio does not complain that nobody did."""
    if not future.cancelled():
        future.exception()
