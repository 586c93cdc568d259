from typing import Literal

LinkDirection = Literal["source", "target", "undirected"]

LINK_DIRECTION_VALUES: set[LinkDirection] = {
    "source",
    "target",
    "undirected",
}


def check_link_direction(value: str) -> LinkDirection:
    if value in LINK_DIRECTION_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LINK_DIRECTION_VALUES!r}")
