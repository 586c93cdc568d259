"""The OpenAPI document at work: it routes requests, reads their parameters and checks bodies and answers.

This is the only module that knows the JSON-Schema validator (jsonschema-rs, still before its release 1.0). Validators
are compiled when an operation is first used, because a process that answers one request should not pay for the others.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import jsonschema_rs
import orjson

from crucible.times import with_offset

from .complaints import complaints

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .answers import Json

METHODS = ("get", "put", "post", "delete", "patch")
LOCATIONS = ("path", "query", "header", "cookie")
DEEPEST_NESTING = 100
FULLY_EXPLAINED_BYTES = 32 * 1024
LONGEST_TEXT = 65_536
_BASE = "urn:crucible"
_INTEGER = re.compile(r"[+-]?[0-9]{1,4000}")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_TRUE, _FALSE = {"true", "1", "yes", "on", "t", "y"}, {"false", "0", "no", "off", "f", "n"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One documented parameter: where it stands, its type, and whether its values may be repeated."""

    name: str
    location: str
    type: str
    repeated: bool
    required: bool
    default: Json
    schema: Mapping[str, Any]


class Operation:
    """One operation of the document: how it is called and which answers it gives."""

    def __init__(self, document: Document, method: str, path: str, item: Mapping[str, Any]) -> None:
        self.name: str = item["operationId"]
        self.method = method.upper()
        self.path = path
        self.changes_something = self.method != "GET"
        self.needs_key = item.get("security", document.contents.get("security")) != []
        self._item = item
        self._document = document

    @functools.cached_property
    def parameters(self) -> Mapping[str, tuple[Parameter, ...]]:
        """The parameters by location."""
        found: dict[str, list[Parameter]] = {location: [] for location in LOCATIONS}
        for given in [*self._document.shared_parameters(self.path), *self._item.get("parameters", ())]:
            parameter = self._document.parameter(given)
            found[parameter.location].append(parameter)
        return {location: tuple(parameters) for location, parameters in found.items()}

    @functools.cached_property
    def _known(self) -> Mapping[str, Mapping[str, Parameter]]:
        """The parameters by location, and by their names as requests spell them."""
        return {location: {_spelling(one): one for one in found} for location, found in self.parameters.items()}

    @functools.cached_property
    def _parameter_checks(self) -> Mapping[str, jsonschema_rs.Draft202012Validator]:
        return {
            location: self._document.validator(
                {
                    "type": "object",
                    "properties": {parameter.name: parameter.schema for parameter in parameters},
                    "required": [parameter.name for parameter in parameters if parameter.required],
                    "additionalProperties": location != "query",
                }
            )
            for location, parameters in self.parameters.items()
            if parameters or location == "query"
        }

    @functools.cached_property
    def _body_check(self) -> jsonschema_rs.Draft202012Validator | None:
        media = self._item.get("requestBody", {}).get("content", {}).get("application/json")
        return None if media is None else self._document.validator(media["schema"])

    @functools.cached_property
    def _texts(self) -> Mapping[tuple[str, ...], bool]:
        """Where in a body the texts of a record stand, such as names, and not whole files; whether they are times."""
        media = self._item.get("requestBody", {}).get("content", {}).get("application/json", {})
        found: dict[tuple[str, ...], bool] = {}
        waiting: list[tuple[tuple[str, ...], Mapping[str, Any]]] = [((), media.get("schema", {}))]
        while waiting:
            place, schema = waiting.pop()
            schema = self._document.resolve(schema)
            waiting += [((*place, name), inner) for name, inner in schema.get("properties", {}).items()]
            if "string" in schema.get("type", ()) and "contentEncoding" not in schema:
                found[place] = schema.get("format") == "date-time"
        return found

    @functools.cached_property
    def _answer_checks(self) -> Mapping[int, jsonschema_rs.Draft202012Validator | None]:
        found: dict[int, jsonschema_rs.Draft202012Validator | None] = {}
        for status, answer in self._item["responses"].items():
            if status.isdigit():
                media = self._document.resolve(answer).get("content", {}).get("application/json")
                found[int(status)] = None if media is None else self._document.validator(media["schema"])
        return found

    @functools.cached_property
    def success(self) -> int:
        """The status of a success: the lowest documented 2xx."""
        return min(status for status in self._answer_checks if 200 <= status < 300)

    @property
    def takes_body(self) -> bool:
        """Whether the operation reads a JSON body."""
        return self._body_check is not None

    @property
    def takes_form(self) -> bool:
        """Whether the operation reads a form."""
        return "multipart/form-data" in self._item.get("requestBody", {}).get("content", {})

    @property
    def requires_body(self) -> bool:
        """Whether the body may not be left out."""
        return bool(self._item.get("requestBody", {}).get("required"))

    def read_parameters(self, texts: Mapping[str, Sequence[tuple[str, str]]]) -> tuple[dict[str, Json], list[Json]]:
        """Return the values of all parameters, defaults filled in, and what is wrong with them.

        Parameters
        ----------
        texts
            (name, text) pairs as they came, by location. Header names are in lower case.
        """
        values: dict[str, Json] = {}
        wrong: list[Json] = []
        for location, check in self._parameter_checks.items():
            known = self._known[location]
            unknown_too = location == "query" and self._document.refuses_unknown_parameters
            pairs = [(name, text) for name, text in texts.get(location, ()) if unknown_too or name in known]
            raw = {known[name].name if name in known else name: text for name, text in pairs}
            wrong += [_nul_in(location, name) for name, text in pairs if "\0" in text]
            read = _read(pairs, known)
            if not check.is_valid(read):
                wrong += complaints(check.iter_errors(read), location, read, raw)
            values |= {p.name: p.default for p in known.values() if p.default is not None} | read
        return values, wrong

    def add_offsets(self, body: Json) -> None:
        """Let the times in a body say that they are in UTC, where they say nothing about it."""
        for (name, *_), is_time in self._texts.items():
            if is_time and isinstance(body, dict) and isinstance(body.get(name), str):
                body[name] = with_offset(body[name])

    def check_body(self, body: Json, size_bytes: int = 0) -> list[Json]:
        """Return what is wrong with a body; of a large one the first mistake, because finding all takes seconds."""
        if self._body_check is None:
            return []
        if self._body_check.is_valid(body):
            long = [place for place in self._texts if _length(body, place) > LONGEST_TEXT]
            message = f"String should have at most {LONGEST_TEXT} characters"
            return [{"type": "string_too_long", "loc": ["body", *at], "msg": message, "input": None} for at in long]
        if size_bytes > FULLY_EXPLAINED_BYTES:
            return complaints([_first_error(self._body_check, body)], "body", body)
        return complaints(self._body_check.iter_errors(body), "body", body)

    def check_answer(self, status: int, body: Json) -> str | None:
        """Return how an answer differs from the document, or None."""
        if status not in self._answer_checks:
            return f"status {status} is not documented"
        check = self._answer_checks[status]
        if check is None:
            return None if body is None else f"status {status} is documented without a body"
        if check.is_valid(body):
            return None
        error = _first_error(check, body)
        return f"{error.message[:300]} at /{'/'.join(map(str, error.instance_path))}"


