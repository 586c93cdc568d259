"""Projects and their members: the lead is not one of them, and they have no roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers import invalid
from ..handlers import records
from ..handlers.pages import page_of
from ..handlers.projects import find
from ..handlers.users import private_user
from .dialect import ask

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call
    from ..store.resources import Resource

_THE_ONE_IN_THE_QUERY = ("me", "0")
_LEAD_MEMBERS = ("project_lead_orcid", "project_lead_email", "project_lead_username")


def update_project(call: Call) -> Json:
    """Change what a project says about itself, and its lead, who owns it."""
    given = [name for name in _LEAD_MEMBERS if name in call.body]
    if len(given) > 1:
        raise invalid(("body", given[1]), f"Give at most one of {', '.join(_LEAD_MEMBERS)}", call.body[given[1]])
    project = find(call, call["project_ref"])
    ask(call, body={name: value for name, value in call.body.items() if name not in given})
    for name in given:
        body = {"new_owner": call.body[name]}
        ask(call, "transfer_ownership", resource_mfid=project.mfid, confirm=True, body=body)
    return ask(call, "get_project")


def list_project_members(call: Call) -> Json:
    """The people in a project."""
    return page_of(call, _members(call, find(call, call["project_ref"])))


def _members(call: Call, project: Resource) -> list[Json]:
    ids = [member["unique_id"] for member in records.members(call, project) if member["unique_id"] != project.owner]
    accounts = call.store.accounts.many(ids)
    return [private_user(accounts[unique_id]) for unique_id in ids]


def add_project_member(call: Call) -> Json:
    """Make somebody a member."""
    ask(call, user_ref=_user(call))
    return _members(call, find(call, call["project_ref"]))


def remove_project_member(call: Call) -> Json:
    """End somebody's membership."""
    user = _user(call)
    ask(call, user_ref=user)
    return {"detail": f"{user} is no longer a member of {call['project_ref']}"}


def _user(call: Call) -> str:
    """Return who is meant: the one in the path, or the one whose e-mail address or username is in the query."""
    reference: str = call["user_ref"]
    if reference not in _THE_ONE_IN_THE_QUERY:
        return reference
    named: str | None = call.get("email") or call.get("username")
    if named is None:
        raise invalid(("query", "email"), f"Users called {reference!r} are named by email or username", kind="missing")
    return named
