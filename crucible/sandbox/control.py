"""What is asked about the server itself, beside the API: whether it is the one looked for, how it is, and to end.

Whoever asks shows the token from the folder's `server.json`, so only its owner can.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import orjson

from .asgi import respond

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .asgi import Receive, Scope, Send


class Control:
    """The ASGI application below `/_sandbox`.

    Parameters
    ----------
    token
        What authorises requests.
    identity
        What tells this server from others.
    status
        Returns how it is.
    stop
        Makes the server end; None if the program that it is a part of does that.
    sign_in_url
        Makes an address that opens the page for its owner, once.
    """

    def __init__(
        self,
        token: str,
        identity: Mapping[str, str],
        status: Callable[[], dict[str, Any]],
        stop: Callable[[], None] | None,
        sign_in_url: Callable[[], str],
    ) -> None:
        self._authorization = f"Bearer {token}".encode("ascii")
        self._identity = identity
        self._status = status
        self._stop = stop
        self._sign_in_url = sign_in_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        given = dict(scope["headers"]).get(b"authorization", b"")
        if secrets.compare_digest(given, self._authorization):
            status, body = self._answer(scope["method"], scope["path"].rpartition("/")[2])
        else:
            status, body = 401, {"detail": "Not authenticated"}
        await respond(send, status, orjson.dumps(body))
        if status == 202 and self._stop is not None:
            self._stop()

    def _answer(self, method: str, what: str) -> tuple[int, dict[str, Any]]:
        match method, what:
            case "GET", "server":
                return 200, dict(self._identity)
            case "GET", "status":
                return 200, self._status()
            case "POST", "sign-in":
                return 201, {"url": self._sign_in_url()}
            case "POST", "stop" if self._stop is None:
                return 409, {"detail": "The server ends with the program that it is a part of"}
            case "POST", "stop":
                return 202, {}
        return 404, {"detail": "Not Found"}
