"""Small pictures of what a file holds: an image with its scale bar, a curve with its axis.

Drawn with Pillow, which starts in a tenth of the time that a plotting library takes; parsers run once per file.
"""

from __future__ import annotations

import math
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..extras import require
from . import THUMBNAIL_PIXELS
from .contents import Content, Plane, labelled
from .values import thumbnail

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from PIL.Image import Image

STRETCH_PERCENT = (0.5, 99.8)
FAINT_PERCENT = (1.0, 99.9)
MOST_ORDERS = 3
CURVE_SIZE = (THUMBNAIL_PIXELS, 130)
INK = (31, 78, 121)
GRAY = (95, 95, 95)
TEXT_PIXELS = 11
METRES = ("pm", "nm", "µm", "mm", "m", "km")
SAME = {
    "um": (1.0, "µm"),
    "micron": (1.0, "µm"),
    "cm": (10.0, "mm"),
    "Å": (0.1, "nm"),
    "angstrom": (0.1, "nm"),
    **dict.fromkeys(("nm^-1", "nm-1"), (1.0, "1/nm")),
    **dict.fromkeys(("1/m", "m^-1", "m-1"), (1e-9, "1/nm")),
}
"""Other units as those that people say, with what to multiply by."""
BAR_PART = 0.4
"""The longest scale bar, as a part of the width."""
MOST_TIMES_HIGHER = 10
LONGEST_LABEL = 20
"""For which there is room between the ends of an axis."""
FINER = 4
"""Curves are drawn this many times larger, then reduced, which smooths them."""


def thumbnails(contents: Iterable[Content], called: str) -> list[dict[str, str]]:
    """Return small pictures of what a file holds, called after it; none of what there is no picture of."""
    found: list[dict[str, str]] = []
    for content in contents:
        label = f"{called} {content.name}".strip()
        if isinstance(content, Plane):
            found += image_thumbnail(
                content.values,
                label,
                scale=content.pixel,
                unit=content.unit,
                faint=content.faint,
                aspect=content.aspect,
            )
        else:
            lines = list(content.lines.items())  # of several, one that goes up and down
            name, line = next((one for one in lines if (require("numpy").diff(one[1]) < 0).any()), lines[0])
            what = labelled(name, content.y_label) if len(lines) > 1 else content.y_label
            both = f"{what} / {content.x_label}" if what and content.x_label else ""
            said = both if both and len(both) <= LONGEST_LABEL and not content.counts else content.x_label
            found += curve_thumbnail(content.x, line, label, label=said, counts=content.counts)
    return found


def image_thumbnail(
    plane: np.ndarray[Any, Any],
    name: str,
    *,
    scale: float | None = None,
    unit: str = "",
    faint: bool = False,
    aspect: float = 1.0,
) -> list[dict[str, str]]:
    """Return a picture of a plane of numbers, stretched to their range, with a scale bar if the scale is known.

    Parameters
    ----------
    plane
        Two dimensions of numbers, or three where the last one is red, green and blue.
    name
        What the thumbnail is called after.
    scale, unit
        The width of one pixel.
    faint
        Few points outshine all others, as in a diffraction pattern: show orders of magnitude.
    aspect
        How many times higher than wide a pixel is.
    """
    np = require("numpy")
    plane = _thinned(np.asarray(plane))
    step = plane.shape[1]
    if np.iscomplexobj(plane):
        plane, faint = np.abs(plane), True
    gray = levels(plane, faint=faint and plane.ndim == 2)
    if gray is None:
        return []
    image = require("PIL.Image").fromarray(gray)
    if aspect != 1:
        rows = min(max(round(image.height * aspect), 1), MOST_TIMES_HIGHER * image.width)
        image = image.resize((image.width, rows), resample=0)
    image = _fitted(image)
    if scale and has_scale_bar(scale, unit):
        image = _with_bar(image.convert("RGB"), abs(scale) * step / image.width, unit)
    return [thumbnail(image, name)]


