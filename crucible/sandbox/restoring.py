"""A sandbox made of a snapshot: all of it is unpacked beside the sandbox and verified before anything is changed."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from crucible.errors import ConfigError

from .background import is_own
from .contents import Contents
from .folder import DATABASE, prepare, write_privately
from .replacing import FOLDERS, READY, SECRET, replace_contents
from .running import take_root
from .snapshot import FORMAT, MANIFEST, NAMES, ExistsError, Snapshot, SnapshotError, copy_hashed, stage_folder
from .store import IncompatibleDatabaseError, Store
from .store.copies import needed_contents, refuse_foreign
from .store.database import UnusableDatabaseError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

STAGE = "restoring.new"
MOST_EXPANSION = 200
"""How many times its size a snapshot unpacks to, at most: only the database is compressed, an empty one 60 times."""

LARGEST_MANIFEST_BYTES = 64 * 1024 * 1024
_UNREADABLE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error),
    *(EOFError, NotImplementedError, RuntimeError, ValueError),
)
"""What the library raises for archives that are damaged, or were made to do damage."""


def restore(file: Path, root: Path, *, overwrite: bool = False) -> Snapshot:
    """Make a sandbox of a snapshot, which is verified before anything is changed.

    Parameters
    ----------
    file
        The snapshot.
    root
        The folder; it is made if it does not exist.
    overwrite
        Whether a sandbox that is there may be replaced by this one.

    Raises
    ------
    SnapshotError
        If the file is no snapshot, is damaged, or has names that do not belong into a sandbox's folder.
    ExistsError
        If there is a sandbox in the folder.
    ConfigError
        If a server uses the folder, or a newer release wrote the snapshot.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            told = _read_manifest(file, archive)
            _refuse_others(root, overwrite=overwrite)
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = take_root(root)
            try:
                _refuse_others(root, overwrite=overwrite)  # once more: somebody may have been quicker
                with stage_folder(root / STAGE) as stage:
                    snapshot = _unpack(file, archive, told, stage)
                    stage.replace(root / READY)
                replace_contents(root)
                return snapshot
            finally:
                lock.release()
    except ConfigError:
        raise
    except _UNREADABLE as error:
        raise _damaged(file, str(error)) from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # a place before the archive's beginning
            raise _damaged(file, "it cannot be read") from error
        raise SnapshotError(f"{file} is not restored: {error.strerror}.", hint=f"It goes into {root}.") from error


def _damaged(file: Path, why: str) -> SnapshotError:
    return SnapshotError(f"{file} is not a whole snapshot: {why.rstrip('.')}.", hint="Take the snapshot once more.")


def _read_manifest(file: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    """Return what a snapshot says about itself, if its names are those, and no others, that a sandbox has."""
    names = archive.namelist()
    if MANIFEST not in names or archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST_BYTES:
        raise SnapshotError(f"{file} is not a snapshot of a sandbox.", hint="Name a file that `snapshot` has written.")
    try:
        told = json.loads(archive.read(MANIFEST))
        version, checksums = told["crucible_sandbox_snapshot"], told["sha256"]
        expected = {*checksums, MANIFEST}
        is_known = all(map(isinstance, (version, checksums, told["has_secrets"]), (int, dict, bool)))
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged(file, f"{MANIFEST} cannot be read") from error
    if is_known and version > FORMAT:
        raise SnapshotError(f"{file} was written by a newer release.", hint="Restore it with that release.")
    if not is_known or len(names) != len(set(names)) or set(names) != expected or DATABASE not in names:
        raise _damaged(file, "it does not hold what it says")
    if unsafe := [name for name in names if name != MANIFEST and not NAMES.fullmatch(name)]:
        raise SnapshotError(
            f"{file} is refused: {unsafe[0]!a} is no name that a sandbox gives.", hint="Ask who made it how."
        )
    return dict(told)


def _refuse_others(root: Path, *, overwrite: bool) -> None:
    """Refuse a folder in which a sandbox is, unless it may go, or something else."""
    if (root / DATABASE).exists() and not overwrite:
        raise ExistsError(f"There is a sandbox in {root}.", hint="Name another folder.")
    if root.is_dir() and not all(is_own(path.name) or path.name == "lock" for path in root.iterdir()):
        prepare(root)  # other files may stay beside a sandbox, but only there


def _unpack(file: Path, archive: zipfile.ZipFile, told: dict[str, Any], stage: Path) -> Snapshot:
    """Write what is in the archive into a folder, and verify all of it."""
    size = sum(entry.file_size for entry in archive.infolist() if entry.filename != MANIFEST)
    if size > MOST_EXPANSION * file.stat().st_size:
        raise SnapshotError(
            f"{file} is refused: it would unpack to {size:,} bytes, too many for its size.", hint="Ask who made it how."
        )
    free = shutil.disk_usage(stage).free
    if size > free:
        raise SnapshotError(f"{file} needs {size:,} bytes, of which the disk has {free:,}.", hint="Make room first.")
    for name in FOLDERS:
        (stage / name).mkdir(mode=0o700)
    for name, checksum in told["sha256"].items():
        target = stage / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with archive.open(name) as source, _private(target) as output:
            actual, _ = copy_hashed(source, output)
        if actual != checksum or (name.startswith("objects/") and actual != target.name):
            raise _damaged(file, f"the checksum of {name} is another")
    try:
        refuse_foreign(stage / DATABASE)
        store = Store(stage / DATABASE)
        try:
            complete, _ = needed_contents(store.db)
            records = store.counts()
        finally:
            store.close()
    except (IncompatibleDatabaseError, UnusableDatabaseError, sqlite3.Error) as error:
        why = str(getattr(error, "message", error)).replace(str(stage / DATABASE), "its database")
        raise SnapshotError(f"{file} cannot be restored: {why.rstrip('.')}.", hint="Take another snapshot.") from error
    contents = Contents(stage)
    for sha256, bytes_ in complete.items():
        path = contents.path(sha256)
        if not path.exists() or path.stat().st_size != bytes_:
            raise _damaged(file, f"the content {sha256} is missing")
    if not (stage / SECRET).exists():
        write_privately(stage / SECRET, os.urandom(32))
    _flush(stage)
    return Snapshot(records, told["has_secrets"], size)


def _flush(folder: Path) -> None:
    """Bring everything in a folder to the disk; at the end, when most of it is there by itself."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
