"""YAML as the document uses it: JSON values, names that are always text, comments on lines of their own.

Plain scalars follow the core schema of YAML 1.2, so ``2026-01-31``, ``on`` and ``12:30`` stay the texts they look like.
Anchors, tags, duplicate names and comments behind a value are refused: the first three hide things from readers, and
the last would be lost when the document is written again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import yaml

from .tree import DocumentError, Place

INTEGER = re.compile(r"[-+]?[0-9]+")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
MOST_LEVELS = 100
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C reads ten times faster


@dataclass
class Yaml:
    """A text that was read: its value, the comments before each place, and the line of each place, from 1."""

    value: Any
    comments: dict[Place, list[str]] = field(default_factory=dict)
    lines: dict[Place, int] = field(default_factory=dict)


def plain(text: str) -> Any:
    """The value of a scalar without quotes."""
    if text in WORDS:
        return WORDS[text]
    if INTEGER.fullmatch(text):
        return int(text)
    if FLOAT.fullmatch(text):
        return float(text)
    return text


def read(text: str) -> Yaml:
    """The value of a YAML text, with its comments.

    Raises
    ------
    DocumentError
        When the text is no YAML, or not the YAML that the document uses; the message names the line.
    """
    try:
        _refuse_depth(text)
        node = yaml.compose(text, Loader=_LOADER)
        result = Yaml(None)
        seen: set[int] = set()
        result.value = None if node is None else _value(node, (), result, seen)
        _attach_comments(text, result)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark is not None else ""
        problem = getattr(error, "problem", None) or "the text cannot be read"
        raise DocumentError(f"{where}this is not YAML: {problem}") from error
    return result


def _refuse_depth(text: str) -> None:
    """Composing recurses, in C without a limit; parsing does not."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent | yaml.CollectionEndEvent):
            depth += 1 if isinstance(event, yaml.CollectionStartEvent) else -1
        if depth > MOST_LEVELS:
            raise DocumentError("the YAML is nested too deeply")


def _value(node: yaml.Node, place: Place, result: Yaml, seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    if id(node) in seen:
        raise DocumentError(f"line {line}: anchors and aliases are not used here; write the content twice")
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        if node.tag.startswith("!") or node.tag == "tag:yaml.org,2002:binary":
            raise DocumentError(f"line {line}: tags such as {node.tag} are not used here; remove it")
        return str(node.value) if node.style else plain(node.value)
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            result.lines[(*place, index)] = item.start_mark.line + 1
        return [_value(item, (*place, index), result, seen) for index, item in enumerate(node.value)]
    members: dict[str, Any] = {}
    for key, item in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise DocumentError(f"line {line}: a name must be a text")
        if key.value in members:
            raise DocumentError(f"line {line}: {key.value!r} stands twice in one mapping; remove one")
        result.lines[(*place, key.value)] = line
        members[key.value] = _value(item, (*place, key.value), result, seen)
    return members


def _comment_lines(text: str) -> Iterator[tuple[int, str]]:
    """Line number and text of each comment: what stands between two tokens and begins with a number sign."""
    lines = text.splitlines()
    tokens = list(yaml.scan(text, Loader=_LOADER))
    for before, after in pairwise(tokens):
        first, last = before.end_mark, after.start_mark
        for number in range(first.line, min(last.line, len(lines) - 1) + 1):
            start = first.column if number == first.line else 0
            stop = last.column if number == last.line else None
            gap = lines[number][start:stop]
            if "#" not in gap or gap.strip(" ,[]{}:-?")[:1] != "#":
                continue
            if lines[number][:start].strip():
                raise DocumentError(f"line {number + 1}: put the comment on a line of its own, before what it is about")
            yield number + 1, gap.strip()


def _attach_comments(text: str, result: Yaml) -> None:
    places = sorted((line, len(place), place) for place, line in result.lines.items() if place)
    position = 0
    for number, comment in _comment_lines(text):
        while position < len(places) and places[position][0] <= number:
            position += 1
        place = places[position][2] if position < len(places) else ()
        result.comments.setdefault(place, []).append(comment)
