"""Images, spectra and stacks as rosettasciio's readers return them: what they are, their axes, how they look.

A reader returns dictionaries with ``data``, ``axes``, ``metadata``, ``original_metadata`` and ``mapping``; the last one
says which original values, converted how, belong at which place of the metadata. Units are those of HyperSpy's metadata
structure.
"""

from __future__ import annotations

import contextlib
import math
import struct
from collections.abc import Mapping
from typing import Any

from ..extras import require
from .drawing import curve_thumbnail, image_thumbnail, readable_unit
from .trees import as_text
from .values import as_json, quantity

MOST_PICTURE_BYTES = 128 * 1024 * 1024
"""Data looked at for one picture; beyond it, a part of them."""

MOST_PIECE_BYTES = 1024 * 1024 * 1024

UNITS = {
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
INSTRUMENTS = ("TEM", "SEM", "STEM", "Raman", "Laser", "LASER", "Spectrometer")
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


def acquisition(metadata: Mapping[str, Any], stage_unit: str = "") -> dict[str, Any]:
    """Return how the data were taken, with units: instrument, beam energy, magnification, detectors, stage.

    Parameters
    ----------
    metadata
        Those of one signal.
    stage_unit
        Of the stage's position, which not all readers bring into HyperSpy's millimetres.

    Examples
    --------
    >>> acquisition({"Acquisition_instrument": {"TEM": {"beam_energy": 200.0, "magnification": 5000}}})
    {'instrument': 'TEM', 'beam_energy': {'value': 200.0, 'unit': 'keV'}, 'magnification': 5000}
    """
    instruments = metadata.get("Acquisition_instrument") or {}
    result: dict[str, Any] = {}
    for kind, settings in instruments.items():
        if hasattr(settings, "items"):
            result.setdefault("instrument", as_text(kind))
            for key, value in _quantities(settings, UNITS | dict.fromkeys("xyz", stage_unit), 0).items():
                result.setdefault(key, value)
    return result


def _quantities(settings: Mapping[Any, Any], units: Mapping[str, str], depth: int) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for given, value in settings.items():
        key = as_text(given)
        if hasattr(value, "items"):
            if depth < 4 and (inner := _quantities(value, units, depth + 1)):
                result[key.lower()] = inner
        elif (found := as_json(value)) not in (None, "", []) and not key.endswith("_units"):
            unit = as_text(settings.get(f"{key}_units") or "") or units.get(key)  # what the file says, or the custom
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
    """Return the axes in the order of the array: name, size, and where calibrated scale and offset with their unit."""
    shape = getattr(signal["data"], "shape", ())
    axes = list(signal.get("axes") or ())
    if len(axes) != len(shape):
        return [{"size": int(size)} for size in shape]
    result = []
    for size, axis in zip(shape, axes, strict=True):
        name, unit = as_text(axis.get("name") or ""), as_text(axis.get("units") or "")
        about: dict[str, Any] = {"name": name} if name and "undefined" not in name.lower() else {}
        about["size"] = int(size)
        if unit.strip("[]") and "undefined" not in unit.lower():
            unit = "px" if unit == "pix" else unit
            for key in ("scale", "offset"):
                if (value := _rounded(as_json(axis.get(key)))) is not None:
                    about[key] = quantity(value, unit.replace("\N{GREEK SMALL LETTER MU}", "\N{MICRO SIGN}"))
        result.append(about)
    return result


def _unit(axis: Mapping[str, Any]) -> str:
    return str(axis["scale"]["unit"]) if "scale" in axis else ""


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
        return {"image": about | ({"pixel_size": width["scale"]} if "scale" in width else {})}

    def pictures(self, name: str) -> list[dict[str, str]]:
        """Return an image or a curve; for spectra over an area the map of their sums and the sum of all."""
        if not self._shown or _piece_bytes(self._data) > MOST_PIECE_BYTES:
            return []
        if getattr(self._data, "dtype", None) is None or self._data.dtype.kind not in "biufcV":
            return []
        if self.kind in ("spectrum", "curve"):
            return self._curve(_computed(self._data).reshape(-1), name)
        if self.kind.startswith("spectrum"):
            return self._spectra(name)
        index: list[Any] = [axis["size"] // 2 for axis in self.axes]
        for n in self._shown:
            step = max(1, self.axes[n]["size"] // 8192)
            index[n] = slice(None, None, step)
        vertical, horizontal = self.axes[self._shown[0]], self.axes[self._shown[1]]
        if vertical["size"] > 20 * horizontal["size"] or min(vertical["size"], horizontal["size"]) < 2:
            return []
        plane = _computed(self._data[tuple(index)])
        return self._image(plane, horizontal, name, index[self._shown[1]].step, faint="diffraction" in self.kind)

    def _image(
        self, plane: Any, axis: Mapping[str, Any], name: str, step: int = 1, *, faint: bool = False
    ) -> list[dict[str, str]]:
        if self.colour:
            plane = require("numpy").stack([plane[channel] for channel in plane.dtype.names[:3]], axis=-1)
        if plane.ndim not in (2, 3) or 0 in plane.shape:
            return []
        unit = _unit(axis)
        known = unit in LENGTHS or unit.replace(" ", "").startswith("1/") or unit in ("mrad", "px")
        scale = axis["scale"]["value"] * step if known else None
        return image_thumbnail(plane, name, scale=scale, unit=unit, faint=faint)

    def _curve(self, values: Any, name: str) -> list[dict[str, str]]:
        np = require("numpy")
        axis = self.axes[self._shown[0]]
        unit, label = _unit(axis), str(axis.get("name", ""))
        x = np.arange(values.size, dtype="float64")
        given = self._given[self._shown[0]] if self._given else {}
        if (places := given.get("axis")) is not None and len(places) == values.size:
            x = np.asarray(places, dtype="float64")  # an axis whose points are not equally far apart
        elif unit:
            x = x * axis["scale"]["value"] + axis.get("offset", {"value": 0})["value"]
        if unit in LENGTHS:
            factor, unit = readable_unit(float(np.abs(x).max()), unit)
            x = x * factor
        label = "Energy" if unit in ENERGIES and label in ("", "x", "y", "z") else label
        return curve_thumbnail(
            x, np.abs(values), name, label=f"{label} ({unit})" if unit else label, counts=unit in ENERGIES
        )

    def _spectra(self, name: str) -> list[dict[str, str]]:
        """From every spectrum, or from those in the middle of the area where all would be too much."""
        np = require("numpy")
        spectral = self._shown[0]
        size = math.prod(axis["size"] for axis in self.axes) * self._data.dtype.itemsize
        others = [n for n in range(len(self.axes)) if n != spectral and self.axes[n]["size"] > 1]
        for n in others[:-2]:
            size /= self.axes[n]["size"]
        part = min(1.0, (MOST_PICTURE_BYTES / size) ** (1 / max(1, min(2, len(others)))))
        index: list[Any] = [slice(None)] * len(self.axes)
        for n in others:
            length = self.axes[n]["size"]
            taken = max(1, int(length * part)) if n in others[-2:] else 1
            index[n] = slice((length - taken) // 2, (length - taken) // 2 + taken)
        data = _computed(self._data[tuple(index)])
        wide = "float64" if data.dtype.kind != "c" else "complex128"
        total = np.moveaxis(data, spectral, -1).reshape(-1, data.shape[spectral]).sum(axis=0, dtype=wide)
        curve = self._curve(total, f"{name} spectrum")
        if len(others) < 2:
            return curve
        plane = data.sum(axis=spectral, dtype=wide).squeeze()
        return [*self._image(plane, self.axes[others[-1]], f"{name} map"), *curve] if plane.ndim == 2 else curve


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
