"""Progress of the demo on a terminal: the steps in the left column, one line per thing, bytes while they move."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crucible.transfer.events import Progress

REDRAW_SECONDS = 0.1
STEP_WIDTH, NAME_WIDTH, STATE_WIDTH = 11, 22, 20


class Report:
    """Writes steps, lines and moving byte counts to a stream.

    Parameters
    ----------
    stream
        Where to; characters it cannot show are replaced.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._out = stream or sys.stdout
        self._moving = self._out.isatty()
        self._step = ""

    def step(self, name: str) -> None:
        """Begin a step: its name stands before the next line."""
        self._step = name

    def line(self, what: str | None, state: str | None, detail: str | None = None) -> None:
        """Write one thing, its state and a detail."""
        self._write(self._row(what, state, detail) + "\n")
        self._step = ""

    def block(self, text: str) -> None:
        """Write several lines as they are."""
        for line in text.splitlines():
            self._write(f"{self._step:<{STEP_WIDTH}} {line}\n")
            self._step = ""

    @contextmanager
    def bytes(self, name: str, total: int) -> Iterator[Callable[[Progress], None]]:
        """Show how many bytes of a file have moved: on a terminal while they do, elsewhere at the end."""
        started = drawn = time.monotonic()

        def show(event: Progress) -> None:
            nonlocal drawn
            if self._moving and time.monotonic() - drawn > REDRAW_SECONDS:
                drawn = time.monotonic()
                self._write(f"\r{self._row(name, size(event.done_bytes), f'of {size(total)}')}  ")

        yield show
        seconds = max(time.monotonic() - started, 1e-3)
        if self._moving:
            self._write(f"\r{'':<78}\r")  # the moving line makes room for the last one
        self.line(name, size(total), f"{size(total / seconds)}/s")

    def _row(self, what: str | None, state: str | None, detail: str | None) -> str:
        row = f"{self._step:<{STEP_WIDTH}} {what or '':<{NAME_WIDTH}} {state or '':<{STATE_WIDTH}} {detail or ''}"
        return row.rstrip()

    def _write(self, text: str) -> None:
        encoding = self._out.encoding or "utf-8"
        self._out.write(text.encode(encoding, errors="replace").decode(encoding))
        self._out.flush()


def size(count: float) -> str:
    """Return a number of bytes as people read it.

    >>> size(512), size(63002), size(3.2e9)
    ('512 B', '61.5 KiB', '3.0 GiB')
    """
    for unit in ("B", "KiB", "MiB"):
        if count < 1024:
            return f"{count:.0f} B" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.1f} GiB"
