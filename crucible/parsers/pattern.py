"""Two-column patterns: diffraction scans and spectra as text, with comment lines of settings above the numbers."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from . import Parsed
from .values import as_json, number, quantity, thumbnail

if TYPE_CHECKING:
    from pathlib import Path

priority = 800
classes = ("InorganicXRDIngestor",)
ENDINGS = (".xy", ".xye", ".dat", ".txt", ".csv", ".asc", ".chi")
MOST_POINTS = 5_000_000
LONGEST_SETTING = 1000
SETTING = re.compile(r"[#;!'\"]*\s*([A-Za-z][\w .()/-]{0,60}?)\s*[:=]\s*(.+?)\s*$")
NUMBER_WITH_UNIT = re.compile(r"([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)\s*([A-Za-zµμÅ°%/]{1,12})$")
COMMENT = ("#", ";", "!", "'", '"')


def recognises(head: bytes, name: str) -> bool:
    """Whether the name is that of a text table and the beginning holds lines of two or three numbers."""
    if not name.lower().endswith(ENDINGS) or b"\x00" in head:
        return False
    lines = head.decode("utf-8", errors="replace").splitlines()
    return any(_numbers(line) for line in lines[:-1] or lines)  # the last line may be cut


def read(path: Path, name: str) -> Parsed:
    """Return settings from the comments, range, step and strongest point of the pattern, and a small plot."""
    settings: dict[str, Any] = {}
    points: list[tuple[float, float]] = []
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            row = _numbers(line)
            if row:
                points.append((row[0], row[1]))
                if len(points) > MOST_POINTS:
                    raise ValueError(f"more than {MOST_POINTS} points")
            elif len(line) <= LONGEST_SETTING and line.startswith(COMMENT) and (found := SETTING.match(line)):
                settings[found[1].strip()] = _value(found[2])
    if not points:
        raise ValueError("no line holds two numbers")
    first, last = points[0][0], points[-1][0]
    strongest = max(points, key=lambda point: point[1])
    pattern: dict[str, Any] = {
        "points": len(points),
        "first": first,
        "last": last,
        "step": round((last - first) / (len(points) - 1), 9) if len(points) > 1 else None,
        "strongest": {"position": strongest[0], "intensity": strongest[1]},
    }
    return Parsed(
        ingestion_class="InorganicXRDIngestor",
        fields={"data_format": name.rpartition(".")[2].lower()},
        scientific_metadata={"pattern": pattern, **({"settings": settings} if settings else {})},
        keywords=["pattern"],
        thumbnails=_plot(points, name),
    )


def _numbers(line: str) -> list[float]:
    """The two or three numbers of a row, or nothing."""
    cells = re.split(r"[,;\s]+", line.strip())
    if not 2 <= len(cells) <= 3:
        return []
    try:
        row = [float(cell) for cell in cells]
    except ValueError:
        return []
    return row if all(map(math.isfinite, row)) else []


def _value(text: str) -> Any:
    found = NUMBER_WITH_UNIT.match(text)
    return quantity(number(found[1]), found[2]) if found else as_json(number(text))


def _plot(points: list[tuple[float, float]], name: str, width: int = 200, height: int = 120) -> list[dict[str, str]]:
    """A line through the highest point of each pixel column, so that narrow peaks stay visible."""
    from PIL import Image, ImageDraw

    low, high = points[0][0], points[-1][0]
    bottom, top = (extreme(y for _, y in points) for extreme in (min, max))
    if not (high > low and top > bottom):
        return []
    columns: dict[int, float] = {}
    for x, y in points:
        column = round((x - low) / (high - low) * (width - 1))
        columns[column] = max(y, columns.get(column, bottom))
    line = [(x, (height - 4) * (1 - (y - bottom) / (top - bottom)) + 2) for x, y in sorted(columns.items())]
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).line(line, fill=(31, 78, 121), width=1)
    return [thumbnail(image, name)]
