"""The log of requests: the latest ones, with the operation each called and the rights that were applied to it.

It is for people who learn how the service works, on the sandbox's page, and is kept in memory only. Nothing in it
authorises anything: no headers, no bodies, of addresses in the storage no query, and no ids of uploads.
"""

from __future__ import annotations

import itertools
import re
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl, unquote

from .store.database import now

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .answers import Json
    from .asgi import App, Receive, Scope, Send
    from .call import Caller, Right

Origin = Literal["API", "storage"]

MOST_KEPT = 500
LONGEST_TEXT = 300
API_PATHS = b"/api/"
_ENTRY = "crucible.request"
_HIDDEN = "…"
_UPLOAD_ID = re.compile("(?<=/upload/multipart/)[^/]+")
_SECRET_PARAMETERS = frozenset({"upload_id", "api_key", "apikey", "key", "token", "access_token"})


@dataclass(slots=True)
class Entry:
    """One request.

    Attributes
    ----------
    origin
        The API, or the storage of files.
    path
        With the query, if the API was asked.
    operation
        What was called: an operation, or an action of the storage.
    caller
        Whose key came with it, and whether the rights of a platform administrator counted.
    rights
        The roles that the caller has on records the call was about, by record, and what they had to be at least.
    faults
        What befell it on demand.
    status
        Of the answer; None if none was begun.
    reason
        Why the API refused it.
    """

    number: int
    at: str
    origin: Origin
    method: str
    path: str
    operation: str | None = None
    caller: Caller | None = None
    rights: Mapping[str, Right] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    status: int | None = None
    reason: str | None = None
    sent_bytes: int = 0
    milliseconds: float | None = None

    @property
    def failed(self) -> bool:
        """Whether the answer was a refusal or an error, or there was none."""
        return self.milliseconds is not None and (self.status is None or self.status >= 400)

    def refused(self, detail: Json) -> None:
        """Note why it was refused, as the answer says it."""
        if isinstance(detail, list):
            told = [f"{'.'.join(map(str, wrong.get('loc', ())))}: {wrong.get('msg')}" for wrong in detail[:5]]
            detail = "; ".join(told)
        elif isinstance(detail, dict):
            detail = detail.get("message") or detail.get("code")
        self.reason = str(detail)[:LONGEST_TEXT]


class RequestLog:
    """The latest requests to both origins."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._entries: deque[Entry] = deque(maxlen=MOST_KEPT)

    def newest_first(self) -> list[Entry]:
        """Return what is kept."""
        return list(self._entries)[::-1]

    def recorded(self, origin: Origin, app: App, name_of: Callable[[Scope], str | None] | None = None) -> App:
        """Return an application whose requests are noted.

        Parameters
        ----------
        name_of
            Returns what a request calls; without it the application says so itself, by `entry_of`.
        """

        async def record(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http" or (origin == "API" and not scope["raw_path"].startswith(API_PATHS)):
                await app(scope, receive, send)
                return
            entry = Entry(next(self._numbers), now(), origin, scope["method"][:LONGEST_TEXT], _address(origin, scope))
            entry.operation = name_of(scope) if name_of else None
            self._entries.append(entry)
            scope["extensions"][_ENTRY] = entry
            started = time.perf_counter()

            async def sent(message: dict[str, Any]) -> None:
                if message["type"] == "http.response.start":
                    entry.status = message["status"]
                else:
                    entry.sent_bytes += len(message.get("body", b""))
                await send(message)

            try:
                await app(scope, receive, sent)
            finally:
                entry.milliseconds = 1000 * (time.perf_counter() - started)

        return record


def entry_of(scope: Scope) -> Entry:
    """Return what is noted about a request; of one that nobody notes, something to write to."""
    entry: Entry | None = scope.get("extensions", {}).get(_ENTRY)
    return entry or Entry(0, "", "API", "", "")


def _address(origin: Origin, scope: Scope) -> str:
    """Return path and query as they may be shown."""
    path = _UPLOAD_ID.sub(_HIDDEN, unquote(scope["raw_path"].decode("latin-1"), errors="replace"))
    if origin == "API" and scope["query_string"]:
        try:
            pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True, max_num_fields=50)
        except ValueError:
            pairs = []
        shown = [f"{name}={_HIDDEN if name.lower() in _SECRET_PARAMETERS else value}" for name, value in pairs]
        path += "?" + "&".join(shown)
    return path[:LONGEST_TEXT]
