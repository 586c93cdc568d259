"""A table in parts: types found without keeping the rows, and parts that have the types of the whole."""

import pyarrow as pa
import pytest

from crucible.errors import UnexpectedResponseError, UsageError
from crucible.frames import Building, to_pandas
from crucible.records import Dataset

TIME = "2026-08-01T10:00:00Z"
CELLS = {
    "whole numbers": [1, 2, 3, 4],
    "whole numbers of which some are missing": [1, None, 3, None],
    "numbers of which the later ones are not whole": [1, 2, 3, 4.5],
    "true and false": [True, False, None, True],
    "texts": ["a", "b", None, "ü"],
    "times": [TIME, TIME, None, TIME],
    "times before texts": [TIME, TIME, "soon", TIME],
    "days that there are not": [TIME, "2026-02-30T10:00:00Z", None, TIME],
    "numbers before texts": [1, 2.5, "unknown", 3],
    "texts before numbers": ["unknown", "1", 2, 3.0],
    "truth before numbers": [True, False, 1, 0],
    "nothing before numbers": [None, None, None, 4],
    "nothing": [None, None, None, None],
    "integers that are names": [1, 2, 2**70, 3],
    "lists": [[1], [2, 3], None, []],
    "lists of which the later ones are not whole": [[1], [2], [3.5], [4]],
    "lists of times before texts": [[TIME], [TIME], ["soon"], [TIME]],
    "lists of numbers before texts": [[1], [2], ["x"], [3]],
    "lists of lists": [[[1]], [[2, 3]], [[4.5]], None],
    "lists before texts": [[1], [2], "none", [3]],
    "lists of objects": [[{"a": 1}], [1], [2], None],
    "objects": [{"a": 1}, {}, None, {"b": [1]}],
    "quantities": [{"value": 1, "unit": "V"}, "2 V", 3, None],
}


def item(number, cell):
    return {"unique_id": f"id{number}", "creation_time": TIME, "scientific_metadata": {"cell": cell, "other": number}}


def building(pages, columns=("unique_id", "creation_time", "metadata.cell"), **options):
    made = Building(Dataset, columns, **options)
    for page in pages:
        made.add(page)
        if "schema" not in options:
            made.forget()
    return made


@pytest.mark.parametrize("columns", [("unique_id", "creation_time", "metadata.cell"), ("metadata.*",), None])
@pytest.mark.parametrize("cells", CELLS.values(), ids=CELLS)
def test_parts_put_together_are_the_table(cells, columns):
    rows = [item(number, cell) for number, cell in enumerate(cells)]
    whole = Building(Dataset, columns)
    for row in rows:
        whole.add([row])
    expected = whole.table()
    schema = building([[row] for row in rows], columns).schema()
    assert (expected.schema.names, expected.schema.types) == (schema.names, schema.types)
    assert expected.schema.metadata == schema.metadata
    parts = [building([[row]], columns, schema=schema).table() for row in rows]
    assert expected.to_pylist() == pa.concat_tables(parts).to_pylist()
    assert list(to_pandas(expected).dtypes) == list(to_pandas(parts[2]).dtypes) == list(to_pandas(parts[0][:0]).dtypes)


def test_rows_that_were_forgotten_are_not_kept():
    made = building([[item(n, float(n)) for n in range(1000)] for _ in range(3)])
    assert 0 == sum(chunk.nbytes for column in made._columns() for chunk in column._chunks)


@pytest.mark.parametrize(
    ("cell", "later", "message"),
    [
        (1, 1.5, "'metadata.cell' is double, and was int64"),
        (1, "x", "is string, and was int64"),
        (1, None, "is missing in a record, and was int64"),
        (TIME, "soon", "is string, and was timestamp"),
        ([1], ["x"], "is string, and was int64"),
        ([1], 1, "is int64, and was large_list"),
        (None, 1, "is int64, and was null"),
    ],
)
def test_what_does_not_fit_any_more_is_an_error(cell, later, message):
    schema = building([[item(1, cell)]]).schema()
    with pytest.raises(UnexpectedResponseError, match=message):
        building([[item(1, later)]], schema=schema).table()


def test_new_keys_of_the_metadata_are_no_columns_of_a_table_that_was_settled():
    schema = building([[item(1, 1)]], ("metadata.*",)).schema()
    row = {"unique_id": "id", "scientific_metadata": {"new": 1, "other": 2, "cell": 3}}
    assert [{"metadata.cell": 3, "metadata.other": 2}] == building(
        [[row]], ("metadata.*",), schema=schema
    ).table().to_pylist()


def test_a_unit_of_no_column_is_refused_before_anything_is_read_in_parts():
    with pytest.raises(UsageError, match="names 'kV'"):
        building([[item(1, 1)]], ("metadata.*",), units={"kV": "kV"}).schema()
