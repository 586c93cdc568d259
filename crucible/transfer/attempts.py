"""What an answer of the object store means, and how often and when it is asked again."""

from __future__ import annotations

import logging
import re
import ssl
import time
from typing import TYPE_CHECKING

from ..errors import CrucibleError, StorageError
from ..transport import limits, retry

if TYPE_CHECKING:
    import threading

    from ..transport.storage import Answer

logger = logging.getLogger(__name__)

POLICY = retry.Policy(attempts=6)
"""Attempts in a row without any progress. As long as bytes arrive now and then, a transfer goes on."""

_TRANSIENT = frozenset({408, 429, 500, 502, 503, 504})
_CODE = re.compile(rb"<Code>(\w{1,60})</Code>")


class StorageBusyError(StorageError):
    """The object store cannot answer now; it may have said for how long."""

    def __init__(self, message: str, *, status: int, asked_seconds: float | None) -> None:
        super().__init__(message, status=status)
        self.asked_seconds = asked_seconds


def code_in(answer: Answer) -> str:
    """Return the code of a refusal, such as ``BadDigest``; none is an empty text."""
    found = _CODE.search(answer.body[:4096])
    return found[1].decode() if found else ""


def refusal(answer: Answer, what: str) -> StorageError:
    """Return the error for an answer that is no success.

    Of the body only the code is quoted: the rest may repeat the signed address.
    """
    code = code_in(answer)
    words = f" ({code})" if code else ""
    message = f"The object store answered {answer.status}{words} to {what}."
    if answer.status in _TRANSIENT:
        asked = retry.asked_seconds(answer.headers.get("Retry-After"), time.time(), answer.headers.get("Date"))
        return StorageBusyError(message, status=answer.status, asked_seconds=asked)
    return StorageError(message, status=answer.status, hint="Try again later, and report it if it stays.")


def go_on(stop: threading.Event) -> None:
    """Raise `TransferCancelledError` if the transfer is to end."""
    limits.check(stop)


class Attempts:
    """Counts failures in a row, and pauses between them.

    Parameters
    ----------
    what
        What is being attempted, for the log.
    stop
        Set to end a pause at once.
    policy
        How often and how long.
    """

    def __init__(self, what: str, stop: threading.Event, policy: retry.Policy = POLICY) -> None:
        self._what = what
        self.stop = stop
        self._policy = policy
        self._failures = 0
        self._failing_since = 0.0

    def go_on(self) -> None:
        """Raise `TransferCancelledError` if the transfer is to end."""
        go_on(self.stop)

    def succeeded(self) -> None:
        """Forget the failures so far."""
        self._failures = 0

    def failed(self, error: CrucibleError) -> None:
        """Pause before the next attempt; raise the error if there should be none."""
        now = time.monotonic()
        if not self._failures:
            self._failing_since = now
        self._failures += 1
        asked = error.asked_seconds if isinstance(error, StorageBusyError) else None
        # Storage requests may all be repeated: they say which bytes they are about.
        outcome = retry.Outcome("final" if _is_final(error) else "lost", asked_seconds=asked)
        elapsed = now - self._failing_since
        pause = retry.pause_seconds("PUT", None, self._failures, outcome, elapsed, policy=self._policy)
        left = limits.left_seconds()
        if pause is None or (left is not None and pause >= left):
            raise error
        logger.info("%s: next attempt in %.1f s, because: %s", self._what, pause, error)
        retry.announce(self._what, pause)
        self.stop.wait(pause)
        go_on(self.stop)


def _is_final(error: BaseException | None) -> bool:
    """Whether the cause is a certificate, which will not be trusted next time either."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
