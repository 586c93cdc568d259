"""Requests to the workers of the service: ingestion, its state, and waiting for its end."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..errors import UsageError
from .base import Base, Json, number, plain, superseded

if TYPE_CHECKING:
    from ..records import File

INGESTION = ("ingest", "ingestion")
DONE = "complete"


class Requests(Base):
    """Requests, as in the first generation."""

    @superseded("client.files.request_ingestion")
    def request_ingestion(
        self,
        dsid: str,
        file_to_upload: str | None = None,
        ingestion_class: str | None = None,
        wait_for_response: bool = False,
    ) -> Json:
        """Ask for metadata to be read out of a file of a dataset, and get the request.

        Parameters
        ----------
        dsid
            The dataset.
        file_to_upload
            Name of the file, folders of the storage before it allowed; not needed if the dataset has one file only.
        ingestion_class
            How to read it; the service chooses unless given.
        wait_for_response
            Whether to wait for the end.

        Raises
        ------
        UsageError
            It is not clear which file is meant.
        IngestionFailedError, IngestionTimeoutError
            While waiting: it ended without success, or not in time.
        """
        request = self._client.files.request_ingestion(self._file(dsid, file_to_upload), ingestion_class)
        return plain(self._client.wait(request) if wait_for_response else request)

    def _file(self, dsid: str, name: str | None) -> File:
        """Return the file of a dataset that is meant."""
        files = list(self._client.datasets.list_files(dsid))
        names = [file.filename or "" for file in files]
        if name is None:
            found = files
        else:
            last = name.rpartition("/")[2]
            found = [file for file in files if file.filename == name] or [
                file for file in files if (file.filename or "").rpartition("/")[2] == last
            ]
        if len(found) == 1:
            return found[0]
        raise UsageError(
            f"{len(found) or 'None'} of the files of {dsid} could be meant.",
            hint=f"Give file_to_upload, one of: {', '.join(names)}." if names else "Upload a file first.",
        )

    @superseded("client.ingestions.get")
    def get_request_status(self, dsid: str, reqid: str | int, request_type: str) -> Json:
        """Get the present state of a request; `request_type` is ``ingest``."""
        _check_type(request_type)
        return plain(self._client.ingestions.get(number(reqid)))

    @superseded("client.wait")
    def _wait_for_request_completion(
        self, dsid: str, reqid: str | int, request_type: str, sleep_interval: float = 5
    ) -> Json:
        """Wait for the end of a request, ten minutes at most, and get its last state; pauses find their own length.

        Raises
        ------
        IngestionFailedError, IngestionTimeoutError
            It ended without success, or not in time.
        """
        _check_type(request_type)
        return plain(self._client.wait(number(reqid)))

    @superseded("client.ingestions.update")
    def update_ingestion_status(
        self, dsid: str, reqid: str | int, status: str, timezone: str = "America/Los_Angeles"
    ) -> Json:
        """Note the state of an ingestion request, as workers do, and get the request."""
        with self._all_rights():
            if status != DONE:
                return plain(self._client.ingestions.update(number(reqid), status=status))
            return plain(self._client.ingestions.update(number(reqid), status=status, time_completed=_now(timezone)))

    @superseded("client.datasets.request_carrier_segmentation")
    def request_carrier_segmentation(self, dataset_id: str) -> Json:
        """Ask for the carrier in the pictures of a dataset to be divided into its samples."""
        return plain(self._client.datasets.request_carrier_segmentation(dataset_id))


def _check_type(request_type: str) -> None:
    if request_type not in INGESTION:
        _refuse(request_type)


def _refuse(request_type: str) -> NoReturn:
    raise UsageError(f"The service has no requests of the type {request_type!r} any more.", hint="There is 'ingest'.")


def _now(timezone: str) -> datetime:
    try:
        return datetime.now(ZoneInfo(timezone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(f"timezone={timezone!r} is not known here.", hint="UTC always is.") from None
