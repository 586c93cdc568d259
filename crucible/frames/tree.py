"""Which cells of a page belong to which column: one pass over the page for each step of a path."""

from __future__ import annotations

from itertools import chain
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

from ..errors import UsageError
from .columns import Column
from .paths import quoted
from .quantities import Converter, NoQuantityError, is_quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

MOST_COLUMNS = 2000
DEEPEST = 32
_EMPTY: Final[dict[str, Any]] = {}


class CellError(Exception):
    """A cell cannot be what was asked for.

    Attributes
    ----------
    column, value
        Where, and what is there.
    number
        Of the row in the page, from 0.
    """

    def __init__(self, reason: str, column: str, number: int, value: object) -> None:
        super().__init__(reason)
        self.column = column
        self.number = number
        self.value = value


class Converted(Column):
    """A column of one unit."""

    def __init__(self, name: str, converter: Converter) -> None:
        super().__init__(name, float)
        self.converter = converter

    def add(self, values: Sequence[Any]) -> None:
        """Append cells; None is a missing one, and so is an empty text."""
        convert = self.converter.convert
        numbers: list[float | None] = []
        try:
            for value in values:
                numbers.append(None if value is None or value == "" else convert(value))  # noqa: PERF401 - see below
        except NoQuantityError as error:  # how many there are says which one it is
            raise CellError(str(error), self.name, len(numbers), values[len(numbers)]) from error
        super().add(numbers)


class Several:
    """A list on the way of a path: a name means that member of each element, a number means one element."""

    def __init__(self, elements: list[Any]) -> None:
        self._elements = elements

    def get(self, step: str) -> Any:
        """Return what the step leads to."""
        if step.isdigit():
            number = int(step[:9])
            return self._elements[number] if number < len(self._elements) else None
        return [lower(element).get(step) for element in self._elements]


def lower(value: Any) -> Any:
    """Return what a path can go on from: something that has `get`."""
    kind = type(value)
    return value if kind is dict else Several(value) if kind is list else _EMPTY


class Step:
    """One place in all records, and what is read there and below it."""

    def __init__(self) -> None:
        self.below: dict[str, Step] = {}
        self.column: Column | None = None
        self.rest: Rest | None = None

    def at(self, path: Sequence[str]) -> Step:
        """Return the place below this one that a path leads to."""
        place = self
        for name in path:
            place = place.below.setdefault(name, Step())
        return place

    def read(self, places: Sequence[Any]) -> None:
        """Append to all columns here and below what a page has; `places` are this place in each of its records."""
        for name, step in self.below.items():
            values = [place.get(name) for place in places]
            if step.column is not None:
                step.column.add(values)
            if step.below or step.rest is not None:
                step.read(list(map(lower, values)))
        if self.rest is not None:
            self.rest.read(places)


class Rest:
    """A star: columns for whatever there is below a place, in the order in which it comes.

    Parameters
    ----------
    prefix
        What the names of its columns begin with.
    without
        Paths below the place that have a column of their own.
    make
        Makes a column of a name.
    """

    def __init__(self, prefix: str, without: Collection[tuple[str, ...]], make: Callable[[str], Column]) -> None:
        self._prefix = prefix
        self._without = without
        self._make = make
        self._columns: dict[tuple[str, ...], Column] = {}
        self._rows = 0

    @property
    def columns(self) -> list[Column]:
        """The columns, all with as many cells as there were records."""
        for column in self._columns.values():
            column.pad(self._rows)
        return list(self._columns.values())

    def read(self, places: Sequence[Any]) -> None:
        """Append what a page has."""
        self._below([place if type(place) is dict else _EMPTY for place in places], ())
        self._rows += len(places)

    def _below(self, places: list[dict[str, Any]], path: tuple[str, ...]) -> None:
        for name in dict.fromkeys(chain.from_iterable(places)):
            values = [place.get(name) for place in places]
            here = (*path, name)
            kinds = set(map(type, values))
            if dict in kinds and len(here) < DEEPEST:
                inner = [value if type(value) is dict and not is_quantity(value) else _EMPTY for value in values]
                if any(inner):
                    self._below(inner, here)
                values = [None if value is other else value for value, other in zip(values, inner, strict=True)]
                kinds = set(map(type, values)) if any(value != {} for value in values) else {NoneType}
            if kinds != {NoneType} and here not in self._without:
                column = self._column(here)
                column.pad(self._rows)
                column.add(values)

    def _column(self, path: tuple[str, ...]) -> Column:
        column = self._columns.get(path)
        if column is None:
            if len(self._columns) == MOST_COLUMNS:
                raise UsageError(
                    f"The metadata has more than {MOST_COLUMNS} different keys.",
                    hint="Name the columns: columns=['dataset_name', 'metadata.temperature'].",
                )
            column = self._columns[path] = self._make(self._prefix + ".".join(map(quoted, path)))
        return column
