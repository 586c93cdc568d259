"""The port that does each thing at once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeVar

from crucible_api.client import AuthenticatedClient

from ..errors import PermissionDeniedError
from . import failures, limits
from .calls import Answer, Call
from .connection import AsyncConnection, Connection
from .elevation import Elevation
from .exchange import Terms
from .port import Kinds
from .rights import Rights
from .storage import StorageClient

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextlib import AbstractContextManager

    from ..config import Settings
    from .port import Endpoint

T = TypeVar("T")


class BlockingPort:
    """Does each thing at once, in the thread that asks; several threads may share it.

    Attributes
    ----------
    terms
        What all requests have in common.
    api
        The generated client, sending through `Connection`, and on an event loop through `AsyncConnection`.
    storage
        The client for signed addresses.
    """

    def __init__(self, settings: Settings, *, answer_seconds: float, elevation: Elevation | None = None) -> None:
        self.terms = Terms(settings, answer_seconds, elevation=elevation or Elevation())
        self._connection = Connection(self.terms)
        self._rights = Rights(self.terms.elevation, self._perform)
        self.explorer_url = settings.explorer_url
        self.kinds = Kinds()
        self.storage = StorageClient(tls_policy=settings.tls, allow_http=settings.allow_http)
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
        """Do several things, one after another."""
        return [await call() for call in calls]

    async def sleep(self, seconds: float) -> None:
        """Pause."""
        time.sleep(seconds)

    async def run_blocking(self, function: Callable[[], T]) -> T:
        """Run a function that blocks."""
        return function()

    def clock(self) -> float:
        """Return seconds that only grow."""
        return time.monotonic()

    def within(self, seconds: float) -> AbstractContextManager[None]:
        """Let no request inside wait longer; see `Port`."""
        return limits.within(seconds)

    def close(self) -> None:
        """Close all connections."""
        self._connection.close()
        self.storage.close()
