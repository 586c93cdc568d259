"""Tables as text (csv, tsv, dat, txt): columns with their units and ranges, numbers of rows, settings above them.

Read row by row, in little memory. A table of two columns of which the first one ascends is a pattern; see `pattern`.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from typing import TYPE_CHECKING, Any

from ..extras import require
from . import NotSupportedError, Parsed
from .columns import LOOKED_AT, SEPARATORS, Layout, layout_of
from .lines import Samples, lines_of
from .values import quantity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

priority = 850
CLASS = "TableIngestor"
classes = (CLASS,)
ENDINGS = (".csv", ".tsv", ".tab", ".dat", ".txt", ".asc", ".xy")
SURE_ENDINGS = (".csv", ".tsv", ".tab")
MOST_ROWS = 2_000_000
MOST_WORDS = 20
COLOURS = ((31, 78, 121), (214, 96, 38), (46, 125, 70))


def recognises(head: bytes, name: str) -> bool:
    """Whether the name is that of a text table, and the beginning has rows of equal width with numbers in them."""
    if not name.lower().endswith(ENDINGS) or binary(head):
        return False
    lines = as_lines(head)
    layout = layout_of(lines)
    if layout is None:
        return False
    rows = sum(len(layout.cells(line)) == layout.width for line in lines[layout.first_row :] if line.strip())
    return rows >= (1 if name.lower().endswith(SURE_ENDINGS) and layout.names else 3)


def binary(head: bytes) -> bool:
    """Whether this is no text, since it has zeros; UTF-16 has them too, and says so at its beginning."""
    return b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))


def as_lines(head: bytes) -> list[str]:
    """Return the lines at the beginning of a file, without the last one if it may be cut."""
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    lines = head.decode("utf-16" if wide else "utf-8-sig", errors="replace").splitlines()
    return lines[:-1] if len(head) >= 4096 and len(lines) > 1 else lines


def read(path: Path, name: str) -> Parsed:
    """Return rows, separator, columns with name, unit and range, settings, and a picture of the first columns."""
    lines = lines_of(path)
    beginning = list(itertools.islice(lines, LOOKED_AT))
    layout = layout_of(beginning)
    if layout is None:
        raise NotSupportedError(f"{name}: no table")
    table = _Table(layout)
    table.read(itertools.chain(beginning[layout.first_row :], lines))
    ending = name.rpartition(".")[2].lower()
    return Parsed(
        ingestion_class=CLASS,
        fields={"data_format": ending, "data_type": "table"},
        scientific_metadata=table.metadata(),
        keywords=["table"],
        thumbnails=table.picture(name),
    )


class _Column:
    def __init__(self) -> None:
        self.numbers = self.missing = 0
        self.first: float | None = None
        self.last: float | None = None
        self.least, self.most = math.inf, -math.inf
        self.words: Counter[str] = Counter()
        self.texts = 0

    def add(self, cell: str, value: float | None) -> None:
        if value is None:
            self.texts += 1
            word = cell[:100]
            if word in self.words or len(self.words) <= MOST_WORDS:
                self.words[word] += 1
        elif value != value:
            self.missing += 1
        else:
            self.numbers += 1
            self.first = value if self.first is None else self.first
            self.last = value
            self.least, self.most = min(self.least, value), max(self.most, value)

    def describe(self, name: str, unit: str) -> dict[str, Any]:
        about: dict[str, Any] = {"name": name} if name else {}
        if self.numbers and self.numbers >= self.texts:
            about |= {"unit": unit} if unit else {}
            ends = {"first": self.first, "last": self.last, "min": self.least, "max": self.most}
            about |= {key: quantity(value, unit or None) for key, value in ends.items()}
            about |= {"texts": self.texts} if self.texts else {}
        elif self.texts:
            several = len(self.words) > MOST_WORDS
            about["values"] = {"distinct": f"more than {MOST_WORDS}"} if several else list(self.words)
        if self.missing:
            about["missing"] = self.missing
        return about


class _Table:
    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.columns = [_Column() for _ in range(layout.width)]
        self.rows = self.odd = 0
        self.samples = Samples()

    def read(self, lines: Iterator[str]) -> None:
        for row in self.layout.rows(lines):
            if len(row) != self.layout.width:
                if len(row) == self.layout.width + 1 and not row[-1]:
                    row = row[:-1]  # a separator at the end of the line
                else:
                    self.odd += 1
                    continue
            self.rows += 1
            if self.rows > MOST_ROWS:
                continue  # counted, and no more: it would take minutes
            values = [self.layout.value(cell) for cell in row]
            for column, cell, value in zip(self.columns, row, values, strict=True):
                column.add(cell, value)
            self.samples.add(values)

    def metadata(self) -> dict[str, Any]:
        layout = self.layout
        names = layout.names or [""] * layout.width
        units = layout.units or [""] * layout.width
        about: dict[str, Any] = {
            "rows": self.rows,
            "separator": SEPARATORS[layout.separator],
            "header": bool(layout.names),
            "columns": [column.describe(*named) for column, *named in zip(self.columns, names, units, strict=True)],
        }
        if layout.decimal_comma:
            about["decimal_comma"] = True
        if self.odd:
            about["rows_of_other_width"] = self.odd
        if self.rows > MOST_ROWS:
            about["ranges_of_rows"] = MOST_ROWS
        return {"table": about} | ({"settings": layout.settings} if layout.settings else {})

    def picture(self, name: str) -> list[dict[str, str]]:
        """Return the first column of numbers that changes, over the first one that ascends, or over the rows."""
        from .drawing import curve_thumbnail

        np = require("numpy")
        layout = self.layout
        wide = [n for n, column in enumerate(self.columns) if column.numbers > 1 and not column.texts]
        if not wide or len(self.samples.rows) < 2:
            return []
        rows = np.array([[row[n] for n in wide] for row in self.samples.rows], dtype="float64")
        ascending = [n for n in range(len(wide)) if (np.diff(rows[:, n]) > 0).all()]
        x = ascending[0] if ascending else None
        shown = next((n for n in range(len(wide)) if n != x and n not in ascending and np.ptp(rows[:, n]) > 0), None)
        if shown is None:
            shown = next((n for n in range(len(wide)) if n != x), None)
        if shown is None:
            return []
        label = self._label(wide[shown]) if layout.names else ""
        if x is None:
            return curve_thumbnail(np.arange(len(rows)), rows[:, shown], name, label=f"{label} by row".strip())
        over = self._label(wide[x]) if layout.names else ""
        return curve_thumbnail(rows[:, x], rows[:, shown], name, label=f"{label} / {over}" if over and label else "")

    def _label(self, n: int) -> str:
        unit = self.layout.units[n] if self.layout.units else ""
        return f"{self.layout.names[n]} ({unit})" if unit else self.layout.names[n]
