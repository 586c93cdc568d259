from typing import Literal

ListDatasetFacetsField = Literal["data_format", "instrument", "measurement", "owner", "project", "session"]

LIST_DATASET_FACETS_FIELD_VALUES: set[ListDatasetFacetsField] = {
    "data_format",
    "instrument",
    "measurement",
    "owner",
    "project",
    "session",
}


def check_list_dataset_facets_field(value: str) -> ListDatasetFacetsField:
    if value in LIST_DATASET_FACETS_FIELD_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_DATASET_FACETS_FIELD_VALUES!r}")
