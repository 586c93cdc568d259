from typing import Literal

ReadinessDatabaseStatus = Literal["error", "ok"]

READINESS_DATABASE_STATUS_VALUES: set[ReadinessDatabaseStatus] = {
    "error",
    "ok",
}


def check_readiness_database_status(value: str) -> ReadinessDatabaseStatus:
    if value in READINESS_DATABASE_STATUS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {READINESS_DATABASE_STATUS_VALUES!r}")
