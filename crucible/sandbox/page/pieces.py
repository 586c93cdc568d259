"""What several views have in them: names, times, sizes, tables, pages of a list."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from .markup import Html, element, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..answers import Json
    from .markup import Content

KINDS = ("dataset", "sample", "instrument", "project")
NAMELESS = "without a name"
_SHAPES = {
    "dataset": "M2 3h12v10H2z",
    "sample": "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z",
    "instrument": "M8 1.500 14 5v6l-6 3.500L2 11V5z",
    "project": "M1.500 4h5l1.500 2h6.500v7.500h-13z",
}
"""What tells the types apart beside their colours."""


def address(kind: str, unique_id: str) -> str:
    """Return where a record is on the page."""
    return f"/{kind}s/{quote(unique_id, safe='')}"


def shape(kind: str) -> Html:
    """Return the small sign of a type, which says nothing that is not written beside it."""
    drawn = element("path", d=_SHAPES.get(kind, _SHAPES["dataset"]))
    return element("svg", drawn, viewBox="0 0 16 16", class_=f"shape {kind}", aria_hidden="true", focusable="false")


def name_of(name: str | None) -> Html:
    """Return a name that people have given, kept apart from the direction of the text around it."""
    return element("bdi", name) if name and name.strip() else element("i", NAMELESS)


def link_to(kind: str, unique_id: str, name: str | None) -> Html:
    """Return a link to a record, with the sign of its type."""
    if kind not in KINDS:
        return name_of(name or unique_id)
    return element("a", shape(kind), name_of(name), href=address(kind, unique_id), class_="record")


def person(user: Json) -> Html:
    """Return how somebody is called."""
    if user is None:
        return element("i", "nobody")
    full = f"{user.get('first_name') or ''} {user.get('last_name') or ''}".strip()
    username = user.get("username")
    if not full:
        return name_of(username or user.get("unique_id"))
    return together(name_of(full), element("span", f" {username}", class_="aside") if username else None)


def moment(text: str | None) -> Html | None:
    """Return an instant as people read it, in UTC."""
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return element("span", text)
    return element("time", f"{read:%Y-%m-%d %H:%M} UTC", datetime=text)


def size(count: int | None) -> Html | None:
    """Return a number of bytes as people read it."""
    if count is None:
        return None
    amount, unit = float(count), "bytes"
    for larger in ("kB", "MB", "GB", "TB"):
        if amount < 1000:
            break
        amount, unit = amount / 1000, larger
    shown = f"{count} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"
    return element("span", shown, title=f"{count:,} bytes", class_="number")


def badge(word: str, tone: str = "plain") -> Html:
    """Return a state in a word; the tone is plain, good, waiting or bad."""
    return element("span", word, class_=f"badge {tone}")


def code(text: str) -> Html:
    """Return text for a program, which one click selects as a whole."""
    return element("code", text, class_="whole")


def snippet(*lines: str) -> Html:
    """Return lines for a program."""
    return element("pre", element("code", "\n".join(lines), class_="whole"), tabindex=0)


def facts(pairs: Iterable[tuple[str, Content]]) -> Html:
    """Return what is known of something; what is not known is left out."""
    known = [(name, value) for name, value in pairs if value not in (None, "", [])]
    return element("dl", [element("div", element("dt", n), element("dd", v)) for n, v in known], class_="facts")


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Content]], numbers: Sequence[int] = ()) -> Html:
    """Return a table, which is moved sideways where it is too wide; the first cell of a row is what it is about.

    Parameters
    ----------
    numbers
        The columns that hold numbers.
    """
    body = [
        element(
            "tr",
            [
                element(
                    "td" if at else "th",
                    cell,
                    scope=None if at else "row",
                    class_="number" if at in numbers else None,
                )
                for at, cell in enumerate(row)
            ],
        )
        for row in rows
    ]
    head = element(
        "tr",
        [element("th", h, scope="col", class_="number" if at in numbers else None) for at, h in enumerate(heads)],
    )
    made = element(
        "table",
        element("caption", caption, class_="unseen"),
        element("thead", head),
        element("tbody", body),
    )
    return element("div", made, class_="wide", role="region", aria_label=caption, tabindex=0)


def here(path: str, query: Mapping[str, str | int | None]) -> str:
    """Return an address of the page with those parameters that have a value."""
    given = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path


def pages(path: str, query: Mapping[str, str], following: str | None, *, shown: int, total: int | None) -> Html | None:
    """Return the ways to the first and the next page of a list that goes on at a cursor."""
    begun = bool(query.get("cursor"))
    kept = {name: value for name, value in query.items() if name != "cursor"}
    links = [
        element("a", "First page", href=here(path, kept)) if begun else None,
        element("a", "Next page", href=here(path, {**kept, "cursor": following}), rel="next") if following else None,
    ]
    said = f"{shown} of {total}" if total is not None else f"{shown}"
    return element("nav", element("span", said), links, class_="pages", aria_label="Pages") if any(links) else None


def nothing(said: Content) -> Html:
    """Return what stands where there is nothing to show."""
    return element("p", said, class_="nothing")


def options(chosen: str, values: Iterable[tuple[str, str]], everything: str) -> list[Html]:
    """Return the options of a choice, the first of which is no choice."""
    listed = [("", everything), *values]
    return [element("option", label, value=value, selected=value == chosen) for value, label in listed]


def field_of(label: str, control: Html, name: str, hint: Content = None) -> Html:
    """Return a control with its label; the control has the name as its id."""
    shown = element("small", hint, id=f"{name}-hint") if hint else None
    return element("div", element("label", label, for_=name), control, shown, class_="field")
