"""Uploads and downloads: the bytes move in `crucible.transfer`, which calls the API through the service here."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from crucible_api.api.files import get_download_link, get_file, list_dataset_files, list_download_links
from crucible_api.api.projects import get_project
from crucible_api.api.resources import get_resource
from crucible_api.api.uploads import complete_upload, start_upload
from crucible_api.models import UploadComplete, UploadStart

from .. import ids
from ..credentials import SecretText
from ..errors import ConfigError
from ..transport.port import run

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from ..transfer.journal import Journals
    from ..transport.port import Endpoint, Port

logger = logging.getLogger(__name__)
LocalPath: TypeAlias = str | PathLike[str]
Files: TypeAlias = LocalPath | Iterable[LocalPath] | Mapping[str, LocalPath]
T = TypeVar("T")

# Whoever has one of these may write.
_SECRET = ("upload_id", "resumable_uri")


class ApiService:
    """What transfers need from the API; see `crucible.transfer.service.Service`.

    It blocks, because transfers run in threads of their own, whatever the client that asked for them waits on.
    """

    def __init__(self, port: Port) -> None:
        from ..transfer.calling import unless_stopped
        from . import uploads

        self._unless_stopped = unless_stopped
        self._port = port.blocking
        self._uploads = uploads.UploadOperations(self._port)

    def _call(self, endpoint: Endpoint, **parameters: Any) -> Any:
        return self._run(lambda: self._port.call(endpoint, **parameters))

    def _run(self, call: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Return an answer; once the transfer is to stop, do not wait for one that may never come."""
        return self._unless_stopped(lambda: run(call()))

    def record(self, resource_id: str) -> Mapping[str, object]:
        """Return any resource with its metadata, as the service sends it."""
        if not ids.is_mfid(resource_id):  # a project of API v2, which has no other identity than its name
            project: dict[str, object] = self._call(get_project, project_ref=resource_id, include_metadata=True)
            return project
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
        return {mfid: None if url is None else SecretText(url) for mfid, url in answer.items()}

    def link(self, file_mfid: str) -> str:
        """Return a fresh download address for one file."""
        return SecretText(self._call(get_download_link, file_mfid=file_mfid)["url"])

    def start_upload(self, dataset_id: str, *, filename: str, size: int, sha256_hash: str) -> Mapping[str, object]:
        """Open a resumable session."""
        body = UploadStart(filename=filename, size=size, sha256_hash=sha256_hash)
        answer: dict[str, object] = self._call(start_upload, dataset_mfid=dataset_id, body=body)
        return {
            name: SecretText(value) if name in _SECRET and isinstance(value, str) else value
            for name, value in answer.items()
        }

    def complete_upload(self, dataset_id: str, *, upload_id: str, sha256_hash: str) -> Mapping[str, object]:
        """Tell the service that all bytes are stored, and return the file record it made."""
        body = UploadComplete(upload_id=upload_id, sha256_hash=sha256_hash)
        answer: dict[str, object] = self._call(complete_upload, dataset_mfid=dataset_id, body=body)
        return answer

    def file(self, file_mfid: str) -> Mapping[str, object]:
        """Return the record of one file."""
        answer: dict[str, object] = self._call(get_file, file_mfid=file_mfid)
        return answer

    def start_signed_upload(
        self, dataset_id: str, *, filename: str, size: int, sha256_hash: str, idempotency_key: str
    ) -> Mapping[str, object]:
        """Begin an upload in signed parts."""
        return self._run(
            lambda: self._uploads.start(dataset_id, filename, size, sha256_hash, idempotency_key=idempotency_key)
        )

    def start_replacement(
        self, file_mfid: str, *, size: int, sha256_hash: str, etag: str, idempotency_key: str
    ) -> Mapping[str, object]:
        """Begin an upload of new content for a file."""
        return self._run(
            lambda: self._uploads.replace(file_mfid, size, sha256_hash, etag, idempotency_key=idempotency_key)
        )

    def arrived_parts(self, dataset_id: str, upload_id: str) -> Sequence[int]:
        """Return the numbers of the parts that have arrived."""
        return self._run(lambda: self._uploads.list_parts(dataset_id, upload_id))

    def sign_parts(
        self, dataset_id: str, upload_id: str, checksums: Mapping[int, str]
    ) -> Sequence[Mapping[str, object]]:
        """Return an address for each part."""
        return self._run(lambda: self._uploads.sign_parts(dataset_id, upload_id, checksums))

    def complete_signed_upload(
        self, dataset_id: str, *, upload_id: str, sha256_hash: str, crc32c: str
    ) -> Mapping[str, object]:
        """Have the parts made a file, and return its record."""
        return self._run(lambda: self._uploads.complete(dataset_id, upload_id, sha256_hash, crc32c)).to_dict()

    def abort_upload(self, dataset_id: str, upload_id: str) -> None:
        """Give an upload in signed parts up."""
        self._run(lambda: self._uploads.abort(dataset_id, upload_id))


def journals(port: Port) -> Journals | None:
    """Return where it is noted how far uploads have come; None if this user has no place for that."""
    from ..config.folders import state_folder
    from ..transfer.journal import Journals

    try:
        folder = state_folder()
    except ConfigError as error:
        logger.warning("Nothing is noted about uploads: %s They go on without.", error.message)
        return None
    return Journals(folder / "uploads", port.api_url)
