"""One file with everything a sandbox holds, taken while it runs, and a sandbox made of it again.

The file is a zip archive, which every system can open: the database as one state of it, the content of files, which is
not compressed because measurements hardly get smaller, labels that were printed, and `snapshot.json`, which says what
it is.

A snapshot is one moment of a server that goes on: first everything on the disk gets a second name, then the database is
copied, then what came meanwhile gets its second name, too. So whatever the copy needs is there, even if it is deleted
from the sandbox while gigabytes are packed.

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
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crucible.errors import ConfigError

from . import DATABASE, prepare, write_privately
from .background import NAMES
from .contents import Contents
from .running import take_root
from .store import Store
from .store.copies import copy_database, forget_secrets, needed_contents, refuse_foreign

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

FORMAT = 1
MANIFEST = "snapshot.json"
SECRET = "secret"  # noqa: S105 - the name of a file
STAGE = "snapshot.new"
FOLDERS = ("objects", "uploads", "printers")
LARGEST_MANIFEST_BYTES = 64 * 1024 * 1024
BLOCK_BYTES = 1024 * 1024
MOST_ATTEMPTS = 5
_NAMES = re.compile(
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
    if not (root / DATABASE).exists():
        raise SnapshotError(f"There is no sandbox in {root}.", hint="Name the folder of one.")
    if file.exists() and not overwrite:
        raise ExistsError(f"{file} exists.", hint="Name another file.")
    with _stage(root) as stage:
        return _pack(stage, file, _gather(root, stage, secrets=secrets), has_secrets=secrets)


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
            lock = take_root(_prepared(root, overwrite=overwrite))
            try:
                with _stage(root) as stage:
                    return _put_in_place(root, stage, _unpack(file, archive, told, stage))
            finally:
                lock.release()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise _damaged(file, str(error)) from error


def _damaged(file: Path, why: str) -> SnapshotError:
    return SnapshotError(f"{file} is not a whole snapshot: {why.rstrip('.')}.", hint="Take the snapshot once more.")


@contextlib.contextmanager
def _stage(root: Path) -> Iterator[Path]:
    """Yield an empty folder on the disk of a sandbox, and remove it."""
    stage = root / STAGE
    shutil.rmtree(stage, ignore_errors=True)  # of one that was killed
    stage.mkdir(mode=0o700)
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


# ---- taking one ----


def _gather(root: Path, stage: Path, *, secrets: bool) -> dict[str, int]:
    """Collect in a folder what the snapshot is to have, and return the numbers of records."""
    here, there = Contents(root), Contents(stage)
    for path in _files(root):
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
    needed = {there.path(sha256) for sha256 in complete}
    needed |= {path for upload in arriving for path in (there.arriving(upload), there.parts(upload))}
    for path in _files(stage, "objects", "uploads"):
        if needed.isdisjoint((path, path.parent)):
            path.unlink()
    if secrets:
        _link(root / SECRET, stage / SECRET)
    return records


def _files(folder: Path, *names: str) -> list[Path]:
    """Return the files that a root has beside its database."""
    found = [path for name in names or FOLDERS for path in (folder / name).rglob("*")]
    return [path for path in found if path.is_file() and _NAMES.fullmatch(path.relative_to(folder).as_posix())]


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


def _pack(stage: Path, file: Path, records: dict[str, int], *, has_secrets: bool) -> Snapshot:
    """Write what is in a folder into the archive, and give that its name when it is on the disk."""
    checksums: dict[str, str] = {}
    size, temporary = 0, file.with_name(f"{file.name}.new")
    temporary.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as output:
            with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as archive:
                for path in [stage / DATABASE, stage / SECRET, *sorted(_files(stage))]:
                    if path.exists():
                        name = path.relative_to(stage).as_posix()
                        checksums[name], added = _add(archive, path, name)
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
        return _copy(source, target)


def _copy(source: Any, target: Any) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while block := source.read(BLOCK_BYTES):
        digest.update(block)
        target.write(block)
        size += len(block)
    return digest.hexdigest(), size


# ---- making a sandbox of one ----


def _read_manifest(file: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    """Return what a snapshot says about itself, if its names are those, and no others, that a sandbox has."""
    names = archive.namelist()
    if MANIFEST not in names or archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST_BYTES:
        raise SnapshotError(f"{file} is not a snapshot of a sandbox.", hint="Name a file that `snapshot` has written.")
    try:
        told = json.loads(archive.read(MANIFEST))
        version, checksums = told["crucible_sandbox_snapshot"], told["sha256"]
        expected = {*checksums, MANIFEST}
        is_known = isinstance(version, int) and isinstance(told["has_secrets"], bool)
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged(file, f"{MANIFEST} cannot be read") from error
    if is_known and version > FORMAT:
        raise SnapshotError(f"{file} was written by a newer release.", hint="Restore it with that release.")
    if not is_known or len(names) != len(set(names)) or set(names) != expected or DATABASE not in names:
        raise _damaged(file, "it does not hold what it says")
    if unsafe := [name for name in names if name != MANIFEST and not _NAMES.fullmatch(name)]:
        raise SnapshotError(
            f"{file} is refused: {unsafe[0]!a} is no name that a sandbox gives.", hint="Ask who made it how."
        )
    return dict(told)


def _prepared(root: Path, *, overwrite: bool) -> Path:
    """Make the folder, unless a sandbox or something else is there."""
    if (root / DATABASE).exists() and not overwrite:
        raise ExistsError(f"There is a sandbox in {root}.", hint="Name another folder.")
    left = {path.name.removesuffix(".new") for path in root.iterdir()} if root.is_dir() else set()
    if not left <= {*NAMES, "lock"}:  # parts of a sandbox are what an interrupted `restore` or `reset` has left
        prepare(root)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root


def _unpack(file: Path, archive: zipfile.ZipFile, told: dict[str, Any], stage: Path) -> Snapshot:
    """Write what is in the archive into a folder, and verify all of it."""
    size = sum(entry.file_size for entry in archive.infolist() if entry.filename != MANIFEST)
    free = shutil.disk_usage(stage).free
    if size > free:
        raise SnapshotError(f"{file} needs {size:,} bytes, of which the disk has {free:,}.", hint="Make room first.")
    for name, checksum in told["sha256"].items():
        target = stage / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with archive.open(name) as source, _private(target) as output:
            actual, _ = _copy(source, output)
            output.flush()
            os.fsync(output.fileno())
        if actual != checksum or (name.startswith("objects/") and actual != target.name):
            raise _damaged(file, f"the checksum of {name} is another")
    refuse_foreign(stage / DATABASE)
    store = Store(stage / DATABASE)
    try:
        complete, _ = needed_contents(store.db)
        records = store.counts()
    finally:
        store.close()
    contents = Contents(stage)
    for sha256, bytes_ in complete.items():
        path = contents.path(sha256)
        if not path.exists() or path.stat().st_size != bytes_:
            raise _damaged(file, f"the content {sha256} is missing")
    return Snapshot(records, told["has_secrets"], size)


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _put_in_place(root: Path, stage: Path, snapshot: Snapshot) -> Snapshot:
    """Make the sandbox this one. Until its database has its name, the former one is whole; content is only added."""
    Contents(root)
    for path in _files(stage, "objects", "uploads"):
        target = root / path.relative_to(stage)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        path.replace(target)
    secret = stage / SECRET
    write_privately(root / SECRET, secret.read_bytes() if secret.exists() else os.urandom(32))
    if (root / DATABASE).exists():
        Store(root / DATABASE).close()  # whose log would else be taken for that of the new one
    for suffix in ("-wal", "-shm"):
        (root / f"{DATABASE}{suffix}").unlink(missing_ok=True)
    (stage / DATABASE).replace(root / DATABASE)
    shutil.rmtree(root / "printers", ignore_errors=True)
    if (stage / "printers").exists():
        (stage / "printers").replace(root / "printers")
    return snapshot
