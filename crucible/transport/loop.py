"""The httpx client behind the ``asyncio`` forms of the generated functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from .pool import tls_context

if TYPE_CHECKING:
    from .connection import Connection


class LoopClient(httpx.AsyncClient):
    """Sends each request through a `Connection`, in a thread, so that key, retries and errors are those of it.

    It makes no connections of its own and needs no closing. A request whose task is cancelled still runs to its end.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__(
            base_url=connection.base_url,
            headers=connection.headers,
            timeout=connection.timeout,
            verify=tls_context(),
            trust_env=False,
        )
        self._connection = connection

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request and return the answer if it is a success.

        Raises
        ------
        CrucibleError
            The server refused, or could not be reached.
        """
        import asyncio  # here, because most clients never need it

        return await asyncio.to_thread(self._connection.send, request, **options)
