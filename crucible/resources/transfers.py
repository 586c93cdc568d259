"""Uploads and downloads: the bytes move in `crucible.transfer`, which calls the API through the service here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crucible_api.api.files import get_download_link, list_dataset_files, list_download_links
from crucible_api.api.resources import get_resource
from crucible_api.api.uploads import complete_upload, start_upload
from crucible_api.models import UploadComplete, UploadStart

from ..transport.port import run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..transport.port import Endpoint, Port


class ApiService:
    """What transfers need from the API; see `crucible.transfer.service.Service`.

    It blocks, because transfers run in threads of their own, whatever the client that asked for them waits on.
    """

    def __init__(self, port: Port) -> None:
        self._port = port.blocking

    def _call(self, endpoint: Endpoint, **parameters: Any) -> Any:
        return run(self._port.call(endpoint, **parameters))

    def record(self, resource_id: str) -> Mapping[str, object]:
        """Return any resource with its metadata, as the service sends it."""
        answer: dict[str, object] = self._call(
            get_resource, resource_mfid=resource_id, include_metadata=True, include_datasets=False
        )
        return answer

    def files(self, dataset_id: str) -> Sequence[Mapping[str, object]]:
        """Return the file records of a dataset."""
        answer: list[dict[str, object]] = self._call(list_dataset_files, dataset_mfid=dataset_id)
        return answer

    def links(self, dataset_id: str) -> Mapping[str, str | None]:
        """Return a download address for each file of a dataset."""
        answer: dict[str, str | None] = self._call(list_download_links, dataset_mfid=dataset_id)
        return answer

    def link(self, file_mfid: str) -> str:
        """Return a fresh download address for one file."""
        return str(self._call(get_download_link, file_mfid=file_mfid)["url"])

    def start_upload(self, dataset_id: str, *, filename: str, size: int, sha256_hash: str) -> Mapping[str, object]:
        """Open a resumable session."""
        body = UploadStart(filename=filename, size=size, sha256_hash=sha256_hash)
        answer: dict[str, object] = self._call(start_upload, dataset_mfid=dataset_id, body=body)
        return answer

    def complete_upload(self, dataset_id: str, *, upload_id: str, sha256_hash: str) -> Mapping[str, object]:
        """Tell the service that all bytes are stored, and return the file record it made."""
        body = UploadComplete(upload_id=upload_id, sha256_hash=sha256_hash)
        answer: dict[str, object] = self._call(complete_upload, dataset_mfid=dataset_id, body=body)
        return answer
