"""Waves and experiments of Igor Pro, read by igor2: scaling, units, notes, and what an experiment holds.

The settings of a measurement stand in the note of a wave, one ``key: value`` or ``key=value`` per line. Atomic force
microscopes of Asylum Research write ``ScanSize`` and ``ImagingMode`` there.
"""

from __future__ import annotations

import itertools
import re
import struct
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ..extras import require
from . import NotSupportedError, Parsed
from .columns import setting
from .contents import Curves, Plane, labelled
from .drawing import readable_unit, thumbnails
from .trees import as_text
from .values import as_json, quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from .contents import Content

priority = 110
AFM, WAVE = "AFMIngestor", "IgorIngestor"
classes = (AFM, WAVE)
endings = (".ibw", ".pxp", ".pxt")
MOST_BYTES = 512 * 1024 * 1024
MOST_WAVES = 200
MOST_PICTURES = 6
MOST_SETTINGS = 1000
IGOR_EPOCH = 2082844800
"""Seconds between Igor's beginning of time, 1904, and that of other computers."""
HEADER_BYTES = {1: 8, 2: 16, 3: 20, 5: 64}
SETTING = re.compile(r"\s*([A-Za-z_][\w .()#/-]{0,60}?)\s*[:=]\s*(.*?)\s*$")
LINES = re.compile(r"\r\n|\r|\n")
RECORD_TYPES = frozenset(range(17)) | {20, 25, 26}


def recognises(head: bytes, name: str) -> bool:
    """Whether the file begins like a wave, whose header sums to nothing, or like the records of an experiment."""
    return _is_wave(head) or (name.lower().endswith((".pxp", ".pxt")) and _order(head) is not None)


def _is_wave(head: bytes) -> bool:
    for order in "<>":
        version = struct.unpack_from(f"{order}h", head)[0] if len(head) >= 8 else 0
        # the wave's own header follows: 126 bytes up to version 3, 320 from version 5 on
        size = HEADER_BYTES.get(version, 0) + (320 if version == 5 else 126)
        if version in HEADER_BYTES and len(head) >= size:
            words = struct.unpack_from(f"{order}{size // 2}h", head)
            if sum(words) & 0xFFFF == 0:
                return True
    return False


def _order(head: bytes) -> str | None:
    """The byte order in which the first record of an experiment makes sense."""
    for order in "<>":
        if len(head) >= 8:
            kind, _, size = struct.unpack_from(f"{order}Hhi", head)
            if kind & 0x7FFF in RECORD_TYPES and 0 <= size < 2**24:
                return order
    return None


def read(path: Path, name: str) -> Parsed:
    """Return waves with their axes, units and notes, and pictures of the first ones."""
    _refuse_size(path)
    with path.open("rb") as file:
        head = file.read(4096)
    if _is_wave(head):
        return _wave_file(path, name)
    order = _order(head)
    if order is None:
        raise NotSupportedError(f"{name}: neither a wave nor an experiment of Igor")
    return _experiment(path, name, order)


def _wave_file(path: Path, name: str) -> Parsed:
    wave = _wave(path)
    metadata = {"format": "Igor binary wave", "wave": wave.describe()}
    if wave.settings:
        metadata["settings"] = wave.settings
    afm = {"ScanSize", "ImagingMode"} <= wave.settings.keys()
    if afm:
        metadata |= _scan(wave.settings)
    fields = {"data_format": "ibw", "data_type": wave.kind}
    if (when := wave.when) is not None:
        fields["timestamp"] = when
    if afm:
        fields["measurement"] = "AFM"
    return Parsed(
        ingestion_class=AFM if afm else WAVE,
        fields=fields,
        scientific_metadata=metadata,
        keywords=["AFM", "Igor"] if afm else ["Igor"],
        thumbnails=thumbnails(itertools.islice(wave.contents(), MOST_PICTURES), name),
    )


def contents(path: Path, name: str, item: str | None = None) -> Iterator[Content]:
    """Yield the wave or, of an experiment, the waves by their places; the layers of an image stack by their names."""
    _refuse_size(path)
    with path.open("rb") as file:
        head = file.read(4096)
    if _is_wave(head):
        yield from _wave(path).contents()
    elif (order := _order(head)) is not None:
        for place, wave in _waves(path, order)[0].items():
            yield from wave.contents(place)


def _refuse_size(path: Path) -> None:
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ValueError(f"{size} bytes are more than the {MOST_BYTES} of an Igor file that are read")


