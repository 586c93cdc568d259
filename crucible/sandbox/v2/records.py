"""Datasets and samples: owner, project and instrument are fields like others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crucible.times import with_offset

from ..answers import not_found
from ..call import EDITOR
from ..handlers.records import one
from .dialect import as_v3, ask
from .instruments import with_name

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call
    from ..store.resources import Resource, ResourceType

_TIMES = ("creation_time_gte", "creation_time_lte", "modification_time_gte", "modification_time_lte")
_KEPT_FOR_V2 = ("description", "source_folder")
_WITHOUT_MEANING = ("file_to_upload", "sha256_hash_file_to_upload", "json_link")


def list_samples(call: Call) -> Json:
    """Samples the caller may read, newest first."""
    return ask(call, **_instants(call))


def list_datasets(call: Call) -> Json:
    """Datasets the caller may read, newest first."""
    return ask(call, **_instants(call))


def _instants(call: Call) -> dict[str, Json]:
    """Return the bounds of time as v3 wants them."""
    return {name: with_offset(text) for name in _TIMES if (text := call.get(name)) is not None}


def create_sample(call: Call) -> Json:
    """Make a sample."""
    return _create(call, call.body)


def create_dataset(call: Call) -> Json:
    """Make a dataset; the name of a registered instrument assigns it to that."""
    body = {name: value for name, value in call.body.items() if name not in _KEPT_FOR_V2 + _WITHOUT_MEANING}
    instrument = with_name(call, body["instrument_name"]) if body.get("instrument_name") else None
    if instrument is not None:
        body["instrument_mfid"] = instrument.mfid
    made = _create(call, body)
    _keep(call, call.resource(made["unique_id"]))
    return made


def _create(call: Call, body: Json) -> Json:
    """Make a record, in anybody's name; who makes it for somebody else stays its editor."""
    owner = call.store.accounts.find(body["owner_orcid"]) if "owner_orcid" in body else call.caller.account
    if owner is None:
        raise not_found(f"Owner {body['owner_orcid']}")
    made = ask(call, body={name: value for name, value in body.items() if name != "owner_orcid"})
    if owner.unique_id == call.caller.id:
        return made
    record = call.store.resources.update(call.resource(made["unique_id"]), owner=owner.unique_id)
    call.store.grants.set(call.caller.id, record, EDITOR)
    return one(as_v3(call, call.operation.name), record)


def update_sample(call: Call) -> Json:
    """Change a sample."""
    return _update(call, "sample", call.body)


def update_dataset(call: Call) -> Json:
    """Change a dataset."""
    dataset = call.resource(call["dataset_mfid"], "dataset", needs=EDITOR)
    body = {name: value for name, value in call.body.items() if name not in _KEPT_FOR_V2 + _WITHOUT_MEANING}
    _keep(call, dataset)
    reference, label = body.pop("instrument_id", None), body.pop("instrument_name", None)
    if reference is not None:
        key = "instrument_mfid" if call.store.resources.get(reference, "instrument") else "instrument_id"
        ask(call, "assign_dataset_instrument", body={key: reference})
    elif label is not None:
        _assign_by_name(call, dataset, label)
    return _update(call, "dataset", body)


def _keep(call: Call, dataset: Resource) -> None:
    """Store what v3 does not know of."""
    data = {name: call.body[name] for name in _KEPT_FOR_V2 if name in call.body}
    if data:
        call.store.resources.update(dataset, data=data)


def _assign_by_name(call: Call, dataset: Resource, label: str) -> None:
    """Assign a dataset to the instrument with a name; if there is none, the name is a remark."""
    instrument = with_name(call, label)
    if instrument is None:
        if dataset.instrument is not None:
            call.store.grants.remove(dataset.instrument.mfid, dataset.id)
        call.store.resources.update(dataset, instrument=None, data={"instrument_name": label})
    elif dataset.instrument is None or dataset.instrument.id != instrument.id:
        ask(call, "assign_dataset_instrument", body={"instrument_mfid": instrument.mfid})


def _update(call: Call, type_: ResourceType, body: Json) -> Json:
    """Change a record, then its project, then its owner, because that may end what the caller can do with it."""
    mfid = call[f"{type_}_mfid"]
    ask(call, body={name: value for name, value in body.items() if name not in ("project_id", "owner_orcid")})
    record = call.resource(mfid, type_, needs=EDITOR)
    project, owner = body.get("project_id"), body.get("owner_orcid")
    if project is not None and (record.project is None or record.project.slug != project):
        ask(call, "reassign_project", resource_mfid=mfid, confirm=True, body={"project_id": project})
    if owner is not None and owner != record.owner:
        ask(call, "transfer_ownership", resource_mfid=mfid, confirm=True, body={"new_owner": owner})
    return one(as_v3(call, call.operation.name), call.resource(mfid, type_, needs=0))
