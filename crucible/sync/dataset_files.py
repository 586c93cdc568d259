"""Files of datasets: records, uploads, downloads, and files that are kept elsewhere.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..transport.port import run
from .base import Operations

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    from ..bound import BoundFile
    from ..resources import dataset_files as coroutines
    from ..resources.base import Reference
    from ..resources.downloads import Several
    from ..resources.transfers import Files, LocalPath
    from ..transfer.options import Existing
    from ..transfer.report import Downloaded, Uploaded
    from ..transfer.upload_options import IfTaken
    from ..transfer.views import Progressing


class DatasetFiles(Operations):
    """Files of datasets."""

    @cached_property
    def _coroutines(self) -> coroutines.DatasetFiles:
        from ..resources.dataset_files import DatasetFiles

        return DatasetFiles(self._connect())

    def list_files(self, dsid: Reference) -> list[BoundFile]:
        """Get the records of all files of a dataset.

        Parameters
        ----------
        dsid
            A dataset or its id.
        """
        return [self._bound(one) for one in run(self._coroutines.list_files(dsid))]

    def add_file(
        self,
        dsid: Reference,
        file_path: LocalPath,
        ingestion_class: str | None = None,
        wait_for_ingestion_response: bool = False,
        *,
        name: str | None = None,
        existing: IfTaken = "error",
        progress: Progressing = None,
        parse: bool = False,
    ) -> BoundFile:
        """Upload a file into a dataset; content that the dataset has already is not sent again.

        Parameters
        ----------
        dsid
            A dataset or its id.
        file_path
            The file.
        ingestion_class
            Also ask for metadata to be read out of it, in this way.
        wait_for_ingestion_response
            Also ask for that, and wait for its end.
        name
            Its name in the dataset, with ``/`` between folders; without it, the last part of `file_path`.
        existing
            What to do where the dataset has other content under the name, as for ``client.upload``; with ``"skip"`` the
            record is of the file that was left alone.
        progress, parse
            As for ``client.upload``.

        Returns
        -------
        File
            Its record; give it to ``client.files.request_ingestion``.

        Raises
        ------
        UsageError
            The file cannot be read; nothing was sent.
        ConflictError
            The dataset has other content under the name.
        TransferError
            The bytes did not arrive, or not as they are here.
        IngestionFailedError
            The file is there, its ingestion ended without success.
        NotInstalledError
            As for ``client.upload``.

        Examples
        --------
        >>> client.datasets.add_file(smoothed, "run7.xy", name="second scan/run7.xy").filename
        'second scan/run7.xy'
        """
        return self._bound(
            run(
                self._coroutines.add_file(
                    dsid,
                    file_path,
                    ingestion_class,
                    wait_for_ingestion_response,
                    name=name,
                    existing=existing,
                    progress=progress,
                    parse=parse,
                )
            )
        )

    def add_files(
        self,
        dsid: Reference,
        paths: Files,
        ingestion_class: str | None = None,
        wait_for_ingestion_response: bool = False,
        *,
        prefix: str = "",
        include: str | Iterable[str] | None = None,
        exclude: str | Iterable[str] | None = None,
        existing: IfTaken = "error",
        workers: int | None = None,
        max_bytes: int | None = None,
        bytes_per_second: float | None = None,
        progress: Progressing = None,
        dry_run: bool = False,
        parse: bool = False,
    ) -> Uploaded[BoundFile]:
        """Upload files, folders and globs into a dataset, many files at a time.

        Parameters
        ----------
        dsid
            A dataset or its id.
        paths, prefix, include, exclude
            Which files, under which names, as for ``client.upload``.
        ingestion_class, wait_for_ingestion_response
            Also ask for metadata to be read out of each, as for `add_file`.
        existing, workers, max_bytes, bytes_per_second, progress, dry_run, parse
            As for ``client.upload``.

        Returns
        -------
        Uploaded
            A list of the records, in the order of the names. Its `report` has a line for each file.

        Raises
        ------
        UsageError, PartialTransferError, NotFoundError, PermissionDeniedError, NotInstalledError
            As for ``client.upload``.
        IngestionFailedError
            The files are there, the ingestion of one ended without success.

        Examples
        --------
        >>> night = client.datasets.create(dataset_name="first night")
        >>> [file.filename for file in client.datasets.add_files(night, "run?.xy", prefix="scans")]
        ['scans/run7.xy']
        """
        return run(
            self._coroutines.add_files(
                dsid,
                paths,
                ingestion_class,
                wait_for_ingestion_response,
                prefix=prefix,
                include=include,
                exclude=exclude,
                existing=existing,
                workers=workers,
                max_bytes=max_bytes,
                bytes_per_second=bytes_per_second,
                progress=progress,
                dry_run=dry_run,
                parse=parse,
            )
        ).mapped(self._bound)

    def add_remote_file(
        self,
        dsid: Reference,
        filename: str,
        storage_backend: str,
        *,
        storage_path: str | None = None,
        access_note: str | None = None,
        size: int | None = None,
        sha256_hash: str | None = None,
    ) -> BoundFile:
        """Record a file that is kept elsewhere: nothing is sent, fetched or verified.

        Parameters
        ----------
        dsid
            A dataset or its id.
        filename
            Its name in the dataset, with ``/`` between folders.
        storage_backend
            Where it is kept, such as ``globus`` or ``local``; anything but ``gcs``, which is the service's own.
        storage_path
            Where it is there.
        access_note
            How to get it.
        size, sha256_hash
            Of the content: bytes, and hexadecimal.

        Raises
        ------
        UsageError
            `storage_backend` is the service's own; nothing was sent.
        PartialCreationError
            The file was recorded, its `storage_path` was not.

        Notes
        -----
        Source: the path is written in a second request (study of openapi/SOURCE.md, §4.13).
        """
        return self._bound(
            run(
                self._coroutines.add_remote_file(
                    dsid,
                    filename,
                    storage_backend,
                    storage_path=storage_path,
                    access_note=access_note,
                    size=size,
                    sha256_hash=sha256_hash,
                )
            )
        )

    def get_download_links(
        self, dsid: Reference, *, disposition: Literal["attachment", "inline"] = "attachment"
    ) -> dict[str, str | None]:
        """Get an address to read each file of a dataset at, for an hour and for whoever has it.

        Parameters
        ----------
        dsid
            A dataset or its id.
        disposition
            Whether a browser saves the files or shows them.

        Returns
        -------
        dict
            Addresses by the ids of the files; None for a file that the service does not serve.

        Raises
        ------
        NotFoundError
            No file of it is stored yet.
        """
        return run(self._coroutines.get_download_links(dsid, disposition=disposition))

    def download(
        self,
        dsid: Several,
        file_name: str | None = None,
        output_dir: LocalPath = "crucible-downloads",
        no_files: bool = False,
        no_record: bool = False,
        overwrite_existing: bool = True,
        include: str | Iterable[str] | None = None,
        exclude: str | Iterable[str] | None = None,
        *,
        existing: Existing | None = None,
        workers: int | None = None,
        max_bytes: int | None = None,
        bytes_per_second: float | None = None,
        progress: Progressing = None,
        dry_run: bool = False,
        verify: bool = True,
    ) -> Downloaded:
        """Download the record of a dataset and its files; each file is verified.

        Parameters
        ----------
        dsid
            A dataset or its id, or several of them; see ``client.download``.
        file_name
            A regular expression for the whole last part of names, as in earlier clients; `include` does this better.
        output_dir, no_files, no_record, overwrite_existing, include, exclude
            As for ``client.download``.
        existing, workers, max_bytes, bytes_per_second, progress, dry_run, verify
            As for ``client.download``.

        Returns
        -------
        Downloaded
            A list of the paths of what was saved or kept: ``record.json`` first, then the files.

        Raises
        ------
        NotFoundError
            There is no such dataset, or the caller may not see it.
        PartialTransferError
            Some files could not be fetched; `report` has a line for each. A later call does the rest.

        Examples
        --------
        >>> client.datasets.download(dataset, include="*.xy", output_dir="patterns").report.counts()
        '2 files: 2 saved'
        """
        return run(
            self._coroutines.download(
                dsid,
                file_name,
                output_dir,
                no_files,
                no_record,
                overwrite_existing,
                include,
                exclude,
                existing=existing,
                workers=workers,
                max_bytes=max_bytes,
                bytes_per_second=bytes_per_second,
                progress=progress,
                dry_run=dry_run,
                verify=verify,
            )
        )
