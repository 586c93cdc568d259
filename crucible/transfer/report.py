"""What became of each file of a transfer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from .events import State

_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """What became of one file.

    Attributes
    ----------
    name
        Its name in the dataset.
    path
        Where it is, or should have been, on this machine; None if its name allows no such place.
    size_bytes, sha256
        Of what is on this machine if it was saved, else as the service records them.
    state
        How it ended; see `crucible.transfer.events.State`.
    reason
        Why, where that needs a word.
    seconds
        How long it took.
    """

    name: str
    path: Path | None
    size_bytes: int | None
    sha256: str | None
    state: State
    reason: str = ""
    seconds: float = 0.0

    def __str__(self) -> str:
        size = "?" if self.size_bytes is None else str(self.size_bytes)
        checksum = (self.sha256 or "-")[:12]
        return f"{self.state:<9} {size:>12} {checksum:<12} {self.seconds:7.2f} s  {self.name}  {self.reason}".rstrip()


@dataclass(frozen=True, slots=True)
class TransferReport:
    """A line for each file, in the order of their names, and remarks about the whole."""

    lines: tuple[FileLine, ...]
    notices: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[FileLine, ...]:
        """The files that are not here as the service has them."""
        return tuple(line for line in self.lines if line.state in ("failed", "differs"))

    @property
    def paths(self) -> list[Path]:
        """Where the files are that were saved or kept."""
        return [line.path for line in self.lines if line.state in ("saved", "kept") and line.path is not None]

    def __str__(self) -> str:
        return "\n".join([*map(str, self.lines), *self.notices])

    def summary(self) -> str:
        """Name the first missing files and why they are missing."""
        named = [f"{line.name or 'a file without a name'} ({line.reason})" for line in self.missing[:_SHOWN]]
        if len(self.missing) > _SHOWN:
            named.append(f"and {len(self.missing) - _SHOWN} more")
        return "; ".join(named)
