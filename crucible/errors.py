"""Every error this package raises; nothing else escapes from it.

::

    CrucibleError (message, hint)
    ├ ConfigError (ValueError)
    ├ UsageError (ValueError)
    ├ NotInstalledError (ImportError; library, extra)
    ├ ConnectionFailedError (ConnectionError; may_have_run)
    │ └ RequestTimeoutError (TimeoutError)
    ├ ApiError (status, operation, detail, code, data, request_id, retry_after_seconds)
    │ ├ AuthenticationError 401           ├ PermissionDeniedError (PermissionError) 403
    │ ├ NotFoundError (LookupError) 404   ├ ConflictError 409, 412
    │ │ └ UnknownResourceError (ValueError)
    │ └ InvalidRequestError 400, 422      ├ RateLimitError 429   └ ServerError 5xx
    ├ UnexpectedResponseError (status, operation, content_type, host, request_id)
    ├ PartialCreationError (unique_id, done, left)
    ├ TransferError: IntegrityError, StorageError (status), PartialTransferError (report), TransferCancelledError,
    │                TransferTimeoutError (TimeoutError)
    ├ IngestionError (request, requests): IngestionFailedError, IngestionTimeoutError (TimeoutError)
    └ ParserError

A message says what failed, on which object, and why in the server's words; the hint says what to do next, and
``str(error)`` has both. Errors of other libraries are the ``__cause__``. Errors can be pickled, so that they cross
process borders.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .records import IngestionRequest, Json  # for type checkers alone: records lie above this module
    from .transfer.report import TransferReport


class CrucibleError(Exception):
    """Anything that went wrong in this package: `message` says what, `hint` what to do next (it may be None)."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}" if self.hint else self.message

    def _render_traceback_(self) -> list[str]:
        """Return what IPython and notebooks print: the lines of the caller's own code, and what went wrong."""
        import traceback
        from pathlib import Path

        package = Path(__file__).parent
        frames = [(frame, Path(frame.filename)) for frame in traceback.extract_tb(self.__traceback__)]
        own = [
            frame
            for frame, place in frames
            if package not in place.parents and not {"IPython", "ipykernel", "crucible_api"} & set(place.parts)
        ]
        lines = []
        for frame in own:
            place, *code = "".join(traceback.format_list([frame])).splitlines()
            cell = _cell_of(frame.filename)
            lines += [f"  {cell}, line {frame.lineno}" if cell else place, *code]
        return [*lines, f"{type(self).__name__}: {self}"]

    def __reduce__(self) -> tuple[object, ...]:
        # The default calls the class with `args` alone, which fails where keywords are required.
        return _restore, (type(self), self.args, self.__dict__)


def _cell_of(filename: str) -> str | None:
    """Return what IPython calls the cell of a notebook that it keeps under a name; None if there is none."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    name_of = getattr(getattr(shell, "compile", None), "format_code_name", None)
    words = name_of(filename) if name_of else None
    return " ".join(words) if words else None


def _restore(kind: type[CrucibleError], args: tuple[object, ...], state: Mapping[str, object]) -> CrucibleError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error


class ConfigError(CrucibleError, ValueError):
    """Address, key or another setting is missing or cannot be used."""


class UsageError(CrucibleError, ValueError):
    """A value given by the caller cannot be right; nothing was sent."""


class NotAvailableError(UsageError):
    """The API at this address is an older version that cannot do this; nothing was sent."""


class OldApiWarning(DeprecationWarning):
    """The address is of an older version of the API, which still works."""


class NotInstalledError(CrucibleError, ImportError):
    """A library that is needed for this is not installed; nothing was sent.

    Attributes
    ----------
    library
        Its name, as it is imported.
    extra
        The extra of this package that brings it.
    """

    def __init__(self, message: str, *, library: str, extra: str, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.library = library
        self.extra = extra


class ConnectionFailedError(CrucibleError, ConnectionError):
    """The server could not be reached, or the connection broke before its answer was there.

    Attributes
    ----------
    may_have_run
        Whether the server may have done what was asked, although its answer is lost.
    """

    def __init__(self, message: str, *, may_have_run: bool = False, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.may_have_run = may_have_run


class RequestTimeoutError(ConnectionFailedError, TimeoutError):
    """The server did not answer in time."""


class ApiError(CrucibleError):
    """The server refused a request.

    Attributes
    ----------
    status
        HTTP status of the answer.
    operation
        Name of the operation in the document, for example ``get_dataset``.
    detail
        The server's own words.
    code
        Machine-readable code of a structured error, for example ``filename_exists``.
    data
        The other members of a structured error; empty for plain ones.
    request_id
        Names the request in the logs of both sides.
    retry_after_seconds
        How long the server asked to wait, if it did.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        operation: str | None = None,
        detail: str = "",
        code: str | None = None,
        data: Mapping[str, object] | None = None,
        request_id: str | None = None,
        retry_after_seconds: float | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.status = status
        self.operation = operation
        self.detail = detail
        self.code = code
        self.data: Json = dict(data or {})
        self.request_id = request_id
        self.retry_after_seconds = retry_after_seconds


