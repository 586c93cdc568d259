"""Calls of generated operations whose JSON is read once.

A generated function asks the client that it is given for an httpx client, sends one request through that, and makes a
model of the answer's JSON. What is given here keeps that JSON: the model says whether the answer is what the document
promises, the JSON is what records are views of. Reading it is most of the work on a long list, so that reading it a
second time would double that.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..errors import CrucibleError
from . import failures

if TYPE_CHECKING:
    import httpx

    from .connection import AsyncConnection, Connection
    from .port import Endpoint


class Answer:
    """An answer of the server, for generated functions to read."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response

    def __getattr__(self, name: str) -> Any:  # Any: the members of httpx.Response
        return getattr(self._response, name)

    def json(self) -> Any:
        """Return the body as a JSON value."""
        return self._json

    @cached_property
    def _json(self) -> Any:
        return self._response.json()

    def value(self) -> Any:
        """Return the body as a JSON value; None for an empty one.

        Raises
        ------
        UnexpectedResponseError
            It is not JSON.
        """
        try:
            return self._json if self._response.content else None
        except ValueError as error:
            raise failures.unexpected(self._response, error) from error


class Call:
    """One call: in the place of the generated client, and of the httpx client that it holds."""

    raise_on_unexpected_status = True
    on_unexpected = staticmethod(failures.unexpected)
    _answer: Answer

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get_httpx_client(self) -> Call:
        """Return what sends."""
        return self

    def request(self, **options: Any) -> Answer:
        """Send, and keep the answer."""
        self._answer = Answer(self._connection.request(**options))
        return self._answer

    def perform(self, endpoint: Endpoint, **parameters: Any) -> Any:
        """Perform an operation and return the JSON of its answer."""
        try:
            endpoint.sync_detailed(client=self, **parameters)
            return self._answer.value()
        except CrucibleError as error:
            raise failures.without_frames(error) from error.__cause__


class AsyncCall:
    """The same on an event loop."""

    raise_on_unexpected_status = True
    on_unexpected = staticmethod(failures.unexpected)
    _answer: Answer

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    def get_async_httpx_client(self) -> AsyncCall:
        """Return what sends."""
        return self

    async def request(self, **options: Any) -> Answer:
        """Send, and keep the answer."""
        self._answer = Answer(await self._connection.request(**options))
        return self._answer

    async def perform(self, endpoint: Endpoint, **parameters: Any) -> Any:
        """Perform an operation and return the JSON of its answer."""
        try:
            await endpoint.asyncio_detailed(client=self, **parameters)
            return self._answer.value()
        except CrucibleError as error:
            raise failures.without_frames(error) from error.__cause__
