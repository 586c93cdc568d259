from typing import Literal

PrivilegeMode = Literal["elevated", "normal"]

PRIVILEGE_MODE_VALUES: set[PrivilegeMode] = {
    "elevated",
    "normal",
}


def check_privilege_mode(value: str) -> PrivilegeMode:
    if value in PRIVILEGE_MODE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PRIVILEGE_MODE_VALUES!r}")
