"""The rows of a table as records: checked, all of them, then sent, a few at a time.

The first row is sent alone, so that a key that is refused is refused once. A row that is linked to the record of
another one waits for that.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from ..errors import (
    AuthenticationError,
    ConnectionFailedError,
    CrucibleError,
    NotAvailableError,
    NotFoundError,
    PartialCreationError,
    RateLimitError,
    UsageError,
)
from ..records import Record, TableReport, TableRow
from .arguments import check_names, listed
from .base import KINDS, mfid, named
from .creation import NewRecord, check_keywords
from .detection import detect
from .instruments import InstrumentOperations
from .projects import ProjectOperations
from .table_rows import WHOLE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence

    from ..transport.port import Port
    from .base import Reference
    from .pages import AsyncListing
    from .table_rows import Existing, OnRow

logger = logging.getLogger(__name__)

AT_ONCE = 8
# After these the next row would fare no better.
_FOR_ALL = (AuthenticationError, ConnectionFailedError, RateLimitError)


@dataclass(frozen=True)
class Noun:
    """What the rows of a table become, and how.

    Attributes
    ----------
    name
        ``dataset`` or ``sample``.
    model
        The class of `crucible.models` with the fields.
    create, get, list, update, merge
        Methods of the namespace.
    several
        Fields that hold several values: the kind of record that a value is the id of (empty for a keyword), and what
        adds a value to a record that is there.
    updatable
        Fields that `update` has.
    needs_name
        Whether there is none without a name.
    """

    name: str
    model: type[object]
    create: Callable[..., Awaitable[Record]]
    get: Callable[..., Awaitable[Record]]
    list: Callable[..., AsyncListing[Any]]
    update: Callable[..., Awaitable[Record]]
    merge: Callable[[str, Mapping[str, Any]], Awaitable[object]]
    several: Mapping[str, tuple[str, Callable[[str, str], Awaitable[object]]]]
    updatable: frozenset[str]
    needs_name: bool

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of all fields that a row may have."""
        return (*self.model.__dataclass_fields__, *self.several)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Row:
    """A row that was checked: its fields, its fields of several values, or what is wrong with it."""

    number: int
    fields: Mapping[str, Any]
    several: Mapping[str, Sequence[str]]
    wrong: str | None = None


def checked(
    noun: Noun, reads: Iterable[Callable[[], dict[str, Any]] | None], project_id: Reference | None
) -> list[Row]:
    """Return the rows, each with what is wrong with it; those that are blank are numbered and left out.

    Raises
    ------
    UsageError
        `project_id` names nothing.
    """
    common = {} if project_id is None else {"project_id": project_id}
    named("project", project_id)
    rows: list[Row] = []
    seen: dict[object, int] = {}
    for number, read in enumerate(reads, 1):
        if read is None:
            continue
        row = Row(number, {}, {})
        try:
            given = {name: value for name, value in read().items() if value is not None}
            row = _checked_row(noun, number, {**common, **given})
            first = seen.setdefault(_identity(noun, row), number)
            if first != number:
                raise UsageError(f"It is for the same {noun.name} as row {first}.", hint="Give it another name.")
        except UsageError as error:
            row = replace(row, wrong=str(error))
        rows.append(row)
    return rows


def _checked_row(noun: Noun, number: int, given: Mapping[str, Any]) -> Row:
    check_names(given, noun.fields, f"A {noun.name}")
    several: dict[str, Sequence[str]] = {}
    for field in noun.several.keys() & given.keys():
        kind, _ = noun.several[field]
        values = given[field]
        several[field] = [mfid(value, kind) for value in listed(values, field)] if kind else check_keywords(values)
    fields = {name: value for name, value in given.items() if name not in noun.several}
    NewRecord.read(noun.model, fields, {})
    if not fields.get(_name(noun)) and "unique_id" not in fields:
        raise UsageError(f"It has neither {_name(noun)} nor unique_id.", hint="Give one, to find the record by.")
    return Row(number, fields, several)


def _name(noun: Noun) -> str:
    return f"{noun.name}_name"


