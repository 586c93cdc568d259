"""The service's document in our words: names, spellings and order that do not matter on the wire come from ours.

FastAPI writes ``list_datasets_datasets_get`` for an operation, a title for every member, ``anyOf`` with null for what
may be null, and its own schema for validation errors. None of these is a change of the service.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

from .lint import choices, is_cursor, path_shape
from .tree import (
    MAX_SAFE_INTEGER,
    METHODS,
    Document,
    Schema,
    component_name,
    operations,
    parameters,
    references,
    resolve,
    schema_holders,
    schemas,
)
from .views import drop_unused

_CURSOR_PATTERN = r"^[\x21-\x7e]+$"
_FASTAPI_ERRORS = ("HTTPValidationError", "ValidationError")


def normalise(document: Document, ours: Document) -> Document:
    """A document of the service as it would stand in ours.

    Parameters
    ----------
    document
        What the service publishes; it is not changed.
    ours
        The v3 view of our document.
    """
    result = copy.deepcopy(document)
    for key in [key for key in result if key not in ("openapi", "info", "security", "tags", "paths", "components")]:
        del result[key]
    result.setdefault("components", {}).setdefault("schemas", {})
    result["paths"] = _paths(result["paths"], ours["paths"])
    _resolve_parts(result)
    for _, schema in list(schemas(result)):
        _respell(schema)
    _name_operations(result, ours)
    _answers_of_errors(result, ours)
    _security(result, ours)
    renames = dict(_component_names(result, ours))
    result = _renamed(result, renames)
    drop_unused(result)
    _state_what_rules_ask_for(result)
    return result


def _paths(theirs: Document, ours: Document) -> Document:
    """Their paths, with our names for parameters, in our order and then theirs."""
    names = {path_shape(path): path for path in ours}
    result: Document = {}
    for path, item in theirs.items():
        known = names.get(path_shape(path)) or _like_ours(path, ours)
        renames = dict(zip(re.findall(r"\{([^}]*)\}", path), re.findall(r"\{([^}]*)\}", known), strict=True))
        for method in METHODS:
            if "operationId" in item.get(method, {}):  # FastAPI appends path and method
                suffix = re.sub(r"\W", "_", path) + "_" + method
                item[method]["operationId"] = item[method]["operationId"].removesuffix(suffix)
        for holder in [item, *(item[method] for method in METHODS if method in item)]:
            for parameter in holder.get("parameters", []):
                if parameter.get("in") == "path":
                    parameter["name"] = renames.get(parameter["name"], parameter["name"])
        result[known] = item
    order = {path: index for index, path in enumerate(ours)}
    return dict(sorted(result.items(), key=lambda entry: order.get(entry[0], len(order))))


def _like_ours(path: str, ours: Document) -> str:
    """A new path with our names for the parameters of as much of its beginning as ours have, too."""
    parts = path.split("/")
    for length in range(len(parts), 1, -1):
        beginning = path_shape("/".join(parts[:length]))
        for other in ours:
            if path_shape("/".join(other.split("/")[:length])) == beginning:
                return "/".join([*other.split("/")[:length], *parts[length:]])
    return path


def _resolve_parts(document: Document) -> None:
    """Put parameters, bodies and answers where they are used: only schemas stay components."""
    for path, _, operation in operations(document):
        found = [dict(parameter) for parameter in parameters(document, path, operation)]
        operation["parameters"] = found
        if not found:
            del operation["parameters"]
        if "requestBody" in operation:
            operation["requestBody"] = copy.deepcopy(resolve(document, operation["requestBody"]))
        answers = operation.get("responses", {})
        operation["responses"] = {
            status: copy.deepcopy(resolve(document, answer)) for status, answer in answers.items()
        }
    for item in document["paths"].values():
        for key in [key for key in item if key not in METHODS]:
            del item[key]


def _respell(schema: Schema) -> None:
    """Our spelling of one schema: no titles, one way to say null, one way to say one value."""
    schema.pop("title", None)
    if schema.get("default", ...) is None:
        del schema["default"]
    if "anyOf" in schema and "oneOf" not in schema:
        schema["oneOf"] = schema.pop("anyOf")
    if len(schema.get("allOf", ())) == 1:
        schema.update(schema.pop("allOf")[0])
    if isinstance(schema.get("enum"), list) and schema.get("const", ...) in schema["enum"]:
        del schema["enum"]
    if schema.get("type") == "string" and schema.get("contentMediaType") == "application/octet-stream":
        del schema["contentMediaType"]
        schema["format"] = "binary"
    choices = schema.get("oneOf", [])
    rest = [choice for choice in choices if choice.get("type") != "null"]
    if len(rest) == 1 and len(choices) == 2 and isinstance(rest[0].get("type"), str) and "enum" not in rest[0]:
        inner = {key: value for key, value in rest[0].items() if key != "title"}
        del schema["oneOf"]
        schema.update({**inner, **schema, "type": [inner["type"], "null"]})


def _name_operations(document: Document, ours: Document) -> None:
    known = {(path, method): operation for path, method, operation in operations(ours)}
    taken = {operation["operationId"] for operation in known.values()}
    for path, method, operation in operations(document):
        mine = known.get((path, method))
        if mine is not None:
            operation["operationId"], operation["tags"] = mine["operationId"], mine["tags"]
            continue
        name = operation.get("operationId") or f"{method}_{path}"
        name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
        name = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or method
        while name in taken:
            name += f"_{method}"
        taken.add(name)
        operation["operationId"], operation["tags"] = name, [_tag_for(path, ours)]


def _tag_for(path: str, ours: Document) -> str:
    """The tag of our operation whose path begins most like this one."""

    def common(other: str) -> int:
        pairs = zip(path_shape(path).split("/"), path_shape(other).split("/"), strict=False)
        return next((index for index, (a, b) in enumerate(pairs) if a != b), 99)

    return str(max(operations(ours), key=lambda entry: common(entry[0]))[2]["tags"][0])


def _answers_of_errors(document: Document, ours: Document) -> None:
    """FastAPI's own 422 is our Invalid. It lists no other refusals, so ours are not gone when they are not listed."""
    known = {(path, method): operation for path, method, operation in operations(ours)}
    own_errors = False
    for path, method, operation in operations(document):
        answers = operation["responses"]
        for status in [status for status, answer in answers.items() if _is_fastapi_error(answer)]:
            answers[status] = {"$ref": "#/components/responses/Invalid"}
            own_errors = True
        refusals = known.get((path, method), {}).get("responses", {})
        answers.update({status: answer for status, answer in refusals.items() if not status.startswith("2")})
    components, mine = document["components"], ours["components"]
    components["responses"], components["headers"] = mine.get("responses", {}), mine.get("headers", {})
    for name in _FASTAPI_ERRORS if own_errors else ():
        components["schemas"].pop(name, None)
    names = [component_name(ref) for ref in references(components["responses"])]
    for name in names:  # the list grows
        if name in mine["schemas"]:
            schema = components["schemas"].setdefault(name, mine["schemas"][name])
            names += [other for ref in references(schema) if (other := component_name(ref)) not in names]