class AuthenticationError(ApiError):
    """The key is missing, unknown, expired or revoked (401)."""


class PermissionDeniedError(ApiError, PermissionError):
    """The key is fine, its account may not do this (403)."""


class NotFoundError(ApiError, LookupError):
    """There is no such record, or the caller may not know of it (404)."""


class UnknownResourceError(NotFoundError, ValueError):
    """Nobody knows the id that was given to `get`, `link`, `unlink` or `download`."""


class ConflictError(ApiError):
    """The request contradicts what is stored: a duplicate, a taken name, a changed file (409, 412)."""


class InvalidRequestError(ApiError):
    """The server found the request wrong (400, 422)."""


class RateLimitError(ApiError):
    """Too many requests (429); `retry_after_seconds` says how long to wait, if the server said so."""


class ServerError(ApiError):
    """The server failed (5xx)."""


class UnexpectedResponseError(CrucibleError):
    """The answer is not what the document promises: a login page, a cut-off body, a wrong shape.

    Attributes
    ----------
    status, operation, request_id
        As in `ApiError`.
    content_type
        What the answer said it was.
    host
        Who answered.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        operation: str | None = None,
        content_type: str | None = None,
        host: str | None = None,
        request_id: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.status = status
        self.operation = operation
        self.content_type = content_type
        self.host = host
        self.request_id = request_id


class PartialCreationError(CrucibleError):
    """A record was begun and not finished; the same call with ``unique_id=`` this id finishes it.

    Attributes
    ----------
    unique_id
        Identity of the record.
    done, left
        Names of the steps that are done, and of those that are not.
    """

    def __init__(
        self, message: str, *, unique_id: str, done: Sequence[str], left: Sequence[str], hint: str | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.unique_id = unique_id
        self.done: tuple[str, ...] = tuple(done)
        self.left: tuple[str, ...] = tuple(left)


class TransferError(CrucibleError):
    """Bytes could not be sent or fetched."""


class IntegrityError(TransferError):
    """Bytes are not the ones that the record promises: size or checksum differ."""


class StorageError(TransferError):
    """The object store refused a request; `status` is its answer."""

    def __init__(self, message: str, *, status: int, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.status = status


class PartialTransferError(TransferError):
    """Some files were transferred and some were not; `report` has a line for each."""

    def __init__(self, message: str, *, report: TransferReport | None = None, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.report = report


class TransferCancelledError(TransferError):
    """The caller stopped the transfer."""


class TransferTimeoutError(TransferError, TimeoutError):
    """A transfer in the background did not end in the time given; it goes on."""


class IngestionError(CrucibleError):
    """A file was not ingested.

    Attributes
    ----------
    request
        The last state of the ingestion request, if one was read; of several, the first one concerned.
    requests
        The last states of all that were waited for.
    """

    def __init__(
        self,
        message: str,
        *,
        request: IngestionRequest | None = None,
        requests: Sequence[IngestionRequest] = (),
        hint: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.request = request
        self.requests: tuple[IngestionRequest, ...] = tuple(requests)


class IngestionFailedError(IngestionError):
    """The ingestion ended without success; the message has the server's reason."""


class IngestionTimeoutError(IngestionError, TimeoutError):
    """The ingestion did not end in the time given; it may still do so."""


class ParserError(CrucibleError):
    """A file cannot be read as what it claims to be."""
