"""The little of ASGI that both origins share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, TypeAlias

Scope: TypeAlias = Mapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[dict[str, Any]]]
Send: TypeAlias = Callable[[dict[str, Any]], Awaitable[None]]


class DisconnectedError(Exception):
    """The client has gone away; nobody waits for an answer."""


async def body_blocks(receive: Receive) -> AsyncIterator[bytes]:
    """Yield the body of a request as it arrives.

    Raises
    ------
    DisconnectedError
        If the client goes away before the end.
    """
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise DisconnectedError
        if block := message.get("body", b""):
            yield block
        if not message.get("more_body"):
            return


async def until_gone(receive: Receive) -> None:
    """Wait until the client has gone away."""
    while (await receive())["type"] != "http.disconnect":
        pass
