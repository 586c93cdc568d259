"""The arrays of an HDF5 file, and a picture of the one that it is most likely about."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import ParserError
from ..extras import require
from .contents import MOST_NAMED, Content, Curves, Plane, labelled
from .drawing import thumbnails
from .hdf5_inside import MOST_READ_BYTES, attribute, child, is_array, is_numeric, is_readable
from .values import as_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    import h5py

Plot: TypeAlias = "tuple[h5py.Dataset, list[h5py.Dataset | None]]"
"""What a file says that its plot is: an array, and for each of its dimensions the array of the axis or None."""

MOST_ARRAYS = 500
MOST_OBJECTS = 5000
DEEPEST = 24
MOST_PIXELS = 50_000_000
"""Of a picture. A few bytes of a file can stand for more than fits into memory."""

MOST_POINTS = 5_000_000
LEAST_PIXELS = 8


def arrays_of(file: h5py.File) -> dict[str, Any]:
    """Return shape and type of each array by its path, those of the upper levels first, at most 500 of them."""
    h5py = require("h5py")
    found: dict[str, Any] = {}
    waiting = deque([(file["/"], "", 0)])
    seen = {_address(file["/"])}
    looked_at = 0
    while waiting:
        group, path, depth = waiting.popleft()
        for name in group:
            looked_at += 1
            if looked_at > MOST_OBJECTS or len(found) >= MOST_ARRAYS:
                return found
            if not isinstance(group.get(name, getlink=True), h5py.HardLink):
                continue
            item = group.get(name)
            if isinstance(item, h5py.Dataset):
                found[f"{path}{name}"] = _described(item)
            elif isinstance(item, h5py.Group) and depth < DEEPEST and (address := _address(item)) not in seen:
                seen.add(address)
                waiting.append((item, f"{path}{name}/", depth + 1))
    return found


def _described(array: h5py.Dataset) -> dict[str, Any]:
    about: dict[str, Any] = {"shape": list(array.shape or ()), "dtype": str(array.dtype)[:200]}
    if isinstance(unit := as_json(attribute(array, "units")), str) and unit:
        about["unit"] = unit
    return about


def _address(group: h5py.Group) -> Any:
    """What tells a group from all others of the file, so that circles end."""
    return require("h5py.h5o").get_info(group.id).addr


def contents_of(file: h5py.File, plot: Plot | None, item: str | None = None) -> Iterator[Content]:
    """Yield what is drawn: a named array, else the plot of the file, its largest image or its longest curve.

    Parameters
    ----------
    file
        The file.
    plot
        An array and those of its axes, if the file says what its plot is.
    item
        The path of an array.
    """
    if item is not None:
        array, axes = child(file, item), []
        if not is_array(array) or not is_numeric(array):
            names = [name for name in arrays_of(file) if is_numeric(child(file, name))]
            raise ParserError(f"it has no array of numbers {item!r}.", hint=f"It has: {', '.join(names[:MOST_NAMED])}.")
        if plot is not None and plot[0] == array:
            axes = plot[1]
        found = _content(array, axes)
        if found is None:
            raise ParserError(
                f"an array of the shape {array.shape} is neither an image nor a curve that can be drawn."
                if is_readable(array)
                else "the array was compressed with a filter that is not installed.",
                hint="Name another one with item=.",
            )
        yield replace(found, name=item)
    elif (found := (_content(*plot) if plot is not None else None) or _leading(file)) is not None:
        yield found


def picture(file: h5py.File, plot: Plot | None, name: str) -> list[dict[str, str]]:
    """Return a small picture of what `contents_of` finds."""
    return thumbnails((replace(one, name="") for one in contents_of(file, plot)), name)


def _leading(file: h5py.File) -> Content | None:
    found = (child(file, path) for path in arrays_of(file))
    own = [array for array in found if is_array(array) and is_numeric(array) and is_readable(array)]
    images = [array for array in own if _is_image(array) or _is_coloured(array)]
    if images:
        return _content(max(images, key=_pixels), [])
    curves = [array for array in own if array.ndim == 1 and LEAST_PIXELS < array.size <= MOST_POINTS]
    return _content(max(curves, key=lambda array: array.size), []) if curves else None


def _content(array: h5py.Dataset, axes: list[Any]) -> Content | None:
    """Return the image or curve that an array is; None if it is neither, or nothing here can decompress it."""
    if not is_readable(array):
        return None
    name, label = str(array.name).strip("/"), _label(array)
    if _is_coloured(array):
        return Plane(name=name, values=array[()])
    if _is_image(array):
        return _plane(name, array, axes)
    if array.ndim != 1 or not 1 < array.size <= MOST_POINTS or array.size * array.dtype.itemsize > MOST_READ_BYTES:
        return None
    axis = next((axis for axis in axes[:1] if axis is not None and axis.shape == array.shape), None)
    x = require("numpy").arange(array.size) if axis is None else axis[()]
    return Curves(name=name, x=x, lines={label: array[()]}, x_label="" if axis is None else _label(axis), y_label=label)


def _plane(name: str, array: h5py.Dataset, axes: list[Any]) -> Plane:
    before = array.shape[:-2]
    values = array[tuple(length // 2 for length in before)] if before else array[()]
    note = f"the middle of {' x '.join(map(str, before))} images" if math.prod(before) > 1 else ""
    down, across = axes[-2:] if len(axes) == array.ndim else (None, None)
    (high, other), (wide, unit) = _step(down), _step(across)
    aspect = high / wide if high and wide and other == unit else 1.0
    return Plane(name=name, values=values, pixel=wide, unit=unit, aspect=aspect, note=note)


def _step(axis: Any) -> tuple[float | None, str]:
    """Return how far apart the points of an axis are, and its unit; None if it has none, or is no straight one."""
    unit = unit_of(axis)
    if axis is None or axis.ndim != 1 or not 1 < axis.size <= MOST_POINTS or not unit:
        return None, ""
    return abs(float(axis[-1]) - float(axis[0])) / (axis.size - 1) or None, unit


def _is_image(array: h5py.Dataset) -> bool:
    """Whether the last two dimensions are those of a picture that fits into memory."""
    return (
        len(array.shape) >= 2
        and min(array.shape[-2:]) > LEAST_PIXELS
        and array.shape[-2] * array.shape[-1] <= MOST_PIXELS
        and math.prod(array.shape) > 0
    )


def _is_coloured(array: h5py.Dataset) -> bool:
    """Whether these are rows and columns of colours."""
    shape = array.shape
    return (
        len(shape) == 3
        and shape[2] in (3, 4)
        and array.dtype == "uint8"
        and min(shape[:2]) > LEAST_PIXELS
        and (math.prod(shape) <= 4 * MOST_PIXELS)
    )


def _pixels(array: h5py.Dataset) -> int:
    rows, columns = array.shape[:2] if _is_coloured(array) else array.shape[-2:]
    return int(rows * columns)


def _label(array: h5py.Dataset) -> str:
    name = as_json(attribute(array, "long_name"))
    return labelled(name if isinstance(name, str) and name else str(array.name).rpartition("/")[2], unit_of(array))


def unit_of(array: Any) -> str:
    """Return the unit of an array as it says it; empty for none."""
    unit = None if array is None else as_json(attribute(array, "units"))
    return unit if isinstance(unit, str) else ""
