"""The document and the generated functions side by side, for tests that compare them."""

from __future__ import annotations

import datetime
import importlib
import inspect
import json
import re
import typing
from functools import cache
from importlib.resources import files

DOCUMENT = json.loads((files("crucible") / "openapi" / "v3.json").read_bytes())
METHODS = ("get", "put", "post", "patch", "delete")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d")


def operations():
    """Yield (path, method, operation) of the document."""
    for path, item in DOCUMENT["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


OPERATIONS = {operation["operationId"]: (path, method, operation) for path, method, operation in operations()}


def resolve(node):
    """Follow a reference within the document."""
    while "$ref" in node:
        target = DOCUMENT
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


@cache
def module(operation_id):
    """Import the generated module of an operation."""
    tag = OPERATIONS[operation_id][2]["tags"][0]
    return importlib.import_module(f"crucible_api.api.{tag}.{operation_id}")


def json_answer(operation):
    """The media type of the JSON success answer, or None."""
    for status, answer in operation["responses"].items():
        if status.startswith("2") and (media := resolve(answer).get("content", {}).get("application/json")):
            return media
    return None


def mirror():
    """A document of made-up operations, one per JSON success answer, whose request body is that answer.

    schemathesis makes request bodies; so it makes answers, with nothing but its public interface.
    """
    paths = {}
    for operation_id, (_, _, operation) in OPERATIONS.items():
        if media := json_answer(operation):
            body = {"required": True, "content": {"application/json": {"schema": media["schema"]}}}
            answers = {"200": {"description": "read"}}
            paths[f"/{operation_id}"] = {
                "post": {"operationId": operation_id, "requestBody": body, "responses": answers}
            }
    return {
        "openapi": "3.1.0",
        "info": {"title": "mirror", "version": "1"},
        "paths": paths,
        "components": {"schemas": without_read_only(DOCUMENT["components"]["schemas"])},
    }


def without_read_only(node):
    """The schemas as an answer sees them: a member that only the server sets is in it."""
    if isinstance(node, dict):
        return {key: without_read_only(value) for key, value in node.items() if (key, value) != ("readOnly", True)}
    return [without_read_only(item) for item in node] if isinstance(node, list) else node


def arguments(operation_id):
    """Valid arguments for what an operation requires, taken from the document's examples."""
    _, _, operation = OPERATIONS[operation_id]
    function = module(operation_id)
    parameters = {}
    for holder in operation.get("parameters", []):
        parameter = resolve(holder)
        if parameter.get("required"):
            schema = resolve(parameter["schema"])
            parameters[python_name(parameter["name"])] = parameter.get("example") or schema.get("enum", ["some"])[0]
    if operation.get("requestBody"):
        content = operation["requestBody"]["content"]
        media = content.get("application/json")
        example = media.get("example", resolve(media["schema"]).get("example"))
        parameters["body"] = body_argument(function, example)
    return parameters


def python_name(name):
    """The Python name that the generator gives a parameter."""
    return re.sub(r"\W", "_", name).lower()


def body_argument(function, value):
    """A JSON value as the type that the generated function takes."""
    annotation = inspect.signature(function._get_kwargs).parameters["body"].annotation
    for kind in [annotation, *typing.get_args(annotation)]:
        if hasattr(kind, "from_dict"):
            return kind.from_dict(value)
    return value


def as_json(value):
    """A parsed answer as JSON again."""
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value


def same(left, right):
    """Equality of JSON values, with date-times compared as instants."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, str) and isinstance(right, str) and left != right and MOMENT.match(left):
        return datetime.datetime.fromisoformat(left.upper()) == datetime.datetime.fromisoformat(right)
    return left == right and isinstance(left, bool) == isinstance(right, bool)