def _is_fastapi_error(answer: Document) -> bool:
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return component_name(schema.get("$ref", "")) == "HTTPValidationError"


def _security(document: Document, ours: Document) -> None:
    """Whether an operation needs a key; how it is sent is ours to say. A document that never says changes nothing."""
    stated = "security" in document or any("security" in operation for _, _, operation in operations(document))
    known = {(path, method): operation for path, method, operation in operations(ours)}
    for path, method, operation in operations(document):
        needed = operation.pop("security", document.get("security", []))
        if not stated:
            needed = known.get((path, method), {}).get("security", ours.get("security", []))
        if not needed or {} in needed:
            operation["security"] = []
    document["security"] = ours.get("security", [])
    document["components"]["securitySchemes"] = ours["components"].get("securitySchemes", {})


def _component_names(document: Document, ours: Document) -> Iterator[tuple[str, str]]:
    """Their names for schemas that stand where one of ours stands, with ours."""
    known = {(path, method): operation for path, method, operation in operations(ours)}
    waiting: list[tuple[Any, Any]] = []
    for path, method, operation in operations(document):
        mine = known.get((path, method))
        if mine is not None:
            waiting += zip(_bodies(document, operation), _bodies(ours, mine), strict=False)
    theirs_by_name, ours_by_name = document["components"]["schemas"], ours["components"]["schemas"]
    seen: set[tuple[str, str]] = set()
    renamed: set[str] = set()
    while waiting:
        a, b = (_without_wrapping(schema) for schema in waiting.pop(0))
        if not a or not b:
            continue
        if "$ref" in a and "$ref" in b:
            pair = component_name(a["$ref"]), component_name(b["$ref"])
            if pair in seen or not {pair[0]} <= theirs_by_name.keys():
                continue
            seen.add(pair)
            if pair[0] not in ours_by_name and pair[1] not in theirs_by_name and not renamed & set(pair):
                renamed.update(pair)
                yield pair
            waiting.append((theirs_by_name[pair[0]], ours_by_name[pair[1]]))
            continue
        a, b = (resolve(side, schema) for side, schema in ((document, a), (ours, b)))
        for key in ("items", "additionalProperties"):
            waiting.append((a.get(key), b.get(key)))
        waiting += (
            (a["properties"][name], member)
            for name, member in b.get("properties", {}).items()
            if name in a.get("properties", {})
        )
        waiting += zip(a.get("oneOf", ()), b.get("oneOf", ()), strict=False)