def _thinned(plane: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Means of blocks, so that a noisy image of many pixels does not become a random choice of them."""
    height, width = plane.shape[:2]
    block = max(height, width) // (2 * THUMBNAIL_PIXELS)
    if block < 2 or min(height, width) < 2 * block:
        return plane
    cut = plane[: height // block * block, : width // block * block]
    cut = cut.reshape(cut.shape[0] // block, block, cut.shape[1] // block, block, *cut.shape[2:])
    return cut.mean(axis=(1, 3))  # type: ignore[no-any-return]


def levels(plane: np.ndarray[Any, Any], *, faint: bool = False) -> np.ndarray[Any, Any] | None:
    """Return numbers as bytes, stretched to their range without the outermost; None where all are alike."""
    np = require("numpy")
    plane = plane.astype("float64")
    if faint and (found := faint_scale(plane)) is not None:
        plane = np.arcsinh((plane - found[0]) / found[1])
    ends = span_of(plane)
    if ends is None:
        return None
    return np.nan_to_num(np.clip((plane - ends[0]) / (ends[1] - ends[0]), 0, 1) * 255).astype("uint8")  # type: ignore[no-any-return]


def faint_scale(plane: np.ndarray[Any, Any]) -> tuple[float, float, float] | None:
    """Return the background of a faint image, its height, up to which it is drawn in proportion, and the brightest.

    Above, orders of magnitude are drawn, as many as there are and at most three.
    """
    ends = span_of(plane, FAINT_PERCENT)
    if ends is None:
        return None
    np = require("numpy")
    low, high = ends
    upper = float(np.percentile(plane[np.isfinite(plane)], 75))
    return low, max(upper - low, (high - low) / 10**MOST_ORDERS), high


def span_of(values: np.ndarray[Any, Any], percent: tuple[float, float] = STRETCH_PERCENT) -> tuple[float, float] | None:
    """Return what becomes black and white: the range without the outermost; None where all values are alike."""
    np = require("numpy")
    known = values[np.isfinite(values)]
    if not known.size:
        return None
    low, high = (float(value) for value in np.percentile(known, percent))
    if not high > low:  # nearly all the same: the exceptions are what there is to see
        low, high = float(known.min()), float(known.max())
    return (low, high) if high > low else None


def _fitted(image: Image) -> Image:
    """Reduced to the size of a thumbnail; few pixels are magnified, each as one square."""
    longest = max(image.size)
    if longest * 2 <= THUMBNAIL_PIXELS:
        times = THUMBNAIL_PIXELS // longest
        return image.resize((image.width * times, image.height * times), resample=0)
    if longest <= THUMBNAIL_PIXELS:
        return image
    reduced = image.copy()
    reduced.thumbnail((THUMBNAIL_PIXELS, THUMBNAIL_PIXELS))
    return reduced


def round_length(most: float) -> float:
    """Return the largest of 1, 2 and 5 times a power of ten that is not longer.

    >>> round_length(37.0), round_length(0.6), round_length(2.0)
    (20.0, 0.5, 2.0)
    """
    power = 10.0 ** math.floor(math.log10(most))
    return next(times * power for times in (5.0, 2.0, 1.0) if times * power <= most * (1 + 1e-9))


def _with_bar(image: Image, scale: float, unit: str) -> Image:
    """Put a scale bar into the lower left corner; an image too small for one stays as it is."""
    if image.width < 90 or image.height < 50:
        return image
    pixels, text = scale_bar(scale, unit, image.width)
    draw, font = _draw(image), _font()
    wide = max(pixels, draw.textlength(text, font=font))
    top = image.height - TEXT_PIXELS - 13
    draw.rectangle((4, top, 4 + wide + 8, image.height - 5), fill=(0, 0, 0))
    draw.text((8 + wide / 2, top + 1), text, fill=(255, 255, 255), font=font, anchor="ma")
    left = 8 + (wide - pixels) / 2
    draw.rectangle((left, image.height - 10, left + pixels, image.height - 8), fill=(255, 255, 255))
    return image


def has_scale_bar(pixel: float, unit: str) -> bool:
    """Whether pixels of such a width are measured by a bar: lengths, angles, and their reciprocals.

    >>> has_scale_bar(0.5, "nm"), has_scale_bar(0.5, "1 / nm"), has_scale_bar(0.5, "eV"), has_scale_bar(0.0, "nm")
    (True, True, False, False)
    """
    unit = readable_unit(pixel, unit)[1]
    return 0 < abs(pixel) < math.inf and (unit in (*METRES, "A", "mrad", "rad", "px") or unit.startswith("1/"))


def scale_bar(pixel: float, unit: str, columns: float, part: float = BAR_PART) -> tuple[float, str]:
    """Return how many pixels long the scale bar of an image is, and what it says.

    Parameters
    ----------
    pixel, unit
        The width of a pixel.
    columns
        How many pixels wide the image is.
    part
        The longest bar, as a part of that width.

    Examples
    --------
    >>> scale_bar(2.5e-9, "m", 1024), scale_bar(0.05, "1/nm", 512)
    ((400.0, '1 µm'), (200.0, '10 1/nm'))
    """
    # no pixel is an ampere wide
    factor, unit = readable_unit(pixel * columns * part, "Å" if unit == "A" else unit)
    length = round_length(pixel * factor * columns * part)
    return round(length / (pixel * factor), 6), f"{_plain(length)} {unit}"


def readable_unit(largest: float, unit: str) -> tuple[float, str]:
    """Return the unit that people would say a length in, and by what to multiply.

    >>> readable_unit(0.05, "µm"), readable_unit(2000.0, "pm"), readable_unit(5e9, "1 / m"), readable_unit(12.0, "Å")
    ((1000.0, 'nm'), (0.001, 'nm'), (1e-09, '1/nm'), (0.1, 'nm'))
    """
    unit = unit.replace(" ", "").replace("\N{GREEK SMALL LETTER MU}", "\N{MICRO SIGN}")
    factor, unit = SAME.get(unit, (1.0, unit))
    if unit in METRES and largest > 0 and math.isfinite(largest):
        place = METRES.index(unit)
        while round(largest * factor, 12) < 1 and place > 0:
            factor, place = factor * 1000, place - 1
        while largest * factor >= 1000 and place < len(METRES) - 1:
            factor, place = factor / 1000, place + 1
        unit = METRES[place]
    return factor, unit


def curve_thumbnail(
    x: np.ndarray[Any, Any], y: np.ndarray[Any, Any], name: str, *, label: str = "", counts: bool = False
) -> list[dict[str, str]]:
    """Return a picture of a curve: every peak is visible, the ends of the axis are numbered.

    Parameters
    ----------
    x, y
        The points in the order in which they are joined.
    name
        What the thumbnail is called after.
    label
        What the horizontal axis is, with its unit.
    counts
        They are numbers of electrons or photons: the height is their root, so that weak lines can be seen beside the
        strongest one.
    """
    np = require("numpy")
    x, y = np.asarray(x, dtype="float64"), np.asarray(y, dtype="float64")
    if counts and y.size and np.nanmin(y) >= 0:
        y = np.sqrt(y)
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known], y[known]
    if x.size < 2 or not x.max() > x.min() or not np.isfinite(y.max() - y.min()):
        return []
    left, right, bottom, top = (float(value) for value in (x.min(), x.max(), y.min(), y.max()))
    width, height = CURVE_SIZE
    area = (width - 8, height - 24)
    # where nothing happens, which is something to see too, a line in the middle
    down = (top - y) / (top - bottom) if top > bottom else np.full(y.shape, 0.5)
    across = (x - left) / (right - left)
    large = require("PIL.Image").new("RGB", (area[0] * FINER, area[1] * FINER), "white")
    points = _envelope(across * (area[0] * FINER - 1), 6 + down * (area[1] * FINER - 13), area[0] * 2)
    _draw(large).line(points, fill=INK, width=5, joint="curve")
    image = require("PIL.Image").new("RGB", CURVE_SIZE, "white")
    image.paste(large.resize(area, resample=1), (4, 4))
    _axis(image, left, right, label)
    return [thumbnail(image, name)]


def _envelope(across: np.ndarray[Any, Any], down: np.ndarray[Any, Any], columns: int) -> list[tuple[float, float]]:
    """Where there are more points than columns: the first, lowest, highest and last one of each column."""
    np = require("numpy")
    ordered = bool((np.diff(across) >= 0).all())
    if across.size <= 4 * columns or not ordered:
        step = max(1, across.size // 20_000)  # a loop or a trajectory, joined in its own order
        return list(zip(across[::step].tolist(), down[::step].tolist(), strict=True))
    edges = np.unique(np.searchsorted(across, np.linspace(across[0], across[-1], columns + 1)[:-1]))
    last = np.append(edges[1:], across.size) - 1
    low, high = np.minimum.reduceat(down, edges), np.maximum.reduceat(down, edges)
    points: list[tuple[float, float]] = []
    for begin, end, least, most in zip(edges, last, low, high, strict=True):
        at = float(across[begin])
        points += [(at, float(down[begin])), (at, float(least)), (at, float(most)), (at, float(down[end]))]
    return points


def _axis(image: Image, left: float, right: float, label: str) -> None:
    draw, font = _draw(image), _font()
    width, height = image.size
    line = height - 18
    draw.line((4, line, width - 5, line), fill=GRAY)
    texts = (_plain(left), _plain(right))
    begin, end = (draw.textlength(text, font=font) for text in texts)
    draw.text((4, line + 3), texts[0], fill=GRAY, font=font)
    draw.text((width - 4, line + 3), texts[1], fill=GRAY, font=font, anchor="ra")
    room = width - begin - end - 20
    while label and draw.textlength(label, font=font) > room:
        label = label[:-2].rstrip() + "…" if len(label) > 4 else ""
    draw.text(((4 + begin + width - 4 - end) / 2, line + 3), label, fill=GRAY, font=font, anchor="ma")


def _plain(value: float) -> str:
    """A number in few signs.

    >>> _plain(20.0), _plain(0.05), _plain(1234567.0), _plain(119.98)
    ('20', '0.05', '1.23e6', '120')
    """
    if value == 0:
        return "0"
    if 1e-3 <= abs(value) < 1e5:
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    mantissa, _, exponent = f"{value:.2e}".partition("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"


def _draw(image: Image) -> Any:
    return require("PIL.ImageDraw").Draw(image)


def _font() -> Any:
    """The font that matplotlib brings, without loading it; Pillow's own knows neither µ nor Å."""
    fonts = require("PIL.ImageFont")
    found = find_spec("matplotlib")
    for folder in (found and found.submodule_search_locations) or ():
        path = Path(folder, "mpl-data", "fonts", "ttf", "DejaVuSans.ttf")
        if path.is_file():
            return fonts.truetype(str(path), TEXT_PIXELS - 1)
    return fonts.load_default(size=TEXT_PIXELS)
