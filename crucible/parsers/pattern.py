"""Two-column patterns: diffraction scans and spectra as text, with comment lines of settings above the numbers."""

from __future__ import annotations

import itertools
import math
import re
from array import array
from typing import TYPE_CHECKING, Any

from ..extras import require
from . import NotSupportedError, Parsed
from .columns import LOOKED_AT, Layout, layout_of
from .contents import Curves, labelled
from .lines import lines_of
from .table import as_lines, binary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

priority = 800
INGESTORS = {"pattern": "InorganicXRDIngestor", "spectrum": "SpectrumIngestor", "curve": "CurveIngestor"}
classes = tuple(INGESTORS.values())
ENDINGS = endings = (".xy", ".xye", ".dat", ".txt", ".csv", ".tsv", ".asc", ".chi")
THREE_COLUMNS = (".xy", ".xye", ".chi", ".dat")
"""Where a third column is the error of the second; elsewhere it is a table of three columns."""
MOST_POINTS = 5_000_000
UNEVEN = 0.1
"""How far a step may be from the others, as a part of it: numbers in files are rounded."""
OF_DIFFRACTION = (".xy", ".xye", ".chi")
"""What programs for powder diffraction call their files, which often name no columns."""
ANGLES = frozenset(("deg", "degree", "degrees", "°", "2theta", "rad", "1/A", "1/Å", "A-1", "Å-1", "A^-1", "Å^-1"))
ANGLES |= {"1/nm", "nm-1", "nm^-1"}
ENERGIES = frozenset(("ev", "mev", "kev", "nm", "um", "µm", "μm", "cm-1", "cm^-1", "1/cm", "hz", "khz", "mhz", "ghz"))
ENERGIES |= {"thz", "m/z", "amu", "ppm"}
ANGLE = re.compile(r"(2|two)?[ _-]?(theta|θ)|tth|angle|q", re.IGNORECASE)
ENERGY = re.compile(r"energy|loss|wave ?(length|number)|raman|frequency|channel|mass|shift", re.IGNORECASE)


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
    return _parsed(*_points(path, name), name)


def contents(path: Path, name: str, item: str | None = None) -> Iterator[Curves]:
    """Yield the pattern."""
    yield _curve(*_points(path, name), name)


def _points(path: Path, name: str) -> tuple[Layout, array[float], array[float]]:
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
    steps = require("numpy").diff(x)
    if not ((steps > 0).all() or (steps < 0).all()):
        raise NotSupportedError(f"{name}: a table whose first column turns back")
    return layout, x, y


def _parsed(layout: Layout, x: array[float], y: array[float], name: str) -> Parsed:
    strongest = max(range(len(y)), key=y.__getitem__)
    pattern: dict[str, Any] = {
        "points": len(x),
        "first": x[0],
        "last": x[-1],
        "step": _step(x),
        "strongest": {"position": x[strongest], "intensity": y[strongest]},
    }
    names, units = (given or ["", ""] for given in (layout.names, layout.units))
    columns = [
        {key: value for key, value in (("name", called), ("unit", unit)) if value}
        for called, unit in zip(names[:2], units[:2], strict=True)
    ]
    if any(columns):
        pattern["columns"] = columns
    kind = _kind(layout, name)
    return Parsed(
        ingestion_class=INGESTORS[kind],
        fields={"data_format": name.rpartition(".")[2].lower(), "data_type": kind},
        scientific_metadata={"pattern": pattern, **({"settings": layout.settings} if layout.settings else {})},
        keywords=[kind],
        thumbnails=_thumbnails(layout, x, y, name),
    )


def _step(x: array[float]) -> float | None:
    """How far apart the points are, if it is the same everywhere but for rounding."""
    if len(x) < 2:
        return None
    step = (x[-1] - x[0]) / (len(x) - 1)
    away = require("numpy").abs(require("numpy").diff(x) - step).max()
    return round(step, 9) if away <= UNEVEN * abs(step) else None


def _kind(layout: Layout, name: str) -> str:
    """Pattern of diffraction, spectrum, or any other curve: by the unit of the first column, its name, the file's."""
    unit, column = ((given or [""])[0] for given in (layout.units, layout.names))
    if unit in ANGLES or (not unit and ANGLE.fullmatch(column)):
        return "pattern"
    if unit.lower() in ENERGIES or ENERGY.search(column):
        return "spectrum"
    return "pattern" if not unit and not column and name.lower().endswith(OF_DIFFRACTION) else "curve"


def _curve(layout: Layout, x: array[float], y: array[float], name: str) -> Curves:
    np = require("numpy")
    names, units = (given or ["", ""] for given in (layout.names, layout.units))
    x_label, y_label = (labelled(called, unit) for called, unit in zip(names[:2], units[:2], strict=True))
    places, values = np.frombuffer(x), np.frombuffer(y)
    if x[-1] < x[0]:
        places, values = places[::-1], values[::-1]
    counts = _kind(layout, name) == "pattern" and bool(values.min() >= 0)
    return Curves(x=places, lines={names[1]: values}, x_label=x_label, y_label=y_label, counts=counts)


def _thumbnails(layout: Layout, x: array[float], y: array[float], name: str) -> list[dict[str, str]]:
    from .drawing import thumbnails

    return thumbnails([_curve(layout, x, y, name)], name)
