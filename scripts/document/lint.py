"""Rules that the document keeps, so that a client, a sandbox and tests can be made from it without exceptions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from . import examples, views, yamlwrite
from .tree import (
    Document,
    Place,
    Schema,
    lookup,
    operations,
    parameters,
    pointer,
    references,
    resolve,
    schema_holders,
    schemas,
)

if TYPE_CHECKING:
    from .yamlread import Yaml

_SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_CERTAINTY = ("inferred", "unknown")


@dataclass(frozen=True)
class Finding:
    """One breach of one rule."""

    rule: str
    place: Place
    message: str
    line: int | None = None

    def __str__(self) -> str:
        where = f"line {self.line}" if self.line else pointer(self.place)
        message = " ".join(self.message.split())
        return f"{where}: {message} [{self.rule}]" if where else f"{message} [{self.rule}]"


Findings = Iterator[Finding]


def lint(document: Yaml, text: str | None = None) -> list[Finding]:
    """What breaks the rules, in the order of the document.

    Parameters
    ----------
    document
        The whole document.
    text
        The text it was read from; the rules of style apply to it. Left out, there is no text yet.
    """
    whole: Document = document.value
    try:
        found = [*_references(whole)]
    except (AttributeError, TypeError):  # lists where mappings belong
        found = [Finding("openapi", ("components",), "the components are not built like those of OpenAPI")]
    if all(finding.rule != "reference" for finding in found):
        found += validity(whole, "the document")
    if all(finding.rule not in ("reference", "openapi") for finding in found):  # what the other rules build on
        for rule in _RULES:
            found += rule(whole)
        for version in views.VERSIONS:
            found += _view(views.view(whole, version), version)
    if text is not None:
        found += _style(document, text)
    placed = [Finding(f.rule, f.place, f.message, f.line or _line(document, f.place)) for f in found]
    return sorted(dict.fromkeys(placed), key=lambda finding: finding.line or 0)


def _line(document: Yaml, place: Place) -> int | None:
    """The line of a place, or of the nearest place around it that has one."""
    while place and place not in document.lines:
        place = place[:-1]
    return document.lines.get(place)


def _references(document: Document) -> Findings:
    used = set(references(document))
    for ref in sorted(used):
        if lookup(document, ref) is None:
            yield Finding("reference", ("components",), f"{ref} is referred to and not defined")
    for kind, components in document.get("components", {}).items():
        for name in components if kind != "securitySchemes" else ():
            if f"#/components/{kind}/{name}" not in used:
                yield Finding("unused", ("components", kind, name), f"nothing refers to {name}; remove it")


def _operation_names(document: Document) -> Findings:
    names = Counter(operation.get("operationId") for _, _, operation in operations(document))
    declared = {tag["name"] for tag in document.get("tags", [])}
    used = set()
    for path, method, operation in operations(document):
        place, name = ("paths", path, method), operation.get("operationId")
        if not isinstance(name, str) or not _SNAKE_CASE.fullmatch(name):
            yield Finding("operation-id", place, f"{method.upper()} {path} needs an operationId in snake_case")
        elif names[name] > 1:
            yield Finding("operation-id", place, f"the operationId {name} is used {names[name]} times")
        tags = operation.get("tags", [])
        used.update(tags)
        if len(tags) != 1 or tags[0] not in declared:
            yield Finding("tag", place, f"{name} needs exactly one of the tags declared at the top")
        if not operation.get("summary"):
            yield Finding("summary", place, f"{name} needs a summary")
    for tag in sorted(declared - used):
        yield Finding("tag", ("tags",), f"no operation has the tag {tag}; remove it")


def _answers(document: Document) -> Findings:
    for path, method, operation in operations(document):
        place, name = ("paths", path, method), operation.get("operationId")
        answers = operation.get("responses", {})
        if not any(status.startswith("2") for status in answers) and "501" not in answers:
            yield Finding("success", place, f"{name} needs a success answer")
        if not operation.get("security", document.get("security")):
            continue
        if "401" not in answers:
            yield Finding("unauthorized", place, f"{name} needs a key and therefore an answer 401")
        has_input = parameters(document, path, operation) or "requestBody" in operation
        if has_input and "422" not in answers:
            yield Finding("invalid", place, f"{name} has input and therefore an answer 422")


def _bounds(document: Document) -> Findings:
    for place, schema in schemas(document):
        types = schema.get("type")
        is_integer = types == "integer" or (isinstance(types, list) and "integer" in types)
        if is_integer and not {"const", "enum"} & schema.keys() and not {"minimum", "maximum"} <= schema.keys():
            yield Finding("bounds", place, "an integer needs a minimum and a maximum")


def _cursors(document: Document) -> Findings:
    members = [
        ((*place, "properties", name), name, member)
        for place, schema in schemas(document)
        for name, member in schema.get("properties", {}).items()
    ]
    holders = [
        ((*place, "schema"), h["name"], h.get("schema", {})) for place, h in schema_holders(document) if "name" in h
    ]
    for place, name, schema in members + holders:
        if is_cursor(name) and not any("pattern" in choice for choice in choices(document, schema)):
            yield Finding("cursor", place, f"{name} needs a pattern; refer to the schema Cursor")


def is_cursor(name: str) -> bool:
    """Whether a parameter or member of this name holds a cursor."""
    return name == "cursor" or name.endswith("_cursor")


def choices(document: Document, schema: Schema) -> list[Schema]:
    """A schema and its alternatives, references followed."""
    schema = resolve(document, schema)
    alternatives = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
    return [schema, *(found for choice in alternatives for found in choices(document, choice))]


def _marks(document: Document) -> Findings:
    for place, node in _mappings(document, ()):
        mark = node.get(views.MARK)
        if mark is not None:
            if not isinstance(mark, list) or len(mark) != 1 or mark[0] not in views.VERSIONS:
                yield Finding("versions", place, f"{views.MARK} is [v3] or [v2]")
            elif mark == ["v2"] and _is_deprecable(document, place) and not _is_deprecated(document, node):
                yield Finding("deprecated", place, "what only v2 has is deprecated: true")
        if node.get("x-certainty", "unknown") not in _CERTAINTY:
            yield Finding("certainty", place, f"x-certainty is one of {', '.join(_CERTAINTY)}")
        for key in ("oneOf", "anyOf"):
            yield from _choice(document, (*place, key), node.get(key))


def _mappings(node: Any, place: Place) -> Iterator[tuple[Place, Document]]:
    if isinstance(node, dict):
        yield place, node
        for key, value in node.items():
            if key not in ("example", "examples"):
                yield from _mappings(value, (*place, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _mappings(value, (*place, index))


def _is_deprecable(document: Document, place: Place) -> bool:
    """Whether a place holds an operation, a parameter or a member: where callers and tools look for ``deprecated``."""
    kind = place[-2] if len(place) > 1 else None
    is_operation = len(place) == 3 and place[0] == "paths" and isinstance(kind, str)
    return is_operation or kind in ("parameters", "properties")


def _is_deprecated(document: Document, node: Document) -> bool:
    return node.get("deprecated") is True or resolve(document, node).get("deprecated") is True


def _choice(document: Document, place: Place, alternatives: Any) -> Findings:
    if not isinstance(alternatives, list) or not all(views.MARK in choice for choice in alternatives):
        return
    for version in views.VERSIONS:
        left = sum(views.belongs(document, choice, version) for choice in alternatives)
        if left != 1:
            yield Finding("version-choice", place, f"{version} has {left} of these alternatives; it needs exactly one")


def _view(view: Document, version: str) -> Findings:
    """The rules that hold for each version by itself."""
    for finding in [
        *_references(view),
        *examples.findings(view, Finding),
        *_unique_paths(view),
        *_shape(view),
    ]:
        yield Finding(finding.rule, finding.place, f"in {version}: {finding.message}")


def _unique_paths(view: Document) -> Findings:
    shapes: dict[tuple[str, str], str] = {}
    for path, method, _ in operations(view):
        shape = (method, path_shape(path))
        other = shapes.setdefault(shape, path)
        if other != path:
            yield Finding("path", ("paths", path), f"{method.upper()} {path} and {other} cannot be told apart")


def path_shape(path: str) -> str:
    """A path without the names of its parameters."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def validity(document: Document, what: str) -> Findings:
    """What openapi-spec-validator says about a document."""
    from openapi_spec_validator import OpenAPIV31SpecValidator  # half a second, only needed here

    try:
        for error in OpenAPIV31SpecValidator(document).iter_errors():
            yield Finding(
                "openapi", tuple(error.absolute_path), f"{what} is not valid OpenAPI 3.1: {error.message[:300]}"
            )
    except (LookupError, TypeError, ValueError, AttributeError) as error:  # the validator expects some sense
        yield Finding("openapi", (), f"{what} is not valid OpenAPI 3.1 ({type(error).__name__} in the validator)")


