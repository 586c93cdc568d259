"""The one style of the document: the same value always gives the same text, made to be read and compared by people.

Structure stands in blocks. What fits on one line of 120 characters below the structure (a schema of a member, a
parameter, an example) stands on one line. Words of the specification come in one order; names of members, paths and
components keep the order in which they were written. Text that other readers of YAML could take for something else is
quoted.
"""

from __future__ import annotations

import io
import json
import re
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import yaml

from .yamlread import Yaml, plain

if TYPE_CHECKING:
    from .tree import Place

WIDTH = 120
ORDER = (
    *("openapi", "info", "servers", "operationId", "$ref", "tags", "name", "title", "url", "version", "in", "type"),
    *("scheme", "format", "contentEncoding", "contentMediaType", "required", "summary", "description"),
    *("x-api-versions", "x-certainty", "deprecated", "readOnly", "writeOnly", "license", "security", "paths"),
    *("components", "const", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "default"),
    *("required members", "additionalProperties", "properties", "minItems", "maxItems", "uniqueItems", "items"),
    *("oneOf", "anyOf", "allOf", "parameters", "requestBody", "responses", "headers", "content", "schema"),
    *("example", "examples", "securitySchemes"),
)
_RANK = {name: rank for rank, name in enumerate(ORDER)}
_ROOT = ("openapi", "info", "servers", "security", "tags", "paths", "components")
_COMPONENTS = ("securitySchemes", "parameters", "requestBodies", "responses", "headers", "schemas")
NAMED = frozenset(
    {"properties", "patternProperties", "$defs", "paths", "responses", "content", "headers", *_COMPONENTS}
)
DATA = frozenset({"example", "examples", "default", "const", "enum", "security"})
_RESOLVER: Any = yaml.resolver.Resolver()  # its types are not stated
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
_ANALYSER = yaml.emitter.Emitter(io.StringIO())


def write(document: Yaml) -> str:
    """The text of a value in the one style, with its comments."""
    lines = list(_Writer(document.comments).mapping(document.value, (), "spec", 0)) or ["{}"]
    lines += document.comments.get((), [])
    return "\n".join(lines) + "\n"


def child_kind(kind: str, key: str) -> str:
    """What the value of a key is: words of the specification, names, or data that are not ours to order."""
    if kind == "data" or (kind == "spec" and (key in DATA or key.startswith("x-"))):
        return "data"
    return "names" if kind == "spec" and key in NAMED else "spec"


def _item_kind(kind: str) -> str:
    """What the items of a list are; a list is never a map of names."""
    return "data" if kind == "data" else "spec"


def ordered(node: dict[str, Any], place: Place, kind: str) -> list[tuple[str, Any]]:
    """The members of a mapping in the order in which they are written."""
    if kind != "spec":
        return list(node.items())
    if place in ((), ("components",)):
        names: tuple[str, ...] = _COMPONENTS if place else _ROOT
        return sorted(node.items(), key=lambda item: names.index(item[0]) if item[0] in names else len(names))

    def rank(item: tuple[str, Any]) -> int:
        return _RANK.get("required members" if item[0] == "required" and isinstance(item[1], list) else item[0], 99)

    if len(place) == 2 and place[0] == "paths":  # methods keep their order
        return list(node.items())
    return sorted(node.items(), key=rank)


def _structural(place: Place, node: Any) -> bool:
    """Whether this place is always written as a block."""
    if isinstance(node, dict) and list(node) == ["$ref"]:
        return False
    head, rest = place[0], place[1:]
    if head == "security" or (rest and rest[-1] in DATA):
        return False
    if head == "paths":
        inner = place[3:]
        if inner[:1] == ("parameters",):
            return len(inner) == 1
        plain_keys = {"schema", "tags", *DATA}
        return len(place) <= 3 or (isinstance(node, dict) and not plain_keys.intersection(map(str, inner)))
    if head != "components" or len(place) == 1:
        return len(place) <= 2
    if place[1] == "schemas":
        return len(place) <= 3 or place[3:] == ("properties",)
    return len(place) <= 3 or (
        place[1] in ("responses", "requestBodies") and "schema" not in place and "example" not in place
    )


