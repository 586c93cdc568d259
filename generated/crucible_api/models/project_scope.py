from typing import Literal

ProjectScope = Literal["all", "assigned", "shared"]

PROJECT_SCOPE_VALUES: set[ProjectScope] = {
    "all",
    "assigned",
    "shared",
}


def check_project_scope(value: str) -> ProjectScope:
    if value in PROJECT_SCOPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PROJECT_SCOPE_VALUES!r}")
