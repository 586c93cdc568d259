"""Logs of LAMMPS: what was run, the columns of thermodynamic output with their ranges, times, warnings.

Understood are output in columns (``thermo_style one`` and ``custom``), ``multi`` and ``yaml``, as described in the
manual of LAMMPS under ``thermo_style`` and ``units``. A log of any length is read in little memory; one that stops in
the middle of a run says so.
"""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..extras import require
from . import Parsed
from .contents import Curves, labelled
from .drawing import thumbnails
from .lines import Samples, lines_of
from .values import number, quantity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

priority = 310
CLASS = "LammpsLogIngestor"
classes = (CLASS,)
endings = (".lammps", ".log")
MOST_RUNS = 100
MOST_COLUMNS = 200
MOST_WARNINGS = 20
BEGIN = re.compile(rb"(?:^|[\r\n])LAMMPS \([^)\r\n]{6,200}\)")
VERSION = re.compile(r"LAMMPS \((.{6,200})\)$")
MEMORY = ("Per MPI rank memory allocation", "Memory usage per processor")
LOOP = re.compile(r"Loop time of (\S+) on (\d+) procs.*? for (\d+) steps with (\d+) atoms")
MULTI = re.compile(r"-+ Step +(\d+) -+ (?:CPU = +(\S+) )?")
PAIR = re.compile(r"(\S+) += +([-+\d.eEnaif]+)")
BOX = re.compile(r"(orthogonal|triclinic) box = \(([^)]+)\) to \(([^)]+)\)(?: with tilt \(([^)]+)\))?")
SETTING = re.compile(
    r"(units|atom_style|boundary|dimension|pair_style|bond_style|angle_style|kspace_style|timestep|read_data"
    r"|read_restart|min_style|run_style|ensemble)\s+(\S.*)$"
)
NORM = re.compile(r"thermo_modify\s.*\bnorm\s+(yes|no)\b")
PER_UNIT = re.compile(r"([\d.]+(?:e[-+]?\d+)?) ([A-Za-z-]+/[A-Za-z]+)")
# energy, temperature, pressure, length, time, density
UNITS = {
    "real": ("kcal/mol", "K", "atm", "angstrom", "fs", "g/cm^3"),
    "metal": ("eV", "K", "bar", "angstrom", "ps", "g/cm^3"),
    "si": ("J", "K", "Pa", "m", "s", "kg/m^3"),
    "cgs": ("erg", "K", "dyn/cm^2", "cm", "s", "g/cm^3"),
    "electron": ("hartree", "K", "Pa", "bohr", "fs", ""),
    "micro": ("pg*um^2/us^2", "K", "pg/um/us^2", "um", "us", "pg/um^3"),
    "nano": ("ag*nm^2/ns^2", "K", "ag/nm/ns^2", "nm", "ns", "ag/nm^3"),
}
ENERGIES = re.compile(r"(Tot|Pot|Kin)Eng|E_\w+|Enthalpy|Econserve|ecouple|econserve", re.IGNORECASE)
PRESSURES = re.compile(r"Press|P(xx|yy|zz|xy|xz|yz)$")
LENGTHS = re.compile(r"[LXYZ]([xyz]|lo|hi)$|X[yz]$|Yz$|Cella|Cellb|Cellc")
SHOWN = ("Temp", "Temperature", "TotEng", "PotEng", "E_total", "Press", "Pressure", "Volume")


@dataclass
class Column:
    """One column of output: its range and last value."""

    last: float = math.nan
    least: float = math.inf
    most: float = -math.inf

    def add(self, value: float) -> None:
        """Take one more value into account."""
        self.last = value
        self.least, self.most = min(self.least, value), max(self.most, value)


@dataclass
class Run:
    """One run or minimisation."""

    names: list[str] = field(default_factory=list)
    columns: dict[str, Column] = field(default_factory=dict)
    rows: int = 0
    about: dict[str, Any] = field(default_factory=dict)
    complete: bool = False
    per_atom: bool = False
    """Energies are divided by the number of atoms."""

    def add(self, values: dict[str, float]) -> None:
        """Take one row of output into account."""
        self.rows += 1
        for name, value in values.items():
            if math.isfinite(value) and (name in self.columns or len(self.columns) < MOST_COLUMNS):
                self.columns.setdefault(name, Column()).add(value)
            elif not math.isfinite(value):
                self.about["not_finite"] = True  # atoms were lost, or the step was too long


def recognises(head: bytes, name: str) -> bool:
    """Whether a line near the beginning is that with which LAMMPS says its version."""
    return BEGIN.search(head) is not None


