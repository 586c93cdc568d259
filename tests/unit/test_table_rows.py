"""Tables read from files, data frames and dictionaries, and their columns as fields."""

import math

import pytest

from crucible import errors
from crucible.records import TableReport, TableRow
from crucible.resources.table_rows import Cells, fields_of_row, read_table, targets

KNOWN = ("sample_name", "sample_type", "public", "scientific_metadata", "parents")


class NAType:
    """What pandas has for a missing value."""

    def __bool__(self):
        raise TypeError

    def __ne__(self, other):
        return self


class Pandas:
    columns = ("sample_name", 7)

    def to_dict(self, orient):
        assert "records" == orient
        return [{"sample_name": "film", 7: NAType()}, {"sample_name": "foil", 7: math.nan}]


class Polars:
    columns = ("sample_name", "7")

    def iter_rows(self, *, named):
        assert named
        return iter([{"sample_name": "film", "7": None}])


class Arrow:
    columns = (("film",),)
    column_names = ("sample_name",)

    def to_pylist(self):
        return [{"sample_name": "film"}]


def read(tmp_path, content):
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    return read_table(path)


def row(cells, columns=None):
    filled = targets(cells, columns, KNOWN)
    return fields_of_row(cells.rows[0], filled, ["parents"], cells.is_text)


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,x\n",
        b"\xef\xbb\xbfa;b\r\n1;x\r\n",
        b'a\tb\n1\t"x"',
        b"a,b\n 1 , x \n",
        b"\n,,\na,b,,\n1,x,,\n",
        b'a,b\r1,"x"\r',
    ],
)
def test_a_file_is_read_as_spreadsheets_write_it(tmp_path, content):
    assert Cells(["a", "b"], [{"a": "1", "b": "x"}], is_text=True) == read(tmp_path, content)


def test_separators_in_quotes_do_not_count(tmp_path):
    assert ["a, x, y", "b"] == read(tmp_path, b'"a, x, y";b\n1;2\n').columns


def test_blank_lines_are_rows_as_in_a_spreadsheet(tmp_path):
    assert [{}, {"a": "1", "b": "x"}] == read(tmp_path, b"a,b\n\n1,x\n").rows


def test_a_quoted_cell_keeps_separators_and_lines(tmp_path):
    assert {"a": "x, y\nz", "b": "w"} == read(tmp_path, b'a,b\n"x, y\nz",w\n').rows[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,a\n1,2\n", "two columns called 'a'"),
        (b",a\n1,2\n", "a column without a name"),
        (b"a,\n1,2\n", "Row 1 .* 2 cells"),
        (b"a,b\n1,2\n1,2,3\n", "Row 2 .* 3 cells"),
        (b"a\n\xff\n", "UTF-8"),
        (b'a,b\n"1,2\n', "no CSV file"),
    ],
)
def test_a_file_that_is_damaged_is_refused(tmp_path, content, words):
    with pytest.raises(errors.UsageError, match=words):
        read(tmp_path, content)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("no-such.csv", "cannot be read"),
        ("a\0b.csv", "null"),
        ({"a": [1]}, "no table"),
        (7, "int is no table"),
        (["film"], "Row 1 is of type str"),
    ],
)
def test_what_is_no_table_is_refused(table, words):
    with pytest.raises(errors.UsageError, match=words):
        read_table(table)


def test_data_frames_are_read_without_their_library():
    assert Cells(["sample_name", "7"], [{"sample_name": "film", "7": None}, {"sample_name": "foil", "7": None}]) == (
        read_table(Pandas())
    )
    assert [{"sample_name": "film", "7": None}] == read_table(Polars()).rows
    assert Cells(["sample_name"], [{"sample_name": "film"}]) == read_table(Arrow())


def test_columns_of_dictionaries_are_all_their_keys():
    assert ["a", "b"] == read_table([{"a": 1}, {"b": 2}]).columns


def test_columns_get_their_fields_and_metadata_its_keys():
    cells = read_table([{"Name": "film", "T": 300, "metadata.oven.power": 2, "metadata.oven.on": True, "Notes": "?"}])
    columns = {"Name": "sample_name", "T": "metadata.celsius", "Notes": None}
    metadata = {"celsius": 300, "oven": {"power": 2, "on": True}}
    assert {"sample_name": "film", "scientific_metadata": metadata} == row(cells, columns)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("300", 300),
        ("-1.5e3", -1500.0),
        ("0.30000000000000004", 0.30000000000000004),
        ("1.234567890123456789e+00", 1.2345678901234568),
        ("1e999", "1e999"),
        ("007", "007"),
        ("1234567890123456", "1234567890123456"),
        ("nan", "nan"),
        ("TRUE", True),
        ("no", "no"),
        ("٣", "٣"),
    ],
)
def test_metadata_in_a_file_is_a_number_where_it_looks_like_one(tmp_path, text, expected):
    found = row(read(tmp_path, f"metadata.a\n{text}\n".encode()))["scientific_metadata"]["a"]
    assert (expected, type(expected)) == (found, type(found))


def test_metadata_that_is_text_stays_text_outside_of_files():
    assert {"scientific_metadata": {"a": "300"}} == row(read_table([{"metadata.a": "300"}]))


def test_several_values_of_a_cell_are_separated_by_semicolons(tmp_path):
    found = row(read(tmp_path, b"parents,public\na; b;,Yes\n"))
    assert {"parents": ["a", "b"], "public": True} == found


def test_a_visibility_that_is_neither_yes_nor_no_is_refused(tmp_path):
    with pytest.raises(errors.UsageError, match="public is 'maybe'"):
        row(read(tmp_path, b"public,parents\nmaybe,\n"))


@pytest.mark.parametrize(
    ("column", "columns", "words"),
    [
        ("sampel_name", None, "Did you mean 'sample_name'"),
        ("Sample Name", None, "Did you mean 'sample_name'"),
        ("name", None, "Did you mean 'sample_name'"),
        ("zzz", None, "There are sample_name"),
        ("T", {"T": "metadata."}, "'T' is no field"),
        ("T", {"T": 7}, "'T' is no field"),
        ("T", {"t": "sample_type"}, "The table has no 't'"),
        ("T", ["T"], "no dictionary"),
        ("T", {"T": "metadata.a"}, "both fill 'metadata.a'"),
        ("T", {"T": "metadata.a.b.c"}, "both fill 'metadata.a.b'"),
        ("scientific_metadata", None, "both fill"),
    ],
)
def test_a_column_that_is_no_field_is_refused_with_what_may_be_meant(column, columns, words):
    cells = Cells(["metadata.a.b", column], [])
    with pytest.raises(errors.UsageError, match=words):
        targets(cells, columns, KNOWN)


def test_a_key_that_begins_like_another_is_another():
    columns = ["metadata.a", "metadata.ab", "sample_type", "sample_name"]
    assert columns == list(targets(Cells(columns, []), None, KNOWN))


def test_a_report_counts_its_rows_and_names_those_that_failed():
    report = TableReport((TableRow(1, "created", "x"), TableRow(3, "failed", None, "No name.")), dry_run=True)
    assert "2 rows (dry run): 1 created, 1 failed\nrow 3 failed: No name." == str(report)
    assert {"number": 1, "state": "created", "unique_id": "x", "reason": None} == report.to_dicts()[0]
    assert "0 rows: nothing to do" == str(TableReport(()))
