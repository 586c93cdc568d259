"""Lines of a label and a text, broken where the terminal ends."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from ..signs import width
from .words import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GAP = "  "


def columns() -> int | None:
    """Return how wide standard output is; None where it is no terminal, and lines are not broken."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


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


def _broken(text: str, room: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and width(line) + 1 + width(word) > room:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line