def scalar(value: Any, *, flow: bool) -> str:
    """A scalar on one line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        text = repr(value)
        return text if "." in text else text.replace("e", ".0e")
    if not isinstance(value, str):
        return str(value)
    analysis = _ANALYSER.analyze_scalar(value)
    is_text = plain(value) is value and _RESOLVER.resolve(yaml.ScalarNode, value, (True, False)).endswith(":str")
    if is_text and (analysis.allow_flow_plain if flow else analysis.allow_block_plain) and "\n" not in value:
        return value
    if analysis.allow_single_quoted and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    text = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _flow(node: Any, kind: str, place: Place) -> str:
    if isinstance(node, dict):
        members = ordered(node, place, kind)
        parts = (f"{scalar(k, flow=True)}: {_flow(v, child_kind(kind, k), (*place, k))}" for k, v in members)
        return "{" + ", ".join(parts) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(_flow(v, _item_kind(kind), (*place, i)) for i, v in enumerate(node)) + "]"
    return scalar(node, flow=True)


def _folded(text: str, indent: str) -> list[str] | None:
    """A long text as a folded block, if it can be one without a change."""
    lines = text.split("\n")
    if any(line != " ".join(line.split(" ")).strip() or "  " in line or "\t" in line for line in lines):
        return None
    if (
        not text.strip()
        or text.startswith("\n")
        or text.endswith("\n")
        or not _ANALYSER.analyze_scalar(text).allow_block
    ):
        return None
    result: list[str] = []
    for index, line in enumerate(lines):
        if index and lines[index - 1]:
            result.append("")
        wrapped = textwrap.wrap(line, WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
        result += [indent + part for part in wrapped] or [""]
    return result


def _string(head: str, text: str, indent: str) -> list[str]:
    line = f"{head} {scalar(text, flow=False)}"
    if len(line) > WIDTH or "\n" in text:
        folded = _folded(text, indent)
        if folded is not None:
            return [f"{head} >-", *folded]
    return [line]


def _wrapped_list(head: str, node: list[Any], indent: str) -> list[str]:
    """A list of scalars over several lines."""
    items = [scalar(item, flow=True) for item in node]
    lines, line = [], f"{head} ["
    for index, item in enumerate(items):
        piece = item + ("," if index + 1 < len(items) else "]")
        if len(line) + len(piece) + 1 > WIDTH and line.strip():
            lines.append(line.rstrip())
            line = indent
        line += piece if line.endswith(("[", indent)) else " " + piece
    return [*lines, line]


class _Writer:
    """Writes nodes as lines; holds the comments, which belong to places."""

    def __init__(self, comments: dict[Place, list[str]]) -> None:
        self._comments = comments

    def mapping(self, node: dict[str, Any], place: Place, kind: str, indent: int) -> Iterator[str]:
        for key, value in ordered(node, place, kind):
            inner = (*place, key)
            yield from self._comments_at(inner, indent)
            yield from self._entry(
                " " * indent + scalar(key, flow=False) + ":", value, inner, child_kind(kind, key), indent + 2
            )

    def sequence(self, node: list[Any], place: Place, kind: str, indent: int) -> Iterator[str]:
        for index, value in enumerate(node):
            inner = (*place, index)
            yield from self._comments_at(inner, indent)
            yield from self._entry(" " * indent + "-", value, inner, _item_kind(kind), indent + 2)

    def _comments_at(self, place: Place, indent: int) -> Iterator[str]:
        for comment in self._comments.get(place, ()):
            yield " " * indent + comment

    def _entry(self, head: str, node: Any, place: Place, kind: str, indent: int) -> list[str]:
        """The lines of one value after its ``name:`` or ``-``; what continues it stands at the indent."""
        if isinstance(node, str):
            return _string(head, node, " " * indent)
        if not isinstance(node, dict | list) or not node:
            return [f"{head} {_flow(node, kind, place)}"]
        commented = any(len(other) > len(place) and other[: len(place)] == place for other in self._comments)
        if not commented and not _structural(place, node):
            line = f"{head} {_flow(node, kind, place)}"
            if len(line) <= WIDTH:
                return [line]
            if isinstance(node, list) and not any(isinstance(item, dict | list) for item in node):
                return _wrapped_list(head, node, " " * indent)
        if isinstance(node, list):
            return [head, *self.sequence(node, place, kind, indent)]
        lines = list(self.mapping(node, place, kind, indent))
        if head.endswith("-") and not self._comments_at_first(node, place, kind):
            return [head + lines[0][indent - 1 :], *lines[1:]]
        return [head, *lines]

    def _comments_at_first(self, node: dict[str, Any], place: Place, kind: str) -> bool:
        return (*place, ordered(node, place, kind)[0][0]) in self._comments
