"""The bytes of files, in a folder, under their SHA-256.

Names on disk are made of checksums only, never of anything a client sent. Content appears under its final name by a
rename after it was flushed to the disk, so a file that is there is whole. Equal content is kept once and never changes.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import re
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

HASH_BLOCK_BYTES = 1024 * 1024
PARTS_SUFFIX = ".parts"
_SHA256 = re.compile(r"[0-9a-f]{64}")


class _Lock:
    """A lock that is forgotten when nobody holds or awaits it any more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *error: object) -> None:
        self._lock.release()


class Contents:
    """A folder of content, complete and arriving."""

    def __init__(self, folder: Path) -> None:
        self._complete = folder / "objects"
        self._arriving = folder / "uploads"
        for place in (self._complete, self._arriving):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.lock = threading.Lock()
        """Held from a rename until the record that needs the content is committed, and while content is removed."""

        self._completing: WeakValueDictionary[str, _Lock] = WeakValueDictionary()

    def completing(self, upload_id: str) -> _Lock:
        """Return the lock that lets one call at a time turn the bytes of an upload into complete content."""
        with self.lock:
            return self._completing.setdefault(upload_id, _Lock())

    def path(self, sha256: str) -> Path:
        """Return where complete content lies."""
        if not _SHA256.fullmatch(sha256):
            raise ValueError("not a SHA-256")
        return self._complete / sha256[:2] / sha256

    def arriving(self, upload_id: str) -> Path:
        """Return where the bytes of an upload are collected."""
        return self._arriving / hashlib.sha256(upload_id.encode()).hexdigest()

    def parts(self, upload_id: str) -> Path:
        """Return the folder for parts of an upload whose places in it are not known before all have come."""
        return self.arriving(upload_id).with_suffix(PARTS_SUFFIX)

    def flushed_sha256(self, upload_id: str) -> str:
        """Return the SHA-256 of an upload whose bytes are all there, once they are safe on the disk."""
        # Hashing while bytes arrive was tried: it takes more from the cores that receive them than it saves at the end.
        digest = hashlib.sha256()
        with self.arriving(upload_id).open("r+b", buffering=0) as file, ThreadPoolExecutor(1) as pool:
            flushed = pool.submit(os.fsync, file.fileno())
            while block := file.read(HASH_BLOCK_BYTES):
                digest.update(block)
            flushed.result()
        return digest.hexdigest()

    def adopt(self, upload_id: str, sha256: str) -> None:
        """Give the flushed bytes of an upload their final name; call it with the lock held."""
        target = self.path(sha256)
        if not target.parent.exists():
            target.parent.mkdir(mode=0o700)
            _flush_folder(self._complete)
        if target.exists():
            _remove(self.arriving(upload_id))
        else:
            self.arriving(upload_id).replace(target)
            _flush_folder(target.parent)

    def give_back(self, upload_id: str, sha256: str) -> None:
        """Let an upload have its bytes again, if it was killed between `adopt` and the record of its file."""
        source, target = self.path(sha256), self.arriving(upload_id)
        if source.exists() and not target.exists():
            try:
                target.hardlink_to(source)  # neither of them will be written to again
            except OSError:  # not on every disk
                temporary = target.with_name(f"{target.name}.new")
                shutil.copyfile(source, temporary)
                temporary.replace(target)

    def discard(self, upload_id: str) -> None:
        """Remove the bytes of an upload whose record has gone; not with the lock held."""
        with self.lock:
            _remove(self.arriving(upload_id), self.parts(upload_id))

    def drop_parts(self, upload_id: str) -> None:
        """Remove the parts of an upload that goes on without them."""
        with self.lock:
            _remove(self.parts(upload_id))

    def remove(self, sha256: str, is_needed: Callable[[], bool]) -> None:
        """Remove complete content unless something needs it; not with the lock held, nor inside a transaction.

        Parameters
        ----------
        sha256
            The content.
        is_needed
            Says whether any record has this content, as of now.
        """
        with self.lock:
            if not is_needed():
                _remove(self.path(sha256))

    def sweep_arriving(self, needed: Callable[[], Collection[str]]) -> None:
        """Remove the bytes of uploads whose records have gone.

        `needed` returns the ids of those that have not. It is called after the folder was read, so that an upload that
        starts meanwhile is not taken for one that has gone.
        """
        found = [path for path in self._arriving.iterdir() if _SHA256.fullmatch(path.name.removesuffix(PARTS_SUFFIX))]
        kept = {self.arriving(upload_id).stem for upload_id in needed()} if found else set()
        for path in found:
            if path.stem not in kept:
                with self.lock:
                    _remove(path)

    def sweep_complete(self, is_needed: Callable[[str], bool]) -> None:
        """Remove the content that a crash has left behind without a record."""
        for path in self._complete.glob("??/*"):
            if _SHA256.fullmatch(path.name):
                self.remove(path.name, functools.partial(is_needed, path.name))


def _remove(*paths: Path) -> None:
    """Remove files, and folders of parts. On Windows one that is open cannot go; a later sweep removes it."""
    for path in paths:
        if path.suffix == PARTS_SUFFIX:
            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(PermissionError):
                path.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """Make a rename survive a loss of power, where the system lets folders be flushed."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
