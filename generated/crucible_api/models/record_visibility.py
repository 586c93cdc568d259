from typing import Literal

RecordVisibility = Literal["all", "private", "public"]

RECORD_VISIBILITY_VALUES: set[RecordVisibility] = {
    "all",
    "private",
    "public",
}


def check_record_visibility(value: str) -> RecordVisibility:
    if value in RECORD_VISIBILITY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {RECORD_VISIBILITY_VALUES!r}")
