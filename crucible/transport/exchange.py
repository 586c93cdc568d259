"""One request and the attempts at it: how it leaves, and what is done about what comes of it.

Nothing here sends or waits. Both connections, the blocking one and the one of an event loop, ask here and carry out, so
that they cannot differ.
"""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from ..errors import UsageError
from . import dialect, failures, limits, retry, tls, trace
from .agent import USER_AGENT
from .auth import OriginKey
from .elevation import Elevation

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from ..config import Settings
    from ..errors import CrucibleError

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 60.0
# The server reads the whole file before it answers.
SLOW_SECONDS = {"complete_upload": 180.0, "complete_signed_upload": 180.0}
PRIVILEGE_MODE = "Crucible-Privilege-Mode"
# Among the extensions of a request: when it is over, by the monotonic clock.
END = "crucible_end"


@dataclass(frozen=True)
class Terms:
    """What all requests to one API have in common.

    Attributes
    ----------
    settings
        Address and key.
    answer_seconds
        How long to wait for an answer, or for the next part of it.
    policy
        How often and how long to try.
    elevation
        Whose rights requests ask for.
    """

    settings: Settings
    answer_seconds: float = ANSWER_SECONDS
    policy: retry.Policy = retry.DEFAULT
    elevation: Elevation = field(default_factory=Elevation)

    def options(self) -> dict[str, Any]:  # Any: options of an httpx client
        """Return the options of a client that sends such requests."""
        return {
            "base_url": self.settings.api_url,
            "auth": OriginKey(self.settings.api_url, self.settings.api_key),
            "timeout": httpx.Timeout(self.answer_seconds, connect=CONNECT_SECONDS, pool=None),
            "headers": {"Accept": "application/json", "User-Agent": USER_AGENT},
            "verify": tls.context(self.settings.tls),
        }


class Exchange:
    """One request, prepared to be sent.

    Parameters
    ----------
    terms
        What all requests have in common.
    base_url
        Address of the API as the client that sends has it.
    request
        The request.

    Raises
    ------
    UsageError
        An argument changes the path of the operation.
    NotAvailableError
        The address is one of API v2, which cannot do this.
    """

    def __init__(self, terms: Terms, base_url: httpx.URL, request: httpx.Request) -> None:
        self._terms = terms
        self._request = request
        self._operation = trace.operation(request)
        if not _fits(base_url, request):
            raise UsageError(
                f"An argument of {self._operation} changes its path.", hint="Ids are neither empty nor made of dots."
            )
        self._dialect = dialect.of(terms.settings.api_url)
        if self._dialect:
            self._request = request = self._dialect.request(request)
        else:
            request.headers.setdefault(PRIVILEGE_MODE, terms.elevation.mode)
        request.headers.setdefault(failures.REQUEST_ID, trace.new_request_id())
        self._times: dict[str, float | None] = dict(request.extensions.get("timeout", {}))
        if self._operation in SLOW_SECONDS:
            self._times["read"] = max(SLOW_SECONDS[self._operation], terms.answer_seconds)
        self._attempts = 0
        self._started = self._attempt_started = time.monotonic()
        self._end = self._started + max(terms.policy.budget_seconds, self._times.get("read") or 0.0)

    @property
    def request(self) -> httpx.Request:
        """The request as it is sent."""
        return self._request

    def heard(self, answer: httpx.Response) -> httpx.Response:
        """Return an answer as v3 of the API would give it."""
        return self._dialect.answer(self._request, answer) if self._dialect else answer

    def broken_off(self, stopped: BaseException) -> None:
        """Say of a write that is broken off, by Ctrl-C or because its task is cancelled, what that means."""
        failures.without_frames(stopped)
        if self._attempts and self._request.method not in ("GET", "HEAD"):
            name = self._operation or f"a {self._request.method} request"
            note = f"{name} was broken off: whether it took effect is unknown, look before you repeat it."
            logger.warning("%s", note)
            stopped.add_note(note)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Send the request inside."""
        self._attempts += 1
        self._attempt_started = time.monotonic()
        left = self._left_seconds()
        times = limits.shortened(self._times, left)
        self._request.extensions |= {"timeout": times, END: self._attempt_started + left}
        with trace.unlogged():
            yield

    def _left_seconds(self) -> float:
        limit = limits.left_seconds()
        left = self._end - time.monotonic()
        return left if limit is None else min(left, limit)

    def accepts(self, got: httpx.Response | httpx.HTTPError) -> bool:
        """Note what came of an attempt, and whether it is an answer to return."""
        seconds = time.monotonic() - self._attempt_started
        if isinstance(got, httpx.HTTPError):
            trace.answered(self._request, type(got).__name__, seconds, None)
            return False
        trace.answered(self._request, str(got.status_code), seconds, failures.request_id(got))
        is_success = got.is_success and failures.is_registered(got.status_code)
        return is_success or (self._operation, got.status_code) in failures.READ_ANYWAY

    def pause_seconds(self, got: httpx.Response | httpx.HTTPError) -> float:
        """Return how long to wait before the next attempt, after one without success; its body must have been read.

        Raises
        ------
        CrucibleError
            There should be no other attempt: this is why.
        """
        if isinstance(got, httpx.Response):
            pause = self._pause_seconds(failures.outcome_of_answer(got))
        else:
            pause = self._pause_seconds(failures.outcome_of_error(got))
        if pause is None or pause >= self._left_seconds():
            raise self._error(got) from (got if isinstance(got, httpx.HTTPError) else None)
        retry.announce(self._operation or self._request.method, pause)
        return pause

    def _pause_seconds(self, outcome: retry.Outcome) -> float | None:
        if not isinstance(self._request.stream, httpx.ByteStream):
            return None  # a body that was made while it was sent is gone
        return retry.pause_seconds(
            self._request.method,
            self._operation,
            self._attempts,
            outcome,
            time.monotonic() - self._started,
            has_idempotency_key="Idempotency-Key" in self._request.headers,
            policy=self._terms.policy,
        )

    def _error(self, got: httpx.Response | httpx.HTTPError) -> CrucibleError:
        if isinstance(got, httpx.Response):
            return failures.from_answer(got, self._terms.settings.api_key)
        return failures.from_exception(got, self._request)


class TimedBody(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body of an answer, which must be there when its request is over.

    The HTTP library limits how long each part may take, so that a body that comes drop by drop would take for ever.
    """

    def __init__(self, response: httpx.Response) -> None:
        self._body: Any = response.stream  # Any: of either kind
        self._end: float = response.request.extensions[END]

    def __iter__(self) -> Iterator[bytes]:
        for part in self._body:
            self._check()
            yield part

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._body:
            self._check()
            yield part

    def _check(self) -> None:
        if time.monotonic() > self._end:
            raise httpx.ReadTimeout("the answer takes too long")

    def close(self) -> None:
        """Free the connection."""
        self._body.close()

    async def aclose(self) -> None:
        """Free the connection."""
        await self._body.aclose()


def _fits(base_url: httpx.URL, request: httpx.Request) -> bool:
    """Whether the path is the operation's: a segment that is empty or ``..`` makes it another one."""
    path = request.extensions.get("path")
    if not isinstance(path, str):
        return True
    base, sent = _path(base_url), _path(request.url)
    segments = sent.removeprefix(base).split("/")
    return sent.startswith(base) and len(segments) == len(path.strip("/").split("/")) and all(segments)


def _path(url: httpx.URL) -> str:
    return url.raw_path.decode("ascii").partition("?")[0].removeprefix("/")
