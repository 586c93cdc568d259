"""What a refusal by the API means for an upload, and the errors that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ..errors import ApiError, ConflictError, NotAvailableError, TransferError
from .session import SessionLostError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")

GONE = (404, 410)
_UNKNOWN_HERE = (404, 405, 501)


def is_switched_off(error: Exception) -> bool:
    """Whether a service has no uploads in signed parts: it is older, or has them switched off."""
    if isinstance(error, NotAvailableError):
        return True
    if not isinstance(error, ApiError):
        return False
    return error.status in _UNKNOWN_HERE or (error.status == 503 and "disabled" in error.detail.lower())


def found(call: Callable[[], T]) -> T:
    """Return what a call about an upload returns.

    Raises
    ------
    SessionLostError
        The service does not know the upload any more.
    """
    try:
        return call()
    except ApiError as error:
        if error.status in GONE:
            raise SessionLostError("The service has forgotten the upload.", status=error.status) from error
        raise


def taken(dataset_id: str, name: str, other: Mapping[str, object]) -> ConflictError:
    """Return the error for a name that belongs to other content."""
    return ConflictError(
        f"Dataset {dataset_id} has a file {name} with other content.",
        status=409,
        operation="start_signed_upload",
        code="filename_exists",
        data={"file_mfid": other.get("mfid"), "etag": other.get("etag")},
        hint='Give it another name, or say existing="overwrite" or existing="skip".',
    )


def not_replaced(error: ConflictError, name: str) -> ConflictError:
    """Return the error for a file that cannot get other content now."""
    reasons = {
        "etag_mismatch": (
            "somebody else gave it other content meanwhile",
            "Look at it, and call this again if it is still to be overwritten.",
        ),
        "replace_in_progress": (
            "another upload of other content for it has begun and not ended",
            "Let the program that began it end it, or give that upload up; then call this again.",
        ),
    }
    reason, hint = reasons.get(error.code or "", (error.detail.rstrip(".") or "the service refuses", error.hint))
    return ConflictError(
        f"The file {name} was not overwritten: {reason}.",
        status=error.status,
        operation=error.operation,
        detail=error.detail,
        code=error.code,
        data=error.data,
        request_id=error.request_id,
        hint=hint,
    )


def irreplaceable(dataset_id: str, name: str) -> TransferError:
    """Return the error for a file that this service cannot overwrite, or not with nothing."""
    return TransferError(
        f"The file {name} of dataset {dataset_id} cannot be overwritten: an empty file cannot take the place of "
        "another one, and no file can where the service has signed uploads switched off.",
        hint="Delete the file in the service, then call this again.",
    )


def unopened(dataset_id: str, name: str) -> TransferError:
    """Return the error for an answer without an upload."""
    return TransferError(
        f"The service opened no upload session for {name} in dataset {dataset_id}.",
        hint="Call it again, and report it if it stays.",
    )
