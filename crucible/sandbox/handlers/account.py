"""The caller's own record, key and rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers import not_found
from ..store import conditions
from ..store.grants import everything
from .users import change, key_status, private_user

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call, Caller


def get_account(call: Call) -> Json:
    """Who the key belongs to, and the numbers of the projects and instruments whose groups this account is in."""
    caller = call.caller
    return {
        "user_unique_id": caller.id,
        "access_group_ids": [number for number, _ in call.store.grants.groups_of(caller.id)],
        "user_info": private_user(caller.account),
    }


def get_profile(call: Call) -> Json:
    """The caller's record with rights and privilege mode."""
    return _profile(call.caller)


def update_profile(call: Call) -> Json:
    """Change the caller's own record."""
    changed = change(call, call.caller.account)
    return _profile(type(call.caller)(changed, call.caller.elevated))


def _profile(caller: Caller) -> Json:
    is_person = not caller.account.is_service_account
    return {
        **private_user(caller.account),
        "authorization": {
            "platform_role": caller.account.platform_role,
            "effective_privilege_mode": "elevated" if caller.elevated else "normal",
            "can_elevate": caller.may_elevate,
        },
        "capabilities": {
            "can_create_project": is_person,
            "can_register_instrument": is_person,
            "can_create_sample": True,
            "can_create_dataset": True,
            "can_create_for_others": caller.may_create_for_others,
            "can_manage_service_accounts": caller.elevated,
            "can_manage_users": caller.elevated,
        },
    }


def get_api_key(call: Call) -> Json:
    """The caller's key once more."""
    key = call.store.accounts.key_of(call.caller.id)
    if key is None:
        raise not_found("API key")
    return {"api_key": key.text}


def verify_api_key(call: Call) -> Json:
    """Whether and how long the caller's key is good."""
    status = key_status(call, call.caller.id)
    if status is None:
        raise not_found("API key")
    return status


def sync_projects(call: Call) -> Json:
    """The projects the caller is in; a sandbox knows no proposals that could add others."""
    chosen = everything("project")
    conditions.has_member(chosen, call.caller.id, ())
    return {
        "orcid": call.caller.id,
        "projects_added": [],
        "projects_already_member": [project.slug for project in call.store.resources.every(chosen)],
        "projects_not_found": [],
    }
