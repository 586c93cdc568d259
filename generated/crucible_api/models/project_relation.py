from typing import Literal

ProjectRelation = Literal["assigned", "shared"]

PROJECT_RELATION_VALUES: set[ProjectRelation] = {
    "assigned",
    "shared",
}


def check_project_relation(value: str) -> ProjectRelation:
    if value in PROJECT_RELATION_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PROJECT_RELATION_VALUES!r}")
