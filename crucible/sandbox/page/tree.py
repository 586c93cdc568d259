"""Scientific metadata as people read it: names, values with their units, and what is inside of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .markup import Html, element, together

if TYPE_CHECKING:
    from ..answers import Json

MOST_SHOWN = 1500
LONGEST_TEXT = 2000
LONGEST_LINE = 24
"""So many simple values of a list stand in one line; of longer lists the first ones."""
OPEN_DEPTH = 2
DEEPEST = 40
_QUANTITY = frozenset({"value", "unit"})


class _Room:
    """How many values are still shown; metadata may hold a million."""

    def __init__(self) -> None:
        self.left = MOST_SHOWN


def tree(metadata: Json) -> Html:
    """Return an object of metadata."""
    room = _Room()
    shown = _members(metadata, room, 0)
    if room.left > 0:
        return shown
    return together(shown, element("p", f"Only {MOST_SHOWN} values are shown.", class_="aside"))


def _members(members: Json, room: _Room, depth: int) -> Html:
    items = []
    for name, value in members.items():
        if room.left <= 0:
            break
        room.left -= 1
        items.append(element("li", _member(str(name), value, room, depth)))
    return element("ul", items, class_="tree")


def _member(name: str, value: Json, room: _Room, depth: int) -> Html:
    steps = (name or "(no name)").split("/")  # lines may end after a slash
    shown = [[["/", element("wbr")] if at else None, step] for at, step in enumerate(steps)]
    label = element("bdi", shown, class_="key")
    if (simple := _simple(value)) is not None:
        return together(label, " ", simple)
    inner = dict(enumerate(value)) if isinstance(value, list) else value
    if depth >= DEEPEST:
        return together(label, " ", element("span", "more inside", class_="aside"))
    counted = f" {len(inner)}" if depth >= OPEN_DEPTH or isinstance(value, list) else None
    summary = element("summary", label, element("span", counted, class_="aside"))
    return element("details", summary, _members(inner, room, depth + 1), open=depth < OPEN_DEPTH)


def _simple(value: Json) -> Html | None:
    """Return what stands in one line: a value, a quantity, a short list; None if it is more than that."""
    if isinstance(value, dict):
        if value.keys() == _QUANTITY and not isinstance(value["value"], dict | list) and isinstance(value["unit"], str):
            return together(_scalar(value["value"]), " ", element("span", value["unit"], class_="unit"))
        return None if value else element("span", "empty", class_="aside")
    if not isinstance(value, list):
        return _scalar(value)
    if any(isinstance(inner, dict | list) for inner in value):
        return None
    shown = [together(", " if at else None, _scalar(inner)) for at, inner in enumerate(value[:LONGEST_LINE])]
    left = len(value) - LONGEST_LINE
    more = element("span", f" … and {left} more", class_="aside") if left > 0 else None
    return element("span", shown or element("span", "empty", class_="aside"), more)


def _scalar(value: Json) -> Html:
    if value is None:
        return element("span", "null", class_="aside")
    if isinstance(value, bool):
        return element("span", "yes" if value else "no", class_="value")
    if isinstance(value, str):
        cut = element("span", f" … ({len(value)} characters)", class_="aside") if len(value) > LONGEST_TEXT else None
        return element("span", element("bdi", value[:LONGEST_TEXT]), cut, class_="value")
    return element("span", str(value), class_="value number")