def read(path: Path, name: str) -> Parsed:
    """Return settings, runs with the ranges of their columns, times and warnings, and a picture of one column."""
    log = _log(path)
    metadata = log.metadata()
    return Parsed(
        ingestion_class=CLASS,
        fields={"data_format": "LAMMPS log", "data_type": "simulation", "measurement": "molecular dynamics"},
        scientific_metadata=metadata,
        keywords=["LAMMPS", "molecular dynamics", *(["failed"] if "error" in metadata else [])],
        thumbnails=thumbnails((replace(one, name="") for one in itertools.islice(log.curves(), 1)), name),
    )


def contents(path: Path, name: str, item: str | None = None) -> Iterator[Curves]:
    """Yield a curve over the steps for each column that people look at and that has changed."""
    yield from _log(path).curves()


def _log(path: Path) -> _Log:
    log = _Log()
    for line in lines_of(path):
        log.take(line)
    return log


class _Log:
    def __init__(self) -> None:
        self.about: dict[str, Any] = {"format": "LAMMPS log"}
        self.settings: dict[str, Any] = {}
        self.warnings: dict[str, int] = {}
        self.runs: list[Run] = []
        self.runs_left_out = 0
        self.run: Run | None = None
        self.samples = Samples()
        self._header_next = False
        self._row: dict[str, float] = {}
        self._style = ""
        self._per_atom = False

    def take(self, line: str) -> None:
        """Understand one line."""
        text = line.strip()
        if not text:
            return
        if self._header_next and not text.startswith(("WARNING", "ERROR")):
            self._header_next = False
            if self._begin(text):
                return
        if self.run is not None and self._output(text):
            return
        if text.startswith(MEMORY):
            self._header_next = True
        elif text.startswith(("WARNING", "ERROR")):
            self._complaint(text)
        else:
            self._other(text)

    def _begin(self, text: str) -> bool:
        """The first line of output tells its style."""
        self._close()
        self.run, self._row = Run(per_atom=self._per_atom), {}
        if text.startswith("---") and "Step" in text:
            self._style = "multi"
            return self._output(text)
        if text == "---":
            self._style = "yaml"
            return True
        names = text.split()
        if any(_finite(one) is not None for one in names):
            self.run = None
            return False
        self._style, self.run.names = "columns", names
        return True

    def _output(self, text: str) -> bool:
        """Whether the line belongs to the output of the run."""
        run = self.run
        if run is None:
            return False
        if (found := LOOP.match(text)) is not None:
            self._end(found)
        elif self._style == "columns":
            cells = text.split()
            if len(cells) != len(run.names):
                return False
            values = [_finite(cell) for cell in cells]
            if None in values:
                return False
            self._add(dict(zip(run.names, values, strict=True)))  # type: ignore[arg-type]
        elif self._style == "multi":
            return self._multi(text)
        elif text.startswith("keywords:"):
            run.names = re.findall(r"'([^']*)'", text)
        elif text.startswith("- ["):
            values = [_finite(cell) for cell in text[3:].rstrip("], ").split(",")]
            if len(values) == len(run.names) and None not in values:
                self._add(dict(zip(run.names, values, strict=True)))  # type: ignore[arg-type]
        else:
            return text in ("data:", "...")
        return True

    def _multi(self, text: str) -> bool:
        if (found := MULTI.match(text)) is not None:
            self._flush()
            self._row = {"Step": float(found[1])}
            if found[2] and (seconds := _finite(found[2])) is not None:
                self._row["CPU"] = seconds
            return True
        pairs = PAIR.findall(text) if self._row and "=" in text else []
        for key, value in pairs:
            if (known := _finite(value)) is not None:
                self._row[key] = known
        return bool(pairs)

    def _flush(self) -> None:
        if self._row:
            self._add(self._row)
            self._row = {}

    def _add(self, values: dict[str, float]) -> None:
        if self.run is not None:
            self.run.add(values)
            self.samples.add({key: values[key] for key in ("Step", *SHOWN) if key in values})

    def _end(self, found: re.Match[str]) -> None:
        self._flush()
        if self.run is None:
            return
        self.run.about |= {
            "steps": int(found[3]),
            "atoms": int(found[4]),
            "processes": int(found[2]),
            "loop_time": quantity(number(found[1]), "s"),
        }
        self.run.complete = True
        self.about["atoms"] = int(found[4])
        self._close()

    def _close(self) -> None:
        if self.run is not None:
            self._flush()
            self.runs.append(self.run)
            self.run = None
        if len(self.runs) > MOST_RUNS:  # the first ones and the last one
            del self.runs[-2]
            self.runs_left_out += 1

    def _complaint(self, text: str) -> None:
        if text.startswith("ERROR"):
            self.about["error"] = text.partition(":")[2].strip()[:1000] or text[:1000]
            return
        short = text.partition(":")[2].strip()[:300] or text[:300]
        if short in self.warnings or len(self.warnings) < MOST_WARNINGS:
            self.warnings[short] = self.warnings.get(short, 0) + 1

    def _other(self, text: str) -> None:
        if "version" not in self.about and (found := VERSION.match(text)):
            self.about["version"] = found[1]
        elif (found := SETTING.match(text)) and "$" not in found[2]:
            self.settings[found[1]] = number(found[2].partition("#")[0])
        elif text.startswith("thermo_style"):  # it brings back the defaults; without units all is divided anyway
            self._per_atom = False
        elif (found := NORM.match(text)) is not None:
            self._per_atom = found[1] == "yes"
        elif (found := BOX.search(text)) is not None:
            self.about["box"] = {"kind": found[1], "low": _three(found[2]), "high": _three(found[3])}
            if found[4]:
                self.about["box"]["tilt"] = _three(found[4])
        elif text.startswith("Performance:") and self.runs:
            self.runs[-1].about["performance"] = [
                quantity(number(value), unit) for value, unit in PER_UNIT.findall(text)
            ]
        elif text.startswith("Stopping criterion =") and self.runs:
            self.runs[-1].about["stopped_by"] = text.partition("=")[2].strip()[:100]
        elif text.startswith("Total wall time:"):
            parts = text.partition(":")[2].strip().split(":")
            if len(parts) == 3 and all(part.isdigit() for part in parts):
                hours, minutes, seconds = map(int, parts)
                self.about["wall_time"] = quantity(hours * 3600 + minutes * 60 + seconds, "s")

    def metadata(self) -> dict[str, Any]:
        """Return what was understood."""
        self._close()
        system = str(self.settings.get("units", "lj")).split()[0]
        settings = dict(self.settings)
        if isinstance(settings.get("timestep"), int | float) and system in UNITS:
            settings["timestep"] = quantity(settings["timestep"], UNITS[system][4])
        result = {**self.about, "settings": settings, "runs": [_described(run, system) for run in self.runs]}
        if self.runs and self.runs[-1].columns:
            last = self.runs[-1]
            result["final"] = {
                name: _measured(name, column.last, system, last.per_atom) for name, column in last.columns.items()
            }
        if self.runs_left_out:
            result["runs_left_out"] = self.runs_left_out
        result["complete"] = "wall_time" in self.about or (bool(self.runs) and self.runs[-1].complete)
        if "error" in self.about:
            result["complete"] = False
        result["warnings"] = [{"text": text, "count": count} for text, count in self.warnings.items()]
        return result

    def curves(self) -> Iterator[Curves]:
        """Yield the columns that have changed, temperature first; runs follow each other."""
        np = require("numpy")
        system = str(self.settings.get("units", "lj")).split()[0]
        for key in SHOWN:
            points = [(row["Step"], row[key]) for row in self.samples.rows if key in row and "Step" in row]
            values = {value for _, value in points if math.isfinite(value)}
            if len(values) > 1:
                x, y = np.array(points).T
                note = f"every {self.samples.step}th row" if self.samples.step > 1 else ""
                label = labelled(key, unit_of(key, system))
                yield Curves(name=key, x=x, lines={key: y}, x_label="step", y_label=label, note=note)


