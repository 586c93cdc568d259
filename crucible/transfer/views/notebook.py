"""A bar in the output of a notebook's cell.

It is HTML that is sent again and again for the same output, since that needs nothing but IPython itself; widgets are a
package of their own and a page's extension, and are blank when the notebook is opened later. Styles are as in
`crucible.records.notebook`: written at the elements, no colours but those of the page, every text escaped.
"""

from __future__ import annotations

import html
import importlib
import sys
import time
from typing import TYPE_CHECKING, Any

from ...signs import shown
from .tally import row
from .view import View
from .words import fitted

if TYPE_CHECKING:
    from collections.abc import Callable

    from .tally import Row, Tally

EVERY_SECONDS = 0.25
MOST_FILES = 4
_LONGEST_NAME = 48
_CELL = "text-align:left;vertical-align:middle;padding:.1em 1em .1em 0;border:none"
_NAME = f"{_CELL};min-width:12em;white-space:nowrap"
_NUMBER = f"{_CELL};white-space:nowrap;font-variant-numeric:tabular-nums"
_TABLE = "margin:.3em 0;border-collapse:collapse;max-width:60em"
_BAR = "width:14em;max-width:30vw;vertical-align:middle"
_FAINT = "opacity:.7"


def is_notebook() -> bool:
    """Whether this runs in the kernel of a notebook, which has loaded IPython long before."""
    ipython = sys.modules.get("IPython")
    shell = getattr(ipython, "get_ipython", lambda: None)()
    return getattr(shell, "kernel", None) is not None


class NotebookView(View):
    """Shows a bar, and in the end what came of it.

    Parameters
    ----------
    every_seconds, clock
        As for `crucible.transfer.views.view.View`.
    """

    def __init__(self, every_seconds: float = EVERY_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(every_seconds, clock)
        self._output: Any = None  # of IPython, which publishes no types that were there without it
        self._plain = ""

    def _picture(self, tally: Tally, now: float) -> str:
        if tally.last is None:
            return ""
        self._plain = tally.line(now)
        files = tally.slow(now, MOST_FILES) if tally.last.total_files > 1 else []
        rows = [_line(tally.whole(now), ""), *(_line(row(file), f' style="{_FAINT}"') for file in files)]
        return f'<table style="{_TABLE}">{"".join(rows)}</table>'

    def _summary(self, tally: Tally, now: float) -> str:
        lines = tally.summary(now)
        self._plain = "\n".join(lines)
        faint = "".join(f'<div style="{_FAINT};overflow-wrap:anywhere">{html.escape(line)}</div>' for line in lines[1:])
        return f"<div>{html.escape(lines[0])}</div>{faint}" if lines else ""

    def _show(self, text: str) -> None:
        if not text:
            return
        bundle = {"text/html": text, "text/plain": self._plain}
        if self._output is None:
            display = importlib.import_module("IPython.display").display
            self._output = display(bundle, raw=True, display_id=True)
        else:
            self._output.update(bundle, raw=True)


def _line(one: Row, style: str) -> str:
    # A bar without a value moves to and fro.
    value, part = ("", "") if one.percent is None else (f' value="{one.percent}"', f"{one.percent}%")
    return (
        f'<tr{style}><td style="{_NAME}">{html.escape(fitted(shown(one.name), _LONGEST_NAME).rstrip())}</td>'
        f'<td style="{_NUMBER}"><progress style="{_BAR}" max="100"{value}></progress></td>'
        f'<td style="{_NUMBER}">{part}</td><td style="{_NUMBER}">{html.escape(one.detail)}</td></tr>'
    )
