"""Waiting for ingestions, with what is to be seen of it."""

from __future__ import annotations

import sys
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, Final, TextIO

from ..transfer.views.lines import EVERY_SECONDS, write
from ..transfer.views.terminal import is_movable, size_of
from ..transfer.views.view import View
from ..transfer.views.words import duration
from .failure import FAILED, PARTLY, code_of
from .transfers import NAMED_FAILURES, NotAllError, stopped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..errors import IngestionError
    from ..records import IngestionRequest
    from ..transfer.views.tally import Tally
    from .session import Session

DRAWN_SECONDS: Final = 0.2


class WaitingView(View):
    """One line that says how many have ended, drawn over in a terminal, and written once a minute elsewhere.

    Parameters
    ----------
    stream
        Where to.
    """

    def __init__(self, stream: TextIO) -> None:
        self._moves = is_movable(stream)
        super().__init__(DRAWN_SECONDS if self._moves else EVERY_SECONDS)
        self._stream = stream
        self._started_at = time.monotonic()
        self._last: dict[int, IngestionRequest] = {}
        self.says_what_came_of_it = False

    def see(self, request: IngestionRequest) -> None:
        """Take a state."""
        with self._lock:
            self._last[request.id] = request

    def _picture(self, tally: Tally, now: float) -> str:
        text = f"{counted(list(self._last.values()))} · {duration(round(now - self._started_at))}"
        if not self._moves:
            return f"{text}\n"
        return f"\r{text[: size_of(self._stream).columns - 1]}\x1b[K"

    def _summary(self, tally: Tally, now: float) -> str:
        return self._cleared(tally, now)

    def _cleared(self, tally: Tally, now: float) -> str:
        return "\r\x1b[K" if self._moves else ""

    def _show(self, text: str) -> None:
        write(self._stream, text)


def counted(requests: Sequence[IngestionRequest]) -> str:
    """Return how many have ended, and how."""
    complete = sum(one.is_finished and not one.is_failed for one in requests)
    failed = sum(one.is_failed for one in requests)
    numbers = {"complete": complete, "failed": failed, "not ended": len(requests) - complete - failed}
    if not requests:
        return "waiting"
    words = ", ".join(f"{number:,} {word}" for word, number in numbers.items() if number)
    return f"{len(requests):,} ingestion{'' if len(requests) == 1 else 's'}: {words}"


def waited(session: Session, what: Sequence[Any], timeout: float) -> tuple[list[IngestionRequest], NotAllError | None]:
    """Wait for all, and return their last states, with an error if not all ended well.

    Raises
    ------
    StoppedError
        By Ctrl-C; it says how to go on.
    """
    from ..errors import IngestionError

    view = WaitingView(sys.stderr) if session.progress else None
    try:
        with view or nullcontext():
            see = view.see if view is not None else None
            return list(session.client.wait(what, timeout_seconds=timeout, on_progress=see)), None
    except IngestionError as error:
        return list(error.requests), _not_all(error)
    except KeyboardInterrupt as error:
        raise stopped("", "The ingestion goes on.") from error


def _not_all(error: IngestionError) -> NotAllError:
    """Return the error to end with, which names the first of those that failed."""
    from .phrases import spoken

    failed = [one for one in error.requests if one.is_failed]
    is_partly = any(one.is_finished and not one.is_failed for one in error.requests)
    message = spoken(error.message)
    if failed and all(one.is_finished for one in error.requests):
        names = [f"  {one.file_mfid or one.id}: {one.error_message or one.status}" for one in failed[:NAMED_FAILURES]]
        more = [f"  and {len(failed) - len(names):,} more"] if len(failed) > len(names) else []
        message = "\n".join([f"{len(failed):,} of {len(error.requests):,} not ingested:", *names, *more])
    unread = None if error.requests else error.__cause__  # such as a server that was not there in all that time
    code = PARTLY if is_partly else FAILED if unread is None else code_of(unread)
    return NotAllError(message, code, spoken(error.hint) if error.hint else None)
