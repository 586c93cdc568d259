"""Answers again what was recorded.

A request is the same if method, path, parameters, body and the range that it asks for are; the order of parameters and
of the members of JSON does not count, nor does the API key. Its answers come in the order in which they were recorded,
and the last one as often as it is asked for after that.
"""

from __future__ import annotations

import base64
import difflib
import hashlib
import json
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from ..answers import Refusal
from ..asgi import DisconnectedError, respond
from ..bodies import read_body
from .exchanges import LARGEST_JSON_BYTES, read_json
from .links import SERVICE_MARK, STORAGE_MARK
from .notes import is_json
from .secrets import WORD, masked, names_secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..answers import Headers
    from ..asgi import Receive, Scope, Send
    from .exchanges import Body, Exchange

LARGEST_BODY_BYTES = 256 * 1024 * 1024
MOST_NAMED = 3
MOST_COMPARED = 5000
_COMPARED_HEADERS = ("range", "content-range")


class Replay:
    """Both origins of a replay.

    Parameters
    ----------
    exchanges
        What was recorded.
    api_url, storage_url
        Base URLs of the replay itself.
    """

    def __init__(self, exchanges: list[Exchange], api_url: str, storage_url: str) -> None:
        self._urls = (api_url, storage_url)
        self._base = urlsplit(api_url).path
        self._answers: dict[str, list[Exchange]] = {}
        self._asked: Counter[str] = Counter()
        self._known = dict.fromkeys(_told(exchange) for exchange in exchanges)
        self.exchanges = len(exchanges)
        for exchange in exchanges:
            if exchange["broken"] is None:
                self._answers.setdefault(_recorded_key(exchange), []).append(exchange)

    async def api(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request to the API."""
        path = scope.get("raw_path", b"").decode("latin-1")
        if scope["type"] != "http":
            return
        if path != self._base and not path.startswith(self._base + "/"):
            await _refuse(send, f"This replay answers what begins with {self._base}/, and nothing else.")
            return
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        await self._answer("api", scope, path[len(self._base) :], pairs, receive, send)

    async def storage(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request to the storage."""
        if scope["type"] == "http":
            await self._answer("storage", scope, scope["raw_path"].decode("latin-1"), [], receive, send)

    async def _answer(
        self, origin: str, scope: Scope, path: str, query: list[tuple[str, str]], receive: Receive, send: Send
    ) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            content = await read_body(headers, receive, LARGEST_BODY_BYTES)
        except DisconnectedError:
            return
        except Refusal as refusal:
            await _refuse(send, str(refusal.detail))
            return
        path = "/".join(quote(unquote(part)) for part in path.split("/"))
        method = scope["method"]
        found = self._next(_key(origin, method, path, query, headers, _identity(content, headers)))
        if found is None:
            await _refuse(send, self._unknown(origin, method, path, query))
        else:
            await self._send(found, method, send)

    def _next(self, key: str) -> Exchange | None:
        """Return the next answer to a request."""
        answers = self._answers.get(key)
        if answers is None:
            return None
        self._asked[key] += 1
        return answers[min(self._asked[key], len(answers)) - 1]

    def _unknown(self, origin: str, method: str, path: str, query: list[tuple[str, str]]) -> str:
        """Return what to say of a request that was not recorded."""
        asked = _shown(origin, method, path, query)
        close = difflib.get_close_matches(asked, list(islice(self._known, MOST_COMPARED)), MOST_NAMED, cutoff=0.5)
        if asked in self._known:
            return f"{asked} was recorded, but with another body or range, or without an end to its answer."
        there = f" The closest ones that were: {'; '.join(close)}." if close else " Nothing like it was."
        return f"{asked} was not recorded.{there}"

    async def _send(self, exchange: Exchange, method: str, send: Send) -> None:
        body = exchange["answer"]["body"]
        status, reason = exchange["status"], (body or {}).get("withheld")
        if reason is not None:
            told = f"The recording does not have this body: {reason}."
            if status >= 400:
                await respond(send, status, json.dumps({"detail": told}).encode("ascii"))
            else:
                await _refuse(send, told)
            return
        content = self._content(body)
        headers: Headers = [
            (name.encode("latin-1"), self._led_here(text).encode("latin-1", "replace"))
            for name, text in exchange["answer"]["headers"].items()
        ]
        if method != "HEAD" and status not in (204, 304):
            headers.append((b"content-length", b"%d" % len(content)))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    def _content(self, body: Body | None) -> bytes:
        if body is None:
            return b""
        if "json" in body:
            return self._led_here(json.dumps(body["json"], ensure_ascii=True)).encode("ascii")
        return base64.b64decode(body["base64"]) if "base64" in body else self._led_here(body["text"]).encode()

    def _led_here(self, text: str) -> str:
        """Return a text whose addresses are this replay's."""
        api_url, storage_url = self._urls
        return text.replace(f"{SERVICE_MARK}{self._base}", api_url).replace(f"{STORAGE_MARK}/", f"{storage_url}/")


def _recorded_key(exchange: Exchange) -> str:
    request = exchange["request"]
    query = [(name, value) for name, value in exchange["query"]]
    identity = _recorded_identity(request["body"])
    return _key(exchange["origin"], exchange["method"], exchange["path"], query, request["headers"], identity)


def _key(
    origin: str, method: str, path: str, query: list[tuple[str, str]], headers: Mapping[str, str], body: Any
) -> str:
    """Return what is the same for the same requests."""
    pairs = sorted((name, WORD if names_secret(name) else value) for name, value in query)
    return json.dumps([origin, method, path, pairs, [headers.get(name) for name in _COMPARED_HEADERS], body])


def _identity(content: bytes, headers: Mapping[str, str]) -> Any:
    if not content:
        return None
    readable, value = read_json(content) if is_json(headers) and len(content) <= LARGEST_JSON_BYTES else (False, None)
    return _sorted(masked(value)) if readable else hashlib.sha256(content).hexdigest()


def _recorded_identity(body: Body | None) -> Any:
    if body is None:
        return None
    return _sorted(masked(body["json"])) if "json" in body else body.get("sha256", "")


def _sorted(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _told(exchange: Exchange) -> str:
    query = [(name, value) for name, value in exchange["query"]]
    return _shown(exchange["origin"], exchange["method"], exchange["path"], query)


def _shown(origin: str, method: str, path: str, query: list[tuple[str, str]]) -> str:
    parameters = "&".join(f"{name}={WORD if names_secret(name) else value}" for name, value in sorted(query))
    where = "of the storage " if origin == "storage" else ""
    return f"{method} {where}{path}" + (f"?{parameters}" if parameters else "")


async def _refuse(send: Send, reason: str) -> None:
    await respond(send, 501, json.dumps({"detail": reason}).encode("ascii"))
