from typing import Literal

ListInstrumentsSort = Literal["created", "instrument_id", "name", "updated"]

LIST_INSTRUMENTS_SORT_VALUES: set[ListInstrumentsSort] = {
    "created",
    "instrument_id",
    "name",
    "updated",
}


def check_list_instruments_sort(value: str) -> ListInstrumentsSort:
    if value in LIST_INSTRUMENTS_SORT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_INSTRUMENTS_SORT_VALUES!r}")
