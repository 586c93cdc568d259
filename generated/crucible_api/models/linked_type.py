from typing import Literal

LinkedType = Literal["dataset", "sample"]

LINKED_TYPE_VALUES: set[LinkedType] = {
    "dataset",
    "sample",
}


def check_linked_type(value: str) -> LinkedType:
    if value in LINKED_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LINKED_TYPE_VALUES!r}")
