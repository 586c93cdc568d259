"""From one version to the other: v2 calls as v3 calls, v3 answers as v2 answers."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..answers import Answer, RawAnswer, Refusal
from ..document import load_document
from ..handlers import HANDLERS
from ..handlers.users import private_user

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..answers import Json
    from ..app import Handler
    from ..call import Call
    from ..document import Document, Operation

_AS_GIVEN: Any = object()


def as_v3(call: Call, name: str, *, body: Any = _AS_GIVEN, **values: Json) -> Call:
    """Return the call of a v3 operation that a v2 call stands for.

    Parameters
    ----------
    name
        The v3 operation.
    body
        Its body, if it differs from the call's.
    values
        Values of parameters that v3 calls differently, or that v2 does not have.
    """
    document = load_document()
    operation = document.operations[name]
    return replace(
        call,
        operation=operation,
        values={**_defaults(operation), **call.values, **values},
        body=call.body if body is _AS_GIVEN else body,
        world=replace(call.world, document=document),
    )


def ask(call: Call, name: str = "", *, body: Any = _AS_GIVEN, **values: Json) -> Json:
    """Return the answer of a v3 operation, by default the one called like the v2 operation; see `as_v3`."""
    name = name or call.operation.name
    return HANDLERS[name](as_v3(call, name, body=body, **values))


@functools.cache
def _defaults(operation: Operation) -> Mapping[str, Json]:
    parameters = (parameter for found in operation.parameters.values() for parameter in found)
    return {parameter.name: parameter.default for parameter in parameters if parameter.default is not None}


def speaking_v2(handler: Handler) -> Handler:
    """Let a handler see only what v2 knows of a body, and let callers see only what v2 knows of its answer."""

    def answer(call: Call) -> Json:
        document, operation = call.world.document, call.operation
        item = document.contents["paths"][operation.path][operation.method.lower()]
        if operation.takes_body:
            call = replace(call, body=_known(call, item["requestBody"], call.body))
        try:
            given = handler(call)
        except Refusal as refusal:
            if isinstance(refusal.detail, dict):
                refusal.detail = refusal.detail.get("message", refusal.detail.get("code"))
            raise
        if isinstance(given, RawAnswer):
            return given
        status, body = (given.status, given.body) if isinstance(given, Answer) else (operation.success, given)
        return Answer(status, _known(call, item["responses"].get(str(status), {}), body))

    return answer


def _known(call: Call, described: Mapping[str, Any], value: Json) -> Json:
    """Return what the document knows of a body that it describes."""
    media = call.world.document.resolve(described).get("content", {}).get("application/json")
    return value if media is None else _shown(call, media["schema"], value)


def _shown(call: Call, schema: Mapping[str, Any], value: Json) -> Json:
    """Return a value without the members that its schema does not name."""
    if not isinstance(value, (dict, list)):
        return value
    document = call.world.document
    name, schema = _component(document, schema)
    if isinstance(value, list):
        return [_shown(call, schema.get("items", {}), item) for item in value]
    if name == "ResourceResponse":
        return _shown_by_type(call, value)
    if name in RECORDS:
        value = RECORDS[name](call, value)
    members = schema.get("properties")
    if members is None or schema.get("additionalProperties") or schema.get("x-certainty") == "unknown":
        others = schema.get("additionalProperties")
        return {key: _shown(call, others, item) for key, item in value.items()} if isinstance(others, dict) else value
    return {
        key: _shown(call, members[key], item) if isinstance(item, (dict, list)) else item
        for key, item in value.items()
        if key in members
    }


def _component(document: Document, schema: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Follow references, and "or null", to a schema, and return it with the name of the component it is."""
    name = ""
    while True:
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            schema = document.contents["components"]["schemas"][name]
        elif "oneOf" in schema or "anyOf" in schema:
            schema = next(s for s in schema.get("oneOf", schema.get("anyOf", ())) if s.get("type") != "null")
        else:
            return name, schema


_SCHEMAS = {
    "dataset": "DatasetResponse",
    "sample": "SampleResponse",
    "instrument": "InstrumentRead",
    "project": "ProjectRead",
}


def _shown_by_type(call: Call, value: Json) -> Json:
    """Return a record of any type, which always says what it is."""
    schema = {"$ref": f"#/components/schemas/{_SCHEMAS[value['resource_type']]}"}
    return {**_shown(call, schema, value), "unique_id": value["unique_id"], "resource_type": value["resource_type"]}


_RELATIONSHIPS = {"source": "parent", "target": "child", "undirected": "associated"}


def _link(_: Call, link: Json) -> Json:
    return {**link, "relationship": _RELATIONSHIPS[link["direction"]]}


def _dataset(call: Call, dataset: Json) -> Json:
    """Add what v3 does not store any more but v2 lets people write."""
    stored = call.store.resources.get(dataset["unique_id"])
    data = stored.data if stored else {}
    return {**dataset, "description": data.get("description"), "source_folder": data.get("source_folder")}


def _instrument(call: Call, instrument: Json) -> Json:
    """Show the owner as the text that was given, or else as a name."""
    stored = call.store.resources.get(instrument["unique_id"])
    text = stored.data.get("owner") if stored else None
    if text is None and stored is not None and stored.owner is not None:
        account = call.store.accounts.get(stored.owner)
        text = f"{account.first_name} {account.last_name}".strip() if account else None
    return {**instrument, "owner": text}


def _project(call: Call, project: Json) -> Json:
    """Show the lead by name; those inside learn the e-mail address."""
    lead = project.get("lead")
    account = call.store.accounts.get(lead["unique_id"]) if lead else None
    if account is None:
        return project
    shown = {**project, "project_lead_name": f"{account.first_name} {account.last_name}".strip()}
    if call.caller.elevated or project["role"] is not None:
        shown |= {"lead": private_user(account), "project_lead_email": account.email}
    return shown


def group_name(call: Call, name: str) -> str:
    """Return the name that a group of v3 has in v2: that of a project is its slug."""
    project = call.store.resources.get(name, "project")
    return project.slug or name if project else name


def _group(call: Call, record: Json) -> Json:
    return {**record, "group_name": group_name(call, record["group_name"])}


RECORDS: dict[str, Callable[[Call, Json], Json]] = {
    "ResourceLink": _link,
    "DatasetResponse": _dataset,
    "InstrumentRead": _instrument,
    "ProjectRead": _project,
    "JoinRequest": _group,
    "ResourceAccessGroup": _group,
}
"""How records of v3 look in v2, by the name of their schema."""
