"""Arrays of HDF5 files: the plot that a NeXus file names, else the largest image or the longest curve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..errors import UsageError
from ..extras import require
from ..parsers.hdf5_inside import attribute, child, is_array, is_group, is_numeric
from ..parsers.hdf5_pictures import MOST_POINTS, arrays_of, is_image
from .contents import Content, Curves, Plane

if TYPE_CHECKING:
    from pathlib import Path

    import h5py

MOST_HOPS: Final = 10
NAMED: Final = 8


def of_hdf5(path: Path, item: str | None, title: str) -> Content:
    """Return the curve or image of a file.

    Raises
    ------
    UsageError
        There is no such array, or none that can be drawn.
    """
    with require("h5py").File(path, "r") as file:
        axes: list[Any] = []
        if item is not None:
            array = child(file, item)
            if not is_array(array) or not is_numeric(array):
                names = [name for name in arrays_of(file) if is_numeric(child(file, name))]
                raise UsageError(f"It has no array of numbers {item!r}.", hint=f"It has: {', '.join(names[:NAMED])}.")
        else:
            array, axes = _plot_of(file) or (_leading(file), [])
        title = f"{title}: {str(array.name).strip('/')}"
        if array.ndim == 1 or (array.ndim > 1 and not is_image(array)):
            return _curve(array, axes, title)
        return _plane(array, axes, title)


def _plot_of(file: h5py.File) -> tuple[h5py.Dataset, list[Any]] | None:
    """Follow ``default`` from group to group to the ``signal`` and its ``axes``, as the NeXus manual says."""
    group: Any = file
    for _ in range(MOST_HOPS):
        following = _text(attribute(group, "default"))
        if following is None:
            break
        group = child(group, following)
        if not is_group(group):
            return None
    name = _text(attribute(group, "signal"))
    signal: Any = None if name is None else child(group, name)
    if not is_array(signal) or not is_numeric(signal) or not signal.shape:
        return None
    said = attribute(group, "axes")
    names = [
        _text(one) for one in ([said] if isinstance(said, str | bytes) else list(said if said is not None else []))
    ]
    axes = [None if name in (None, ".") else child(group, str(name)) for name in names]
    return signal, [axis if is_array(axis) and is_numeric(axis) else None for axis in axes]


def _leading(file: h5py.File) -> h5py.Dataset:
    arrays = [array for name in arrays_of(file) if is_array(array := child(file, name)) and is_numeric(array)]
    images = [array for array in arrays if is_image(array)]
    if images:
        return max(images, key=lambda array: array.shape[-2] * array.shape[-1])
    curves = [array for array in arrays if array.ndim == 1 and 1 < array.size <= MOST_POINTS]
    if not curves:
        raise UsageError("None of its arrays is an image or a curve.", hint="Read it with h5py and plot what you need.")
    return max(curves, key=lambda array: array.size)


def _curve(array: h5py.Dataset, axes: list[Any], title: str) -> Curves:
    numpy = require("numpy")
    if array.ndim != 1 or not 1 < array.size <= MOST_POINTS:
        raise UsageError(
            f"An array of the shape {array.shape} is neither an image nor a curve that can be drawn.",
            hint="Name another one with item=.",
        )
    axis = axes[0] if axes and axes[0] is not None and axes[0].shape == array.shape else None
    x = numpy.arange(array.size) if axis is None else axis[()]
    return Curves(title, x, {"": array[()]}, "" if axis is None else _label(axis), _label(array))


def _plane(array: h5py.Dataset, axes: list[Any], title: str) -> Plane:
    colours = array.ndim == 3 and array.shape[2] in (3, 4) and array.dtype == "uint8"
    before = array.shape[:-2] if not colours else ()
    index = tuple(length // 2 for length in before)
    values = array[index] if index else array[()]
    note = f"the middle of {' x '.join(map(str, before))} images" if before and before != (1,) else ""
    across = axes[-1] if len(axes) == array.ndim else None
    if across is None or across.ndim != 1 or not 1 < across.size <= MOST_POINTS or not _unit(across):
        return Plane(title, values, note=note)
    step = abs(float(across[-1]) - float(across[0])) / (across.size - 1)
    return Plane(title, values, step or None, _unit(across), note)


def _label(array: h5py.Dataset) -> str:
    name, unit = _text(attribute(array, "long_name")) or str(array.name).rpartition("/")[2], _unit(array)
    return f"{name} ({unit})" if unit and unit not in name else name


def _unit(array: h5py.Dataset) -> str:
    return _text(attribute(array, "units")) or ""


def _text(value: Any) -> str | None:
    if isinstance(value, bytes):
        value = value.decode("utf-8", errors="replace")
    return str(value) if isinstance(value, str) and value else None
