from typing import Literal

GrantableRole = Literal["admin", "contributor", "editor", "viewer"]

GRANTABLE_ROLE_VALUES: set[GrantableRole] = {
    "admin",
    "contributor",
    "editor",
    "viewer",
}


def check_grantable_role(value: str) -> GrantableRole:
    if value in GRANTABLE_ROLE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GRANTABLE_ROLE_VALUES!r}")
