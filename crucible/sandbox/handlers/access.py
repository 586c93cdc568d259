"""Who may do what with a record: grants, and the public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers import conflict, forbidden, invalid, not_found
from ..call import EDITOR, OWNER, ROLES, VIEWER
from ..store.accounts import Account
from .groups import find as find_group
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


def _set(call: Call, resource: Resource, principal: str, rank: int) -> None:
    """Give a principal a role."""
    _forbid_above(call, resource, rank)
    _forbid_above(call, resource, call.store.grants.membership(principal, resource))
    call.store.grants.set(principal, resource, rank)


def _forbid_above(call: Call, resource: Resource, rank: int) -> None:
    """Refuse to give, or to change, a role that the caller could not grant."""
    if rank > highest_grantable(call.role(resource), resource):
        raise forbidden(f"Not authorized: {ROLES[rank]} is above what the caller may grant on {resource.mfid}")


def list_access_grants(call: Call) -> Json:
    """Who has which role on a record; who is in a project or keeps an instrument, for those inside."""
    resource = call.resource(call["resource_mfid"])
    if resource.type in ("project", "instrument") and not call.is_inside(resource):
        raise forbidden(f"Not authorized: this needs a role of one's own on {resource.type} {resource.mfid}")
    return grants(call, resource)


def grant_user_access(call: Call) -> Json:
    """Give a person or a service account a role."""
    resource = _managed(call)
    account = find_user(call, call["user_ref"])
    if resource.owner == account.unique_id:
        raise conflict("The owner's role changes only by transfer of ownership")
    rank = ROLES.index(call.body["permission"])
    _set(call, resource, account.unique_id, rank)
    return grant_to_account(account, rank)


def revoke_user_access(call: Call) -> Json:
    """Take a role away from a person or a service account."""
    return _revoke(call, find_user(call, call["user_ref"]).unique_id)


def grant_project_access(call: Call) -> Json:
    """Give the members of a project a role."""
    resource = _managed(call)
    project = find_project(call, call["project_ref"])
    if project.id == resource.id:
        raise conflict("A project cannot have a role on itself")
    rank = ROLES.index(call.body["permission"])
    _set(call, resource, project.mfid, rank)
    return grant_to_resource(project, rank)


def revoke_project_access(call: Call) -> Json:
    """Take a role away from a project."""
    return _revoke(call, find_project(call, call["project_ref"]).mfid)


def _revoke(call: Call, principal: str) -> Json:
    resource = _managed(call)
    if resource.owner != principal:
        _forbid_above(call, resource, call.store.grants.membership(principal, resource))
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


def list_resource_access_groups(call: Call) -> Json:
    """The groups with access to a record, by identity; the one of its project is for reading only."""
    resource = _managed(call)
    ranks = {grant.principal: grant.role for grant in call.store.grants.on(resource)}
    if resource.project is not None:
        ranks.setdefault(resource.project.mfid, VIEWER)
    if resource.owner is not None:
        ranks[resource.owner] = OWNER
    return [_group(name, rank) for name, rank in ranks.items()]


def _group(name: str, rank: int) -> Json:
    return {"group_name": name, "read": True, "write": rank >= EDITOR}


def add_resource_access_group(call: Call) -> Json:
    """Let a group read a record, or change it."""
    resource = _managed(call)
    found = find_group(call, call["group_name"])
    name = found.unique_id if isinstance(found, Account) else found.mfid
    if name in (resource.owner, resource.mfid):
        raise invalid(("query", "group_name"), "This group has the record itself", call["group_name"])
    rank = EDITOR if call.get("write") else VIEWER
    _set(call, resource, name, rank)
    return _group(name, rank)
