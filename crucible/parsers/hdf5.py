"""HDF5: the ScopeFoundry and NeXus layouts, and for any other one the attributes and array shapes.

ScopeFoundry keeps one group per hardware component and one per measurement; the settings are attributes of a group
``settings``, their units attributes of ``settings/units`` (layout of ScopeFoundry's own h5_io module).
"""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from . import Parsed
from .hdf5_inside import attribute, attributes, child, children, is_group, open_file
from .hdf5_pictures import arrays_of, contents_of, picture
from .nexus import is_nexus, plot_of, read_nexus
from .trees import small_tree
from .values import quantity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import h5py

    from .contents import Content

priority = 100
classes = ("ScopeFoundryH5Ingestor", "H5Ingestor")
endings = (".h5", ".hdf5", ".nxs", ".nx")
SIGNATURE = b"\x89HDF\r\n\x1a\n"


def recognises(head: bytes, name: str) -> bool:
    """Whether the signature of HDF5 stands at the beginning, or after a block of the user's."""
    return any(head.startswith(SIGNATURE, place) for place in (0, 512, 1024, 2048))


def read(path: Path, name: str) -> Parsed:
    """Return settings, array shapes and a picture of what the file is about."""
    with open_file(path) as file:
        arrays = arrays_of(file)
        if attribute(file, "ScopeFoundry_version") is not None or attribute(file, "ScopeFoundry_type") is not None:
            return _scopefoundry(file, arrays, name)
        if is_nexus(file):
            return read_nexus(file, arrays, name)
        return Parsed(
            ingestion_class="H5Ingestor",
            fields={"data_format": "h5"},
            scientific_metadata={"attributes": small_tree(attributes(file)), "arrays": arrays},
            thumbnails=picture(file, plot_of(file), name),
        )


def contents(path: Path, name: str, item: str | None = None) -> Iterator[Content]:
    """Yield the array that is asked for by its path, else the plot, the largest image or the longest curve."""
    with open_file(path) as file:
        yield from contents_of(file, plot_of(file), item)


def _scopefoundry(file: h5py.File, arrays: dict[str, Any], name: str) -> Parsed:
    settings: dict[str, Any] = {}
    if is_group(app := child(file, "app")):
        settings["app"] = _settings(app)
    for kind in ("hardware", "measurement"):
        if is_group(found := child(file, kind)):
            settings[kind] = {key: _settings(group) for key, group in children(found) if is_group(group)}
    measurements = list(settings.get("measurement", ()))[:20]
    fields: dict[str, Any] = {"data_format": "h5"}
    if measurements:
        fields["measurement"] = measurements[0]
    with contextlib.suppress(TypeError, ValueError, OverflowError, OSError):  # a time outside of the calendar
        fields["timestamp"] = datetime.fromtimestamp(float(attribute(file, "time_id")), UTC).isoformat()
    return Parsed(
        ingestion_class="ScopeFoundryH5Ingestor",
        fields=fields,
        scientific_metadata={
            **small_tree({**attributes(file), **settings}, most_values=5000),
            "arrays": arrays,
        },
        keywords=["ScopeFoundry", *measurements],
        thumbnails=picture(file, plot_of(file), name),
    )


def _settings(group: h5py.Group) -> dict[str, Any]:
    settings = child(group, "settings")
    if not is_group(settings):
        return {}
    units = child(settings, "units")
    unit_of = attributes(units) if units is not None else {}
    return {key: quantity(value, unit_of.get(key)) for key, value in attributes(settings).items()}
