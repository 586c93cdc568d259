from typing import Literal

RelationshipType = Literal["is_derived_from", "is_part_of"]

RELATIONSHIP_TYPE_VALUES: set[RelationshipType] = {
    "is_derived_from",
    "is_part_of",
}


def check_relationship_type(value: str) -> RelationshipType:
    if value in RELATIONSHIP_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {RELATIONSHIP_TYPE_VALUES!r}")
