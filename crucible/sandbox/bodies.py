"""Bodies of requests: read as far as they are not too large, and JSON that means here what it means to the client."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import orjson

from .answers import Refusal
from .asgi import body_blocks
from .document import DEEPEST_NESTING, is_too_deep

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .answers import Json
    from .asgi import Receive

LARGEST_BODY_BYTES = 32 * 1024 * 1024
MOST_VALUES = 500_000
"""In one document. Each takes 60 bytes of memory and more, however short it is, and all others wait meanwhile."""

_LEAST_INTEGER, _LARGEST_INTEGER = -(2**63), 2**64 - 1
_MANY_DIGITS = re.compile(rb"[0-9]{19}")
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)


class JsonError(ValueError):
    """Some bytes are no JSON that can be used; `kind` is the service's name for the mistake."""

    def __init__(self, message: str, kind: str, position: int | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.position = position


async def read_body(headers: Mapping[str, str], receive: Receive, largest: int = LARGEST_BODY_BYTES) -> bytes:
    """Read the body of a request.

    Raises
    ------
    Refusal
        413 if it is too large; when its length is announced, before it is read.
    """
    too_large = Refusal(413, f"The body has more than {largest} bytes", [(b"connection", b"close")])
    announced = headers.get("content-length", "0")
    if not announced.isdecimal() or len(announced) > 18 or int(announced) > largest:
        raise too_large
    data = bytearray()
    async for block in body_blocks(receive):
        data += block
        if len(data) > largest:
            raise too_large
    return bytes(data)


def read_json(data: bytes) -> Json:
    """Return the value of a JSON text.

    Raises
    ------
    JsonError
        If it is no JSON, is nested too deeply, has too many values, has U+0000 in a text, which databases cut there or
        refuse, or has an integer that does not fit into 64 bits: the parser would quietly round it.
    """
    if _has_too_many_values(data):
        raise JsonError(f"JSON with more than {MOST_VALUES} values", "too_long")
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise JsonError(f"JSON decode error: {error.msg}", "json_invalid", error.pos) from None
    if is_too_deep(data, value):
        raise JsonError(f"JSON is nested too deeply, more than {DEEPEST_NESTING} levels", "recursion_loop")
    if _NUL.search(data):
        raise JsonError("Texts cannot have the character U+0000; leave it out", "value_error")
    if _MANY_DIGITS.search(data):
        json.loads(data, parse_int=_fitting)
    return value


def _has_too_many_values(data: bytes) -> bool:
    """Count what separates and opens values; in texts only if that decides."""
    if _separators(data) <= MOST_VALUES:
        return False
    return _separators(_STRING.sub(b"", data)) > MOST_VALUES


def _separators(data: bytes) -> int:
    return sum(data.count(sign) for sign in (b",", b"[", b"{"))


def _fitting(text: str) -> None:
    if len(text) > 20 or not _LEAST_INTEGER <= int(text) <= _LARGEST_INTEGER:
        shown = text if len(text) <= 50 else f"of {len(text)} digits"
        raise JsonError(f"The integer {shown} does not fit into 64 bits; send it as a string", "value_error")
