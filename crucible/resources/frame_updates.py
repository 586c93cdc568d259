"""Records changed by the rows of a data frame: only cells that say something else than the service has now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from .. import times
from ..errors import CrucibleError, UsageError
from ..frames import METADATA, SAME, STAR, Converter, changed, check, reached, steps
from ..records import TableRow
from ..records.base import known_fields
from .arguments import check_names
from .base import KINDS, mfid
from .encoding import encode_object
from .table_rows import Cells, read_table
from .table_run import Row, settled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..records import Json, Record, TableReport
    from ..transport.port import Port
    from .table_rows import OnRow, Table
    from .table_run import Noun

_IDENTITY: Final = ("unique_id",)
_SEEN: Final = ("modification_time",)
# What depends on how a record was asked for; it is not compared.
_ASKED_FOR: Final = frozenset({"project_relation", "links", "owner", "datasets", "capabilities"})
LONGEST = 60


@dataclass(frozen=True)
class Plan:
    """What the columns of a frame are.

    Attributes
    ----------
    paths
        By the names of columns, those that are compared.
    identity, seen
        The columns with the records' ids, and with the times at which these were last changed when they were read.
    converters
        By the names of columns.
    """

    paths: Mapping[str, tuple[str, ...]]
    identity: str
    seen: str | None
    converters: Mapping[str, Converter]


def read_frame(frame: Table) -> Cells:
    """Return the cells of a frame, its index among them if that has the ids.

    Raises
    ------
    UsageError
        It is no table.
    """
    by_id = getattr(getattr(frame, "index", None), "name", None) == "unique_id"
    names: Any = getattr(frame, "columns", ())  # an index of pandas
    if by_id and hasattr(frame, "reset_index") and "unique_id" not in names:
        frame = frame.reset_index()
    return read_table(frame)


def planned(
    noun: Noun, names: list[str], columns: Mapping[str, str | None] | None, units: Mapping[str, str] | None
) -> Plan:
    """Return what the columns of a frame are.

    Raises
    ------
    UsageError
        One is nothing that records have, there are no ids, or a unit is unknown.
    NotInstalledError
        pint is not installed, which units need.
    """
    columns, units = columns or {}, units or {}
    for given in (columns, units):
        check_names(given, tuple(names), "The frame")
    paths: dict[str, tuple[str, ...]] = {}
    for name in names:
        path = columns.get(name, name)
        if path is None:
            continue
        try:
            paths[name] = steps(path)
            check(paths[name], KINDS[noun.name])
        except UsageError as error:
            hint = f"{error.hint} columns={{{name!r}: None}} leaves it out."
            raise UsageError(error.message, hint=hint) from error
        if paths[name][-1] == STAR:
            raise UsageError(f"{path!r} is no path.", hint="Name the columns one by one.")
    where = {path: name for name, path in paths.items()}
    if _IDENTITY not in where:
        raise UsageError("The frame has no unique_id.", hint="Read it with this column; rows are found by it.")
    left_out = {_IDENTITY[0], _SEEN[0], *_ASKED_FOR}
    compared = {name: path for name, path in paths.items() if path[0] not in left_out}
    converters = {name: Converter(unit, name) for name, unit in units.items()}
    return Plan(compared, where[_IDENTITY], where.get(_SEEN), converters)


def rows_of(noun: Noun, cells: Cells, plan: Plan) -> list[Row]:
    """Return the rows, each with what is wrong with it; `fields` are its cells by the names of columns."""
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for number, cell in enumerate(cells.rows, 1):
        wrong = None
        identity = cell.get(plan.identity)
        try:
            identity = mfid("" if identity is None else identity, noun.name)
            if (first := seen.setdefault(identity, number)) != number:
                wrong = f"It is for the same {noun.name} as row {first}."
        except UsageError as error:
            wrong = str(error)
        rows.append(Row(number, {**cell, "unique_id": identity}, {}, wrong))
    return rows


async def updated(
    port: Port, noun: Noun, rows: list[Row], plan: Plan, dry_run: bool, on_row: OnRow | None
) -> TableReport:
    """Send what the rows change, and return what became of them."""
    again = "the same call finds what was sent and goes on"
    return await settled(port, rows, partial(_row, noun, plan, dry_run), again, dry_run, on_row)


async def _row(noun: Noun, plan: Plan, dry_run: bool, row: Row) -> TableRow:
    identity = row.fields["unique_id"]
    record = await noun.get(identity, True)
    fields, metadata, said, left = _differences(noun, plan, row, record)
    if fields or metadata:
        _check_seen(plan, row, record, said)
        if dry_run:
            encode_object(metadata, METADATA)  # what JSON cannot hold would not be sent
        else:
            await _send(noun, identity, fields, metadata)
    reasons = [*said, f"left as it is: {', '.join(left)}"] if left else said
    return TableRow(row.number, "updated" if fields or metadata else "skipped", identity, "; ".join(reasons) or None)


async def _send(noun: Noun, identity: str, fields: Json, metadata: Json) -> None:
    if fields:
        await noun.update(identity, **fields)
    if metadata:
        try:
            await noun.merge(identity, metadata)
        except CrucibleError as error:
            if fields:
                error.add_note(f"These were changed before that: {', '.join(fields)}.")
            raise


def _differences(noun: Noun, plan: Plan, row: Row, record: Record) -> tuple[Json, Json, list[str], list[str]]:
    """Return the fields and the metadata to send, what to say of each, and the columns that cannot be changed so."""
    fields: Json = {}
    metadata: Json = {}
    said: list[str] = []
    left: list[str] = []
    wire, known = record.to_dict(), known_fields(KINDS[noun.name])
    for column, path in plan.paths.items():
        cell, old = row.fields.get(column), reached(wire, path)
        if cell is None:
            continue
        try:
            if isinstance(cell, str) and len(path) == 1 and known.get(path[0]) is datetime:
                cell = times.from_user(cell)
            new = changed(cell, old, plan.converters.get(column))
        except UsageError as error:
            raise UsageError(f"{column}: {error.message}", hint=error.hint) from error
        if new is SAME:
            continue
        if path[0] in noun.updatable and len(path) == 1:
            fields[path[0]] = new
        elif path[0] == METADATA and len(path) > 1 and _can_be_set(wire, path):
            _put(metadata, path[1:], new)
        else:
            left.append(column)
            continue
        said.append(f"{column}: {_short(old)} → {_short(new)}")
    return fields, metadata, said, left


def _can_be_set(wire: Json, path: tuple[str, ...]) -> bool:
    """Say whether merging reaches a place: what is above it is an object, or not there."""
    return all(isinstance(reached(wire, path[:end]), dict | None) for end in range(1, len(path)))


def _put(place: Json, path: tuple[str, ...], value: Any) -> None:
    for step in path[:-1]:
        place = place.setdefault(step, {})
    place[path[-1]] = value


def _check_seen(plan: Plan, row: Row, record: Record, said: list[str]) -> None:
    """See that nobody has changed a record since it was read, if the frame says when that was."""
    cell = None if plan.seen is None else row.fields.get(plan.seen)
    now = record.get(_SEEN[0])
    if cell is None or now is None or times.from_user(cell) >= times.from_wire(now):
        return
    raise UsageError(
        f"The record was changed at {now}, after the frame was read. Now: {'; '.join(said)}.",
        hint=f"Read the frame again. columns={{{plan.seen!r}: None}} sends these cells without looking at the time.",
    )


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
