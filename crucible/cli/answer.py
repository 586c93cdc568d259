"""Answers as tables, JSON, CSV or ids: everything that a command returns is shown here."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final, Self

import click

from .columns import OfOne, cell, check, columns_of, id_of, value_of, with_of
from .text import coloured, safe

FORMATS: Final = {
    "json": "Print JSON: an object, or an array of them.",
    "jsonl": "Print JSON, one record a line, as they come.",
    "csv": "Print CSV with a header.",
    "ids": "Print ids only, one a line; other commands read them with -.",
}
LOOKED_AT: Final = 100
"""How many records are looked at before a column is said to be unknown."""
Note = Callable[[str], None]


@dataclass(frozen=True)
class Form:
    """How to show an answer.

    Attributes
    ----------
    name
        One of `FORMATS`, or None for people.
    columns
        What was asked for; empty if nothing was.
    usual
        The columns of tables and CSV unless others are asked for; empty for those of the kind of record.
    """

    name: str | None = None
    columns: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: dict[str, Any], usual: tuple[str, ...] = ()) -> Self:
        """Take the output flags out of what was given.

        Raises
        ------
        UsageError
            They contradict each other.
        """
        chosen = [name for name in FORMATS if given.pop(f"as_{name}", False)]
        if len(chosen) > 1:
            raise click.UsageError(f"--{chosen[0]} and --{chosen[1]} exclude each other.")
        name = chosen[0] if chosen else None
        columns = tuple(dict.fromkeys(one.strip() for one in given.pop("shown_columns", None) or () if one.strip()))
        if columns and name == "ids":
            raise click.UsageError("--ids and --columns exclude each other.")
        return cls(name, columns, usual)


@dataclass(frozen=True)
class Page:
    """A list, and what to say below it.

    Attributes
    ----------
    limit
        How many there can be because nobody asked for more; None if all are there.
    nothing
        What people are told when it is empty.
    closing
        What people are told below it.
    error
        How the run ends after all of it was shown: an error, or what finds one.
    """

    items: Iterable[Any]  # Any: records, texts, or whatever is listed
    limit: int | None = None
    nothing: str = "Nothing was found."
    closing: str | None = None
    error: BaseException | Callable[[], BaseException | None] | None = None


@dataclass(frozen=True)
class Said:
    """A text for people, and the same as data for programs.

    Attributes
    ----------
    styled
        The text with colours, without anything else that a terminal obeys; used where colours are wanted.
    code
        The exit code of a run that has shown this.
    """

    text: str
    data: Any  # Any: a record or what JSON can hold
    styled: str | None = None
    code: int = 0


def show(answer: Any, form: Form, note: Note, seen: Callable[[Any], None] = lambda _: None) -> None:
    """Print an answer.

    Parameters
    ----------
    answer
        A record, a list of them, a `Page`, a `Said`, a text, bytes, or None for nothing.
    form
        How.
    note
        Tells people what is not part of the answer.
    seen
        Is told each record.
    """
    if isinstance(answer, Said):
        if form.name is None:
            click.echo(answer.styled if answer.styled is not None and coloured() else safe(answer.text))
            return
        answer = answer.data
    page = answer if isinstance(answer, Page) else Page(answer) if _is_list(answer) else None
    if page is None:
        if answer is not None:
            seen(answer)
        _show_one(answer, form)
        return
    tally = _Tally(page.items, form, seen)
    if form.name is None:
        _show_table(tally, form, note)
    elif form.name == "csv":
        _show_csv(tally, form, note)
    else:
        _show_many(tally, form)
    _close(page, tally.count, form, note)


class _Tally:
    """Counts items on their way out."""

    def __init__(self, items: Iterable[Any], form: Form, seen: Callable[[Any], None]) -> None:
        self.count = 0
        self._items = items
        self._for_people = form.name is None
        self._seen = seen

    def __iter__(self) -> Iterator[Any]:
        for item in self._items:
            self.count += 1
            self._seen(item.record if isinstance(item, OfOne) else item)
            yield (item.text if self._for_people else item.data) if isinstance(item, Said) else item


def _close(page: Page, count: int, form: Form, note: Note) -> None:
    """Say what belongs below a list, and end as it says."""
    if not count and form.name is None:
        note(page.nothing)
    if page.limit is not None and count >= page.limit > 0:
        note(f"These are the first {count}: --limit N shows more, --all all of them.")
    if page.closing and form.name is None:
        note(page.closing)
    error = page.error() if callable(page.error) else page.error
    if error is not None:
        raise error


def _is_list(answer: object) -> bool:
    return isinstance(answer, Iterable) and not isinstance(answer, (str, bytes, Mapping))


# ---- JSON and ids ----


def _show_many(items: Iterable[Any], form: Form) -> None:
    if form.name == "json":
        _show_array(items, form)
        return
    for item in items:
        click.echo(safe(id_of(item)) if form.name == "ids" else _json(_picked(item, form)))


def _show_array(items: Iterable[Any], form: Form) -> None:
    """Print an array item by item, so that a long list needs no memory."""
    begin = "["
    for item in items:
        text = _json(_picked(item, form), indent=2).replace("\n", "\n  ")
        click.echo(f"{begin}\n  {text}", nl=False)
        begin = ","
    click.echo("[]" if begin == "[" else "\n]")


def _picked(item: Any, form: Form) -> Any:
    if not form.columns:
        return item
    check(form.columns, [item])
    return {name: value_of(item, name) for name in form.columns}


def plain(value: Any) -> Any:
    """Return what JSON can hold of a value: records and reports as dictionaries, secrets as stars, bytes in base64."""
    for name in ("to_dict", "to_dicts", "isoformat"):
        if callable(method := getattr(value, name, None)):
            return method()
    if hasattr(value, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=str)
    if isinstance(value, bytes):
        import base64

        return base64.b64encode(value).decode()
    return str(value)


def _json(value: Any, indent: int | None = None) -> str:
    """Return JSON that the output can take and every program can read: without NaN, without half characters."""
    try:
        text = json.dumps(value, default=plain, ensure_ascii=False, indent=indent, allow_nan=False)
    except ValueError:
        text = json.dumps(_finite(value), default=plain, ensure_ascii=False, indent=indent)
    if not text.isascii():
        if sys.stdout.isatty() and safe(text) != text:  # signs that a terminal obeys, or that hide others
            return json.dumps(json.loads(text), indent=indent)
        try:
            text.encode(sys.stdout.encoding or "ascii")
        except UnicodeEncodeError:
            return json.dumps(json.loads(text), indent=indent)
    return text


def _finite(value: Any) -> Any:
    """Return a value with null for what is no number: JSON has no NaN."""
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, (list, tuple)):
        return [_finite(one) for one in value]
    if isinstance(value, dict):
        return {name: _finite(one) for name, one in value.items()}
    return value if value is None or isinstance(value, (str, int)) else _finite(plain(value))


# ---- CSV, tables, records ----


def _begun(items: Iterable[Any], form: Form) -> tuple[list[str], Iterator[Any]]:
    """Return the columns for a list, and the list; it is read up to where its columns are known."""
    walk = iter(items)
    begin = list(islice(walk, LOOKED_AT if form.columns else 1))
    check(form.columns, begin)
    usual = with_of(form.usual) if form.usual and begin and isinstance(begin[0], OfOne) else form.usual
    return list(form.columns or usual or (columns_of(begin[0]) if begin else ())), chain(begin, walk)


def _show_csv(items: Iterable[Any], form: Form, note: Note) -> None:
    import csv

    names, items = _begun(items, form)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names or ["value"])
    filled: set[str] = set()
    for item in items:
        cells = [cell(item, name) for name in names] or [str(plain(item))]
        filled.update(name for name, text in zip(names, cells, strict=False) if text)
        writer.writerow(map(safe, cells) if sys.stdout.isatty() else cells)
        sys.stdout.flush()
    _note_empty(form, filled, note)


def _show_table(items: _Tally, form: Form, note: Note) -> None:
    from .tables import write_table

    names, rows = _begun(items, form)
    if names:
        filled: set[str] = set()
        if write_table(rows, names, filled, may_drop=not form.columns):
            _note_empty(form, filled, note)
        return
    for item in rows:
        click.echo(safe(str(item)))


def _note_empty(form: Form, filled: set[str], note: Note) -> None:
    """Say which columns that were asked for have no value at all: most likely their names are mistyped."""
    if empty := [name for name in form.columns if name not in filled and "." in name]:
        note(f"No record has {', '.join(empty)}.")


def _show_one(answer: Any, form: Form) -> None:
    if form.name == "csv":
        _show_csv([answer] if answer is not None else [], form, lambda _: None)
    elif form.name == "ids":
        if answer is not None:
            click.echo(safe(id_of(answer)))
    elif form.name is not None:
        click.echo(_json(_picked(answer, form), indent=2 if form.name == "json" else None))
    elif isinstance(answer, bytes):
        sys.stdout.buffer.write(answer)
    elif answer is not None:
        _show_record(answer, form.columns)


def _show_record(answer: Any, columns: Sequence[str]) -> None:
    from .tables import write_record

    data = answer if isinstance(answer, (str, bool, int, float, dict)) else plain(answer)
    if columns:
        check(columns, [answer])
        data = {name: value_of(answer, name) for name in columns}
    if isinstance(data, dict):
        write_record(data)
    else:
        click.echo(("no", "yes")[data] if isinstance(data, bool) else safe(str(data)))
