"""What the service has changed, for people who call the generated client: each change rated breaking or compatible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .schemachanges import RECEIVED, SENT, Difference, Side, breaks, describe, differences
from .tree import Document, component_name, operations, parameters, references, resolve
from .views import without_null

OPERATION, SCHEMA, DOCUMENT = "operation", "schema", "document"


@dataclass(frozen=True)
class Change:
    """One change.

    Attributes
    ----------
    subject, name
        ``"operation"``, ``"schema"`` or ``"document"``, and its name.
    kind
        What happened, in two or three words that do not depend on the place.
    text
        Where and what, for people.
    breaking
        Whether code that was written for the former client can stop working.
    used_by
        The modules of ``crucible`` that use what changed.
    """

    subject: str
    name: str
    kind: str
    text: str
    breaking: bool
    used_by: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class _Operation:
    path: str
    method: str
    content: Document

    @property
    def title(self) -> str:
        return f"{self.method.upper()} {self.path}"


def compare(ours: Document, theirs: Document) -> list[Change]:
    """What differs in the service's document, once it is in our words.

    Parameters
    ----------
    ours
        The v3 view of our document.
    theirs
        The service's document, normalised.
    """
    before, after = _by_name(ours), _by_name(theirs)
    changes: list[Change] = []
    versions = ours["info"]["version"], theirs["info"]["version"]
    if versions[0] != versions[1]:
        text = f"version {versions[0]} became {versions[1]}"
        changes.append(Change(DOCUMENT, "info", "version changed", text, breaking=False))
    for name, operation in before.items():
        if name not in after:
            changes.append(Change(OPERATION, name, "operation removed", f"{operation.title} is gone", breaking=True))
        else:
            changes += _operation(ours, theirs, name, operation, after[name])
    for name, operation in after.items():
        if name not in before:
            changes.append(Change(OPERATION, name, "operation added", f"{operation.title} is new", breaking=False))
    return [*changes, *_schemas(ours, theirs)]


def _by_name(document: Document) -> dict[str, _Operation]:
    return {op["operationId"]: _Operation(path, method, op) for path, method, op in operations(document)}


def _operation(ours: Document, theirs: Document, name: str, old: _Operation, new: _Operation) -> Iterator[Change]:
    def change(kind: str, text: str, *, breaking: bool) -> Change:
        return Change(OPERATION, name, kind, text, breaking)

    if bool(old.content.get("deprecated")) != bool(new.content.get("deprecated")):
        now = "is deprecated now" if new.content.get("deprecated") else "is not deprecated any more"
        yield change("deprecation changed", f"{old.title} {now}", breaking=False)
    public = [
        operation.content.get("security", document.get("security")) == []
        for operation, document in ((old, ours), (new, theirs))
    ]
    if public[0] != public[1]:
        now = "needs no key any more" if public[1] else "needs a key now"
        yield change("key changed", f"{old.title} {now}", breaking=not public[1])
    yield from _parameters(ours, theirs, name, old, new)
    yield from _body(ours, theirs, name, old, new)
    yield from _answer(ours, theirs, name, old, new)
    statuses = [set(operation.content["responses"]) for operation in (old, new)]
    for status in sorted(statuses[1] - statuses[0]):
        yield change("status added", f"the answer {status} is described now", breaking=False)


def _parameters(ours: Document, theirs: Document, name: str, old: _Operation, new: _Operation) -> Iterator[Change]:
    def change(kind: str, text: str, *, breaking: bool) -> Change:
        return Change(OPERATION, name, kind, text, breaking)

    before, after = (
        {parameter_key(p): p for p in parameters(document, operation.path, operation.content)}
        for document, operation in ((ours, old), (theirs, new))
    )
    for key, parameter in before.items():
        where = f"{key[0]} parameter {parameter['name']}"
        if key not in after:
            yield change("parameter removed", f"{where} is gone", breaking=True)
            continue
        other = after[key]
        if bool(parameter.get("required")) != bool(other.get("required")):
            now = "is required now" if other.get("required") else "can be left out now"
            kind = "parameter made required" if other.get("required") else "parameter made optional"
            yield change(kind, f"{where} {now}", breaking=bool(other.get("required")))
        if bool(parameter.get("deprecated")) != bool(other.get("deprecated")):
            now = "is deprecated now" if other.get("deprecated") else "is not deprecated any more"
            yield change("deprecation changed", f"{where} {now}", breaking=False)
        sides = (
            Side(ours, without_null(parameter.get("schema", {}))),
            Side(theirs, without_null(other.get("schema", {}))),
        )
        for difference in differences(*sides, sent=True):
            if difference.kind not in ("null added", "null removed"):  # nothing is sent for null
                yield _from_difference(OPERATION, name, where, difference, {SENT})
    for key, parameter in after.items():
        if key not in before:
            kind = "required parameter added" if parameter.get("required") else "parameter added"
            what = describe(Side(theirs, without_null(parameter.get("schema", {}))))
            is_new = "is new and required" if parameter.get("required") else "is new"
            text = f"{key[0]} parameter {parameter['name']} {is_new}: {what}"
            yield change(kind, text, breaking=bool(parameter.get("required")))


def parameter_key(parameter: Document) -> tuple[str, str]:
    """What makes a parameter the same: its place and name; names of headers have no case."""
    name = parameter["name"].lower() if parameter["in"] == "header" else parameter["name"]
    return parameter["in"], name


def _from_difference(subject: str, name: str, where: str, difference: Difference, directions: set[str]) -> Change:
    place = " ".join(part for part in (where, f"member {difference.member}" if difference.member else "") if part)
    text = f"{place}: {difference.text}" if place else difference.text
    return Change(subject, name, difference.kind, text, breaks(difference, directions))


def media_types(document: Document, holder: Document) -> Document:
    """The media types of a body or answer with their schemas."""
    return {name: media.get("schema", {}) for name, media in resolve(document, holder).get("content", {}).items()}


def _body(ours: Document, theirs: Document, name: str, old: _Operation, new: _Operation) -> Iterator[Change]:
    before, after = (operation.content.get("requestBody") for operation in (old, new))
    if before is None and after is None:
        return
    if before is None or after is None:
        required = after is not None and bool(resolve(theirs, after).get("required"))
        what = "takes a body now" if after is not None else "takes no body any more"
        breaking = required or after is None
        yield Change(OPERATION, name, "body added" if before is None else "body removed", what, breaking)
        return
    needed = [bool(resolve(document, body).get("required")) for document, body in ((ours, before), (theirs, after))]
    if needed[0] != needed[1]:
        now = "the body is required now" if needed[1] else "the body can be left out now"
        yield Change(
            OPERATION, name, "body made required" if needed[1] else "body made optional", now, breaking=needed[1]
        )
    yield from _media(ours, theirs, name, "body", media_types(ours, before), media_types(theirs, after), SENT)


def success(document: Document, operation: Document) -> Document:
    """The success answer with a body; any success answer when none has one."""
    answers = {status: resolve(document, answer) for status, answer in operation["responses"].items()}
    found = [answer for status, answer in answers.items() if status.startswith("2")]
    return next((answer for answer in found if answer.get("content")), found[0] if found else {})


def _answer(ours: Document, theirs: Document, name: str, old: _Operation, new: _Operation) -> Iterator[Change]:
    before, after = (media_types(d, success(d, o.content)) for d, o in ((ours, old), (theirs, new)))
    if after == {"application/json": {}}:  # FastAPI's way not to say what it answers
        return
    yield from _media(ours, theirs, name, "answer", before, after, RECEIVED)


def _media(
    ours: Document, theirs: Document, name: str, where: str, before: Document, after: Document, direction: str
) -> Iterator[Change]:
    for media in before:
        if media not in after:
            yield Change(OPERATION, name, "media type removed", f"{where}: {media} is gone", breaking=True)
            continue
        sides = Side(ours, before[media]), Side(theirs, after[media])
        for difference in differences(*sides, sent=direction == SENT):
            yield _from_difference(OPERATION, name, where, difference, {direction})
    for media in after:
        if media not in before:
            yield Change(OPERATION, name, "media type added", f"{where}: {media} is new", breaking=not before)


def _schemas(ours: Document, theirs: Document) -> Iterator[Change]:
    before, after = (document.get("components", {}).get("schemas", {}) for document in (ours, theirs))
    ways = directions(ours), directions(theirs)
    for name, schema in before.items():
        if name not in after:
            continue
        ways_of_it = ways[0].get(name, set()) | ways[1].get(name, set())
        sides = Side(ours, schema), Side(theirs, after[name])
        for difference in differences(*sides, sent=SENT in ways_of_it):
            yield _from_difference(SCHEMA, name, "", difference, ways_of_it)


def directions(document: Document) -> dict[str, set[str]]:
    """For each schema whether callers send it, receive it, or both."""
    found: dict[str, set[str]] = {}

    def follow(node: Any, direction: str) -> None:
        for ref in references(node):
            name = component_name(ref)
            if "/schemas/" in ref and direction not in found.setdefault(name, set()):
                found[name].add(direction)
                follow(resolve(document, {"$ref": ref}), direction)
            elif "/schemas/" not in ref:
                follow(resolve(document, {"$ref": ref}), direction)

    for path, _, operation in operations(document):
        follow([operation.get("requestBody", {}), parameters(document, path, operation)], SENT)
        follow(operation["responses"], RECEIVED)
    return found
