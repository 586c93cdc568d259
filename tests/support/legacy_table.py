"""The table of what scripts of the first generation call."""

from __future__ import annotations

from typing import NamedTuple

from .tables import signature, table


class Row(NamedTuple):
    """A function, its parameters and its result as text, and what has taken its place: a call, or ``!`` if nothing."""

    name: str
    parameters: str
    returns: str
    successor: str


def rows() -> list[Row]:
    """Return all functions; the constructor comes first."""
    return [Row(*signature(text), returns, successor) for text, returns, _, successor in table("legacy.txt")]
