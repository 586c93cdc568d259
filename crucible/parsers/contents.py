"""What of a file people look at: lines over an axis, or a plane of values.

A parser that knows such files offers them by `Drawable.contents`, of which its own thumbnails are made and the plots of
`crucible.plots` too: how a file is understood stands in one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias, runtime_checkable

from . import Parser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

MOST_NAMED: Final = 12


@dataclass(frozen=True, kw_only=True)
class Curves:
    """Lines over one axis.

    Attributes
    ----------
    name
        Which part of the file it is, such as the path of an array; empty if it is all of it.
    x
        Places on the axis.
    lines
        Values at these places, by the names of the lines.
    x_label, y_label
        What they are, with units.
    note
        What of a larger thing this is.
    counts
        Values are numbers of photons or electrons: weak lines matter beside the strongest, which is a thousand times
        higher.
    """

    name: str = ""
    x: NDArray[Any]  # Any: numbers of any kind
    lines: dict[str, NDArray[Any]]
    x_label: str = ""
    y_label: str = ""
    note: str = ""
    counts: bool = False


@dataclass(frozen=True, kw_only=True)
class Plane:
    """An image or a map.

    Attributes
    ----------
    name
        Which part of the file it is, such as the path of an array; empty if it is all of it.
    values
        Rows and columns of numbers; a third dimension has 3 or 4 colours as bytes.
    pixel
        Width of a pixel; None if nobody knows.
    unit
        Its unit, such as ``nm`` or ``1/nm``.
    aspect
        How many times higher than wide a pixel is.
    note
        What of a larger thing this is.
    faint
        Few points outshine all others, as in a diffraction pattern: orders of magnitude are shown.
    """

    name: str = ""
    values: NDArray[Any]
    pixel: float | None = None
    unit: str = ""
    aspect: float = 1.0
    note: str = ""
    faint: bool = False


Content: TypeAlias = Curves | Plane


@runtime_checkable
class Drawable(Parser, Protocol):
    """A parser of files that can be drawn."""

    endings: tuple[str, ...]
    """What names of such files usually end with, in small letters, such as ``.xy``."""

    def contents(self, path: Path, name: str, item: str | None = None) -> Iterator[Content]:
        """Yield what can be drawn, what the file is most likely about first; none if there is nothing.

        Parameters
        ----------
        path, name
            As for `Parser.read`, whose errors it raises.
        item
            The `name` of the only content that is wanted; others may be passed over, and are not looked at.
        """


def labelled(name: str, unit: str) -> str:
    """Return a name with its unit.

    >>> labelled("energy", "eV"), labelled("", "eV"), labelled("energy (eV)", "eV"), labelled("counts", "")
    ('energy (eV)', 'eV', 'energy (eV)', 'counts')
    """
    if not unit or not name:
        return name or unit
    return name if f"({unit})" in name or f"[{unit}]" in name else f"{name} ({unit})"
