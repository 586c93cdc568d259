from typing import Literal

PlatformRole = Literal["admin", "contributor", "none", "support"]

PLATFORM_ROLE_VALUES: set[PlatformRole] = {
    "admin",
    "contributor",
    "none",
    "support",
}


def check_platform_role(value: str) -> PlatformRole:
    if value in PLATFORM_ROLE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PLATFORM_ROLE_VALUES!r}")
