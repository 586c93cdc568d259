"""Pages as tables: which cell belongs to which column, and what types columns find."""

import json
import logging
from datetime import UTC, datetime

import pytest

from crucible.errors import UnexpectedResponseError, UsageError
from crucible.frames import Building, reached, steps, to_pandas, to_polars
from crucible.records import Dataset, Project


def table(*pages, columns=None, units=None, kind=Dataset):
    building = Building(kind, columns, units)
    for page in pages:
        building.add(page)
    return building.table()


def of(*values, page=2, **options):
    """Return the column that metadata of these values becomes, in pages of a few rows; ... is a missing key."""
    rows = [{"unique_id": f"d{number}", "scientific_metadata": {} if value is ... else {"a": value}}
            for number, value in enumerate(values)]  # fmt: skip
    pages = [rows[begin : begin + page] for begin in range(0, len(rows), page)]
    return table(*pages, columns={"a": "metadata.a"}, **options)


def cells(*values, **options):
    return of(*values, **options).column("a").to_pylist()


def said(found):
    return json.loads(found.schema.metadata[b"crucible"])


@pytest.mark.parametrize("page", [1, 2, 3, 100])
@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        ([1, 2, None, ...], "int64", [1, 2, None, None]),
        ([1, 2.5, None], "double", [1.0, 2.5, None]),
        ([None, 2.5, 1], "double", [None, 2.5, 1.0]),
        ([True, None, False], "bool", [True, None, False]),
        (["a", None, ""], "string", ["a", None, ""]),
        ([None, ...], "null", [None, None]),
        ([1, "a", None, 2.5, True], "string", ["1", "a", None, "2.5", "true"]),
        ([True, 1], "string", ["true", "1"]),
        ([2**63 - 1, -(2**63)], "int64", [2**63 - 1, -(2**63)]),
        ([1, 2**63], "string", ["1", str(2**63)]),
        ([2**63, 0.5], "string", [str(2**63), "0.5"]),
        ([2**53 + 1, 0.5, 1.0], "string", [str(2**53 + 1), "0.5", "1"]),
        ([1, 0.5, -(2**53) - 1], "string", ["1", "0.5", str(-(2**53) - 1)]),
        ([2**53, 0.5], "double", [2.0**53, 0.5]),
        ([1, 2.5, "a"], "string", ["1", "2.5", "a"]),
        ([[1, 2.5], "a"], "string", ["[1, 2.5]", "a"]),
        ([["2026-08-01T10:00:00Z"], "a"], "string", ['["2026-08-01T10:00:00Z"]', "a"]),
        (["0001-01-01T00:00:00+14:00"], "string", ["0001-01-01T00:00:00+14:00"]),
        ([[1, 2], None, [], [3.5]], "large_list<item: double>", [[1.0, 2.0], None, [], [3.5]]),
        ([["a"], [1]], "large_list<item: string>", [["a"], ["1"]]),
        ([[[1], [2, 3]], [[4]]], "large_list<item: large_list<item: int64>>", [[[1], [2, 3]], [[4]]]),
        ([[], None], "large_list<item: null>", [[], None]),
        ([[1, None], [2]], "large_list<item: int64>", [[1, None], [2]]),
        ([[{"x": 1}], [2]], "string", ['[{"x": 1}]', "[2]"]),
        ([{"x": {"y": "ä"}}, None], "string", ['{"x": {"y": "ä"}}', None]),
        ([[1], "a"], "string", ["[1]", "a"]),
        ([{}, {"x": 1}], "string", ["{}", '{"x": 1}']),
        (["\ud800", "b"], "string", ["?", "b"]),
        ([{"value": 200, "unit": "kV"}, "90 kV"], "string", ["200 kV", "90 kV"]),
        ([{"value": "200", "unit": "kV"}], "string", ['{"value": "200", "unit": "kV"}']),
        (["2026-08-01T10:00:00", "2026-08-01T10:00:00Z"], "string", ["2026-08-01T10:00:00", "2026-08-01T10:00:00Z"]),
        (["2026-08-41T10:00:00Z"], "string", ["2026-08-41T10:00:00Z"]),
    ],
)  # fmt: skip
def test_a_column_has_the_type_of_all_its_rows(values, kind, expected, page):
    found = of(*values, page=page)
    assert (kind, expected) == (str(found.schema.field("a").type).replace("element", "item"), cells(*values, page=page))


