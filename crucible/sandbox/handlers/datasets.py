"""Datasets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers import invalid
from ..call import ADMIN, CONTRIBUTOR, EDITOR
from ..store.resources import Reference
from .instruments import named
from .ownership import forbid_taken_mfid, owner_of_new, project_of_new
from .records import DATASET_MEMBERS, instrument_reference, one
from .samples import changed, named_like, records_page

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call
    from ..store.resources import Resource

_EDITABLE = tuple(name for name in DATASET_MEMBERS if name != "size")


def list_datasets(call: Call) -> Json:
    """Datasets the caller may read, newest first."""
    return records_page(call, "dataset")


def search_datasets(call: Call) -> Json:
    """Datasets whose name is like a text."""
    return named_like(call, "dataset")


def get_dataset(call: Call) -> Json:
    """One dataset."""
    return one(call, call.resource(call["dataset_mfid"], "dataset"))


def create_dataset(call: Call) -> Json:
    """Make a dataset."""
    forbid_taken_mfid(call)
    instrument = named(call, call.body.get("instrument_id"), call.body.get("instrument_mfid"))
    data = {name: call.body.get(name) for name in DATASET_MEMBERS}
    if instrument is None and "instrument_name" in call.body:
        data["instrument_name"] = call.body["instrument_name"]
    dataset = call.store.resources.create(
        "dataset",
        mfid=call.body.get("unique_id"),
        name=call.body.get("dataset_name"),
        owner=owner_of_new(call),
        project=project_of_new(call),
        instrument=instrument.id if instrument else None,
        public=call.body.get("public", False),
        data=data,
    )
    if instrument is not None:
        call.store.grants.set(instrument.mfid, dataset, CONTRIBUTOR)
    return one(call, dataset)


def update_dataset(call: Call) -> Json:
    """Change what a dataset says about itself; its instrument has a route of its own."""
    dataset = call.resource(call["dataset_mfid"], "dataset", needs=EDITOR)
    present = {
        "instrument_id": dataset.instrument.slug if dataset.instrument else None,
        "instrument_name": dataset.instrument.name if dataset.instrument else dataset.data.get("instrument_name"),
    }
    for name, value in present.items():
        if name in call.body and call.body[name] != value:
            raise invalid(("body", name), "Assign an instrument with PUT /datasets/{mfid}/instrument", call.body[name])
    return one(call, changed(call, dataset, "dataset_name", _EDITABLE))


def assign_dataset_instrument(call: Call) -> Json:
    """Assign a dataset to an instrument, whose service accounts can then contribute."""
    dataset = call.resource(call["dataset_mfid"], "dataset", needs=ADMIN)
    instrument = named(call, call.body.get("instrument_id"), call.body.get("instrument_mfid"))
    if instrument is None:
        raise invalid(("body",), "Give instrument_id, instrument_mfid, or both", call.body)
    previous = dataset.instrument
    label = previous.name if previous else dataset.data.get("instrument_name")
    if previous is not None:
        call.store.grants.remove(previous.mfid, dataset.id)
    call.store.resources.update(dataset, instrument=instrument.id, data={"instrument_name": None})
    call.store.grants.set(instrument.mfid, dataset, CONTRIBUTOR)
    return {
        "dataset_mfid": dataset.mfid,
        "instrument": instrument_reference(_reference(instrument)),
        "previous_instrument": instrument_reference(previous),
        "previous_instrument_name": label,
    }


def _reference(instrument: Resource) -> Reference:
    return Reference(instrument.id, instrument.mfid, instrument.slug, instrument.name)
