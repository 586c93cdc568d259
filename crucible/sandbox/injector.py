"""Faults as they happen: what stands between a socket and one of the two origins, and spoils what it was asked to.

Most faults need no more than the application's own messages: they are held back, cut, or changed on their way. Resets
and cuts need the connection, which the server puts into the scope.
"""

from __future__ import annotations

import asyncio
import re
import socket
import struct
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import orjson

from .asgi import DisconnectedError, respond, until_gone
from .faults import ACTIONS, HEADER, FaultRuleError
from .request_log import entry_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from .answers import Headers, Json
    from .asgi import App, Receive, Scope, Send
    from .faults import Faults, Rule

    Happening = Callable[[Any, App, Scope, Receive, Send], Awaitable[None]]

TRANSPORT = "crucible.transport"
"""Name of the extension of the scope that is the connection's transport."""

PORTAL = b"<!doctype html><html><head><title>Welcome</title></head><body>Please sign in to this network.</body></html>"
_HEADER = HEADER.lower().encode("ascii")
_SIGNATURE = re.compile(rb"X-Goog-Signature=[0-9a-f]+")
_TOKEN = re.compile(rb"ya29\.[A-Za-z0-9._-]+")
_FLUSH_SECONDS = 0.02


class Injector:
    """One origin with the faults that are asked for.

    Parameters
    ----------
    app
        The origin.
    faults
        The rules.
    name_of
        Returns which operation or storage action a request is.
    expire
        Makes an object store forget the link, the session or the token with this signature, upload id or text.
    """

    def __init__(
        self, app: App, faults: Faults, name_of: Callable[[Scope], str | None], expire: Callable[[str], None]
    ) -> None:
        self._app = app
        self._faults = faults
        self._name_of = name_of
        self._expire = expire

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or not."""
        wanted = next((value for name, value in scope["headers"] if name == _HEADER), None)
        try:
            if wanted is None and self._faults.is_idle:
                await self._app(scope, receive, send)
            else:
                await self._spoil(wanted, scope, receive, send)
        except (DisconnectedError, asyncio.CancelledError):  # the client has gone, or the server is ending
            return

    async def _spoil(self, wanted: bytes | None, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that something may befall."""
        name = self._name_of(scope)
        if name is None:
            await self._app(scope, receive, send)
            return
        try:
            rules = [] if wanted is None else self._faults.from_header(wanted.decode("latin-1"), name)
        except FaultRuleError as error:
            wrong = {"type": "value_error", "loc": ["header", HEADER, error.member], "msg": str(error), "input": None}
            await respond(send, 422, orjson.dumps({"detail": [wrong]}))
            return
        rules = rules or self._faults.befalling(name, scope["query_string"])
        entry = entry_of(scope)
        entry.operation, entry.faults = name, [rule.do for rule in rules]
        await self._with(rules, name, scope, receive, send)

    async def _with(self, rules: list[Rule], name: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that some faults befall: delays, and one other at the most, which is the last."""
        for rule in rules:
            if rule.do == "delay" and rule.members["when"] == "before":
                await asyncio.sleep(rule.members["seconds"])
            elif rule.do == "delay":
                send = _late(rule.members["seconds"], send)
        last = rules[-1] if rules else None
        if last is None or last.do == "delay":
            await self._app(scope, receive, send)
        elif last.do == "expire":
            await self._expired(name, scope, receive, send)
        else:
            await _HAPPENINGS[last.do](last.members, self._app, scope, receive, send)

    async def _expired(self, name: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Let what authorises this request, or what its answer would authorise, expire."""
        if name in ACTIONS:
            self._expire(scope["query_string"].decode("latin-1"))
            self._expire_tokens(dict(scope["headers"]).get(b"authorization", b""))
            await self._app(scope, receive, send)
            return

        def spoil(status: int, content: bytes) -> tuple[int, bytes]:
            for signature in _SIGNATURE.findall(content):
                self._expire(signature.decode("ascii"))
            self._expire_tokens(content)
            return status, content

        await _changed(spoil, self._app, scope, receive, send)

    def _expire_tokens(self, text: bytes) -> None:
        for token in _TOKEN.findall(text):
            self._expire(f"access_token={token.decode('ascii')}")


def _late(seconds: float, send: Send) -> Send:
    """Return what sends the answer later."""

    async def late(message: Any) -> None:
        if message["type"] == "http.response.start":
            await asyncio.sleep(seconds)
        await send(message)

    return late


async def _worked(members: Any, app: App, scope: Scope, receive: Receive) -> None:
    """Do the work, if it is to be done, and forget its answer."""
    if members["when"] == "after":

        async def lost(message: Any) -> None:
            """Send nothing."""

        await app(scope, receive, lost)


async def _answer(members: Any, app: App, scope: Scope, receive: Receive, send: Send) -> None:
    await _worked(members, app, scope, receive)
    status, headers = members["status"], []
    if members["retry_after"] is not None:
        headers.append((b"retry-after", b"%d" % members["retry_after"]))
    content = orjson.dumps({"detail": f"The sandbox was asked to answer {status}"})
    await respond(send, status, b"" if status in (204, 304) else content, headers=headers)


async def _garbage(members: Any, app: App, scope: Scope, receive: Receive, send: Send) -> None:
    await _worked(members, app, scope, receive)
    await respond(send, 200, PORTAL, b"text/html; charset=utf-8")


async def _reset(members: Any, app: App, scope: Scope, receive: Receive, send: Send) -> None:
    await _worked(members, app, scope, receive)
    _break(scope)
    await until_gone(receive)


def _break(scope: Scope) -> None:
    """End a connection by a reset, as a crashed server or a cut cable does."""
    transport = scope["extensions"][TRANSPORT]
    linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    transport.abort()


async def _truncate(members: Any, app: App, scope: Scope, receive: Receive, send: Send) -> None:
    left, is_cut = members["bytes"], False

    async def cut(message: Any) -> None:
        nonlocal left, is_cut
        body = message.get("body", b"")
        if is_cut:
            return
        if len(body) <= left:
            left -= len(body)
            await send(message)
            return
        is_cut = True
        await send({**message, "body": body[:left], "more_body": True})
        transport = scope["extensions"][TRANSPORT]
        if members["by"] == "fin":
            transport.close()
            return
        while transport.get_write_buffer_size() and not transport.is_closing():
            await asyncio.sleep(_FLUSH_SECONDS)
        await asyncio.sleep(_FLUSH_SECONDS)  # a reset drops what the system has not sent yet
        _break(scope)

    await app(scope, receive, cut)
    if is_cut:
        await until_gone(receive)


async def _alter(members: Any, app: App, scope: Scope, receive: Receive, send: Send) -> None:
    position, begin = members["byte"], 0

    async def alter(message: Any) -> None:
        nonlocal position, begin
        if message["type"] == "http.response.start":
            length = int(dict(message["headers"]).get(b"content-length", b"0"))
            position = min(position, length - 1)
        body = message.get("body", b"")
        if begin <= position < begin + len(body):
            changed = bytearray(body)
            changed[position - begin] ^= 1
            message = {**message, "body": bytes(changed)}
        begin += len(body)
        await send(message)

    await app(scope, receive, alter)


async def _short_range(members: Any, app: App, scope: Scope, receive: Receive, send: Send) -> None:
    left = members["bytes"]

    async def shorter() -> dict[str, Any]:
        nonlocal left
        message = await receive()
        kept = message.get("body", b"")[:left]
        left -= len(kept)
        return {**message, "body": kept}

    await app(scope, shorter, send)


async def _changed(
    change: Callable[[int, bytes], tuple[int, bytes]], app: App, scope: Scope, receive: Receive, send: Send
) -> None:
    """Send an answer after something in it was changed."""
    status, headers, content = 0, list[tuple[bytes, bytes]](), b""

    async def hold(message: Any) -> None:
        nonlocal status, headers, content
        status, headers = message.get("status", status), message.get("headers", headers)
        content += message.get("body", b"")

    await app(scope, receive, hold)
    if not status:  # the client has gone away
        return
    status, content = change(status, content)
    kind = dict(headers).get(b"content-type", b"")
    others: Headers = [header for header in headers if header[0] not in (b"content-type", b"content-length")]
    await respond(send, status, content, kind, others)


def _changing(change: Callable[[Json, Scope], None], new_status: int | None = None) -> Happening:
    """Return a fault that changes the JSON of successes."""

    async def happen(members: Any, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        def spoil(status: int, content: bytes) -> tuple[int, bytes]:
            if status != 200:
                return status, content
            answer = orjson.loads(content)
            change(answer, scope)
            return new_status or status, orjson.dumps(answer)

        await _changed(spoil, app, scope, receive, send)

    return happen


def _repeat_cursor(answer: Json, scope: Scope) -> None:
    query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    answer["next_cursor"] = query.get("cursor")


def _omit_total(answer: Json, scope: Scope) -> None:
    answer.pop("total", None)


def _degraded(answer: Json, scope: Scope) -> None:
    answer["status"] = "degraded"
    if "database" in answer:
        answer["database"] |= {"status": "error", "latency_ms": None}
    else:  # as v2 has it
        answer |= {"db": "error", "db_ms": None}


_HAPPENINGS: dict[str, Happening] = {
    "answer": _answer,
    "reset": _reset,
    "truncate": _truncate,
    "alter": _alter,
    "garbage": _garbage,
    "short_range": _short_range,
    "repeat_cursor": _changing(_repeat_cursor),
    "omit_total": _changing(_omit_total),
    "degraded": _changing(_degraded, 503),
}
