"""What a parser returns, checked before anybody stores it: JSON that every program reads, of bounded size."""

from __future__ import annotations

import base64
import binascii
import json
import math
from typing import Any, Final

from .. import times
from ..errors import ParserError
from . import Parsed

FIELDS: Final = ("dataset_name", "measurement", "data_type", "session_name", "data_format", "timestamp")
"""Of a dataset record, those that a file can know."""

MOST_METADATA_BYTES: Final = 4 * 1024 * 1024
MOST_VALUES: Final = 100_000
DEEPEST_NESTING: Final = 64
MOST_KEYWORDS: Final = 100
MOST_THUMBNAILS: Final = 20
MOST_THUMBNAIL_BYTES: Final = 2 * 1024 * 1024
_TOO_DEEP: Final = f"it is nested too deeply, more than {DEEPEST_NESTING} levels"


def from_json(printed: bytes) -> Parsed:
    """Return the result that a process has printed.

    Raises
    ------
    ParserError
        It is no JSON object of this kind, or cannot be used.
    """
    try:
        found = json.loads(printed, parse_constant=_refused)
        if not isinstance(found, dict):
            _check_json(found)
            raise _unusable("it is no object")
        made = Parsed(
            ingestion_class=found["ingestion_class"],
            fields=found["fields"],
            scientific_metadata=found["scientific_metadata"],
            keywords=found["keywords"],
            thumbnails=found["thumbnails"],
        )
    except KeyError as error:
        raise _unusable(f"it has no {error}") from error
    except ValueError as error:
        raise _unusable(str(error)) from error
    except RecursionError as error:
        raise _unusable(_TOO_DEEP) from error
    return checked(made)


def checked(parsed: Parsed) -> Parsed:
    """Return a result as it may be stored: unknown fields, and those without a value, are left out.

    Raises
    ------
    ParserError
        It cannot be used; the message says why.
    """
    if not isinstance(parsed, Parsed) or not isinstance(parsed.ingestion_class, str) or not parsed.ingestion_class:
        raise _unusable("it is no Parsed with the name of an ingestion class")
    for name, kind in (("fields", dict), ("scientific_metadata", dict), ("keywords", list), ("thumbnails", list)):
        if not isinstance(getattr(parsed, name), kind):
            raise _unusable(f"{name} is no {'object' if kind is dict else 'list'}")
    fields = {name: value for name, value in parsed.fields.items() if name in FIELDS and value is not None}
    for name, value in fields.items():
        if not isinstance(value, str):
            raise ParserError(f"The parser's {name} cannot be used: {value!r} is no text")
    if "timestamp" in fields:
        fields["timestamp"] = _time(fields["timestamp"])
    _check_json(parsed.scientific_metadata)
    _check_json(fields)
    keywords = list(dict.fromkeys(word.strip() for word in parsed.keywords if isinstance(word, str) and word.strip()))
    _check_json(keywords)
    if len(keywords) > MOST_KEYWORDS:
        raise _unusable(f"it has more than {MOST_KEYWORDS} keywords")
    if len(parsed.thumbnails) > MOST_THUMBNAILS:
        raise _unusable(f"it has more than {MOST_THUMBNAILS} thumbnails")
    return Parsed(
        ingestion_class=parsed.ingestion_class,
        fields=fields,
        scientific_metadata=parsed.scientific_metadata,
        keywords=keywords,
        thumbnails=[_thumbnail(given) for given in parsed.thumbnails],
    )


def _time(text: str) -> str:
    try:
        return times.from_wire(times.with_offset(text)).isoformat()
    except ValueError as error:
        raise ParserError(f"The parser's timestamp cannot be used: {text!r} is no time") from error


def _thumbnail(given: Any) -> dict[str, str]:  # Any: what a parser of others made
    name, image = (given.get("thumbnail_name"), given.get("thumbnail_b64str")) if isinstance(given, dict) else (0, 0)
    if not isinstance(name, str) or not isinstance(image, str):
        raise _unusable("a thumbnail is no object with thumbnail_name and thumbnail_b64str")
    if len(image) > MOST_THUMBNAIL_BYTES:
        raise _unusable(f"a thumbnail has more than {MOST_THUMBNAIL_BYTES} characters")
    try:
        if not base64.b64decode(image, validate=True):
            raise _unusable("a thumbnail is empty")
    except (binascii.Error, ValueError) as error:
        raise _unusable("a thumbnail is not Base64") from error
    _check_json(name)
    return {"thumbnail_name": name, "thumbnail_b64str": image}


def _check_json(value: object) -> None:
    """Make sure that a value is JSON, and not too much of it; without recursion, which a deep one would exhaust."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    values, size = 0, 0
    while waiting:
        one, depth = waiting.pop()
        values += 1
        if values > MOST_VALUES:
            raise _unusable(f"it has more than {MOST_VALUES} values")
        if depth > DEEPEST_NESTING:
            raise _unusable(_TOO_DEEP)
        if isinstance(one, dict):
            for key, inner in one.items():
                if not isinstance(key, str):
                    raise _unusable(f"the key {key!r} is no text")
                size += _size(key)
                waiting.append((inner, depth + 1))
        elif isinstance(one, list):
            waiting.extend((inner, depth + 1) for inner in one)
        else:
            size += _size(one)
        if size > MOST_METADATA_BYTES:
            raise _unusable(f"it has more than {MOST_METADATA_BYTES} bytes")


def _size(value: object) -> int:
    """Return how many bytes a plain value takes, about."""
    if isinstance(value, str):
        if "\x00" in value:
            raise _unusable("a text has the character U+0000")
        try:
            return len(value.encode())
        except UnicodeEncodeError as error:
            raise _unusable("a text has half of a surrogate pair") from error
    if value is None or type(value) is bool:
        return 4
    if type(value) is int:
        if not -(2**63) <= value < 2**64:
            raise _unusable("an integer does not fit into 64 bits")
        return 8
    if type(value) is float:
        if not math.isfinite(value):
            raise _unusable(f"the number {value} has no JSON form")
        return 8
    raise _unusable(f"a {type(value).__name__} has no JSON form")


def _refused(constant: str) -> None:
    raise ValueError(f"the number {constant} has no JSON form")


def _unusable(why: str) -> ParserError:
    return ParserError(f"The parser's result cannot be used: {why}")
