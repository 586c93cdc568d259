"""Records as the service shows them.

A list is rendered as a whole, so that what it embeds (owners, links, metadata) takes one query for all of its items.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from ..call import ADMIN, EDITOR, NONE, OWNER, PLATFORM_ADMIN, ROLES
from ..store import conditions
from .decisions import MEMBER_CAN_GRANT_BELOW_OWN_ROLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..answers import Json
    from ..call import Call
    from ..store.accounts import Account
    from ..store.deletions import DeletionRequest
    from ..store.links import Link
    from ..store.resources import Reference, Resource

DATASET_MEMBERS = ("measurement", "data_type", "session_name", "data_format", "timestamp", "size")
SAMPLE_MEMBERS = ("sample_type", "description", "timestamp")
PROJECT_MEMBERS = ("organization", "status")
INSTRUMENT_MEMBERS = (
    *("location", "manufacturer", "model", "instrument_type", "description", "other_id", "other_id_source", "status"),
)


def public_user(account: Account) -> Json:
    """Return what anybody may know of an account."""
    return {
        "unique_id": account.unique_id,
        "username": account.username,
        "first_name": account.first_name,
        "last_name": account.last_name,
    }


def member(account: Account, rank: int) -> Json:
    """Return an account with its role in a project."""
    return {**public_user(account), "is_service_account": account.is_service_account, "role": ROLES[rank]}


def members(call: Call, resource: Resource) -> list[Json]:
    """Return the people with a role on a project, the owner first, then by role and name."""
    ranks = {grant.principal: grant.role for grant in call.store.grants.on(resource)}
    if resource.owner is not None:
        ranks[resource.owner] = OWNER
    accounts = call.store.accounts.many(ranks).values()
    ordered = sorted(accounts, key=lambda a: (-ranks[a.unique_id], a.last_name.lower(), a.first_name, a.unique_id))
    return [member(account, ranks[account.unique_id]) for account in ordered]


def grant_to_account(account: Account, rank: int) -> Json:
    """Return a grant to a person or a service account."""
    full_name = f"{account.first_name} {account.last_name}".strip()
    return {
        "principal_id": account.unique_id,
        "principal_type": "service_account" if account.is_service_account else "user",
        "permission": ROLES[rank],
        "slug": account.username,
        "display_name": full_name or account.username,
    }


def grant_to_resource(resource: Resource, rank: int) -> Json:
    """Return a grant to a project or an instrument."""
    return {
        "principal_id": resource.mfid,
        "principal_type": resource.type,
        "permission": ROLES[rank],
        "slug": resource.slug,
        "display_name": resource.name,
    }


PUBLIC_GRANT: Json = {
    "principal_id": "public",
    "principal_type": "public",
    "permission": "viewer",
    "slug": None,
    "display_name": None,
}


def grants(call: Call, resource: Resource) -> list[Json]:
    """Return the grants on a resource: the owner, then by role, then the public."""
    found = call.store.grants.on(resource)
    accounts = call.store.accounts.many([*(grant.principal for grant in found), *filter(None, [resource.owner])])
    shown = [grant_to_account(accounts[resource.owner], OWNER)] if resource.owner in accounts else []
    for grant in found:
        if grant.principal in accounts:
            shown.append(grant_to_account(accounts[grant.principal], grant.role))
        elif (principal := call.store.resources.get(grant.principal)) is not None:
            shown.append(grant_to_resource(principal, grant.role))
    return [*shown, *([PUBLIC_GRANT] if resource.public else [])]


def manager_rank(resource: Resource) -> int:
    """Return the role from which on one may give others access: in projects editors can, elsewhere admins."""
    return EDITOR if resource.type == "project" else ADMIN


def highest_grantable(rank: int, resource: Resource) -> int:
    """Return the highest role that somebody with a role on a resource may give to others."""
    if rank < manager_rank(resource):
        return NONE
    if resource.type == "project" and rank < PLATFORM_ADMIN:
        return min(rank - MEMBER_CAN_GRANT_BELOW_OWN_ROLE, ADMIN)
    return min(rank, ADMIN)


def capabilities(rank: int, resource: Resource) -> Json:
    """Return what somebody with a role may do with a resource."""
    grantable = highest_grantable(rank, resource)
    return {
        "can_edit": rank >= EDITOR,
        "can_manage_access": rank >= manager_rank(resource),
        "can_change_status": resource.type == "instrument" and rank >= ADMIN,
        "can_transfer": rank >= OWNER,
        "max_grant_role": ROLES[grantable] if grantable else None,
    }


@dataclass(slots=True)
class _Embedded:
    """What the records of one answer embed, by number or account."""

    owners: Mapping[str, Account] = field(default_factory=dict)
    metadata: Mapping[int, Any] = field(default_factory=dict)
    links: Mapping[int, list[tuple[Link, Resource]]] = field(default_factory=dict)
    deletions: Mapping[int, DeletionRequest] = field(default_factory=dict)


def render(
    call: Call, resources: Sequence[Resource], *, single: bool = False, project: Reference | None = None
) -> list[Json]:
    """Return records of any types as a call wants to see them.

    Parameters
    ----------
    single
        Whether this is one record that was asked for, which says what the caller may do with it.
    project
        The project a list was asked for, to which each record then says its relation.
    """
    numbers = [resource.id for resource in resources]
    embedded = _Embedded()
    if call.get("include_owner") or any(resource.type == "project" for resource in resources):
        embedded.owners = call.store.accounts.many({resource.owner for resource in resources if resource.owner})
    if call.get("include_metadata"):
        embedded.metadata = call.store.metadata.many(numbers)
    if call.get("include_links") or (call.get("include_datasets") and any(r.type == "sample" for r in resources)):
        embedded.links = linked(call, numbers)
    if hidden := [resource.id for resource in resources if resource.hidden]:
        embedded.deletions = call.store.deletions.open(hidden)
    return [_record(call, resource, embedded, single, project) for resource in resources]


def one(call: Call, resource: Resource) -> Json:
    """Return one record with what the caller may do with it."""
    return render(call, [resource], single=True)[0]


def _record(call: Call, resource: Resource, embedded: _Embedded, single: bool, project: Reference | None) -> Json:
    shape = {"dataset": _dataset, "sample": _sample, "project": _project, "instrument": _instrument}[resource.type]
    return {
        "unique_id": resource.mfid,
        "resource_type": resource.type,
        **shape(call, resource, embedded, project),
        "capabilities": capabilities(call.role(resource), resource) if single else None,
        "creation_time": resource.created,
        "modification_time": resource.modified,
    }


def _belonging(resource: Resource, embedded: _Embedded, call: Call, project: Reference | None) -> dict[str, Json]:
    """Return what datasets and samples have in common."""
    assigned = project is None or (resource.project is not None and resource.project.id == project.id)
    owner = embedded.owners.get(resource.owner or "") if call.get("include_owner") else None
    links = embedded.links.get(resource.id, []) if call.get("include_links") else None
    return {
        "public": resource.public,
        "owner_orcid": resource.owner,
        "owner": public_user(owner) if owner else None,
        "project_id": resource.project.slug if resource.project else None,
        "project": project_reference(resource.project) if assigned else None,
        "project_relation": None if project is None else "assigned" if assigned else "shared",
        "links": None if links is None else [link_seen_from(resource.id, *pair) for pair in links],
        "scientific_metadata": embedded.metadata.get(resource.id),
        "deletion_request": _awaited(embedded.deletions.get(resource.id)),
    }


def _awaited(request: DeletionRequest | None) -> Json:
    return None if request is None else {"id": request.id, "status": request.status, "reason": request.reason}


def _dataset(call: Call, resource: Resource, embedded: _Embedded, project: Reference | None) -> dict[str, Json]:
    instrument = resource.instrument
    return {
        "dataset_name": resource.name,
        **{name: resource.data.get(name) for name in DATASET_MEMBERS},
        **_belonging(resource, embedded, call, project),
        "instrument_name": instrument.name if instrument else resource.data.get("instrument_name"),
        "instrument_id": instrument.slug if instrument else None,
        "instrument": instrument_reference(instrument),
    }


def _sample(call: Call, resource: Resource, embedded: _Embedded, project: Reference | None) -> dict[str, Json]:
    datasets = None
    if call.get("include_datasets"):
        pairs = embedded.links.get(resource.id, [])
        datasets = [
            {
                "unique_id": other.mfid,
                "dataset_name": other.name,
                "measurement": other.data.get("measurement"),
                "id": other.id,
            }
            for _, other in pairs
            if other.type == "dataset"
        ]
    return {
        "sample_name": resource.name,
        **{name: resource.data.get(name) for name in SAMPLE_MEMBERS},
        **_belonging(resource, embedded, call, project),
        "datasets": datasets,
    }


def _project(call: Call, resource: Resource, embedded: _Embedded, _: Reference | None) -> dict[str, Json]:
    lead = embedded.owners.get(resource.owner or "")
    rank = call.store.grants.membership(call.caller.id, resource)
    inside = rank or call.caller.elevated
    return {
        "project_id": resource.slug,
        "title": resource.name,
        **{name: resource.data.get(name) for name in PROJECT_MEMBERS},
        "project_lead_orcid": resource.owner,
        "lead": public_user(lead) if lead else None,
        "role": ROLES[rank] if rank else None,
        "members": members(call, resource) if inside and call.get("include_members") else None,
        "scientific_metadata": embedded.metadata.get(resource.id) if inside else None,
    }


def _instrument(call: Call, resource: Resource, embedded: _Embedded, _: Reference | None) -> dict[str, Json]:
    owner = embedded.owners.get(resource.owner or "") if call.get("include_owner") else None
    rank = call.store.grants.role(call.caller.id, resource)
    shown = call.get("include_members") and call.is_inside(resource)
    return {
        "instrument_id": resource.slug,
        "instrument_name": resource.name,
        **{name: resource.data.get(name) for name in INSTRUMENT_MEMBERS},
        "owner": public_user(owner) if owner else None,
        "owner_orcid": resource.owner,
        "public": resource.public,
        "role": ROLES[rank],
        "members": [grant for grant in grants(call, resource) if grant is not PUBLIC_GRANT] if shown else None,
        "scientific_metadata": embedded.metadata.get(resource.id),
    }


def project_reference(project: Reference | None) -> Json:
    """Return a project in short."""
    if project is None:
        return None
    return {"unique_id": project.mfid, "project_id": project.slug, "title": project.name}


def instrument_reference(instrument: Reference | None) -> Json:
    """Return an instrument in short."""
    if instrument is None:
        return None
    return {"unique_id": instrument.mfid, "instrument_id": instrument.slug, "instrument_name": instrument.name}


def linked(call: Call, numbers: Sequence[int]) -> dict[int, list[tuple[Link, Resource]]]:
    """Return the links of some resources, each with the resource at its other end, if the caller may read that."""
    links = call.store.links.touching(numbers)
    ends = {number for link in links for number in (link.parent, link.child)}
    others = readable_among(call, ends)
    wanted = set(numbers)
    found: dict[int, list[tuple[Link, Resource]]] = {}
    for link in links:
        for this, other in ((link.parent, link.child), (link.child, link.parent)):
            if this in wanted and other in others:
                found.setdefault(this, []).append((link, others[other]))
    return found


def readable_among(call: Call, numbers: Iterable[int]) -> dict[int, Resource]:
    """Return those of some resources that the caller may see, by number."""
    chosen = call.readable()
    conditions.is_one_of(chosen, orjson.dumps(sorted(numbers)).decode())
    return {resource.id: resource for resource in call.store.resources.every(chosen)}


def link_seen_from(number: int, link: Link, other: Resource) -> Json:
    """Return a link as the resource with a number sees it."""
    direction = "undirected" if link.undirected else "target" if link.parent == number else "source"
    return {
        "unique_id": other.mfid,
        "resource_type": other.type,
        "name": other.name,
        "direction": direction,
        "relationship_type": link.relationship_type,
    }
