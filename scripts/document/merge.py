"""The service's document taken over into ours: v3 from the service, everything only we know from ours.

What is the same stays as we wrote it, comments included. What v3 lost and v2 still has is marked as v2's. What is new
is marked as v3's. Our texts, examples, marks of certainty and bounds stay where the service says nothing against them.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Set
from typing import Any

from . import examples
from .changes import compare, directions, parameter_key, success
from .schemachanges import RECEIVED, SENT, Side, differences
from .tree import METHODS, Document, Place, Schema, operations, resolve, schema_holders
from .views import MARK, VERSIONS, belongs, drop_unused, prune, view, without_null
from .yamlread import Yaml

_REFUSALS = {"401": "Unauthorized", "422": "Invalid"}


def merge(document: Yaml, theirs: Document) -> Yaml:
    """Our document with the changes of the service.

    Parameters
    ----------
    document
        Our whole document; it is not changed.
    theirs
        The service's document, normalised.
    """
    return Yaml(_Merge(document.value, theirs).result(), dict(document.comments))


class _Merge:
    def __init__(self, whole: Document, theirs: Document) -> None:
        self.whole = copy.deepcopy(whole)
        self.ours = view(whole, "v3")
        self.theirs = theirs
        self.new = theirs["components"]["schemas"].keys() - whole["components"]["schemas"].keys()
        self.directions = directions(self.ours)
        self.changed = {(change.subject, change.name) for change in compare(self.ours, theirs)}

    def result(self) -> Document:
        self.whole["info"]["version"] = self.theirs["info"]["version"]
        self._operations()
        self._components()
        drop_unused(self.whole)
        for version in VERSIONS:
            _mend_examples(self.whole, self.new, version)
        return self.whole

    # ---- operations ----

    def _operations(self) -> None:
        ours = {operation["operationId"]: operation for _, _, operation in operations(self.ours)}
        theirs = {op["operationId"]: (path, method, op) for path, method, op in operations(self.theirs)}
        for path, method, operation in list(operations(self.whole)):
            name = operation["operationId"]
            if name in ours and name not in theirs:
                self._leave_to_v2(self.whole["paths"][path], method)
                if not any(key in METHODS for key in self.whole["paths"][path]):
                    del self.whole["paths"][path]
            elif name in ours and ("operation", name) in self.changed:
                self._operation(operation, ours[name], theirs[name][2])
        for name, (path, method, operation) in theirs.items():
            if name not in ours:
                self.whole["paths"].setdefault(path, {})[method] = self._new_operation(operation)

    def _leave_to_v2(self, holder: Any, key: Any, *, deprecated: bool = True) -> None:
        """Mark what v3 has lost, or take it out when v2 has not got it either; OpenAPI deprecates no bodies."""
        if belongs(self.whole, holder[key], "v2"):
            if "$ref" in holder[key] and "/parameters/" in holder[key]["$ref"]:
                holder[key] = copy.deepcopy(resolve(self.whole, holder[key]))
            holder[key] |= {MARK: ["v2"], **({"deprecated": True} if deprecated else {})}
        else:
            del holder[key]

    def _new_operation(self, operation: Document) -> Document:
        new = copy.deepcopy(operation)
        new.setdefault("summary", new["operationId"].replace("_", " ").capitalize())
        new[MARK] = ["v3"]
        _add_refusals(new)
        return new

    def _operation(self, whole: Document, ours: Document, theirs: Document) -> None:
        whole.pop("deprecated", None)
        if theirs.get("deprecated"):
            whole["deprecated"] = True
        if theirs.get("security") == []:
            whole["security"] = []
        elif ours.get("security") == []:
            whole.pop("security", None)
        self._parameters(whole, theirs)
        self._body(whole, theirs)
        _add_refusals(whole)
        for status, answer in theirs["responses"].items():
            if status not in whole["responses"] and not status.startswith("2"):
                whole["responses"][status] = {**copy.deepcopy(answer), MARK: ["v3"]}
        self._media(success(self.whole, whole), success(self.ours, ours), success(self.theirs, theirs), RECEIVED)

    def _parameters(self, whole: Document, theirs: Document) -> None:
        new = {parameter_key(parameter): parameter for parameter in theirs.get("parameters", [])}
        kept = whole.get("parameters", [])
        for index in reversed(range(len(kept))):
            parameter = resolve(self.whole, kept[index])
            if not belongs(self.whole, kept[index], "v3"):
                continue
            other = new.pop(parameter_key(parameter), None)
            if other is None:
                self._leave_to_v2(kept, index)
            elif merged := self._parameter(parameter, other):
                kept[index] = merged
        kept += [{**copy.deepcopy(parameter), MARK: ["v3"]} for parameter in new.values()]
        if kept:
            whole["parameters"] = kept

    def _parameter(self, whole: Document, theirs: Document) -> Document | None:
        """A parameter with its changes; None when there are none, so that a shared one stays shared."""
        ours = prune(self.whole, whole, "v3")
        same = all(bool(ours.get(key)) == bool(theirs.get(key)) for key in ("required", "deprecated"))
        schema = self._schema(whole["schema"], without_null(theirs.get("schema", {})), SENT)
        if same and schema == whole["schema"]:
            return None
        result = {**copy.deepcopy(whole), "schema": schema}
        for key in ("required", "deprecated"):
            result.pop(key, None)
            if theirs.get(key):
                result[key] = True
        return result

    def _body(self, whole: Document, theirs: Document) -> None:
        if "requestBody" not in theirs:
            if "requestBody" in whole:
                self._leave_to_v2(whole, "requestBody", deprecated=False)
        elif "requestBody" not in whole:
            whole["requestBody"] = {**copy.deepcopy(theirs["requestBody"]), MARK: ["v3"]}
        else:
            mine, other = whole["requestBody"], theirs["requestBody"]
            mine.pop("required", None)
            if other.get("required"):
                mine["required"] = True
            self._media(mine, prune(self.whole, mine, "v3"), other, SENT)

    def _media(self, whole: Document, ours: Document, theirs: Document, direction: str) -> None:
        mine, other = whole.get("content", {}), theirs.get("content", {})
        if other == {"application/json": {"schema": {}}}:
            return
        for name in ours.get("content", {}):
            if name not in other:
                self._leave_to_v2(mine, name, deprecated=False)
        for name, media in other.items():
            if name in mine:
                mine[name]["schema"] = self._schema(mine[name].get("schema", {}), media.get("schema", {}), direction)
            else:
                whole.setdefault("content", {})[name] = {**copy.deepcopy(media), MARK: ["v3"]}

    # ---- schemas ----

    def _components(self) -> None:
        mine = self.whole["components"]["schemas"]
        for name, schema in self.theirs["components"]["schemas"].items():
            if name not in mine:
                mine[name] = {**copy.deepcopy(schema), MARK: ["v3"]}
            elif name in self.ours["components"]["schemas"] and ("schema", name) in self.changed:
                way = SENT if SENT in self.directions.get(name, ()) else RECEIVED
                mine[name] = self._schema(mine[name], schema, way)

    def _schema(self, whole: Schema, theirs: Schema, way: str) -> Schema:
        """A schema of ours, with marks, that says for v3 what theirs says."""
        ours = prune(self.whole, whole, "v3")
        if not any(differences(Side(self.ours, ours), Side(self.theirs, theirs), sent=way == SENT)):
            return whole
        for key in ("oneOf", "anyOf"):
            choices = whole.get(key, ())
            if choices and all(MARK in choice for choice in choices):
                rest = [choice for choice in choices if not belongs(self.whole, choice, "v3")]
                return {**whole, key: [{**copy.deepcopy(theirs), MARK: ["v3"]}, *rest]}
        if "properties" in whole and "properties" in theirs:
            return self._record(whole, theirs, way)
        if isinstance(whole.get("items"), dict) and isinstance(theirs.get("items"), dict):
            kept = {key: value for key, value in whole.items() if key not in ("type", "items", "minItems", "maxItems")}
            stated = {key: value for key, value in theirs.items() if key not in ("items", "description", "example")}
            return {**stated, **kept, "items": self._schema(whole["items"], theirs["items"], way)}
        kept = {key: whole[key] for key in ("description", "deprecated", "readOnly", "writeOnly", MARK) if key in whole}
        return {**copy.deepcopy(theirs), **kept}

    def _record(self, whole: Schema, theirs: Schema, way: str) -> Schema:
        result = {**whole, "properties": dict(whole["properties"])}
        if "type" in theirs:
            result["type"] = theirs["type"]
        members, other = result["properties"], theirs["properties"]
        for name, member in whole["properties"].items():
            if name in other:
                members[name] = self._schema(member, other[name], way)
            elif belongs(self.whole, member, "v3"):
                self._leave_to_v2(members, name)
        members |= {name: {**copy.deepcopy(m), MARK: ["v3"]} for name, m in other.items() if name not in members}
        only_v2 = {name for name in members if not belongs(self.whole, members[name], "v3")}
        required = [name for name in whole.get("required", ()) if name in only_v2 and name in members]
        wanted = set(theirs.get("required", ()))
        required = [name for name in members if name in wanted or name in required]
        result.pop("required", None)
        if required:
            result["required"] = required
        return result


def _add_refusals(operation: Document) -> None:
    has_input = bool(operation.get("parameters")) or "requestBody" in operation
    for status, name in _REFUSALS.items():
        if operation.get("security") != [] and (status == "401" or has_input):
            operation["responses"].setdefault(status, {"$ref": f"#/components/responses/{name}"})


def _mend_examples(whole: Document, new: Set[str], version: str) -> None:
    """Put right the examples of a version that are not true any more, and make those of new schemas and bodies.

    An example that both versions have is v3's.
    """
    shown = view(whole, version)
    others = set() if version == "v3" else {id(node) for node in _mendable(whole, "v3")}
    maker = examples.Maker(shown)
    records = shown["components"]["schemas"]
    for name, schema in whole["components"]["schemas"].items():
        if id(schema) in others:
            continue
        if name in records and ("example" in schema or name in new):
            bare = {key: value for key, value in records[name].items() if key != "example"}
            before = schema.get("example")
            made = maker.made(bare) if before is None else maker.mended(bare, before)
            if isinstance(before, dict) and isinstance(made, dict):  # views take out what the other version alone has
                gone = schema.get("properties", {}).keys() - bare.get("properties", {}).keys()
                made |= {member: value for member, value in before.items() if member in gone}
            _set_example(schema, made)
    maker = examples.Maker(view(whole, version))  # it knows the mended ones
    known = {
        holder["name"]: holder["example"]
        for _, holder in schema_holders(shown)
        if "in" in holder and "example" in holder
    }
    for place, holder in schema_holders(whole):
        if "schema" not in holder or id(holder) in others or not _is_in(whole, place, version):
            continue
        part = prune(whole, holder, version)
        if "example" in holder:
            _set_example(holder, maker.mended(part["schema"], holder["example"]))
        elif holder.get("in") == "path":
            _set_example(holder, known.get(holder["name"]) or maker.made(part["schema"]))
        elif "content" in place and "json" in str(place[-1]) and not examples.has_example(shown, part):
            own = [choice for choice in holder["schema"].get("oneOf", ()) if choice.get(MARK) == [version]]
            _set_example(own[0] if own else holder, maker.made(part["schema"]))


def _mendable(whole: Document, version: str) -> Iterator[Document]:
    """What can hold an example and belongs to a version."""
    records = view(whole, version)["components"]["schemas"]
    yield from (schema for name, schema in whole["components"]["schemas"].items() if name in records)
    yield from (holder for place, holder in schema_holders(whole) if _is_in(whole, place, version))


def _is_in(document: Document, place: Place, version: str) -> bool:
    """Whether a version has a place, so everything around it."""
    node: Any = document
    for part in place:
        node = node[part]
        if not belongs(document, node, version):
            return False
    return True


def _set_example(holder: Document, example: Any) -> None:
    holder.pop("example", None)
    if example is not None:
        holder["example"] = example
