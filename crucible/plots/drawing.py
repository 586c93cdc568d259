"""Contents of files on axes of matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..extras import require
from ..parsers.contents import Content, Curves
from ..parsers.drawing import faint_scale, has_scale_bar, scale_bar, span_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..parsers.contents import Plane

BAR_PART: Final = 0.28
"""The longest scale bar, as a part of the width."""
LONGEST_TITLE: Final = 75
LONGEST_NAME: Final = 40
MANY_TIMES: Final = 30
"""How many times higher than the lowest the highest count is, from where on the axis is logarithmic."""
COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#5b5b5b", "#7b3294")
"""Of several lines (after Okabe and Ito, who chose them so that everybody can tell them apart)."""
_SMALL: Final[dict[str, Any]] = {"fontsize": "small", "color": "gray"}
DASHES: Final = ("-", "--", "-.", ":")


def draw(content: Content, ax: Axes | None = None, *, title: str = "") -> Axes:
    """Draw into axes, those of a new figure unless given, and return them.

    Parameters
    ----------
    content
        What to draw.
    ax
        Where.
    title
        What stands above it, before the name of the content.

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
    whole = ": ".join(filter(None, (title, content.name)))
    ax.set_title(_text(whole, LONGEST_TITLE), fontsize="medium", loc="left")
    return ax


def _size(content: Content) -> tuple[float, float]:
    """Return the size of a figure in inches: that of an image follows its shape."""
    if isinstance(content, Curves):
        return 7.0, 3.7
    rows, columns = content.values.shape[:2]
    ratio = min(max(rows * content.aspect / columns, 0.3), 2.0)
    width = min(6.0, 6.0 / ratio)
    return width, width * ratio + (0.5 if content.note else 0.3)


def _text(text: str, longest: int) -> str:
    """Return a text in which no sign begins a formula, and none is invisible."""
    text = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text).replace("$", r"\$")


def _curves(content: Curves, ax: Axes) -> None:
    several = len(content.lines) > 1
    for number, (name, values) in enumerate(content.lines.items()):
        looks: dict[str, Any] = {"color": COLOURS[number % len(COLOURS)]} if several and _is_usual_style() else {}
        dashes = DASHES[number // len(COLOURS) % len(DASHES)]
        ax.plot(content.x, values, dashes, linewidth=1.0, label=_text(name, LONGEST_NAME), **looks)
    ax.margins(x=0)
    ax.set_xlabel(_text(content.x_label, LONGEST_TITLE))
    ax.set_ylabel(_text(content.y_label, LONGEST_NAME))
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(visible=True, alpha=0.25, linewidth=0.6)
    if content.counts:
        _by_orders(content, ax)
    if content.note:
        ax.annotate(content.note, (1, 1), (0, -2), "axes fraction", "offset points", ha="right", va="top", **_SMALL)
    if several:
        ax.legend(frameon=False, fontsize="small")


def _is_usual_style() -> bool:
    """Whether nobody has chosen colours of lines; those who have get theirs."""
    matplotlib = require("matplotlib")
    return bool(matplotlib.rcParams["axes.prop_cycle"] == matplotlib.rcParamsDefault["axes.prop_cycle"])


def _by_orders(content: Curves, ax: Axes) -> None:
    """Make the axis of counts logarithmic if they span orders of magnitude; a count of nothing has a place on it."""
    numpy = require("numpy")
    values = numpy.concatenate([numpy.ravel(values) for values in content.lines.values()])
    values = values[numpy.isfinite(values)]
    positive = values[values > 0]
    if not positive.size or values.min() < 0 or positive.max() < MANY_TIMES * positive.min():
        return
    if positive.size == values.size:
        ax.set_yscale("log")
    else:
        ax.set_yscale("symlog", linthresh=float(positive.min()), linscale=0.3)
        ax.set_ylim(bottom=0)


def _plane(content: Plane, ax: Axes) -> None:
    values = content.values
    options: dict[str, Any] = _range(content) if values.ndim == 2 and values.dtype.kind != "b" else {}
    smooth = "nearest" if min(values.shape[:2]) < 200 else "antialiased"
    ax.imshow(values, cmap="gray", interpolation=smooth, aspect=content.aspect, **options)
    ax.set_xticks([])
    ax.set_yticks([])
    if content.note:
        ax.set_xlabel(content.note, loc="left", **_SMALL)
    if content.pixel and has_scale_bar(content.pixel, content.unit):
        _bar(ax, content.pixel, content.unit, values.shape[1])


def _range(content: Plane) -> dict[str, Any]:
    """Return how values become gray, as in thumbnails."""
    if content.faint and (found := faint_scale(content.values)) is not None:
        low, height, high = found
        bounds = {"vmin": low, "vmax": high, "clip": True}
        return {"norm": require("matplotlib.colors").AsinhNorm(height, **bounds)}
    ends = span_of(content.values)
    if ends is None:
        level = float(content.values.flat[0])
        return {"vmin": level - 1, "vmax": level + 1}
    return {"vmin": ends[0], "vmax": ends[1]}


def _bar(ax: Axes, pixel: float, unit: str, columns: int) -> None:
    """Put a scale bar on a dark field into the lower left corner, so that it can be read on any image."""
    length, text = scale_bar(pixel, unit, columns, BAR_PART)
    artists, patches = require("matplotlib.offsetbox"), require("matplotlib.patches")
    box = artists.AuxTransformBox(ax.transData)
    box.add_artist(patches.Rectangle((0, 0), length, 0, edgecolor="white", facecolor="none", linewidth=3))
    label = artists.TextArea(text, textprops={"color": "white", "fontsize": "medium"})
    packed = artists.VPacker(children=[label, box], align="center", pad=0, sep=5)
    field = artists.AnchoredOffsetbox("lower left", child=packed, pad=0.35, borderpad=0.4, frameon=True)
    field.patch.set(facecolor="black", alpha=0.65, linewidth=0)
    ax.add_artist(field)
