"""Folders of downloads compared with what the service records, or with their manifests, some time later."""

from __future__ import annotations

import json
import os
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .. import ids
from ..errors import CrucibleError, TransferError, UsageError
from ..transport import limits
from . import background, manifest
from .checksums import sha256_of
from .events import FileMeter, Meter
from .globs import Selection
from .names import RECORD_NAME, check_name
from .partial import is_unfinished
from .plan import STORED_HERE, RemoteFile
from .verified import Verified, VerifyReport
from .views import open_view

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Iterator

    from .events import Verdict
    from .service import Service
    from .views import Progressing

WORKERS = 4
"""Checksums take a processor each; more at a time than this would wait for the disk."""
ASKED = 8
"""Datasets that the service is asked about at a time."""


@dataclass(frozen=True, slots=True)
class _Expected:
    """What a file should be: as the service records it, or as the manifest does."""

    dataset_id: str
    name: str
    size_bytes: int | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder that downloads went to, with the datasets that did."""

    path: Path
    dataset_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Task:
    """One file to look at."""

    path: Path
    name: str
    size_bytes: int
    """How much there is to read, most probably."""
    expected: _Expected | None
    contents: dict[str, str]
    """Names of files by the checksums that their dataset has, to find copies."""
    sizes: frozenset[int]
    is_offline: bool


def verify(
    path: str | os.PathLike[str],
    service: Service | None,
    *,
    include: str | Iterable[str] | None = None,
    exclude: str | Iterable[str] | None = None,
    progress: Progressing = None,
) -> VerifyReport:
    """Compare what is in a folder with what should be there. Nothing is changed.

    Parameters
    ----------
    path
        The folder of a dataset, or one with several of them.
    service
        The API; None compares with the manifests that downloads have written.
    include, exclude
        Patterns that choose which files should be there; the others are not looked at.
    progress
        As for `crucible.transfer.download`.

    Returns
    -------
    VerifyReport
        A line for each file that should be there, or is.

    Raises
    ------
    UsageError
        Nothing was downloaded to this folder.
    CrucibleError
        The service does not answer.
    """
    root, selection, stop = Path(path), Selection(include, exclude), limits.stop_event()
    folders = list(_folders(root))
    if not folders:
        raise UsageError(
            f"Nothing was downloaded to {root}: it has neither a record.json nor a manifest, nor folders that do.",
            hint="Name the output_dir of a download, or the folder of an id inside it.",
        )
    inside = frozenset(folder.path for folder in folders)

    with limits.stoppable(stop), open_view(progress) as on_progress:
        meter = Meter(on_progress)

        def look(folder: _Folder) -> list[Verified | _Task]:
            found = list(_tasks(folder, inside - {folder.path}, service, selection))
            to_read = [one.size_bytes for one in found if isinstance(one, _Task)]
            meter.expect(sum(to_read), len(to_read))
            return found

        tasks = (task for found in background.ahead(look, folders, ASKED, stop) for task in found)
        lines = background.ahead(lambda task: _looked_at(task, meter, stop), tasks, WORKERS, stop)
        return VerifyReport(
            root, tuple(sorted(lines, key=lambda line: (str(line.path.parent), line.name))), service is None
        )


def difference(
    path: Path, size_bytes: int | None, sha256: str | None, on_read: Callable[[int], None] | None = None
) -> str:
    """Say how a file differs from what is recorded about it; nothing if it does not, as far as that is recorded."""
    with path.open("rb") as opened:
        here = os.fstat(opened.fileno()).st_size
        if size_bytes not in (None, here):
            return f"it has {here} bytes here, {size_bytes} are recorded"
        if sha256 is not None and sha256_of(opened, on_read) != sha256:
            return "it has another content here than is recorded"
    return ""


def _folders(root: Path) -> Iterator[_Folder]:
    """Yield the folder, and those directly inside it, if downloads went there."""
    if not root.is_dir():
        raise UsageError(f"{root} is no folder.", hint="Name the output_dir of a download.")
    for folder in (root, *sorted(entry for entry in root.iterdir() if entry.is_dir() and not entry.is_symlink())):
        dataset_ids = {dataset_id for entry in folder.iterdir() if (dataset_id := manifest.dataset_of(entry.name))}
        recorded = _recorded(folder)
        if isinstance(recorded.get("unique_id"), str):
            dataset_ids.add(str(recorded["unique_id"]))
        if ids.is_mfid(folder.name) and not dataset_ids:
            dataset_ids.add(folder.name)
        if dataset_ids:
            yield _Folder(folder, tuple(sorted(dataset_ids)))


def _recorded(folder: Path) -> dict[str, object]:
    """Return what ``record.json`` says; nothing if there is none that can be read."""
    try:
        record = json.loads((folder / RECORD_NAME).read_bytes())
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _tasks(
    folder: _Folder, elsewhere: frozenset[Path], service: Service | None, selection: Selection
) -> Iterator[Verified | _Task]:
    """Yield what is to be compared, and what can be said without a look at the file."""
    expected: defaultdict[str, list[_Expected]] = defaultdict(list)
    is_known = True
    for dataset_id in folder.dataset_ids:
        try:
            found = _expected(folder.path, dataset_id, service)
        except CrucibleError as error:
            if len(folder.dataset_ids) == 1 and not elsewhere:
                raise
            yield _line(folder.path / RECORD_NAME, RECORD_NAME, "unchecked", str(error), dataset_id)
            is_known = False
            continue
        for one in found:
            if one.name in selection or one.name == RECORD_NAME:
                expected[_normal(one.name)].append(one)
    contents = {one.sha256: one.name for same in expected.values() for one in same if one.sha256}
    sizes = frozenset(one.size_bytes for same in expected.values() for one in same if one.size_bytes is not None)
    for same in expected.values():
        one = same[0]
        path = folder.path / one.name
        if (reason := _why_not(one, same)) is not None:
            yield _line(path, one.name, *reason, one.dataset_id, one)
        elif not os.path.lexists(path):
            yield _line(path, one.name, "missing", "", one.dataset_id, one)
        else:
            yield _Task(path, one.name, _size_of(path), one, contents, sizes, service is None)
    for path, name in _present(folder.path, elsewhere) if is_known else ():
        if _normal(name) not in expected and name in selection:
            size_bytes = _size_of(path)
            yield _Task(path, name, size_bytes if size_bytes in sizes else 0, None, contents, sizes, service is None)


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # said when it is read
        return 0


def _expected(folder: Path, dataset_id: str, service: Service | None) -> Iterable[_Expected]:
    """Return what should be in a folder of one dataset."""
    path = folder / manifest.manifest_name(dataset_id)
    entries = manifest.read(path)
    if service is None:
        _check_manifest(path, dataset_id, len(entries))
    recorded = [entry for entry in entries.values() if service is None or not entry.mfid]
    found = [_Expected(dataset_id, entry.name, entry.size_bytes, entry.sha256) for entry in recorded]
    if service is None or _recorded(folder).get("resource_type", "dataset") != "dataset":
        return found
    for file in map(RemoteFile.read, service.files(dataset_id)):
        if file.storage_backend in STORED_HERE:
            arrived = entries.get(file.name)
            sha256 = file.sha256 or (arrived.sha256 if arrived else None)
            found.append(_Expected(dataset_id, file.name, file.size_bytes, sha256))
    return found


def _check_manifest(path: Path, dataset_id: str, count: int) -> None:
    """Raise an error if a manifest cannot say which files should be here."""
    try:
        with path.open("rb") as opened:
            damaged = sum(manifest.Entry.read(line.decode(errors="replace")) is None for line in opened)
    except FileNotFoundError:
        damaged = 0
        what = f"There is no manifest of {dataset_id} in {path.parent}."
    else:
        what = f"The manifest {path} is damaged: {damaged} of its lines cannot be read."
    if damaged or not count:
        raise TransferError(
            what, hint="Verify it where the service can be reached; a later download writes the manifest anew."
        )


def _why_not(one: _Expected, same: list[_Expected]) -> tuple[Verdict, str] | None:
    """Say why a file cannot be here."""
    if len({(other.sha256, other.size_bytes) for other in same}) > 1:
        return "duplicate", f"{len(same)} files with different contents have this name"
    try:
        check_name(one.name)
    except TransferError as error:
        return "missing", str(error)
    return None


def _present(folder: Path, elsewhere: frozenset[Path]) -> Iterator[tuple[Path, str]]:
    """Yield the files below a folder, but for those of other datasets and what downloads write themselves."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if Path(place, name) not in elsewhere)
        for name in sorted(files):
            path = Path(place, name)
            inside = path.relative_to(folder).as_posix()
            if inside != RECORD_NAME and not (Path(place) == folder and manifest.dataset_of(name)):
                yield path, inside


