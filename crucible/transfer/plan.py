"""What is to be fetched where: decided for all files of a dataset before the first byte of one travels."""

from __future__ import annotations

import shutil
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias

from ..errors import NotFoundError, TransferError
from ..transport import limits
from . import background
from .manifest import manifest_name
from .names import RECORD_NAME, Places, case_matters_in, check_name, collisions, is_bare, shown_name
from .partial import begun_bytes
from .report import FileLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from .events import State
    from .globs import Selection
    from .service import Service

There: TypeAlias = Literal["replace", "keep", "refresh"]
Placed: TypeAlias = tuple["RemoteFile", "Path", bool]
"""A file, where it goes, and whether the folder there is bare."""
STORED_HERE = ("gcs", None, "")
_SHOWN_NAMES = 5
_CHOOSE = "fetch each by its download link, or rename one in the service"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """A file as the service records it; what it does not record, or not in a usable form, is None."""

    mfid: str
    dataset_id: str
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
            dataset_id=str(record.get("dataset_mfid") or ""),
            name=shown_name(record),
            size_bytes=size if isinstance(size, int) and size >= 0 else None,
            sha256=sha256.lower() if isinstance(sha256, str) and sha256 else None,
            storage_backend=backend if isinstance(backend, str) else None,
            access_note=note if isinstance(note, str) else None,
        )

    def line(self, state: State, reason: str, path: Path | None = None) -> FileLine:
        """Return the line of the report about this file."""
        return FileLine(
            name=self.name,
            path=path,
            size_bytes=self.size_bytes,
            sha256=self.sha256,
            state=state,
            reason=reason,
            mfid=self.mfid,
            dataset_id=self.dataset_id,
        )


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """What is to become of a file.

    Attributes
    ----------
    file, target
        What goes where.
    link
        The signed address to fetch it from, if there is one already.
    there
        What happens if something is there: it is replaced (``replace``); it is verified, and reported if it differs
        (``keep``); or it is verified, and replaced if it differs (``refresh``).
    verify
        Whether checksums are compared; sizes always are.
    linked_at
        When the address was asked for, by the clock that never runs backwards; None is just now.
    is_new
        Whether its folder was bare, so that nothing of it can be there.
    """

    file: RemoteFile
    target: Path
    link: str | None = field(default=None, repr=False)  # whoever has it may read the file
    there: There = "replace"
    verify: bool = True
    linked_at: float | None = field(default=None, repr=False)
    is_new: bool = False

    def is_there(self) -> bool:
        """Whether something is in its place."""
        return not self.is_new and self.target.exists()

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
        To fetch, or to verify if they are there.
    lines
        About those that can be neither.
    notices
        Remarks about the whole.
    """

    files: tuple[PlannedFile, ...] = ()
    lines: tuple[FileLine, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def present(self) -> list[PlannedFile]:
        """Those in whose place something is."""
        return [planned for planned in self.files if planned.is_there()]


def plan(
    service: Service,
    dataset_id: str,
    folder: Path,
    selection: Selection,
    *,
    there: There = "refresh",
    verify: bool = True,
) -> Plan:
    """Return what to fetch of a dataset. Nothing is written.

    Parameters
    ----------
    service
        The API.
    dataset_id
        Whose files.
    folder
        Where to; no links lead to it.
    selection
        Which files.
    there, verify
        As in `PlannedFile`.

    Raises
    ------
    CrucibleError
        If the service does not answer. Whatever is wrong with one file is a line instead.
    """
    records = service.files(dataset_id)
    ask = partial(service.links, dataset_id)
    if records and is_bare(folder):  # so the addresses will be needed, and may come meanwhile
        ask = partial(background.result, background.begin(ask, "crucible-links"), limits.stop_event())
    remote = [RemoteFile.read(record) for record in records]
    chosen = [file for file in remote if file.name in selection]
    lines: list[FileLine] = []
    reserved = (RECORD_NAME, manifest_name(dataset_id))
    placed = _place(_distinct(_obtainable(chosen, lines), lines), folder, reserved, lines)
    return Plan(
        tuple(_link(ask, placed, there, verify, lines)),
        tuple(lines),
        () if chosen else tuple(_nothing_chosen(dataset_id, selection, remote)),
    )


def plan_one(record: Mapping[str, object], folder: Path, *, there: There = "refresh", verify: bool = True) -> Plan:
    """Return what to fetch for one file of a dataset, whose record is given; its address is asked for later."""
    lines: list[FileLine] = []
    reserved = (manifest_name(str(record.get("dataset_mfid"))),)
    placed = _place(_obtainable([RemoteFile.read(record)], lines), folder, reserved, lines)
    files = (PlannedFile(file, target, there=there, verify=verify, is_new=is_new) for file, target, is_new in placed)
    return Plan(tuple(files), tuple(lines))


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
        if file.storage_backend not in STORED_HERE:
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


def _place(files: Iterable[RemoteFile], folder: Path, reserved: Iterable[str], lines: list[FileLine]) -> list[Placed]:
    """Return the files that can be stored side by side in the folder, and where."""
    files = list(files)
    names = [file.name for file in files]
    taken = collisions(names, case_matters=case_matters_in(standing(folder)), reserved=reserved)
    places = Places(folder)
    placed: list[Placed] = []
    for file in files:
        if file.name in taken:
            lines.append(file.line("failed", f"its name collides with {taken[file.name]!r}: {_CHOOSE}"))
            continue
        try:
            placed.append((file, *places.place(file.name)))
        except (TransferError, OSError) as error:
            lines.append(file.line("failed", str(error)))
    return placed


def _link(
    ask: Callable[[], Mapping[str, str | None]],
    placed: list[Placed],
    there: There,
    verify: bool,
    lines: list[FileLine],
) -> Iterable[PlannedFile]:
    """Yield the files with their addresses; one that the answer leaves out is asked for when its turn comes."""
    here = {file.mfid for file, target, is_new in placed if there != "replace" and not is_new and target.exists()}
    links: Mapping[str, str | None] = {}
    linked_at = time.monotonic()
    if any(file.mfid not in here for file, *_ in placed):
        try:
            links = ask()
        except NotFoundError:
            links = {file.mfid: None for file, *_ in placed}
    for file, target, is_new in placed:
        link = links.get(file.mfid, "")
        if link is None and file.mfid not in here:
            reason = "the service has no stored content for it; files appear some time after they were uploaded"
            lines.append(file.line("failed", reason, target))
        else:
            yield PlannedFile(file, target, link or None, there, verify, linked_at, is_new)


def standing(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that exists."""
    return next((parent for parent in (folder, *folder.parents) if parent.is_dir()), folder)


