"""Texts as a terminal may get them."""

from __future__ import annotations

import os
import sys

from ..signs import shown, width


def safe(text: str) -> str:
    r"""Return a text in which nothing is left that a terminal obeys, line by line.

    >>> safe("two\nlines\x1b[2J")
    'two\nlines\ufffd[2J'
    """
    return "\n".join(shown(line.expandtabs()) for line in text.replace("\r\n", "\n").split("\n"))


def cut(text: str, columns: int) -> str:
    """Return a text that takes at most so many columns, without its end if it is longer.

    >>> cut("annealed", 5), cut("試料", 3), cut("ab", 3), cut("ab", 0)
    ('anne…', '試…', 'ab', '')
    """
    if width(text) <= columns:
        return text
    kept, taken = "", 0
    for sign in text:
        taken += width(sign)
        if taken > columns - 1:
            break
        kept += sign
    return f"{kept}…" if columns > 0 else ""


def coloured(stream: object = None) -> bool:
    """Tell whether colours are wanted on standard output (or another stream): a terminal that has not declined them."""
    stream = sys.stdout if stream is None else stream
    is_terminal = bool(getattr(stream, "isatty", bool)())
    return is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
