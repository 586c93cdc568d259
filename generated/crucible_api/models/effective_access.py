from typing import Literal

EffectiveAccess = Literal["admin", "contributor", "editor", "none", "owner", "platform_admin", "viewer"]

EFFECTIVE_ACCESS_VALUES: set[EffectiveAccess] = {
    "admin",
    "contributor",
    "editor",
    "none",
    "owner",
    "platform_admin",
    "viewer",
}


def check_effective_access(value: str) -> EffectiveAccess:
    if value in EFFECTIVE_ACCESS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {EFFECTIVE_ACCESS_VALUES!r}")
