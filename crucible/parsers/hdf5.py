"""HDF5: instrument settings in the ScopeFoundry layout, and for any other layout the attributes and array shapes.

ScopeFoundry keeps one group per hardware component and one per measurement; the settings are attributes of a group
``settings``, their units attributes of ``settings/units`` (layout of ScopeFoundry's own h5_io module).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from . import Parsed
from .values import as_json, quantity, thumbnail

if TYPE_CHECKING:
    from pathlib import Path

    import h5py

priority = 100
classes = ("ScopeFoundryH5Ingestor", "H5Ingestor")
MOST_ARRAYS = 500
MOST_PIXELS = 50_000_000
"""Of a picture. A few bytes of a file can stand for more than fits into memory."""


def recognises(head: bytes, name: str) -> bool:
    """Whether the file begins with the signature of HDF5."""
    return head.startswith(b"\x89HDF\r\n\x1a\n")


def read(path: Path, name: str) -> Parsed:
    """Return settings, array shapes and a picture of the largest image in the file."""
    import h5py

    with h5py.File(path, "r") as file:
        arrays = _arrays(file)
        thumbnails = _picture(file, arrays, name)
        if "ScopeFoundry_version" in file.attrs or "ScopeFoundry_type" in file.attrs:
            return _scopefoundry(file, arrays, thumbnails)
        metadata: dict[str, Any] = {"attributes": _attributes(file), "arrays": arrays}
        return Parsed(
            ingestion_class="H5Ingestor",
            fields={"data_format": "h5"},
            scientific_metadata=metadata,
            thumbnails=thumbnails,
        )


def _scopefoundry(file: h5py.File, arrays: dict[str, Any], thumbnails: list[dict[str, str]]) -> Parsed:
    metadata: dict[str, Any] = {"ScopeFoundry_version": as_json(file.attrs.get("ScopeFoundry_version"))}
    for kind in ("app", "hardware", "measurement"):
        if kind not in file:
            continue
        if kind == "app":
            metadata[kind] = _settings(file[kind])
        else:
            metadata[kind] = {key: _settings(group) for key, group in file[kind].items() if hasattr(group, "keys")}
    metadata["arrays"] = arrays
    fields: dict[str, Any] = {"data_format": "h5"}
    measurements = list(metadata.get("measurement", ()))
    if measurements:
        fields["measurement"] = measurements[0]
    if (taken := file.attrs.get("time_id")) is not None:
        fields["timestamp"] = datetime.fromtimestamp(float(taken), UTC).isoformat()
    return Parsed(
        ingestion_class="ScopeFoundryH5Ingestor",
        fields=fields,
        scientific_metadata=metadata,
        keywords=["ScopeFoundry", *measurements],
        thumbnails=thumbnails,
    )


def _settings(group: h5py.Group) -> dict[str, Any]:
    settings = group.get("settings")
    if settings is None:
        return {}
    units = settings["units"].attrs if "units" in settings else {}
    return {key: quantity(value, as_json(units.get(key))) for key, value in settings.attrs.items()}


def _attributes(group: h5py.Group) -> dict[str, Any]:
    return {key: as_json(value) for key, value in group.attrs.items()}


def _arrays(file: h5py.File) -> dict[str, Any]:
    """Shape and type of each array by its path; files with more than 500 arrays list the first 500."""
    import h5py

    found: dict[str, Any] = {}

    def visit(path: str, item: Any) -> bool | None:
        if isinstance(item, h5py.Dataset):
            found[path] = {"shape": list(item.shape or ()), "dtype": str(item.dtype)}
        return True if len(found) >= MOST_ARRAYS else None  # a value ends the walk

    file.visititems(visit)
    return found


def _picture(file: h5py.File, arrays: dict[str, Any], name: str) -> list[dict[str, str]]:
    """The middle image of the largest image or stack, stretched to its range."""
    import numpy as np
    from PIL import Image

    images = {
        path: about["shape"]
        for path, about in arrays.items()
        if about["dtype"].startswith(("int", "uint", "float"))
        and len(about["shape"]) >= 2
        and min(about["shape"][-2:]) > 8
        and about["shape"][-2] * about["shape"][-1] <= MOST_PIXELS
    }
    if not images:
        return []
    path = max(images, key=lambda key: images[key][-2] * images[key][-1])
    shape = images[path]
    plane = np.asarray(file[path][tuple(length // 2 for length in shape[:-2])], dtype=float)
    low, high = np.nanpercentile(plane, (0.5, 99.5)) if np.isfinite(plane).any() else (0.0, 0.0)
    if not high > low:
        return []
    gray = np.nan_to_num(np.clip((plane - low) / (high - low), 0, 1) * 255).astype("uint8")
    return [thumbnail(Image.fromarray(gray), name)]
