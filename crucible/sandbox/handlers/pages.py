"""Lists in pages: reading the paging parameters, and the two envelopes."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

import orjson

from ..answers import invalid
from ..store.selection import Order, Position, Slice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..answers import Json
    from ..call import Call

LARGEST_INTEGER = 2**63 - 1
_NOT_FILTERS = ("cursor", "limit", "offset")
_TIMES = ("created", "updated", "request_time")


def part(call: Call) -> Slice:
    """Return which part of a list a call asks for."""
    text = call.get("cursor")
    after = None if text is None else _decoded(text, _digest(call))
    return Slice(call["limit"], call.get("offset") or 0, after)


def keyset_page(call: Call, items: Sequence[Json], following: Position | None, count: Callable[[], int]) -> Json:
    """Return the envelope of lists that go on at a cursor and ignore offsets."""
    total = {"total": count()} if _wants_total(call) else {}
    return {**total, "limit": call["limit"], "next_cursor": _encoded(call, following), "items": items}


def offset_page(call: Call, items: Sequence[Json], following: Position | None, count: Callable[[], int]) -> Json:
    """Return the envelope of lists that are paged by offset, and by cursor as well."""
    page: dict[str, Any] = keyset_page(call, items, following, count)
    return {**page, "offset": call["offset"]}


def facet_page(call: Call, field: str, buckets: Sequence[Json], following: Position | None) -> Json:
    """Return the envelope of lists of values."""
    return {"field": field, "limit": call["limit"], "next_cursor": _encoded(call, following), "items": buckets}


def page_of(call: Call, items: Sequence[Json]) -> Json:
    """Return one page of a list that is short enough to be made as a whole."""
    wanted = part(call)
    begin = wanted.offset if wanted.after is None else wanted.after[0]
    if not isinstance(begin, int) or begin < 0:
        raise invalid(("query", "cursor"), "This cursor does not belong to this list", call["cursor"])
    end = begin + wanted.limit
    following: Position | None = (end, 0) if end < len(items) else None
    return offset_page(call, items[begin:end], following, lambda: len(items))


def order(call: Call, keys: Mapping[str, str], default: Order, tie: str, needs_sort: bool = True) -> Order:
    """Return the order a call asks for.

    Parameters
    ----------
    keys
        SQL by the names that `sort` can have. Times are sorted newest first unless `direction` says otherwise.
    needs_sort
        Whether `direction` is refused without `sort`.
    """
    sort, direction = call.get("sort"), call.get("direction")
    if sort is None and direction is not None and needs_sort:
        raise invalid(("query", "direction"), "direction requires sort", direction)
    if sort is None:
        return default if direction is None else Order(default.key, default.tie, direction == "desc")
    descending = sort in _TIMES if direction is None else direction == "desc"
    return Order(keys[sort], tie, descending)


def _wants_total(call: Call) -> bool:
    wanted = call.get("include_total")
    return call.get("cursor") is None if wanted is None else bool(wanted)


def _digest(call: Call) -> str:
    """Return what binds a cursor to its list and filters."""
    filters = {
        name: value
        for name, value in call.values.items()
        if name not in _NOT_FILTERS and not name.startswith("include_")
    }
    text = orjson.dumps([call.operation.name, filters], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(text).hexdigest()[:12]


def _encoded(call: Call, position: Position | None) -> str | None:
    if position is None:
        return None
    text = orjson.dumps([*position, _digest(call)])
    return base64.urlsafe_b64encode(text).decode("ascii").rstrip("=")


def _decoded(text: str, digest: str) -> Position:
    """Read a cursor; whatever is wrong with it, it is not one of this list."""
    try:
        key, tie, bound_to = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        is_position = all(
            isinstance(value, str) or (type(value) is int and abs(value) <= LARGEST_INTEGER) for value in (key, tie)
        )
        if not is_position or bound_to != digest:
            raise ValueError("another list")
    except (ValueError, TypeError) as error:
        raise invalid(
            ("query", "cursor"), "This cursor does not belong to this list and these filters", text
        ) from error
    return key, tie
