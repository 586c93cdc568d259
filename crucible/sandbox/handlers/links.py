"""How datasets and samples hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers import forbidden, invalid, not_found
from ..call import EDITOR, VIEWER
from ..store import conditions
from ..store.resources import NEWEST_FIRST
from .filters import filtered
from .pages import offset_page, part
from .records import link_seen_from, linked, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..answers import Json
    from ..call import Call
    from ..store.resources import Resource, ResourceType
    from ..store.selection import Selection


def link_samples(call: Call) -> Json:
    """Make one sample the child of another."""
    return _link(call, "sample")


def link_datasets(call: Call) -> Json:
    """Make one dataset the child of another."""
    return _link(call, "dataset")


def _both(call: Call, first: Resource, second: Resource) -> None:
    """Refuse unless the caller may read two records and edit one of them."""
    roles = (call.role(first), call.role(second))
    if min(roles) < VIEWER or max(roles) < EDITOR:
        raise forbidden("Not authorized: this needs to read both records and to edit one of them")


def _family(call: Call, type_: ResourceType) -> tuple[Resource, Resource]:
    parent = call.resource(call["parent_mfid"], type_, needs=0)
    child = call.resource(call["child_mfid"], type_, needs=0)
    _both(call, parent, child)
    return parent, child


def _link(call: Call, type_: ResourceType) -> Json:
    parent, child = _family(call, type_)
    if parent.id == child.id:
        raise invalid(("path", "child_mfid"), "A record cannot be its own child", child.mfid)
    if call.store.links.is_ancestor(child.id, of=parent.id):
        raise invalid(("path", "child_mfid"), "The parent already descends from this record", child.mfid)
    call.store.links.put(parent.id, child.id, undirected=False, relationship_type=call.get("relationship_type"))
    link = call.store.links.get(parent.id, child.id)
    return {
        "parent_id": parent.mfid,
        "child_id": child.mfid,
        "relationship_type": link.relationship_type if link else None,
    }


def unlink_samples(call: Call) -> Json:
    """End the relation of two samples."""
    return _unlink(call, *_family(call, "sample"))


def unlink_datasets(call: Call) -> Json:
    """End the relation of two datasets."""
    return _unlink(call, *_family(call, "dataset"))


def _unlink(call: Call, parent: Resource, child: Resource) -> Json:
    if not call.store.links.remove(parent.id, child.id):
        raise not_found(f"Link from {parent.mfid} to {child.mfid}")
    return {"detail": f"{parent.mfid} and {child.mfid} are no longer linked"}


def _pair(call: Call) -> tuple[Resource, Resource]:
    dataset = call.resource(call["dataset_mfid"], "dataset", needs=0)
    sample = call.resource(call["sample_mfid"], "sample", needs=0)
    _both(call, dataset, sample)
    return dataset, sample


def link_dataset_sample(call: Call) -> Json:
    """Say that a dataset was measured on a sample."""
    dataset, sample = _pair(call)
    call.store.links.put(dataset.id, sample.id, undirected=True, relationship_type=None)
    return {"dataset_id": dataset.mfid, "sample_id": sample.mfid}


def unlink_dataset_sample(call: Call) -> Json:
    """Take that back."""
    return _unlink(call, *_pair(call))


def _relatives(call: Call, type_: ResourceType, condition: Callable[[Selection, int, str | None], None]) -> Json:
    """Return a page of the parents or children of a record."""
    resource = call.resource(call[f"{type_}_mfid"], type_)
    chosen, _ = filtered(call, type_)
    condition(chosen, resource.id, call.get("relationship_type"))
    return _page(call, chosen)


def _page(call: Call, chosen: Selection) -> Json:
    found, page = call.store.resources.page(chosen, NEWEST_FIRST, part(call))
    return offset_page(call, render(call, found), page.following, lambda: call.store.resources.count(chosen))


def list_sample_children(call: Call) -> Json:
    """Samples that have this one as a parent."""
    return _relatives(call, "sample", conditions.is_child_of)


def list_sample_parents(call: Call) -> Json:
    """Samples that have this one as a child."""
    return _relatives(call, "sample", conditions.is_parent_of)


def list_dataset_children(call: Call) -> Json:
    """Datasets that have this one as a parent."""
    return _relatives(call, "dataset", conditions.is_child_of)


def list_dataset_parents(call: Call) -> Json:
    """Datasets that have this one as a child."""
    return _relatives(call, "dataset", conditions.is_parent_of)


def list_dataset_samples(call: Call) -> Json:
    """Samples that a dataset is linked to."""
    dataset = call.resource(call["dataset_mfid"], "dataset")
    chosen, _ = filtered(call, "sample")
    conditions.is_linked_to(chosen, dataset.id)
    return _page(call, chosen)


def list_sample_datasets(call: Call) -> Json:
    """Datasets that are linked to a sample; a bare array."""
    sample = call.resource(call["sample_mfid"], "sample")
    chosen, _ = filtered(call, "dataset")
    conditions.is_linked_to(chosen, sample.id)
    found, _ = call.store.resources.page(chosen, NEWEST_FIRST, part(call))
    return render(call, found)


def list_resource_links(call: Call) -> Json:
    """The immediate relatives of a dataset or sample."""
    resource = call.resource(call["resource_mfid"])
    return [link_seen_from(resource.id, *pair) for pair in linked(call, [resource.id]).get(resource.id, [])]
