"""Validation errors in the words of the service.

The service answers 422 with a list of errors in the form that FastAPI gives to Pydantic's. The names below are
Pydantic's for the same mistakes, so that a client that matches on them behaves as it does against the service.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from .answers import Json

MOST_COMPLAINTS = 50
LONGEST_INPUT = 500

_TYPES = {
    "string": ("string_type", "Input should be a valid string"),
    "integer": ("int_type", "Input should be a valid integer"),
    "number": ("float_type", "Input should be a valid number"),
    "boolean": ("bool_type", "Input should be a valid boolean"),
    "object": ("dict_type", "Input should be a valid dictionary"),
    "array": ("list_type", "Input should be a valid list"),
    "null": ("none_required", "Input should be None"),
}
_PARSING = {
    "integer": ("int_parsing", "Input should be a valid integer, unable to parse string as an integer"),
    "number": ("float_parsing", "Input should be a valid number, unable to parse string as a number"),
    "boolean": ("bool_parsing", "Input should be a valid boolean, unable to interpret input"),
}
_LIMITS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "minimum": ("greater_than_equal", lambda limit: f"Input should be greater than or equal to {limit}"),
    "maximum": ("less_than_equal", lambda limit: f"Input should be less than or equal to {limit}"),
    "exclusiveMinimum": ("greater_than", lambda limit: f"Input should be greater than {limit}"),
    "exclusiveMaximum": ("less_than", lambda limit: f"Input should be less than {limit}"),
    "minLength": ("string_too_short", lambda limit: f"String should have at least {_count(limit, 'character')}"),
    "maxLength": ("string_too_long", lambda limit: f"String should have at most {_count(limit, 'character')}"),
    "minItems": ("too_short", lambda limit: f"List should have at least {_count(limit, 'item')} after validation"),
    "maxItems": ("too_long", lambda limit: f"List should have at most {_count(limit, 'item')} after validation"),
    "minProperties": ("too_short", lambda limit: f"Dictionary should have at least {_count(limit, 'item')}"),
    "maxProperties": ("too_long", lambda limit: f"Dictionary should have at most {_count(limit, 'item')}"),
}


def complaints(errors: Iterable[Any], where: str, given: Json, raw: Mapping[str, Json] | None = None) -> list[Json]:
    """Return validation errors as the service words them.

    Parameters
    ----------
    errors
        The validator's errors: objects with `kind`, `instance_path` and `message`.
    where
        The first element of each location: path, query, header, cookie or body.
    given
        What was validated.
    raw
        The texts that parameters were read from, by name; None for a body.
    """
    found: list[Json] = []
    for error in errors:
        for place, kind, message in _describe(error, parameters=raw is not None):
            shown = _at(given, place) if raw is None else raw.get(str(place[0])) if place else None
            found.append({"type": kind, "loc": [where, *place], "msg": message, "input": _short(shown)})
            if len(found) == MOST_COMPLAINTS:
                return found
    return found


def _describe(error: Any, *, parameters: bool) -> Iterator[tuple[list[str | int], str, str]]:
    """Yield (place, type, message) for one error of the validator."""
    place, kind = list(error.instance_path), error.kind
    name, facts = kind.name, kind.as_dict()
    if name == "required":
        yield [*place, facts["property"]], "missing", "Field required"
    elif name == "additionalProperties":
        for unexpected in facts["unexpected"]:
            yield [*place, unexpected], "extra_forbidden", "Extra inputs are not permitted"
    elif name == "type":
        yield place, *_type_complaint(facts, parameters=parameters)
    elif name in _LIMITS:
        type_name, wording = _LIMITS[name]
        yield place, type_name, wording(facts["limit"])
    elif name == "pattern":
        yield place, "string_pattern_mismatch", f"String should match pattern '{facts['pattern']}'"
    elif name in ("enum", "const"):
        options = facts.get("options", [facts.get("expected_value")])
        yield place, "enum" if name == "enum" else "literal_error", f"Input should be {_choice(options)}"
    elif name == "format" and facts["format"] == "date-time":
        yield place, "datetime_parsing", "Input should be a valid datetime with an offset from UTC"
    elif name in ("anyOf", "oneOf") and facts.get("context"):
        yield from _nearest(facts["context"], parameters=parameters)
    else:
        yield place, "value_error", str(error.message)[:LONGEST_INPUT]


def _type_complaint(facts: Mapping[str, Any], *, parameters: bool) -> tuple[str, str]:
    names = [name for name in facts["types"] if name != "null"] or ["null"]
    if parameters and names[0] in _PARSING:
        return _PARSING[names[0]]
    return _TYPES[names[0]]


def _nearest(context: list[list[Any]], *, parameters: bool) -> Iterator[tuple[list[str | int], str, str]]:
    """Of several alternatives explain the one that came furthest; "or null" is never the one that was meant."""
    alternatives = [errors for errors in context if not _wants_null(errors)] or context
    best = max(alternatives, key=lambda errors: max((len(error.instance_path) for error in errors), default=0))
    for error in best:
        yield from _describe(error, parameters=parameters)


def _wants_null(errors: list[Any]) -> bool:
    return len(errors) == 1 and errors[0].kind.name == "type" and list(errors[0].kind.as_dict()["types"]) == ["null"]


def _at(value: Json, place: list[str | int]) -> Json:
    """Return the value at a place; for a missing member the object it should have been in."""
    for step in place:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return value
    return value


def _short(value: Json) -> Json:
    """Return what was sent, unless it is so large that echoing it would help nobody."""
    if isinstance(value, str):
        return value[:LONGEST_INPUT]
    if isinstance(value, (dict, list)) and not _is_small(value):
        return f"{type(value).__name__} of {_count(len(value), 'item')}"
    return value


def _is_small(value: Json) -> bool:
    """Whether a value has few members and short texts; stops looking as soon as it does not."""
    waiting, seen = [value], 0
    while waiting:
        item = waiting.pop()
        seen += 1
        if isinstance(item, (dict, list)):
            waiting.extend((item.values() if isinstance(item, dict) else item) if len(item) <= MOST_COMPLAINTS else ())
        if seen > MOST_COMPLAINTS or (isinstance(item, (str, dict, list)) and len(item) > LONGEST_INPUT):
            return False
    return True


def _choice(options: Iterable[Any]) -> str:
    words = [repr(option) for option in options]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
