"""Spectra in Velox files, some of them a stream: one number per photon, its channel, and 65535 at the end of a pixel.

rosettasciio makes a large array of such a stream, for which it needs further libraries. A map of all photons and their
spectrum need neither; the stream is read piece by piece.
"""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from ..extras import require
from .corrections import in_utc

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .signals import Signal

PIXEL_ENDS = 65535
PIECE = 4_000_000
MOST_STREAMS = 16
_WHEN = ("date", "time", "time_zone")


def signals_of(path: Path) -> list[Signal]:
    """Return images and spectra of a Velox file, lazily, as rosettasciio's readers do."""
    return [_in_its_own_time(signal) for signal in _signals(path)]


def _signals(path: Path) -> list[Signal]:
    emd = require("rsciio.emd")
    file = require("h5py").File(path, "r")
    if "SpectrumStream" not in file["Data"]:
        file.close()
        return list(emd.file_reader(str(path), lazy=True))
    reader = require("rsciio.emd._emd_velox").FeiEMDReader(lazy=True, select_type="images")
    with contextlib.suppress(ModuleNotFoundError):  # after the images, for the stream
        reader.read_file(file)
    images: list[Signal] = list(reader.dictionaries)
    return images + _photons(file["Data/SpectrumStream"], images)


def _in_its_own_time(signal: Signal) -> Signal:
    """Say when the data were taken in UTC, as the file does; the reader converts it to the time of this computer."""
    mapping = {key: found for key, found in (signal.get("mapping") or {}).items() if found[0] != "General.time_zone"}
    metadata = dict(signal.get("metadata") or {})
    general = {key: value for key, value in (metadata.get("General") or {}).items() if key not in _WHEN}
    begun = (signal.get("original_metadata") or {}).get("Acquisition", {}).get("AcquisitionStartDatetime", {})
    with contextlib.suppress(TypeError, ValueError, OverflowError, AttributeError):
        general |= in_utc(float(begun.get("DateTime")))
    return {**signal, "mapping": mapping, "metadata": {**metadata, "General": general}}


def _photons(group: Any, images: list[Signal]) -> list[Signal]:
    """The photons of all detectors as one map, if an image tells its shape, and as one spectrum."""
    np = require("numpy")
    streams = [group[key] for key in list(group)[:MOST_STREAMS] if "Data" in group[key]]
    if not streams:
        return []
    plain = next((image for image in reversed(images) if len(image["data"].shape) >= 2), None)
    shape = plain["data"].shape[-2:] if plain else (1, 1)
    counts, spectrum = np.zeros(shape[0] * shape[1], dtype="int64"), np.zeros(PIXEL_ENDS + 1, dtype="int64")
    for stream in streams:
        _add(stream["Data"], counts, spectrum)
    about = _metadata(streams[0])
    channels = int(np.flatnonzero(spectrum)[-1]) + 1 if spectrum.any() else 1
    bins = _settings(streams[0]).get("bincount", "")
    channels = max(channels, int(bins)) if str(bins).isdigit() and int(bins) < PIXEL_ENDS else channels
    metadata = {"General": {}, "Signal": {"signal_type": "EDS_TEM", "quantity": "X-rays (Counts)"}}
    energy = {"name": "Energy", "size": channels, "navigate": False, **_calibration(about)}
    result = []
    if plain and counts.any():
        axes = [dict(axis, navigate=False) for axis in plain["axes"][-2:]]
        named = {**metadata, "General": {"title": "EDS counts"}}
        result.append({"data": counts.reshape(shape), "axes": axes, "metadata": named})
    named = {**metadata, "General": {"title": "EDS sum"}}
    return [*result, {"data": spectrum[:channels], "axes": [energy], "metadata": named, "original_metadata": about}]


def _add(stream: Any, counts: Any, spectrum: Any) -> None:
    """Add one detector's photons. Frames follow each other, each with all pixels of the image."""
    np = require("numpy")
    pixels = 0
    for begin in range(0, stream.shape[0], PIECE):
        piece = stream[begin : begin + PIECE].reshape(-1)
        ends = piece == PIXEL_ENDS
        places = (pixels + np.cumsum(ends)) % len(counts)
        photons = ~ends
        counts += np.bincount(places[photons], minlength=len(counts))
        spectrum += np.bincount(piece[photons], minlength=len(spectrum))
        pixels += int(ends.sum())


def _metadata(stream: Any) -> dict[str, Any]:
    with contextlib.suppress(ValueError, KeyError, IndexError):
        text = stream["Metadata"][:, 0].tobytes().split(b"\x00")[0].decode("utf-8", "replace")
        found = json.loads(text)
        return found if isinstance(found, dict) else {}
    return {}


def _settings(stream: Any) -> dict[str, Any]:
    with contextlib.suppress(ValueError, KeyError, IndexError):
        found = json.loads(stream["AcquisitionSettings"][0])
        return found if isinstance(found, dict) else {}
    return {}


def _calibration(about: Mapping[str, Any]) -> dict[str, Any]:
    """Width and beginning of the channels, of the first detector that has them, in keV."""
    for detector in (about.get("Detectors") or {}).values():
        with contextlib.suppress(KeyError, TypeError, ValueError):
            scale, offset = float(detector["Dispersion"]) / 1000, float(detector["OffsetEnergy"]) / 1000
            return {"scale": scale, "offset": offset, "units": "keV"}
    return {}
