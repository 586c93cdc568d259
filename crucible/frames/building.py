"""A table that grows page by page, and what is to be said about it."""

from __future__ import annotations

import json
import logging
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..errors import UnexpectedResponseError, UsageError
from ..extras import require
from ..records.base import LONGEST_REPR, Record, known_fields
from .columns import Column
from .paths import INCLUDED, METADATA, STAR, check, fields, steps
from .quantities import Converter
from .tree import CellError, Converted, Rest, Step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

logger = logging.getLogger(__name__)

REPORT = "crucible"
# What has a column of its own unless columns are named; records within records have none.
_PLAIN = (str, int, float, bool, datetime, list)


class Building:
    """A table that grows with each page.

    Parameters
    ----------
    kind
        What the list has.
    columns
        Paths, or paths by the names of columns; None for all plain fields, and all metadata that comes with the list.
    units
        Units to convert to, by the names of columns.
    schema
        That of a table which these rows are a part of: its columns and types, and what is to be said about it.

    Raises
    ------
    UsageError
        A column or a unit cannot be right.
    NotInstalledError
        pyarrow, or pint for `units`, is not installed.
    """

    def __init__(
        self,
        kind: type[Record],
        columns: Sequence[str] | Mapping[str, str] | None = None,
        units: Mapping[str, str] | None = None,
        schema: pa.Schema | None = None,
    ) -> None:
        self._arrow: Any = require("pyarrow")
        self._kind = kind
        self._schema = schema
        self._rows = 0
        self._root = Step()
        self._slots: list[Column | Rest] = []
        self._unsent: dict[str, Column] = {}  # plain fields that no record had as yet
        self._converters = {name: Converter(unit, name) for name, unit in (units or {}).items()}
        self._unused = set(self._converters)
        named = fields(columns)
        self._asked: dict[tuple[str, ...], str] = {} if named is None else _paths(named)
        for path in self._asked:
            check(path, kind)
        if named is None:
            self._place_plain()
            self._place((METADATA, STAR), "metadata.*")
        for path, name in self._asked.items():
            self._place_plain() if path == (STAR,) else self._place(path, name)
        if schema is None and not any(isinstance(slot, Rest) for slot in self._slots):
            self._check_units()

    @property
    def includes(self) -> frozenset[str]:
        """Parameters of the list that let it have what the columns need."""
        return frozenset(INCLUDED[path[0]] for path in self._asked if path[0] in INCLUDED)

    def _place_plain(self) -> None:
        for name, kind in known_fields(self._kind).items():
            if kind in _PLAIN and (name,) not in self._asked:
                self._unsent[name] = place = self._root.at((name,)).column = self._column(name, kind)
                self._slots.append(place)

    def _place(self, path: tuple[str, ...], name: str) -> None:
        slot: Column | Rest
        if path[-1] == STAR:
            place = self._root.at(path[:-1])
            others = [other for other in self._asked if other != path and other[: len(path) - 1] == path[:-1]]
            without = {other[len(path) - 1 :] for other in others}
            prefix = name.removesuffix(STAR) if name.endswith(STAR) else f"{name}."
            slot = place.rest = Rest(prefix, without, self._column)
        else:
            place = self._root.at(path)
            slot = place.column = self._column(name, known_fields(self._kind).get(path[0]) if len(path) == 1 else None)
        self._slots.append(slot)

    def _column(self, name: str, of: type | None = None) -> Column:
        converter = self._converters.get(name)
        if converter is None:
            known = self._schema is not None and name in self._schema.names
            return Column(name, of, self._schema.field(name) if known and self._schema is not None else None)
        self._unused.discard(name)
        return Converted(name, converter)

    def add(self, page: Sequence[Any]) -> None:
        """Append the rows of a page.

        Raises
        ------
        UsageError
            A cell cannot be converted to the unit that was asked for.
        UnexpectedResponseError
            It is no page of records.
        """
        if not all(type(item) is dict for item in page):
            raise UnexpectedResponseError(
                "The server sent something in the place of a record.",
                hint="Check the address of the API, and whether a proxy answers in its place.",
            )
        for name in list(self._unsent):
            if any(name in item for item in page):
                del self._unsent[name]
        try:
            self._root.read(page)
        except CellError as error:
            raise self._wrong(error, page[error.number]) from error
        self._rows += len(page)

    def _wrong(self, error: CellError, item: Mapping[str, Any]) -> UsageError:
        names = (item.get(name) for name in (f"{self._kind.__name__.lower()}_name", "title", "filename"))
        label = next((f" ({name!r})" for name in names if name), "")
        where = f"row {self._rows + error.number + 1}, {item.get('unique_id', 'without an id')}{label}"
        shown = repr(error.value)
        shown = shown if len(shown) <= LONGEST_REPR else shown[: LONGEST_REPR - 1] + "…"
        return UsageError(
            f"The column {error.column!r} has {shown} in {where}, which {error}.",
            hint="Without units= the column has what was sent; or correct the record and read again.",
        )

    def forget(self) -> None:
        """Forget the rows so far, and keep what they say about the columns."""
        for column in self._columns():
            column.forget()

    def _columns(self) -> list[Column]:
        return [
            column
            for slot in self._slots
            for column in (slot.columns if isinstance(slot, Rest) else [slot])
            if not self._rows or column not in self._unsent.values()
        ]

    def schema(self) -> pa.Schema:
        """Return the columns and types of all rows, also of those that were forgotten; see `table`."""
        columns = self._columns()
        said = self._said(columns)
        found = [
            self._arrow.field(column.name, column.finish().type, nullable=column.missing > 0 or not self._rows)
            for column in columns
        ]
        return self._arrow.schema(found, {REPORT: json.dumps(said, ensure_ascii=False)})

    def table(self) -> pa.Table:
        """Return the table; what is to be said about it stands as JSON in its metadata, see `report`.

        Raises
        ------
        UsageError
            A unit was asked for that no column has.
        UnexpectedResponseError
            A column cannot have the type that it has in the schema that was given.
        """
        columns = self._columns()
        if self._schema is not None:
            return self._part(self._schema, {column.name: column for column in columns})
        said = self._said(columns)
        made = self._arrow.table([column.finish() for column in columns], names=[column.name for column in columns])
        table: pa.Table = made.replace_schema_metadata({REPORT: json.dumps(said, ensure_ascii=False)})
        return table

    def _part(self, schema: pa.Schema, columns: Mapping[str, Column]) -> pa.Table:
        """Return the table with the columns of a schema; what is not in these rows is missing."""
        cells = []
        for field in schema:
            column = columns.get(field.name) or Column(field.name, settled=field)
            column.pad(self._rows)
            cells.append(column.finish())
        return self._arrow.table(cells, schema=schema)

    def _said(self, columns: Sequence[Column]) -> dict[str, Any]:
        _check_names(columns)
        self._check_units(columns)
        said = report(columns, self._rows, {name: one.unit for name, one in self._converters.items()})
        for name, shapes in said["mixed"].items():
            logger.warning(
                "The column %r is text, because it is mixed: %s",
                name,
                ", ".join(f"{shape} in {number} rows" for shape, number in shapes.items()),
            )
        return said

    def _check_units(self, columns: Sequence[Column] = ()) -> None:
        for name in sorted(self._unused):
            there = [repr(one.name) for one in columns or self._slots if isinstance(one, Column)]
            raise UsageError(
                f"units= names {name!r}, which is no column of this frame.", hint=f"There are {', '.join(there)}."
            )


