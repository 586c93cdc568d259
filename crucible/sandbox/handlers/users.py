"""People and service accounts: finding, making and changing them, and their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from crucible.ids import is_mfid, is_orcid

from ..answers import conflict, forbidden, invalid, not_found
from ..call import CONTRIBUTOR, NONE, ROLES
from ..store import accounts, conditions
from ..store.accounts import BY_NAME, Account
from ..store.grants import everything
from ..store.resources import NEWEST_FIRST, SORT_KEYS
from ..store.selection import Selection
from .decisions import MOST_REFERENCES
from .pages import offset_page, order, part
from .records import public_user, render

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call

_NAMES: tuple[Literal["first_name", "last_name"], ...] = ("first_name", "last_name")
_ADDRESSES: tuple[Literal["username", "email"], ...] = ("username", "email")
_OTHERS: tuple[Literal["unique_id", "is_service_account"], ...] = ("unique_id", "is_service_account")


def visible_user(account: Account) -> Json:
    """Return what people who share a project may know."""
    return {**public_user(account), "is_service_account": account.is_service_account}


def private_user(account: Account) -> Json:
    """Return what oneself and administrators may know."""
    return {**visible_user(account), "email": account.email}


def administered_user(account: Account) -> Json:
    """Return what administrators may know."""
    return {**private_user(account), "platform_role": account.platform_role}


def key_status(call: Call, unique_id: str) -> Json:
    """Return whether and how long an account's key is good, or None if it has none."""
    key = call.store.accounts.key_of(unique_id)
    if key is None:
        return None
    return {"valid": key.is_valid, "created_at": key.created, "expires_at": key.expires}


def find(call: Call, reference: str) -> Account:
    """Return the account that a path names."""
    account = call.store.accounts.find(reference)
    if account is None:
        raise not_found(f"User {reference}")
    return account


def list_users(call: Call) -> Json:
    """The people the caller shares a project with; everybody, for administrators."""
    chosen = Selection()
    elevated = call.caller.elevated
    if not elevated:
        _forbid_private_filters(call)
        accounts.only_acquainted(chosen, call.caller.id)
    for name in _NAMES:
        if (text := call.get(name)) is not None:
            if call["permissive"]:
                accounts.contains(chosen, [name], text)
            else:
                accounts.equals_in_any_case(chosen, name, text)
    for address in _ADDRESSES:
        if (text := call.get(address)) is not None:
            accounts.equals(chosen, address, text.lower())
    for other in _OTHERS:
        if (value := call.get(other)) is not None:
            accounts.equals(chosen, other, value)
    if roles := call.get("platform_role"):
        accounts.has_platform_role(chosen, roles)
    _search(call, chosen)
    ordering = order(call, accounts.SORT_KEYS, BY_NAME, "a.unique_id", needs_sort=False)
    found, page = call.store.accounts.page(chosen, ordering, part(call))
    looked_up = any(call.get(name) is not None for name in ("username", "email", "unique_id"))
    items = [_listed(call, account, looked_up) for account in found]
    return offset_page(call, items, page.following, lambda: call.store.accounts.count(chosen))


def _listed(call: Call, account: Account, looked_up: bool) -> Json:
    if call.caller.elevated:
        return administered_user(account)
    return private_user(account) if looked_up and account.unique_id == call.caller.id else visible_user(account)


def _forbid_private_filters(call: Call) -> None:
    """Refuse what would let people find out e-mail addresses and platform roles of others."""
    if call.get("platform_role"):
        raise forbidden("Not authorized: platform_role is for platform administrators")
    if call.get("sort") == "email" or "email" in (call.get("search_fields") or ()):
        raise forbidden("Not authorized: sorting and searching by e-mail address is for platform administrators")


def _search(call: Call, chosen: Selection) -> None:
    text, fields = call.get("q"), call.get("search_fields")
    if text is None:
        if fields:
            raise invalid(("query", "search_fields"), "search_fields requires q", fields)
        return
    accounts.contains(chosen, fields or accounts.SEARCHED, text)


def search_users(call: Call) -> Json:
    """People and service accounts whose name or username has a text in it; a bare array."""
    chosen = Selection()
    accounts.contains(chosen, ("username", "first_name", "last_name"), call["q"])
    if (service := call.get("is_service_account")) is not None:
        accounts.equals(chosen, "is_service_account", service)
    found, _ = call.store.accounts.page(chosen, BY_NAME, part(call))
    return [public_user(account) for account in found]


def resolve_users(call: Call) -> Json:
    """Public records by canonical id; null for what nobody has."""
    found: dict[str, Json] = {}
    if sum(len(references) for references in call.body.values()) > MOST_REFERENCES:
        raise invalid(("body",), f"At most {MOST_REFERENCES} references at once")
    for name in ("orcids", "usernames", "emails"):
        for reference in call.body.get(name, ()):
            canonical = is_orcid(reference) or is_mfid(reference)
            account = call.store.accounts.find(reference) if canonical == (name == "orcids") else None
            found[account.unique_id if account else reference] = public_user(account) if account else None
    return found


def get_user(call: Call) -> Json:
    """One user; what is private only for oneself and administrators."""
    return _single(call, find(call, call["user_id"]))


def _single(call: Call, account: Account) -> Json:
    """Return one user with what the caller may do with the private side of it."""
    own, elevated = account.unique_id == call.caller.id, call.caller.elevated
    shown = administered_user(account) if own or elevated else visible_user(account)
    shown["user_capabilities"] = {"can_view_private": own or elevated, "can_manage_api_key": elevated}
    if elevated:
        shown["api_key_status"] = key_status(call, account.unique_id)
    return shown


