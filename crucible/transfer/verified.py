"""What a comparison of a folder has found."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, get_args

from ..records import notebook
from .events import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was found about one file.

    Attributes
    ----------
    name
        Its name in the dataset, or below the folder.
    path
        Where it is, or should be.
    state
        See `Verdict`.
    reason
        Why, where that needs a word.
    dataset_id
        Whose it should be; empty if it is not recorded.
    size_bytes, sha256
        As they are recorded; None if they are not.
    """

    name: str
    path: Path
    state: Verdict
    reason: str = ""
    dataset_id: str = ""
    size_bytes: int | None = None
    sha256: str | None = None

    def __str__(self) -> str:
        return f"{self.state:<10} {self.path}  {self.reason}".rstrip()


@dataclass(frozen=True, slots=True, repr=False)
class VerifyReport:
    """What was found about each file of a folder; it can be iterated over.

    Attributes
    ----------
    path
        The folder.
    lines
        A line for each file that should be there, or is; folder by folder, in the order of their names.
    offline
        Whether it was compared with the manifests instead of the service.
    """

    path: Path
    lines: tuple[Verified, ...]
    offline: bool = False

    @property
    def ok(self) -> bool:
        """Whether the folder has all that is recorded, as it is recorded, and nothing else."""
        return all(line.state == "ok" for line in self.lines)

    @property
    def missing(self) -> tuple[Verified, ...]:
        """Files that are recorded and not here."""
        return self._in("missing")

    @property
    def different(self) -> tuple[Verified, ...]:
        """Files of another size or content than is recorded."""
        return self._in("different")

    @property
    def extra(self) -> tuple[Verified, ...]:
        """Files that are here and not recorded."""
        return self._in("extra")

    @property
    def duplicate(self) -> tuple[Verified, ...]:
        """Copies of recorded files under other names, and names that are recorded with different contents."""
        return self._in("duplicate")

    @property
    def unreadable(self) -> tuple[Verified, ...]:
        """Files that could not be read."""
        return self._in("unreadable")

    @property
    def unchecked(self) -> tuple[Verified, ...]:
        """Files without a recorded checksum."""
        return self._in("unchecked")

    def to_dicts(self) -> list[dict[str, str | int | None]]:
        """Return the lines as plain dictionaries, for a data frame or a file."""
        return [{**asdict(line), "path": str(line.path)} for line in self.lines]

    def _in(self, state: Verdict) -> tuple[Verified, ...]:
        return tuple(line for line in self.lines if line.state == state)

    def __iter__(self) -> Iterator[Verified]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def __repr__(self) -> str:
        return f"VerifyReport({self.counts()})"

    def _repr_html_(self) -> str:
        remarkable = (line for line in self.lines if line.state != "ok")
        return notebook.rows(
            self.counts(),
            (
                {"name": line.name, "state": line.state, "reason": line.reason, "path": str(line.path)}
                for line in remarkable
            ),
        )

    def __str__(self) -> str:
        """Return a line for each file that is not as it should be, and then the numbers."""
        return "\n".join([*(str(line) for line in self.lines if line.state != "ok"), self.counts()])

    def counts(self) -> str:
        """Return the numbers of files by what was found, as one line."""
        counted = Counter(line.state for line in self.lines)
        states = ", ".join(f"{counted[state]} {state}" for state in get_args(Verdict) if counted[state]) or "none"
        files = f"{len(self)} file{'' if len(self) == 1 else 's'}"
        return f"{files} in {self.path}{' (by the manifest)' if self.offline else ''}: {states}"
