"""The bytes of files, in a folder, under their SHA-256.

Names on disk are made of checksums only, never of anything a client sent. Content appears under its final name by a
rename after it was flushed to the disk, so a file that is there is whole. Equal content is kept once and never changes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import threading
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

HASH_BLOCK_BYTES = 1024 * 1024
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

    def adopt(self, upload_id: str, sha256: str) -> None:
        """Give the flushed bytes of an upload their final name; call it with the lock held."""
        target = self.path(sha256)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        if target.exists():
            self.discard(upload_id)
        else:
            self.arriving(upload_id).replace(target)
            _flush_folder(target.parent)

    def discard(self, upload_id: str) -> None:
        """Remove the bytes of an upload."""
        self.arriving(upload_id).unlink(missing_ok=True)

    def remove(self, sha256: str, is_needed: Callable[[], bool]) -> None:
        """Remove complete content unless something has come to need it."""
        with self.lock:
            if not is_needed():
                # On Windows a file that is being read cannot go; the next start removes it.
                with contextlib.suppress(PermissionError):
                    self.path(sha256).unlink(missing_ok=True)

    def sweep(self, uploads: Collection[str], is_needed: Callable[[str], bool]) -> None:
        """Remove what a crash has left behind: bytes of forgotten uploads, content without a record."""
        kept = {self.arriving(upload).name for upload in uploads}
        for path in self._arriving.iterdir():
            if _SHA256.fullmatch(path.name) and path.name not in kept:
                path.unlink()
        for path in self._complete.glob("??/*"):
            if _SHA256.fullmatch(path.name) and not is_needed(path.name):
                path.unlink()


def flushed_sha256(path: Path) -> str:
    """Return the SHA-256 of a file once its bytes are safe on the disk."""
    digest = hashlib.sha256()
    with path.open("r+b", buffering=0) as file:
        while block := file.read(HASH_BLOCK_BYTES):
            digest.update(block)
        os.fsync(file.fileno())
    return digest.hexdigest()


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
