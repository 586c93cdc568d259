"""Two-column patterns: diffraction scans and spectra as text, with comment lines of settings above the numbers."""

from __future__ import annotations

import itertools
import math
from array import array
from typing import TYPE_CHECKING, Any

from ..extras import require
from . import NotSupportedError, Parsed
from .columns import LOOKED_AT, Layout, layout_of
from .lines import lines_of
from .table import as_lines, binary

if TYPE_CHECKING:
    from pathlib import Path

priority = 800
DIFFRACTION, SPECTRUM = "InorganicXRDIngestor", "SpectrumIngestor"
classes = (DIFFRACTION, SPECTRUM)
ENDINGS = (".xy", ".xye", ".dat", ".txt", ".csv", ".tsv", ".asc", ".chi")
THREE_COLUMNS = (".xy", ".xye", ".chi", ".dat")
"""Where a third column is the error of the second; elsewhere it is a table of three columns."""
MOST_POINTS = 5_000_000
ANGLES = (
    "",
    "deg",
    "degree",
    "degrees",
    "°",
    "2theta",
    "rad",
    "1/A",
    "1/Å",
    "A-1",
    "Å-1",
    "A^-1",
    "Å^-1",
    "1/nm",
    "nm^-1",
)


def recognises(head: bytes, name: str) -> bool:
    """Whether the name is that of a text table and the beginning holds two columns, of which the first one runs."""
    if not name.lower().endswith(ENDINGS) or binary(head):
        return False
    lines = as_lines(head)
    layout = _layout(lines, name)
    if layout is None:
        return False
    places = [point[0] for line in lines[layout.first_row :] if (point := _point(layout, layout.cells(line)))]
    return bool(places) and _runs(places)


def _layout(lines: list[str], name: str) -> Layout | None:
    layout = layout_of(lines)
    if layout is None or not (layout.width == 2 or (layout.width == 3 and name.lower().endswith(THREE_COLUMNS))):
        return None
    return layout


def _runs(places: list[float]) -> bool:
    steps = [later - earlier for earlier, later in itertools.pairwise(places)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)


def _point(layout: Layout, cells: list[str]) -> tuple[float, float] | None:
    if len(cells) != layout.width:
        return None
    values = [layout.value(cell) for cell in cells]
    if any(value is None or not math.isfinite(value) for value in values):
        return None
    return values[0], values[1]  # type: ignore[return-value] # known to be numbers


def read(path: Path, name: str) -> Parsed:
    """Return settings from the comments, range, step and strongest point of the pattern, and a small plot."""
    lines = lines_of(path)
    beginning = list(itertools.islice(lines, LOOKED_AT))
    layout = _layout(beginning, name)
    if layout is None:
        raise NotSupportedError(f"{name}: not of two columns")
    x, y = array("d"), array("d")
    for row in layout.rows(itertools.chain(beginning[layout.first_row :], lines)):
        if point := _point(layout, row):
            x.append(point[0])
            y.append(point[1])
            if len(x) > MOST_POINTS:
                raise ValueError(f"more than {MOST_POINTS} points")
    if not x:
        raise ValueError("no line holds two numbers")
    return _parsed(layout, x, y, name)


def _parsed(layout: Layout, x: array[float], y: array[float], name: str) -> Parsed:
    strongest = max(range(len(y)), key=y.__getitem__)
    pattern: dict[str, Any] = {
        "points": len(x),
        "first": x[0],
        "last": x[-1],
        "step": round((x[-1] - x[0]) / (len(x) - 1), 9) if len(x) > 1 else None,
        "strongest": {"position": x[strongest], "intensity": y[strongest]},
    }
    names, units = (given or ["", ""] for given in (layout.names, layout.units))
    columns = [
        {key: value for key, value in (("name", called), ("unit", unit)) if value}
        for called, unit in zip(names[:2], units[:2], strict=True)
    ]
    if any(columns):
        pattern["columns"] = columns
    diffraction = units[0] in ANGLES
    words = ["pattern"] if diffraction else ["spectrum"]
    label = f"{names[0]} ({units[0]})" if units[0] else names[0]
    return Parsed(
        ingestion_class=DIFFRACTION if diffraction else SPECTRUM,
        fields={"data_format": name.rpartition(".")[2].lower(), "data_type": words[0]},
        scientific_metadata={"pattern": pattern, **({"settings": layout.settings} if layout.settings else {})},
        keywords=words,
        thumbnails=_plot(x, y, name, label),
    )


def _plot(x: array[float], y: array[float], name: str, label: str) -> list[dict[str, str]]:
    from .drawing import curve_thumbnail

    np = require("numpy")
    if x[-1] < x[0]:
        x, y = x[::-1], y[::-1]
    return curve_thumbnail(np.frombuffer(x), np.frombuffer(y), name, label=label)