def _left_bytes(planned: PlannedFile) -> int:
    """Return how many bytes of a file are still to be written."""
    if planned.is_new:
        return planned.file.size_bytes or 0
    if planned.there != "replace" and planned.target.exists():
        return 0
    return max(0, (planned.file.size_bytes or 0) - begun_bytes(planned.target, planned.content or ""))


class Space:
    """The room on a disk, which several datasets share; what earlier runs have left counts as done.

    Parameters
    ----------
    folder
        A folder on the disk.
    """

    def __init__(self, folder: Path) -> None:
        self._free_at_first = shutil.disk_usage(standing(folder)).free
        self._reserved = 0
        self._lock = threading.Lock()

    def reserve(self, plan: Plan, folder: Path) -> None:
        """Reserve the room that a plan needs.

        Raises
        ------
        TransferError
            If there is not enough.
        """
        needed = sum(map(_left_bytes, plan.files))
        with self._lock:
            # What was reserved earlier may be on the disk by now, or not yet.
            free = min(self._free_at_first - self._reserved, shutil.disk_usage(standing(folder)).free)
            if needed > free:
                raise TransferError(
                    f"There is not enough room in {folder}: {needed} bytes are needed, {max(0, free)} are free.",
                    hint="Choose fewer files with include= or exclude=, or another folder.",
                )
            self._reserved += needed
