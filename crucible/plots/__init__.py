"""Plots of what is in a file: a pattern or spectrum over its axis, an image with its scale bar.

``crucible.plots.plot(path)`` draws a file on this machine, ``dataset.plot()`` one of a dataset. What is understood:
images (PNG, JPEG, TIFF, ...), tables of numbers as text, HDF5 (NeXus says itself what its plot is; otherwise the
largest image or the longest curve), Igor waves, and the formats of electron microscopes that rosettasciio reads.

A file is read in this process, as by whoever opens it in a notebook: its numbers are what is wanted. What it merely
declares is checked before memory is asked for; for files of strangers there is `crucible.parsers.apart`. What a plot
shows of a file, such as the width of a pixel, is what the parsers find. matplotlib is loaded by the call.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .contents import Content, Curves, Plane
from .drawing import draw
from .reading import can_be_drawn, read
from .small import as_png

if TYPE_CHECKING:
    import os

    from matplotlib.axes import Axes

__all__ = ["Content", "Curves", "Plane", "as_png", "can_be_drawn", "draw", "plot", "read"]


def plot(path: str | os.PathLike[str], *, item: str | None = None, ax: Axes | None = None) -> Axes:
    r"""Draw what is in a file, and get the axes of matplotlib.

    Parameters
    ----------
    path
        The file.
    item
        Which array of an HDF5 file; unless given, the one that the file is most likely about.
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
    return draw(read(Path(path), item=item), ax)
