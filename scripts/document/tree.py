"""Finding one's way in a document: its operations, its schemas, its references and the names of places in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Document = dict[str, Any]
Schema = dict[str, Any]
Place = tuple[str | int, ...]

METHODS = ("get", "put", "post", "patch", "delete", "head", "options", "trace")
SCHEMA_MAPS = ("properties", "patternProperties", "$defs", "dependentSchemas")
SCHEMA_LISTS = ("oneOf", "anyOf", "allOf", "prefixItems")
SCHEMA_MEMBERS = ("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames")
MAX_SAFE_INTEGER = 9007199254740991


class DocumentError(Exception):
    """A document that cannot be read or used; the message says what is wrong, where, and what to do."""


def pointer(place: Place) -> str:
    """A place as a JSON pointer.

    Examples
    --------
    >>> pointer(("paths", "/datasets", "get"))
    '/paths/~1datasets/get'
    """
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in place)


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Path, method and content of each operation, in the order of the document."""
    for path, item in document.get("paths", {}).items():
        for method in item:
            if method in METHODS:
                yield path, method, item[method]


def component_name(ref: str) -> str:
    """The name at the end of a reference to a component."""
    return ref.rsplit("/", 1)[-1]


def lookup(document: Document, ref: str) -> Document | None:
    """What a reference names in the document; None when nothing is there."""
    if not ref.startswith("#/"):
        return None
    target: Any = document
    for part in ref[2:].split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        target = target.get(key) if isinstance(target, dict) else None
    return target if isinstance(target, dict) else None


def resolve(document: Document, node: Document) -> Document:
    """What a reference stands for, followed to its end; other nodes are returned as they are.

    Raises
    ------
    DocumentError
        When nothing is there, or the reference leads outside the document or in a circle.
    """
    seen: set[str] = set()
    while "$ref" in node:
        ref = str(node["$ref"])
        target = None if ref in seen else lookup(document, ref)
        if target is None:
            raise DocumentError(f"the reference {ref} leads nowhere; define the component or mend the reference")
        seen.add(ref)
        node = target
    return node


def references(node: Any) -> Iterator[str]:
    """Each reference below a node. Examples are passed over: their content belongs to the service's users."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield value
            elif key not in ("example", "examples"):
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def parameters(document: Document, path: str, operation: Document) -> list[Document]:
    """The parameters of an operation, those of its path included, with references resolved."""
    own = [resolve(document, p) for p in operation.get("parameters", [])]
    names = {(p.get("name"), p.get("in")) for p in own}
    shared = [resolve(document, p) for p in document["paths"][path].get("parameters", [])]
    return [p for p in shared if (p.get("name"), p.get("in")) not in names] + own


def subschemas(schema: Any, place: Place = ()) -> Iterator[tuple[Place, Schema]]:
    """A schema and every schema written inside it; references are not followed."""
    if not isinstance(schema, dict):
        return
    yield place, schema
    for key in SCHEMA_MEMBERS:
        yield from subschemas(schema.get(key), (*place, key))
    for key in SCHEMA_MAPS:
        members = schema.get(key)
        for name, member in members.items() if isinstance(members, dict) else ():
            yield from subschemas(member, (*place, key, name))
    for key in SCHEMA_LISTS:
        members = schema.get(key)
        for index, member in enumerate(members if isinstance(members, list) else ()):
            yield from subschemas(member, (*place, key, index))


def schema_holders(document: Document) -> Iterator[tuple[Place, Document]]:
    """Each parameter, header and media type: the places outside components where a schema may stand."""

    def media(node: Document, place: Place) -> Iterator[tuple[Place, Document]]:
        for name, content in node.get("content", {}).items():
            yield (*place, "content", name), content
        for name, header in node.get("headers", {}).items():
            yield (*place, "headers", name), header

    components = document.get("components", {})
    for kind in ("parameters", "headers"):
        for name, node in components.get(kind, {}).items():
            yield ("components", kind, name), node
    for kind in ("responses", "requestBodies"):
        for name, node in components.get(kind, {}).items():
            yield from media(node, ("components", kind, name))
    for path, item in document.get("paths", {}).items():
        for index, node in enumerate(item.get("parameters", [])):
            yield ("paths", path, "parameters", index), node
    for path, method, operation in operations(document):
        place = ("paths", path, method)
        for index, node in enumerate(operation.get("parameters", [])):
            yield (*place, "parameters", index), node
        yield from media(operation.get("requestBody", {}), (*place, "requestBody"))
        for status, node in operation.get("responses", {}).items():
            yield from media(node, (*place, "responses", status))


def schemas(document: Document) -> Iterator[tuple[Place, Schema]]:
    """Every schema of a document, nested ones included, with its place."""
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        yield from subschemas(schema, ("components", "schemas", name))
    for place, holder in schema_holders(document):
        if "schema" in holder:
            yield from subschemas(holder["schema"], (*place, "schema"))