@pytest.mark.parametrize("page", [1, 3])
def test_texts_that_are_times_with_an_offset_are_times(page):
    texts = ["2026-08-01T10:00:00+02:00", "2026-08-01 08:00:00Z", None, "2026-08-01T08:00:00.250000+0000"]
    eight = datetime(2026, 8, 1, 8, tzinfo=UTC)
    assert [eight, eight, None, eight.replace(microsecond=250000)] == cells(*texts, page=page)


def test_times_of_fields_are_in_utc_where_they_say_nothing():
    found = table([{"timestamp": "2026-08-01T10:00:00"}, {"timestamp": "2026-08-01T10:00:00+02:00"}, {}],
                  columns=["timestamp"])  # fmt: skip
    ten = datetime(2026, 8, 1, 10, tzinfo=UTC)
    assert [ten, ten.replace(hour=8), None] == found.column("timestamp").to_pylist()


def test_fields_have_their_type_where_nothing_was_sent():
    found = table([{"size": None, "public": None, "measurement": None, "timestamp": None}],
                  columns=["size", "public", "measurement", "timestamp"])  # fmt: skip
    assert ["int64", "bool", "string", "timestamp[us, tz=UTC]"] == [str(kind) for kind in found.schema.types]


def test_a_factor_has_no_digits_that_nobody_knows():
    assert [0.5] == cells("5 Å", units={"a": "nm"})


def test_missing_cells_are_counted_and_mixed_columns_are_said_aloud(caplog):
    with caplog.at_level(logging.WARNING, "crucible"):
        found = of(1, "n/a", None, ..., 2)
    assert {"rows": 5, "missing": {"a": 2}, "mixed": {"a": {"number": 2, "text": 1}}} == {
        name: said(found)[name] for name in ("rows", "missing", "mixed")
    }
    assert ["The column 'a' is text, because it is mixed: number in 2 rows, text in 1 rows"] == caplog.messages


def test_a_column_that_is_text_for_the_sake_of_digits_is_said_aloud(caplog):
    with caplog.at_level(logging.WARNING, "crucible"):
        found = of(2**53 + 1, 0.5, None)
    assert {"a": {"number": 1, "number of many digits": 1}} == said(found)["mixed"]
    assert ["The column 'a' is text, because it is mixed: number in 1 rows, number of many digits in 1 rows"] == (
        caplog.messages
    )


def test_keys_that_look_like_paths_are_columns_of_their_own_and_found_again():
    metadata = {'a".b': 1, '"x"': 2, "": 3, "x": 4, "a.b": 5, "a": {"b": 6}, "*": 7, "7": 8}
    names = table([{"scientific_metadata": metadata}], columns=["metadata.*"]).column_names
    assert 8 == len(set(names))
    assert {1, 2, 3, 4, 5, 6, 8} == {
        reached({"scientific_metadata": metadata}, steps(name)) for name in names if name != 'metadata."*"'
    }


def test_paths_lead_through_records_lists_and_keys_with_dots():
    item = {
        "project": {"title": "Films"},
        "links": [{"unique_id": "s1", "name": "film"}, {"unique_id": "s2", "name": None}],
        "scientific_metadata": {"v1.2": {"x": 1}, "list": [[1, 2], [3, 4]], "text": "t"},
    }
    columns = {
        "title": "project.title",
        "ids": "links.unique_id",
        "name": "links.0.name",
        "none": "links.7.name",
        "x": 'metadata."v1.2".x',
        "row": "metadata.list.1",
        "cell": "metadata.list.1.0",
        "nothing": "metadata.text.deeper",
    }
    found = table([item, {}], columns=columns).to_pylist()
    assert ["Films", ["s1", "s2"], "film", None, 1, [3, 4], 3, None] == list(found[0].values())
    assert [None] * 8 == list(found[1].values())


