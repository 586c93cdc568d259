from typing import Literal

PrincipalType = Literal["instrument", "project", "public", "service_account", "system", "unknown", "user"]

PRINCIPAL_TYPE_VALUES: set[PrincipalType] = {
    "instrument",
    "project",
    "public",
    "service_account",
    "system",
    "unknown",
    "user",
}


def check_principal_type(value: str) -> PrincipalType:
    if value in PRINCIPAL_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PRINCIPAL_TYPE_VALUES!r}")
