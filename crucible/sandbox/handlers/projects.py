"""Projects and their members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crucible.ids import is_mfid

from ..answers import Refusal, conflict, forbidden, invalid, not_found
from ..call import EDITOR, NONE, OWNER, ROLES
from ..store import conditions
from ..store.grants import everything, only_granted_to
from ..store.resources import NEWEST_FIRST, SORT_KEYS, Resource
from ..store.words import find_names
from .ownership import forbid_taken_slug
from .pages import offset_page, order, page_of, part
from .records import members, one, render
from .users import find as find_user

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call
    from ..store.accounts import Account
    from ..store.selection import Selection

_LEAD_MEMBERS = ("project_lead", "project_lead_orcid", "project_lead_email", "project_lead_username")


def named(call: Call, reference: str) -> Resource | None:
    """Return the project with a slug or MFID, if there is one."""
    store = call.store.resources
    return store.get(reference, "project") if is_mfid(reference) else store.with_slug("project", reference)


def find(call: Call, reference: str) -> Resource:
    """Return the project that a path names."""
    project = named(call, reference)
    if project is None:
        raise not_found(f"Project {reference}")
    return project


def list_projects(call: Call) -> Json:
    """The projects the caller has access to."""
    chosen = call.readable("project")
    slug = call.get("project_id")
    if slug is not None:
        conditions.equals(chosen, "slug", slug)
    only_accessible(call, chosen)
    _only_with_members(call, chosen)
    ordering = order(call, SORT_KEYS, NEWEST_FIRST, "r.mfid")
    projects, page = call.store.resources.page(chosen, ordering, part(call))
    items = render(call, projects, single=slug is not None)
    return offset_page(call, items, page.following, lambda: call.store.resources.count(chosen))


def only_accessible(call: Call, chosen: Selection) -> None:
    """Apply `accessible_to_user` and `accessible_to_project`."""
    users, projects = call.get("accessible_to_user") or [], call.get("accessible_to_project") or []
    if len(users) + len(projects) > 10:
        where = ("query", "accessible_to_user")
        raise invalid(where, "At most ten values together with accessible_to_project", users)
    for reference in users:
        account = named_user(call, "accessible_to_user", reference)
        if account.unique_id != call.caller.id:
            call.require_administrator()
        if account.platform_role != "admin":
            call.store.grants.only_readable(chosen, account.unique_id)
    for reference in projects:
        project = named(call, reference)
        if project is None:
            raise invalid(("query", "accessible_to_project"), "There is no such project", reference)
        only_granted_to(chosen, project.mfid)


def named_user(call: Call, parameter: str, reference: str) -> Account:
    """Return the account that a filter names."""
    account = call.store.accounts.find(reference)
    if account is None:
        raise invalid(("query", parameter), "There is no such user", reference)
    return account


def _only_with_members(call: Call, chosen: Selection) -> None:
    references, roles = call.get("member_ref") or [], call.get("member_role") or []
    if roles and not references:
        raise invalid(("query", "member_role"), "member_role requires member_ref", roles)
    if references and not call.caller.elevated:
        conditions.has_member(chosen, call.caller.id, ())  # who is in a project is for its members
    for reference in references:
        account = named_user(call, "member_ref", reference)
        conditions.has_member(chosen, account.unique_id, [ROLES.index(role) for role in roles])


def search_projects(call: Call) -> Json:
    """Projects whose title or slug is like a text; all of them, in short."""
    numbers = find_names(call.store.db, call["q"], everything("project"), call["limit"])
    found = call.store.resources.many(numbers)
    items = render(call, [found[number] for number in numbers])
    return {"limit": call["limit"], "items": [{**item, "lead": None, "scientific_metadata": None} for item in items]}


def get_project(call: Call) -> Json:
    """One project; members and metadata for those inside."""
    return one(call, find(call, call["project_ref"]))


def create_project(call: Call) -> Json:
    """Make a project, whose lead becomes its owner."""
    if call.caller.account.is_service_account:
        raise forbidden("Not authorized: service accounts cannot create projects")
    given = [name for name in _LEAD_MEMBERS if name in call.body]
    if len(given) != 1:
        raise Refusal(400, f"Give exactly one of {', '.join(_LEAD_MEMBERS)}")
    lead = call.store.accounts.find(call.body[given[0]])
    if lead is None:
        raise not_found(f"Project lead {call.body[given[0]]}")
    if lead.unique_id != call.caller.id and not call.caller.may_create_for_others:
        raise forbidden("Not authorized: only some platform roles can create projects for others")
    forbid_taken_slug(call, "project", call.body["project_id"], None)
    project = call.store.resources.create(
        "project",
        name=call.body.get("title"),
        slug=call.body["project_id"],
        owner=lead.unique_id,
        data={name: call.body.get(name) for name in ("organization", "status")},
    )
    return one(call, project)


def update_project(call: Call) -> Json:
    """Change what a project says about itself, its slug among it."""
    project = find(call, call["project_ref"])
    call.require(project, EDITOR)
    changes: dict[str, Any] = {}
    if "project_id" in call.body:
        forbid_taken_slug(call, "project", call.body["project_id"], project)
        changes["slug"] = call.body["project_id"]
    if "title" in call.body:
        changes["name"] = call.body["title"]
    data = {name: call.body[name] for name in ("organization", "status") if name in call.body}
    return one(call, call.store.resources.update(project, **changes, data=data))


def list_project_members(call: Call) -> Json:
    """The members of a project, the owner first."""
    project = find(call, call["project_ref"])
    if not call.is_inside(project):
        raise forbidden("Not authorized: members are shown to members")
    return page_of(call, members(call, project))


def _require_above(call: Call, project: Resource, *ranks: int) -> None:
    """Refuse unless the caller is an editor, or more, and stands above some roles."""
    own = call.role(project)
    if own < EDITOR or any(rank >= own for rank in ranks):
        raise forbidden("Not authorized: this needs an editor whose role is above the one given or changed")


def add_project_member(call: Call) -> Json:
    """Make somebody a member."""
    project = find(call, call["project_ref"])
    rank = ROLES.index(call["role"])
    _require_above(call, project, rank)
    account = find_user(call, call["user_ref"])
    if call.store.grants.membership(account.unique_id, project) != NONE:
        raise conflict("User is already a project member")
    call.store.grants.set(account.unique_id, project, rank)
    return members(call, project)


def set_project_member_role(call: Call) -> Json:
    """Give a member another role."""
    project = find(call, call["project_ref"])
    account = find_user(call, call["user_ref"])
    rank, present = ROLES.index(call["role"]), call.store.grants.membership(account.unique_id, project)
    _require_above(call, project, rank, present)
    if present == NONE:
        raise not_found(f"Project member {account.unique_id}")
    if present == OWNER:
        raise forbidden("Not authorized: the owner changes only by transfer of ownership")
    call.store.grants.set(account.unique_id, project, rank)
    return members(call, project)


def remove_project_member(call: Call) -> Json:
    """End somebody's membership; people can end their own."""
    project = find(call, call["project_ref"])
    account = find_user(call, call["user_ref"])
    if account.unique_id != call.caller.id and call.role(project) < OWNER:
        raise forbidden("Not authorized: members are removed by the owner, or leave by themselves")
    if project.owner == account.unique_id:
        raise forbidden("Not authorized: the owner cannot be removed; transfer the ownership first")
    if not call.store.grants.remove(account.unique_id, project.id):
        raise not_found(f"Project member {account.unique_id}")
    return members(call, project)
