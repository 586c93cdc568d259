"""The httpx client for the API: key, headers, time-outs, retries and errors in one overridden ``send``.

The generated client sends through it, so that raw calls behave like the rest of the package.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

import httpx

from ..errors import UsageError
from . import failures, retry, trace
from .auth import OriginKey
from .pool import USER_AGENT, PooledClient

if TYPE_CHECKING:
    from ..config import Settings
    from ..errors import CrucibleError

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 60.0
# The server reads the whole file before it answers.
SLOW_SECONDS = {"complete_upload": 180.0, "complete_signed_upload": 180.0}
# Shorter pauses between attempts are not worth a line that the user sees.
ANNOUNCED_SECONDS = 2.0
PRIVILEGE_MODE = "Crucible-Privilege-Mode"


class Connection(PooledClient):
    """Sends requests to one API.

    Parameters
    ----------
    settings
        Address and key.
    answer_seconds
        How long to wait for an answer, or for the next part of it.
    policy
        How often and how long to try.
    """

    def __init__(
        self, settings: Settings, *, answer_seconds: float = ANSWER_SECONDS, policy: retry.Policy = retry.DEFAULT
    ) -> None:
        self._key = settings.api_key
        self._policy = policy
        self._answer_seconds = answer_seconds
        super().__init__(
            base_url=settings.api_url,
            auth=OriginKey(settings.api_url, settings.api_key),
            timeout=httpx.Timeout(answer_seconds, connect=CONNECT_SECONDS, pool=None),
            headers={"Accept": "application/json", "User-Agent": USER_AGENT, PRIVILEGE_MODE: "normal"},
        )

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request, again if that may help, and return the answer if it is a success.

        Raises
        ------
        CrucibleError
            The server refused, or could not be reached.
        """
        if self.is_closed:
            raise UsageError("The client is closed.", hint="Make a new one.")
        self._prepare(request)
        started = time.monotonic()
        attempt = 0
        while True:
            attempt += 1
            got = self._attempt(request, **options)
            if isinstance(got, httpx.Response):
                if got.is_success or (trace.operation(request), got.status_code) in failures.READ_ANYWAY:
                    return got
                got.read()
                got.close()
                outcome = failures.outcome_of_answer(got)
            else:
                outcome = failures.outcome_of_error(got)
            pause = self._pause(request, attempt, outcome, time.monotonic() - started)
            if pause is None:
                raise self._error(got, request) from (None if isinstance(got, httpx.Response) else got)
            if pause >= ANNOUNCED_SECONDS:
                logger.warning("%s: trying again in %.0f s", trace.operation(request) or request.method, pause)
            time.sleep(pause)

    def _prepare(self, request: httpx.Request) -> None:
        if not self._fits(request):
            name = trace.operation(request)
            raise UsageError(f"An argument of {name} changes its path.", hint="Ids are neither empty nor made of dots.")
        request.headers.setdefault(failures.REQUEST_ID, trace.new_request_id())
        seconds = SLOW_SECONDS.get(trace.operation(request) or "")
        if seconds is not None:
            times = request.extensions.get("timeout", {})
            request.extensions["timeout"] = {**times, "read": max(seconds, self._answer_seconds)}

    def _fits(self, request: httpx.Request) -> bool:
        """Whether the path is the operation's: a segment that is empty or ``..`` makes it another one."""
        path = request.extensions.get("path")
        if not isinstance(path, str):
            return True
        base, sent = _path(self.base_url), _path(request.url)
        segments = sent.removeprefix(base).split("/")
        return sent.startswith(base) and len(segments) == len(path.strip("/").split("/")) and all(segments)

    def _attempt(self, request: httpx.Request, **options: Any) -> httpx.Response | httpx.HTTPError:
        started = time.monotonic()
        try:
            with trace.unlogged():
                response = super().send(request, **options)
        except httpx.HTTPError as error:
            trace.answered(request, type(error).__name__, time.monotonic() - started, None)
            return error
        seconds = time.monotonic() - started
        trace.answered(request, str(response.status_code), seconds, failures.request_id(response))
        return response

    def _pause(
        self, request: httpx.Request, attempt: int, outcome: retry.Outcome, elapsed_seconds: float
    ) -> float | None:
        if not isinstance(request.stream, httpx.ByteStream):
            return None  # a body that was made while it was sent is gone
        return retry.pause_seconds(
            request.method,
            trace.operation(request),
            attempt,
            outcome,
            elapsed_seconds,
            has_idempotency_key="Idempotency-Key" in request.headers,
            policy=self._policy,
        )

    def _error(self, got: httpx.Response | httpx.HTTPError, request: httpx.Request) -> CrucibleError:
        return (
            failures.from_answer(got, self._key)
            if isinstance(got, httpx.Response)
            else failures.from_exception(got, request)
        )


def _path(url: httpx.URL) -> str:
    return url.raw_path.decode("ascii").partition("?")[0].removeprefix("/")
