"""One file with everything a sandbox holds, taken while it runs; `restoring` makes a sandbox of it again.

The file is a zip archive, which every system can open: the database as one state of it, the content of files, which is
not compressed because measurements hardly get smaller, labels that were printed, and `snapshot.json`, which says what
it is.

A snapshot is one moment of a server that goes on: first everything on the disk gets a second name, then the database is
copied, then what came meanwhile gets its second name, too. So whatever the copy needs is there, even if it is deleted
from the sandbox while gigabytes are packed. Content is compared with its checksum: a snapshot that is there can be
restored.

API keys, what links are signed with, and uploads under way, whose addresses authorise by themselves, are left out
unless they are asked for, because snapshots are handed on: to a class, with a report of a mistake. The file is readable
for its owner only in either case.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import sqlite3
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crucible.errors import ConfigError

from .contents import Contents
from .folder import DATABASE
from .lock import RootInUseError, RootLock
from .replacing import FOLDERS, READY, SECRET
from .running import take_root
from .store import IncompatibleDatabaseError, Store
from .store.copies import copy_database, forget_secrets, needed_contents
from .store.database import UnusableDatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FORMAT = 1
MANIFEST = "snapshot.json"
STAGE = "snapshot.new"
LOCK = "snapshot.lock"
TAKING_LOCK = "snapshot.lock"
BLOCK_BYTES = 1024 * 1024
MOST_ATTEMPTS = 5
NAMES = re.compile(
    rf"{re.escape(DATABASE)}|{SECRET}|objects/([0-9a-f]{{2}})/\1[0-9a-f]{{62}}"
    r"|uploads/[0-9a-f]{64}(\.parts/[A-Za-z0-9][A-Za-z0-9._-]{0,99})?"
    r"|printers/[A-Za-z0-9][A-Za-z0-9._-]{0,99}/[A-Za-z0-9][A-Za-z0-9._-]{0,99}"
)


class SnapshotError(ConfigError):
    """A snapshot cannot be taken, or is none, or is damaged."""


class ExistsError(ConfigError):
    """Something is there already, and nobody said that it may be replaced."""


@dataclass(frozen=True)
class Snapshot:
    """What a snapshot holds.

    Attributes
    ----------
    records
        Numbers by kind.
    has_secrets
        Whether keys and uploads under way are in it.
    size
        Bytes of everything in it, unpacked.
    """

    records: dict[str, int]
    has_secrets: bool
    size: int


def write(root: Path, file: Path, *, secrets: bool = False, overwrite: bool = False) -> Snapshot:
    """Write everything that a sandbox holds, which may run, into one file.

    Parameters
    ----------
    root
        The sandbox's folder.
    file
        Where to; it appears when it is complete.
    secrets
        Whether API keys and uploads under way are to be in it.
    overwrite
        Whether a file that is there may be replaced.

    Raises
    ------
    SnapshotError
        If there is no sandbox.
    ExistsError
        If the file is there.
    """
    if (root / READY).exists():
        take_root(root).release()  # finishes what was interrupted
    if not (root / DATABASE).exists():
        raise SnapshotError(f"There is no sandbox in {root}.", hint="Name the folder of one.")
    if file.exists() and not overwrite:
        raise ExistsError(f"{file} exists.", hint="Name another file.")
    if not file.absolute().parent.is_dir():
        raise SnapshotError(f"There is no folder {file.absolute().parent} for {file.name}.", hint="Make it first.")
    try:
        with _only_one(root), stage_folder(root / STAGE) as stage:
            records, paths = _gather(root, stage, secrets=secrets)
            return _pack(stage, paths, file, records, has_secrets=secrets)
    except (IncompatibleDatabaseError, UnusableDatabaseError) as error:
        raise SnapshotError(error.message.replace(str(root / STAGE), str(root)), hint=error.hint) from error
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        hint = f"It needs room there, and for the database in {root}."
        raise SnapshotError(f"{file} is not written: {reason}.", hint=hint) from error


@contextlib.contextmanager
def _only_one(root: Path) -> Iterator[None]:
    try:
        lock = RootLock(root, LOCK)
    except RootInUseError as error:
        raise SnapshotError(f"A snapshot of {root} is being taken.", hint="Wait until it is complete.") from error
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def stage_folder(stage: Path) -> Iterator[Path]:
    """Yield an empty folder on the disk of a sandbox, and remove it."""
    shutil.rmtree(stage, ignore_errors=True)  # of one that was killed
    stage.mkdir(mode=0o700, exist_ok=True)  # on Windows, what a server has open stays
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _gather(root: Path, stage: Path, *, secrets: bool) -> tuple[dict[str, int], list[Path]]:
    """Collect in a folder what the snapshot is to have; return the numbers of records, and the files."""
    here, there = Contents(root), Contents(stage)
    for path in _files(root, FOLDERS if secrets else [name for name in FOLDERS if name != "uploads"]):
        _link(path, stage / path.relative_to(root))
    for _ in range(MOST_ATTEMPTS):
        (stage / DATABASE).unlink(missing_ok=True)
        copy_database(root / DATABASE, stage / DATABASE)
        if not secrets:
            forget_secrets(stage / DATABASE)
        store = Store(stage / DATABASE)
        try:
            complete, arriving = needed_contents(store.db)
            records = store.counts()
        finally:
            store.close()
        for upload, sha256 in arriving.items():  # complete meanwhile, it has another name; just begun, it has no bytes
            _link(here.arriving(upload), there.arriving(upload)) or _link(here.path(sha256), there.arriving(upload))
            for path in here.parts(upload).glob("*"):
                _link(path, there.parts(upload) / path.name)
        missing = [sha256 for sha256 in complete if not _link(here.path(sha256), there.path(sha256))]
        if not missing:
            break
    else:
        raise SnapshotError(f"The content of {len(missing)} files is not in {root}.", hint="Delete these files first.")
    if secrets:
        _link(root / SECRET, stage / SECRET)
    needed = {there.path(sha256) for sha256 in complete}
    needed |= {path for upload in arriving for path in (there.arriving(upload), there.parts(upload))}
    found = [path for path in _files(stage, FOLDERS) if not needed.isdisjoint((path, path.parent))]
    beside = [path for path in (stage / DATABASE, stage / SECRET) if path.exists()]
    return records, [*beside, *sorted(found), *sorted(_files(stage, ["printers"]))]


def _files(folder: Path, names: Iterable[str]) -> list[Path]:
    """Return the files of a sandbox that are in some of its folders."""
    found = [path for name in names for path in (folder / name).rglob("*")]
    return [path for path in found if path.is_file() and NAMES.fullmatch(path.relative_to(folder).as_posix())]


def _link(path: Path, target: Path) -> bool:
    """Give a file a second name, or copy it where that cannot be; return whether there is one by that name."""
    if target.exists():
        return True
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        target.hardlink_to(path)
    except FileNotFoundError:
        return False
    except OSError:
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(path, target)
        return target.exists()
    return True


def _pack(stage: Path, paths: list[Path], file: Path, records: dict[str, int], *, has_secrets: bool) -> Snapshot:
    """Write files into the archive, and give that its name when it is on the disk."""
    checksums: dict[str, str] = {}
    size, temporary = 0, file.with_name(f"{file.name}.new")
    temporary.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as output:
            with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as archive:
                for path in paths:
                    name = path.relative_to(stage).as_posix()
                    checksums[name], added = _add(archive, path, name)
                    if name.startswith("objects/") and checksums[name] != path.name:
                        why = f"The content {path.name} in {stage.parent} is damaged"
                        raise SnapshotError(f"{why}: its checksum is another.", hint="Delete the files that have it.")
                    size += added
                told = {"crucible_sandbox_snapshot": FORMAT, "taken_at": datetime.now(UTC).isoformat("T", "seconds")}
                told |= {"has_secrets": has_secrets, "records": records, "sha256": checksums}
                archive.writestr(_entry(MANIFEST), json.dumps(told, indent=1))
            output.flush()
            os.fsync(output.fileno())
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
    return Snapshot(records, has_secrets, size)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, datetime.now(UTC).timetuple()[:6])
    entry.external_attr = 0o600 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED if name in (DATABASE, MANIFEST) else zipfile.ZIP_STORED
    return entry


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> tuple[str, int]:
    """Write a file into the archive, and return its SHA-256 and size; uploads may grow meanwhile."""
    with path.open("rb") as source, archive.open(_entry(name), "w", force_zip64=True) as target:
        return copy_hashed(source, target)


def copy_hashed(source: Any, target: Any) -> tuple[str, int]:
    """Write one file into another, and return SHA-256 and size."""
    digest, size = hashlib.sha256(), 0
    while block := source.read(BLOCK_BYTES):
        digest.update(block)
        target.write(block)
        size += len(block)
    return digest.hexdigest(), size
