"""What a person sees of a transfer: bars in a terminal, a bar in a notebook, one line a minute elsewhere.

::

    words      sizes and times as people read them; names made harmless and measured
    tally      what the events say about the whole, and the lines that every view shows
    view       a thread that draws now and then what the tally says
    terminal   bars that are drawn over
    notebook   a bar in the output of a cell
    lines      a line a minute, for logs

Events only change the tally; a thread of its own draws. So no byte waits for a slow terminal, and a display that breaks
(a closed window, a full pipe) ends itself and not the transfer.

Decisions
---------
- These are a few hundred lines of our own instead of a library. `rich` (13 MB with what it needs, 60 ms to load) hides
  the cursor, replaces ``sys.stdout``, leaves copies of its bars when a window is made narrower, lets escape sequences
  in names pass, and shows nothing in a notebook without widgets. `tqdm`, which others build on, writes its bars into
  log files as well, needs widgets too, and its many bars need positions that we would have to assign. Neither has a
  line a minute.
- The cursor is never hidden, so that nobody has to bring it back. After drawing it rests on an empty line above the
  bars: whatever others write, a log line or ``^C``, goes there and stays readable, and when a window is made narrower
  and lines break, all that was drawn is still below.
- No signal handler is set and no stream replaced: both belong to the program that calls this library.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..events import Progress
    from .view import View

Progressing: TypeAlias = "Callable[[Progress], None] | bool | None"
"""A callback, True for the view that suits the place, False or None for silence."""


@contextmanager
def open_view(progress: Progressing) -> Iterator[Callable[[Progress], None] | None]:
    """Give what a `crucible.transfer.events.Meter` tells, and end the display when the transfer is over.

    Parameters
    ----------
    progress
        A callback, which is given as it is; True for the view that suits the place; False or None for silence.

    Examples
    --------
    >>> with open_view(None) as on_progress:
    ...     print(on_progress)
    None
    """
    if progress is not True:
        yield progress or None
        return
    view = view_for(sys.stderr)
    if view is None:
        yield None
        return
    with view:
        yield view


def view_for(stream: TextIO | None) -> View | None:
    """Return the view for what a stream leads to; None if it leads nowhere.

    Parameters
    ----------
    stream
        Mostly ``sys.stderr``, which is None in programs without a console.
    """
    from . import notebook

    if notebook.is_notebook():
        return notebook.NotebookView()
    if stream is None or stream.closed:
        return None
    from . import terminal

    if terminal.is_movable(stream):
        return terminal.TerminalView(stream)
    from .lines import LinesView

    return LinesView(stream)
