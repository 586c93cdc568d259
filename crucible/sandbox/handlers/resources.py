"""What datasets, samples, instruments and projects have in common: type, metadata and search in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers import conflict, forbidden
from ..call import EDITOR, VIEWER
from ..store import conditions
from ..store.words import merged
from .records import one

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call
    from ..store.resources import Resource


def _find(call: Call, needs: int) -> Resource:
    """Return the resource of a path; projects show themselves to everybody."""
    resource = call.resource(call["resource_mfid"], needs=0)
    if resource.type != "project" or needs > VIEWER:
        call.require(resource, needs)
    return resource


def get_resource(call: Call) -> Json:
    """A record of whatever type the identity belongs to."""
    return one(call, _find(call, VIEWER))


def _shown(resource: Resource, document: Json) -> Json:
    return {"unique_id": resource.mfid, "scientific_metadata": document}


def get_metadata(call: Call) -> Json:
    """The metadata of a record, or null where there is none."""
    resource = _find(call, VIEWER)
    if resource.type == "project" and not call.is_inside(resource):
        raise forbidden("Not authorized: the metadata of a project is for its members")
    document = call.store.metadata.get(resource.id)
    return None if document is None else _shown(resource, document)


def create_metadata(call: Call) -> Json:
    """Give a record metadata, or, when asked for, other metadata."""
    resource = _find(call, EDITOR)
    if not call["overwrite"] and call.store.metadata.get(resource.id) is not None:
        raise conflict(f"{resource.mfid} has scientific metadata; overwrite=true replaces it")
    return _put(call, resource, call.body)


def merge_metadata(call: Call) -> Json:
    """Merge an object into the metadata of a record."""
    resource = _find(call, EDITOR)
    return _put(call, resource, merged(call.store.metadata.get(resource.id) or {}, call.body))


def _put(call: Call, resource: Resource, document: Json) -> Json:
    call.store.metadata.put(resource.id, document)
    call.store.resources.touch(resource.id)
    return _shown(resource, document)


def search_metadata(call: Call) -> Json:
    """Records whose metadata has all words, best first."""
    chosen = call.readable()
    if not call.caller.elevated:
        conditions.metadata_is_readable_by(chosen, call.caller.id)
    ranks = dict(call.store.metadata.search(call["q"], chosen, call["limit"]))
    found = call.store.resources.many(list(ranks))
    documents = call.store.metadata.many(list(ranks))
    items = [
        {
            "unique_id": found[number].mfid,
            "resource_type": found[number].type,
            "name": found[number].name,
            "owner_orcid": found[number].owner,
            "creation_time": found[number].created,
            "modification_time": found[number].modified,
            "rank": rank,
            "scientific_metadata": documents[number],
        }
        for number, rank in ranks.items()
    ]
    return {"limit": call["limit"], "items": items}