def _looked_at(task: Verified | _Task, meter: Meter, stop: threading.Event) -> Verified:
    """Return the line about one file."""
    if isinstance(task, Verified):
        meter.passes(task.name, task.size_bytes, task.state, task.reason)
        return task
    one = task.expected
    shown = FileMeter(meter, task.name, task.size_bytes)

    def on_read(done_bytes: int) -> None:
        limits.check(stop)
        shown.compared(done_bytes)

    try:
        state, reason = _unexpected(task, on_read) if one is None else _compared(task.path, one, on_read)
    except OSError as error:
        state, reason = "unreadable", str(error)
    shown.end(state, reason)
    return _line(task.path, task.name, state, reason, one.dataset_id if one else "", one)


def _compared(path: Path, one: _Expected, on_read: Callable[[int], None]) -> tuple[Verdict, str]:
    if not path.is_file():
        return "different", "it is not a file here"
    if reason := difference(path, one.size_bytes, one.sha256, on_read):
        return "different", reason
    return ("ok", "") if one.sha256 else ("unchecked", "no checksum is recorded; its size was compared")


def _unexpected(task: _Task, on_read: Callable[[int], None]) -> tuple[Verdict, str]:
    if is_unfinished(task.path):
        return "extra", "left by a download that did not end; it goes on from here, or remove it"
    if task.path.is_file() and task.path.stat().st_size in task.sizes:
        with task.path.open("rb") as opened:
            name = task.contents.get(sha256_of(opened, on_read))
        if name is not None:
            return "duplicate", f"it has the content of {name}"
    return "extra", f"the {'manifest' if task.is_offline else 'dataset'} has no such file"


def _line(
    path: Path, name: str, state: Verdict, reason: str, dataset_id: str, one: _Expected | None = None
) -> Verified:
    size_bytes, sha256 = (one.size_bytes, one.sha256) if one else (None, None)
    return Verified(
        name=name, path=path, state=state, reason=reason, dataset_id=dataset_id, size_bytes=size_bytes, sha256=sha256
    )


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", name)
