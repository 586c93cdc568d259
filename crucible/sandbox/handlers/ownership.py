"""What new datasets and samples belong to: an owner and a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ..answers import conflict, forbidden, invalid, not_found
from ..call import CONTRIBUTOR

if TYPE_CHECKING:
    from ..call import Call
    from ..store.resources import Resource


def owner_of_new(call: Call) -> str:
    """Return the owner that a body names: the caller, or, for those who may, somebody else."""
    if "owner" in call.body and "owner_orcid" in call.body:
        raise invalid(("body", "owner_orcid"), "Give owner or owner_orcid, not both", call.body["owner_orcid"])
    reference = call.body.get("owner", call.body.get("owner_orcid"))
    if reference is None:
        return call.caller.id
    owner = call.store.accounts.find(reference)
    if owner is None:
        raise not_found(f"Owner {reference}")
    if owner.unique_id != call.caller.id and not call.caller.may_create_for_others:
        raise forbidden("Not authorized: only some platform roles can create records for others")
    return owner.unique_id


def project_of_new(call: Call) -> int | None:
    """Return the number of the project that a body names, if it names one and the caller may add to it."""
    project = project_named(call)
    return None if project is None else project.id


def project_named(call: Call) -> Resource | None:
    """Return the project that a body names by slug, by MFID or by both, if the caller may add to it."""
    slug, mfid = call.body.get("project_id"), call.body.get("project_mfid")
    if slug is None and mfid is None:
        return None
    by_slug = None if slug is None else call.store.resources.with_slug("project", slug)
    by_mfid = None if mfid is None else call.store.resources.get(mfid, "project")
    if slug is not None and by_slug is None:
        raise not_found(f"Project {slug}")
    if mfid is not None and by_mfid is None:
        raise not_found(f"Project {mfid}")
    if by_slug is not None and by_mfid is not None and by_slug.id != by_mfid.id:
        raise invalid(("body", "project_mfid"), "project_id and project_mfid name two projects", mfid)
    project: Resource | None = by_slug or by_mfid
    if project is None:
        return None
    call.require(project, CONTRIBUTOR)
    return project


def forbid_taken_slug(call: Call, type_: Literal["project", "instrument"], slug: str, own: Resource | None) -> None:
    """Refuse a slug that another project or instrument has, in upper or lower case."""
    other = call.store.resources.with_slug(type_, slug)
    if other is not None and (own is None or other.id != own.id):
        raise conflict(f"Another {type_} has the {type_}_id {slug}")


def forbid_taken_mfid(call: Call) -> None:
    """Refuse an identity that something has already."""
    mfid = call.body.get("unique_id")
    if mfid is not None and (call.store.resources.get(mfid) or call.store.accounts.get(mfid)):
        raise conflict(f"A record with unique_id {mfid} exists")
