"""Records against the schemas of the document that they show."""

import inspect

import pytest
from support.contract import DOCUMENT, resolve
from support.tables import table

from crucible import records
from crucible.credentials import Secret
from crucible.records.base import Record

TABLE = dict(table("schemas.txt"))
NAMES = [name for name, schema in TABLE.items() if schema != "-"]
SHOWN = [(getattr(records, name), DOCUMENT["components"]["schemas"][TABLE[name]]) for name in NAMES]


@pytest.mark.parametrize(("kind", "schema"), SHOWN, ids=NAMES)
def test_a_record_has_the_members_of_its_schema(kind, schema):
    assert set(schema["properties"]) == set(kind._fields) | kind._hidden


@pytest.mark.parametrize(("kind", "schema"), SHOWN, ids=NAMES)
def test_a_record_needs_no_member_that_may_be_missing(kind, schema):
    assert set(kind._needed) <= set(schema.get("required", ()))


@pytest.mark.parametrize(("kind", "schema"), SHOWN, ids=NAMES)
def test_a_record_reads_the_example_of_its_schema(kind, schema):
    example = resolve(schema).get("example")
    if example is None:
        pytest.skip("no example")
    record = kind(example)
    expected = {name: Secret(text) if name == "api_key" else text for name, text in example.items()}
    assert (expected, {}) == (dict(record), record.extra)
    for name in kind._fields:
        assert (example.get(name) is None) is (getattr(record, name) is None)


def test_every_record_class_is_in_the_table():
    known = {name for name, value in vars(records).items() if inspect.isclass(value) and issubclass(value, Record)}
    assert known == set(TABLE)
