"""The v3 view as openapi-python-client should read it: what it cannot read well is said differently. Never stored."""

from __future__ import annotations

import copy
from typing import Any

from .tree import Document, DocumentError, Schema, component_name, operations, resolve, schema_holders, schemas
from .views import drop_unused, without_null

_METHODS = ("to_dict", "from_dict", "to_multipart", "additional_properties", "additional_keys")
# Names that stand for something else inside the methods of a generated class.
RESERVED_MEMBERS = frozenset({"cls", "src_dict", "rest_", "obj_", "field_dict", "as_list", "cast", *_METHODS})
RESERVED_PARAMETERS = frozenset({"client", "body", "headers", "params", "cookies", "kwargs", "response"})


def generator_view(document: Document) -> Document:
    """The v3 view for the generator; the given one is not changed.

    Raises
    ------
    DocumentError
        When a name would break the generated code.
    """
    result = copy.deepcopy(document)
    for step in (
        _without_cookies,
        _parameters_without_null,
        _bodies_without_null,
        _without_defaults,
        _without_record_examples,
        _security_of_each_operation,
        _binary_format,
        _any_success,
        _free_form_objects,
        _refuse_clashing_names,
    ):
        step(result)
    drop_unused(result)
    return result


def _without_cookies(document: Document) -> None:
    """A cookie belongs to a browser that signed in; httpx deprecates sending one with a single request."""
    for _, _, operation in operations(document):
        if "parameters" in operation:
            kept = [holder for holder in operation["parameters"] if resolve(document, holder)["in"] != "cookie"]
            operation["parameters"] = kept


def _parameters_without_null(document: Document) -> None:
    """Nothing can be sent for null in a query, header or path: generated code drops it or stops with a TypeError."""
    for _, holder in schema_holders(document):
        if "in" in holder:
            holder["schema"] = without_null(holder["schema"])


def _bodies_without_null(document: Document) -> None:
    """For a body of ``Model | null`` that is left out, generated code would try to send the mark of an unset value."""
    for _, _, operation in operations(document):
        for media in operation.get("requestBody", {}).get("content", {}).values():
            media["schema"] = without_null(media["schema"])


def _without_defaults(document: Document) -> None:
    """A default would become the Python default and always be sent; the service decides instead."""
    for _, schema in schemas(document):
        schema.pop("default", None)


def _without_record_examples(document: Document) -> None:
    """They would fill the docstrings of classes with Python dictionaries; readers have them in the document."""
    for schema in document["components"]["schemas"].values():
        schema.pop("example", None)


def _security_of_each_operation(document: Document) -> None:
    """The generator looks at each operation only, to ask for a client with a key where one is needed."""
    for _, _, operation in operations(document):
        operation.setdefault("security", document.get("security", []))


def _binary_format(document: Document) -> None:
    """``contentMediaType: application/octet-stream`` says the same and is read as text."""
    for _, schema in schemas(document):
        if schema.get("type") == "string" and schema.get("contentMediaType") == "application/octet-stream":
            del schema["contentMediaType"]
            schema["format"] = "binary"


def _any_success(document: Document) -> None:
    """One answer for every 2xx status; of the others those that are no refusal but the same record.

    The exact success codes of the service are not known. Refusals are raised before a body is read as a record.
    A 204 beside an answer with a body says that the body may be empty.
    """
    for path, method, operation in operations(document):
        answers = {code: resolve(document, answer) for code, answer in operation["responses"].items()}
        success = [code for code in answers if code.startswith("2")]
        if not success:
            raise DocumentError(f"{method.upper()} {path}: no success answer is described; add one")
        with_body = [code for code in success if answers[code].get("content")]
        main = copy.copy(answers[with_body[0] if with_body else success[0]])
        if with_body and len(with_body) < len(success):
            main["x-may-be-empty"] = True  # read by the template endpoint_module
        alike = {code: a for code, a in answers.items() if code not in success and with_body and _alike(a, main)}
        operation["responses"] = {"2XX": main, **alike}


def _alike(answer: Document, other: Document) -> bool:
    def shapes(content: Document) -> Document:
        return {name: media.get("schema") for name, media in content.items()}

    return shapes(answer.get("content", {})) == shapes(other["content"])


def _is_free(schema: Any) -> bool:
    return (
        isinstance(schema, dict)
        and schema.get("type") in ("object", ["object", "null"])
        and schema.get("additionalProperties", True) is True
        and "properties" not in schema
    )


def _free_form_objects(document: Document) -> None:
    """Free-form JSON is a plain value in a record, and the class JsonObject as a whole body.

    Upstream makes a wrapper class for each use. A body without a type would not be read at all.
    """
    free = {name for name, schema in document["components"]["schemas"].items() if _is_free(schema)}
    whole = {id(holder["schema"]) for _, holder in schema_holders(document) if "schema" in holder}
    named = {id(schema) for schema in document["components"]["schemas"].values()}

    def is_free(schema: Schema) -> bool:
        return _is_free(schema) or ("$ref" in schema and component_name(schema["$ref"]) in free)

    for _, schema in list(schemas(document)):
        if id(schema) in whole or id(schema) in named:
            continue
        choices = schema.get("oneOf") or schema.get("anyOf") or []
        is_choice = bool(choices) and all(is_free(choice) or choice.get("type") == "null" for choice in choices)
        if is_free(schema) or (is_choice and any(map(is_free, choices))):
            for key in ("$ref", "type", "additionalProperties", "oneOf", "anyOf"):
                schema.pop(key, None)


def _refuse_clashing_names(document: Document) -> None:
    for place, schema in schemas(document):
        members = schema.get("properties", {})
        clashes = sorted(RESERVED_MEMBERS & members.keys())
        if clashes:
            raise DocumentError(
                f"{'/'.join(map(str, place))}: a member named {clashes[0]} breaks the generated class; rename it"
            )
    for place, holder in schema_holders(document):
        if "in" in holder and holder["name"] in RESERVED_PARAMETERS:
            raise DocumentError(
                f"{'/'.join(map(str, place))}: a parameter named {holder['name']} breaks the generated function"
            )
