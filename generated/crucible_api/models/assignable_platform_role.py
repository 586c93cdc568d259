from typing import Literal

AssignablePlatformRole = Literal["admin", "contributor", "none"]

ASSIGNABLE_PLATFORM_ROLE_VALUES: set[AssignablePlatformRole] = {
    "admin",
    "contributor",
    "none",
}


def check_assignable_platform_role(value: str) -> AssignablePlatformRole:
    if value in ASSIGNABLE_PLATFORM_ROLE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ASSIGNABLE_PLATFORM_ROLE_VALUES!r}")
