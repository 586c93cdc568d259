"""Texts as a terminal may get them: without what it obeys, and broken between words where its rows end."""

from __future__ import annotations

import os
import re
import shutil
import sys
from typing import TYPE_CHECKING, Final

from ..signs import shown, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

GAP = "  "
# What is to be typed, at the end of a text: it is copied, and so it is not broken.
_TYPED: Final = re.compile(r".*: ((?:… \| )?(?:crucible|pip) .+)")


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


def columns(stream: TextIO | None = None) -> int | None:
    """Return how wide standard output is, or another stream; None where it is no terminal, and lines are not broken."""
    stream = sys.stdout if stream is None else stream
    if stream is None or not stream.isatty():
        return None
    try:
        own = 0 if os.environ.get("COLUMNS") else os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        own = 0
    return own or shutil.get_terminal_size().columns


def labelled(rows: Sequence[tuple[str, str]], room: int | None = None) -> str:
    """Return a line for each label and its text, the texts below each other.

    >>> print(labelled([("key", "valid until May"), ("profile", "lab")], 20))
    key      valid until
             May
    profile  lab
    """
    wide = max(width(label) for label, _ in rows)
    lines = []
    for label, text in rows:
        first, *more = broken(safe(text), None if room is None else room - wide - len(GAP)) or [""]
        lines.append(f"{label}{' ' * (wide - width(label))}{GAP}{first}".rstrip())
        lines += [f"{' ' * wide}{GAP}{line}" for line in more]
    return "\n".join(lines)


def broken(text: str, room: int | None) -> list[str]:
    """Break a text between words; a word that is too long, such as an address, stays whole, so that it can be copied.

    >>> broken("the film has annealed", 8)
    ['the film', 'has', 'annealed']
    """
    return [line for part in text.split("\n") for line in _broken(part, room)] if room is not None else text.split("\n")


def told(text: str) -> str:
    """Return a text for people as standard error gets it."""
    return prose(safe(text), columns(sys.stderr))


def prose(text: str, room: int | None) -> str:
    r"""Break sentences between words; a command at their end has a line of its own if it does not fit.

    >>> print(prose("Error: There is no film\nHint: They are shown by: crucible sample list --project films", 30))
    Error: There is no film
    Hint: They are shown by:
      crucible sample list --project films
    """
    return text if room is None else "\n".join(line for part in text.split("\n") for line in _sentences(part, room))


def _sentences(text: str, room: int) -> Iterator[str]:
    if width(text) <= room:
        yield text
        return
    indent = text[: len(text) - len(text.lstrip())]
    found = _TYPED.fullmatch(text)
    typed = found[1] if found is not None and ". " not in found[1] else ""
    first, *more = _broken(text.removesuffix(typed), room - len(indent) - len(GAP if indent else ""))
    yield f"{indent}{first}"
    yield from (f"{indent}{GAP if indent else ''}{line}" for line in more)
    if typed:
        yield f"{GAP}{typed}"


def _broken(text: str, room: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and width(line) + 1 + width(word) > room:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line