class Document:
    """A compiled OpenAPI 3.1 document.

    Parameters
    ----------
    contents
        The document as JSON. Only references into the document itself are followed.
    refuses_unknown_parameters
        Whether query parameters that the document does not name are mistakes; otherwise they are passed over.
    """

    def __init__(self, contents: Mapping[str, Any], *, refuses_unknown_parameters: bool = True) -> None:
        self.contents = contents
        self.refuses_unknown_parameters = refuses_unknown_parameters
        components = {"$schema": "https://json-schema.org/draft/2020-12/schema", "components": contents["components"]}
        self._registry = jsonschema_rs.Registry([(_BASE, components)])
        self.operations: dict[str, Operation] = {}
        self._routes: dict[str, Any] = {}
        for path, item in contents["paths"].items():
            for method in METHODS:
                if method in item:
                    operation = Operation(self, method, path, item[method])
                    self.operations[operation.name] = operation
                    self._add_route(operation)

    def _add_route(self, operation: Operation) -> None:
        node = self._routes
        for segment in operation.path.strip("/").split("/"):
            node = node.setdefault("{}" if segment.startswith("{") else segment, {})
        node.setdefault("", {})[operation.method] = operation

    def route(self, method: str, raw_path: bytes) -> tuple[Operation | None, list[tuple[str, str]], list[str]]:
        """Find the operation for a request.

        Parameters
        ----------
        method
            In capitals.
        raw_path
            Below the base URL, as sent, so that an encoded slash does not end a segment.

        Returns
        -------
        tuple
            The operation or None, the texts of its path parameters, and the methods that the path knows.
        """
        segments = raw_path.decode("ascii", "replace").removeprefix("/").split("/")
        for operations, texts in _walk(self._routes, segments):  # the first one has the fewest parameters
            if method not in operations:
                return None, [], sorted(operations)
            operation = operations[method]
            names = re.findall(r"\{(\w+)\}", operation.path)
            return operation, list(zip(names, texts, strict=True)), [method]
        return None, [], []

    def resolve(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        """Follow references until something else is found."""
        while "$ref" in value:
            target: Any = self.contents
            for step in value["$ref"].removeprefix("#/").split("/"):
                target = target[step.replace("~1", "/").replace("~0", "~")]
            value = target
        return value

    def shared_parameters(self, path: str) -> Sequence[Mapping[str, Any]]:
        """Return the parameters that all operations of a path have."""
        found: Sequence[Mapping[str, Any]] = self.contents["paths"][path].get("parameters", ())
        return found

    def parameter(self, given: Mapping[str, Any]) -> Parameter:
        """Read the description of a parameter."""
        given = self.resolve(given)
        schema = self.resolve(given["schema"])
        repeated = schema.get("type") == "array"
        return Parameter(
            name=given["name"],
            location=given["in"],
            type=self._type(schema["items"] if repeated else schema),
            repeated=repeated,
            required=bool(given.get("required")),
            default=given["schema"].get("default", schema.get("default")),
            schema=given["schema"],
        )

    def _type(self, schema: Mapping[str, Any]) -> str:
        named: str | list[str] = self.resolve(schema).get("type", "string")
        return named if isinstance(named, str) else next(name for name in named if name != "null")

    def validator(self, schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
        """Compile a schema that may refer to the document's components."""
        return jsonschema_rs.Draft202012Validator(_absolute(schema), registry=self._registry, validate_formats=True)

    @functools.cache  # noqa: B019 - documents live as long as the process
    def _component(self, name: str) -> jsonschema_rs.Draft202012Validator:
        return self.validator({"$ref": f"#/components/schemas/{name}"})

    def check(self, schema_name: str, value: Json) -> list[Json]:
        """Return what is wrong with a value that should fit a component schema."""
        check = self._component(schema_name)
        return [] if check.is_valid(value) else complaints(check.iter_errors(value), "body", value)


@functools.cache
def load_document(view: str = "v3") -> Document:
    """Return the document that comes with the package; it is read once per process."""
    data = resources.files("crucible").joinpath("openapi", f"{view}.json").read_bytes()
    return Document(orjson.loads(data), refuses_unknown_parameters=view != "v2")


def is_too_deep(body: bytes, value: Json) -> bool:
    """Whether a JSON value is nested deeper than anything in this program has to follow."""
    if body.count(b"[") + body.count(b"{") <= DEEPEST_NESTING:
        return False
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > DEEPEST_NESTING:
            return True
        inner: list[Json] = []
        for item in level:
            if isinstance(item, dict):
                inner.extend(item.values())
            elif isinstance(item, list):
                inner.extend(item)
        level = [item for item in inner if isinstance(item, (dict, list))]
    return False


def _walk(node: Mapping[str, Any], segments: Sequence[str]) -> Iterable[tuple[Mapping[str, Operation], list[str]]]:
    """Yield the operations of each template that fits a path, literal segments before parameters."""
    if not segments:
        if "" in node:
            yield node[""], []
        return
    first, rest = segments[0], segments[1:]
    if not first:
        return
    if first in node and first != "{}":
        yield from _walk(node[first], rest)
    if "{}" in node:
        for operations, texts in _walk(node["{}"], rest):
            yield operations, [unquote(first, errors="replace"), *texts]


def _first_error(check: jsonschema_rs.Draft202012Validator, value: Json) -> jsonschema_rs.ValidationError:
    """Return the first mistake in a value that is not valid."""
    try:
        check.validate(value)
    except jsonschema_rs.ValidationError as error:
        return error
    raise RuntimeError("a value was found valid and invalid")


def _length(body: Json, place: Iterable[str]) -> int:
    """Return how long the text at a place is; 0 if there is none."""
    for name in place:
        body = body.get(name) if isinstance(body, dict) else None
    return len(body) if isinstance(body, str) else 0


def _nul_in(location: str, name: str) -> Json:
    """Return the complaint about a parameter that no database would keep as it is."""
    message = "String should not have the character U+0000"
    return {"type": "value_error", "loc": [location, name], "msg": message, "input": None}


def _spelling(parameter: Parameter) -> str:
    return parameter.name.lower() if parameter.location == "header" else parameter.name


def _read(pairs: Iterable[tuple[str, str]], known: Mapping[str, Parameter]) -> dict[str, Json]:
    """Read the texts of one location; of a repeated name that takes one value the last counts."""
    values: dict[str, Json] = {}
    for name, text in pairs:
        parameter = known.get(name)
        if parameter is None:
            values[name] = text
        elif parameter.repeated:
            values.setdefault(parameter.name, []).append(_value(parameter.type, text))
        else:
            values[parameter.name] = _value(parameter.type, text)
    return values


def _value(kind: str, text: str) -> Json:
    """Read a text as the type it should have; what cannot be read stays a text, and the validator objects."""
    if kind == "integer" and _INTEGER.fullmatch(text):
        return int(text)
    if kind == "number" and _NUMBER.fullmatch(text):
        return float(text)
    if kind == "boolean" and text.lower() in _TRUE | _FALSE:
        return text.lower() in _TRUE
    return text


def _absolute(schema: Any) -> Any:
    """Make the references of a schema absolute, so that schemas compiled one by one share the components."""
    if isinstance(schema, dict):
        return {
            key: _BASE + value
            if key == "$ref" and isinstance(value, str) and value.startswith("#")
            else _absolute(value)
            for key, value in schema.items()
        }
    return [_absolute(item) for item in schema] if isinstance(schema, list) else schema
