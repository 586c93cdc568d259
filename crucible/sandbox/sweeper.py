"""Removes what has had its time."""

from __future__ import annotations

import functools
import logging
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .contents import Contents
    from .store import Store

SWEEP_EVERY_SECONDS = 3600.0

_log = logging.getLogger(__name__)


class Sweeper:
    """Removes expired uploads and replaced content that was kept long enough, when it starts and every hour after.

    At the start it also gives content that a crash has left without a record back to the uploads that were about to
    become files, and removes the rest of it.
    """

    def __init__(self, store: Store, contents: Contents, every_seconds: float = SWEEP_EVERY_SECONDS) -> None:
        self._store = store
        self._contents = contents
        self._every = every_seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="crucible-sandbox-sweeper", daemon=True)

    def start(self) -> None:
        """Sweep, and go on doing so in the background."""
        self.sweep()
        for upload_id, sha256 in self._store.uploads.stored():
            self._contents.give_back(upload_id, sha256)
        self._contents.sweep_complete(self._store.objects.has_content)
        self._thread.start()

    def stop(self) -> None:
        """Sweep no more."""
        self._stopping.set()
        self._thread.join()

    def sweep(self) -> None:
        """Remove what has had its time by now."""
        with self._store.db.write():
            self._store.uploads.drop_expired()
            orphans = self._store.objects.remove_retired()
        self._contents.sweep_arriving(self._store.uploads.unfinished)
        for orphan in orphans:
            self._contents.remove(orphan, functools.partial(self._store.objects.has_content, orphan))

    def _run(self) -> None:
        while not self._stopping.wait(self._every):
            try:
                self.sweep()
            except Exception:  # a full disk today is no reason not to sweep tomorrow
                _log.exception("sweeping failed")
