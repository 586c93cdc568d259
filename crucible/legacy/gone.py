"""What the service no longer offers: each function says so, and what to use instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from ..errors import UsageError
from .base import Base

if TYPE_CHECKING:
    from .base import Json

SCICAT = (
    "Publish the dataset here instead: client.datasets.make_public. Entries of SciCat are made from Crucible by its "
    "operators."
)
DRIVE = (
    "Say where a file is kept with client.datasets.add_remote_file(dsid, filename, storage_backend, storage_path=...)."
)
STATES = "Ingestion requests have states: update_ingestion_status, or client.ingestions.update."


class Gone(Base):
    """What once was."""

    def request_scicat_upload(
        self, dsid: str, wait_for_response: bool = False, overwrite_data: bool = False
    ) -> NoReturn:
        """Raise an error: the service does not pass datasets on to SciCat any more."""
        raise _gone("request_scicat_upload", SCICAT)

    def send_to_scicat(self, dsid: str) -> NoReturn:
        """Raise an error: the service does not pass datasets on to SciCat any more."""
        raise _gone("send_to_scicat", SCICAT)

    def update_scicat_upload_status(
        self, dsid: str, reqid: str | int, status: str, timezone: str = "America/Los_Angeles"
    ) -> NoReturn:
        """Raise an error: there are no requests to pass datasets on to SciCat any more."""
        raise _gone("update_scicat_upload_status", STATES)

    def update_transfer_status(
        self, dsid: str, reqid: str | int, status: str, timezone: str = "America/Los_Angeles"
    ) -> NoReturn:
        """Raise an error: there are no requests to move datasets any more."""
        raise _gone("update_transfer_status", STATES)

    def get_google_drive_location(self, dsid: str) -> NoReturn:
        """Raise an error: the service does not keep places in Google Drive any more."""
        raise _gone(
            "get_google_drive_location", "client.datasets.list_files has storage_backend, storage_path and access_note."
        )

    def add_google_drive_location(self, dsid: str, drive_info: Json) -> NoReturn:
        """Raise an error: the service does not keep places in Google Drive any more."""
        raise _gone("add_google_drive_location", DRIVE)


def _gone(name: str, instead: str) -> UsageError:
    return UsageError(f"{name} is not offered by the service any more.", hint=instead)
