"""Uploads and downloads: the bytes move in `crucible.transfer`, which calls the API through the service here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from crucible_api.api.files import get_download_link, list_dataset_files, list_download_links
from crucible_api.api.resources import get_resource
from crucible_api.api.uploads import complete_upload, start_upload
from crucible_api.models import UploadComplete, UploadStart

from ..credentials import SecretText
from ..errors import TransferError, UsageError
from ..records import File
from ..transport.port import run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..transfer.events import Progress
    from ..transport.port import Endpoint, Port

LocalPath: TypeAlias = str | PathLike[str]
Files: TypeAlias = LocalPath | Iterable[LocalPath] | Mapping[str, LocalPath]
OnProgress: TypeAlias = "Callable[[Progress], None]"

# Whoever has one of these may write.
_SECRET = ("upload_id", "resumable_uri")


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


async def download(
    port: Port,
    identity: str,
    output_dir: LocalPath,
    *,
    no_files: bool = False,
    no_record: bool = False,
    overwrite_existing: bool = True,
    include: str | Iterable[str] | None = None,
    exclude: str | Iterable[str] | None = None,
    flat: bool = False,
    on_progress: OnProgress | None = None,
) -> list[str]:
    """Fetch a record and, for a dataset, its files, and return where they are; see `crucible.transfer.download`."""
    from .. import transfer

    return await port.run_blocking(
        lambda: transfer.download(
            ApiService(port),
            identity,
            output_dir,
            storage=port.storage,
            no_files=no_files,
            no_record=no_record,
            overwrite_existing=overwrite_existing,
            include=include,
            exclude=exclude,
            flat=flat,
            on_progress=on_progress,
        )
    )


async def download_file(
    port: Port,
    record: Mapping[str, object],
    output_dir: LocalPath,
    *,
    overwrite_existing: bool,
    on_progress: OnProgress | None,
) -> str:
    """Fetch one file and return where it is; see `crucible.transfer.download_file`."""
    from .. import transfer

    return await port.run_blocking(
        lambda: transfer.download_file(
            ApiService(port),
            record,
            output_dir,
            storage=port.storage,
            overwrite_existing=overwrite_existing,
            on_progress=on_progress,
        )
    )


async def upload(
    port: Port,
    dataset_id: str,
    path: LocalPath,
    name: str | None,
    on_progress: OnProgress | None,
) -> File:
    """Send a file and return its record; see `crucible.transfer.upload`."""
    from .. import transfer

    record = await port.run_blocking(
        lambda: transfer.upload(
            ApiService(port), dataset_id, path, storage=port.storage, name=name, on_progress=on_progress
        )
    )
    return File(record)


def check_files(files: Files) -> list[tuple[str, Path]]:
    """Return the files that are to be uploaded, each with the name that it gets.

    Raises
    ------
    UsageError
        One of them cannot be read, a name cannot be used, or two have one name; nothing was sent.
    """
    from ..transfer.names import check_name, collisions
    from ..transfer.source import Source

    if isinstance(files, str | PathLike):
        files = [files]
    named = list(files.items()) if isinstance(files, Mapping) else [(Path(path).name, path) for path in files]
    for name, path in named:
        with Source(path):
            pass
        try:
            check_name(name)
        except TransferError as error:
            raise UsageError(str(error), hint="Give files={name: path} with another name.") from error
    names = [name for name, _ in named]
    twice = {name for name in names if names.count(name) > 1} or collisions(names, case_matters=True, reserved=())
    if twice:
        raise UsageError(
            f"Two files would be called {min(twice)!r}.", hint="Give files={name: path, ...} with different names."
        )
    return [(name, Path(path)) for name, path in named]
