"""Samples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..call import EDITOR
from ..store.words import find_names
from .filters import filtered, order_and_part
from .ownership import forbid_taken_mfid, owner_of_new, project_of_new
from .pages import keyset_page
from .records import SAMPLE_MEMBERS, manager_rank, one, render

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call
    from ..store.resources import Resource, ResourceType


def list_samples(call: Call) -> Json:
    """Samples the caller may read, newest first."""
    return records_page(call, "sample")


def records_page(call: Call, type_: ResourceType) -> Json:
    """Return a page of the list of datasets or samples."""
    chosen, project = filtered(call, type_)
    ordering, wanted = order_and_part(call, type_)
    found, page = call.store.resources.page(chosen, ordering, wanted)
    items = render(call, found, project=project)
    return keyset_page(call, items, page.following, lambda: call.store.resources.count(chosen))


def search_samples(call: Call) -> Json:
    """Samples whose name is like a text."""
    return named_like(call, "sample")


def named_like(call: Call, type_: ResourceType) -> Json:
    """Return the datasets or samples whose names are like a text, best first."""
    chosen, _ = filtered(call, type_)
    numbers = find_names(call.store.db, call["q"], chosen, call["limit"])
    found = call.store.resources.many(numbers)
    return {"limit": call["limit"], "items": render(call, [found[number] for number in numbers])}


def get_sample(call: Call) -> Json:
    """One sample."""
    return one(call, call.resource(call["sample_mfid"], "sample"))


def create_sample(call: Call) -> Json:
    """Make a sample."""
    forbid_taken_mfid(call)
    sample = call.store.resources.create(
        "sample",
        mfid=call.body.get("unique_id"),
        name=call.body["sample_name"],
        owner=owner_of_new(call),
        project=project_of_new(call),
        public=call.body.get("public", False),
        data={name: call.body.get(name) for name in SAMPLE_MEMBERS},
    )
    return one(call, sample)


def update_sample(call: Call) -> Json:
    """Change what a sample says about itself."""
    sample = call.resource(call["sample_mfid"], "sample", needs=EDITOR)
    return one(call, changed(call, sample, "sample_name", SAMPLE_MEMBERS))


def changed(call: Call, resource: Resource, name_member: str, members: tuple[str, ...]) -> Resource:
    """Store the members of a body that changes a dataset or sample."""
    changes: dict[str, Any] = {}
    if name_member in call.body:
        changes["name"] = call.body[name_member]
    if "public" in call.body and call.body["public"] != resource.public:
        call.require(resource, manager_rank(resource))
        changes["public"] = call.body["public"]
    data = {name: call.body[name] for name in members if name in call.body}
    return call.store.resources.update(resource, **changes, data=data)
