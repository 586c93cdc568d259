"""One document, two readings: what API v3 is, and what API v2 is.

An element with ``x-api-versions`` belongs to the versions it names, everything else to both. A view leaves out what
belongs to the other version only, references to it included, and then whatever nothing refers to any more.
"""

from __future__ import annotations

import json
from typing import Any

from .tree import METHODS, Document, Schema, lookup, operations, references, schemas

VERSIONS = ("v3", "v2")
MARK = "x-api-versions"


def view(document: Document, version: str) -> Document:
    """The document as one version of the API has it, without marks of versions.

    Parameters
    ----------
    document
        The whole document; it is not changed.
    version
        ``"v3"`` or ``"v2"``.
    """
    result: Document = prune(document, document, version)
    result["paths"] = {path: item for path, item in result["paths"].items() if any(key in METHODS for key in item)}
    if version == "v2":
        result["info"]["version"] = "2.0.0"
        for _, schema in schemas(result):  # v2 passed over members it did not know
            if schema.get("additionalProperties") is False:
                del schema["additionalProperties"]
    drop_unused(result)
    return result


def belongs(document: Document, node: Any, version: str) -> bool:
    """Whether a version has an element; one that only refers to a component has the versions of that component, too."""
    while isinstance(node, dict):
        if version not in node.get(MARK, VERSIONS):
            return False
        node = lookup(document, str(node["$ref"])) if "$ref" in node else None
    return True


def prune(document: Document, node: Any, version: str) -> Any:
    """A part of the whole document as one version has it."""
    if isinstance(node, list):
        return [prune(document, item, version) for item in node if belongs(document, item, version)]
    if not isinstance(node, dict):
        return node
    kept = {key: value for key, value in node.items() if key != MARK and belongs(document, value, version)}
    result = {key: prune(document, value, version) for key, value in kept.items()}
    _mend_members(node, result)
    for key in ("oneOf", "anyOf"):
        choices = result.get(key)
        if isinstance(choices, list) and len(choices) == 1 and len(node[key]) > 1:
            del result[key]
            result = {**choices[0], **result}
    if not result.get("parameters", True):
        del result["parameters"]
    return result


def _mend_members(node: Document, result: Document) -> None:
    """Take members that went out of ``required`` and out of the example beside them."""
    before, after = node.get("properties"), result.get("properties")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return
    gone = before.keys() - after.keys()
    if isinstance(result.get("required"), list):
        result["required"] = [name for name in result["required"] if name not in gone]
        if not result["required"]:
            del result["required"]
    if isinstance(result.get("example"), dict):
        result["example"] = {name: value for name, value in result["example"].items() if name not in gone}


def drop_unused(document: Document) -> None:
    """Take out components and tags that nothing refers to."""
    used: set[str] = set()
    waiting = list(references(document["paths"]))
    while waiting:
        ref = waiting.pop()
        if ref not in used:
            used.add(ref)
            waiting.extend(references(lookup(document, ref)))
    components = document.get("components", {})
    for kind in [kind for kind in components if kind != "securitySchemes"]:
        components[kind] = {n: v for n, v in components[kind].items() if f"#/components/{kind}/{n}" in used}
        if not components[kind]:
            del components[kind]
    tags = {tag for _, _, operation in operations(document) for tag in operation.get("tags", [])}
    if "tags" in document:
        document["tags"] = [tag for tag in document["tags"] if tag["name"] in tags]


def compact(document: Document) -> str:
    """A view as JSON: one line for each path and component, components by name, so that changes can be compared."""

    def line(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def block(members: dict[str, str]) -> str:
        return "{" + ",\n".join(f"{line(name)}:{text}" for name, text in members.items()) + "}"

    parts: dict[str, str] = {}
    for key, value in document.items():
        if key == "paths":
            parts[key] = block({path: line(item) for path, item in value.items()})
        elif key == "components":
            kinds = {
                kind: block({name: line(value[kind][name]) for name in sorted(value[kind])}) for kind in sorted(value)
            }
            parts[key] = block(kinds)
        else:
            parts[key] = line(value)
    return block(parts) + "\n"


def without_null(schema: Schema) -> Schema:
    """The schema with null taken out of its types."""
    result = dict(schema)
    if isinstance(schema.get("type"), list):
        types = [name for name in schema["type"] if name != "null"]
        result["type"] = types[0] if len(types) == 1 else types
    for key in ("oneOf", "anyOf"):
        if key in schema:
            rest = [choice for choice in schema[key] if choice.get("type") != "null"]
            del result[key]
            result = {**rest[0], **result} if len(rest) == 1 else {**result, key: rest}
    return result
