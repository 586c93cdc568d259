"""What can be drawn: lines over an axis, or a plane of values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Curves:
    """Lines over one axis.

    Attributes
    ----------
    title
        What is drawn, such as the name of a file.
    x
        Places on the axis.
    lines
        Values at these places by the names of the lines.
    x_label, y_label
        What they are, with units.
    """

    title: str
    x: NDArray[Any]  # Any: numbers of any kind
    lines: dict[str, NDArray[Any]] = field(default_factory=dict)
    x_label: str = ""
    y_label: str = ""


@dataclass(frozen=True)
class Plane:
    """An image or a map.

    Attributes
    ----------
    title
        What is drawn, such as the name of a file.
    values
        Rows and columns; a third dimension has 3 or 4 colours as bytes.
    pixel
        Width of a pixel; None if nobody knows.
    unit
        Its unit, such as ``nm`` or ``1/nm``.
    note
        What of a larger thing this is.
    """

    title: str
    values: NDArray[Any]
    pixel: float | None = None
    unit: str = ""
    note: str = ""


Content: TypeAlias = Curves | Plane
