"""Tables as people have them, files, data frames and dictionaries, as rows of fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias

from ..errors import UsageError
from ..records import Record, TableRow
from .arguments import check_names


class DataFrame(Protocol):
    """A data frame of pandas or polars, or a table of Arrow."""

    @property
    def columns(self) -> object:
        """What it consists of; each library has its own type for this."""


Table: TypeAlias = str | PathLike[str] | DataFrame | Iterable[Mapping[str, object]]
Existing: TypeAlias = Literal["error", "skip", "update"]
OnRow: TypeAlias = Callable[[TableRow], None]

METADATA = "metadata."
WHOLE = "scientific_metadata"
SEPARATOR = ";"
# Numbers as JSON has them. A whole one that is longer names something: as a number it would lose digits.
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,30})?([eE][+-]?\d{1,2})?", re.ASCII)
_QUOTED = re.compile(r'"[^"]*"')
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True)
class Cells:
    """A table as it was read.

    Attributes
    ----------
    columns
        Their names.
    rows
        Cells by column, for each row; one that is empty is None.
    is_text
        Whether all cells are text, as in a file.
    """

    columns: list[str]
    rows: list[dict[str, Any]]
    is_text: bool = False


def read_table(table: Table) -> Cells:
    """Return the cells of a table.

    Raises
    ------
    UsageError
        It is no table, or cannot be read.
    """
    if isinstance(table, str | PathLike):
        return _read_csv(fspath(table))
    if isinstance(table, Mapping):
        raise UsageError("One dictionary is no table.", hint="Give a list of dictionaries, one for each row.")
    if isinstance(table, Iterable) and not hasattr(table, "columns"):
        return _from_rows(list(table))
    return _read_frame(table)


def _read_csv(path: str) -> Cells:
    import csv  # here, because most programs read no tables
    import io
    import itertools

    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
        delimiter = max(",;\t", key=_QUOTED.sub("", text.lstrip().partition("\n")[0]).count)
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except OSError as error:
        raise UsageError(f"{path!r} cannot be read: {error.strerror}.", hint="Give the path of a CSV file.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path!r} is no text in UTF-8.", hint="Save the table as 'CSV UTF-8'.") from error
    except (csv.Error, ValueError) as error:
        raise UsageError(f"{path!r} is no CSV file: {error}.", hint="Save the table as 'CSV UTF-8'.") from error
    lines = list(itertools.dropwhile(lambda line: not line, map(_trimmed, lines)))
    columns = _columns(lines[0] if lines else [])
    for number, line in enumerate(lines[1:], 1):
        if len(line) > len(columns):
            raise UsageError(
                f"Row {number} of {path!r} has {len(line)} cells, and there are {len(columns)} columns.",
                hint='Put a text that contains the separator into quotes: "a, b".',
            )
    rows = [{name: cell or None for name, cell in zip(columns, line, strict=False)} for line in lines[1:]]
    return Cells(columns, rows, is_text=True)


def _trimmed(line: list[str]) -> list[str]:
    """Return cells without blanks around them, and without empty cells at the end: spreadsheets write many of these."""
    cells = [cell.strip() for cell in line]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _read_frame(frame: Any) -> Cells:
    """Return the cells of a data frame, whose library is not needed for that."""
    if not any(hasattr(frame, method) for method in ("to_pylist", "iter_rows", "to_dict")):
        raise UsageError(
            f"A {type(frame).__name__} is no table.", hint="Give a path, a data frame or a list of dictionaries."
        )
    columns = _columns(frame.column_names if hasattr(frame, "column_names") else frame.columns)
    if hasattr(frame, "to_pylist"):  # Arrow
        rows = frame.to_pylist()
    elif hasattr(frame, "iter_rows"):  # polars
        rows = list(frame.iter_rows(named=True))
    else:  # pandas
        rows = frame.to_dict("records")
    return Cells(columns, [{str(name): _present(cell) for name, cell in row.items()} for row in rows])


def _from_rows(rows: list[Any]) -> Cells:
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping) or isinstance(row, Record):
            raise UsageError(f"Row {number} is of type {type(row).__name__}.", hint="Give a dictionary for each row.")
    return Cells(_columns(dict.fromkeys(name for row in rows for name in row)), [dict(row) for row in rows])


def _columns(names: Iterable[object]) -> list[str]:
    columns = [str(name) for name in names]
    twice = [name for name in dict.fromkeys(columns) if columns.count(name) > 1]
    if twice or not all(columns):
        what = f"two columns called {twice[0]!r}" if twice else "a column without a name"
        raise UsageError(f"The table has {what}.", hint="Give each column a name of its own.")
    return columns


def _present(cell: Any) -> Any:
    """Return a cell of a data frame; None for the various values that stand for a missing one."""
    if type(cell).__name__ == "NAType":
        return None
    try:
        return None if bool(cell != cell) else cell  # only NaN and NaT differ from themselves
    except (TypeError, ValueError):  # an array
        return cell


def targets(cells: Cells, columns: Mapping[str, str | None] | None, known: Sequence[str]) -> dict[str, str]:
    """Return the field that each column fills.

    Parameters
    ----------
    cells
        The table.
    columns
        Fields by the names of columns; None for a column that is not read.
    known
        The fields there are, beside those of the metadata.

    Raises
    ------
    UsageError
        A column is no field, or two columns fill one.
    """
    renamed = {} if columns is None else columns
    if not isinstance(renamed, Mapping):
        raise UsageError(f"columns={columns!r} is no dictionary.", hint="Give fields by the names of columns.")
    check_names(renamed, tuple(cells.columns), "The table")
    found = {name: renamed.get(name, name) for name in cells.columns}
    filled: dict[str, str] = {}
    for column, field in found.items():
        if field is None:
            continue
        if not isinstance(field, str) or (field not in known and not _is_metadata(field)):
            raise UsageError(f"The column {column!r} is no field.", hint=_hint(column, str(field), known))
        for other, taken in filled.items():
            if _overlap(field, taken):
                raise UsageError(
                    f"The columns {other!r} and {column!r} both fill {min(field, taken, key=len)!r}.",
                    hint="Leave one out: columns={name: None}.",
                )
        filled[column] = field
    return filled


def _is_metadata(field: str) -> bool:
    return field.startswith(METADATA) and all(field.split("."))


def _overlap(one: str, other: str) -> bool:
    """Say whether two fields are one, or one is a part of the other."""
    first, second = (f"{name.removeprefix('scientific_') if name == WHOLE else name}." for name in (one, other))
    return first.startswith(second) or second.startswith(first)


def _hint(column: str, field: str, known: Sequence[str]) -> str:
    import difflib  # here, because only mistakes need it

    wanted = field.strip().lower().replace(" ", "_")
    near = difflib.get_close_matches(wanted, known, n=1) or [name for name in known if name.endswith(f"_{wanted}")]
    meant = f"Did you mean {near[0]!r}?" if near else f"There are {', '.join(known)}."
    return f"{meant} columns={{{column!r}: ...}} names its field: one of these, '{METADATA}' and a key, or None."


def fields_of_row(
    row: Mapping[str, Any], filled: Mapping[str, str], several: Iterable[str], is_text: bool
) -> dict[str, Any]:
    """Return the fields of a row, its metadata among them as ``scientific_metadata``; empty cells are left out.

    Raises
    ------
    UsageError
        A cell cannot be read as its field.
    """
    fields: dict[str, Any] = {}
    for column, field in filled.items():
        if (cell := row.get(column)) is None:
            continue
        if field.startswith(METADATA):
            place: dict[str, Any] = fields.setdefault(WHOLE, {})
            *outer, last = field.removeprefix(METADATA).split(".")
            for name in outer:
                place = place.setdefault(name, {})
            place[last] = _number(cell) if is_text else cell
        elif field in several and isinstance(cell, str):
            fields[field] = [part.strip() for part in cell.split(SEPARATOR) if part.strip()]
        elif field == "public":
            fields[field] = _truth(cell)
        else:
            fields[field] = cell
    return fields


def _number(text: str) -> Any:
    """Return what a cell of a file says: a number, true, false, or the text."""
    if _NUMBER.fullmatch(text):
        return int(text) if text.removeprefix("-").isdigit() else float(text)
    return {"true": True, "false": False}.get(text.lower(), text)


def _truth(cell: Any) -> bool:
    value = _TRUTH.get(str(cell).lower())
    if value is None:
        raise UsageError(f"public is {cell!r}.", hint="Write true or false.")
    return value
