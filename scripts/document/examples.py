"""Examples in a document: where they must stand, and whether they say what their schemas say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import jsonschema_rs

from .tree import Document, Place, Schema, operations, resolve, schema_holders, schemas

Report = Callable[[str, Place, str], Any]
_ROOT = "urn:document"
_FORMATS = {
    "date-time": "2026-08-01T10:00:00Z",
    "date": "2026-08-01",
    "uri": "https://example.org/",
    "email": "ada@example.org",
}


class Checker:
    """Tells whether values agree with schemas of one document."""

    def __init__(self, document: Document) -> None:
        self._registry = jsonschema_rs.Registry([(_ROOT, document)], draft=jsonschema_rs.Draft202012)

    def problem(self, schema: Schema, value: Any) -> str | None:
        """What is wrong with a value; None when nothing is."""
        try:
            validator = jsonschema_rs.validator_for(_absolute(schema), registry=self._registry, validate_formats=True)
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as invalid:
            return f"its schema is not valid: {str(invalid).splitlines()[0]}"
        error = next(validator.iter_errors(value), None)
        return None if error is None else error.message[:300]


def _absolute(node: Any) -> Any:
    if isinstance(node, dict):
        return {k: _ROOT + v if k == "$ref" and isinstance(v, str) else _absolute(v) for k, v in node.items()}
    return [_absolute(value) for value in node] if isinstance(node, list) else node


class Maker:
    """Makes examples for schemas of one document, out of the texts that its other examples hold."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._checker = Checker(document)
        self._texts = list(dict.fromkeys(text for _, _, example in _all(document) for text in _strings(example)))

    def mended(self, schema: Schema, value: Any) -> Any:
        """The value if it agrees with a schema, else one that keeps what agrees; None when none was found."""
        if self._checker.problem(schema, value) is None:
            return value
        target = resolve(self._document, schema)
        if isinstance(value, dict) and "properties" in target:
            members = target["properties"]
            kept = value if target.get("additionalProperties", True) is not False else {}
            mended = {
                name: self.mended(members[name], value[name]) if name in members else value[name]
                for name in value
                if name in members or name in kept
            }
            mended |= {name: self.made(members[name]) for name in target.get("required", ()) if name not in value}
            return mended if self._checker.problem(schema, mended) is None else self.made(schema)
        if isinstance(value, list) and isinstance(target.get("items"), dict):
            return [self.mended(target["items"], item) for item in value]
        return self.made(schema)

    def made(self, schema: Schema, depth: int = 0) -> Any:
        """A value that agrees with a schema; None when none was found."""
        value = self._candidate(resolve(self._document, schema), depth)
        return value if self._checker.problem(schema, value) is None else None

    def _candidate(self, schema: Schema, depth: int) -> Any:
        for key in ("example", "const", "default"):
            if key in schema:
                return schema[key]
        if "enum" in schema:
            return schema["enum"][0]
        choices = schema.get("oneOf") or schema.get("anyOf")
        if choices and depth < 8:
            made = (self.made(choice, depth + 1) for choice in choices)
            return next((value for value in made if value is not None), None)
        kinds = schema.get("type", "object" if "properties" in schema else "string")
        kind = next((name for name in kinds if name != "null"), "null") if isinstance(kinds, list) else kinds
        if kind == "object":
            members = schema.get("properties", {}) if depth < 8 else {}
            return {name: self.made(members[name], depth + 1) for name in schema.get("required", ()) if name in members}
        if kind == "array":
            return [self.made(schema.get("items", {}), depth + 1)] if depth < 8 else []
        if kind in ("integer", "number"):
            return min(max(schema.get("minimum", 1), 1), schema.get("maximum", 1))
        return {"boolean": True, "null": None}[kind] if kind != "string" else self._text(schema)

    def _text(self, schema: Schema) -> str | None:
        plain = ["text", *self._texts, "a" * schema.get("minLength", 0)]
        candidates = [_FORMATS[schema["format"]], *plain] if schema.get("format") in _FORMATS else plain
        return next((text for text in candidates if self._checker.problem(schema, text) is None), None)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def findings(view: Document, report: Report) -> Iterator[Any]:
    """What is missing or wrong with the examples of a view."""
    checker = Checker(view)
    for place, schema, example in _all(view):
        problem = checker.problem(schema, example)
        if problem is not None:
            yield report("example-valid", place, f"the example is not valid: {problem}")
    for place, holder in schema_holders(view):
        if holder.get("in") == "path" and "example" not in holder:
            yield report("example", place, f"the path parameter {holder['name']} needs an example")
    for path, method, operation in operations(view):
        yield from _missing(view, ("paths", path, method), operation, report)


def _all(view: Document) -> Iterator[tuple[Place, Schema, Any]]:
    for place, schema in schemas(view):
        for example in ([schema["example"]] if "example" in schema else []) + schema.get("examples", []):
            yield (*place, "example"), {k: v for k, v in schema.items() if not k.startswith("example")}, example
    for place, holder in schema_holders(view):
        if "schema" in holder and "example" in holder:
            yield (*place, "example"), holder["schema"], holder["example"]


def _missing(view: Document, place: Place, operation: Document, report: Report) -> Iterator[Any]:
    contents: dict[Place, Document] = {
        ("requestBody",): resolve(view, operation.get("requestBody", {})).get("content", {})
    }
    for status, answer in operation.get("responses", {}).items():
        if status.startswith("2"):
            contents["responses", status] = resolve(view, answer).get("content", {})
    for where, content in contents.items():
        for name, media in content.items():
            if "json" in name and not has_example(view, media):
                what = "its body" if where == ("requestBody",) else f"its answer {where[-1]}"
                yield report("example", (*place, *where), f"{operation.get('operationId')} needs an example of {what}")


def has_example(view: Document, media: Document) -> bool:
    """Whether a body or answer has an example, its own or that of its schema."""
    schema = media.get("schema", {})
    return "example" in media or "example" in schema or "example" in resolve(view, schema)
