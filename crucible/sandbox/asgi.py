"""The little of ASGI that both origins share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from .answers import Headers

Scope: TypeAlias = Mapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[dict[str, Any]]]
Send: TypeAlias = Callable[[dict[str, Any]], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

JSON_TYPE = b"application/json"


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


async def respond(
    send: Send, status: int, content: bytes = b"", kind: bytes = JSON_TYPE, headers: Headers | None = None
) -> None:
    """Send an answer as a whole."""
    described = list(headers or ())
    if content:
        described.insert(0, (b"content-type", kind))
    if status not in (204, 304):
        described.append((b"content-length", b"%d" % len(content)))
    await send({"type": "http.response.start", "status": status, "headers": described})
    await send({"type": "http.response.body", "body": content})
