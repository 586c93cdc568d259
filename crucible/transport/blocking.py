"""The port that does each thing at once."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, TypeVar

from crucible_api.client import AuthenticatedClient

from . import failures
from .connection import Connection
from .loop import LoopClient
from .port import Kinds
from .storage import StorageClient

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..config import Settings
    from .port import Endpoint

T = TypeVar("T")


class BlockingPort:
    """Does each thing at once, in the thread that asks; several threads may share it.

    Attributes
    ----------
    api
        The generated client, sending through `Connection`.
    storage
        The client for signed addresses.
    """

    def __init__(self, settings: Settings, *, answer_seconds: float) -> None:
        self._connection = Connection(settings, answer_seconds=answer_seconds)
        self.explorer_url = settings.explorer_url
        self.kinds = Kinds()
        self.storage = StorageClient()
        # The token stays empty: the connection adds the key, to requests for the API's origin only.
        self.api = (
            AuthenticatedClient(
                base_url=settings.api_url,
                token="",
                raise_on_unexpected_status=True,
                on_unexpected=failures.unexpected,
            )
            .set_httpx_client(self._connection)
            .set_async_httpx_client(LoopClient(self._connection))
        )

    @property
    def blocking(self) -> BlockingPort:
        """The port itself."""
        return self

    async def call(self, endpoint: Endpoint, **parameters: Any) -> Any:
        """Perform one generated operation; see `Port`."""
        content = endpoint.sync_detailed(client=self.api, **parameters).content
        return json.loads(content) if content else None

    async def sleep(self, seconds: float) -> None:
        """Pause."""
        time.sleep(seconds)

    async def run_blocking(self, function: Callable[[], T]) -> T:
        """Run a function that blocks."""
        return function()

    def clock(self) -> float:
        """Return seconds that only grow."""
        return time.monotonic()

    def close(self) -> None:
        """Close all connections."""
        self._connection.close()
        self.storage.close()
