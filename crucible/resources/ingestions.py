"""Ingestion requests, and waiting for their end."""

from __future__ import annotations

import logging
import random
from typing import TYPE_CHECKING, Any

from crucible_api.api.ingestion import get_ingestion_request, list_ingestion_requests, list_ingestors

from ..errors import (
    ConnectionFailedError,
    CrucibleError,
    IngestionFailedError,
    IngestionTimeoutError,
    RateLimitError,
    ServerError,
    UnexpectedResponseError,
    UsageError,
)
from ..records import IngestionRequest
from .base import Operations, given, mfid
from .pages import AsyncListing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .base import Reference

logger = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 15.0
GROWTH = 1.5
# The end of an ingestion does not depend on whether one look at it fails.
_TRANSIENT = (ConnectionFailedError, ServerError, RateLimitError, UnexpectedResponseError)


class IngestionOperations(Operations):
    """Ingestion requests: look at them, wait for them."""

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
        return IngestionRequest(await self._port.call(get_ingestion_request, request_id=_number(request_id)))

    def list(
        self, dataset_id: Reference | None = None, file_mfid: Reference | None = None, limit: int | None = 100
    ) -> AsyncListing[IngestionRequest]:
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
        filters = given(
            dataset_mfid=None if dataset_id is None else mfid(dataset_id, "dataset"),
            file_mfid=None if file_mfid is None else mfid(file_mfid, "file"),
        )

        async def fetch(**position: Any) -> Any:
            return await self._port.call(list_ingestion_requests, **filters, **position)

        return AsyncListing(fetch, IngestionRequest, limit)

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
        number = _number(request_id)
        if not timeout_seconds > 0:
            raise UsageError(
                f"timeout_seconds={timeout_seconds!r} leaves no time to wait.", hint="Give seconds above 0."
            )
        end = self._port.clock() + timeout_seconds
        pause = FIRST_PAUSE_SECONDS
        last: IngestionRequest | None = None
        trouble: CrucibleError | None = None
        while True:
            try:
                last, trouble = await self.get(number), None
            except _TRANSIENT as error:
                logger.warning("ingestion request %d: %s", number, error)
                trouble = error
            if last is not None and trouble is None:
                if on_progress is not None:
                    on_progress(last)
                if last.is_finished:
                    return _checked(last)
            left = end - self._port.clock()
            if left <= 0:
                raise _timeout(number, timeout_seconds, last, trouble) from trouble
            await self._port.sleep(min(left, pause * random.uniform(0.8, 1.2)))  # noqa: S311  no secret depends on it
            pause = min(LONGEST_PAUSE_SECONDS, pause * GROWTH)


def _number(request_id: int | IngestionRequest) -> int:
    number = request_id.id if isinstance(request_id, IngestionRequest) else request_id
    if isinstance(number, bool) or not isinstance(number, int) or number < 0:
        raise UsageError(
            f"{number!r} is not the number of an ingestion request.",
            hint="Give what client.files.request_ingestion returned, or its id.",
        )
    return number


def _checked(request: IngestionRequest) -> IngestionRequest:
    if not request.is_failed:
        return request
    reasons = {
        "not supported": ("no parser recognises the file", "Give the metadata yourself: update_scientific_metadata."),
        "file not found": ("the file is not in storage", "Upload it again, then ask for ingestion again."),
        "file too large": ("the file is too large for the worker", "Give the metadata yourself."),
    }
    reason, hint = reasons.get(request.status or "", ("it failed", "Correct the file, or give the metadata yourself."))
    raise IngestionFailedError(
        f"Ingestion request {request.id} for file {request.file_mfid} ended as {request.status!r}: "
        f"{request.error_message or reason}.",
        request=request,
        hint=hint,
    )


def _timeout(
    number: int, timeout_seconds: float, last: IngestionRequest | None, trouble: CrucibleError | None
) -> IngestionTimeoutError:
    state = f"its last state was {last.status!r}" if last is not None else "its state could not be read"
    return IngestionTimeoutError(
        f"Ingestion request {number} did not end within {timeout_seconds:g} s; {state}"
        + (f" ({trouble})." if trouble else "."),
        request=last,
        hint=f"It goes on: client.wait({number}) waits again.",
    )
