"""Tables of numbers as text: patterns, spectra, logs."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from ..errors import UsageError
from ..extras import require
from .contents import Curves

if TYPE_CHECKING:
    from pathlib import Path

MOST_VALUES: Final = 20_000_000
MOST_LINES_DRAWN: Final = 8
LONGEST_LINE: Final = 10_000
LEAST_POINTS: Final = 2
COMMENT: Final = "#;!%'\" \t"
PATTERNS: Final = ("xy", "xye", "chi")
"""Ends of names of patterns: what stands in a third column is the error of the second."""
_BETWEEN: Final = re.compile(r"[,;\t]\s*|\s+")
_WITHIN: Final = re.compile(r"\s*[,;\t]\s*")


def of_text(path: Path, title: str) -> Curves:
    """Return the columns of numbers of a text, over the first of them.

    What stands above them names them, if it has as many words as there are columns, or as a setting ``columns: …``.

    Raises
    ------
    UsageError
        There are none.
    """
    rows: list[list[float]] = []
    above: list[str] = []
    columns = 0
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            numbers = _numbers(line)
            if numbers and (not columns or len(numbers) == columns):
                columns = len(numbers)
                rows.append(numbers)
                if len(rows) * columns > MOST_VALUES:
                    raise UsageError(f"It has more than {MOST_VALUES:,} numbers.", hint="Read a part of it.")
            elif not rows and len(line) < LONGEST_LINE:
                above.append(line)
    if len(rows) < LEAST_POINTS:
        raise UsageError("It has no columns of numbers.", hint="Choose another file.")
    return _curves(title, rows, _names(above[-100:], columns), path.name.rpartition(".")[2].lower() in PATTERNS)


def _numbers(line: str) -> list[float]:
    """Return the numbers of a line of at least two of them; nothing of any other line."""
    cells = [cell for cell in _BETWEEN.split(line.strip()[:LONGEST_LINE]) if cell]
    if len(cells) < 2:
        return []
    try:
        found = [float(cell) for cell in cells]
    except ValueError:
        return []
    return found if math.isfinite(found[0]) else []


def _names(above: list[str], columns: int) -> list[str]:
    """Return what the columns are called, as far as somebody wrote it above them."""
    for line in reversed(above):
        text = line.strip().lstrip(COMMENT).strip()
        setting = re.match(r"(?:columns?|data)\s*[:=]\s*(.+)$", text, flags=re.IGNORECASE)
        for words in (_WITHIN.split(setting[1] if setting else text), _BETWEEN.split(setting[1] if setting else text)):
            names = [word.strip("\"' ") for word in words]
            if len(names) == columns and all(names) and not any(name.endswith(":") for name in names):
                return names
    return [""] * columns


def _curves(title: str, rows: list[list[float]], names: list[str], is_pattern: bool) -> Curves:
    values = require("numpy").asarray(rows).T
    drawn = 1 if is_pattern else min(len(values) - 1, MOST_LINES_DRAWN)
    lines = {names[number] or f"column {number + 1}": values[number] for number in range(1, drawn + 1)}
    y_label = names[1] if drawn == 1 else _common_unit(names[1 : drawn + 1])
    return Curves(title, values[0], lines, names[0], y_label)


def _common_unit(names: list[str]) -> str:
    """Return the unit in brackets that all names end with.

    >>> _common_unit(["furnace (°C)", "sample (°C)"]), _common_unit(["T (K)", "p (bar)"])
    ('°C', '')
    """
    found = {match[1] if (match := re.search(r"[(\[]([^()\[\]]+)[)\]]$", name)) else "" for name in names}
    return found.pop() if len(found) == 1 else ""