def _wave(path: Path) -> Wave:
    return Wave(require("igor2.binarywave").load(str(path))["wave"])


def _scan(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a scanning probe that everybody asks for, in SI units as Asylum writes them."""
    wanted = {
        "ScanSize": ("scan_size", "m"),
        "ScanRate": ("scan_rate", "Hz"),
        "SpringConstant": ("spring_constant", "N/m"),
    }
    scan: dict[str, Any] = {
        key: quantity(settings[given], unit)
        for given, (key, unit) in wanted.items()
        if isinstance(settings.get(given), int | float)
    }
    return {"scan": {"imaging_mode": settings["ImagingMode"], **scan}}


def _experiment(path: Path, name: str, order: str) -> Parsed:
    waves, variables, folders = _waves(path, order)
    texts: dict[str, int] = {}
    for key, value in folders.items():
        if key != "root" and (text := as_text(getattr(value, "text", value) or "")):
            texts[as_text(key)] = len(text)
    listed = {place: wave.describe() for place, wave in list(waves.items())[:MOST_WAVES]}
    metadata: dict[str, Any] = {"format": "Igor packed experiment", "waves": listed}
    if len(waves) > len(listed):
        metadata["waves_left_out"] = len(waves) - len(listed)
    if variables:
        metadata["variables"] = variables
    if texts:
        metadata["texts"] = {key: quantity(length, "characters") for key, length in texts.items()}
    first = (next(wave.contents(place), None) for place, wave in waves.items())
    return Parsed(
        ingestion_class=WAVE,
        fields={"data_format": "pxt" if name.lower().endswith(".pxt") else "pxp", "data_type": "experiment"},
        scientific_metadata=metadata,
        keywords=["Igor"],
        thumbnails=thumbnails(itertools.islice(filter(None, first), MOST_PICTURES), name),
    )


def _waves(path: Path, order: str) -> tuple[dict[str, Wave], dict[str, Any], Mapping[Any, Any]]:
    """The waves of an experiment by their places, its variables, and its folders."""
    _, folders = require("igor2.packed").load(str(path), initial_byte_order=order)
    waves: dict[str, Wave] = {}
    variables: dict[str, Any] = {}
    _walk(folders.get("root", {}), "", waves, variables, 0)
    return waves, variables, folders


def _walk(folder: Mapping[Any, Any], place: str, waves: dict[str, Wave], variables: dict[str, Any], depth: int) -> None:
    for given, value in folder.items():
        key = f"{place}{as_text(given)}"
        if hasattr(value, "items"):
            if depth < 20:
                _walk(value, f"{key}:", waves, variables, depth + 1)
        elif hasattr(value, "wave"):
            waves[key] = Wave(value.wave["wave"])
        elif len(variables) < MOST_SETTINGS and not re.fullmatch(r"K\d+", key):  # Igor's own, in every experiment
            found = as_json(as_text(value) if isinstance(value, bytes) else value)
            if found not in (None, ""):
                variables[key] = found[:500] if isinstance(found, str) else found


class Wave:
    """One wave: an array whose axes have a scale, units and labels, and which carries a note.

    Parameters
    ----------
    raw
        As igor2 reads it.
    """

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._header = raw["wave_header"]
        self._raw = raw
        self.data = raw["wData"]
        self.name = as_text(_joined(self._header.get("bname", b"")))
        self.settings = _settings(as_text(raw.get("note") or b""))
        self.unit = as_text(raw.get("data_units") or b"") or as_text(_joined(self._header.get("dataUnits", b"")))

    @property
    def kind(self) -> str:
        """What it looks like."""
        if self.data.dtype.kind not in "biufc" or not self.data.size:
            return "text" if self.data.dtype.kind in "SUO" else "empty"
        wide = sum(size > 1 for size in self.data.shape)
        return ("number", "curve", "image", "image stack", "array")[min(wide, 4)]

    @property
    def when(self) -> str | None:
        """When it was last changed, by the clock of that computer, of which the time zone is unknown."""
        seconds = int(self._header.get("modDate") or self._header.get("creationDate") or 0)
        if not IGOR_EPOCH < seconds < 2**32:
            return None
        return datetime.fromtimestamp(seconds - IGOR_EPOCH, UTC).replace(tzinfo=None).isoformat()

    def axes(self) -> list[dict[str, Any]]:
        """Size, scale, offset and unit of each dimension."""
        scales = self._header.get("sfA", [self._header.get("hsA", 1.0)])
        offsets = self._header.get("sfB", [self._header.get("hsB", 0.0)])
        units = self._units()
        result = []
        for n, size in enumerate(self.data.shape):
            about: dict[str, Any] = {"size": int(size)}
            unit = units[n] if n < len(units) else ""
            for key, values in (("scale", scales), ("offset", offsets)):
                value = as_json(values[n]) if n < len(values) else None
                if value is not None and (unit or (key, value) not in (("scale", 1.0), ("offset", 0.0))):
                    about[key] = quantity(value, unit or None)
            result.append(about)
        return result

    def _units(self) -> list[str]:
        """The units of the axes; long ones stand apart, one after the other."""
        if "xUnits" in self._header:
            return [as_text(_joined(self._header["xUnits"]))]
        short = [as_text(_joined(row)) for row in self._header.get("dimUnits", ())]
        long = as_text(self._raw.get("dimension_units") or b"")
        sizes = [int(size) for size in self._raw.get("bin_header", {}).get("dimEUnitsSize", ())]
        for n, size in enumerate(sizes[: len(short)]):
            if size > 0:
                short[n], long = long[:size], long[size:]
        return short

    def describe(self) -> dict[str, Any]:
        """Return name, kind, type of numbers, unit, axes and labels."""
        labels = [as_text(label) for one in self._raw.get("labels") or () for label in one if as_text(label)]
        about: dict[str, Any] = {"name": self.name, "kind": self.kind, "dtype": str(self.data.dtype), "unit": self.unit}
        about |= {"labels": labels[:64]} if labels else {}
        return {key: value for key, value in about.items() if value} | {"axes": self.axes()}

    def contents(self, name: str = "") -> Iterator[Content]:
        """Yield a curve, an image, or the images of a stack, whose first direction Igor draws to the right."""
        if self.kind not in ("curve", "image", "image stack"):
            return
        axes = [axis for axis in self.axes() if axis["size"] > 1]
        if self.kind == "curve":
            yield self._curve(name, axes[0])
            return
        data = self.data.squeeze()
        (wide, unit), (high, other) = _step(axes[0]), _step(axes[1])
        aspect = abs(high / wide) if unit == other and high and wide else 1.0
        for n, called in enumerate([""] if data.ndim == 2 else self._layers(data.shape[2])):
            values = (data if data.ndim == 2 else data[:, :, n]).T[::-1]
            called = f"{name} {called}".strip()
            yield Plane(name=called, values=values, pixel=abs(wide) if unit else None, unit=unit, aspect=aspect)

    def _layers(self, count: int) -> list[str]:
        """What the images of a stack are called: channels of a microscope have names."""
        labels = [*(self._raw.get("labels") or ()), (), (), ()][2]
        named = [text for text in map(as_text, labels) if text]
        return named if len(named) == count else [str(n) for n in range(count)]

    def _curve(self, name: str, axis: Mapping[str, Any]) -> Curves:
        np = require("numpy")
        step, unit = _step(axis)
        offset = axis.get("offset", 0.0)
        x = np.arange(self.data.size) * step + (offset["value"] if isinstance(offset, dict) else offset)
        factor, unit = readable_unit(float(np.abs(x).max()), unit)
        y = self.data.reshape(-1, order="F")
        y_label = labelled(self.name, self.unit)
        lines = {self.name: np.abs(y) if y.dtype.kind == "c" else y}
        return Curves(name=name, x=x * factor, lines=lines, x_label=unit and f"({unit})", y_label=y_label)


def _step(axis: Mapping[str, Any]) -> tuple[float, str]:
    """How wide one step along an axis is, and its unit."""
    scale = axis.get("scale", 1.0)
    return (scale["value"], scale["unit"]) if isinstance(scale, dict) else (scale, "")


def _joined(value: Any) -> bytes:
    """The bytes of a text that igor2 gives as an array of single ones."""
    if isinstance(value, bytes):
        return value.split(b"\x00")[0]
    return b"".join(bytes(one) for one in getattr(value, "flat", ())).split(b"\x00")[0]


def _settings(note: str) -> dict[str, Any]:
    """The lines of a note that say ``key: value``; a note of other text is one entry."""
    settings: dict[str, Any] = {}
    for line in LINES.split(note[:1_000_000]):
        found = SETTING.match(line[:1000])
        if found and found[2] and len(settings) < MOST_SETTINGS:
            settings[found[1]] = setting(found[2])
    return settings or ({"note": note.strip()[:1000]} if note.strip() else {})
