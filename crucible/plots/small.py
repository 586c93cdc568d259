"""Small pictures out of figures, pictures and arrays, as the service keeps them of datasets."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import UsageError
from ..extras import require
from ..parsers.drawing import levels

if TYPE_CHECKING:
    import os

    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray
    from PIL.Image import Image

# Any: numbers of any kind
Picture: TypeAlias = "str | os.PathLike[str] | bytes | Figure | Axes | Image | NDArray[Any]"
"""What a thumbnail is made from: the path or the bytes of an image file, or what `as_png` takes."""

PIXELS = 200
"""Of the longer side."""
FINER = 3
"""Figures are drawn this many times larger, then reduced: thin lines stay, where drawing them small loses them."""
LEGIBLE_INCHES = 3.6
"""Where letters of matplotlib's usual size are large enough in a thumbnail."""
_HINT = "Give a path, bytes, a figure or axes of matplotlib, a picture of Pillow, or an array of rows and columns."


def as_png(picture: Figure | Axes | Image | NDArray[Any]) -> bytes:
    """Return a PNG of at most 200 x 200 pixels, the shape kept; a smaller picture is not enlarged.

    Parameters
    ----------
    picture
        A figure or axes of matplotlib (of axes their whole figure), which stays as it is; a picture of Pillow; or an
        array: two dimensions are gray, a third has 3 or 4 colours. Arrays of bytes and truth values are taken as they
        are, other gray ones are stretched to their range without the outermost values, other colours are
        fractions from 0 to 1. What is no number is black.

    Raises
    ------
    UsageError
        That is none of them, or has nothing in it.
    NotInstalledError
        Pillow or NumPy is not installed.
    """
    found: Any = picture
    if not hasattr(found, "savefig") and hasattr(getattr(found, "figure", None), "savefig"):
        found = found.figure
    if hasattr(found, "savefig"):
        small = _of_figure(found)
    elif hasattr(found, "getbands"):
        small = _of_image(found)
    elif hasattr(found, "__array__"):
        small = _of_array(found)
    else:
        raise UsageError(f"{type(picture).__name__} is no picture.", hint=_HINT)
    small.thumbnail((PIXELS, PIXELS), require("PIL.Image").Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()


def _of_figure(figure: Figure) -> Image:
    """Draw a figure; one plot alone as if it were smaller, so that its text can be read."""
    width, height = (float(one) for one in figure.get_size_inches())
    longest = max(width, height, 0.01)
    drawn = min(longest, LEGIBLE_INCHES) if len(figure.axes) == 1 else longest
    buffer = io.BytesIO()
    try:
        figure.set_size_inches(width * drawn / longest, height * drawn / longest, forward=False)
        figure.savefig(buffer, format="png", dpi=FINER * PIXELS / drawn, facecolor=figure.get_facecolor())
    finally:
        figure.set_size_inches(width, height, forward=False)
    image: Image = require("PIL.Image").open(buffer)
    return image.convert("RGB") if image.getchannel("A").getextrema()[0] == 255 else image.copy()


def _of_image(image: Image) -> Image:
    if image.mode.startswith(("I", "F")):  # more than 8 bits
        return _of_array(require("numpy").asarray(image))
    if "A" in image.getbands() or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _of_array(array: NDArray[Any]) -> Image:
    numpy, pillow = require("numpy"), require("PIL.Image")
    values = numpy.asarray(array)
    is_gray = values.ndim == 2
    if not is_gray and not (values.ndim == 3 and values.shape[2] in (3, 4)):
        raise UsageError(f"An array of the shape {values.shape} is no picture.", hint=_HINT)
    if not values.size or values.dtype.kind not in "buif":
        raise UsageError(f"An array of {values.size} values of the type {values.dtype} is no picture.", hint=_HINT)
    # Far more rows or columns than pixels would be copied several times: every n-th is enough.
    step = max(1, max(values.shape[:2]) // (FINER * PIXELS * 2))
    values = values[::step, ::step]
    if values.dtype == bool:
        values = values.astype("uint8") * 255
    elif values.dtype != numpy.uint8:
        values = eight_bits(values) if is_gray else _colours(values)
    made: Image = pillow.fromarray(numpy.ascontiguousarray(values))
    return made


def _colours(values: NDArray[Any]) -> NDArray[np.uint8]:
    numpy = require("numpy")
    whole = 1.0 if values.dtype.kind == "f" else 255.0 if values.max() <= 255 else 65535.0
    scaled = values / whole
    bytes_: NDArray[np.uint8] = (numpy.nan_to_num(numpy.clip(scaled, 0, 1)) * 255).round().astype("uint8")
    return bytes_


def eight_bits(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Return gray values stretched to their range without the outermost; what is no number is black."""
    numpy = require("numpy")
    gray: NDArray[np.uint8] | None = levels(numpy.asarray(values))
    return numpy.where(numpy.isfinite(values), 128, 0).astype("uint8") if gray is None else gray