def _bodies(document: Document, operation: Document) -> list[Any]:
    """The schemas of the body and of the success answer; each place is there, whether filled or not."""
    body = resolve(document, operation.get("requestBody", {})).get("content", {})
    answers = [resolve(document, answer) for status, answer in operation["responses"].items() if status.startswith("2")]
    contents = [body, *(answer["content"] for answer in answers if "content" in answer)][:2]
    return [content.get("application/json", {}).get("schema") for content in contents]


def _without_wrapping(schema: Any) -> Schema:
    """The one alternative that is not null."""
    if not isinstance(schema, dict):
        return {}
    rest = [choice for choice in schema.get("oneOf", ()) if choice.get("type") != "null"]
    return rest[0] if len(rest) == 1 else schema


def _renamed(document: Document, names: dict[str, str]) -> Document:
    def rename(node: Any) -> Any:
        if isinstance(node, list):
            return [rename(value) for value in node]
        if not isinstance(node, dict):
            return node
        result = {key: rename(value) for key, value in node.items()}
        ref = result.get("$ref")
        if isinstance(ref, str) and ref.startswith("#/components/schemas/"):
            name = component_name(ref)
            result["$ref"] = "#/components/schemas/" + names.get(name, name)
        return result

    result: Document = rename(document)
    components = result["components"]["schemas"]
    result["components"]["schemas"] = {names.get(name, name): schema for name, schema in components.items()}
    return result


def _state_what_rules_ask_for(document: Document) -> None:
    """Integers without bounds mean those that JSON readers share, and cursors are visible characters."""
    members = [member for _, schema in schemas(document) for member in schema.get("properties", {}).items()]
    members += [(holder["name"], holder["schema"]) for _, holder in schema_holders(document) if "name" in holder]
    for name, schema in members:
        if is_cursor(name) and not any("pattern" in choice for choice in choices(document, schema)):
            schema["pattern"] = _CURSOR_PATTERN
    for _, schema in schemas(document):
        kinds = schema.get("type")
        is_integer = kinds == "integer" or (isinstance(kinds, list) and "integer" in kinds)
        if is_integer and not {"const", "enum"} & schema.keys():
            schema.setdefault("minimum", -MAX_SAFE_INTEGER)
            schema.setdefault("maximum", MAX_SAFE_INTEGER)
