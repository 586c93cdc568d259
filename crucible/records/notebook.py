"""What a notebook shows of a record: HTML that looks right on light and dark pages, runs nothing and loads nothing.

Every text of the server is escaped. Styles are written at the elements, since a notebook has no place for others, and
name no colours but those of the page.
"""

from __future__ import annotations

import html
import re
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LONGEST_TEXT = 500
MOST_FIELDS = 100
MOST_ROWS = 25
MOST_LINES = 40
LINES_SHOWN_AT_ONCE = 20
LONGEST_LINE = 100
DEEPEST = 12
_CELL = "text-align:left;vertical-align:top;padding:.2em 1em .2em 0"
_NAME = "text-align:left;vertical-align:top;padding:.2em 1.5em .2em 0;font-weight:normal;opacity:.7;white-space:nowrap"
_HEAD = "text-align:left;padding:.2em 1em .2em 0;font-weight:normal;opacity:.7"
_TABLE = "margin:.3em 0;border-collapse:collapse;max-width:60em"
_WRAP = "overflow-wrap:anywhere"
_PRE = f"margin:.2em 0;white-space:pre-wrap;{_WRAP}"
# Characters that would turn the text around them, or that no page shows.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@runtime_checkable
class Displayed(Protocol):
    """A record, as far as it is shown within another one."""

    _shown: ClassVar[tuple[str, ...]]

    def _displayed(self, names: Iterable[str] = ()) -> Mapping[str, object]: ...


def view(title: str, name: str | None, url: str | None, fields: Mapping[str, object]) -> str:
    """Return what is shown of one record.

    Parameters
    ----------
    title, name
        Its kind, and its name for people.
    url
        Where the web explorer shows it.
    fields
        Values by name; what is None is left out.
    """
    head = f"<strong>{_text(title)}</strong>"
    if name:
        head += f" {_text(_cut(name, LONGEST_LINE))}"
    if url:
        head += f' <a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer">open in the web explorer</a>'
    return f'<div style="{_WRAP}">{head}{_table(fields)}</div>'


def rows(title: str, values: Iterable[Mapping[str, object]]) -> str:
    """Return a line of text, and below it a table with a row for each of some mappings of the same names."""
    return f"<div><strong>{_text(title)}</strong>{_columns(list(values))}</div>"


def lines(title: str, texts: Iterable[str]) -> str:
    """Return a line of text, and below it others as they are, the first of them if there are many."""
    return f"<div><strong>{_text(title)}</strong>{_pre(texts)}</div>"


def _table(fields: Mapping[str, object]) -> str:
    cells = "".join(
        f'<tr><th style="{_NAME}">{_text(name)}</th><td style="{_CELL};{_WRAP}">{_cell(name, value)}</td></tr>'
        for name, value in islice(fields.items(), MOST_FIELDS)
        if value is not None and value != ()
    )
    return f'<table style="{_TABLE}">{cells}</table>' if cells else ""


def _columns(values: list[Mapping[str, object]]) -> str:
    if not values:
        return ""
    names = [name for name in values[0] if any(value[name] is not None for value in values)]
    head = "".join(f'<th style="{_HEAD}">{_text(name)}</th>' for name in names)
    body = "".join(
        "<tr>" + "".join(f'<td style="{_CELL}">{_cell(name, value[name])}</td>' for name in names) + "</tr>"
        for value in values[:MOST_ROWS]
    )
    more = len(values) - MOST_ROWS
    rest = f'<tr><td style="{_CELL}" colspan="{len(names)}">and {more} more</td></tr>' if more > 0 else ""
    return f'<table style="{_TABLE}"><tr>{head}</tr>{body}{rest}</table>'


def _cell(name: str, value: object) -> str:
    if isinstance(value, Displayed):
        return _folded(_in_brief(value._displayed(value._shown)), _table(value._displayed()))
    if isinstance(value, tuple) and value and isinstance(value[0], Displayed):
        records = [record._displayed(record._shown) for record in value if isinstance(record, Displayed)]
        return _folded(_number(len(value)), _columns(records))
    if isinstance(value, dict | list):
        found = list(islice(_outline(value), MOST_LINES + 1))
        return _folded(_number(len(value)), _pre(found), is_open=len(found) <= LINES_SHOWN_AT_ONCE)
    if isinstance(value, tuple):
        return _text(", ".join(map(str, value)))
    if name == "size" and isinstance(value, int) and not isinstance(value, bool):
        return _text(_bytes(value))
    return _text(_scalar(value)) if value is not None else ""


def _in_brief(shown: Mapping[str, object]) -> str:
    """Return what identifies a record in a line; of permissions those that are granted."""
    words = [name if value is True else _scalar(value) for name, value in shown.items() if value not in (None, False)]
    return " · ".join(words) or "none"


def _folded(summary: str, content: str, *, is_open: bool = False) -> str:
    return f"<details{' open' if is_open else ''}><summary>{_text(summary)}</summary>{content}</details>"


def _outline(value: object, depth: int = 0) -> Iterator[str]:
    """Yield JSON as indented lines; a list of plain values takes one line."""
    indent = "  " * depth
    members = value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else [])
    for name, member in members:
        if isinstance(member, dict | list) and member and not _is_flat(member) and depth < DEEPEST:
            yield f"{indent}{name}:"
            yield from _outline(member, depth + 1)
        else:
            yield f"{indent}{name}: {_line(member)}"


def _is_flat(value: object) -> bool:
    return isinstance(value, list) and not any(isinstance(member, dict | list) for member in value)


def _line(value: object) -> str:
    if value in ({}, []):
        return "empty"
    if isinstance(value, dict) or (isinstance(value, list) and not _is_flat(value)):
        return f"{_number(len(value))}, not shown"
    if not isinstance(value, list):
        return _cut(_scalar(value), LONGEST_LINE)
    text = ", ".join(map(_scalar, value[:LONGEST_LINE]))
    return text if len(text) <= LONGEST_LINE else f"{_cut(text, LONGEST_LINE)} ({len(value)} values)"


def _pre(texts: Iterable[str]) -> str:
    found = list(islice(texts, MOST_LINES + 1))
    if len(found) > MOST_LINES:
        found[MOST_LINES:] = ["… and more"]
    return f'<pre style="{_PRE}">{chr(10).join(map(_text, found))}</pre>'


def _scalar(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds").replace("+00:00", " UTC")
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _bytes(size: int) -> str:
    amount, unit = float(size), "bytes"
    for larger in ("kB", "MB", "GB", "TB", "PB"):
        if amount < 1000:
            break
        amount, unit = amount / 1000, larger
    return f"{size:,} bytes" + (f" ({amount:.3g} {unit})" if unit != "bytes" else "")


def _number(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"


def _text(text: str) -> str:
    return html.escape(_UNSEEN.sub("\N{REPLACEMENT CHARACTER}", _cut(text)))


def _cut(text: str, longest: int = LONGEST_TEXT) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