def _identity(noun: Noun, row: Row) -> object:
    """Return what the record of a row is found by."""
    if "unique_id" in row.fields:
        return mfid(row.fields["unique_id"], noun.name)
    project = named("project", row.fields.get("project_id"))
    return row.fields[_name(noun)], *(text.lower() for text in project.values())


async def sent(
    port: Port, noun: Noun, rows: Sequence[Row], existing: Existing, dry_run: bool, on_row: OnRow | None
) -> TableReport:
    """Send the rows, and return what became of them.

    Raises
    ------
    UsageError
        `existing` is unknown; nothing was sent.
    """
    if existing not in ("error", "skip", "update"):
        raise UsageError(f"existing={existing!r} is unknown.", hint="Give 'error', 'skip' or 'update'.")
    look = _Looking(port) if dry_run else None
    again = "the same call with existing='skip' or 'update' finds what was made and goes on"
    return await settled(port, rows, lambda row: _settled(noun, row, existing, look), again, dry_run, on_row)


async def settled(
    port: Port,
    rows: Sequence[Row],
    settle: Callable[[Row], Awaitable[TableRow]],
    again: str,
    dry_run: bool,
    on_row: OnRow | None,
) -> TableReport:
    """Do something with each row, the first one alone, and return what became of them.

    Parameters
    ----------
    port
        What to call through.
    rows
        Those that were checked.
    settle
        Does it with one row that is right.
    again
        What to do after a run that is broken off, for its note.
    dry_run, on_row
        As `TableOperations.from_table` has them.
    """
    known: dict[int, TableRow] = {}
    stopped: CrucibleError | None = None
    try:
        for batch in _batches(rows):
            if stopped is None:
                stops = await port.gather(*(partial(_line, row, settle, known) for row in batch))
                stopped = next((stop for stop in stops if stop is not None), None)
            else:
                known.update((row.number, _not_tried(row, stopped)) for row in batch)
            for row in batch if on_row is not None else ():
                on_row(known[row.number])  # type: ignore[misc]  # it is not None here
    except BaseException as broken_off:
        _tell(broken_off, rows, known, again, dry_run)
        raise
    return TableReport(tuple(known[row.number] for row in rows), dry_run)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Divide the rows into what may be sent at once."""
    batch: list[Row] = []
    most = 1
    for row in rows:
        begun = {other.fields.get("unique_id") for other in batch}
        if len(batch) == most or begun & {value for values in row.several.values() for value in values}:
            yield batch
            batch, most = [], AT_ONCE
        batch.append(row)
    if batch:
        yield batch


async def _line(
    row: Row, settle: Callable[[Row], Awaitable[TableRow]], known: dict[int, TableRow]
) -> CrucibleError | None:
    """Note what becomes of a row, and return what keeps the rest from being tried, if anything does."""
    if row.wrong is not None:
        known[row.number] = TableRow(row.number, "failed", None, row.wrong)
        return None
    try:
        known[row.number] = await settle(row)
    except CrucibleError as error:
        identity = error.unique_id if isinstance(error, PartialCreationError) else None
        reason = " ".join([str(error), *getattr(error, "__notes__", ())])
        known[row.number] = TableRow(row.number, "failed", identity or row.fields.get("unique_id"), reason)
        return error if isinstance(error, _FOR_ALL) else None
    return None


def _not_tried(row: Row, stopped: CrucibleError) -> TableRow:
    return TableRow(row.number, "failed", None, row.wrong or f"Not tried, after: {stopped.message}")


def _tell(
    broken_off: BaseException, rows: Sequence[Row], known: Mapping[int, TableRow], again: str, dry_run: bool
) -> None:
    """Say how far a run came that is broken off, by Ctrl-C, by its caller or because its task is cancelled."""
    done = TableReport(tuple(known[row.number] for row in rows if row.number in known), dry_run)
    note = (
        f"The table has {len(rows)} rows to send. Known of {done.counts()}. Up to {AT_ONCE} more may have been sent; "
        f"{again}."
    )
    logger.warning("%s", note)
    broken_off.add_note(note)


async def _settled(noun: Noun, row: Row, existing: Existing, look: _Looking | None) -> TableRow:
    """Create, update or skip the record of one row."""
    found = await _found(noun, row)
    if not found:
        if noun.needs_name and not row.fields.get(_name(noun)):
            raise UsageError(f"A {noun.name} needs a name.", hint=f"Give {_name(noun)}.")
        if look is not None:
            await look.for_new(noun, row)
            return TableRow(row.number, "created", row.fields.get("unique_id"))
        made = await noun.create(dict(row.fields), **row.several)
        return TableRow(row.number, "created", str(made["unique_id"]))
    identity = str(found[0]["unique_id"])
    if existing == "skip":
        return TableRow(row.number, "skipped", identity, f"The {noun.name} exists.")
    if existing == "error":
        reason = f"The {noun.name} exists. existing='skip' leaves it out, existing='update' changes it."
        return TableRow(row.number, "failed", identity, reason)
    if len(found) > 1:
        return TableRow(row.number, "failed", None, f"Several {noun.name}s have this name. Give unique_id.")
    return await _updated(noun, row, found[0], look)


class _Looking:
    """Looks for what the rows of a dry run name, each once."""

    def __init__(self, port: Port) -> None:
        self._port = port
        self._seen: set[object] = set()

    async def for_new(self, noun: Noun, row: Row) -> None:
        """Look for the project, the instrument and the links of a row that has no record."""
        project, instrument = row.fields.get("project_id"), row.fields.get("instrument_id")
        if project is not None and project not in self._seen:
            await ProjectOperations(self._port).get(project)
            self._seen.add(project)
        if instrument is not None and instrument not in self._seen:
            await InstrumentOperations(self._port).get(instrument)
            self._seen.add(instrument)
        await self.for_links(noun, row)

    async def for_links(self, noun: Noun, row: Row) -> None:
        """Look for the records that a row is linked to."""
        for field, values in row.several.items():
            kind, _ = noun.several[field]
            for value in values if kind else ():
                found = await detect(self._port, value)
                if found is not KINDS[kind]:
                    raise UsageError(f"{field} has {value}, which is no {kind}.", hint=f"Give ids of {kind}s.")


async def _found(noun: Noun, row: Row) -> list[Record]:
    """Return the record of a row if it is there; two if several have its name."""
    if "unique_id" in row.fields:
        try:
            return [await noun.get(mfid(row.fields["unique_id"], noun.name))]
        except NotFoundError:
            return []
    where: dict[str, Any] = {"affiliation": "owner", "project_mfid_is_null": True}
    if "project_id" in row.fields:
        where = {"project_id": row.fields["project_id"]}
    try:
        return await noun.list(limit=2, **{_name(noun): row.fields[_name(noun)]}, **where).all()
    except NotAvailableError as error:
        raise UsageError(
            f"API v2 cannot look for a {noun.name} in no project by its name.", hint="Give project_id or unique_id."
        ) from error


async def _updated(noun: Noun, row: Row, record: Record, look: _Looking | None) -> TableRow:
    """Give a record the values of a row, as far as an update can; each step may be repeated."""
    identity = str(record["unique_id"])
    changes = {name: value for name, value in row.fields.items() if name in noun.updatable}
    metadata = row.fields.get(WHOLE)
    if look is not None:
        await look.for_links(noun, row)
    else:
        if changes:
            await noun.update(identity, **changes)
        if metadata:
            await noun.merge(identity, metadata)
        for field, values in row.several.items():
            _, add = noun.several[field]
            for value in values:
                await add(identity, value)
    left = sorted(row.fields.keys() - noun.updatable - {"unique_id", WHOLE})
    if "project_id" in left and _is_in(record, row.fields["project_id"]):
        left.remove("project_id")
    return TableRow(row.number, "updated", identity, f"Left as it is: {', '.join(left)}." if left else None)


def _is_in(record: Record, project: Reference) -> bool:
    """Say whether a record is in a project."""
    return all(str(record.get(field)).lower() == text.lower() for field, text in named("project", project).items())
