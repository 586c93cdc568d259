"""Cells of a frame compared with what a record has: what is to be sent, in the form that the record has it in."""

from __future__ import annotations

import json
import math
import re
from contextlib import suppress
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from .. import times
from ..errors import UsageError
from .columns import text
from .quantities import NoQuantityError, as_text, is_quantity, split
from .tree import lower

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .quantities import Converter

# Closer than this a conversion of units cannot be told from a change.
CLOSE = 1e-9
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


class Same(Enum):
    """Stands for a cell that says what the record has."""

    SAME = "same"


SAME: Final = Same.SAME


def reached(wire: Mapping[str, Any], path: Sequence[str]) -> Any:
    """Return what a path leads to in a record; None if it leads nowhere."""
    value: Any = wire
    for step in path:
        value = lower(value).get(step)
    return value


def changed(cell: Any, old: Any, converter: Converter | None = None) -> Any:
    """Return what a record should have instead of `old`, or `SAME`.

    Parameters
    ----------
    cell
        Of a frame, not a missing one.
    old
        What the record has: a JSON value.
    converter
        To the unit that the cell is in.

    Raises
    ------
    UsageError
        The cell does not say what is meant.

    Examples
    --------
    >>> changed(300.0, 300), changed(310.0, 300), changed("210 kV", {"value": 200, "unit": "kV"})
    (<Same.SAME: 'same'>, 310, {'value': 210, 'unit': 'kV'})
    """
    cell = _plain(cell)
    if converter is not None:
        return _converted(cell, old, converter)
    if isinstance(cell, datetime):
        return _instant(cell, old)
    if isinstance(cell, str) and old is not None:
        return _text(cell, old)
    if isinstance(cell, list):
        return _list(cell, old)
    if is_quantity(old) and not isinstance(cell, dict):
        raise UsageError(f"{cell!r} has no unit, and the record has {as_text(old)!r}.", hint="Name it in units=.")
    if isinstance(cell, dict) and isinstance(old, dict):
        return _object(cell, old)
    if isinstance(cell, bool) is isinstance(old, bool) and (cell == old or _loses_digits(cell, old)):
        return SAME
    if isinstance(cell, float) and cell.is_integer() and isinstance(old, int):
        return int(cell)
    return cell


def _plain(cell: Any) -> Any:
    """Return a cell as Python and JSON have it, whatever library it comes from."""
    if isinstance(cell, str | bool | int | float | datetime | dict | list):
        return cell.to_pydatetime(warn=False) if hasattr(cell, "to_pydatetime") else cell  # a Timestamp of pandas
    if type(cell).__name__ == "datetime64":
        return times.from_user(cell)
    if hasattr(cell, "tolist"):  # of NumPy
        return cell.tolist()
    if hasattr(cell, "to_list"):  # a series of polars
        return cell.to_list()
    return cell


def _loses_digits(cell: Any, old: Any) -> bool:
    """Say whether a cell is what a column of floats makes of a whole number."""
    with suppress(OverflowError):
        return isinstance(cell, float) and isinstance(old, int) and cell == float(old)
    return False


def _list(cell: list[Any], old: Any) -> Any:
    """Return a list with the elements that the record has where the cell says the same.

    A column has one type for all elements of its lists, which ``[1, "a"]`` is ``["1", "a"]`` in.
    """
    if not isinstance(old, list):
        return [_new(element) for element in cell]
    known = [_element(element, before) for element, before in zip(cell, old, strict=False)]
    if len(cell) == len(old) and all(element is SAME for element in known):
        return SAME
    kept = [before if element is SAME else element for element, before in zip(known, old, strict=False)]
    return kept + [_new(element) for element in cell[len(old) :]]


def _element(cell: Any, old: Any) -> Any:
    return (SAME if cell is old else cell) if cell is None else _new(cell) if old is None else changed(cell, old)


def _new(cell: Any) -> Any:
    cell = _plain(cell)
    if isinstance(cell, list):
        return [_new(element) for element in cell]
    return _instant(cell, None) if isinstance(cell, datetime) else cell


def _object(new: dict[str, Any], old: dict[str, Any]) -> Any:
    """Return an object, unless it lacks something that the record has: it would stay, because metadata is merged."""
    if new == old:
        return SAME
    for key, value in old.items():
        if key not in new:
            raise UsageError(
                f"{text(new)[:60]} lacks {key!r}, and an update takes no keys away.",
                hint="Write the key too; replace_scientific_metadata takes keys away.",
            )
        if isinstance(value, dict) and isinstance(new[key], dict):
            _object(new[key], value)
    return new


def _converted(cell: Any, old: Any, converter: Converter) -> Any:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise UsageError(f"{cell!r} is no number of {converter.unit}.", hint="Give a number.")
    with suppress(NoQuantityError):
        if old is not None and math.isclose(converter.convert(old), cell, rel_tol=CLOSE, abs_tol=0.0):
            return SAME
    if isinstance(old, str):
        return f"{cell} {converter.unit}"
    return {"value": cell, "units" if isinstance(old, dict) and "units" in old else "unit": converter.unit}


def _instant(cell: datetime, old: Any) -> Any:
    time = times.from_user(cell)
    with suppress(TypeError, ValueError):
        if times.from_wire(old) == time:
            return SAME
    return time.isoformat()


def _text(cell: str, old: Any) -> Any:
    """Return a text as the kind of value that the record has."""
    said = as_text(old) if is_quantity(old) else text(old)
    if cell in (said, said.encode("utf-8", "replace").decode()):  # what is no UTF-8 is not in a frame either
        return SAME
    if isinstance(old, str):
        return cell
    if is_quantity(old):
        try:
            number, unit = split(cell)
        except NoQuantityError as error:
            raise UsageError(
                f"{cell!r} {error}, and the record has {as_text(old)!r}.", hint="Write it like '210 kV'."
            ) from error
        same = int(number) if number.is_integer() else number
        return {"value": same, "units" if "units" in old else "unit": unit}
    if isinstance(old, dict | list):
        try:
            value = json.loads(cell)
        except ValueError as error:
            raise UsageError(
                f"{cell!r} is no JSON, and the record has {text(old)[:60]}.", hint="Write a list or an object as JSON."
            ) from error
        return value if isinstance(value, str) else changed(value, old)
    if isinstance(old, bool):
        return {"true": True, "false": False}.get(cell.lower(), cell)
    if _NUMBER.fullmatch(cell):
        number = float(cell)
        return SAME if number == old else int(number) if number.is_integer() and isinstance(old, int) else number
    return cell
