"""Giving records to another owner or another project; without confirmation it is only shown what would happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers import invalid, not_found
from ..call import ADMIN, OWNER
from .ownership import project_named
from .records import public_user

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call


def transfer_ownership(call: Call) -> Json:
    """Make somebody else the owner of a record; the one before is an admin of it, until the new one ends that."""
    resource = call.resource(call["resource_mfid"], needs=OWNER)
    new_owner = call.store.accounts.find(call.body["new_owner"])
    if new_owner is None:
        raise not_found(f"New owner {call.body['new_owner']}")
    previous = None if resource.owner is None else call.store.accounts.get(resource.owner)
    if call["confirm"] and new_owner != previous:
        call.store.resources.update(resource, owner=new_owner.unique_id)
        call.store.grants.remove(new_owner.unique_id, resource.id)
        if previous is not None:
            call.store.grants.set(previous.unique_id, resource, ADMIN)
    return {
        "resource_id": resource.mfid,
        "previous_owner": public_user(previous) if previous else None,
        "new_owner": public_user(new_owner),
    }


def reassign_project(call: Call) -> Json:
    """Move a dataset or sample to another project; roles given on the record itself stay as they are."""
    resource = call.resource(call["resource_mfid"], "dataset", "sample", needs=ADMIN)
    project = project_named(call)
    if project is None:
        raise invalid(("body",), "Give project_id or project_mfid", call.body)
    previous = resource.project
    if call["confirm"] and (previous is None or previous.id != project.id):
        call.store.resources.update(resource, project=project.id)
    return {
        "resource_id": resource.mfid,
        "resource_mfid": resource.mfid,
        "previous_project_id": previous.slug if previous else None,
        "previous_project_mfid": previous.mfid if previous else None,
        "new_project_id": project.slug,
        "new_project_mfid": project.mfid,
    }
