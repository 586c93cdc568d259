"""What a notebook shows of a record: HTML that looks right on light and dark pages, runs nothing and loads nothing.

Every text of the server is escaped. Styles are written at the elements, since a notebook has no place for others, and
name no colours but those of the page.
"""

from __future__ import annotations

import base64
import html
import re
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .base import Record

LONGEST_TEXT = 500
MOST_FIELDS = 100
MOST_ROWS = 25
MOST_LINES = 40
LINES_SHOWN_AT_ONCE = 20
LONGEST_LINE = 100
LONGEST_CAPTION = 60
LEAST_WIDTH_PERCENT = 70
"""Pages make pictures narrower to fit; texts in them that are smaller than this are not read."""
LARGEST_PICTURE_BYTES = 500_000
MOST_PICTURE_BYTES = 10_000_000
"""Of all pictures of one view, which a notebook stores with itself."""
DEEPEST = 12
_CELL = "text-align:left;vertical-align:top;padding:.2em 1em .2em 0"
_NAME = "text-align:left;vertical-align:top;padding:.2em 1.5em .2em 0;font-weight:normal;opacity:.7;white-space:nowrap"
_HEAD = "text-align:left;padding:.2em 1em .2em 0;font-weight:normal;opacity:.7"
_TABLE = "margin:.3em 0;border-collapse:collapse;max-width:60em"
_WRAP = "overflow-wrap:anywhere"
_ID = "font-family:ui-monospace,Consolas,Menlo,monospace;font-size:85%"
# A picture may be dark lines on nothing. It keeps its shape: white beside it would glare on dark pages.
_FIT = "display:block;width:auto;height:auto;margin:0;background:#fff;border-radius:3px"
_MIDDLE = "vertical-align:middle"
_SMALL = f"max-width:64px;max-height:48px;{_FIT}"
_LARGE = f"max-width:100%;max-height:150px;{_FIT}"
_FRAME = "height:150px;display:flex;align-items:center;justify-content:center"
_EMPTY = f"{_FRAME};opacity:.6;outline:1px dashed;outline-offset:-1px"
_TILES = "display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:12px"
_TILE = f"margin:0;min-width:0;{_WRAP}"
# By what the files begin with: what a server calls a picture need not be one.
_PICTURES = {b"\x89PNG\r\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif", b"RIFF": "webp"}
# In an address that a browser reads: so much of a picture can stay as it is that people find ids in it.
_LEGIBLE = " /:;=,.()-_"
_SCROLLED = "overflow:auto;max-height:48em;margin:.5em 0"
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
    head = f"<strong>{escaped(title)}</strong>"
    if name:
        head += f" {escaped(_cut(name, LONGEST_LINE))}"
    if url:
        head += f' <a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer">open in the web explorer</a>'
    return f'<div style="{_WRAP}">{head}{_table(fields)}</div>'


def rows(title: str, values: Iterable[Mapping[str, object]]) -> str:
    """Return a line of text, and below it a table with a row for each of some mappings of the same names."""
    return f"<div><strong>{escaped(title)}</strong>{_columns(list(values))}</div>"


def lines(title: str, texts: Iterable[str]) -> str:
    """Return a line of text, and below it others as they are, the first of them if there are many."""
    return f"<div><strong>{escaped(title)}</strong>{_pre(texts)}</div>"


def picture(title: str, svg: str, texts: Iterable[str]) -> str:
    """Return a line of text, below it a picture that may be wider than the page, and lines of text to fold out.

    It is embedded like a file: of SVG in the page itself, a notebook that somebody else has run shows the texts alone.
    """
    begin = svg.partition(">")[0]
    width = re.search(r' width="(\d+)"', begin)
    least = f"min-width:{int(width[1]) * LEAST_WIDTH_PERCENT // 100}px;" if width else ""
    address = f"data:image/svg+xml,{quote(svg, safe=_LEGIBLE)}"
    image = f'<img src="{html.escape(address)}" alt="{escaped(title)}" style="{least}height:auto;margin:0">'
    text = _folded("as text", _pre(texts))
    return f'<div><strong>{escaped(title)}</strong><div style="{_SCROLLED}">{image}</div>{text}</div>'


