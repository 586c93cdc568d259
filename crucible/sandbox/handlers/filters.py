"""What the lists of datasets and samples can be filtered by."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from crucible.times import with_offset

from ..answers import invalid
from ..call import VIEWER
from ..store import conditions
from ..store.database import stored_time
from ..store.resources import NEWEST_FIRST, SORT_KEYS, Reference
from ..store.selection import Order, Slice
from .pages import order, part
from .projects import only_accessible

if TYPE_CHECKING:
    from ..call import Call
    from ..store.resources import ResourceType
    from ..store.selection import Selection

_EXACT = {
    "unique_id": "mfid",
    "dataset_name": "name",
    "sample_name": "name",
    "public": "public",
    "owner_id": "owner",
    "owner_orcid": "owner",
    **{name: name for name in ("measurement", "data_type", "session_name", "data_format", "timestamp", "size")},
    **{name: name for name in ("sample_type", "description")},
    "source_folder": "source_folder",  # in v2 only
}
_MISSING = {
    "owner_id_is_null": "owner",
    "project_mfid_is_null": "project",
    "instrument_mfid_is_null": "instrument",
    **{f"{name}_is_null": name for name in ("measurement", "session_name", "data_format", "sample_type")},
}


def filtered(call: Call, type_: ResourceType) -> tuple[Selection, Reference | None]:
    """Return the readable records that meet all filters of a call, and the project it asks about."""
    chosen = call.readable(type_)
    for parameter, field in _EXACT.items():
        if (value := call.get(parameter)) is not None:
            conditions.equals(chosen, field, with_offset(value) if field == "timestamp" else value)
    for parameter, field in _MISSING.items():
        if (missing := call.get(parameter)) is not None:
            conditions.is_missing(chosen, field, missing)
    if (visibility := call.get("visibility")) in ("public", "private"):
        conditions.equals(chosen, "public", visibility == "public")
    if call.get("affiliation"):
        conditions.equals(chosen, "owner", call.caller.id)
    if (keyword := call.get("keyword")) is not None:
        conditions.has_keyword_like(chosen, keyword)
    if (label := call.get("instrument_name")) is not None:
        conditions.has_instrument_label(chosen, label)
    _by_instrument(call, chosen)
    _by_link(call, chosen, type_)
    _by_time(call, chosen)
    only_accessible(call, chosen)
    return chosen, _by_project(call, chosen)


def _by_instrument(call: Call, chosen: Selection) -> None:
    if (mfid := call.get("instrument_mfid")) is not None:
        instrument = call.store.resources.get(mfid, "instrument")
        conditions.equals(chosen, "instrument", instrument.id if instrument else -1)


def _by_link(call: Call, chosen: Selection, type_: ResourceType) -> None:
    """Apply `dataset_mfid` in lists of samples and `sample_mfid` in lists of datasets; paths have the same names."""
    name = "sample_mfid" if type_ == "dataset" else "dataset_mfid"
    if (mfid := call.get(name)) is not None and name not in call.operation.path:
        other = call.store.resources.get(mfid)
        conditions.is_linked_to(chosen, other.id if other is not None and call.role(other) >= VIEWER else -1)


def _by_time(call: Call, chosen: Selection) -> None:
    for prefix, column in (("creation", "created"), ("modification", "modified")):
        for suffix, condition in (("gte", conditions.at_least), ("lte", conditions.at_most)):
            if (text := call.get(f"{prefix}_time_{suffix}")) is not None:
                condition(chosen, column, _instant(f"{prefix}_time_{suffix}", text))  # type: ignore[arg-type]


def _instant(parameter: str, text: str) -> str:
    try:
        return stored_time(datetime.fromisoformat(text))
    except (ValueError, OverflowError) as error:  # a leap second, or a year that no calendar here reaches
        raise invalid(("query", parameter), "Input should be a valid datetime", text) from error


def _by_project(call: Call, chosen: Selection) -> Reference | None:
    """Apply `project_id`, `project_mfid` and `project_scope`."""
    slug, mfid, scope = call.get("project_id"), call.get("project_mfid"), call.get("project_scope")
    if slug is None and mfid is None:
        if scope is not None:
            raise invalid(("query", "project_scope"), "project_scope requires project_id or project_mfid", scope)
        return None
    by_slug = call.store.resources.with_slug("project", slug) if slug is not None else None
    by_mfid = call.store.resources.get(mfid, "project") if mfid is not None else None
    if by_slug is not None and by_mfid is not None and by_slug.id != by_mfid.id:
        raise invalid(("query", "project_mfid"), "project_id and project_mfid name two projects", mfid)
    project = by_slug if mfid is None else by_mfid if slug is None or by_slug is not None else None
    if project is None:
        conditions.equals(chosen, "project", -1)
        return None
    conditions.in_project(chosen, project.id, project.mfid, scope or "assigned")
    return Reference(project.id, project.mfid, project.slug, project.name)


def order_and_part(call: Call, type_: ResourceType) -> tuple[Order, Slice]:
    """Return the order of a list of datasets or samples and the part of it that is wanted.

    With `anchor_mfid` the list begins next to that record.
    """
    ordering, wanted = order(call, SORT_KEYS, NEWEST_FIRST, "r.mfid"), part(call)
    anchor_mfid = call.get("anchor_mfid")
    if anchor_mfid is None:
        return ordering, Slice(wanted.limit, 0, wanted.after)
    for name in ("sort", "direction"):
        if call.get(name) is None:
            raise invalid(("query", "anchor_mfid"), f"anchor_mfid requires {name}", anchor_mfid)
    anchor = call.store.resources.get(anchor_mfid, type_)
    if anchor is None:
        raise invalid(("query", "anchor_mfid"), f"There is no such {type_}", anchor_mfid)
    call.require(anchor, VIEWER)
    return ordering, Slice(wanted.limit, 0, wanted.after or call.store.resources.position(anchor, ordering))
