"""Ingestion requests, and waiting for their end."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from crucible_api.api.ingestion import (
    get_ingestion_request,
    list_ingestion_requests,
    list_ingestors,
    update_ingestion_request,
)
from crucible_api.models import IngestionRequestUpdate

from .. import times
from ..records import IngestionRequest
from .arguments import suggesting
from .base import given, mfid
from .metadata import MetadataOperations
from .waiting import Awaiting, number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .base import Reference
    from .pages import AsyncListing


class IngestionOperations(MetadataOperations):
    """Ingestion requests: look at them, wait for them, set their state."""

    async def get(self, request_id: int | IngestionRequest) -> IngestionRequest:
        """Get the present state of a request.

        Parameters
        ----------
        request_id
            A request or its number.

        Raises
        ------
        NotFoundError
            There is no such request.
        """
        return IngestionRequest(await self._port.call(get_ingestion_request, request_id=number_of(request_id)))

    @suggesting
    def list(
        self, dsid: Reference | None = None, file_id: Reference | None = None, limit: int | None = 100
    ) -> AsyncListing[IngestionRequest]:
        """List requests.

        Parameters
        ----------
        dsid, file_id
            Only those for this dataset, this file.
        limit
            How many at most; None for all.

        Returns
        -------
        Listing of IngestionRequest
            Fetched page by page while it is read.
        """
        filters = given(
            dataset_mfid=None if dsid is None else mfid(dsid, "dataset"),
            file_mfid=None if file_id is None else mfid(file_id, "file"),
        )
        return self._listing(list_ingestion_requests, IngestionRequest, limit, filters)

    @suggesting
    async def update(
        self,
        request_id: int | IngestionRequest,
        status: str,
        ingestion_githash: str | None = None,
        ingestion_class: str | None = None,
        *,
        time_completed: datetime | date | str | None = None,
    ) -> IngestionRequest:
        """Set the state of a request, as the worker does that handles it.

        Parameters
        ----------
        request_id
            A request or its number.
        status
            Such as ``started``, ``complete`` or ``failed``.
        ingestion_githash, ingestion_class
            Version of the worker's code, and how it read the file.
        time_completed
            When it ended; now, for ``complete``, unless given.

        Returns
        -------
        IngestionRequest
            The request after the change. What is not given stays as it is.

        Raises
        ------
        PermissionDeniedError
            The caller may not change the dataset.

        Notes
        -----
        Source: study of openapi/SOURCE.md, §4.16.
        """
        number = number_of(request_id)
        if time_completed is None and status == "complete":
            time_completed = datetime.now(UTC)
        fields = given(
            id=number,
            status=status,
            ingestion_githash=ingestion_githash,
            ingestion_class=ingestion_class,
            time_completed=None if time_completed is None else times.from_user(time_completed).isoformat(),
        )
        body = IngestionRequestUpdate.from_dict(fields)
        return IngestionRequest(await self._port.call(update_ingestion_request, request_id=number, body=body))

    async def list_ingestors(self) -> Sequence[str]:
        """Get the names of the classes that can read files."""
        return [name.strip() for names in await self._port.call(list_ingestors) for name in names.split(",")]

    async def wait(
        self,
        request_id: int | IngestionRequest,
        *,
        timeout_seconds: float = 600.0,
        on_progress: Callable[[IngestionRequest], None] | None = None,
    ) -> IngestionRequest:
        """Wait until a request has ended and get its last state.

        Parameters
        ----------
        request_id
            A request or its number.
        timeout_seconds
            How long at most; the request goes on after that.
        on_progress
            Called with the state, each time it was looked at. What it raises ends the waiting.

        Returns
        -------
        IngestionRequest
            One that ended well.

        Raises
        ------
        IngestionFailedError
            It ended without success; the error has the server's reason.
        IngestionTimeoutError
            It did not end in time; the error has the last state.
        NotFoundError
            There is no such request.

        Notes
        -----
        Pauses grow and vary a little, so that many clients do not ask in step. An answer that fails for a passing
        reason is asked for again until the time is over. A status that nobody knows counts as running.

        Source: study of openapi/SOURCE.md, §8.1.
        """
        awaiting = Awaiting(self._port, [number_of(request_id)], timeout_seconds, on_progress)
        return (await awaiting.run())[0]
