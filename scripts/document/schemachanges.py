"""What differs between two schemas, in the eyes of somebody who sends or receives values.

Spelling does not count: a reference and what it stands for, ``const`` and an ``enum`` of one, the ways to say null.
Texts and examples do not count, and neither do limits of what is only received.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .tree import MAX_SAFE_INTEGER, Document, Schema, component_name, resolve

SENT, RECEIVED = "sent", "received"

# Which differences break a caller, by the direction in which values go.
BREAKING = {
    SENT: {
        *("member removed", "required member added", "made required", "type changed", "format changed", "null removed"),
        *(
            "value removed",
            "values listed",
            "alternative removed",
            "limit tightened",
            "default changed",
            "default removed",
        ),
    },
    RECEIVED: {
        *("member removed", "made optional", "type changed", "format changed", "null added", "alternative added"),
    },
}
_LIMITS = {"minimum": 1, "minLength": 1, "minItems": 1, "exclusiveMinimum": 1}
_UPPER_LIMITS = {"maximum": -1, "maxLength": -1, "maxItems": -1, "exclusiveMaximum": -1}


@dataclass(frozen=True)
class Difference:
    """One difference: its kind, the member where it is (empty for the whole), and what it is, in words."""

    kind: str
    member: str
    text: str


@dataclass(frozen=True)
class Side:
    """A schema and the document that its references point into."""

    document: Document
    schema: Schema


@dataclass
class _Core:
    """A schema without its spelling."""

    schema: Schema
    nullable: bool
    name: str | None = None  # of the component
    choices: tuple[Schema, ...] = ()

    @property
    def types(self) -> frozenset[str]:
        found = self.schema.get("type")
        if found is None and "enum" in self.schema:
            return frozenset(_type_of(value) for value in self.schema["enum"])
        if found is None and "properties" in self.schema:
            return frozenset({"object"})
        return frozenset([found] if isinstance(found, str) else found or ())


def _type_of(value: Any) -> str:
    names = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return names.get(type(value), "null")


def _core(side: Side, *, open_names: bool = False) -> _Core:
    schema, nullable, name = side.schema, False, None
    while True:
        if "$ref" in schema:
            name = component_name(schema["$ref"])
            if not open_names:
                return _Core({"$ref": schema["$ref"]}, nullable, name)
            target = resolve(side.document, {"$ref": schema["$ref"]})
            schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
            continue
        choices = schema.get("oneOf") or schema.get("anyOf") or ()
        rest = tuple(choice for choice in choices if choice.get("type") != "null")
        nullable = nullable or len(rest) < len(choices)
        if len(rest) == 1:
            outer = {key: value for key, value in schema.items() if key not in ("oneOf", "anyOf")}
            schema = {**rest[0], **outer}
            continue
        if rest:
            return _Core({key: value for key, value in schema.items() if key == "default"}, nullable, name, rest)
        break
    types = schema.get("type")
    if isinstance(types, list):
        nullable = nullable or "null" in types
        schema = {**schema, "type": [kind for kind in types if kind != "null"]}
        if len(schema["type"]) == 1:
            schema["type"] = schema["type"][0]
    if "const" in schema:
        schema = {**schema, "enum": [schema["const"]]}
    if None in schema.get("enum", ()):
        nullable, schema = True, {**schema, "enum": [value for value in schema["enum"] if value is not None]}
    return _Core(schema, nullable, name)


def describe(side: Side) -> str:
    """A schema in few words."""
    core = _core(side)
    if core.name is not None:
        words = core.name
    elif core.choices:
        words = " or ".join(describe(Side(side.document, choice)) for choice in core.choices)
    elif "array" in core.types:
        words = f"list of {describe(Side(side.document, core.schema.get('items', {})))}"
    else:
        words = " or ".join(sorted(core.types)) or "any value"
    return f"{words} or null" if core.nullable else words


def differences(
    old: Side, new: Side, sent: bool, member: str = "", seen: frozenset[Any] = frozenset()
) -> Iterator[Difference]:
    """What differs, members of members included, up to components: those are compared by themselves.

    Parameters
    ----------
    old, new
        The schemas to compare.
    sent
        Whether limits and defaults count: they do for what callers send.
    """
    a, b = _core(old), _core(new)
    if a.name is not None or b.name is not None:
        if a.name == b.name or (a.name, b.name) in seen:
            if a.nullable != b.nullable:
                yield _null(a, b, member)
            return
        seen |= {(a.name, b.name)}
        a, b = _core(old, open_names=True), _core(new, open_names=True)
    if a.nullable != b.nullable:
        yield _null(a, b, member)
    if a.choices or b.choices:
        yield from _alternatives(old, new, a, b, sent, member)
        return
    if a.types != b.types:
        yield Difference(
            "type changed", member, f"{_without_null(describe(old))} became {_without_null(describe(new))}"
        )
        return
    yield from _scalars(a.schema, b.schema, member)
    if sent:
        yield from _limits(a.schema, b.schema, member)
    yield from _members(Side(old.document, a.schema), Side(new.document, b.schema), sent, member, seen)
    for key, step in (("items", "[]"), ("additionalProperties", "{}")):
        inner = [s.get(key) for s in (a.schema, b.schema)]
        if all(isinstance(schema, dict) for schema in inner):
            sides = Side(old.document, inner[0]), Side(new.document, inner[1])  # type: ignore[arg-type]
            yield from differences(*sides, sent, member + step, seen)
        elif any(isinstance(schema, dict) and schema for schema in inner):
            yield Difference(
                "type changed", member + step, "the type of the values is stated in one of the documents only"
            )


def _without_null(words: str) -> str:
    return words.removesuffix(" or null")


def _null(a: _Core, b: _Core, member: str) -> Difference:
    if b.nullable:
        return Difference("null added", member, "may be null now")
    return Difference("null removed", member, "is never null any more")


def _alternatives(old: Side, new: Side, a: _Core, b: _Core, sent: bool, member: str) -> Iterator[Difference]:
    before = list(a.choices or (old.schema,))
    after = list(b.choices or (new.schema,))
    for choice in list(before):
        side = Side(old.document, choice)
        same = [other for other in after if not any(differences(side, Side(new.document, other), sent))]
        if same:
            before.remove(choice)
            after.remove(same[0])
    if len(before) == len(after) == 1:
        yield from differences(Side(old.document, before[0]), Side(new.document, after[0]), sent, member)
        return
    for choice in before:
        yield Difference(
            "alternative removed", member, f"{describe(Side(old.document, choice))} is no alternative any more"
        )
    for choice in after:
        yield Difference("alternative added", member, f"{describe(Side(new.document, choice))} is a new alternative")


def _scalars(a: Schema, b: Schema, member: str) -> Iterator[Difference]:
    if a.get("format") != b.get("format"):
        old, new = (schema.get("format") or "none" for schema in (a, b))
        yield Difference("format changed", member, f"format {old} became {new}")
    if ("enum" in a) != ("enum" in b):
        if "enum" in b:
            yield Difference("values listed", member, f"only {', '.join(map(str, b['enum']))} now")
        else:
            yield Difference("values opened", member, "any value now, no list")
        return
    for value in a.get("enum", ()):
        if value not in b["enum"]:
            yield Difference("value removed", member, f"the value {value} is gone")
    for value in b.get("enum", ()):
        if value not in a["enum"]:
            yield Difference("value added", member, f"the value {value} is new")


def _limits(a: Schema, b: Schema, member: str) -> Iterator[Difference]:
    for key, sign in {**_LIMITS, **_UPPER_LIMITS}.items():
        old, new = (_limit(schema, key) for schema in (a, b))
        if old == new:
            continue
        tighter = old is None or (new is not None and (new - old) * sign > 0)
        kind = "limit tightened" if tighter else "limit loosened"
        yield Difference(
            kind, member, f"{key} {'none' if old is None else old} became {'none' if new is None else new}"
        )
    if a.get("pattern") != b.get("pattern"):
        kind = "limit loosened" if b.get("pattern") is None else "limit tightened"
        yield Difference(kind, member, f"pattern {a.get('pattern') or 'none'} became {b.get('pattern') or 'none'}")
    if a.get("default") != b.get("default"):
        kind = "default added" if "default" not in a else "default removed" if "default" not in b else "default changed"
        yield Difference(kind, member, f"default {a.get('default', 'none')} became {b.get('default', 'none')}")


def _limit(schema: Schema, key: str) -> Any:
    """A limit; those that only say that an integer is one are none, since our rules ask for bounds everywhere."""
    value = schema.get(key)
    return None if value in (MAX_SAFE_INTEGER, -MAX_SAFE_INTEGER) or (key == "minimum" and value in (0, 1)) else value


def _members(old: Side, new: Side, sent: bool, member: str, seen: frozenset[Any]) -> Iterator[Difference]:
    before, after = old.schema.get("properties", {}), new.schema.get("properties", {})
    required_before, required_after = (set(side.schema.get("required", ())) for side in (old, new))
    for name in before:
        path = f"{member}.{name}" if member else name
        if name not in after:
            yield Difference("member removed", path, "is gone")
            continue
        if name in required_before - required_after:
            yield Difference("made optional", path, "may be missing now")
        if name in required_after - required_before:
            yield Difference("made required", path, "is required now")
        yield from differences(Side(old.document, before[name]), Side(new.document, after[name]), sent, path, seen)
    for name in after:
        if name not in before:
            kind = "required member added" if name in required_after else "member added"
            what = "is new and required" if name in required_after else "is new"
            text = f"{what}: {describe(Side(new.document, after[name]))}"
            yield Difference(kind, f"{member}.{name}" if member else name, text)


def breaks(difference: Difference, directions: set[str]) -> bool:
    """Whether a difference breaks a caller who sees it in these directions."""
    return any(difference.kind in BREAKING[direction] for direction in directions)
