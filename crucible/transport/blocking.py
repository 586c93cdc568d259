"""The port that does each thing at once."""

from __future__ import annotations

import contextvars
import os
import threading
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from crucible_api.client import AuthenticatedClient

from ..errors import PermissionDeniedError
from . import failures, limits
from .calls import Answer, Call
from .connection import AsyncConnection, Connection
from .elevation import Elevation
from .exchange import Terms
from .failures import closed
from .port import Kinds, run
from .rights import Rights
from .running import Running, end_all
from .storage import Storage, open_storage

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from contextlib import AbstractContextManager

    from ..config import Settings
    from .port import Endpoint

T = TypeVar("T")

_LOOK_SECONDS = 0.2
"""Windows does not deliver Ctrl-C to a thread that waits for ever, nor does Linux if it comes as the wait begins."""


class BlockingPort:
    """Does each thing at once, in the thread that asks; several threads may share it.

    Attributes
    ----------
    terms
        What all requests have in common.
    api
        The generated client, sending through `Connection`, and on an event loop through `AsyncConnection`.
    """

    def __init__(self, settings: Settings, *, answer_seconds: float, elevation: Elevation | None = None) -> None:
        self.terms = Terms(settings, answer_seconds, elevation=elevation or Elevation())
        self._connection = Connection(self.terms)
        self._rights = Rights(self.terms.elevation, self._perform)
        self.api_url = settings.api_url
        self.explorer_url = settings.explorer_url
        self.profile = settings.profile
        self.kinds = Kinds()
        self._storages: dict[int, Storage] = {}
        self._running: set[Running[Any]] = set()
        # The token stays empty: the connection adds the key, to requests for the API's origin only.
        self.api = (
            AuthenticatedClient(
                base_url=settings.api_url,
                token="",
                raise_on_unexpected_status=True,
                on_unexpected=failures.unexpected,
            )
            .set_httpx_client(self._connection)
            .set_async_httpx_client(AsyncConnection(self.terms, pooled=False))
        )

    @property
    def blocking(self) -> BlockingPort:
        """The port itself."""
        return self

    @property
    def elevated(self) -> bool:
        """Whether requests have an administrator's rights here."""
        return self.terms.elevation.mode == "elevated"

    @property
    def storage(self) -> Storage:
        """The client for signed addresses, opened when it is first used: few programs move bytes."""
        if not self._storages:
            if self._connection.is_closed:
                raise closed()
            settings = self.terms.settings
            # Several threads may come here at once: the first one's stays, those of the others have no connections yet.
            self._storages.setdefault(0, open_storage(tls_policy=settings.tls, allow_http=settings.allow_http))
        return self._storages[0]

    def disconnect(self) -> None:
        """Break off all transfers."""
        for storage in self._storages.values():
            storage.disconnect()

    async def call(self, endpoint: Endpoint, **parameters: Any) -> Any:
        """Perform one generated operation; see `Port`."""
        try:
            return await self._perform(endpoint, **parameters)
        except PermissionDeniedError as refusal:
            await self._rights.explain(refusal, parameters)
            raise

    async def _perform(self, endpoint: Endpoint, **parameters: Any) -> Any:
        return Call(self._connection).perform(endpoint, **parameters)

    async def request(self, method: str, path: str, **options: Any) -> Any:
        """Send a request of one's own; see `Port`."""
        try:
            return Answer(self._connection.request(method, path, **options)).value()
        except PermissionDeniedError as refusal:
            await self._rights.explain(refusal, {})
            raise

    async def gather(self, *calls: Callable[[], Awaitable[T]]) -> list[T]:
        """Do several things at once, each in a thread; see `Port`.

        A thread that is busy when an error ends all is waited for, but does not pause and try again. Ctrl-C waits for
        none: what they do is broken off when the program ends.
        """
        from concurrent.futures import wait  # here, because most programs do one thing at a time

        stop = threading.Event()

        async def awaited(call: Callable[[], Awaitable[T]]) -> T:
            return await call()

        def in_thread(call: Callable[[], Awaitable[T]]) -> T:
            with limits.stoppable(stop):
                return run(awaited(call))

        if len(calls) == 1:
            return [await calls[0]()]
        futures: list[Future[T]] = []
        try:
            for call in calls:
                futures.append(_begun(partial(in_thread, call)))  # noqa: PERF401 - those begun are known if one cannot be
            return [_awaited(future) for future in futures]
        except BaseException as error:
            stop.set()
            if isinstance(error, Exception):
                while wait(futures, _LOOK_SECONDS).not_done:
                    pass
            raise

    def ahead(self, call: Callable[[], Coroutine[Any, Any, T]]) -> Callable[[], Awaitable[T]]:
        """Begin to do something in a thread, which no program waits for at its end; see `Port`."""
        future = _begun(lambda: run(call()))
        process = os.getpid()

        async def result() -> T:
            # A child that goes on with its parent's listing has no thread that would answer.
            return _awaited(future) if os.getpid() == process else await call()

        return result

    async def sleep(self, seconds: float) -> None:
        """Pause."""
        time.sleep(seconds)

    async def run_blocking(self, function: Callable[[], T]) -> T:
        """Run a function that blocks."""
        return function()

    def start(self, function: Callable[[], T]) -> Running[T]:
        """Run a function that blocks in the background; see `Port`."""
        if self._connection.is_closed:
            raise closed()
        return Running(function, self._running)

    def clock(self) -> float:
        """Return seconds that only grow."""
        return time.monotonic()

    def within(self, seconds: float) -> AbstractContextManager[None]:
        """Let no request inside wait longer; see `Port`."""
        return limits.within(seconds)

    def close(self) -> None:
        """End what runs in the background, and close all connections."""
        end_all(self._running)
        self._connection.close()
        for storage in self._storages.values():
            storage.close()


def _begun(work: Callable[[], T]) -> Future[T]:
    """Begin to do something in a thread that no program waits for at its end."""
    future: Future[T] = Future()

    def done() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=contextvars.copy_context().run, args=(done,), daemon=True).start()
    return future


def _awaited(future: Future[T]) -> T:
    """Return what a thread makes; Ctrl-C ends the waiting."""
    while True:
        try:
            return future.result(_LOOK_SECONDS)
        except FutureTimeoutError:
            if future.done():  # it was the work that took too long for itself
                return future.result()
