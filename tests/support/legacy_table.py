"""The table of what scripts of the first generation call."""

from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).parents[1] / "contract" / "legacy.txt"


class Row(NamedTuple):
    """A function, its parameters as text, and what has taken its place: a call, or ``!`` if nothing has."""

    name: str
    parameters: str
    successor: str


def rows() -> list[Row]:
    """Return all functions but the constructor."""
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    read = [
        Row(line.partition("(")[0], line.partition("(")[2].rpartition(")")[0], line.rpartition("| ")[2])
        for line in lines
    ]
    return [row for row in read if row.name != "__init__"]
