"""Waiting for ingestions: of one request, of a file, of all files of a dataset, or of several of these.

Looks are repeated with pauses that grow and vary a little, so that many clients do not ask in step. A look that fails
for a passing reason is repeated until the time is over, since the end of an ingestion does not depend on whether one
look at it fails. No look waits longer than the time that is left (and a second, so that the last one has a chance), so
that a server that hangs does not make the waiting longer.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, TypeAlias

from crucible_api.api.files import get_file
from crucible_api.api.ingestion import get_ingestion_request, list_ingestion_requests

from ..errors import (
    ConnectionFailedError,
    CrucibleError,
    IngestionFailedError,
    IngestionTimeoutError,
    NotFoundError,
    RateLimitError,
    ServerError,
    UnexpectedResponseError,
    UsageError,
)
from ..records import Dataset, File, IngestionRequest, Record
from ..transport.retry import CHANCE
from .base import KINDS, mfid
from .detection import detect
from .pages import AsyncListing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..transport.port import Port

logger = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 15.0
GROWTH = 1.5
LAST_LOOK_SECONDS = 1.0
_TRANSIENT = (ConnectionFailedError, ServerError, RateLimitError, UnexpectedResponseError)
_REASONS = {
    "not supported": (
        "no parser recognises the file",
        "Give the metadata yourself: client.datasets.update_scientific_metadata.",
    ),
    "file not found": ("the file is not in storage", "Upload it again, then ask for ingestion again."),
    "file too large": ("the file is too large for the worker", "Give the metadata yourself."),
}

Awaited: TypeAlias = "int | IngestionRequest | File | Dataset | str"


class Awaiting:
    """What is waited for, and what was last seen of it.

    Parameters
    ----------
    port
        What to look through.
    what
        Numbers of requests, requests, files, datasets, or ids of files and datasets.
    timeout_seconds
        How long at most.
    on_progress
        Called with each state that is looked at.
    """

    def __init__(
        self,
        port: Port,
        what: Iterable[Awaited],
        timeout_seconds: float,
        on_progress: Callable[[IngestionRequest], None] | None,
    ) -> None:
        if not isinstance(timeout_seconds, int | float) or not timeout_seconds > 0:
            raise UsageError(
                f"timeout_seconds={timeout_seconds!r} leaves no time to wait.", hint="Give seconds above 0."
            )
        self._port = port
        self._timeout_seconds = timeout_seconds
        self._on_progress = on_progress
        self._left = [_target(one) for one in what]
        self._seen: dict[_Target, list[IngestionRequest]] = {target: [] for target in self._left}
        self._trouble: CrucibleError | None = None

    async def run(self) -> list[IngestionRequest]:
        """Wait, and return the last state of each request.

        Raises
        ------
        IngestionFailedError
            All have ended, one or more without success.
        IngestionTimeoutError
            They have not all ended in time.
        """
        end = self._port.clock() + self._timeout_seconds
        pause = FIRST_PAUSE_SECONDS
        while True:
            await self._look(end)
            if not self._left:
                return _checked(self._states)
            left = end - self._port.clock()
            if left <= 0:
                raise self._timeout() from self._trouble
            await self._port.sleep(min(left, pause * CHANCE.uniform(0.8, 1.2)))
            pause = min(LONGEST_PAUSE_SECONDS, pause * GROWTH)

    @property
    def _states(self) -> list[IngestionRequest]:
        return list({request.id: request for found in self._seen.values() for request in found}.values())

    async def _look(self, end: float) -> None:
        """Look at all that has not ended."""
        self._trouble = None
        for number, target in enumerate(list(self._left)):
            left = end - self._port.clock()
            if left <= 0 and number:
                return
            try:
                with self._port.within(max(LAST_LOOK_SECONDS, left)):
                    found = await target.look(self._port)
            except _TRANSIENT as error:
                logger.warning("%s: %s", target.name, error)
                self._trouble = error
                continue
            self._seen[target] = found
            if self._on_progress is not None:
                for request in found:
                    self._on_progress(request)
            if all(request.is_finished for request in found):
                self._left.remove(target)

    def _timeout(self) -> IngestionTimeoutError:
        states = [request for request in self._states if not request.is_finished]
        unread = sum(not self._seen[target] for target in self._left)
        last = states[0] if states else None
        name = f"Ingestion request {last.id}" if last is not None else self._left[0].name.capitalize()
        state = f"its last state was {last.status!r}" if last is not None else "its state could not be read"
        others = len(states) + unread - 1
        more = f", and {others} more did not either" if others else ""
        return IngestionTimeoutError(
            f"{name} did not end within {self._timeout_seconds:g} s{more}; {state}"
            + (f" ({self._trouble})." if self._trouble else "."),
            request=last,
            requests=self._states,
            hint="It goes on: client.wait(...) with the same argument waits again.",
        )


def number_of(request: int | IngestionRequest) -> int:
    """Return the number of an ingestion request.

    Raises
    ------
    UsageError
        It is none.
    """
    number = request.id if isinstance(request, IngestionRequest) else request
    if isinstance(number, bool) or not isinstance(number, int) or number < 0:
        raise UsageError(
            f"{number!r} is not the number of an ingestion request.",
            hint="Give what client.files.request_ingestion returned, or its id.",
        )
    return number


class _Target:
    """Something to wait for."""

    name = ""

    async def look(self, port: Port) -> list[IngestionRequest]:
        """Return the present states of its requests."""
        raise NotImplementedError


class _Request(_Target):
    """One request."""

    def __init__(self, number: int) -> None:
        self._number = number
        self.name = f"ingestion request {number}"

    async def look(self, port: Port) -> list[IngestionRequest]:
        return [IngestionRequest(await port.call(get_ingestion_request, request_id=self._number))]


class _Newest(_Target):
    """The newest request of a file, or of each file of a dataset; which of both an id is, the first look finds out."""

    def __init__(self, identity: str, noun: str | None) -> None:
        self._identity = identity
        self._noun = noun
        self.name = f"the ingestion of {noun or 'record'} {identity}"

    async def look(self, port: Port) -> list[IngestionRequest]:
        if self._noun is None:
            self._noun = await self._found_out(port)
        filters = {f"{self._noun}_mfid": self._identity}

        async def fetch(**position: Any) -> Any:
            return await port.call(list_ingestion_requests, **filters, **position)

        newest: dict[str | None, IngestionRequest] = {}
        for request in sorted(await AsyncListing(fetch, IngestionRequest, None).all(), key=lambda one: one.id):
            newest[request.file_mfid] = request
        if not newest:
            raise UsageError(
                f"No ingestion was asked for of the {self._noun} {self._identity}.",
                hint="Ask for it with client.files.request_ingestion(file), then wait.",
            )
        return list(newest.values())

    async def _found_out(self, port: Port) -> str:
        if port.kinds.get(self._identity) == "dataset":
            return "dataset"
        try:
            await port.call(get_file, file_mfid=self._identity)
        except NotFoundError:
            kind = await detect(port, self._identity)
            if kind is not Dataset:
                raise _not_ingested(kind) from None
            return "dataset"
        return "file"


def _target(what: Awaited) -> _Target:
    if isinstance(what, File):
        return _Newest(mfid(what), "file")
    if isinstance(what, Dataset):
        return _Newest(mfid(what), "dataset")
    if isinstance(what, str):
        return _Newest(mfid(what, "file or dataset"), None)
    if isinstance(what, Record) and not isinstance(what, IngestionRequest):
        raise _not_ingested(type(what))
    return _Request(number_of(what))


def _not_ingested(kind: type[Record]) -> UsageError:
    noun = next((noun for noun, known in KINDS.items() if issubclass(kind, known)), kind.__name__)
    return UsageError(
        f"What is no data is not ingested, such as a {noun}.", hint="Wait for a request, file or dataset."
    )


def _checked(requests: list[IngestionRequest]) -> list[IngestionRequest]:
    failed = [request for request in requests if request.is_failed]
    if not failed:
        return requests
    first = failed[0]
    reason, hint = _REASONS.get(first.status or "", ("it failed", "Correct the file, or give the metadata yourself."))
    more = f" So did {len(failed) - 1} more of {len(requests)}." if len(failed) > 1 else ""
    raise IngestionFailedError(
        f"Ingestion request {first.id} for file {first.file_mfid} ended as {first.status!r}: "
        f"{(first.error_message or reason).rstrip('.')}.{more}",
        request=first,
        requests=requests,
        hint=hint,
    )
