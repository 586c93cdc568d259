"""What is to be fetched where: decided for all files of a dataset before the first byte of one travels."""

from __future__ import annotations

import shutil
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..errors import NotFoundError, TransferError
from .names import case_matters_in, check_name, collisions, place_inside, shown_name
from .partial import part_path
from .report import FileLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from .events import State
    from .globs import Selection
    from .service import Service

_STORED_HERE = ("gcs", None, "")
_SHOWN_NAMES = 5
_CHOOSE = "fetch each by its download link, or rename one in the service"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """A file as the service records it; what it does not record, or not in a usable form, is None."""

    mfid: str
    name: str
    size_bytes: int | None
    sha256: str | None
    storage_backend: str | None
    access_note: str | None

    @classmethod
    def read(cls, record: Mapping[str, object]) -> RemoteFile:
        """Read a file record."""
        size, sha256 = record.get("size"), record.get("sha256_hash")
        backend, note = record.get("storage_backend"), record.get("access_note")
        return cls(
            mfid=str(record.get("mfid") or ""),
            name=shown_name(record),
            size_bytes=size if isinstance(size, int) and size >= 0 else None,
            sha256=sha256.lower() if isinstance(sha256, str) and sha256 else None,
            storage_backend=backend if isinstance(backend, str) else None,
            access_note=note if isinstance(note, str) else None,
        )

    def line(self, state: State, reason: str, path: Path | None = None) -> FileLine:
        """Return the line of the report about this file."""
        return FileLine(
            name=self.name, path=path, size_bytes=self.size_bytes, sha256=self.sha256, state=state, reason=reason
        )


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file, where it goes, and the signed address to fetch it from, if there is one already."""

    file: RemoteFile
    target: Path
    link: str | None = field(default=None, repr=False)  # whoever has it may read the file

    @property
    def content(self) -> str | None:
        """Text that is different for different contents; None if the service knows no checksum."""
        return f"{self.file.size_bytes} {self.file.sha256}" if self.file.sha256 else None


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with the files of a dataset.

    Attributes
    ----------
    files
        To fetch.
    present
        Already there and not to be replaced: to verify.
    lines
        About those that can be neither.
    notices
        Remarks about the whole.
    """

    files: tuple[PlannedFile, ...] = ()
    present: tuple[PlannedFile, ...] = ()
    lines: tuple[FileLine, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def size_bytes(self) -> int:
        """Sum of all known sizes."""
        return sum(planned.file.size_bytes or 0 for planned in (*self.files, *self.present))


def plan(
    service: Service, dataset_id: str, folder: Path, selection: Selection, *, overwrite_existing: bool = True
) -> Plan:
    """Return what to fetch of a dataset.

    Parameters
    ----------
    service
        The API.
    dataset_id
        Whose files.
    folder
        Where to; it exists, and no links lead to it.
    selection
        Which files.
    overwrite_existing
        Whether files that are there already are fetched again.

    Raises
    ------
    CrucibleError
        If the service does not answer. Whatever is wrong with one file is a line instead.
    """
    remote = [RemoteFile.read(record) for record in service.files(dataset_id)]
    chosen = [file for file in remote if file.name in selection]
    lines: list[FileLine] = []
    placed = _place(_distinct(_obtainable(chosen, lines), lines), folder, lines)
    present = [planned for planned in placed if not overwrite_existing and planned.target.exists()]
    absent = placed if overwrite_existing else [planned for planned in placed if not planned.target.exists()]
    return Plan(
        files=tuple(_link(service, dataset_id, absent, lines)) if absent else (),
        present=tuple(present),
        lines=tuple(lines),
        notices=() if chosen else tuple(_nothing_chosen(dataset_id, selection, remote)),
    )


def plan_one(record: Mapping[str, object], folder: Path, *, overwrite_existing: bool = True) -> Plan:
    """Return what to fetch for one file of a dataset, whose record is given; its address is asked for later."""
    lines: list[FileLine] = []
    for file in _obtainable([RemoteFile.read(record)], lines):
        planned = PlannedFile(file, place_inside(folder, file.name))
        if planned.target.exists() and not overwrite_existing:
            return Plan(present=(planned,))
        return Plan(files=(planned,))
    return Plan(lines=tuple(lines))


def _nothing_chosen(dataset_id: str, selection: Selection, remote: list[RemoteFile]) -> Iterable[str]:
    if selection.include or selection.exclude:
        names = sorted(file.name for file in remote)
        shown = ", ".join(names[:_SHOWN_NAMES]) + (", …" if len(names) > _SHOWN_NAMES else "")
        has = f"it has {len(names)}: {shown}" if names else "it has none"
        patterns = f"include={list(selection.include)}, exclude={list(selection.exclude)}"
        yield f"No file of dataset {dataset_id} is chosen by {patterns}; {has}."


def _obtainable(files: Iterable[RemoteFile], lines: list[FileLine]) -> Iterable[RemoteFile]:
    """Yield the files that the service stores itself and whose names are safe."""
    for file in files:
        if file.storage_backend not in _STORED_HERE:
            note = f": {file.access_note}" if file.access_note else ""
            lines.append(file.line("elsewhere", f"it is kept in {file.storage_backend!r}, not by the service{note}"))
            continue
        try:
            check_name(file.name)
        except TransferError as error:
            lines.append(file.line("failed", str(error)))
        else:
            yield file


def _distinct(files: Iterable[RemoteFile], lines: list[FileLine]) -> Iterable[RemoteFile]:
    """Yield one file for each name; records of one name are one file only if they record the same content."""
    by_name: defaultdict[str, list[RemoteFile]] = defaultdict(list)
    for file in files:
        by_name[file.name].append(file)
    for same in by_name.values():
        contents = {(file.sha256, file.size_bytes) for file in same}
        if len(same) == 1 or (same[0].sha256 and len(contents) == 1):
            yield same[0]
        else:
            others = ", ".join(file.mfid for file in same)
            lines.extend(file.line("failed", f"several files have this name ({others}): {_CHOOSE}") for file in same)


def _place(files: Iterable[RemoteFile], folder: Path, lines: list[FileLine]) -> list[PlannedFile]:
    """Return the files that can be stored side by side in the folder."""
    files = list(files)
    taken = collisions([file.name for file in files], case_matters=case_matters_in(folder))
    placed: list[PlannedFile] = []
    for file in files:
        if file.name in taken:
            lines.append(file.line("failed", f"its name collides with {taken[file.name]!r}: {_CHOOSE}"))
            continue
        try:
            placed.append(PlannedFile(file, place_inside(folder, file.name)))
        except (TransferError, OSError) as error:
            lines.append(file.line("failed", str(error)))
    return placed


def _link(
    service: Service, dataset_id: str, placed: Iterable[PlannedFile], lines: list[FileLine]
) -> Iterable[PlannedFile]:
    """Yield the files with their addresses; one that the answer leaves out is asked for when its turn comes."""
    try:
        links = service.links(dataset_id)
    except NotFoundError:
        links = {planned.file.mfid: None for planned in placed}
    for planned in placed:
        link = links.get(planned.file.mfid, "")
        if link is None:
            reason = "the service has no stored content for it; files appear some time after they were uploaded"
            lines.append(planned.file.line("failed", reason, planned.target))
        else:
            yield replace(planned, link=link or None)


def check_space(plan: Plan, folder: Path) -> None:
    """Refuse a plan that the disk has no room for; what earlier runs have left counts as done.

    Raises
    ------
    TransferError
        If there is not enough room.
    """
    needed = sum(max(0, (planned.file.size_bytes or 0) - _begun_bytes(planned)) for planned in plan.files)
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise TransferError(
            f"There is not enough room in {folder}: {needed} bytes are needed, {free} are free.",
            hint="Choose fewer files with include= or exclude=, or another folder.",
        )


def _begun_bytes(planned: PlannedFile) -> int:
    if planned.content is None:
        return 0
    try:
        return part_path(planned.target, planned.content).stat().st_size
    except OSError:
        return 0