def _check_names(columns: Sequence[Column]) -> None:
    names = Counter(column.name for column in columns)
    twice = [name for name, number in names.items() if number > 1]
    if twice:
        raise UsageError(
            f"Two columns would be called {twice[0]!r}.", hint="Give another name: columns={'name': 'metadata.path'}."
        )


def _paths(named: Mapping[str, str]) -> dict[tuple[str, ...], str]:
    paths = {steps(path): name for name, path in named.items()}
    if len(paths) < len(named):
        twice = [path for name, path in named.items() if paths[steps(path)] != name]
        raise UsageError(f"Two columns are {twice[0]!r}.", hint="Name each once.")
    return paths


def report(columns: Sequence[Column], rows: int, units: Mapping[str, str]) -> dict[str, Any]:
    """Return what is to be said about a table, as JSON.

    ``rows``; ``missing``, the number of empty cells by column; ``mixed``, what is how often in columns that are text
    because nothing else holds all of it; ``units``, those that columns were converted to; ``sent_units``, those of
    quantities that were left as they are.
    """
    return {
        "rows": rows,
        "missing": {column.name: column.missing for column in columns},
        "mixed": {column.name: mixture for column in columns if (mixture := column.mixture)},
        "units": dict(units),
        "sent_units": {column.name: dict(column.units) for column in columns if column.units},
    }
