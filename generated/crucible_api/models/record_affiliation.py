from typing import Literal

RecordAffiliation = Literal["owner"]

RECORD_AFFILIATION_VALUES: set[RecordAffiliation] = {
    "owner",
}


def check_record_affiliation(value: str) -> RecordAffiliation:
    if value in RECORD_AFFILIATION_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {RECORD_AFFILIATION_VALUES!r}")
