"""The description of a world: a YAML or JSON file in the form of `world.schema.json`, which `seed` makes real.

What is wrong with a file is said with the line and the path of each mistake, all at once.
"""

from __future__ import annotations

import functools
import json
import math
import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crucible.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import jsonschema_rs
    import yaml

    World = Mapping[str, Any]
    Place = tuple[str | int, ...]

ADMIN = "admin"
MOST_MISTAKES = 20
MOST_VALUES = 200_000
LEAST_NUMBER, LARGEST_NUMBER = -(2**63), 2**64 - 1  # of whole ones
_STANDARD = "tag:yaml.org,2002:"
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_REFERENCES = {"by": "users", "user": "users", "lead": "users", "project": "projects", "instrument": "instruments"}


class WorldError(ConfigError):
    """The description of a world is not one."""


def read_world(file: Path) -> World:
    """Read a description and check it; the paths of files in it become those of this machine.

    Parameters
    ----------
    file
        YAML, or JSON if its name ends so.

    Raises
    ------
    WorldError
        With line and path of each mistake.
    """
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise WorldError(f"{file} cannot be read: {reason}.", hint="Name a YAML or JSON file.") from error
    lines: dict[Place, int] = {}
    world = _from_json(file, text) if file.suffix.lower() == ".json" else _from_yaml(file, text, lines)
    if world is None:
        world = {}
    mistakes = (
        [*_unsendable(world)] or [*_against_schema(world)] or [*_against_itself(world), *_paths(world, file.parent)]
    )
    if mistakes:
        told = [f"{_line(lines, place)}{_path(place)}: {what}" for place, what in mistakes[:MOST_MISTAKES]]
        more = f"\n  and {len(mistakes) - MOST_MISTAKES} more" if len(mistakes) > MOST_MISTAKES else ""
        raise WorldError(
            f"{file} describes no world:\n  " + "\n  ".join(told) + more + ".",
            hint="What there can be stands in crucible/sandbox/world.schema.json and docs/sandbox.md.",
        )
    return dict(world)


def _line(lines: Mapping[Place, int], place: Place) -> str:
    """Return the line of a place, or of the nearest one around it."""
    while place and place not in lines:
        place = place[:-1]
    return f"line {lines[place]}, " if place in lines else ""


def _path(place: Place) -> str:
    path = " > ".join(str(part + 1) if isinstance(part, int) else part for part in place) or "the whole"
    return path.encode("utf-8", "backslashreplace").decode()


def _from_json(file: Path, text: str) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(found := dict(pairs)) < len(pairs):
            raise WorldError(f"{file} names something twice, among: {', '.join(found)}.", hint="Give it another name.")
        return found

    try:
        return json.loads(text, object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        raise WorldError(f"{file} is not JSON: {error}.", hint="Mend it there.") from error


def _from_yaml(file: Path, text: str, lines: dict[Place, int]) -> Any:
    """Read YAML, in which every plain word is text but numbers, true, false and null, and note where things stand."""
    import yaml  # one second of imports less for those who do not need it

    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        return None if node is None else _plain(node, (), lines)
    except (yaml.YAMLError, RecursionError) as error:
        where = getattr(error, "problem_mark", None)
        line = f"line {where.line + 1}: " if where else ""
        reason = getattr(error, "problem", None) or str(error)
        if isinstance(error, RecursionError):
            reason = "it is nested too deeply"
        raise WorldError(f"{file} is not YAML: {line}{reason}.", hint="Mend it there.") from error


def _plain(node: yaml.Node, place: Place, lines: dict[Place, int]) -> Any:
    import yaml

    if len(lines) > MOST_VALUES:
        raise yaml.YAMLError(f"there are more than {MOST_VALUES:,} values")
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*place, number), lines) for number, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a name is one word, or quoted", problem_mark=key.start_mark)
            name = str(key.value)
            if name in found:
                raise yaml.MarkedYAMLError(problem=f"{name!r} is there twice", problem_mark=key.start_mark)
            lines[(*place, name)] = key.start_mark.line + 1
            found[name] = _plain(value, (*place, name), lines)
        return found
    if (
        not isinstance(node, yaml.ScalarNode)
        or not node.tag.startswith(_STANDARD)
        or "/" in node.tag.removeprefix(_STANDARD)
    ):
        raise yaml.MarkedYAMLError(problem=f"the tag {node.tag} means nothing here", problem_mark=node.start_mark)
    return _scalar(str(node.value), is_plain=node.style is None)


