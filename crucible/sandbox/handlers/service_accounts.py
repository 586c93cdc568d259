"""Service accounts: the keys that machines have. All of it is for platform administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers import conflict, forbidden, not_found
from ..store import accounts
from ..store.selection import Order, Selection
from .pages import offset_page, part
from .users import administered_user, forbid_taken, key_status

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call
    from ..store.accounts import Account

_BY_USERNAME = Order(accounts.SORT_KEYS["username"], "a.unique_id")


def _find(call: Call) -> Account:
    """Return the service account of a path; people are none."""
    account = call.store.accounts.get(call["unique_id"])
    if account is None or not account.is_service_account:
        raise not_found(f"Service account {call['unique_id']}")
    return account


def _with_new_key(call: Call, account: Account) -> Json:
    """Return what is shown once: the account with a key that was made just now."""
    return {
        "unique_id": account.unique_id,
        "username": account.username,
        "is_service_account": True,
        "api_key": call.store.accounts.issue_key(account.unique_id).text,
    }


def create_service_account(call: Call) -> Json:
    """Make a service account and its key."""
    call.require_administrator()
    unique_id = call.body.get("unique_id")
    if unique_id is not None and (call.store.accounts.get(unique_id) or call.store.resources.get(unique_id)):
        raise conflict(f"{unique_id} is taken; leave unique_id out, and the server assigns one")
    forbid_taken(call, call.body, None)
    account = call.store.accounts.create(unique_id=unique_id, username=call.body["username"], is_service_account=True)
    return _with_new_key(call, account)


def list_service_accounts(call: Call) -> Json:
    """All service accounts, or those with a text in a name, the username or the id."""
    call.require_administrator()
    chosen = Selection()
    accounts.equals(chosen, "is_service_account", True)
    if (text := call.get("q")) is not None:
        accounts.contains(chosen, accounts.SEARCHED, text)
    found, page = call.store.accounts.page(chosen, _BY_USERNAME, part(call))
    items = [administered_user(account) for account in found]
    return offset_page(call, items, page.following, lambda: call.store.accounts.count(chosen))


def get_service_account(call: Call) -> Json:
    """One service account, and how long its key is good."""
    call.require_administrator()
    return _shown(call, _find(call))


def update_service_account(call: Call) -> Json:
    """Give a service account another platform role."""
    call.require_administrator()
    if call.caller.account.is_service_account:
        raise forbidden("Not authorized: service accounts cannot change platform roles")
    return _shown(call, call.store.accounts.update(_find(call), platform_role=call.body["platform_role"]))


def _shown(call: Call, account: Account) -> Json:
    return {**administered_user(account), "api_key_status": key_status(call, account.unique_id)}


def rotate_service_account_key(call: Call) -> Json:
    """Give a service account a new key in place of the old one."""
    call.require_administrator()
    return _with_new_key(call, _find(call))
