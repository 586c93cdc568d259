"""Who may do what with a record: grants, and the public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers import conflict, forbidden, not_found
from ..call import ROLES
from .projects import find as find_project
from .records import (
    PUBLIC_GRANT,
    grant_to_account,
    grant_to_resource,
    grants,
    highest_grantable,
    manager_rank,
)
from .users import find as find_user

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call
    from ..store.resources import Resource


def _managed(call: Call) -> Resource:
    """Return the resource of a path if the caller may give others access to it."""
    resource = call.resource(call["resource_mfid"], needs=0)
    call.require(resource, manager_rank(resource))
    return resource


def _rank(call: Call, resource: Resource) -> int:
    rank = ROLES.index(call.body["permission"])
    if rank > highest_grantable(call.role(resource), resource):
        raise forbidden(f"Not authorized: {call.body['permission']} is above what the caller may grant")
    return rank


def list_access_grants(call: Call) -> Json:
    """Who has which role on a record."""
    return grants(call, call.resource(call["resource_mfid"]))


def grant_user_access(call: Call) -> Json:
    """Give a person or a service account a role."""
    resource = _managed(call)
    rank, account = _rank(call, resource), find_user(call, call["user_ref"])
    if resource.owner == account.unique_id:
        raise conflict("The owner's role changes only by transfer of ownership")
    call.store.grants.set(account.unique_id, resource, rank)
    return grant_to_account(account, rank)


def revoke_user_access(call: Call) -> Json:
    """Take a role away from a person or a service account."""
    return _revoke(call, find_user(call, call["user_ref"]).unique_id)


def grant_project_access(call: Call) -> Json:
    """Give the members of a project a role."""
    resource = _managed(call)
    rank, project = _rank(call, resource), find_project(call, call["project_ref"])
    if project.id == resource.id:
        raise conflict("A project cannot have a role on itself")
    call.store.grants.set(project.mfid, resource, rank)
    return grant_to_resource(project, rank)


def revoke_project_access(call: Call) -> Json:
    """Take a role away from a project."""
    return _revoke(call, find_project(call, call["project_ref"]).mfid)


def _revoke(call: Call, principal: str) -> Json:
    resource = _managed(call)
    if not call.store.grants.remove(principal, resource.id):
        raise not_found(f"Grant to {principal} on {resource.mfid}")
    return {"detail": f"{principal} has no role on {resource.mfid} any more"}


def make_public(call: Call) -> Json:
    """Let everybody read a record."""
    call.store.resources.update(_managed(call), public=True)
    return PUBLIC_GRANT


def make_private(call: Call) -> Json:
    """Let only those read a record who have a role on it."""
    resource = call.store.resources.update(_managed(call), public=False)
    return {"detail": f"{resource.mfid} is not public"}
