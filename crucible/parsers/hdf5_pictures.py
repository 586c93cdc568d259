"""The arrays of an HDF5 file, and a picture of the one that it is most likely about."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING, Any

from ..extras import require
from .drawing import curve_thumbnail, image_thumbnail
from .hdf5_inside import MOST_READ_BYTES, attribute, child, is_array, is_numeric
from .values import as_json

if TYPE_CHECKING:
    import h5py

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


def picture(file: h5py.File, arrays: dict[str, Any], name: str) -> list[dict[str, str]]:
    """Return a picture of the largest image, else of the longest curve; none if there is neither."""
    own = [array for path in arrays if is_array(array := child(file, path)) and is_numeric(array)]
    images = [array for array in own if is_image(array)]
    if images:
        return image_of(max(images, key=lambda array: array.shape[-2] * array.shape[-1]), name)
    curves = [array for array in own if array.ndim == 1 and LEAST_PIXELS < array.size <= MOST_POINTS]
    return curve_of(max(curves, key=lambda array: array.size), name) if curves else []


def is_image(array: h5py.Dataset) -> bool:
    """Whether the last two dimensions are those of a picture that fits into memory."""
    return (
        len(array.shape) >= 2
        and min(array.shape[-2:]) > LEAST_PIXELS
        and array.shape[-2] * array.shape[-1] <= MOST_PIXELS
        and math.prod(array.shape) > 0
    )


def image_of(array: h5py.Dataset, name: str, scale: float | None = None, unit: str = "") -> list[dict[str, str]]:
    """Return a picture of the middle image of a stack."""
    plane = array[tuple(length // 2 for length in array.shape[:-2])]
    return image_thumbnail(plane, name, scale=scale, unit=unit)


def curve_of(array: h5py.Dataset, name: str, x: h5py.Dataset | None = None, label: str = "") -> list[dict[str, str]]:
    """Return a picture of a curve over its axis, or over the numbers of its points."""
    if array.size * array.dtype.itemsize > MOST_READ_BYTES:
        return []
    np = require("numpy")
    y = array[()]
    known = x is not None and x.shape == array.shape
    return curve_thumbnail(x[()] if x is not None and known else np.arange(y.size), y, name, label=label)
