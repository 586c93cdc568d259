"""Instruments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..answers import conflict, forbidden, invalid, not_found
from ..call import ADMIN, CONTRIBUTOR, EDITOR, OWNER
from ..store import conditions
from ..store.resources import NEWEST_FIRST, SORT_KEYS, Resource
from ..store.words import find_names
from .ownership import forbid_taken_slug, owner_of_new
from .pages import offset_page, order, part
from .records import INSTRUMENT_MEMBERS, member, one, render

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call
    from ..store.selection import Selection

_FILTERS = {
    "instrument_name": "name",
    "instrument_id": "slug",
    "owner_id": "owner",
    **{name: name for name in INSTRUMENT_MEMBERS if name != "status"},
}
_AFFILIATIONS = {"owner": (OWNER,), "maintainer": (EDITOR, ADMIN)}


def list_instruments(call: Call) -> Json:
    """Instruments in use, or those that filters find."""
    chosen = call.readable("instrument")
    for parameter, field in _FILTERS.items():
        if (value := call.get(parameter)) is not None:
            conditions.equals(chosen, field, value)
    status = call.get("status") or (None if call.get("instrument_id") else "active")
    _only_own(call, chosen, status)
    ordering = order(call, SORT_KEYS, NEWEST_FIRST, "r.mfid")
    instruments, page = call.store.resources.page(chosen, ordering, part(call))
    items = render(call, instruments)
    return offset_page(call, items, page.following, lambda: call.store.resources.count(chosen))


def _only_own(call: Call, chosen: Selection, status: str | None) -> None:
    """Apply `status` and `affiliation`; several affiliations mean any of them."""
    if status is not None:
        conditions.equals(chosen, "status", status)
    if affiliations := call.get("affiliation"):
        ranks = {rank for affiliation in affiliations for rank in _AFFILIATIONS[affiliation]}
        conditions.has_member(chosen, call.caller.id, ranks)


def search_instruments(call: Call) -> Json:
    """Instruments whose name, type or manufacturer is like a text."""
    chosen = call.readable("instrument")
    _only_own(call, chosen, call.get("status"))
    numbers = find_names(call.store.db, call["q"], chosen, call["limit"])
    found = call.store.resources.many(numbers)
    return {"limit": call["limit"], "items": render(call, [found[number] for number in numbers])}


def get_instrument(call: Call) -> Json:
    """One instrument."""
    return one(call, call.resource(call["instrument_mfid"], "instrument"))


def create_instrument(call: Call) -> Json:
    """Register an instrument."""
    if call.caller.account.is_service_account:
        raise forbidden("Not authorized: service accounts cannot register instruments")
    owner = owner_of_new(call)
    forbid_taken_slug(call, "instrument", call.body["instrument_id"], None)
    instrument = call.store.resources.create(
        "instrument",
        name=call.body["instrument_name"],
        slug=call.body["instrument_id"],
        owner=owner,
        data={**{name: call.body.get(name) for name in INSTRUMENT_MEMBERS}, "status": "active"},
    )
    return one(call, instrument)


def update_instrument(call: Call) -> Json:
    """Change what an instrument says about itself."""
    instrument = call.resource(call["instrument_mfid"], "instrument", needs=EDITOR)
    changes: dict[str, Any] = {}
    if "instrument_id" in call.body:
        forbid_taken_slug(call, "instrument", call.body["instrument_id"], instrument)
        changes["slug"] = call.body["instrument_id"]
    if "instrument_name" in call.body:
        changes["name"] = call.body["instrument_name"]
    data = {name: call.body[name] for name in INSTRUMENT_MEMBERS if name in call.body}
    return one(call, call.store.resources.update(instrument, **changes, data=data))


def set_instrument_status(call: Call) -> Json:
    """Say whether an instrument is in use."""
    instrument = call.resource(call["instrument_mfid"], "instrument", needs=ADMIN)
    return one(call, call.store.resources.update(instrument, data={"status": call["status"]}))


def list_instrument_service_accounts(call: Call) -> Json:
    """The service accounts that work for an instrument, for themselves and for those inside."""
    instrument = call.resource(call["instrument_mfid"], "instrument")
    if not call.is_inside(instrument) and call.caller.id not in call.store.instrument_accounts.of(instrument.id):
        raise forbidden(f"Not authorized: this needs a role of one's own on instrument {instrument.mfid}")
    return _service_accounts(call, instrument)


def _service_accounts(call: Call, instrument: Resource) -> list[Json]:
    accounts = call.store.accounts.many(call.store.instrument_accounts.of(instrument.id)).values()
    return [member(account, CONTRIBUTOR) for account in sorted(accounts, key=lambda account: account.username or "")]


def bind_instrument_service_account(call: Call) -> Json:
    """Let a service account contribute to every dataset of an instrument."""
    instrument = call.resource(call["instrument_mfid"], "instrument", needs=ADMIN)
    account = call.store.accounts.get(call["service_account_mfid"])
    if account is None or not account.is_service_account:
        raise not_found(f"Service account {call['service_account_mfid']}")
    if not call.store.instrument_accounts.bind(instrument.id, account.unique_id):
        raise conflict(f"Service account {account.unique_id} is bound to instrument {instrument.mfid} already")
    return _service_accounts(call, instrument)


def unbind_instrument_service_account(call: Call) -> Json:
    """End that."""
    instrument = call.resource(call["instrument_mfid"], "instrument", needs=ADMIN)
    if not call.store.instrument_accounts.unbind(instrument.id, call["service_account_mfid"]):
        raise not_found(f"Service account {call['service_account_mfid']} of instrument {instrument.mfid}")
    return _service_accounts(call, instrument)


def named(call: Call, slug: str | None, mfid: str | None) -> Resource | None:
    """Return the instrument that a body names by slug, by MFID or by both.

    Raises
    ------
    Refusal
        404 if there is none, 422 if slug and MFID name two.
    """
    if slug is None and mfid is None:
        return None
    by_slug = None if slug is None else call.store.resources.with_slug("instrument", slug)
    by_mfid = None if mfid is None else call.store.resources.get(mfid, "instrument")
    if (slug is not None and by_slug is None) or (mfid is not None and by_mfid is None):
        raise not_found(f"Instrument {mfid if by_slug or slug is None else slug}")
    if by_slug is not None and by_mfid is not None and by_slug.id != by_mfid.id:
        raise invalid(("body", "instrument_mfid"), "instrument_id and instrument_mfid name two instruments", mfid)
    return by_mfid or by_slug
