"""Stands between a client and the service, and writes down what passes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qsl, urlsplit

from ..asgi import DisconnectedError, body_blocks, respond
from ..injector import TRANSPORT
from .exchanges import LARGEST_JSON_BYTES, Collected, RecordingError, now, read_json
from .links import WORD, Links, texts_mapped
from .notes import Notes, Passing, is_json, lowered
from .upstream import BrokenError, UnreachableError, exchange

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator

    from ..answers import Headers
    from ..asgi import Receive, Scope, Send
    from .exchanges import Writer
    from .links import Link
    from .upstream import Answer

# Of this connection, or written anew for the next one.
_OF_CONNECTION = frozenset(
    [
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "upgrade",
        "host",
        "expect",
        "date",
        "server",
        "alt-svc",
        "strict-transport-security",
        "proxy-connection",
    ]
)


class Recorder:
    """Both origins of a recorder.

    Parameters
    ----------
    service
        Base URL of the service's API.
    urls
        Base URLs of the recorder itself: of its API, and of its storage.
    writer
        Takes exchanges.
    context
        How to verify the service.
    body_bytes
        Bodies that are no JSON are kept up to this size.

    Attributes
    ----------
    notes
        What was written.
    """

    def __init__(
        self, service: str, urls: tuple[str, str], writer: Writer, context: ssl.SSLContext | None, body_bytes: int
    ) -> None:
        self._service = service
        self._base = urlsplit(service).path
        self._links = Links(service, *urls)
        self.notes = Notes(self._links, writer, body_bytes)
        self._context = context
        self._body_bytes = body_bytes

    async def api(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request to the API."""
        if scope["type"] != "http":
            return
        path = scope["raw_path"].decode("latin-1")
        if path != self._base and not path.startswith(self._base + "/"):
            await _say(send, 404, f"This recorder passes on what begins with {self._base}/, and nothing else.")
            return
        query = scope["query_string"].decode("latin-1")
        url = f"{self._service}{path[len(self._base) :]}" + (f"?{query}" if query else "")
        await self._pass_on("api", scope, path[len(self._base) :], url, None, receive, send)

    async def storage(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request to the storage."""
        if scope["type"] != "http":
            return
        number = scope["raw_path"].decode("latin-1").removeprefix("/")
        word = dict(parse_qsl(scope["query_string"].decode("latin-1"))).get(WORD, "")
        link = self._links.find(number, word)
        if link is None:
            await _say(send, 403, "This recorder has not handed out that address; ask for a new one.")
            return
        await self._pass_on("storage", scope, f"/{number}", link.url, link, receive, send)

    async def _pass_on(
        self,
        origin: Literal["api", "storage"],
        scope: Scope,
        path: str,
        url: str,
        link: Link | None,
        receive: Receive,
        send: Send,
    ) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        self.notes.learn(headers)
        most = LARGEST_JSON_BYTES if is_json(headers) else self._body_bytes
        passing = Passing(origin, scope, path, headers, link, Collected(most), now())
        forwarded = {name: value for name, value in headers.items() if name not in _OF_CONNECTION}
        if origin == "api":
            forwarded["accept-encoding"] = "identity"  # what is packed cannot be searched
        else:
            forwarded = {name: value for name, value in forwarded.items() if name not in ("authorization", "cookie")}
        body = _collecting(body_blocks(receive), passing.body)
        try:
            async with exchange(scope["method"], url, forwarded, body, self._context) as answer:
                if origin == "api" and is_json(lowered(answer.headers)):
                    await self._hand_back_json(passing, answer, send)
                else:
                    await self._hand_back(passing, answer, send)
        except DisconnectedError:
            return
        except UnreachableError as error:
            await _say(send, 502, f"The recorder has no answer of {urlsplit(url).hostname}: {error}.")
        except RecordingError as error:
            await _say(send, 507, error.message)

    async def _hand_back_json(self, passing: Passing, answer: Answer, send: Send) -> None:
        """Hand back an answer of the API, with the storage's addresses exchanged."""
        collected = Collected(LARGEST_JSON_BYTES)
        try:
            async for block in answer.blocks():
                collected.add(block)
        except BrokenError as error:
            self.notes.write(passing, answer, collected, broken=str(error))
            _break_off(passing.scope)
            return
        content = collected.content
        if content is None:
            self.notes.write(passing, answer, collected)
            reason = f"The answer has more than {LARGEST_JSON_BYTES} bytes; the recorder does not pass on so much JSON."
            await _say(send, 502, reason)
            return
        self.notes.write(passing, answer, collected)
        changed = self._with_own_links(content, handed_out=passing.handed_out)
        headers = self._headers_back(passing, answer)
        if passing.scope["method"] != "HEAD":
            headers = [pair for pair in headers if pair[0] != b"content-length"]
            headers.append((b"content-length", b"%d" % len(changed)))
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": changed})

    def _with_own_links(self, content: bytes, *, handed_out: bool) -> bytes:
        """Return an answer whose addresses lead here; one without any as it is, to the last blank."""
        if b"://" not in content and b"\\" not in content:
            return content
        readable, value = read_json(content)
        if not readable:
            return content
        try:
            changed = texts_mapped(value, lambda text: self._links.for_client(text, handed_out=handed_out))
        except RecursionError:
            return content
        return content if changed == value else json.dumps(changed).encode("ascii")

    async def _hand_back(self, passing: Passing, answer: Answer, send: Send) -> None:
        """Hand back an answer as it comes."""
        collected = Collected(self._body_bytes)
        transport = passing.scope["extensions"][TRANSPORT]
        headers = self._headers_back(passing, answer)
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        held = b""  # until the exchange is written, the answer has no end
        try:
            async for block in answer.blocks():
                collected.add(block)
                if held:
                    await send({"type": "http.response.body", "body": held, "more_body": True})
                held = block
                if transport.is_closing():
                    raise BrokenError("the client went away")
            self.notes.write(passing, answer, collected)
        except BrokenError as error:
            if held and not transport.is_closing():
                await send({"type": "http.response.body", "body": held, "more_body": True})
            self.notes.write(passing, answer, collected, broken=str(error))
            _break_off(passing.scope)
        except RecordingError:  # it is noted
            _break_off(passing.scope)
        else:
            await send({"type": "http.response.body", "body": held})

    def _headers_back(self, passing: Passing, answer: Answer) -> Headers:
        """Return the headers for the client."""
        found: Headers = []
        for name, value in answer.headers:
            if name.lower() in _OF_CONNECTION or name.lower() == "transfer-encoding":
                continue
            told = value
            if name.lower() in ("location", "content-location", "link"):
                told = self._links.for_client(value, handed_out=name.lower() == "location")
            found.append((name.lower().encode("latin-1"), told.encode("latin-1", "replace")))
        return found


async def _collecting(blocks: AsyncIterator[bytes], into: Collected) -> AsyncIterator[bytes]:
    async for block in blocks:
        into.add(block)
        yield block


def _break_off(scope: Scope) -> None:
    """End the connection, so that nobody takes what came for all there is."""
    scope["extensions"][TRANSPORT].close()


async def _say(send: Send, status: int, reason: str) -> None:
    await respond(send, status, json.dumps({"detail": reason}).encode("ascii"))
