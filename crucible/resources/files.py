"""Files by their own ids: records, content, addresses to read them at, requests to read metadata out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from crucible_api.api.files import delete_file, get_download_link, get_file, list_files, update_file
from crucible_api.api.ingestion import request_ingestion
from crucible_api.models import FileUpdate

from ..records import DownloadLink, File, IngestionRequest
from .arguments import suggesting
from .base import UNCHANGED, Unchanged, changes, given, mfid
from .downloads import download_file
from .ingestions import IngestionOperations
from .metadata import MetadataOperations
from .outcome import once

if TYPE_CHECKING:
    from ..transfer.options import Existing
    from ..transfer.views import Progressing
    from .base import Reference
    from .pages import AsyncListing
    from .transfers import LocalPath


class FileOperations(MetadataOperations):
    """Files: find, read, change, delete, ask for ingestion."""

    async def get(self, file_id: Reference) -> File:
        """Get the record of one file.

        Parameters
        ----------
        file_id
            A file or its id.

        Raises
        ------
        NotFoundError
            There is no such file, or the caller may not see it.
        """
        return File(await self._port.call(get_file, file_mfid=mfid(file_id, "file")))

    @suggesting
    def list(self, limit: int | None = 100, *, sha256_hash: str | None = None) -> AsyncListing[File]:
        """List the files of all datasets that the caller may read.

        Parameters
        ----------
        limit
            How many at most; None for all.
        sha256_hash
            Only those with this content, in hexadecimal.

        Returns
        -------
        Listing of File
            Fetched page by page while it is read.
        """
        filters = given(sha256_hash=None if sha256_hash is None else sha256_hash.lower())
        return self._listing(list_files, File, limit, filters)

    async def get_download_link(
        self, file_id: Reference, *, disposition: Literal["attachment", "inline"] = "attachment"
    ) -> DownloadLink:
        """Get an address to read a file at, for an hour and for whoever has it.

        Parameters
        ----------
        file_id
            A file or its id.
        disposition
            Whether a browser saves the file or shows it.

        Raises
        ------
        NotFoundError
            Nothing is stored for the file yet.
        """
        answer = await self._port.call(get_download_link, file_mfid=mfid(file_id, "file"), disposition=disposition)
        return DownloadLink(answer)

    async def download(
        self,
        file_id: Reference,
        output_dir: LocalPath = ".",
        *,
        overwrite_existing: bool = True,
        existing: Existing | None = None,
        workers: int | None = None,
        max_bytes: int | None = None,
        bytes_per_second: float | None = None,
        progress: Progressing = None,
        dry_run: bool = False,
        verify: bool = True,
    ) -> str:
        """Download one file, verified, and get its path.

        Parameters
        ----------
        file_id
            A file or its id.
        output_dir
            The folder to put it into, under its name; folders in the name are kept.
        overwrite_existing, existing, max_bytes, bytes_per_second, progress, verify
            As for ``client.download``.
        workers
            How many ranges of a large file at a time; as many as are useful unless given.
        dry_run
            Fetch nothing, and get the path that it would have; what would stand in its way is raised all the same.

        Raises
        ------
        NotFoundError
            There is no such file, or nothing is stored for it yet.
        TransferError
            It could not be fetched, is larger than `max_bytes`, or is kept elsewhere; the message says where.

        Examples
        --------
        >>> from pathlib import Path
        >>> Path(client.files.download(file, "alone")).name
        'run7.xy'
        """
        from ..transfer.options import Options

        options = Options(
            overwrite_existing=overwrite_existing,
            existing=existing,
            workers=workers,
            max_bytes=max_bytes,
            bytes_per_second=bytes_per_second,
            progress=progress,
            dry_run=dry_run,
            verify=verify,
        )
        return await download_file(self._port, await self.get(file_id), output_dir, options)

    async def request_ingestion(
        self,
        file_id: Reference,
        ingestion_class: str | None = None,
        wait_for_response: bool = False,
        *,
        status: Literal["requested", "not_requested"] = "requested",
    ) -> IngestionRequest:
        """Ask a worker of the service to read metadata out of a file; each call makes a new request.

        Parameters
        ----------
        file_id
            A file or its id.
        ingestion_class
            How to read it; the worker chooses unless given. ``client.ingestions.list_ingestors()`` has the names.
        wait_for_response
            Wait for its end, as ``client.ingestions.wait`` does.
        status
            ``not_requested`` makes the record of a request alone, for files that were read on this side.

        Returns
        -------
        IngestionRequest
            Give it to `wait`.

        Raises
        ------
        IngestionFailedError
            It was waited for, and ended without success.

        Examples
        --------
        >>> client.wait(client.files.request_ingestion(file)).status
        'complete'
        """
        file = mfid(file_id, "file")
        call = self._port.call(
            request_ingestion, file_mfid=file, status=status, **given(ingestion_class=ingestion_class)
        )
        request = IngestionRequest(await once(call, f"client.ingestions.list(file_id={file!r})"))
        if wait_for_response and status == "requested":
            return await IngestionOperations(self._port).wait(request)
        return request

    @suggesting
    async def update(
        self,
        file_id: Reference,
        *,
        filename: str | Unchanged = UNCHANGED,
        access_note: str | Unchanged | None = UNCHANGED,
        storage_path: str | Unchanged = UNCHANGED,
        storage_backend: str | Unchanged = UNCHANGED,
        size: int | Unchanged = UNCHANGED,
        sha256_hash: str | Unchanged = UNCHANGED,
    ) -> File:
        """Change what is recorded about a file; a field that is not named stays as it is.

        Parameters
        ----------
        file_id
            A file or its id.
        filename
            Its name in the dataset, with ``/`` between folders.
        access_note
            How to get a file that is kept elsewhere; None clears it.
        storage_path, storage_backend, size, sha256_hash
            Where a file is that is kept elsewhere, and its content: bytes, hexadecimal. Those of a file that the
            service stores cannot be changed.

        Raises
        ------
        UsageError
            No field is named; nothing was sent.
        InvalidRequestError
            The service stores the file itself, and a field is not to be changed.
        """
        fields = changes(
            filename=filename,
            access_note=access_note,
            storage_path=storage_path,
            storage_backend=storage_backend,
            size=size,
            sha256_hash=sha256_hash,
        )
        body = FileUpdate.from_dict(fields)
        return File(await self._port.call(update_file, file_mfid=mfid(file_id, "file"), body=body))

    async def delete(self, file_id: Reference) -> None:
        """Delete a file, its record and what is stored, at once and for good.

        Parameters
        ----------
        file_id
            A file or its id.

        Raises
        ------
        NotFoundError
            There is no such file.
        PermissionDeniedError
            The caller may not change the dataset.

        Notes
        -----
        Source: nobody is asked, unlike for datasets (study of openapi/SOURCE.md, §4.13).
        """
        await self._port.call(delete_file, file_mfid=mfid(file_id, "file"))
