"""Values of Python as JSON, all checked before the first request, so that no record is made without its metadata."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum
from pathlib import PurePath
from typing import Any
from uuid import UUID

from ..errors import UsageError

DEEPEST = 100
# Many readers of JSON hold integers in 64 bits, and the database of the service has no texts with U+0000.
_LEAST_INTEGER = -(2**63)
_LARGEST_INTEGER = 2**64 - 1
_DOUBLE_BYTES = 8
_SIMPLE = frozenset({str, int, float, bool, dict, list})
_LEAVE_OUT = "Use None, or leave the key out."


def encode_object(value: Mapping[str, Any], name: str = "scientific_metadata") -> dict[str, Any]:
    """Return a mapping as a JSON object.

    Parameters
    ----------
    value
        May hold, at any depth: None, bool, int, float, text, lists, tuples, mappings with text as keys, NumPy scalars
        and arrays, columns of pandas (and whatever else has ``tolist``), dates and times, paths, enums and UUIDs.
    name
        What messages call the value.

    Raises
    ------
    UsageError
        Something in it has no JSON form, above all NaN, NaT and infinity; the message names the key's path.

    Examples
    --------
    >>> encode_object({"when": date(2026, 8, 1), "lens": ("a", 1.5)})
    {'when': '2026-08-01', 'lens': ['a', 1.5]}
    """
    if not isinstance(value, Mapping):
        raise UsageError(f"{name} is {_a(value)}, not a mapping.", hint="Give a dictionary.")
    encoded: dict[str, Any] = _encode(value, name, 0)
    return encoded


def _encode(value: Any, path: str, depth: int) -> Any:  # Any: this is where arbitrary values become JSON
    if depth > DEEPEST:
        raise UsageError(f"{path[:80]}… is nested more than {DEEPEST} deep.", hint="Does it contain itself?")
    value = _plain(value, path)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _integer(value, path)
    if isinstance(value, str):
        return _text(value, path)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise UsageError(f"{path} is {value}, which JSON cannot hold.", hint=_LEAVE_OUT)
        return value
    if isinstance(value, Mapping):
        return _encode_mapping(value, path, depth)
    if isinstance(value, list | tuple):
        return [_encode(member, f"{path}[{number}]", depth + 1) for number, member in enumerate(value)]
    raise UsageError(f"{path} is {_a(value)}, which has no JSON form.", hint="Turn it into text, numbers or lists.")


def _encode_mapping(value: Mapping[Any, Any], path: str, depth: int) -> dict[str, Any]:
    encoded: dict[str, Any] = {}
    for key, member in value.items():
        name = _key(key, path)
        if name in encoded:
            raise UsageError(f"{path} has two keys that are {name!r} in JSON.", hint="Rename one of them.")
        encoded[name] = _encode(member, f"{path}.{key}", depth + 1)
    return encoded


def _plain(value: Any, path: str) -> Any:
    """Return what a value of a richer type amounts to."""
    if type(value) in _SIMPLE:
        return value
    if isinstance(value, Enum):
        value = value.value
    if hasattr(value, "dtype"):
        value = _of_array(value, path)
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, datetime | date | time):
        if value != value:  # NaT of pandas calls itself a time
            raise _missing(value, path)
        return value.isoformat()
    if isinstance(value, PurePath | UUID):
        return str(value)
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            raise UsageError(f"{path} is binary data.", hint="Store it as a file of the dataset.") from None
    if type(value).__name__ == "NAType":
        raise _missing(value, path)
    return value


def _of_array(value: Any, path: str) -> Any:
    """Return a NumPy scalar or array, or a column of pandas, whose ``tolist`` loses nothing."""
    kind = getattr(value.dtype, "kind", "")
    if kind == "M" and getattr(value.dtype, "tz", None) is None:  # times with a zone keep it, and are no integers
        return _times(value, path)
    if kind == "m":
        raise UsageError(
            f"{path} is a duration without a unit.", hint="Divide it by its unit: value / np.timedelta64(1, 's')."
        )
    if kind == "V":
        raise UsageError(
            f"{path} is a structured array, and JSON lists have no names.",
            hint="Use {name: value[name] for name in value.dtype.names}.",
        )
    if kind == "f" and value.dtype.itemsize > _DOUBLE_BYTES:
        return value.astype(float)  # `tolist` leaves long doubles as they are
    return value


def _times(value: Any, path: str) -> Any:
    """Return NumPy times as they can be written; nanoseconds would come out as integers, and NaT as null."""
    value = value.astype("datetime64[us]")
    flat = value.ravel().tolist() if hasattr(value, "ravel") else list(value)
    if not all(isinstance(time, datetime) for time in flat):
        raise UsageError(f"{path} has NaT or a year beyond 9999, which cannot be written.", hint=_LEAVE_OUT)
    return value


def _missing(value: object, path: str) -> UsageError:
    return UsageError(f"{path} is {value}, a missing value, which JSON cannot hold.", hint=_LEAVE_OUT)


def _integer(value: int, path: str) -> int:
    if not _LEAST_INTEGER <= value <= _LARGEST_INTEGER:
        raise UsageError(f"{path} is an integer of more than 64 bits.", hint="Use str(...), or a float.")
    return int(value)


def _text(value: str, path: str) -> str:
    if "\0" in value:
        raise UsageError(f"{path} has the character U+0000, which cannot be stored.", hint="Leave it out.")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise UsageError(
                f"{path} has half of a character pair, which is no text.", hint="Read it again as UTF-8."
            ) from None
    return str(value)


def _key(key: object, path: str) -> str:
    plain = _plain(key, path)
    if not isinstance(plain, str):
        raise UsageError(f"{path} has the key {key!r}, and keys are text in JSON.", hint="Use str(key).")
    return _text(plain, path)


def _a(value: object) -> str:
    return f"of type {type(value).__name__}"
