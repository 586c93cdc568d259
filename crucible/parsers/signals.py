"""Images, spectra and stacks as rosettasciio's readers return them: what they are, their axes, how they look.

A reader returns dictionaries with ``data``, ``axes``, ``metadata``, ``original_metadata`` and ``mapping``; the last one
says which original values, converted how, belong at which place of the metadata. Units are those of HyperSpy's metadata
structure.
"""

from __future__ import annotations

import contextlib
import math
import re
import struct
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..extras import require
from .contents import Curves, Plane, labelled
from .drawing import readable_unit
from .trees import as_text
from .values import as_json, quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .contents import Content

MOST_PICTURE_BYTES = 128 * 1024 * 1024
"""Data looked at for one picture; beyond it, a part of them."""

MOST_PIECE_BYTES = 1024 * 1024 * 1024

UNITS: Mapping[str, str] = {
    "beam_energy": "keV",
    "beam_current": "nA",
    "camera_length": "mm",
    "convergence_angle": "mrad",
    "collection_angle": "mrad",
    "working_distance": "mm",
    "tilt_alpha": "deg",
    "tilt_beta": "deg",
    "rotation": "deg",
    "azimuth_angle": "deg",
    "elevation_angle": "deg",
    "energy_resolution_MnKa": "eV",
    "exposure": "s",
    "exposure_time": "s",
    "live_time": "s",
    "real_time": "s",
    "dwell_time": "s",
    "frame_rate": "1/s",
    "accelerating_voltage": "kV",
    "integration_time": "s",
}
SPOKEN = {"mR": "mrad", "dg": "deg", "KV": "kV"}
"""Abbreviations of the EMSA standard, which mean other things elsewhere."""
NAMED_UNIT = re.compile(r".*\(([^()]+)\)$")
"""``Energy Loss (eV)``, which programs write where the unit belongs."""
ENERGIES = ("eV", "keV", "meV", "MeV")
LENGTHS = ("m", "cm", "mm", "um", "µm", "nm", "pm", "Å", "A")
Signal = dict[str, Any]


def with_mapped(signal: Signal) -> dict[str, Any]:
    """Return the metadata of a signal with the values added that its mapping takes from the original ones."""
    metadata = dict(signal.get("metadata") or {})
    original = signal.get("original_metadata") or {}
    for source, target in (signal.get("mapping") or {}).items():
        place, convert = target
        value = _at(original, source)
        if value is None or not isinstance(place, str):
            continue
        # the conversions are the reader's, and meet whatever a microscope wrote
        with contextlib.suppress(Exception):
            found = convert(value) if convert else value
            if found is not None:
                _put(metadata, place.split("."), found)
    return metadata


def _at(tree: Any, path: str) -> Any:
    for key in path.split("."):
        if not hasattr(tree, "get") or (tree := tree.get(key)) is None:
            return None
    return tree


def _put(tree: dict[str, Any], path: list[str], value: Any) -> None:
    *branches, last = path
    for key in branches:
        inner = tree.get(key)
        tree[key] = dict(inner) if isinstance(inner, Mapping) else {}
        tree = tree[key]
    tree[last] = value


