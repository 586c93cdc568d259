"""Contents on axes of matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..extras import require
from ..parsers.drawing import round_length
from .contents import Content, Curves
from .small import STRETCH_PERCENT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .contents import Plane

METRES: Final = {"pm": 1e-12, "Å": 1e-10, "A": 1e-10, "nm": 1e-9, "um": 1e-6, "µm": 1e-6, "μm": 1e-6}
METRES_WIDE: Final = {"mm": 1e-3, "cm": 1e-2, "m": 1.0}
SAID: Final = (("m", 1.0), ("mm", 1e-3), ("µm", 1e-6), ("nm", 1e-9), ("pm", 1e-12))
BAR_PART: Final = 0.28
"""The longest scale bar, as a part of the width."""
LONGEST_TITLE: Final = 70


def draw(content: Content, ax: Axes | None = None) -> Axes:
    """Draw into axes, those of a new figure unless given, and return them.

    Raises
    ------
    NotInstalledError
        matplotlib is not installed.
    """
    if ax is None:
        figure = require("matplotlib.pyplot").figure(figsize=_size(content), layout="constrained")
        ax = figure.add_subplot()
    if isinstance(content, Curves):
        _curves(content, ax)
    else:
        _plane(content, ax)
    title = content.title if len(content.title) <= LONGEST_TITLE else f"{content.title[: LONGEST_TITLE - 1]}…"
    ax.set_title(_plain(title), fontsize="medium", loc="left")
    return ax


def _size(content: Content) -> tuple[float, float]:
    """Return the size of a figure in inches: that of an image follows its shape."""
    if isinstance(content, Curves):
        return 7.0, 3.8
    rows, columns = content.values.shape[:2]
    ratio = min(max(rows / columns, 0.3), 2.0)
    width = min(6.0, 6.0 / ratio)
    return width, width * ratio + (0.5 if content.note else 0.3)


def _plain(text: str) -> str:
    """Return a text in which no sign begins a formula."""
    return text.replace("$", r"\$")


def _curves(content: Curves, ax: Axes) -> None:
    for name, values in content.lines.items():
        ax.plot(content.x, values, linewidth=1.0, label=_plain(name))
    ax.margins(x=0)
    ax.set_xlabel(_plain(content.x_label))
    ax.set_ylabel(_plain(content.y_label))
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(visible=True, alpha=0.25, linewidth=0.6)
    if len(content.lines) > 1:
        ax.legend(frameon=False, fontsize="small")


def _plane(content: Plane, ax: Axes) -> None:
    values = content.values
    step = max(1, max(values.shape[:2]) // 4096)  # more than a screen shows
    values = values[::step, ::step]
    options: dict[str, Any] = {}
    if values.ndim == 2 and values.dtype.kind != "b":
        options = _range(values, is_diffraction="/" in content.unit or "-1" in content.unit)
    ax.imshow(values, cmap="gray", interpolation="nearest" if min(values.shape[:2]) < 200 else "antialiased", **options)
    ax.set_xticks([])
    ax.set_yticks([])
    if content.note:
        ax.set_xlabel(_plain(content.note), fontsize="small", loc="left")
    if content.pixel:
        _bar(ax, content.pixel * step, content.unit, values.shape[:2])


def _range(values: Any, *, is_diffraction: bool) -> dict[str, Any]:
    """Return how values become gray; in diffraction patterns the brightest are a thousand times the others."""
    numpy, colors = require("numpy"), require("matplotlib.colors")
    finite = values[numpy.isfinite(values)]
    if not finite.size:
        return {}
    low, high = (float(one) for one in numpy.percentile(finite, STRETCH_PERCENT))
    if not high > low:
        low, high = float(finite.min()), float(finite.max())
    if not high > low:
        return {"vmin": low - 1, "vmax": low + 1}
    if is_diffraction:
        return {"norm": colors.PowerNorm(0.4, vmin=low, vmax=high, clip=True)}
    return {"vmin": low, "vmax": high}


def scale_bar(pixel: float, unit: str, columns: int) -> tuple[float, str]:
    """Return the length of a scale bar in pixels, and what it says.

    >>> scale_bar(2.5e-9, "m", 1024)
    (200.0, '500 nm')
    >>> scale_bar(0.05, "1/nm", 512)
    (100.0, '5 1/nm')
    """
    metres = {**METRES, **METRES_WIDE}.get(unit)
    length = round_length(pixel * columns * BAR_PART)
    if metres is None:
        return round(length / pixel, 6), f"{length:g} {unit}"
    length = round_length(pixel * metres * columns * BAR_PART)
    name, factor = next((one for one in SAID if length >= one[1] * (1 - 1e-9)), SAID[-1])
    return round(length / (pixel * metres), 6), f"{length / factor:.6g} {name}"


def _bar(ax: Axes, pixel: float, unit: str, shape: tuple[int, ...]) -> None:
    """Put a scale bar on a dark field into the lower left corner, so that it can be read on any image."""
    length, text = scale_bar(pixel, unit, shape[1])
    artists, offsets = require("matplotlib.offsetbox"), require("matplotlib.patches")
    box = artists.AuxTransformBox(ax.transData)
    box.add_artist(offsets.Rectangle((0, 0), length, 0, edgecolor="white", facecolor="none", linewidth=3))
    label = artists.TextArea(text, textprops={"color": "white", "fontsize": "medium"})
    packed = artists.VPacker(children=[label, box], align="center", pad=0, sep=5)
    field = artists.AnchoredOffsetbox("lower left", child=packed, pad=0.35, borderpad=0.4, frameon=True)
    field.patch.set(facecolor="black", alpha=0.65, linewidth=0)
    ax.add_artist(field)
