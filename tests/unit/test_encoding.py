"""Values of Python as JSON."""

import enum
import json
import pathlib
import uuid
from datetime import UTC, date, datetime, time
from types import MappingProxyType

import numpy as np
import pytest

from crucible.errors import UsageError
from crucible.resources.encoding import encode_object


class Mode(enum.Enum):
    FAST = "fast"


class Level(enum.IntEnum):
    HIGH = 3


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (3, 3),
        (1.5, 1.5),
        ("µm", "µm"),
        (2**64 - 1, 2**64 - 1),
        (-(2**63), -(2**63)),
        ((1, "a"), [1, "a"]),
        (MappingProxyType({"a": 1}), {"a": 1}),
        (np.float32(1.5), 1.5),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.str_("a"), "a"),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (np.array(7), 7),
        (np.array(["a", "b"]), ["a", "b"]),
        (np.longdouble(1.5), 1.5),
        (np.array([1.5], dtype=np.longdouble), [1.5]),
        (np.ma.masked_array([1, 2], mask=[False, True]), [1, None]),
        (np.datetime64("2026-08-01T10:00:00.5", "ns"), "2026-08-01T10:00:00.500000"),
        (np.array(["2026-08-01"], dtype="datetime64[D]"), ["2026-08-01T00:00:00"]),
        (datetime(2026, 8, 1, 10, tzinfo=UTC), "2026-08-01T10:00:00+00:00"),
        (date(2026, 8, 1), "2026-08-01"),
        (time(10, 30), "10:30:00"),
        (pathlib.PurePosixPath("/data/a.h5"), "/data/a.h5"),
        (uuid.UUID("06797fac-6a0e-751d-8000-eb513d281bc7"), "06797fac-6a0e-751d-8000-eb513d281bc7"),
        (Mode.FAST, "fast"),
        (Level.HIGH, 3),
        (b"text", "text"),
    ],
)
def test_a_value_of_science_becomes_json(value, expected):
    encoded = encode_object({"key": value})
    assert ({"key": expected}, type(expected)) == (encoded, type(encoded["key"]))
    assert encoded == json.loads(json.dumps(encoded, allow_nan=False))


@pytest.mark.parametrize("key", ["a", np.str_("a"), Level.__name__ and b"a"])
def test_keys_that_are_texts_are_kept_as_texts(key):
    assert [str] == [type(name) for name in encode_object({key: 1})]


class Strange:
    pass


class NAType:
    """What a missing value of pandas and polars is called."""


class Never(datetime):
    """NaT of pandas: a time that differs from itself."""

    def __ne__(self, other):
        return True

    __hash__ = None


class Zoned:
    """A column of pandas whose times have a zone, and which cannot lose it."""

    dtype = type("DatetimeTZDtype", (), {"kind": "M", "tz": UTC})

    def tolist(self):
        return [datetime(2026, 8, 1, 10, tzinfo=UTC)]


SELF = {}
SELF["inside"] = SELF


@pytest.mark.parametrize(
    ("value", "path", "reason"),
    [
        ({"scan": {"steps": [1, float("nan")]}}, "scientific_metadata.scan.steps[1]", "nan"),
        ({"a": float("inf")}, "scientific_metadata.a", "inf"),
        ({"a": np.array([1.0, np.nan])}, "scientific_metadata.a[1]", "nan"),
        ({"a": np.float64("-inf")}, "scientific_metadata.a", "inf"),
        ({"a": {1: "b"}}, "scientific_metadata.a", "key 1"),
        ({"a": {None: "b"}}, "scientific_metadata.a", "key None"),
        ({"a": Strange()}, "scientific_metadata.a", "Strange"),
        ({"a": {1, 2}}, "scientific_metadata.a", "set"),
        ({"a": 1 + 2j}, "scientific_metadata.a", "complex"),
        ({"a": np.complex128(1j)}, "scientific_metadata.a", "complex"),
        ({"a": b"\xff\x00"}, "scientific_metadata.a", "binary"),
        ({"a": "\ud800"}, "scientific_metadata.a", "half"),
        ({"a": np.datetime64("NaT")}, "scientific_metadata.a", "NaT"),
        ({"a": np.array(["2026-08-01", "NaT"], dtype="datetime64[ns]")}, "scientific_metadata.a", "NaT"),
        ({"a": np.datetime64("20000-01-01")}, "scientific_metadata.a", "beyond 9999"),
        ({"a": {date(2026, 8, 1): 1, "2026-08-01": 2}}, "scientific_metadata.a", "two keys"),
        ({"a": np.timedelta64(5, "s")}, "scientific_metadata.a", "without a unit"),
        ({"a": np.zeros(2, dtype=[("x", int), ("y", float)])}, "scientific_metadata.a", "have no names"),
        ({"a": [NAType()]}, "scientific_metadata.a[0]", "missing value"),
        ({"a": Never(2026, 8, 1)}, "scientific_metadata.a", "missing value"),
        ({"a": 2**64}, "scientific_metadata.a", "64 bits"),
        ({"a": 10**5000}, "scientific_metadata.a", "64 bits"),
        ({"a": -(2**63) - 1}, "scientific_metadata.a", "64 bits"),
        ({"a": "x\0"}, "scientific_metadata.a", "U+0000"),
        (SELF, "scientific_metadata.inside", "nested"),
    ],
)
def test_a_value_without_a_json_form_is_refused_with_the_path_of_its_key(value, path, reason):
    with pytest.raises(UsageError) as caught:
        encode_object(value)
    assert (True, True) == (path in str(caught.value), reason in str(caught.value))


def test_times_with_a_zone_keep_it():
    assert {"a": ["2026-08-01T10:00:00+00:00"]} == encode_object({"a": Zoned()})


@pytest.mark.parametrize("value", [[1], "text", 5, None])
def test_metadata_that_is_no_mapping_is_refused(value):
    with pytest.raises(UsageError, match="not a mapping"):
        encode_object(value)


def test_what_is_encoded_shares_nothing_with_what_was_given():
    given = {"a": {"b": [1]}}
    encode_object(given)["a"]["b"].append(2)
    assert given == {"a": {"b": [1]}}
