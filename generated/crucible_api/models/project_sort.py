from typing import Literal

ProjectSort = Literal["created", "project_id", "title", "updated"]

PROJECT_SORT_VALUES: set[ProjectSort] = {
    "created",
    "project_id",
    "title",
    "updated",
}


def check_project_sort(value: str) -> ProjectSort:
    if value in PROJECT_SORT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PROJECT_SORT_VALUES!r}")
