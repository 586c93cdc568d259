from typing import Literal

InstrumentAffiliation = Literal["maintainer", "owner"]

INSTRUMENT_AFFILIATION_VALUES: set[InstrumentAffiliation] = {
    "maintainer",
    "owner",
}


def check_instrument_affiliation(value: str) -> InstrumentAffiliation:
    if value in INSTRUMENT_AFFILIATION_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {INSTRUMENT_AFFILIATION_VALUES!r}")
