from typing import Literal

FacetSort = Literal["count", "label", "value"]

FACET_SORT_VALUES: set[FacetSort] = {
    "count",
    "label",
    "value",
}


def check_facet_sort(value: str) -> FacetSort:
    if value in FACET_SORT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {FACET_SORT_VALUES!r}")
