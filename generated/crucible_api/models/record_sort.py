from typing import Literal

RecordSort = Literal["created", "name", "updated"]

RECORD_SORT_VALUES: set[RecordSort] = {
    "created",
    "name",
    "updated",
}


def check_record_sort(value: str) -> RecordSort:
    if value in RECORD_SORT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {RECORD_SORT_VALUES!r}")
