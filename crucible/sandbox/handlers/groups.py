"""Access groups, and requests to be let into them.

A group belongs to something and has no record of its own: to a project, whose members it has; to an instrument, whose
service accounts it has; or to one account. It is called by the identity of that, a project's also by its slug.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers import conflict, forbidden, invalid, not_found
from ..call import CONTRIBUTOR, NONE
from ..store import groups
from ..store.accounts import Account
from ..store.selection import Selection
from .pages import offset_page, part
from .projects import named as project_named
from .users import find as find_user

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call
    from ..store.groups import JoinRequest
    from ..store.resources import Resource


def find(call: Call, name: str) -> Resource | Account:
    """Return the project, instrument or account whose access group has a name."""
    found = project_named(call, name) or call.store.resources.get(name, "instrument") or call.store.accounts.get(name)
    if found is None:
        raise not_found(f"Access group {name}")
    return found


def _with_members(call: Call) -> tuple[Account, Resource]:
    """Return the account and the project or instrument of a path."""
    call.require_administrator()
    account, group = find_user(call, call["user_id"]), find(call, call["group_name"])
    if isinstance(group, Account):
        raise invalid(("path", "group_name"), "This is a personal group, which has one member", call["group_name"])
    return account, group


def add_user_to_access_group(call: Call) -> Json:
    """Make somebody a contributor of a project, or a service account one of an instrument."""
    account, group = _with_members(call)
    if group.type == "instrument":
        if not account.is_service_account:
            raise invalid(("path", "user_id"), "Only service accounts work for an instrument", account.unique_id)
        call.store.instrument_accounts.bind(group.id, account.unique_id)
    else:
        _admit(call, group, account.unique_id)
    return {"group_name": group.mfid, "detail": f"{account.unique_id} is in the access group of {group.mfid}"}


def remove_user_from_access_group(call: Call) -> Json:
    """Take somebody out of a project, or a service account away from an instrument."""
    account, group = _with_members(call)
    if group.type == "project" and group.owner == account.unique_id:
        raise forbidden("Not authorized: the owner cannot be removed; transfer the ownership first")
    if group.type == "instrument":
        was_in = call.store.instrument_accounts.unbind(group.id, account.unique_id)
    else:
        was_in = call.store.grants.remove(account.unique_id, group.id)
    if not was_in:
        raise not_found(f"Member {account.unique_id} of access group {call['group_name']}")
    return {"group_name": group.mfid, "detail": f"{account.unique_id} is not in the access group of {group.mfid}"}


def _admit(call: Call, project: Resource, account: str) -> None:
    """Make an account a contributor of a project, unless it is a member already."""
    if call.store.grants.membership(account, project) == NONE:
        call.store.grants.set(account, project, CONTRIBUTOR)


def _shown(request: JoinRequest) -> Json:
    return {
        "id": request.id,
        "group_name": request.group_name,
        "requester_id": request.requester,
        "reason": request.reason,
        "status": request.status,
        "request_time": request.request_time,
        "review_time": request.review_time,
        "reviewer_id": request.reviewer,
        "reviewer_notes": request.reviewer_notes,
    }


def join_access_group(call: Call) -> Json:
    """Ask to become a member of a project."""
    project = project_named(call, call["group_name"])
    if project is None:
        raise not_found(f"Access group {call['group_name']} of a project")
    if call.store.grants.membership(call.caller.id, project) != NONE:
        raise conflict(f"{call.caller.id} is a member of {project.slug} already")
    if call.store.join_requests.is_pending(project.id, call.caller.id):
        raise conflict(f"A request of {call.caller.id} to join {project.slug} is pending")
    return _shown(call.store.join_requests.create(project.id, call.caller.id, call.body["reason"]))


def list_my_join_requests(call: Call) -> Json:
    """The caller's own requests, newest first."""
    chosen = Selection()
    groups.is_from(chosen, call.caller.id)
    return _page(call, chosen)


def list_join_requests(call: Call) -> Json:
    """Everybody's requests for administrators; those to join one project for its lead too."""
    chosen = Selection()
    name = call.get("group_name")
    project = None if name is None else project_named(call, name)
    if not call.caller.elevated and (project is None or project.owner != call.caller.id):
        raise forbidden("Not authorized: this needs a platform administrator, or the lead of the project in group_name")
    if name is not None:
        groups.is_for_project(chosen, project.id if project else -1)
    if (requester := call.get("requester_id")) is not None:
        groups.is_from(chosen, requester)
    return _page(call, chosen)


def _page(call: Call, chosen: Selection) -> Json:
    if (status := call.get("status")) is not None:
        groups.has_status(chosen, status)
    found, page = call.store.join_requests.page(chosen, part(call))
    items = [_shown(request) for request in found]
    return offset_page(call, items, page.following, lambda: call.store.join_requests.count(chosen))


def review_join_request(call: Call) -> Json:
    """Let somebody into a project, or not."""
    request = call.store.join_requests.get(call["request_id"])
    if request is None:
        raise not_found(f"Join request {call['request_id']}")
    project = call.store.resources.many([request.project])[request.project]
    if not call.caller.elevated and project.owner != call.caller.id:
        raise forbidden(f"Not authorized: requests to join {project.slug} are reviewed by its lead")
    if request.status != "pending":
        raise conflict(f"Join request {request.id} has been {request.status} already")
    if call.body["status"] == "approved":
        _admit(call, project, request.requester)
    notes = call.body.get("reviewer_notes")
    return _shown(call.store.join_requests.review(request, call.body["status"], call.caller.id, notes))