def _scalar(text: str, *, is_plain: bool) -> Any:
    """Read a word as JSON does: what YAML would take for times, octal numbers and answers to questions is text."""
    if is_plain and text in _WORDS:
        return _WORDS[text]
    if is_plain and _NUMBER.fullmatch(text):
        return json.loads(text) if len(text) < 4000 else math.inf  # Python reads no longer ones
    return text


@functools.cache
def _validator() -> jsonschema_rs.Validator:
    import jsonschema_rs

    text = resources.files(__package__).joinpath("world.schema.json").read_text("utf-8")
    return jsonschema_rs.validator_for(json.loads(text), validate_formats=True)


def _against_schema(world: Any) -> Iterator[tuple[Place, str]]:
    for error in _validator().iter_errors(world):
        facts, place = error.kind.as_dict(), tuple(error.instance_path)
        match error.kind.name:
            case "required":
                yield place, f"{facts['property']} is needed"
            case "additionalProperties":
                for name in facts["unexpected"]:
                    yield (*place, name), "there is no such thing here"
            case "propertyNames":
                name = str(facts["error"].instance)
                wrong = f"a name here should match {facts['error'].kind.as_dict().get('pattern')}"
                yield (*place, name), "whoever starts the sandbox is admin" if name == ADMIN else wrong
            case "format":
                yield place, "should be a date and time with its offset from UTC, as 2026-08-01T10:00:00+02:00"
            case "pattern":
                yield place, f"should match {facts['pattern']}"
            case "oneOf":
                yield place, "either a path, or a text and a name"
            case _:
                yield place, error.message


def _unsendable(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Yield the numbers and texts that no request can have."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _unsendable(name, (*place, name))
            yield from _unsendable(inner, (*place, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _unsendable(inner, (*place, number))
    elif isinstance(value, float) and not math.isfinite(value):
        yield place, "this is no number, or too large a one"
    elif isinstance(value, int) and not LEAST_NUMBER <= value <= LARGEST_NUMBER:
        yield place, "the number does not fit into 64 bits; write it as text"
    elif isinstance(value, str) and any("\ud800" <= sign <= "\udfff" for sign in value):
        yield place, "half of a character is no text"


def _against_itself(world: World) -> Iterator[tuple[Place, str]]:
    """Yield what is named and not described."""

    def known(kind: str, name: str) -> bool:
        return name in world.get(kind, {}) or (kind == "users" and name == ADMIN)

    for place, kind, name in _named(world):
        if not known(kind, name):
            yield place, f"there is no {kind.removesuffix('s')} {name!r} in this world"
    for kind in ("samples", "datasets"):
        for name in world.get(kind, {}):
            if _is_own_ancestor(world[kind], name):
                yield (kind, name, "parents"), "nothing can be made of itself"


def _named(world: World) -> Iterator[tuple[Place, str, str]]:
    """Yield where what is named: place, kind and name."""
    for kind, records in world.items():
        pairs = enumerate(records) if isinstance(records, list) else records.items()
        for key, record in pairs:
            for name, value in record.items():
                if name in _REFERENCES:
                    yield (kind, key, name), _REFERENCES[name], value
            for name in record.get("members", {}):
                yield (kind, key, "members", name), "users", name
            for whose, roles in record.get("access", {}).items():
                for name in roles:
                    yield (kind, key, "access", whose, name), whose, name
            for relation, of in (("parents", kind), ("samples", "samples")):
                for number, name in enumerate(record.get(relation, [])):
                    yield (kind, key, relation, number), of, name


def _is_own_ancestor(records: World, name: str) -> bool:
    seen: set[str] = set()
    waiting = list(records[name].get("parents", []))
    while waiting:
        parent = waiting.pop()
        if parent == name:
            return True
        if parent not in seen:
            seen.add(parent)
            waiting += records.get(parent, {}).get("parents", [])
    return False


def _paths(world: World, folder: Path) -> Iterator[tuple[Place, str]]:
    """Make the paths of files those of this machine, and yield which of them lead nowhere, or elsewhere."""
    for name, dataset in world.get("datasets", {}).items():
        for kind in ("files", "thumbnails"):
            names: set[str] = set()
            for number, given in enumerate(dataset.get(kind, [])):
                place = ("datasets", name, kind, number)
                shown = given.get("name") or Path(given["path"]).name
                if shown in names:
                    yield place, f"there is {shown!r} already"
                names.add(shown)
                if "path" not in given:
                    continue
                path = folder / given["path"]
                if why := _refused_path(path, folder):
                    yield (*place, "path"), f"{given['path']!r} {why}"
                given["path"] = path


def _refused_path(path: Path, folder: Path) -> str | None:
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            return "is not in the folder of the description"
        return None if path.is_file() else "is no file"
    except (OSError, ValueError):  # too long, or with a sign that no name can have
        return "is no name of a file here"
