"""NeXus: which entry and which plot a file is about, and what it says of instrument and sample.

Groups say what they are by an attribute ``NX_class``. From the root on, attributes ``default`` lead to the plot, whose
``signal`` and ``axes`` are named by attributes of the group, in older files of the arrays (NeXus manual, "Data groups"
and "Associating plottable data").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import Parsed
from .hdf5_inside import attribute, child, children, is_array, is_group, is_numeric, with_unit
from .hdf5_pictures import picture, unit_of
from .trees import small_tree
from .values import as_json, time

if TYPE_CHECKING:
    import h5py

    from .hdf5_pictures import Plot

DEEPEST = 8
MOST_GROUPS = 300
MOST_SETTINGS = 5000
MOST_ENTRIES = 100
SAID_OF_ENTRY = (
    "title",
    "definition",
    "start_time",
    "end_time",
    "duration",
    "experiment_identifier",
    "experiment_description",
    "entry_identifier",
    "collection_identifier",
    "run_cycle",
    "program_name",
)
PARTS = {"NXinstrument": "instrument", "NXsample": "sample", "NXuser": "user", "NXmonitor": "monitor"}


def is_nexus(file: h5py.File) -> bool:
    """Whether the file has an entry."""
    return _class(file) == "NXroot" or any(_class(found) == "NXentry" for _, found in children(file, most=MOST_ENTRIES))


def read_nexus(file: h5py.File, arrays: dict[str, Any], name: str) -> Parsed:
    """Return what the entry says, with the plot as the picture."""
    entry = _leading(file, "NXentry") or file
    about: dict[str, Any] = {key: value for key in SAID_OF_ENTRY if (value := _said(child(entry, key))) is not None}
    for key, group in children(entry):
        if part := PARTS.get(_class(group)):
            settings = _settings(group, DEEPEST, [MOST_SETTINGS])
            about[part] = {**about.get(part, {}), key: settings} if _class(group) == "NXmonitor" else settings
    plot = plot_of(file)
    definition, title = (about.get(key) for key in ("definition", "title"))
    fields = {
        "data_format": "nxs",
        "dataset_name": title if isinstance(title, str) else None,
        "measurement": definition if isinstance(definition, str) else None,
        "timestamp": time(about.get("start_time")),
    }
    tree: dict[str, str] = {}
    _classes(file, "", tree, DEEPEST)
    metadata: dict[str, Any] = {"entry": small_tree(about, most_values=3000), "classes": tree, "arrays": arrays}
    if plot is not None:
        metadata["plot"] = _described(plot)
    return Parsed(
        ingestion_class="H5Ingestor",
        fields=fields,
        scientific_metadata=metadata,
        keywords=["NeXus", *([definition] if isinstance(definition, str) else [])],
        thumbnails=picture(file, plot, name),
    )


def _class(found: Any) -> str:
    value = as_json(attribute(found, "NX_class")) if is_group(found) else None
    return value if isinstance(value, str) else ""


def _leading(group: h5py.Group, kind: str) -> Any:
    """The group of a class that ``default`` names, else the first one."""
    named = as_json(attribute(group, "default"))
    if isinstance(named, str) and _class(found := child(group, named)) == kind:
        return found
    return next((found for _, found in children(group) if _class(found) == kind), None)


def _said(found: Any) -> Any:
    return with_unit(found) if is_array(found) else None


def _settings(group: h5py.Group, depth: int, budget: list[int]) -> dict[str, Any]:
    """The single values of a group and of those inside, with their units."""
    result: dict[str, Any] = {}
    for key, found in children(group):
        budget[0] -= 1
        if budget[0] < 0:
            break
        if is_group(found):
            inner = _settings(found, depth - 1, budget) if depth else {}
            if inner:
                result[key] = inner
        elif (value := _said(found)) is not None:
            result[key] = value
    return result


def _classes(group: h5py.Group, path: str, tree: dict[str, str], depth: int) -> None:
    """What each group is, by its path."""
    for key, found in children(group):
        if len(tree) >= MOST_GROUPS or not depth:
            return
        if kind := _class(found):
            tree[f"{path}{key}"] = kind
            _classes(found, f"{path}{key}/", tree, depth - 1)


def plot_of(file: h5py.File) -> Plot | None:
    """Return the plot that the file names: its signal and the arrays of its axes, None for an axis without one."""
    data: Any = file
    for _ in range(DEEPEST):  # ``default`` leads from group to group; old files have none
        named = as_json(attribute(data, "default"))
        following = child(data, named) if isinstance(named, str) else None
        if not is_group(following):
            break
        data = following
    if attribute(data, "signal") is None:
        data = _leading(_leading(file, "NXentry") or file, "NXdata")
    if data is None:
        return None
    named = as_json(attribute(data, "signal"))
    signal: Any = child(data, named) if isinstance(named, str) else None
    if signal is None:  # files from before 2014 mark the array
        signal = next((found for _, found in children(data) if str(as_json(attribute(found, "signal"))) == "1"), None)
    if not is_array(signal) or not is_numeric(signal) or not signal.shape:
        return None
    axes = as_json(attribute(data, "axes"))
    if axes is None:
        axes = as_json(attribute(signal, "axes"))
    if isinstance(axes, str):
        axes = axes.strip("[]").replace(":", ",").split(",")
    names = [axis.strip() for axis in axes if isinstance(axis, str)] if isinstance(axes, list) else []
    found = [child(data, axis) if axis not in ("", ".") else None for axis in names]
    found += [None] * (len(signal.shape) - len(found))
    return signal, [axis if is_array(axis) and is_numeric(axis) else None for axis in found[: len(signal.shape)]]


def _described(plot: Plot) -> dict[str, Any]:
    signal, axes = plot
    return {
        "signal": {"path": signal.name, "shape": list(signal.shape), "unit": unit_of(signal) or None},
        "axes": [None if axis is None else {"path": axis.name, "unit": unit_of(axis) or None} for axis in axes],
    }
