from typing import Literal

InstrumentStatus = Literal["active", "decommissioned", "maintenance"]

INSTRUMENT_STATUS_VALUES: set[InstrumentStatus] = {
    "active",
    "decommissioned",
    "maintenance",
}


def check_instrument_status(value: str) -> InstrumentStatus:
    if value in INSTRUMENT_STATUS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {INSTRUMENT_STATUS_VALUES!r}")
