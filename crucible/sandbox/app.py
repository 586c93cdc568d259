"""The API as an ASGI application.

The document says which operations there are and what may go in and out; this module carries requests to the handlers
and answers back. A handler that changes something runs inside one transaction, and its answer is checked before the
transaction is committed, so that an answer that would not fit the document leaves nothing behind.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import orjson

from .answers import NO_ROOM, Answer, RawAnswer, Refusal, forbidden, invalid
from .asgi import DisconnectedError, respond
from .bodies import JsonError, read_body, read_json
from .call import Call, Caller, RawBody, World
from .request_log import entry_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from .answers import Headers, Json
    from .asgi import Receive, Scope, Send
    from .document import Operation

    Handler = Callable[[Call], Json]

MOST_QUERY_PARAMETERS = 200
QUICK_BODY_BYTES = 128 * 1024
PRIVILEGE_MODE = "crucible-privilege-mode"

_log = logging.getLogger(__name__)


class Api:
    """One version of the API.

    Parameters
    ----------
    prefix
        Path of the base URL, without a slash at its end.
    world
        What the handlers work on.
    handlers
        The functions, by operationId; each operation of the document has one.
    slow
        The operations whose handlers run in a thread and take care of their transactions themselves.
    """

    def __init__(
        self, prefix: str, world: World, handlers: Mapping[str, Handler], slow: Collection[str] = frozenset()
    ) -> None:
        self._prefix = prefix.encode("ascii")
        self._world = world
        self._handlers = handlers
        self._slow = slow

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        operation: Operation | None = None
        headers: Headers = []
        entry = entry_of(scope)
        try:
            operation, path_texts = self._route(scope)
            entry.operation = operation.name
            status, content, kind = await self._answer(operation, path_texts, scope, receive)
        except DisconnectedError:
            return
        except Refusal as refusal:
            status, headers = refusal.status, refusal.headers
            entry.refused(refusal.detail)
            content, kind = orjson.dumps({"detail": refusal.detail}), b"application/json"
        except Exception as error:
            if isinstance(error, OSError) and error.errno in NO_ROOM:
                status, detail = 507, b"There is no room for more in the sandbox's folder; nothing was changed"
            else:
                _log.exception("%s failed", operation.name if operation else scope["method"])
                status, detail = 500, b"Internal Server Error"
            content, kind = b'{"detail":"' + detail + b'"}', b"application/json"
        await respond(send, status, content, kind, headers)

    def operation_name(self, scope: Scope) -> str | None:
        """Return which operation a request calls, if there is one."""
        try:
            return self._route(scope)[0].name
        except Refusal:
            return None

    def _route(self, scope: Scope) -> tuple[Operation, list[tuple[str, str]]]:
        raw_path: bytes = scope["raw_path"]
        if not raw_path.startswith(self._prefix + b"/"):
            raise Refusal(404, "Not Found")
        operation, texts, methods = self._world.document.route(scope["method"], raw_path[len(self._prefix) :])
        if operation is not None:
            return operation, texts
        if methods:
            raise Refusal(405, "Method Not Allowed", [(b"allow", ", ".join(methods).encode("ascii"))])
        raise Refusal(404, "Not Found")

    async def _answer(
        self, operation: Operation, path_texts: list[tuple[str, str]], scope: Scope, receive: Receive
    ) -> tuple[int, bytes, bytes]:
        """Check a request, let its handler answer, and check and encode the answer."""
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        entry = entry_of(scope)
        caller = entry.caller = self.authenticate(dict(headers)) if operation.needs_key else None
        values = self._parameters(operation, path_texts, scope, headers)
        body: Json = None
        data = await read_body(dict(headers), receive) if operation.takes_body or operation.takes_form else b""
        is_quick = len(data) <= QUICK_BODY_BYTES and operation.method != "DELETE"  # which may remove many large files
        if operation.takes_body:
            body = self._body(operation, data) if is_quick else await asyncio.to_thread(self._body, operation, data)
        elif operation.takes_form:
            body = RawBody(dict(headers).get("content-type", ""), data)
        handler = self._handlers[operation.name]
        call = Call(operation, values, body, caller, self._world)
        entry.rights = call.rights
        if operation.name in self._slow:
            return await asyncio.to_thread(self._perform, handler, call)
        # Nobody else is answered while the event loop's thread works, or waits for its turn to write.
        if is_quick and not (operation.changes_something and self._world.store.db.is_busy):
            return self._perform_at_once(handler, call)
        return await asyncio.to_thread(self._perform_at_once, handler, call)

    def authenticate(self, headers: Mapping[str, str]) -> Caller:
        """Return who makes a request, or refuse it."""
        scheme, _, key = headers.get("authorization", "").partition(" ")
        challenge = [(b"www-authenticate", b"Bearer")]
        if scheme.lower() != "bearer" or not key.strip():
            raise Refusal(401, "Not authenticated", challenge)
        found = self._world.store.accounts.key_holder(key.strip())
        if found is None or not found[1].is_valid:
            raise Refusal(401, "The API key is not known, or has expired", challenge)
        account = found[0]
        mode = headers.get(PRIVILEGE_MODE)
        if mode not in (None, "normal", "elevated"):
            message = "Input should be 'normal' or 'elevated'"
            raise invalid(("header", "Crucible-Privilege-Mode"), message, mode, "enum")
        if mode == "elevated" and account.platform_role != "admin":
            raise forbidden("Not authorized: only a platform administrator can use elevated mode")
        return Caller(account, elevated=account.platform_role == "admin" and mode != "normal")

    def _parameters(
        self, operation: Operation, path_texts: list[tuple[str, str]], scope: Scope, headers: list[tuple[str, str]]
    ) -> dict[str, Json]:
        try:
            query = parse_qsl(
                scope["query_string"].decode("latin-1"),
                keep_blank_values=True,
                errors="replace",
                max_num_fields=MOST_QUERY_PARAMETERS,
            )
        except ValueError:
            raise invalid(("query",), f"More than {MOST_QUERY_PARAMETERS} parameters", kind="too_long") from None
        cookies = [
            (name.strip(), value)
            for header, text in headers
            if header == "cookie"
            for name, _, value in (pair.partition("=") for pair in text.split(";"))
        ]
        values, wrong = operation.read_parameters(
            {"path": path_texts, "query": query, "header": headers, "cookie": cookies}
        )
        if wrong:
            raise Refusal(422, wrong)
        return values

    def _body(self, operation: Operation, data: bytes) -> Json:
        if not data.strip():
            if operation.requires_body:
                raise invalid(("body",), "Field required", kind="missing")
            return None
        try:
            body = read_json(data)
        except JsonError as error:
            where = ("body",) if error.position is None else ("body", error.position)
            raise invalid(where, str(error), kind=error.kind) from None
        operation.add_offsets(body)
        if wrong := operation.check_body(body, len(data)):
            raise Refusal(422, wrong)
        return body

    def _perform_at_once(self, handler: Handler, call: Call) -> tuple[int, bytes, bytes]:
        """Run a handler in one transaction, or on one state of what is stored."""
        database = self._world.store.db
        with database.write() if call.operation.changes_something else database.read():
            return self._perform(handler, call)

    def _perform(self, handler: Handler, call: Call) -> tuple[int, bytes, bytes]:
        """Run a handler and encode its answer; an answer the document does not know is a mistake of the sandbox."""
        given = handler(call)
        if isinstance(given, RawAnswer):
            return call.operation.success, given.content, given.content_type.encode("ascii")
        answer = given if isinstance(given, Answer) else Answer(call.operation.success, given)
        wrong = call.operation.check_answer(answer.status, answer.body)
        if wrong is not None:
            message = f"The sandbox's answer to {call.operation.name} does not fit the document: {wrong}"
            _log.error(message)
            raise Refusal(500, message)
        if answer.status == 204:
            return 204, b"", b""
        return answer.status, orjson.dumps(answer.body), b"application/json"