def create_user(call: Call) -> Json:
    """Make a person, or change the one who has the ORCID already."""
    call.require_administrator()
    info: dict[str, Any] = dict(call.body["user_info"])
    orcid = info.pop("orcid", None)
    account = call.store.accounts.get(orcid) if orcid else None
    forbid_taken(call, info, account.unique_id if account else None)
    if account is None:
        account = call.store.accounts.create(unique_id=orcid, **info)
    else:
        account = call.store.accounts.update(account, **info)
    for slug in call.body["project_ids"]:
        project = call.store.resources.with_slug("project", slug)
        if project is None:
            raise invalid(("body", "project_ids"), "There is no such project", slug)
        if call.store.grants.membership(account.unique_id, project) == NONE:
            call.store.grants.set(account.unique_id, project, CONTRIBUTOR)
    return _single(call, account)


def update_user(call: Call) -> Json:
    """Change anybody's record."""
    call.require_administrator()
    return _single(call, change(call, find(call, call["user_id"])))


def change(call: Call, account: Account) -> Account:
    """Store the members of a body that changes a user."""
    if account.is_service_account and call.body.get("username", "") is None:
        raise invalid(("body", "username"), "A service account needs a username", None)
    forbid_taken(call, call.body, account.unique_id)
    return call.store.accounts.update(account, **call.body)


def set_platform_role(call: Call) -> Json:
    """Give a person another platform role."""
    call.require_administrator()
    if call.caller.account.is_service_account:
        raise forbidden("Not authorized: service accounts cannot change platform roles")
    account, role = find(call, call["user_id"]), call.body["platform_role"]
    if account.is_service_account:
        raise conflict(f"{account.unique_id} is a service account; PATCH /service_accounts/{{unique_id}} changes it")
    if role != "admin" and not call.store.accounts.has_other_administrator(account.unique_id):
        raise conflict(f"{account.unique_id} is the last person who is a platform administrator")
    if account.unique_id == call.caller.id:
        raise forbidden("Not authorized: the own platform role is changed by another administrator")
    return _single(call, call.store.accounts.update(account, platform_role=role))


def forbid_taken(call: Call, info: dict[str, Any], own: str | None) -> None:
    """Refuse a username or e-mail address that somebody else has."""
    for name, shown in (("username", "username"), ("email", "e-mail address")):
        if call.store.accounts.taken(name, info.get(name), own):
            raise conflict(f"This {shown} is already taken")


def issue_user_api_key(call: Call) -> Json:
    """Anybody's key, a new one where there is none."""
    call.require_administrator()
    account = find(call, call["user_id"])
    key = call.store.accounts.key_of(account.unique_id)
    if key is None or not key.is_valid:
        key = call.store.accounts.issue_key(account.unique_id)
    return {"api_key": key.text}


def revoke_user_api_keys(call: Call) -> Json:
    """Make all keys of an account useless."""
    call.require_administrator()
    call.store.accounts.revoke_keys(find(call, call["user_id"]).unique_id)


def verify_user_api_key(call: Call) -> Json:
    """Whether and how long anybody's key is good."""
    call.require_administrator()
    account = find(call, call["user_id"])
    status = key_status(call, account.unique_id)
    if status is None:
        raise not_found(f"API key of {account.unique_id}")
    return status


def _about_oneself(call: Call, reference: str) -> Account:
    """Return the account a path names, which only its holder and administrators may ask about."""
    account = find(call, reference)
    if account.unique_id != call.caller.id:
        call.require_administrator()
    return account


def list_user_projects(call: Call) -> Json:
    """The projects somebody is in, each with the role of that user."""
    account = _about_oneself(call, call["user_id"])
    chosen = everything("project")
    conditions.has_member(chosen, account.unique_id, [ROLES.index(role) for role in call.get("role") or ()])
    ordering = order(call, SORT_KEYS, NEWEST_FIRST, "r.mfid")
    projects, page = call.store.resources.page(chosen, ordering, part(call))
    items = render(call, projects)
    for item, project in zip(items, projects, strict=True):
        item["role"] = ROLES[call.store.grants.membership(account.unique_id, project)]
    return offset_page(call, items, page.following, lambda: call.store.resources.count(chosen))


def list_user_datasets(call: Call) -> Json:
    """The identities of all datasets that somebody can read."""
    account = _about_oneself(call, call["user_id"])
    if account.platform_role == "admin" and call.caller.elevated:
        return call.store.resources.mfids(everything("dataset"))
    return call.store.resources.mfids(call.store.grants.readable(account.unique_id, "dataset"))


def check_dataset_access(call: Call) -> Json:
    """What somebody can do with a dataset in effect."""
    account = _about_oneself(call, call["user_ref"])
    dataset = call.resource(call["dataset_mfid"], "dataset", needs=NONE)
    rank = call.store.grants.role(account.unique_id, dataset)
    access = "platform_admin" if account.platform_role == "admin" else ROLES[rank]
    return {"resource_mfid": dataset.mfid, "user_id": account.unique_id, "effective_access": access}


def list_user_access_groups(call: Call) -> Json:
    """The account's own group and those of its projects and instruments, by identity."""
    account = _about_oneself(call, call["user_id"])
    return [account.unique_id, *(mfid for _, mfid in call.store.grants.groups_of(account.unique_id))]
