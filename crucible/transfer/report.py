"""What became of each file of a transfer."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from ..records import File, notebook
from ..signs import shown
from .events import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..parsers.several import ReadFile

R = TypeVar("R", bound=File)
S = TypeVar("S", bound=File)
_SHOWN = 5
HERE: frozenset[State] = frozenset({"saved", "kept"})
MISSING: frozenset[State] = frozenset({"failed", "differs"})


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
    mfid, dataset_id
        Its own id, and that of its dataset (of the resource, for ``record.json``); empty if there is none.
    error
        What went wrong with a file that failed.
    """

    name: str
    path: Path | None
    size_bytes: int | None
    sha256: str | None
    state: State
    reason: str = ""
    seconds: float = 0.0
    mfid: str = ""
    dataset_id: str = ""
    error: Exception | None = field(default=None, repr=False, compare=False)

    def __str__(self) -> str:
        size = "?" if self.size_bytes is None else str(self.size_bytes)
        checksum = (self.sha256 or "-")[:12]
        text = f"{self.state:<9} {size:>12} {checksum:<12} {self.seconds:7.2f} s  {self.name}  {self.reason}"
        return shown(text.rstrip())

    def to_dict(self) -> dict[str, str | int | float | None]:
        """Return it as plain values, for a data frame or a file."""
        return {
            "dataset_id": self.dataset_id or None,
            "name": self.name,
            "state": self.state,
            "size": self.size_bytes,
            "sha256": self.sha256,
            "mfid": self.mfid or None,
            "path": None if self.path is None else str(self.path),
            "seconds": round(self.seconds, 3),
            "reason": self.reason or None,
        }


class _Path:
    """Keeps a path as text, which takes a quarter of the memory: there may be very many lines."""

    def __init__(self, slot: Any) -> None:  # Any: what a class has for a slot
        self._slot = slot

    def __get__(self, line: FileLine | None, owner: type[FileLine] | None = None) -> Path | None:
        text = self.text(line, owner)
        return None if text is None else Path(text)

    def text(self, line: FileLine | None, owner: type[FileLine] | None = None) -> str | None:
        text: str | None = self._slot.__get__(line, owner)
        return text

    def __set__(self, line: FileLine, path: str | os.PathLike[str] | None) -> None:
        self._slot.__set__(line, None if path is None else os.fspath(path))


_PATH = _Path(FileLine.path)  # type: ignore[misc]
FileLine.path = _PATH  # type: ignore[assignment,misc]


def place(line: FileLine) -> str | None:
    """Return the path of a line as text: to make a path of it costs as much as to fetch a tenth of a small file."""
    return _PATH.text(line)


@dataclass(frozen=True, slots=True, repr=False)
class TransferReport:
    """What became of each file; it can be iterated over.

    Attributes
    ----------
    lines
        A line for each: the resources in the order in which they were asked for, and of each its ``record.json`` and
        then the files in the order of their names.
    notices
        Remarks about the whole.
    dry_run
        Whether nothing was done, and the states say what would be.
    """

    lines: tuple[FileLine, ...]
    notices: tuple[str, ...] = ()
    dry_run: bool = False

    @property
    def missing(self) -> tuple[FileLine, ...]:
        """The files that are not here as the service has them."""
        return tuple(line for line in self.lines if line.state in MISSING)

    @property
    def left(self) -> tuple[FileLine, ...]:
        """The files that were left because the caller wanted no more bytes."""
        return tuple(line for line in self.lines if line.state == "left")

    @property
    def paths(self) -> list[Path]:
        """Where the files are that were saved or kept, or would be after a run that is not dry."""
        return [line.path for line in self.lines if line.state in HERE | {"planned"} and line.path is not None]

    def to_dicts(self) -> list[dict[str, str | int | float | None]]:
        """Return the lines as plain dictionaries, for a data frame or a file."""
        return [line.to_dict() for line in self.lines]

    def __iter__(self) -> Iterator[FileLine]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def __repr__(self) -> str:
        return f"TransferReport({self.counts()})"

    def _repr_html_(self) -> str:
        remarkable = [line for line in self.lines if self.dry_run or line.state in MISSING or line.reason]
        several = len({line.dataset_id for line in self.lines}) > 1
        names = [*["dataset_id"] * several, "name", "state", "size", "reason"]
        rows = ({name: value for name, value in line.to_dict().items() if name in names} for line in remarkable)
        return notebook.rows(self.counts(), rows)

    def __str__(self) -> str:
        """Return a line for each file, under their datasets if there are several, and then the remarks."""
        several = len({line.dataset_id for line in self.lines}) > 1
        texts: list[str] = []
        for dataset_id, lines in groupby(self.lines, lambda line: line.dataset_id):
            texts += [f"{dataset_id}:"] * several
            texts += map(str, lines)
        return "\n".join([*texts, *self.notices, self.counts()])

    def counts(self) -> str:
        """Return the numbers of files by state, and their bytes, as one line."""
        counted = Counter(line.state for line in self.lines)
        states = ", ".join(f"{counted[state]} {state}" for state in get_args(State) if counted[state]) or "nothing"
        size_bytes = sum(line.size_bytes or 0 for line in self.lines if line.state in ("saved", "sent", "planned"))
        files = f"{len(self)} file{'' if len(self) == 1 else 's'}{' (dry run)' if self.dry_run else ''}"
        return f"{files}: {states}; {size_bytes:,} bytes to move" if self.dry_run else f"{files}: {states}"

    def summary(self) -> str:
        """Name the first missing files and why they are missing."""
        return named(f"{line.name or 'a file without a name'} ({line.reason})" for line in self.missing)


def named(texts: Iterable[str]) -> str:
    """Return the first of some texts and the number of the others."""
    found = [shown(text) for text in texts]
    more = [f"and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
    return "; ".join([*found[:_SHOWN], *more])


class Downloaded(list[str]):
    """Paths of what is here now, and in `report` what became of each file.

    It is a list like any other. `client.download` returns it so that a success can be asked the same questions as a
    `PartialTransferError`: which files were kept, which checksums compared, how long it took; and after a dry run, what
    would be done.

    Attributes
    ----------
    report
        A line for each file.
    """

    __slots__ = ("report",)
    report: TransferReport

    def __init__(self, paths: Iterable[str], report: TransferReport) -> None:
        super().__init__(paths)
        self.report = report

    def __reduce__(self) -> tuple[type[Downloaded], tuple[list[str], TransferReport]]:
        return type(self), (list(self), self.report)


class Uploaded(list[R]):
    """The records of files that were uploaded, and in `report` what became of each file.

    It is a list like any other.

    Attributes
    ----------
    report
        A line for each file.
    parsed
        With ``parse=True``: what was read out of each file, those among them that no parser knows, or that are broken.
    """

    __slots__ = ("parsed", "report")
    report: TransferReport
    parsed: tuple[ReadFile, ...]

    def __init__(self, records: Iterable[R], report: TransferReport, parsed: tuple[ReadFile, ...] = ()) -> None:
        super().__init__(records)
        self.report = report
        self.parsed = parsed

    def mapped(self, change: Callable[[R], S]) -> Uploaded[S]:
        """Return the same with other records."""
        return Uploaded(map(change, self), self.report, self.parsed)

    def __reduce__(self) -> tuple[type[Uploaded[R]], tuple[list[R], TransferReport, tuple[ReadFile, ...]]]:
        return type(self), (list(self), self.report, self.parsed)
