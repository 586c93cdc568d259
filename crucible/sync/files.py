"""Files of datasets: their records, addresses to read them at, and the request to read metadata out of them.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.pages import Listing
from ..transport.port import run
from .base import Operations

if TYPE_CHECKING:
    from typing import Literal

    from ..records import DownloadLink, File, IngestionRequest
    from ..resources import files as coroutines
    from ..resources.base import Reference


class FileOperations(Operations):
    """Files: find, read, ask for ingestion."""

    @cached_property
    def _coroutines(self) -> coroutines.FileOperations:
        from ..resources.files import FileOperations

        return FileOperations(self._connect())

    def get(self, file_mfid: Reference) -> File:
        """Get the record of one file.

        Parameters
        ----------
        file_mfid
            A file or its id.

        Raises
        ------
        NotFoundError
            There is no such file, or the caller may not see it.
        """
        return run(self._coroutines.get(file_mfid))

    def list(self, sha256_hash: str | None = None, limit: int | None = 100) -> Listing[File]:
        """List the files of all datasets that the caller may read.

        Parameters
        ----------
        sha256_hash
            Only those with this content, in hexadecimal.
        limit
            How many at most; None for all.

        Returns
        -------
        Listing of File
            Fetched page by page while it is read.
        """
        return Listing(self._coroutines.list(sha256_hash, limit))

    def get_download_link(
        self, file_mfid: Reference, *, disposition: Literal["attachment", "inline"] = "attachment"
    ) -> DownloadLink:
        """Get an address to read a file at, for an hour and for whoever has it.

        Parameters
        ----------
        file_mfid
            A file or its id.
        disposition
            Whether a browser saves the file or shows it.

        Raises
        ------
        NotFoundError
            Nothing is stored for the file yet.
        """
        return run(self._coroutines.get_download_link(file_mfid, disposition=disposition))

    def request_ingestion(self, file_mfid: Reference, ingestion_class: str | None = None) -> IngestionRequest:
        """Ask a worker of the service to read metadata out of a file; each call makes a new request.

        Parameters
        ----------
        file_mfid
            A file or its id.
        ingestion_class
            How to read it; the worker chooses unless given.

        Returns
        -------
        IngestionRequest
            Give it to `wait`.
        """
        return run(self._coroutines.request_ingestion(file_mfid, ingestion_class))