def _shape(view: Document) -> Findings:
    """Whether a view is OpenAPI 3.1, as far as the whole document does not show it; 20 times faster than `validity`."""
    from openapi_spec_validator.schemas import schema_v31

    for error in jsonschema_rs.Draft202012Validator(dict(schema_v31)).iter_errors(view):
        yield Finding("openapi", tuple(error.instance_path), f"not valid OpenAPI 3.1: {error.message}")
    written = [
        schema for place, schema in schemas(view) if place[-1] == "schema" or place[:2] == ("components", "schemas")
    ]
    together = {"$schema": _DIALECT, "$defs": {str(number): schema for number, schema in enumerate(written)}}
    try:
        jsonschema_rs.meta.validate(together)
    except jsonschema_rs.ValidationError as error:
        yield Finding(
            "openapi", (), f"a schema is not valid: {error.message} at {pointer(tuple(error.instance_path)[2:])}"
        )


def _style(document: Yaml, text: str) -> Findings:
    styled = yamlwrite.write(document).splitlines()
    for number, line in enumerate(text.splitlines(), 1):
        if number > len(styled) or line != styled[number - 1]:
            yield Finding("style", (), "this is not written in the one style; scripts/regenerate writes it so", number)
            break
    for number, line in enumerate(styled, 1):
        if len(line) > yamlwrite.WIDTH:
            yield Finding("line-length", (), f"longer than {yamlwrite.WIDTH} characters", number)


_RULES: tuple[Callable[[Document], Findings], ...] = (_operation_names, _answers, _bounds, _cursors, _marks)
