"""Ingestion requests, and waiting for their end.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.pages import Listing
from ..transport.port import run
from .base import Operations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..records import IngestionRequest
    from ..resources import ingestions as coroutines
    from ..resources.base import Reference


class IngestionOperations(Operations):
    """Ingestion requests: look at them, wait for them."""

    @cached_property
    def _coroutines(self) -> coroutines.IngestionOperations:
        from ..resources.ingestions import IngestionOperations

        return IngestionOperations(self._connect())

    def get(self, request_id: int | IngestionRequest) -> IngestionRequest:
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
        return run(self._coroutines.get(request_id))

    def list(
        self, dataset_id: Reference | None = None, file_mfid: Reference | None = None, limit: int | None = 100
    ) -> Listing[IngestionRequest]:
        """List requests.

        Parameters
        ----------
        dataset_id, file_mfid
            Only those for this dataset, this file.
        limit
            How many at most; None for all.

        Returns
        -------
        Listing of IngestionRequest
            Fetched page by page while it is read.
        """
        return Listing(self._coroutines.list(dataset_id, file_mfid, limit))

    def list_ingestors(self) -> Sequence[str]:
        """Get the names of the classes that can read files."""
        return run(self._coroutines.list_ingestors())

    def wait(
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
        return run(self._coroutines.wait(request_id, timeout_seconds=timeout_seconds, on_progress=on_progress))
