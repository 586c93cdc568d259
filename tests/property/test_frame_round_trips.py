"""A frame of whatever metadata there is changes nothing unless it is changed: types of libraries rewrite no cells."""

from hypothesis import given, settings
from hypothesis import strategies as some

from crucible.frames import SAME, Building, changed, reached, steps, to_pandas, to_polars
from crucible.records import Dataset
from crucible.resources.table_rows import read_table

TIMES = some.sampled_from(["2026-08-01T10:00:00Z", "2026-08-01T12:00:00.5+02:00", "2026-08-01", "yesterday"])
PLAIN = (
    some.none()
    | some.booleans()
    | some.integers(-(2**70), 2**70)
    | some.integers(-9, 9)
    | some.floats(allow_nan=False, allow_infinity=False)
    | TIMES
    | some.text(max_size=4)
)
QUANTITIES = some.fixed_dictionaries(
    {"value": some.integers(0, 9) | some.floats(0, 9), "unit": some.sampled_from("VA")}
)
VALUES = some.recursive(
    PLAIN | QUANTITIES,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(["a", "b.c", '"d"', ""]), inner),
    max_leaves=6,
)
RECORDS = some.lists(some.dictionaries(some.sampled_from("xyz"), VALUES), min_size=1, max_size=6)


@settings(max_examples=300, deadline=None)
@given(RECORDS, some.integers(1, 4))
def test_a_frame_that_was_not_changed_says_what_the_records_have(records, page):
    items = [{"unique_id": f"d{number}", "scientific_metadata": metadata} for number, metadata in enumerate(records)]
    building = Building(Dataset, ["unique_id", "metadata.*"])
    for begin in range(0, len(items), page):
        building.add(items[begin : begin + page])
    table = building.table()
    paths = {name: steps(name) for name in table.column_names}
    for frame in (table, to_pandas(table), to_polars(table)):
        for row, item in zip(read_table(frame).rows, items, strict=True):
            for name, cell in row.items():
                if cell is not None:
                    assert changed(cell, reached(item, paths[name])) is SAME, (name, cell, reached(item, paths[name]))
