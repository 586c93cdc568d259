"""Files of datasets: their records, addresses to read them at, and the request to read metadata out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from crucible_api.api.files import get_download_link, get_file, list_files
from crucible_api.api.ingestion import request_ingestion

from ..records import DownloadLink, File, IngestionRequest
from .base import Operations, given, mfid
from .pages import AsyncListing

if TYPE_CHECKING:
    from .base import Reference


class FileOperations(Operations):
    """Files: find, read, ask for ingestion."""

    async def get(self, file_mfid: Reference) -> File:
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
        return File(await self._port.call(get_file, file_mfid=mfid(file_mfid, "file")))

    def list(self, sha256_hash: str | None = None, limit: int | None = 100) -> AsyncListing[File]:
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
        filters = given(sha256_hash=sha256_hash)

        async def fetch(**position: Any) -> Any:
            return await self._port.call(list_files, **filters, **position)

        return AsyncListing(fetch, File, limit)

    async def get_download_link(
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
        answer = await self._port.call(get_download_link, file_mfid=mfid(file_mfid, "file"), disposition=disposition)
        return DownloadLink(answer)

    async def request_ingestion(self, file_mfid: Reference, ingestion_class: str | None = None) -> IngestionRequest:
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
        answer = await self._port.call(
            request_ingestion,
            file_mfid=mfid(file_mfid, "file"),
            status="requested",
            **given(ingestion_class=ingestion_class),
        )
        return IngestionRequest(answer)