def listing(title: str, records: Iterable[Record], pictures: Mapping[str, str | None]) -> str:
    """Return a table of records that has their pictures, by id, in front.

    Parameters
    ----------
    title
        The line above it.
    records
        Records of one kind; the name of each leads to the web explorer.
    pictures
        Addresses as of `picture_address`; None for a picture that cannot be shown.
    """
    found = list(records)
    every = found[0]._shown if found else ()
    names = [name for name in every if any(one._readable(name) is not None for one in found)]
    names.sort(key="unique_id".__eq__)  # what people read comes first
    head = "".join(f'<th scope="col" style="{_HEAD}">{escaped(name)}</th>' for name in names)
    body = ""
    for one in found:
        image = _image(pictures.get(str(one.get("unique_id"))), one, _SMALL)
        cells = [f'<td style="{_CELL};{_MIDDLE}">{image}</td>'] if pictures else []
        body += f"<tr>{''.join([*cells, *(_linked_cell(one, name) for name in names)])}</tr>"
    if not found:
        return f"<div><strong>{escaped(title)}</strong></div>"
    first = "<td></td>" if pictures else ""
    table = f'<table style="{_TABLE};max-width:none">{f"<tr>{first}{head}</tr>"}{body}</table>'
    return f'<div><strong>{escaped(title)}</strong><div style="{_SCROLLED}">{table}</div></div>'


def tiles(title: str, records: Iterable[Record], pictures: Mapping[str, str | None]) -> str:
    """Return pictures of records beside each other; see `listing`."""
    shown = ""
    for one in records:
        image = _image(pictures.get(str(one.get("unique_id"))), one, _LARGE)
        missing = "not shown" if str(one.get("unique_id")) in pictures else "no picture"
        image = f'<div style="{_FRAME if image else _EMPTY}">{image or missing}</div>'
        caption = _to_explorer(one, escaped(_cut(_name_of(one) or str(one.get("unique_id")), LONGEST_CAPTION)))
        below = " · ".join(map(_brief, filter(None, map(one._readable, ("measurement", "timestamp")))))
        words = f"<figcaption>{caption}<br><small>{escaped(below)}</small></figcaption>"
        shown += f'<figure style="{_TILE}">{image}{words}</figure>'
    grid = f'<div style="{_SCROLLED}"><div style="{_TILES}">{shown}</div></div>'
    return f"<div><strong>{escaped(title)}</strong>{grid}</div>"


def picture_address(data: bytes) -> str | None:
    """Return an address that has a picture in itself; None of what is none, or too large to be put into a page."""
    kind = next((kind for begin, kind in _PICTURES.items() if data.startswith(begin)), None)
    if kind is None or len(data) > LARGEST_PICTURE_BYTES:
        return None
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _name_of(record: Record) -> str | None:
    noun = record._noun().lower()
    names = (record.get(name) for name in (f"{noun}_name", "title", "filename", "project_id"))
    return next((str(name) for name in names if name), None)


def _to_explorer(record: Record, content: str) -> str:
    """Return a link to the web explorer around some HTML, if the record is there."""
    url = record.url
    return f'<a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer">{content}</a>' if url else content


def _linked_cell(record: Record, name: str) -> str:
    value = record._readable(name)
    is_name = name in (f"{record._noun().lower()}_name", "title")
    content = _cell(name, _brief(value) if isinstance(value, str | datetime) else value)
    style = f"{_CELL};{_MIDDLE}"
    if name == "unique_id":
        style += f";{_ID}"
    elif isinstance(value, datetime):
        style += ";white-space:nowrap"
    return f'<td style="{style}">{_to_explorer(record, content) if is_name and value else content}</td>'


