"""Data files of LAMMPS: numbers of atoms and bonds, types with their masses, the box, and a picture of the atoms.

The format is that of the command ``read_data`` in the manual of LAMMPS: a first line of any text, a header of numbers
with keywords, then sections. A file of any size is read in little memory.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from ..extras import require
from . import THUMBNAIL_PIXELS, Parsed
from .contents import Plane
from .lammps_log import UNITS
from .lines import Samples, lines_of
from .values import number, quantity, thumbnail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PIL.Image import Image

priority = 320
CLASS = "LammpsDataIngestor"
classes = (CLASS,)
endings = (".data", ".lmp")
MOST_TYPES = 200
COUNT = re.compile(r"(\d+)\s+((?:extra )?[a-z][a-z ]*(?:per atom)?)$")
BOUNDS = re.compile(r"(\S+)\s+(\S+)\s+([xyz]lo)\s+([xyz]hi)$")
TILT = re.compile(r"(\S+)\s+(\S+)\s+(\S+)\s+xy\s+xz\s+yz$")
VECTOR = re.compile(r"(\S+)\s+(\S+)\s+(\S+)\s+([abc]vec|abc origin)$")
HEAD = re.compile(rb"(?:^|[\r\n])\s*\d+\s+atoms\s*(?:#[^\r\n]*)?[\r\n]")
HEAD_BOX = re.compile(rb"[xyz]lo\s+[xyz]hi|[abc]vec")
SECTION = re.compile(r"[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)*(?: Coeffs| Types)?$")
# where type and place stand in a line of atoms
STYLES = {
    "atomic": (1, 2), "charge": (1, 3), "bond": (2, 3), "angle": (2, 3), "molecular": (2, 3), "full": (2, 4),
    "dipole": (1, 3), "sphere": (1, 4), "ellipsoid": (1, 4),
}  # fmt: skip
COLOURS = ((31, 78, 121), (214, 96, 38), (46, 125, 70), (160, 50, 120), (120, 120, 120), (190, 150, 20), (90, 60, 170))


def recognises(head: bytes, name: str) -> bool:
    """Whether the beginning has a number of atoms and a box."""
    return HEAD.search(head) is not None and HEAD_BOX.search(head) is not None


def read(path: Path, name: str) -> Parsed:
    """Return the header, the types with masses and numbers, the sections, and the atoms seen from one side."""
    data = _data(path)
    image = data.picture()
    return Parsed(
        ingestion_class=CLASS,
        fields={"data_format": "LAMMPS data", "data_type": "atomic structure"},
        scientific_metadata=data.metadata(),
        keywords=["LAMMPS", "atomic structure"],
        thumbnails=[thumbnail(image, name)] if image is not None else [],
    )


def contents(path: Path, name: str, item: str | None = None) -> Iterator[Plane]:
    """Yield a picture of the atoms."""
    if (image := _data(path).picture()) is not None:
        yield Plane(values=require("numpy").asarray(image))


def _data(path: Path) -> _Data:
    data = _Data()
    lines = iter(lines_of(path))
    data.first_line(next(lines, ""))
    section = data.header(lines)
    while section:
        section = data.section(section, lines)
    return data


class _Data:
    def __init__(self) -> None:
        self.about: dict[str, Any] = {"format": "LAMMPS data"}
        self.counts: dict[str, int] = {}
        self.box: dict[str, Any] = {}
        self.masses: dict[str, dict[str, Any]] = {}
        self.sections: dict[str, int] = {}
        self.atoms: Counter[str] = Counter()
        self.places = Samples()

    def first_line(self, line: str) -> None:
        """Take the title, in which LAMMPS writes version, step and units."""
        if text := line.strip():
            self.about["title"] = text[:300]
        for key in ("timestep", "units"):
            if found := re.search(rf"\b{key} = (\w+)", line):
                self.about[key] = number(found[1])

    def header(self, lines: Iterator[str]) -> str:
        """Read numbers and box, up to the first section, whose line is the answer."""
        for line in lines:
            text = " ".join(line.partition("#")[0].split())
            if found := COUNT.match(text):
                self.counts[found[2]] = int(found[1][:18])
            elif found := BOUNDS.match(text):
                self.box[found[3][0]] = [number(found[1]), number(found[2])]
            elif found := TILT.match(text):
                self.box["tilt"] = [number(found[n]) for n in (1, 2, 3)]
            elif found := VECTOR.match(text):
                self.box[found[4].replace(" ", "_")] = [number(found[n]) for n in (1, 2, 3)]
            elif SECTION.match(text):
                return line.strip()
        return ""

    def section(self, title: str, lines: Iterator[str]) -> str:
        """Read one section, and answer with the line that begins the next."""
        kind, _, hint = title.partition("#")
        kind, hint = kind.strip(), hint.strip()
        if kind == "Atoms" and hint:
            self.about["atom_style"] = hint[:50]
        columns = STYLES.get(hint.split()[0]) if kind == "Atoms" and hint else None
        rows = 0
        for line in lines:
            text = line.strip()
            if not text or text.startswith("#"):
                continue
            if text[0].isalpha() and SECTION.match(text.partition("#")[0].strip()):
                self._finish(kind, rows)
                return text
            rows += 1
            if kind == "Masses":
                self._mass(text)
            elif kind == "Atoms":
                cells = text.partition("#")[0].split()
                columns = columns or self._guessed(cells)
                self._atom(cells, columns)
        self._finish(kind, rows)
        return ""

    def _finish(self, kind: str, rows: int) -> None:
        if len(self.sections) < 100:
            self.sections[kind] = rows
        wanted = self.counts.get(kind.lower())
        if wanted is not None and rows < wanted and kind in ("Atoms", "Bonds", "Angles", "Dihedrals", "Impropers"):
            raise ValueError(f"the section {kind} ends after {rows} of {wanted} lines")

    def _mass(self, text: str) -> None:
        values, _, label = text.partition("#")
        cells = values.split()
        if len(cells) == 2 and len(self.masses) < MOST_TYPES:
            self.masses[cells[0]] = {"mass": number(cells[1])} | (
                {"label": label.strip()[:50]} if label.strip() else {}
            )

    def _guessed(self, cells: list[str]) -> tuple[int, int]:
        """Where type and place stand, if the file does not name its style: from the number of values in a line."""
        values = len(cells) - 3 if len(cells) >= 8 and all(map(_whole, cells[-3:])) else len(cells)
        if values == 5:
            style = "atomic"
        elif values == 6:
            style = "molecular" if _whole(cells[2]) and self.counts.get("bonds") else "charge"
        elif values == 7:
            style = "full"
        else:
            raise ValueError(f"the style of Atoms is not named, and cannot be told from {len(cells)} values in a line")
        self.about["atom_style"] = f"{style}, guessed"
        return STYLES[style]

    def _atom(self, cells: list[str], columns: tuple[int, int]) -> None:
        kind, place = columns
        if len(cells) < place + 3:
            raise ValueError(f"a line of Atoms has {len(cells)} values, fewer than its style needs")
        if len(self.atoms) < 10 * MOST_TYPES or cells[kind] in self.atoms:
            self.atoms[cells[kind]] += 1
        self.places.add((cells[kind], *cells[place : place + 3]))

    def metadata(self) -> dict[str, Any]:
        """Return what was understood."""
        system = UNITS.get(str(self.about.get("units", "")))
        length = system[3] if system else ""
        mass = {"real": "g/mol", "metal": "g/mol", "si": "kg", "cgs": "g", "electron": "amu"}.get(
            str(self.about.get("units")), ""
        )
        types: dict[str, Any] = {}
        for kind in list(dict.fromkeys([*self.masses, *self.atoms]))[:MOST_TYPES]:
            known = dict(self.masses.get(kind, {}))
            if "mass" in known:
                known["mass"] = quantity(known["mass"], mass or None)
            types[kind] = known | ({"atoms": self.atoms[kind]} if kind in self.atoms else {})
        box = {key: quantity(value, length or None) for key, value in self.box.items()}
        if (volume := self._volume()) is not None:
            box["volume"] = quantity(volume, f"{length}^3" if length else None)
        counts = {key.replace(" ", "_"): value for key, value in self.counts.items()}
        return {**self.about, **counts, "box": box, "types": types, "sections": self.sections}

    def _volume(self) -> float | None:
        edges = [self.box[key][1] - self.box[key][0] for key in "xyz" if _two_numbers(self.box.get(key))]
        volume = math.prod(edges) if len(edges) == 3 else math.nan
        return float(f"{volume:.10g}") if math.isfinite(volume) else None

    def picture(self) -> Image | None:
        """Return a picture of the atoms, or some of them, seen along the shortest edge of the box."""
        np = require("numpy")
        try:
            places = np.array([[float(value) for value in row[1:]] for row in self.places.rows])
        except ValueError:
            return None
        if len(places) < 2 or not np.isfinite(places).all():
            return None
        kinds = {kind: COLOURS[n % len(COLOURS)] for n, kind in enumerate(sorted(self.atoms, key=_numeric))}
        spans = np.ptp(places, axis=0)
        through = int(np.argmin(spans))
        across, up = [n for n in range(3) if n != through]
        span = max(float(spans.max()), 1e-12)
        full = THUMBNAIL_PIXELS * 4
        radius = min(max(0.35 * full / math.sqrt(len(places)), 5), full / 20)
        scale = (full - 4 * radius) / span
        size = [round(float(spans[n]) * scale + 4 * radius) for n in (across, up)]
        image: Image = require("PIL.Image").new("RGB", size, "white")
        draw = require("PIL.ImageDraw").Draw(image)
        low = places.min(axis=0)
        for index in np.argsort(places[:, through]):
            x = float(places[index, across] - low[across]) * scale + 2 * radius
            y = size[1] - float(places[index, up] - low[up]) * scale - 2 * radius
            colour = kinds[self.places.rows[index][0]]
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour, outline="white", width=2)
        return image


def _two_numbers(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, int | float) for one in value)


def _whole(text: str) -> bool:
    return text.lstrip("+-").isdigit()


def _numeric(kind: str) -> tuple[int, str]:
    return (int(kind), "") if kind.isdigit() and len(kind) < 9 else (10**9, kind)
