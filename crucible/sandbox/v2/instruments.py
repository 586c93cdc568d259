"""Instruments: they have names instead of slugs, and their owner is any text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers import conflict
from ..store import conditions
from ..store.grants import everything
from .dialect import ask

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call
    from ..store.resources import Resource


def with_name(call: Call, name: str) -> Resource | None:
    """Return the instrument with a name, the oldest of several, which only v3 can make."""
    chosen = everything("instrument")
    conditions.equals(chosen, "name", name)
    return min(call.store.resources.every(chosen), key=lambda instrument: instrument.id, default=None)


def create_instrument(call: Call) -> Json:
    """Register an instrument; in v3 it has no slug, and the caller owns it."""
    name = call.body["instrument_name"]
    if with_name(call, name) is not None:
        raise conflict(f"An instrument called {name} exists")
    described = {key: value for key, value in call.body.items() if key not in ("owner", "public")}
    made = ask(call, body={**described, "instrument_id": None})
    instrument = call.resource(made["unique_id"], "instrument")
    public = call.body.get("public", False)
    call.store.resources.update(instrument, public=public, data={"owner": call.body["owner"]})
    return ask(call, "get_instrument", instrument_mfid=instrument.mfid)


def update_instrument(call: Call) -> Json:
    """Change what an instrument says about itself, its owner among it."""
    body = dict(call.body)
    owner = {"owner": body.pop("owner")} if "owner" in body else {}
    ask(call, body=body)
    call.store.resources.update(call.resource(call["instrument_mfid"], "instrument"), data=owner)
    return ask(call, "get_instrument")
