"""Ingestion: reading what scientific files say about themselves, one at a time, in the background.

The queue is the table of ingestion requests that clients see. The worker claims a request under a lease, lets a child
process read the file, and writes everything that was found together with the final state in one transaction. A server
that is killed in between leaves the request started; the next start of the server on this folder, which is the only one
there can be, lets it wait again. A file that takes the whole server down with it is given up after a few attempts.

Files are read as the client reads them: in a process of their own, by `crucible.parsers.apart`.
"""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from crucible.errors import NotInstalledError, ParserError
from crucible.parsers import NotSupportedError, Parsed
from crucible.parsers.apart import Limits, StoppedError, parser_command, run

from .faults import INGESTION
from .images import image_type
from .store.database import now
from .store.words import merged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .call import World
    from .faults import Faults
    from .store.ingestions import IngestionRequest
    from .store.resources import Resource

PARSER = parser_command(Limits())
"""The command that reads a file; see `crucible.parsers.apart.run`."""

READS_NOTHING = "ApiUploadIngestor"
"""The one class that takes a file as it is, and only when it is asked for by name."""

MOST_ATTEMPTS = 3

_log = logging.getLogger(__name__)


class _NotReadError(Exception):
    """The file could not be read; the message is for the person who asked."""

    def __init__(self, message: str, status: str = "failed") -> None:
        super().__init__(message)
        self.status = status


class Worker:
    """Works off ingestion requests, in a thread of its own or step by step.

    Parameters
    ----------
    world
        The sandbox.
    parser
        The command that reads a file; the path and the name are put after it.
    time_limit_seconds
        How long one file may take.
    faults
        What is to go wrong.
    """

    def __init__(self, world: World, parser: Sequence[str], time_limit_seconds: float, faults: Faults) -> None:
        self._world = world
        self._faults = faults
        self._parser = tuple(parser)
        self._time_limit = time_limit_seconds
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to work in the background, first on what an earlier server left unfinished."""
        self._thread = threading.Thread(target=self._work, name="crucible-sandbox-ingestion", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop; a file that is being read is left for the next start."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()

    def wake(self) -> None:
        """Say that there is something to do."""
        self._wake.set()

    def _work(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            try:
                busy = self.step()
            except StoppedError:
                return
            except Exception:
                _log.exception("the ingestion worker failed, and goes on")
                busy = False
            if not busy:
                self._wake.wait(self._time_limit)

    def step(self) -> bool:
        """Work off one request; return whether there was one."""
        store = self._world.store
        with store.db.write():
            request = store.ingestions.claim(timedelta(seconds=2 * self._time_limit))
            stuck = [] if request is None else self._faults.befalling(INGESTION)
            if request is not None and stuck:
                store.ingestions.hold(request, stuck[0].members["state"])
        if request is None:
            return False
        if stuck:
            return True
        try:
            found = self._read(request)
            self._close(request, "complete", None, found)
        except _NotReadError as error:
            self._close(request, error.status, str(error))
        except StoppedError:
            raise
        except Exception as error:
            _log.exception("ingestion request %d failed", request.id)
            self._close(request, "failed", f"The sandbox could not read the file: {type(error).__name__}")
        return True

    def _close(self, request: IngestionRequest, status: str, message: str | None, found: Parsed | None = None) -> None:
        """Write what was found and the final state, unless somebody else has closed the request meanwhile."""
        store = self._world.store
        with store.db.write():
            present = store.ingestions.get(request.id)
            if present is None or present.status != "started":
                return
            if found is not None:
                self._store(request, found)
            store.ingestions.update(
                present,
                status=status,
                error_message=message,
                ingestion_class=found.ingestion_class if found else present.ingestion_class,
                time_completed=now(),
                leased_until=None,
            )

    def _read(self, request: IngestionRequest) -> Parsed:
        """Let a child process read the file of a request."""
        if request.attempts > MOST_ATTEMPTS:
            raise _NotReadError(f"The server stopped {MOST_ATTEMPTS} times while it read this file")
        if request.ingestion_class == READS_NOTHING:
            return Parsed(ingestion_class=READS_NOTHING)
        store = self._world.store
        file = store.files.get(request.file_mfid)
        stored = store.objects.get(file.object_name) if file is not None and file.object_name else None
        path = None if stored is None else self._world.storage.contents.path(stored.sha256)
        if file is None or path is None or not path.exists():
            raise _NotReadError("There is no stored content to read", "file not found")
        limits = Limits(seconds=self._time_limit)
        try:
            found = run([*self._parser, str(path), file.filename], limits, self._stop.is_set)
        except NotSupportedError as error:
            raise _NotReadError(error.message, "not supported") from error
        except (ParserError, NotInstalledError) as error:
            raise _NotReadError(str(error)) from error
        return self._checked(found)

    def _checked(self, found: Parsed) -> Parsed:
        """Return the same if it fits the document; nothing else may get into the database."""
        if wrong := self._world.document.check("DatasetUpdate", found.fields):
            raise _NotReadError(f"The parser's {wrong[0]['loc'][-1]} cannot be used: {wrong[0]['msg']}")
        return found

    def _store(self, request: IngestionRequest, found: Parsed) -> None:
        """Add what was found to the dataset: gaps among its fields, and everything else."""
        store = self._world.store
        dataset = store.resources.many([request.dataset])[request.dataset]
        dataset = _filled(self._world, dataset, found.fields)
        if found.scientific_metadata:
            document = merged(store.metadata.get(dataset.id) or {}, found.scientific_metadata)
            store.metadata.put(dataset.id, document)
        labels = [
            dataset.instrument.name if dataset.instrument else None,
            dataset.data.get("measurement"),
            dataset.data.get("session_name"),
        ]
        for keyword in [*found.keywords, *labels]:
            if keyword:
                store.keywords.add(dataset.id, keyword)
        present = {thumbnail.image for thumbnail in store.thumbnails.of(dataset.id)}
        for given in found.thumbnails:
            image = given["thumbnail_b64str"]
            if image not in present:
                store.thumbnails.add(dataset.id, given["thumbnail_name"], image, image_type(image))


def _filled(world: World, dataset: Resource, fields: dict[str, str]) -> Resource:
    """Give a dataset the values it lacks; those given by people win over parsed ones."""
    changes: dict[str, Any] = {}
    if dataset.name is None and "dataset_name" in fields:
        changes["name"] = fields["dataset_name"]
    data = {name: value for name, value in fields.items() if name != "dataset_name" and dataset.data.get(name) is None}
    return world.store.resources.update(dataset, **changes, data=data)
