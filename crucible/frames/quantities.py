"""Numbers with units, as metadata has them: ``{"value": 200, "unit": "kV"}`` and ``"200 kV"``."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, TypeGuard

from ..errors import UsageError
from ..extras import require

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBER = r"[-+−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_QUANTITY = re.compile(rf"({_NUMBER})\s*(.*)", re.ASCII | re.DOTALL)
# Units are read by an evaluator of expressions: what comes from a record must not be able to keep it busy.
_NAME = r"[^\W\d]+(?:(?:\*\*|\^)\s*\(?[-+]?\d{1,2}\)?|[-+]?\d{1,2}|[⁻⁺]?[²³¹⁰⁴⁵⁶⁷⁸⁹]+)?"
_UNIT = re.compile(rf"(?:1\s*/\s*)?(?:[°%‰]|°?{_NAME})(?:\s*(?:\*|/|·|⋅|\s)\s*°?{_NAME}){{0,8}}")
_POWER = re.compile(r"(?<=[^\W\d])([-+]?\d{1,2})")  # cm-1, mA/cm2
LONGEST_UNIT = 80
LONGEST = 200  # of a text that is read as a quantity
_FAR = 2.0**20  # from there the slope of a conversion with an offset is exact
_FORMS = ({"value", "unit"}, {"value", "units"})


class NoQuantityError(Exception):
    """A cell that cannot be converted; the text says why."""


def is_quantity(value: object) -> TypeGuard[dict[str, Any]]:
    """Say whether a value is an object of a number and its unit."""
    return (
        type(value) is dict
        and len(value) == 2
        and value.keys() in _FORMS
        and type(value["value"]) in (int, float)
        and type(unit_of(value)) is str
    )


def unit_of(value: dict[str, Any]) -> Any:
    """Return the unit of such an object."""
    return value["unit"] if "unit" in value else value["units"]


def as_text(value: dict[str, Any]) -> str:
    """Return such an object as people write it."""
    return f"{value['value']} {unit_of(value)}".rstrip()


def split(value: Any) -> tuple[float, str]:
    """Return the number and the unit of a cell.

    Raises
    ------
    NoQuantityError
        It has none.

    Examples
    --------
    >>> split("200 kV"), split({"value": 25, "unit": "degC"})
    ((200.0, 'kV'), (25.0, 'degC'))
    """
    if is_quantity(value):
        return _float(value["value"]), unit_of(value).strip()
    if isinstance(value, str):
        found = _QUANTITY.fullmatch(value.strip()) if len(value) <= LONGEST else None
        if found is None:
            raise NoQuantityError("is no number with a unit")
        return float(found[1].replace("−", "-")), found[2]
    if type(value) in (int, float):
        return _float(value), ""
    raise NoQuantityError("is no number with a unit")


def _float(number: float) -> float:
    try:
        return float(number)
    except OverflowError as error:
        raise NoQuantityError("is larger than any number of a column") from error


class Converter:
    """Converts cells to one unit, with the units that pint's application registry has.

    Parameters
    ----------
    unit
        What to convert to.
    column
        For messages.

    Raises
    ------
    UsageError
        There is no such unit.
    NotInstalledError
        pint is not installed.
    """

    def __init__(self, unit: str, column: str) -> None:
        self._pint = require("pint")
        self._registry = self._pint.get_application_registry()
        self.unit = unit
        try:
            self._unit = self._read(unit)
        except NoQuantityError as error:
            raise UsageError(
                f"The unit of the column {column!r}: {error}.", hint="Write it like kV, degC, 1/cm or mol/L."
            ) from error
        self._conversions: dict[str, Callable[[float], float]] = {}

    def convert(self, value: Any) -> float:
        """Return the number that a cell is in the unit.

        Raises
        ------
        NoQuantityError
            It is none.
        """
        number, unit = split(value)
        conversion = self._conversions.get(unit)
        if conversion is None:
            conversion = self._conversions[unit] = self._conversion(unit)
        return conversion(number)

    def _conversion(self, unit: str) -> Callable[[float], float]:
        if not unit and not self._unit.dimensionless:
            raise NoQuantityError("has no unit")
        return self._between(self._read(unit), self._unit)

    def _between(self, unit: Any, other: Any) -> Callable[[float], float]:
        def one(number: float) -> float:
            return float(self._registry.Quantity(number, unit).m_as(other))

        try:
            offset, first, second = one(0.0), one(1.0), one(2.0)
        except self._pint.PintError as error:
            raise NoQuantityError(f"cannot be converted to {other:~}") from error
        if not math.isclose(second - first, first - offset, rel_tol=1e-6):
            return one  # a logarithm
        # Of a factor, 15 digits are known and the others noise: 5 Å are 0.5 nm.
        factor = (one(_FAR) - offset) / _FAR if offset else float(f"{first:.15g}")
        return lambda number: number * factor + offset

    def _read(self, unit: str) -> Any:
        unit = f"1{unit}" if unit.startswith("/") else unit  # of 5/cm
        if unit and (len(unit) > LONGEST_UNIT or not _UNIT.fullmatch(unit)):
            raise NoQuantityError(f"has the unit {unit[:LONGEST_UNIT]!r}, which cannot be read")
        try:
            return self._registry.parse_units(_POWER.sub(r"**(\1)", unit.replace("Torr", "torr")))
        except Exception as error:  # its evaluator raises what an expression happens to raise
            raise NoQuantityError(f"has the unit {unit!r}, which is not known") from error