def test_a_star_is_a_column_for_each_key_in_the_order_they_come():
    pages = [
        [{"scientific_metadata": {"b": 1, "a": {"x": 1, "y": {"z": "t"}}}}],
        [{"scientific_metadata": {"a": 7, "c.d": 2, "v": {"value": 1, "unit": "V"}, "e": {}}}, {}],
    ]
    found = table(*pages, columns={"meta": "metadata.*", "own": "metadata.b"})
    assert {
        "meta.a.x": [1, None, None],
        "meta.a.y.z": ["t", None, None],
        "meta.a": [None, 7, None],
        'meta."c.d"': [None, 2, None],
        "meta.v": [None, "1 V", None],
        "own": [1, None, None],
    } == found.to_pydict()
    assert {"meta.v": {"V": 1}} == said(found)["sent_units"]


def test_without_columns_there_are_the_plain_fields_that_were_sent_and_the_metadata():
    item = {"unique_id": "d", "project": {"title": "F"}, "links": [], "public": True, "scientific_metadata": {"a": 1}}
    assert {"unique_id": ["d"], "public": [True], "metadata.a": [1]} == table([item]).to_pydict()


def test_an_empty_list_has_the_columns_of_its_records():
    names = table(kind=Project).column_names
    assert (["unique_id", "resource_type", "project_id"], 0) == (names[:3], table(kind=Project).num_rows)


def test_what_is_no_record_is_said():
    with pytest.raises(UnexpectedResponseError, match="in the place of a record"):
        table([{"unique_id": "d"}, "login page"])


def test_more_columns_than_anybody_reads_are_refused():
    keys = {f"key {number}": 1 for number in range(2001)}
    with pytest.raises(UsageError, match=r"more than 2000 different keys.*Name the columns"):
        table([{"scientific_metadata": keys}])


def test_metadata_as_deep_as_json_goes_ends():
    deep = value = {}
    for _ in range(400):
        value["a"] = value = {}
    value["b"] = 1
    name = table([{"scientific_metadata": deep}]).column_names[-1]
    assert ("metadata." + ".".join("a" * 32)) == name


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ("dataset_name", r"is a text.*columns=\['dataset_name'\]"),
        ([], "without columns is empty"),
        (["size", "size"], "asked for twice"),
        ({"a": "size", "b": "size"}, "Two columns are 'size'"),
        (["metadat.a"], "Did you mean 'metadata'"),
        (["project.titel"], r"Did you mean 'project.title'"),
        (["project.budget_code"], "project has unique_id, project_id, title"),
        (["temperature"], "keys of the metadata are written 'metadata.temperature'"),
        (["metadata..a"], "is no path"),
        (["metadata."], "is no path"),
        (["metadata.*.a"], "A star stands at the end"),
        ({"*": "*", "size": "metadata.a"}, "Two columns would be called 'size'"),
        ([7], "7 is no name"),
    ],
)
def test_columns_that_are_none_are_errors_with_what_to_write(columns, message):
    with pytest.raises(UsageError, match=message):
        table(columns=columns)


