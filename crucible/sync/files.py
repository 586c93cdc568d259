"""Files by their own ids: records, content, addresses to read them at, requests to read metadata out of them.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.arguments import suggesting
from ..resources.base import UNCHANGED
from ..resources.pages import Listing
from ..transport.port import run
from .metadata import MetadataOperations

if TYPE_CHECKING:
    from typing import Literal

    from ..bound import BoundFile, BoundIngestionRequest
    from ..records import DownloadLink
    from ..resources import files as coroutines
    from ..resources.base import Reference, Unchanged
    from ..resources.transfers import LocalPath
    from ..transfer.options import Existing
    from ..transfer.views import Progressing


class FileOperations(MetadataOperations):
    """Files: find, read, change, delete, ask for ingestion."""

    @cached_property
    def _coroutines(self) -> coroutines.FileOperations:
        from ..resources.files import FileOperations

        return FileOperations(self._connect())

    def get(self, file_id: Reference) -> BoundFile:
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
        return self._bound(run(self._coroutines.get(file_id)))

    @suggesting
    def list(self, limit: int | None = 100, *, sha256_hash: str | None = None) -> Listing[BoundFile]:
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
        return Listing(self._coroutines.list(limit, sha256_hash=sha256_hash).mapped(self._bound))

    def get_download_link(
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
        return run(self._coroutines.get_download_link(file_id, disposition=disposition))

    def download(
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
        return run(
            self._coroutines.download(
                file_id,
                output_dir,
                overwrite_existing=overwrite_existing,
                existing=existing,
                workers=workers,
                max_bytes=max_bytes,
                bytes_per_second=bytes_per_second,
                progress=progress,
                dry_run=dry_run,
                verify=verify,
            )
        )

    def request_ingestion(
        self,
        file_id: Reference,
        ingestion_class: str | None = None,
        wait_for_response: bool = False,
        *,
        status: Literal["requested", "not_requested"] = "requested",
    ) -> BoundIngestionRequest:
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
        return self._bound(
            run(self._coroutines.request_ingestion(file_id, ingestion_class, wait_for_response, status=status))
        )

    @suggesting
    def update(
        self,
        file_id: Reference,
        *,
        filename: str | Unchanged = UNCHANGED,
        access_note: str | Unchanged | None = UNCHANGED,
        storage_path: str | Unchanged = UNCHANGED,
        storage_backend: str | Unchanged = UNCHANGED,
        size: int | Unchanged = UNCHANGED,
        sha256_hash: str | Unchanged = UNCHANGED,
    ) -> BoundFile:
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
        return self._bound(
            run(
                self._coroutines.update(
                    file_id,
                    filename=filename,
                    access_note=access_note,
                    storage_path=storage_path,
                    storage_backend=storage_backend,
                    size=size,
                    sha256_hash=sha256_hash,
                )
            )
        )

    def delete(self, file_id: Reference) -> None:
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
        return run(self._coroutines.delete(file_id))
