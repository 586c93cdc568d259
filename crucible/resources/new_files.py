"""Files of a dataset that is being made: what is uploaded, and read, in which order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .files import FileOperations
from .ingestions import IngestionOperations
from .transfers import check_files, upload

if TYPE_CHECKING:
    from pathlib import Path

    from ..records import File, IngestionRequest
    from ..transport.port import Port
    from .creation import NewRecord, Step
    from .transfers import Files, OnProgress


class NewFiles:
    """The files of a new dataset.

    Parameters
    ----------
    port
        What to call through.
    new
        The dataset.
    files
        Paths, or paths by name; they are looked at here, and read when their turn comes.
    ingestor, skip_ingestion, wait
        How metadata is read out of them, whether it is not, and whether the end of that is awaited.
    on_progress
        Follows the bytes.

    Raises
    ------
    UsageError
        A file cannot be read, or a name cannot be used.
    """

    def __init__(
        self,
        port: Port,
        new: NewRecord,
        files: Files,
        ingestor: str | None,
        skip_ingestion: bool,
        wait: bool,
        on_progress: OnProgress | None,
    ) -> None:
        self._port = port
        self._new = new
        self._files = check_files(files)
        self._ingestor = ingestor
        self._skip_ingestion = skip_ingestion
        self._wait = wait
        self._on_progress = on_progress
        self._uploaded: dict[str, File] = {}
        self._requests: dict[str, IngestionRequest] = {}

    def __bool__(self) -> bool:
        return bool(self._files)

    def steps(self) -> list[Step]:
        """Return what to do, in this order: each file with its request, then the waiting."""
        steps: list[Step] = []
        for name, path in self._files:
            steps.append((f"file {name!r}", partial(self._upload, name, path)))
            if not self._skip_ingestion:
                steps.append((f"ingestion request for {name!r}", partial(self._request, name)))
        if self._wait and not self._skip_ingestion:
            steps += [(f"ingestion of {name!r}", partial(self._end, name)) for name, _ in self._files]
        return steps

    async def _upload(self, name: str, path: Path) -> None:
        self._uploaded[name] = await upload(self._port, self._new.unique_id, path, name, self._on_progress)

    async def _request(self, name: str) -> None:
        """Ask for a file to be read; a request of an earlier call that has not failed is not made again."""
        file = self._uploaded[name]
        if self._new.is_repeated:
            async for request in IngestionOperations(self._port).list(file_id=file, limit=None):
                if not request.is_failed:
                    self._requests[name] = request
                    return
        self._requests[name] = await FileOperations(self._port).request_ingestion(file, self._ingestor)

    async def _end(self, name: str) -> None:
        await IngestionOperations(self._port).wait(self._requests[name])
