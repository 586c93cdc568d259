"""Our v3 view as FastAPI would publish it: the same interface in other words."""

from __future__ import annotations

import copy
import re

METHODS = ("get", "put", "post", "patch", "delete")
VALIDATION_ERRORS = {
    "HTTPValidationError": {
        "type": "object",
        "title": "HTTPValidationError",
        "properties": {
            "detail": {"type": "array", "title": "Detail", "items": {"$ref": "#/components/schemas/ValidationError"}}
        },
    },
    "ValidationError": {
        "type": "object",
        "title": "ValidationError",
        "required": ["loc", "msg", "type"],
        "properties": {
            "loc": {
                "type": "array",
                "title": "Location",
                "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
            },
            "msg": {"type": "string", "title": "Message"},
            "type": {"type": "string", "title": "Error Type"},
        },
    },
}
RENAMED = {"DatasetPage": "KeysetPage_DatasetResponse_", "SampleOffsetPage": "OffsetPage_SampleResponse_"}


def as_fastapi(view):
    """The document a FastAPI service with our interface would publish."""
    schemas = view["components"]["schemas"]
    scalars = {name: schema for name, schema in schemas.items() if not {"properties", "oneOf", "anyOf"} & schema.keys()}
    document = {"openapi": "3.1.0", "info": {"title": "Crucible", "version": view["info"]["version"]}, "paths": {}}
    for path, item in view["paths"].items():
        other = re.sub(r"\{(\w+)_mfid\}", r"{\1id}", path)
        document["paths"][other] = {
            method: _operation(view, other, method, item[method], scalars) for method in METHODS if method in item
        }
    kept = {name: schema for name, schema in schemas.items() if name not in scalars and name not in VALIDATION_ERRORS}
    components = {name: {"title": name, **_schema(schema, name, scalars)} for name, schema in kept.items()}
    components |= VALIDATION_ERRORS
    document["components"] = {
        "schemas": {RENAMED.get(name, name): schema for name, schema in components.items()},
        "securitySchemes": {"HTTPBearer": {"type": "http", "scheme": "bearer"}},
    }
    return document


def _resolve(view, node):
    while "$ref" in node:
        kind, name = node["$ref"].split("/")[2:]
        node = view["components"][kind][name]
    return node


def _operation(view, path, method, operation, scalars):
    name = operation["operationId"]
    result = {
        "operationId": f"{name}{re.sub(r'[^a-zA-Z0-9_]', '_', path)}_{method}",
        "tags": [operation["tags"][0].title()],
        "summary": name.replace("_", " ").title(),
        "responses": {},
    }
    if operation.get("deprecated"):
        result["deprecated"] = True
    if operation.get("security") != []:
        result["security"] = [{"HTTPBearer": []}]
    if "parameters" in operation:
        result["parameters"] = [_parameter(_resolve(view, p), scalars) for p in operation["parameters"]]
    if "requestBody" in operation:
        body = _resolve(view, operation["requestBody"])
        result["requestBody"] = {
            "content": _content(body, scalars),
            **({"required": True} if body.get("required") else {}),
        }
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            answer = _resolve(view, answer)
            content = {"content": _content(answer, scalars)} if "content" in answer else {}
            result["responses"][status] = {"description": "Successful Response", **content}
        elif status == "422":
            schema = {"$ref": "#/components/schemas/HTTPValidationError"}
            content = {"application/json": {"schema": schema}}
            result["responses"]["422"] = {"description": "Validation Error", "content": content}
    return result


def _parameter(parameter, scalars):
    schema = _schema(parameter["schema"], parameter["name"], scalars)
    name = re.sub(r"(\w+)_mfid$", r"\1id", parameter["name"]) if parameter["in"] == "path" else parameter["name"]
    if not parameter.get("required") and "default" not in schema:
        schema = {"anyOf": [{k: v for k, v in schema.items() if k != "title"}, {"type": "null"}], "title": name}
    result = {"name": name, "in": parameter["in"], "required": bool(parameter.get("required")), "schema": schema}
    return {**result, "deprecated": True} if parameter.get("deprecated") else result


def _content(holder, scalars):
    return {
        name: {"schema": _schema(media["schema"], "Response", scalars) if "json" in name else media["schema"]}
        for name, media in holder["content"].items()
    }


def _schema(schema, title, scalars, titled=True):
    """A schema with titles, anyOf for null, and scalar components written out."""
    while "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        if name not in scalars:
            return {"$ref": f"#/components/schemas/{RENAMED.get(name, name)}"}
        schema = {**scalars[name], **{k: v for k, v in schema.items() if k != "$ref"}}
    result = copy.deepcopy(schema)
    for key in [key for key in result if key in ("example", "examples", "description") or key.startswith("x-")]:
        del result[key]
    for key in ("minimum", "maximum"):
        if abs(result.get(key, 0)) == 9007199254740991:
            del result[key]
    for key in {"oneOf", "anyOf"} & result.keys():
        result["anyOf"] = [_schema(choice, title, scalars, titled=False) for choice in result.pop(key)]
    if "properties" in result:
        result["properties"] = {k: _schema(v, k, scalars) for k, v in result["properties"].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(result.get(key), dict):
            result[key] = _schema(result[key], title, scalars, titled=False)
    if isinstance(result.get("type"), list):
        kinds = result.pop("type")
        rest = {k: result.pop(k) for k in list(result) if k not in ("deprecated", "readOnly", "default")}
        result["anyOf"] = [{"type": kind} if kind == "null" else {"type": kind, **rest} for kind in kinds]
    return {**result, "title": title.replace("_", " ").title()} if titled else result
