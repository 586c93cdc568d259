"""The tables of rights: text that a person can read and change, one row per operation and case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crucible.sandbox.handlers import decisions

if TYPE_CHECKING:
    from pathlib import Path

ROLES = (
    *("none", "wrong", "stranger", "viewer", "contributor", "editor", "admin", "owner", "normal", "elevated"),
    "service",
)
FACT = re.compile(r"§\d+(\.\d+)*( \(inferred\))?")
DECISION = "decision: "


@dataclass(frozen=True)
class Row:
    """What an operation answers to each role, or one member of its answer, and what that rests on."""

    operation: str
    case: str
    member: str
    cells: dict[str, str]
    why: str

    def __str__(self) -> str:
        return f"{self.operation} {self.case} {self.member}".rstrip()

    @property
    def reasons(self) -> list[str]:
        return [reason.strip() for reason in self.why.split(";")]


def read_table(path: Path) -> list[Row]:
    """Read a table; its first line that is no comment names the columns."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
    columns = lines[0].split()
    assert "why" == columns[-1]
    rows = []
    for line in lines[1:]:
        words = line.split(maxsplit=len(columns) - 1)
        assert len(columns) == len(words), f"{path.name}: a cell or the reason is missing in: {line}"
        row = dict(zip(columns, words, strict=True))
        cells = {column: row[column] for column in columns if column in ROLES}
        rows.append(Row(row["operation"], row["case"], row.get("member", ""), cells, row["why"]))
    return rows


def open_facts() -> set[str]:
    """Return the first column of the table in `handlers.decisions`."""
    rule, *lines = (decisions.__doc__ or "").partition("\n=")[2].splitlines()
    width = len("=" + rule.split()[0])
    rows = [line[:width].strip() for line in lines if not line.startswith("=")]
    return {row for row in rows[1:] if row not in ("", "..")}
