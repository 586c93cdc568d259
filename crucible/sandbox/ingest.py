"""Ingestion: reading what scientific files say about themselves, one at a time, in the background.

The queue is the table of ingestion requests that clients see. The worker claims a request under a lease, lets a child
process read the file, and writes everything that was found together with the final state in one transaction. A server
that is killed in between leaves the request started; the next start of the server on this folder, which is the only one
there can be, lets it wait again. A file that takes the whole server down with it is given up after a few attempts.

Files are read in a child process because parsers are libraries for other people's formats: they crash, and they hang.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from crucible.times import with_offset

from .bodies import read_json
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

PARSER_MEMORY_BYTES = 4 * 1024**3
PARSER = (sys.executable, "-P", "-m", "crucible.parsers", "--child", "--memory-bytes", str(PARSER_MEMORY_BYTES), "--")
"""The command that reads a file. It gets path and name, and prints one JSON object: `ingestion_class`, `fields`,
`scientific_metadata`, `keywords`, `thumbnails`. Exit code 3 says that it does not know such files. Its standard input
stays open, and empty, for as long as somebody wants the result."""

NOT_SUPPORTED = 3
READS_NOTHING = "ApiUploadIngestor"
"""The one class that takes a file as it is, and only when it is asked for by name."""

LARGEST_RESULT_BYTES = 64 * 1024 * 1024
LARGEST_COMPLAINT_BYTES = 1024 * 1024
MOST_ATTEMPTS = 3
LOOK_EVERY_SECONDS = 0.05
FIELDS = ("dataset_name", "measurement", "data_type", "session_name", "data_format", "timestamp")

_log = logging.getLogger(__name__)


class _NotReadError(Exception):
    """The file could not be read; the message is for the person who asked."""

    def __init__(self, message: str, status: str = "failed") -> None:
        super().__init__(message)
        self.status = status


class _StoppedError(Exception):
    """The worker is being stopped; the request waits for the next start."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a parser printed, checked."""

    ingestion_class: str
    fields: dict[str, str]
    scientific_metadata: dict[str, Any]
    keywords: list[str]
    thumbnails: list[tuple[str | None, str, str]]


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
            except _StoppedError:
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
        except _StoppedError:
            raise
        except Exception as error:
            _log.exception("ingestion request %d failed", request.id)
            self._close(request, "failed", f"The sandbox could not read the file: {type(error).__name__}")
        return True

    def _close(self, request: IngestionRequest, status: str, message: str | None, found: Found | None = None) -> None:
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

    def _read(self, request: IngestionRequest) -> Found:
        """Let a child process read the file of a request."""
        if request.attempts > MOST_ATTEMPTS:
            raise _NotReadError(f"The server stopped {MOST_ATTEMPTS} times while it read this file")
        if request.ingestion_class == READS_NOTHING:
            return Found(READS_NOTHING, {}, {}, [], [])
        store = self._world.store
        file = store.files.get(request.file_mfid)
        stored = store.objects.get(file.object_name) if file is not None and file.object_name else None
        path = None if stored is None else self._world.storage.contents.path(stored.sha256)
        if file is None or path is None or not path.exists():
            raise _NotReadError("There is no stored content to read", "file not found")
        return self._checked(self._run([*self._parser, str(path), file.filename]))

    def _run(self, command: list[str]) -> bytes:
        """Run a parser within its limits and return what it printed."""
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            child = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,  # it ends with this process, however that ends, and so does the child
                stdout=output,
                stderr=errors,
                env={name: value for name, value in os.environ.items() if not name.startswith("CRUCIBLE_")},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # only Windows has such windows
            )
            try:
                code = self._wait(child, output.fileno(), errors.fileno())
            finally:
                if child.poll() is None:
                    child.kill()
                    child.wait()
                if child.stdin is not None:
                    child.stdin.close()
            output.seek(0)
            errors.seek(0)
            if code == 0:
                return output.read(LARGEST_RESULT_BYTES)
            lines = errors.read(LARGEST_COMPLAINT_BYTES).decode("utf-8", "replace").strip().splitlines()
        reason = lines[-1][:500] if lines else f"The parser ended with code {code}"
        if code < 0:
            reason = f"The parser crashed (signal {-code})"
        raise _NotReadError(reason, "not supported" if code == NOT_SUPPORTED else "failed")

    def _wait(self, child: subprocess.Popen[bytes], output: int, errors: int) -> int:
        """Wait for a child within the limits of time and of what it prints."""
        deadline = time.monotonic() + self._time_limit
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return child.wait(LOOK_EVERY_SECONDS)
            if self._stop.is_set():
                raise _StoppedError
            if time.monotonic() > deadline:
                raise _NotReadError(f"The parser took more than {self._time_limit:g} seconds")
            if os.fstat(output).st_size > LARGEST_RESULT_BYTES or os.fstat(errors).st_size > LARGEST_COMPLAINT_BYTES:
                raise _NotReadError(f"The parser printed more than {LARGEST_RESULT_BYTES} bytes")

    def _checked(self, printed: bytes) -> Found:
        """Read what a parser printed; nothing that does not fit the document may get into the database."""
        try:
            result = read_json(printed)
            fields = {name: value for name, value in result["fields"].items() if name in FIELDS and value is not None}
            if isinstance(taken := fields.get("timestamp"), str):
                fields["timestamp"] = with_offset(taken)
            metadata = result["scientific_metadata"]
            keywords = [word for word in result["keywords"] if isinstance(word, str) and word.strip()]
            thumbnails = [
                (given.get("thumbnail_name"), given["thumbnail_b64str"], image_type(given["thumbnail_b64str"]))
                for given in result["thumbnails"]
            ]
            if not isinstance(metadata, dict):
                raise TypeError("scientific_metadata is no object")
            if not all(isinstance(name, str | None) for name, _, _ in thumbnails):
                raise TypeError("a thumbnail_name is no text")
            used = str(result["ingestion_class"])
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise _NotReadError(f"The parser's result cannot be used: {error}") from error
        if wrong := self._world.document.check("DatasetUpdate", fields):
            raise _NotReadError(f"The parser's {wrong[0]['loc'][-1]} cannot be used: {wrong[0]['msg']}")
        return Found(used, fields, metadata, keywords, thumbnails)

    def _store(self, request: IngestionRequest, found: Found) -> None:
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
        for name, image, mime_type in found.thumbnails:
            if image not in present:
                store.thumbnails.add(dataset.id, name, image, mime_type)


def _filled(world: World, dataset: Resource, fields: dict[str, str]) -> Resource:
    """Give a dataset the values it lacks; those given by people win over parsed ones."""
    changes: dict[str, Any] = {}
    if dataset.name is None and "dataset_name" in fields:
        changes["name"] = fields["dataset_name"]
    data = {name: value for name, value in fields.items() if name != "dataset_name" and dataset.data.get(name) is None}
    return world.store.resources.update(dataset, **changes, data=data)
