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
from .contents import Curves, labelled
from .lines import MOST_SAMPLES, Samples, lines_of
from .values import quantity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

priority = 850
CLASS = "TableIngestor"
classes = (CLASS,)
ENDINGS = endings = (".csv", ".tsv", ".tab", ".dat", ".txt", ".asc", ".xy", ".xye", ".chi")
SURE_ENDINGS = (".csv", ".tsv", ".tab")
MOST_ROWS = 2_000_000
MOST_WORDS = 20
MOST_VALUES_DRAWN = 2_000_000
"""Of a plot. More rows are thinned out evenly."""
MOST_LINES = 8
MOST_TURNS = 0.05
"""Of the steps of an axis that runs forth and back, such as the voltage of a loop."""


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
    from .drawing import thumbnails

    table = _table(path, name, MOST_SAMPLES)
    ending = name.rpartition(".")[2].lower()
    return Parsed(
        ingestion_class=CLASS,
        fields={"data_format": ending, "data_type": "table"},
        scientific_metadata=table.metadata(),
        keywords=["table"],
        thumbnails=thumbnails(itertools.islice(table.curves(), 1), name),
    )


def contents(path: Path, name: str, item: str | None = None) -> Iterator[Curves]:
    """Yield the columns of the unit that comes first, then each alone by its name."""
    yield from _table(path, name).curves()


def _table(path: Path, name: str, most_rows: int | None = None) -> _Table:
    lines = lines_of(path)
    beginning = list(itertools.islice(lines, LOOKED_AT))
    layout = layout_of(beginning)
    if layout is None:
        raise NotSupportedError(f"{name}: no table")
    table = _Table(layout, MOST_VALUES_DRAWN // layout.width if most_rows is None else most_rows)
    table.read(itertools.chain(beginning[layout.first_row :], lines))
    if table.odd > table.rows:
        raise NotSupportedError(f"{name}: a text in which some lines look like a table")
    return table


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
    def __init__(self, layout: Layout, most_rows: int) -> None:
        self.layout = layout
        self.columns = [_Column() for _ in range(layout.width)]
        self.rows = self.odd = 0
        self.samples = Samples(most_rows)

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

    def curves(self) -> Iterator[Curves]:
        """Yield the columns that have the unit of the first one that changes, over their axis; then each one alone."""
        np = require("numpy")
        numeric = [n for n, column in enumerate(self.columns) if column.numbers > 1 and not column.texts]
        if not numeric or len(self.samples.rows) < 2:
            return
        rows = np.array([[row[n] for n in numeric] for row in self.samples.rows], dtype="float64")
        columns = dict(zip(numeric, rows.T, strict=True))
        x = _axis(columns)
        lines = [n for n in numeric if n != x]
        if not lines:
            return
        changing = (n for n in lines if not _ascends(columns[n]) and np.nanmin(columns[n]) < np.nanmax(columns[n]))
        first = next(changing, lines[0])
        alike = [n for n in lines if self._unit(n) == self._unit(first)]
        yield self._curves("", columns, x, alike[:MOST_LINES])
        for n in lines:
            yield self._curves(self._name(n), columns, x, [n])

    def _curves(self, name: str, columns: dict[int, Any], x: int | None, drawn: list[int]) -> Curves:
        places = require("numpy").arange(len(self.samples.rows)) * self.samples.step if x is None else columns[x]
        unit = self._unit(drawn[0])
        return Curves(
            name=name,
            x=places,
            lines={self._name(n): columns[n] for n in drawn},
            x_label="row" if x is None else labelled(self._name(x), self._unit(x)) if self.layout.names else "",
            y_label=unit if len(drawn) > 1 else labelled(self._name(drawn[0]), unit) if self.layout.names else "",
            note=f"every {self.samples.step}th of {self.rows:,} rows" if self.samples.step > 1 else "",
        )

    def _name(self, n: int) -> str:
        return (self.layout.names[n] if self.layout.names else "") or f"column {n + 1}"

    def _unit(self, n: int) -> str:
        return self.layout.units[n] if self.layout.units else ""


def _axis(columns: dict[int, Any]) -> int | None:
    """Return what the others are drawn over: what ascends, else a first column that runs; None for the rows."""
    ascending = next((n for n, values in columns.items() if _ascends(values)), None)
    if ascending is not None:
        return ascending
    np = require("numpy")
    first, values = next(iter(columns.items()))
    steps = np.sign(np.diff(values))
    turns = int((np.diff(steps[steps != 0]) != 0).sum())
    return first if np.isfinite(values).all() and steps.any() and turns <= MOST_TURNS * len(values) else None


def _ascends(values: Any) -> bool:
    return bool((require("numpy").diff(values) > 0).all())
