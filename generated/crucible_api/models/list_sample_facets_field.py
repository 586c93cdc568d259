from typing import Literal

ListSampleFacetsField = Literal["owner", "project", "sample_type"]

LIST_SAMPLE_FACETS_FIELD_VALUES: set[ListSampleFacetsField] = {
    "owner",
    "project",
    "sample_type",
}


def check_list_sample_facets_field(value: str) -> ListSampleFacetsField:
    if value in LIST_SAMPLE_FACETS_FIELD_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_SAMPLE_FACETS_FIELD_VALUES!r}")
