"""Tables of the contract: one row in a line, cells parted by ``|``, comments after ``#``."""

from __future__ import annotations

from pathlib import Path

CONTRACT = Path(__file__).parents[1] / "contract"


def table(name: str) -> list[list[str]]:
    """Return the rows of a table; all have the same number of cells."""
    lines = (CONTRACT / name).read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")]
    assert 1 == len({len(row) for row in rows}), f"{name}: rows of different lengths"
    return rows


def signature(text: str) -> tuple[str, str]:
    """Return name and parameters of ``name(parameters)``."""
    name, _, parameters = text.partition("(")
    return name, parameters.removesuffix(")")
