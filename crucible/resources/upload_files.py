"""Uploads: the way to `crucible.transfer`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..records import File
from .transfers import ApiService, journals

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..transfer.folder import Choice
    from ..transfer.report import Uploaded
    from ..transfer.upload_options import IfTaken, UploadOptions
    from ..transfer.views import Progressing
    from ..transport.port import Port
    from .transfers import Files, LocalPath


async def choose(
    port: Port,
    files: Files,
    *,
    include: str | Iterable[str] | None = None,
    exclude: str | Iterable[str] | None = None,
    prefix: str = "",
    strict: bool = False,
) -> Choice:
    """Find out what is sent; see `crucible.transfer.folder.choose`."""
    from ..transfer import folder

    return await port.run_blocking(
        lambda: folder.choose(files, include=include, exclude=exclude, prefix=prefix, strict=strict)
    )


async def upload(
    port: Port, dataset_id: str, path: LocalPath, name: str | None, existing: IfTaken, progress: Progressing
) -> File:
    """Send one file and return its record; see `crucible.transfer.upload`."""
    from .. import transfer
    from ..transfer.views import open_view

    def run() -> File:
        with open_view(progress) as on_progress:
            record = transfer.upload(
                ApiService(port),
                dataset_id,
                path,
                storage=port.storage,
                name=name,
                existing=existing,
                journals=journals(port),
                on_progress=on_progress,
            )
        return File(record)

    return await port.run_blocking(run)


async def upload_many(port: Port, dataset_id: str, choice: Choice, options: UploadOptions) -> Uploaded[File]:
    """Send files and return their records; see `crucible.transfer.upload_many`."""
    from ..transfer import upload_many

    return await port.run_blocking(
        lambda: upload_many.upload_many(
            ApiService(port), dataset_id, choice, options, storage=port.storage, journals=journals(port)
        )
    )
