from typing import Literal

PrintJobStatus = Literal["error", "ok", "timeout"]

PRINT_JOB_STATUS_VALUES: set[PrintJobStatus] = {
    "error",
    "ok",
    "timeout",
}


def check_print_job_status(value: str) -> PrintJobStatus:
    if value in PRINT_JOB_STATUS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PRINT_JOB_STATUS_VALUES!r}")
