"""Files of a dataset that is being made: what is uploaded, and read, in which order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..errors import PartialTransferError
from .batches import in_batches
from .files import FileOperations
from .ingestions import IngestionOperations
from .reading import record_requests
from .upload_files import upload_many

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..errors import CrucibleError
    from ..parsers.several import ReadFile
    from ..records import IngestionRequest
    from ..transfer.folder import Choice
    from ..transfer.report import FileLine
    from ..transfer.views import Progressing
    from ..transport.port import Port
    from .creation import NewRecord, Step


class NewFiles:
    """The files of a new dataset.

    Parameters
    ----------
    port
        What to call through.
    new
        The dataset.
    choice
        The files; all of them could be read when they were chosen. None if there are none.
    ingestor, skip_ingestion, wait
        How metadata is read out of them, whether it is not, and whether the end of that is awaited.
    progress
        Follows the bytes.
    read
        What was read out of them on this side.
    """

    def __init__(
        self,
        port: Port,
        new: NewRecord,
        choice: Choice | None,
        ingestor: str | None,
        skip_ingestion: bool,
        wait: bool,
        progress: Progressing,
        read: Sequence[ReadFile] = (),
    ) -> None:
        self._port = port
        self._new = new
        self._choice = choice
        self._names = [file.name for file in choice.files if file.state is None] if choice else []
        self._ingestor = ingestor
        self._skip_ingestion = skip_ingestion
        self._wait = wait
        self._progress = progress
        self._read = {one.name: one.found for one in read if one.found is not None}
        self._lines: Mapping[str, FileLine] | None = None
        self._requests: dict[str, IngestionRequest] | None = None
        self._not_requested: CrucibleError | None = None
        self._ended: set[int] | None = None
        self._not_ended: CrucibleError | None = None

    def __bool__(self) -> bool:
        return bool(self._names)

    def steps(self) -> list[Step]:
        """Return what to do, in this order: the files, a request for each, then the waiting."""
        steps: list[Step] = [(f"file {name!r}", partial(self._upload, name)) for name in self._names]
        if not self._skip_ingestion:
            steps += [(f"ingestion request for {name!r}", partial(self._request, name)) for name in self._names]
            if self._wait:
                unread = [name for name in self._names if name not in self._read]
                steps += [(f"ingestion of {name!r}", partial(self._end, name)) for name in unread]
        return steps

    async def _upload(self, name: str) -> None:
        """Make sure that a file is there; the first one that is asked about has all of them sent."""
        if self._lines is None:
            self._lines = await self._upload_all()
        line = self._lines[name]
        if line.error is not None:
            raise line.error

    async def _upload_all(self) -> Mapping[str, FileLine]:
        from ..transfer.upload_options import UploadOptions

        assert self._choice is not None  # noqa: S101 - or there were no steps
        try:
            options = UploadOptions(progress=self._progress)
            report = (await upload_many(self._port, self._new.unique_id, self._choice, options)).report
        except PartialTransferError as error:
            if error.report is None:
                raise
            report = error.report
        return {line.name: line for line in report}

    async def _request(self, name: str) -> None:
        """Make sure that a file will be read; the first one that is asked about has all of them asked for."""
        if self._requests is None:
            # Files of one content are one file of the dataset.
            files = list(dict.fromkeys(self._file(name) for name in self._names))
            read = {self._file(name): found.ingestion_class for name, found in self._read.items()}
            await record_requests(self._port, self._new.unique_id, read)
            files = [file for file in files if file not in read]
            requests, self._not_requested = await in_batches(self._port, self._requested, files)
            self._requests = dict(zip(files, requests, strict=False))
        if name in self._read:
            return
        if self._file(name) not in self._requests and self._not_requested is not None:
            raise self._not_requested

    async def _requested(self, file: str) -> IngestionRequest:
        """Ask for a file to be read; a request of an earlier call that has not failed is not made again."""
        if self._new.is_repeated:
            async for request in IngestionOperations(self._port).list(file_id=file, limit=None):
                if not request.is_failed:
                    return request
        return await FileOperations(self._port).request_ingestion(file, self._ingestor)

    async def _end(self, name: str) -> None:
        """Make sure that a file has been read; the first one that is asked about waits for all of them."""
        assert self._requests is not None  # noqa: S101 - the requests come first
        if self._ended is None:
            wait = IngestionOperations(self._port).wait
            ended, self._not_ended = await in_batches(self._port, wait, list(self._requests.values()))
            self._ended = {request.id for request in ended}
        if self._requests[self._file(name)].id not in self._ended and self._not_ended is not None:
            raise self._not_ended

    def _file(self, name: str) -> str:
        assert self._lines is not None  # noqa: S101 - the files come first
        return self._lines[name].mfid
