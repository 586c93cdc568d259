from typing import Literal

ResourceType = Literal["dataset", "instrument", "project", "sample"]

RESOURCE_TYPE_VALUES: set[ResourceType] = {
    "dataset",
    "instrument",
    "project",
    "sample",
}


def check_resource_type(value: str) -> ResourceType:
    if value in RESOURCE_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {RESOURCE_TYPE_VALUES!r}")
