"""Calls of generated operations whose JSON is read once.

A generated function asks the client that it is given for an httpx client, sends one request through that, and makes a
model of the answer's JSON. What is given here keeps that JSON: the model says whether the answer is what the document
promises, the JSON is what records are views of. Reading it is most of the work on a long list, so that reading it a
second time would double that. The models of a page take half as long again; whether the answers of an operation are
what was promised shows on the first page, so that on later ones only the first item is made into a model. Records look
for themselves at what they need.
"""

from __future__ import annotations

import asyncio
import time
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..errors import CrucibleError, UsageError
from . import failures, peek

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from .connection import AsyncConnection, Connection
    from .port import Endpoint


# What was begun meanwhile, in a thread or a task, is sent before a megabyte of JSON keeps the interpreter to itself: so
# long it takes to make a request. Only for long lists, whose next page takes the server several times as long.
LOCK_SECONDS = 0.004


class Answer:
    """An answer of the server, for generated functions to read."""

    def __init__(self, response: httpx.Response, *, is_later_page: bool = False) -> None:
        self._response = response
        self._is_later_page = is_later_page

    def __getattr__(self, name: str) -> Any:  # Any: the members of httpx.Response
        return getattr(self._response, name)

    def json(self) -> Any:
        """Return what the model is made of: the body, of a later page of a list with its first item only."""
        value = self._json
        if self._is_later_page and isinstance(value, dict) and isinstance(value.get("items"), list):
            return {**value, "items": value["items"][:1]}
        return value

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
        except (ValueError, RecursionError) as error:
            raise failures.unexpected(self._response, error) from error


def _unwritable(error: UnicodeEncodeError) -> UsageError:
    letter = str(error.object)[error.start]
    return UsageError(f"A text has {letter!r}, half of a character, which cannot be sent.", hint="Write it anew.")


def _is_later_page(options: Mapping[str, Any]) -> bool:
    position = options.get("params") or {}
    return "cursor" in position or bool(position.get("offset"))


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
        response = self._connection.request(**options)
        if peek.seen(response.content):
            time.sleep(LOCK_SECONDS)
        self._answer = Answer(response, is_later_page=_is_later_page(options))
        return self._answer

    def perform(self, endpoint: Endpoint, **parameters: Any) -> Any:
        """Perform an operation and return the JSON of its answer."""
        try:
            endpoint.sync_detailed(client=self, **parameters)
            return self._answer.value()
        except CrucibleError as error:
            raise failures.without_frames(error) from error.__cause__
        except UnicodeEncodeError as error:
            raise _unwritable(error) from None


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
        response = await self._connection.request(**options)
        if peek.seen(response.content):
            await asyncio.sleep(LOCK_SECONDS)
        self._answer = Answer(response, is_later_page=_is_later_page(options))
        return self._answer

    async def perform(self, endpoint: Endpoint, **parameters: Any) -> Any:
        """Perform an operation and return the JSON of its answer."""
        try:
            await endpoint.asyncio_detailed(client=self, **parameters)
            return self._answer.value()
        except CrucibleError as error:
            raise failures.without_frames(error) from error.__cause__
        except UnicodeEncodeError as error:
            raise _unwritable(error) from None