def _described(run: Run, system: str) -> dict[str, Any]:
    columns = {}
    for name, column in run.columns.items():
        ends = {"last": column.last, "min": column.least, "max": column.most}
        columns[name] = {end: _measured(name, value, system, run.per_atom) for end, value in ends.items()}
    return {**run.about, "rows": run.rows, "complete": run.complete, "columns": columns}


def _measured(name: str, value: float, system: str, per_atom: bool) -> Any:
    if name == "Step":
        return int(value)
    unit = unit_of(name, system)
    return quantity(value, f"{unit}/atom" if unit and per_atom and ENERGIES.fullmatch(name) else unit)


def unit_of(name: str, system: str) -> str:
    """Return the unit of a column of output; none for those that a fix or a variable computes.

    >>> unit_of("Press", "real"), unit_of("TotEng", "metal"), unit_of("c_mine", "metal"), unit_of("Temp", "lj")
    ('atm', 'eV', '', '')
    """
    if name == "CPU":
        return "s"
    if system not in UNITS:
        return ""
    energy, temperature, pressure, length, time, density = UNITS[system]
    for kind, unit in ((ENERGIES, energy), (PRESSURES, pressure), (LENGTHS, length)):
        if kind.fullmatch(name):
            return unit
    return {"Temp": temperature, "Volume": f"{length}^3", "Density": density, "Time": time, "Dt": time}.get(name, "")


def _finite(text: str) -> float | None:
    """The number, which may be infinite or none after an accident; None for what is no number."""
    try:
        return float(text)
    except ValueError:
        return None


def _three(text: str) -> list[Any]:
    return [number(part) for part in text.split()[:3]]
