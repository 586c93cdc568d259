"""Ingestion requests, and waiting for their end.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.arguments import suggesting
from ..resources.pages import Listing
from ..transport.port import run
from .metadata import MetadataOperations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from ..bound import BoundIngestionRequest
    from ..records import IngestionRequest
    from ..resources import ingestions as coroutines
    from ..resources.base import Reference


class IngestionOperations(MetadataOperations):
    """Ingestion requests: look at them, wait for them, set their state."""

    @cached_property
    def _coroutines(self) -> coroutines.IngestionOperations:
        from ..resources.ingestions import IngestionOperations

        return IngestionOperations(self._connect())

    def get(self, request_id: int | IngestionRequest) -> BoundIngestionRequest:
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
        return self._bound(run(self._coroutines.get(request_id)))

    @suggesting
    def list(
        self, dsid: Reference | None = None, file_id: Reference | None = None, limit: int | None = 100
    ) -> Listing[BoundIngestionRequest]:
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
        return Listing(self._coroutines.list(dsid, file_id, limit).mapped(self._bound))

    @suggesting
    def update(
        self,
        request_id: int | IngestionRequest,
        status: str,
        ingestion_githash: str | None = None,
        ingestion_class: str | None = None,
        *,
        time_completed: datetime | date | str | None = None,
    ) -> BoundIngestionRequest:
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
        return self._bound(
            run(
                self._coroutines.update(
                    request_id, status, ingestion_githash, ingestion_class, time_completed=time_completed
                )
            )
        )

    def list_ingestors(self) -> Sequence[str]:
        """Get the names of the classes that can read files."""
        return run(self._coroutines.list_ingestors())

    def wait(
        self,
        request_id: int | IngestionRequest,
        *,
        timeout_seconds: float = 600.0,
        on_progress: Callable[[IngestionRequest], None] | None = None,
    ) -> BoundIngestionRequest:
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
        return self._bound(
            run(self._coroutines.wait(request_id, timeout_seconds=timeout_seconds, on_progress=on_progress))
        )
