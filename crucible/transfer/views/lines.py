"""A line a minute, and one at the end: for logs, batch jobs, and terminals that cannot draw over a line."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TextIO

from .view import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from .tally import Tally

EVERY_SECONDS = 60.0
_PLAIN_SIGNS = str.maketrans({"·": "|", "…": "~"})


class LinesView(View):
    """Writes lines and never takes one back.

    Parameters
    ----------
    stream
        Where to; signs that its encoding does not have are replaced.
    every_seconds, clock
        As for `crucible.transfer.views.view.View`.
    """

    def __init__(
        self, stream: TextIO, every_seconds: float = EVERY_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(every_seconds, clock)
        self._stream = stream

    def _picture(self, tally: Tally, now: float) -> str:
        return tally.line(now) + "\n"

    def _summary(self, tally: Tally, now: float) -> str:
        return "".join(f"{line}\n" for line in tally.summary(now))

    def _show(self, text: str) -> None:
        write(self._stream, text)


def write(stream: TextIO, text: str) -> None:
    """Write all of a text at once, with other signs for those that the stream's encoding does not have."""
    encoding = stream.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.translate(_PLAIN_SIGNS).encode(encoding, errors="replace").decode(encoding)
    stream.write(text)
    stream.flush()