@pytest.mark.parametrize(
    ("values", "unit", "expected"),
    [
        ([{"value": 200, "unit": "kV"}, "150000 V", "0.1 MV", None, ...], "kV", [200, 150, 100, None, None]),
        (["25 degC", "25°C", {"value": 300, "units": "K"}, "-40 degF"], "degC", [25, 25, 26.85, -40]),
        (["1/cm", "1 1/cm", "2 cm^-1", "5 /cm"], "1/m", [100, 100, 200, 500]),
        (["5 µm", "5 μm", "5um", ""], "nm", [5000, 5000, 5000, None]),
        (["1e-3 mbar", ".5 Torr"], "Pa", [0.1, 66.6611842]),
        (["5 degC/min"], "K/s", [0.083333333]),
        (["1600 cm-1", "5 m-1"], "1/cm", [1600, 0.05]),
        (["20 mA/cm2", "3 A m-2"], "A/m2", [200, 3]),
        (["1 m²", "−2 m**2"], "cm^2", [10000, -20000]),
        ([50, "12 %", 0.5], "dimensionless", [50, 0.12, 0.5]),
        (["20 dBm", "0 dBm"], "mW", [100, 1]),
    ],
)
def test_quantities_become_numbers_of_one_unit(values, unit, expected):
    found = cells(*values, units={"a": unit})
    assert [None if one is None else pytest.approx(one) for one in expected] == found
    assert {"a": unit} == said(of(*values, units={"a": unit}))["units"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("25 degC", r"'a' has '25 degC' in row 4, d3, which cannot be converted to kV"),
        (25, r"25 in row 4, d3, which has no unit"),
        ("n/a", "which is no number with a unit"),
        ([1], "which is no number with a unit"),
        (True, "which is no number with a unit"),
        ("1 sausage", "has the unit 'sausage', which is not known"),
        ("1 kV**10**10**10", "which cannot be read"),
        ("1 __import__('os')", "which cannot be read"),
        ("1 " + "m*" * 45 + "m", "which cannot be read"),
        ("1" + " " * 100_000 + "kV", "which is no number with a unit"),
        ({"value": 10**400, "unit": "kV"}, "which is larger than any number of a column"),
    ],
)
def test_a_cell_that_cannot_be_converted_is_named(value, message):
    with pytest.raises(UsageError, match=message) as raised:
        of("1 kV", "2 kV", "3 kV", value, units={"a": "kV"})
    assert "Without units=" in raised.value.hint


@pytest.mark.parametrize(
    ("units", "message"),
    [
        ({"b": "kV"}, "'b', which is no column.*'a'"),
        ({"a": "kVV"}, "'kVV', which is not known"),
        ({"a": "2**9"}, "read"),
    ],
)
def test_units_that_are_none_are_errors(units, message):
    with pytest.raises(UsageError, match=message):
        of("1 kV", units=units)


def test_units_of_columns_that_are_found_later_are_checked_at_the_end():
    page = [{"scientific_metadata": {"v": "1 kV"}}]
    assert [1000.0] == table(page, units={"metadata.v": "V"}).column("metadata.v").to_pylist()
    with pytest.raises(UsageError, match=r"'metadata.w', which is no column"):
        table(page, units={"metadata.w": "V"})


def test_pandas_keeps_integers_and_truth_values_beside_missing_ones():
    page = [
        {"unique_id": "a", "scientific_metadata": {"i": 1, "b": True, "f": 1.5, "l": [1, 2], "t": "x", "n": 1}},
        {"unique_id": "b", "scientific_metadata": {"n": 2}},
    ]
    frame = to_pandas(table(page))
    kinds = {name.removeprefix("metadata."): str(kind) for name, kind in frame.dtypes.items()}
    del kinds["unique_id"], kinds["t"]  # text is of another type in pandas 3
    assert {"i": "Int64", "b": "boolean", "f": "float64", "l": "object", "n": "int64"} == kinds
    assert ([1, 2], 1) == (frame.loc[0, "metadata.l"], frame.attrs["crucible"]["missing"]["metadata.i"])


@pytest.mark.parametrize("pages", [1, 3])
def test_every_cell_of_a_frame_of_pandas_can_be_changed(pages):
    same = {"timestamp": "2026-08-01", "measurement": None}
    page = [
        {"unique_id": "a", "public": True, "size": 1, "scientific_metadata": {"i": 1, "f": 1.5}, **same},
        {"unique_id": "b", "public": False, "size": None, "scientific_metadata": {"i": 2, "f": 2.5}, **same},
    ]
    frame = to_pandas(table(*[page] * pages))
    for name in frame.columns:
        frame.loc[0, name] = frame.loc[1, name]
    assert (2, 2.5, "b", False) == tuple(frame.loc[0, ["metadata.i", "metadata.f", "unique_id", "public"]])


def test_polars_gets_the_same_columns():
    page = [{"unique_id": "a", "scientific_metadata": {"i": 1, "l": [1.5]}}, {"unique_id": "b"}]
    frame = to_polars(table(page))
    assert {"unique_id": ["a", "b"], "metadata.i": [1, None], "metadata.l": [[1.5], None]} == frame.to_dict(
        as_series=False
    )