def acquisition(metadata: Mapping[str, Any], own_units: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return how the data were taken, with units: instrument, beam energy, magnification, detectors, stage.

    Parameters
    ----------
    metadata
        Those of one signal.
    own_units
        Those in which a reader leaves what it does not bring into HyperSpy's, such as the stage's position.

    Examples
    --------
    >>> acquisition({"Acquisition_instrument": {"TEM": {"beam_energy": 200.0, "magnification": 5000}}})
    {'instrument': 'TEM', 'beam_energy': {'value': 200.0, 'unit': 'keV'}, 'magnification': 5000}
    """
    instruments = metadata.get("Acquisition_instrument") or {}
    units = {**UNITS, **(own_units or {})}
    result: dict[str, Any] = {}
    for kind, settings in instruments.items():
        if hasattr(settings, "items"):
            result.setdefault("instrument", as_text(kind))
            for key, value in quantities(settings, units).items():
                result.setdefault(key, value)
    return result


def quantities(settings: Mapping[Any, Any], units: Mapping[str, str], depth: int = 0) -> dict[str, Any]:
    """Return settings as JSON; numbers with the unit that stands beside them, else with the usual one of `units`."""
    result: dict[str, Any] = {}
    for given, value in settings.items():
        key = as_text(given)
        if hasattr(value, "items"):
            if depth < 4 and (inner := quantities(value, units, depth + 1)):
                result[key.lower()] = inner
        elif (found := as_json(value)) not in (None, "", []) and not key.endswith("_units"):
            unit = as_text(settings.get(f"{key}_units") or "") or units.get(
                key, ""
            )  # what the file says, or the custom
            unit = "keV" if key == "beam_energy" and unit.lower() == "kv" else SPOKEN.get(unit, unit)
            known = isinstance(found, int | float) and not isinstance(found, bool)
            result[key] = quantity(_rounded(found), unit if known else None)
    return result


def _rounded(value: Any) -> Any:
    """Without the digits that a number of four bytes never had: 0.10000000149011612 is 0.1."""
    if not isinstance(value, float) or not abs(value) < 1e38 or value != _of_four_bytes(value):
        return value
    short = float(f"{value:.7g}")
    return short if _of_four_bytes(short) == value else value


def _of_four_bytes(value: float) -> float:
    return float(struct.unpack("<f", struct.pack("<f", value))[0])


def axes_of(signal: Signal) -> list[dict[str, Any]]:
    """Return the axes in the order of the array: name, size, and where calibrated scale and offset with their unit.

    Of an axis whose points are not equally far apart there are the first and the last one instead.
    """
    shape = getattr(signal["data"], "shape", ())
    axes = list(signal.get("axes") or ())
    if len(axes) != len(shape):
        return [{"size": int(size)} for size in shape]
    result = []
    for size, axis in zip(shape, axes, strict=True):
        name = as_text(axis.get("name") or "")
        about: dict[str, Any] = {"name": name} if name and "undefined" not in name.lower() else {}
        about["size"] = int(size)
        if unit := _unit_of(axis):
            about |= {key: quantity(value, unit) for key, value in _calibration(axis).items()}
        result.append(about)
    return result


def _unit_of(axis: Mapping[str, Any]) -> str:
    """The unit of an axis; none for one in pixels, which is not calibrated."""
    unit = as_text(axis.get("units") or "")
    if found := NAMED_UNIT.match(unit):
        unit = found[1].strip()
    if not unit.strip("[]") or "undefined" in unit.lower() or unit in ("px", "pix", "pixel"):
        return ""
    return SPOKEN.get(unit, unit).replace("\N{GREEK SMALL LETTER MU}", "\N{MICRO SIGN}")


def _calibration(axis: Mapping[str, Any]) -> dict[str, float]:
    places = axis.get("axis")
    if places is not None and len(places):
        ends = {"first": _number(places[0]), "last": _number(places[-1])}
    else:
        ends = {"scale": _number(axis.get("scale")), "offset": _number(axis.get("offset"))}
        if not ends["scale"]:
            return {}
    return {key: value for key, value in ends.items() if value is not None}


def _number(value: Any) -> float | None:
    """The finite number that a reader gives, as a float, a fraction or a scalar of NumPy."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return float(_rounded(number)) if math.isfinite(number) else None


def _unit(axis: Mapping[str, Any]) -> str:
    calibrated = axis.get("scale") or axis.get("first")
    return str(calibrated["unit"]) if calibrated else ""


def _spectral(axis: Mapping[str, Any]) -> bool:
    name = str(axis.get("name", "")).lower()
    return _unit(axis) in ENERGIES or "energy" in name or name in ("wavelength", "raman shift", "channel")


class View:
    """One signal: what kind it is, and how to look at it.

    Parameters
    ----------
    signal
        A dictionary of one of rosettasciio's readers.
    """

    def __init__(self, signal: Signal) -> None:
        self.metadata = with_mapped(signal)
        self.signal_type = str((self.metadata.get("Signal") or {}).get("signal_type") or "")
        self.title = as_text((self.metadata.get("General") or {}).get("title") or "")
        self.axes = axes_of(signal)
        self._data = signal["data"]
        self._given = list(signal.get("axes") or ())
        self.colour = bool(getattr(getattr(self._data, "dtype", None), "names", None))
        self._kind, self._shown = self._look()

    def _look(self) -> tuple[str, tuple[int, ...]]:
        """What the signal is, and which of its axes make one spectrum or image."""
        dimensions = range(len(self.axes))
        if not dimensions or 0 in (axis["size"] for axis in self.axes):
            return "array", ()
        spectral = [n for n in dimensions if _spectral(self.axes[n])]
        if len(self.axes) == 1 and not spectral:
            return "curve", (0,)
        if len(self._given) == len(self.axes) and not spectral:
            shown = [n for n in dimensions if not self._given[n].get("navigate")]
            spectral = shown if len(shown) == 1 else []
        if spectral:
            others = sum(self.axes[n]["size"] > 1 for n in dimensions if n != spectral[-1])
            return ("spectrum", "spectrum line", "spectrum image")[min(others, 2)], (spectral[-1],)
        shown = [*dimensions][-2:]
        what = "diffraction pattern" if self._reciprocal(shown) else "image"
        return what if len(self.axes) == 2 else f"{what} stack", tuple(shown)

    def _reciprocal(self, shown: list[int]) -> bool:
        units = [_unit(self.axes[n]).replace(" ", "") for n in shown]
        return self.signal_type == "electron_diffraction" or any(
            unit.startswith("1/") or unit.endswith("-1") or unit == "mrad" for unit in units
        )

    @property
    def kind(self) -> str:
        """One of image, image stack, diffraction pattern (stack), spectrum, spectrum line, spectrum image, curve."""
        return self._kind

    def describe(self) -> dict[str, Any]:
        """Return title, kind, type of numbers and axes."""
        dtype = getattr(self._data, "dtype", None)
        about = {"title": self.title[:200], "kind": self.kind, "signal_type": self.signal_type}
        about |= {"dtype": "rgb" if self.colour else str(dtype)}
        quantity_name = (self.metadata.get("Signal") or {}).get("quantity")
        about |= {"quantity": as_text(quantity_name)} if quantity_name else {}
        return {key: value for key, value in about.items() if value} | {"axes": self.axes}

    def image(self) -> dict[str, Any]:
        """Return size and pixel size of an image as other images of this package have them; nothing for spectra."""
        if not self.kind.startswith(("image", "diffraction")):
            return {}
        height, width = (self.axes[n] for n in self._shown)
        about: dict[str, Any] = {
            key: quantity(axis["size"], "px") for key, axis in (("width", width), ("height", height))
        }
        if scale := width.get("scale"):  # it is negative where an axis runs the other way
            about["pixel_size"] = quantity(abs(scale["value"]), scale["unit"])
        return {"image": about}

    def contents(self) -> Iterator[Content]:
        """Yield an image or a curve; for spectra the sum of all, and over an area the map of their sums."""
        if not self._shown or _piece_bytes(self._data) > MOST_PIECE_BYTES:
            return
        if getattr(self._data, "dtype", None) is None or self._data.dtype.kind not in "biufcV":
            return
        if self.colour and len(self._shown) < 2:
            return
        if self.kind in ("spectrum", "curve"):
            yield self._curve(_computed(self._data).reshape(-1))
        elif self.kind.startswith("spectrum"):
            yield from self._spectra()
        else:
            yield from self._image()

    def _image(self) -> Iterator[Plane]:
        """The middle one of a stack."""
        index: list[Any] = [axis["size"] // 2 for axis in self.axes]
        down, across = self._shown
        step = max(1, max(self.axes[n]["size"] for n in self._shown) // 8192)
        index[down] = index[across] = slice(None, None, step)
        rows, columns = self.axes[down]["size"], self.axes[across]["size"]
        if rows > 20 * columns or min(rows, columns) < 2:
            return
        others = [str(axis["size"]) for n, axis in enumerate(self.axes) if n not in self._shown and axis["size"] > 1]
        note = f"the middle of {' x '.join(others)} images" if others else ""
        plane = self._plane(_computed(self._data[tuple(index)]), down, across, step)
        if plane is not None:
            yield replace(plane, note=note, faint="diffraction" in self.kind)

    def _plane(self, values: Any, down: int, across: int, step: int = 1) -> Plane | None:
        if self.colour:
            values = require("numpy").stack([values[channel] for channel in values.dtype.names[:3]], axis=-1)
        if values.ndim not in (2, 3) or 0 in values.shape:
            return None
        (high, other), (wide, unit) = _step(self.axes[down]), _step(self.axes[across])
        aspect = abs(high / wide) if high and wide and other == unit else 1.0
        return Plane(values=values, pixel=abs(wide) * step if wide else None, unit=unit, aspect=aspect)

    def _curve(self, values: Any) -> Curves:
        np = require("numpy")
        axis = self.axes[self._shown[0]]
        unit, label = _unit(axis), str(axis.get("name", ""))
        x = np.arange(values.size, dtype="float64")
        given = self._given[self._shown[0]] if self._given else {}
        if (places := given.get("axis")) is not None and len(places) == values.size:
            x = np.asarray(places, dtype="float64")  # an axis whose points are not equally far apart
        elif "scale" in axis:
            x = x * axis["scale"]["value"] + axis.get("offset", {"value": 0})["value"]
        if unit in LENGTHS:
            factor, unit = readable_unit(float(np.abs(x).max()), unit)
            x = x * factor
        label = "Energy" if unit in ENERGIES and label in ("", "x", "y", "z") else label
        y_label = as_text((self.metadata.get("Signal") or {}).get("quantity") or "") or "intensity"
        values = np.abs(values) if values.dtype.kind == "c" else values
        counts = unit in ENERGIES and bool(values.min() >= 0)
        return Curves(x=x, lines={y_label: values}, x_label=labelled(label, unit), y_label=y_label, counts=counts)

    def _spectra(self) -> Iterator[Content]:
        """From every spectrum, or from those in the middle of the area where all would be too much."""
        np = require("numpy")
        spectral = self._shown[0]
        size = math.prod(axis["size"] for axis in self.axes) * self._data.dtype.itemsize
        others = [n for n in range(len(self.axes)) if n != spectral and self.axes[n]["size"] > 1]
        for n in others[:-2]:
            size /= self.axes[n]["size"]
        part = min(1.0, (MOST_PICTURE_BYTES / size) ** (1 / max(1, min(2, len(others)))))
        index: list[Any] = [slice(None)] * len(self.axes)
        taken = dict.fromkeys(others, 1)
        for n in others:
            length = self.axes[n]["size"]
            taken[n] = max(1, int(length * part)) if n in others[-2:] else 1
            index[n] = slice((length - taken[n]) // 2, (length - taken[n]) // 2 + taken[n])
        data = _computed(self._data[tuple(index)])
        wide = "float64" if data.dtype.kind != "c" else "complex128"
        total = np.moveaxis(data, spectral, -1).reshape(-1, data.shape[spectral]).sum(axis=0, dtype=wide)
        there, used = (
            " x ".join(str(count) for count in counts)
            for counts in ([self.axes[n]["size"] for n in others], taken.values())
        )
        note = f"the sum of {there} spectra" if used == there else f"the sum of the middle {used} of {there} spectra"
        yield replace(self._curve(total), name="spectrum", note=note)
        values = data.sum(axis=spectral, dtype=wide).squeeze()
        if len(others) > 1 and values.ndim == 2 and (plane := self._plane(values, *others[-2:])) is not None:
            yield replace(plane, name="map", note="" if used == there else f"the middle {used} of {there} spectra")


def _step(axis: Mapping[str, Any]) -> tuple[float | None, str]:
    """How wide one step along an axis is, and its unit."""
    scale = axis.get("scale")
    return (float(scale["value"]), str(scale["unit"])) if isinstance(scale, dict) else (None, "")


def _piece_bytes(data: Any) -> int:
    """How much has to be read at once to see any of it: some formats are decoded as a whole."""
    if not hasattr(data, "dtype"):
        return 0
    piece: tuple[int, ...] = data.chunksize if hasattr(data, "compute") else data.shape
    return math.prod(piece) * int(data.dtype.itemsize)


def _computed(data: Any) -> Any:
    """The numbers of a lazy array, one block after another; a sparse one becomes a plain one."""
    np = require("numpy")
    if hasattr(data, "compute"):
        dask = require("dask")
        with dask.config.set(scheduler="synchronous"):
            data = data.compute()
    if hasattr(data, "todense"):
        data = data.todense()
    return np.asarray(data)