def _image(address: str | None, record: Record, style: str) -> str:
    if address is None:
        return ""
    label = escaped(f"thumbnail of {_name_of(record) or record.get('unique_id')}")
    return f'<img src="{address}" alt="{label}" title="{escaped(_name_of(record) or "")}" style="{style}">'


def _table(fields: Mapping[str, object]) -> str:
    cells = "".join(
        f'<tr><th scope="row" style="{_NAME}">{escaped(name)}</th>'
        f'<td style="{_CELL};{_WRAP}">{_cell(name, value)}</td></tr>'
        for name, value in islice(fields.items(), MOST_FIELDS)
        if value is not None and value != ()
    )
    return f'<table style="{_TABLE}">{cells}</table>' if cells else ""


def _columns(values: list[Mapping[str, object]]) -> str:
    if not values:
        return ""
    names = [name for name in values[0] if any(value[name] is not None for value in values)]
    head = "".join(f'<th scope="col" style="{_HEAD}">{escaped(name)}</th>' for name in names)
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
        return escaped(", ".join(map(str, value)))
    if name == "size" and isinstance(value, int) and not isinstance(value, bool):
        return escaped(_bytes(value))
    return escaped(_scalar(value)) if value is not None else ""


def _in_brief(shown: Mapping[str, object]) -> str:
    """Return what identifies a record in a line; of permissions those that are granted."""
    words = [name if value is True else _scalar(value) for name, value in shown.items() if value not in (None, False)]
    return " · ".join(words) or "none"


def _folded(summary: str, content: str, *, is_open: bool = False) -> str:
    return f"<details{' open' if is_open else ''}><summary>{escaped(summary)}</summary>{content}</details>"


def _outline(value: object, depth: int = 0) -> Iterator[str]:
    """Yield JSON as indented lines; a list of plain values takes one line."""
    indent = "  " * depth
    members = value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else [])
    for name, member in members:
        if isinstance(member, dict) and member.keys() == {"value", "unit"} and _is_plain(member["value"]):
            yield f"{indent}{name}: {_cut(_scalar(member['value']), LONGEST_LINE)} {member['unit'] or ''}".rstrip()
        elif isinstance(member, dict | list) and member and not _is_flat(member) and depth < DEEPEST:
            yield f"{indent}{name}:"
            yield from _outline(member, depth + 1)
        else:
            yield f"{indent}{name}: {_line(member)}"


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float)


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
    if len(text) <= LONGEST_LINE:
        return text
    whole = text[:LONGEST_LINE].rpartition(", ")[0] or text[:LONGEST_LINE]  # a number that is cut is another number
    return f"{whole}, … ({len(value)} values)"


def _pre(texts: Iterable[str]) -> str:
    found = list(islice(texts, MOST_LINES + 1))
    if len(found) > MOST_LINES:
        found[MOST_LINES:] = ["… and more"]
    return f'<pre style="{_PRE}">{chr(10).join(map(escaped, found))}</pre>'


def _scalar(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds").replace("+00:00", " UTC")
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _brief(value: object) -> str:
    """Return a value in few words: of a time at midnight its day."""
    if isinstance(value, datetime):
        return _scalar(value).replace(" 00:00:00 UTC", "").replace(":00 UTC", " UTC")
    return _cut(_scalar(value), LONGEST_LINE)


def _bytes(size: int) -> str:
    amount, unit = float(size), "bytes"
    for larger in ("kB", "MB", "GB", "TB", "PB"):
        if amount < 1000:
            break
        amount, unit = amount / 1000, larger
    return f"{size:,} bytes" + (f" ({amount:.3g} {unit})" if unit != "bytes" else "")


def _number(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"


def escaped(text: str) -> str:
    """Return a text as HTML: nothing of it is markup, turns what stands around it, or is endless."""
    return html.escape(_UNSEEN.sub("\N{REPLACEMENT CHARACTER}", _cut(text)))


def _cut(text: str, longest: int = LONGEST_TEXT) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
