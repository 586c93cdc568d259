"""Bars that are drawn over: one for the whole, and one for each of a few files that take a while.

A picture is written in one piece, with the terminal's own breaking of lines switched off meanwhile, so that a sign
that is wider than we thought is cut and breaks nothing. Then the cursor goes back up to the empty line above the
bars. The next picture begins where the cursor is, and clears what is below.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from ...signs import shown, width
from .lines import write
from .tally import row
from .view import View
from .words import fitted

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..events import Progress
    from .tally import Tally

EVERY_SECONDS = 0.2
MOST_FILES = 4
_USUAL_SIZE = os.terminal_size((80, 24))
_LONGEST_BAR = 30
_SHORTEST_BAR = 8
_LONGEST_NAME = 32
_SHORTEST_DETAIL = len("999 MB of 9.99 GB")
_LONGEST_DETAIL = len("999 MB of 9.99 GB · 999 MB/s · 59 min 59 s left")
_PERCENT = len("100%")
_GAP = 2

_CLEAR_LINE, _CLEAR_BELOW = "\x1b[K", "\x1b[J"
_NO_BREAKS, _BREAKS = "\x1b[?7l", "\x1b[?7h"
_UP = "\x1b[{}A"
_PALE, _PLAIN = "\x1b[2m", "\x1b[22m"

# Two displays in one terminal would draw over each other.
_in_use = threading.Lock()


def is_movable(stream: TextIO) -> bool:
    """Whether a stream leads to a terminal that can draw over a line, where nothing is drawn yet."""
    try:
        if not stream.isatty():
            return False
        number = stream.fileno()
    except (OSError, ValueError):  # the shell of IDLE says that it is a terminal, but has no number
        return False
    if _in_use.locked():
        return False
    if sys.platform == "win32":
        return _moves_on_windows(number)
    return os.environ.get("TERM", "dumb") not in ("", "dumb", "unknown")


def _moves_on_windows(number: int) -> bool:
    """Let the console obey escape sequences, and say whether it does; those before Windows 10 do not."""
    if sys.platform != "win32":
        return False
    import ctypes
    import msvcrt
    from ctypes import wintypes

    obeys_sequences = 0x0004
    console = wintypes.HANDLE(msvcrt.get_osfhandle(number))
    mode = wintypes.DWORD()
    kernel = ctypes.windll.kernel32
    if not kernel.GetConsoleMode(console, ctypes.byref(mode)):
        return False
    return bool(mode.value & obeys_sequences or kernel.SetConsoleMode(console, mode.value | obeys_sequences))


class TerminalView(View):
    """Draws bars.

    Parameters
    ----------
    stream
        A terminal; see `is_movable`.
    every_seconds, clock
        As for `crucible.transfer.views.view.View`.
    """

    def __init__(
        self, stream: TextIO, every_seconds: float = EVERY_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(every_seconds, clock)
        self._stream = stream
        self._has_terminal = False
        self._is_pale = not os.environ.get("NO_COLOR")
        self._signs = _signs(stream.encoding)
        self._handlers: list[logging.Handler] = []

    def _begin(self) -> None:
        self._has_terminal = _in_use.acquire(blocking=False)
        self._is_broken = not self._has_terminal
        self._handlers = _terminal_handlers() if self._has_terminal else []
        for handler in self._handlers:
            handler.addFilter(self._make_room)

    def _make_room(self, record: logging.LogRecord) -> bool:
        """Take the bars away until they are drawn again, or what follows a long log line would be their remains.

        A filter is what a handler asks just before it writes; this one lets everything pass.
        """
        with suppress(OSError, ValueError):
            write(self._stream, f"\r{_CLEAR_BELOW}")
        return True

    def _leave(self) -> None:
        for handler in self._handlers:
            handler.removeFilter(self._make_room)
        if self._has_terminal:
            self._has_terminal = False
            _in_use.release()

    def _picture(self, tally: Tally, now: float) -> str:
        if tally.last is None:
            return ""
        columns, rows = size_of(self._stream)
        files = tally.slow(now, min(MOST_FILES, rows - 3)) if tally.last.total_files > 1 else []
        lines = Layout(columns - 1, self._signs, is_pale=self._is_pale).lines(tally, files, now)
        picture = "".join(f"\r\n{line}{_CLEAR_LINE}" for line in lines)
        return f"{_NO_BREAKS}\r{_CLEAR_LINE}{picture}{_CLEAR_BELOW}{_UP.format(len(lines))}\r{_BREAKS}"

    def _summary(self, tally: Tally, now: float) -> str:
        return f"\r{_CLEAR_BELOW}" + "".join(f"{line}\r\n" for line in tally.summary(now))

    def _cleared(self, tally: Tally, now: float) -> str:
        return f"\r{_CLEAR_BELOW}"

    def _show(self, text: str) -> None:
        write(self._stream, text)


class Layout:
    """The lines of a picture in so many columns; what does not fit is left out, the least important first.

    Parameters
    ----------
    columns
        How many there are.
    signs
        Of a bar: done, half done and to do.
    is_pale
        Whether what is to do is pale; it differs from what is done without that as well.
    """

    def __init__(self, columns: int, signs: tuple[str, str, str], *, is_pale: bool) -> None:
        self._columns = max(1, columns)
        self._signs = signs
        self._is_pale = is_pale

    def lines(self, tally: Tally, files: list[Progress], now: float) -> list[str]:
        """Return the line about the whole, and one for each of some files."""
        rows = [tally.whole(now), *map(row, files)]
        labels = [shown(one.name) for one in rows]
        is_single = tally.last is not None and tally.last.total_files == 1
        name_columns, bar_columns, detail_columns = self._shared(labels[0], is_single=is_single)
        return [
            self._line(fitted(label, name_columns), one.percent, bar_columns, _cut(one.detail, detail_columns))
            for label, one in zip(labels, rows, strict=True)
        ]

    def _shared(self, whole: str, *, is_single: bool) -> tuple[int, int, int]:
        """Share the columns among names, bars and details, whatever is said just now: bars should keep still."""
        usual = min(_LONGEST_NAME, self._columns // 4)
        name = min(width(whole), _LONGEST_NAME) if is_single else max(width(whole), usual)
        free = self._columns - name - _PERCENT - 3 * _GAP
        if free >= _SHORTEST_BAR + _SHORTEST_DETAIL:
            detail = min(_LONGEST_DETAIL, free - _SHORTEST_BAR)
            return name, min(free - detail, _LONGEST_BAR), detail
        name = min(name, max(0, self._columns - _PERCENT - _GAP))
        return name, 0, max(0, self._columns - name - _PERCENT - 2 * _GAP)

    def _line(self, name: str, part: int | None, bar_columns: int, detail: str) -> str:
        said = "" if part is None else f"{part}%"
        line = f"{name}  {self._bar(part or 0, bar_columns)}{said:>{_PERCENT}}" if name else said
        return f"{line}  {detail}".rstrip() if detail else line.rstrip()

    def _bar(self, part: int, columns: int) -> str:
        if not columns:
            return ""
        done, half, undone = self._signs
        full, halves = divmod(2 * columns * part // 100, 2)
        rest = undone * (columns - full - halves)
        return done * full + half * halves + (f"{_PALE}{rest}{_PLAIN}" if self._is_pale and rest else rest) + "  "


def _cut(detail: str, columns: int) -> str:
    """Leave out what does not fit, but no half of it: first the number of bytes, since a percentage says it as well."""
    words = detail.split(" · ")
    while words and width(" · ".join(words)) > columns:
        words.pop(0)
    return " · ".join(words)


def _signs(encoding: str | None) -> tuple[str, str, str]:
    try:
        "━╸─·…".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return "#", "-", "-"
    return "━", "╸", "─"


def size_of(stream: TextIO) -> os.terminal_size:
    """Return columns and lines, as they are now; some terminals say 0."""
    try:
        size = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):
        return _USUAL_SIZE
    return size if size.columns > 0 and size.lines > 0 else _USUAL_SIZE


def _terminal_handlers() -> list[logging.Handler]:
    """Return what writes log lines to a terminal: that of the program, of this package, and the last resort."""
    handlers = [*logging.getLogger().handlers, *logging.getLogger("crucible").handlers, logging.lastResort]
    return [handler for handler in handlers if isinstance(handler, logging.StreamHandler) and _is_shown(handler.stream)]


def _is_shown(stream: object) -> bool:
    try:
        return bool(getattr(stream, "isatty", bool)())
    except ValueError:  # it is closed
        return False
