"""Plots of what is in a file: a pattern or spectrum over its axis, an image with its scale bar.

``crucible.plots.plot(path)`` draws a file on this machine, ``dataset.plot()`` one of a dataset. What a file holds is
found by the parsers, which say it in `crucible.parsers.contents`; here it is drawn. A parser of one's own that offers
contents is drawn too.

The file is read in a process of its own within limits of time and memory, as for its metadata, so that a broken or
hostile one cannot take the notebook with it. matplotlib is loaded by the call.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..parsers import installed
from ..parsers.contents import Content, Curves, Drawable, Plane
from ..parsers.drawn import content_apart
from .drawing import draw
from .small import as_png

if TYPE_CHECKING:
    import os

    from matplotlib.axes import Axes

__all__ = ["Content", "Curves", "Plane", "as_png", "can_be_drawn", "draw", "plot"]


def plot(path: str | os.PathLike[str], *, item: str | None = None, ax: Axes | None = None) -> Axes:
    r"""Draw what is in a file, and get the axes of matplotlib.

    Parameters
    ----------
    path
        The file.
    item
        Which part of it: the path of an HDF5 array, the name of a column, a signal or a wave; what the file is most
        likely about unless given.
    ax
        Axes to draw into; those of a new figure unless given.

    Raises
    ------
    ParserError
        Nothing in it can be drawn, or it cannot be read; the message says why.
    NotInstalledError
        A library is not installed.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp(), "log.csv")
    >>> _ = path.write_text("time (s),temperature (K)\n0,300\n10,310\n")
    >>> plot(path).get_xlabel()
    'time (s)'
    """
    path = Path(path)
    return draw(content_apart(path, item=item), ax, title=path.name)


def can_be_drawn(name: str) -> bool:
    """Whether a file of this name is probably one that can be drawn."""
    return any(name.lower().endswith(parser.endings) for parser in installed() if isinstance(parser, Drawable))
