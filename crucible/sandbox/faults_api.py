"""Faults over HTTP: for programs in other languages, and for a sandbox that runs in another process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from .answers import Json, Refusal, forbidden, invalid, not_found
from .asgi import DisconnectedError, respond
from .bodies import JsonError, read_body, read_json
from .faults import FaultRuleError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .asgi import Receive, Scope, Send
    from .call import Caller
    from .faults import Faults

FAULTS_PATH = "/_sandbox/faults"
LARGEST_RULE_BYTES = 64 * 1024
METHODS = b"DELETE, GET, POST"


class FaultsApi:
    """The ASGI application of the rules: GET shows them and what has happened, POST adds one, DELETE forgets all.

    Parameters
    ----------
    faults
        The rules.
    authenticate
        Returns whose key the headers hold; only a platform administrator is let in.
    """

    def __init__(self, faults: Faults, authenticate: Callable[[Mapping[str, str]], Caller]) -> None:
        self._faults = faults
        self._authenticate = authenticate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            if not self._authenticate(headers).may_elevate:
                raise forbidden("Not authorized: this needs a platform administrator")
            body = await read_body(headers, receive, LARGEST_RULE_BYTES)
            status, answer = self._answer(scope["method"], body)
        except DisconnectedError:
            return
        except Refusal as refusal:
            await respond(send, refusal.status, orjson.dumps({"detail": refusal.detail}), headers=refusal.headers)
        else:
            await respond(send, status, b"" if answer is None else orjson.dumps(answer))

    def _answer(self, method: str, body: bytes) -> tuple[int, Json]:
        match method:
            case "GET":
                return 200, self._faults.to_json()
            case "POST":
                return 201, self._added(body)
            case "DELETE" if body.strip():
                return self._removed(body)
            case "DELETE":
                self._faults.clear()
                return 204, None
        raise Refusal(405, "Method Not Allowed", [(b"allow", METHODS)])

    def _removed(self, body: bytes) -> tuple[int, Json]:
        try:
            found = self._faults.remove(read_json(body))
        except JsonError as error:
            raise invalid(("body",), str(error), kind=error.kind) from None
        if not found:
            raise not_found("Rule")
        return 204, None

    def _added(self, body: bytes) -> Json:
        try:
            return self._faults.add_json(read_json(body)).to_json()
        except JsonError as error:
            raise invalid(("body",), str(error), kind=error.kind) from None
        except FaultRuleError as error:
            raise invalid(("body", error.member), str(error)) from None
