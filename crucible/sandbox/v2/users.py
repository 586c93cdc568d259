"""People."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers import not_found
from ..call import EDITOR, ROLES, VIEWER
from ..handlers.records import public_user
from .dialect import ask, group_name

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call


def list_users(call: Call) -> Json:
    """Everybody; e-mail addresses are found by a part of them, unless that is not wanted."""
    email = call.get("email")
    if email is None or not call["permissive"]:
        return ask(call)
    return ask(call, email=None, q=email, search_fields=["email"])


def get_user(call: Call) -> Json:
    """One user, null if there is none; people see only themselves."""
    account = call.store.accounts.find(call["user_id"])
    if account is None or account.unique_id != call.caller.id:
        call.require_administrator()
    return None if account is None else ask(call)


def get_user_by_username(call: Call) -> Json:
    """What everybody may know of a user."""
    account = call.store.accounts.find(call["username"])
    if account is None or account.username != call["username"].lower():
        raise not_found(f"User {call['username']}")
    return public_user(account)


def check_dataset_access(call: Call) -> Json:
    """Whether somebody can read, and change, a dataset."""
    access = ask(call)["effective_access"]
    rank = len(ROLES) if access == "platform_admin" else ROLES.index(access)
    return {"read": rank >= VIEWER, "write": rank >= EDITOR}


def list_user_access_groups(call: Call) -> Json:
    """The account's own group and those of its projects, by slug."""
    return [group_name(call, name) for name in ask(call)]
