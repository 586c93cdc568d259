"""Files of datasets: records, uploads, downloads, and files that are kept elsewhere."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Literal

from crucible_api.api.files import catalogue_file, list_dataset_files, list_download_links, update_file
from crucible_api.models import FileCatalogue, FileUpdate

from ..errors import CrucibleError, PartialCreationError, UsageError
from ..records import File, IngestionRequest, Record
from .base import Operations, given, mfid
from .batches import in_batches
from .downloads import download, ids_of
from .files import FileOperations
from .ingestions import IngestionOperations
from .outcome import once
from .reading import upload_and_read, upload_one_and_read
from .upload_files import choose, upload

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..transfer.options import Existing
    from ..transfer.report import Downloaded, Uploaded
    from ..transfer.upload_options import IfTaken
    from ..transfer.views import Progressing
    from .base import Reference
    from .downloads import Several
    from .transfers import Files, LocalPath

logger = logging.getLogger(__name__)


class DatasetFiles(Operations):
    """Files of datasets."""

    async def list_files(self, dsid: Reference) -> list[File]:
        """Get the records of all files of a dataset.

        Parameters
        ----------
        dsid
            A dataset or its id.
        """
        answer = await self._port.call(list_dataset_files, dataset_mfid=mfid(dsid, "dataset"))
        return [File(item) for item in answer]

    async def add_file(
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
    ) -> File:
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
        send = upload_one_and_read if parse else upload
        file = await send(self._port, mfid(dsid, "dataset"), file_path, name, existing, progress)
        if ingestion_class is not None or wait_for_ingestion_response:
            await FileOperations(self._port).request_ingestion(file, ingestion_class, wait_for_ingestion_response)
        return file

    async def add_files(
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
    ) -> Uploaded[File]:
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
        from ..transfer.upload_options import UploadOptions

        options = UploadOptions(
            existing=existing,
            workers=workers,
            max_bytes=max_bytes,
            bytes_per_second=bytes_per_second,
            progress=progress,
            dry_run=dry_run,
        )
        dataset_id = mfid(dsid, "dataset")
        choice = await choose(self._port, paths, include=include, exclude=exclude, prefix=prefix)
        uploaded = await upload_and_read(self._port, dataset_id, choice, options, parse)
        if ingestion_class is not None or wait_for_ingestion_response:
            files, ingestions = FileOperations(self._port), IngestionOperations(self._port)

            async def requested(file: File) -> IngestionRequest:
                return await files.request_ingestion(file, ingestion_class)

            # Files of one content are one file of the dataset; what was left alone is not ours to be read.
            left = {line.mfid for line in uploaded.report if line.state == "differs"}
            own = {file.mfid: file for file in uploaded if file.mfid not in left}
            requests, error = await in_batches(self._port, requested, list(own.values()))
            if error is None and wait_for_ingestion_response:
                _, error = await in_batches(self._port, ingestions.wait, requests)
            if error is not None:
                raise error
        return uploaded

    async def add_remote_file(
        self,
        dsid: Reference,
        filename: str,
        storage_backend: str,
        *,
        storage_path: str | None = None,
        access_note: str | None = None,
        size: int | None = None,
        sha256_hash: str | None = None,
    ) -> File:
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
        if not isinstance(storage_backend, str) or storage_backend.strip().lower() in ("", "gcs"):
            raise UsageError(
                f"storage_backend={storage_backend!r} is not elsewhere.", hint="Upload the file with add_file."
            )
        dataset = mfid(dsid, "dataset")
        fields = given(
            filename=filename,
            storage_backend=storage_backend,
            access_note=access_note,
            size=size,
            sha256_hash=sha256_hash,
        )
        call = self._port.call(catalogue_file, dataset_mfid=dataset, body=FileCatalogue.from_dict(fields))
        file = File(await once(call, f"client.datasets.list_files({dataset!r})"))
        if storage_path is None:
            return file
        try:
            body = FileUpdate.from_dict({"storage_path": storage_path})
            return File(await self._port.call(update_file, file_mfid=file.mfid, body=body))
        except CrucibleError as error:
            raise PartialCreationError(
                f"The file {file.mfid} was recorded, but not its storage_path: {error}",
                unique_id=file.mfid,
                done=["record"],
                left=["storage_path"],
                hint=f"client.files.update({file.mfid!r}, storage_path=...) adds it.",
            ) from error

    async def get_download_links(
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
        dataset = mfid(dsid, "dataset")
        return dict(await self._port.call(list_download_links, dataset_mfid=dataset, disposition=disposition))

    async def download(
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
        from ..transfer.options import Options

        if file_name is not None:
            if include is not None:
                raise UsageError("file_name= and include= both choose files.", hint="Give include alone.")
            if not isinstance(dsid, str | Record):
                raise UsageError("file_name= is for one dataset.", hint="Give include= a pattern.")
            include = await self._named_like(dsid, file_name)
            no_files = no_files or not include
        options = Options(
            no_files=no_files,
            no_record=no_record,
            overwrite_existing=overwrite_existing,
            include=include,
            exclude=exclude,
            existing=existing,
            workers=workers,
            max_bytes=max_bytes,
            bytes_per_second=bytes_per_second,
            progress=progress,
            dry_run=dry_run,
            verify=verify,
        )
        return await download(self._port, await ids_of(dsid, "dataset"), output_dir, options)

    async def _named_like(self, dsid: Reference, expression: str) -> list[str]:
        """Return patterns for the files whose base name an expression matches."""
        from ..transfer.names import shown_name

        try:
            compiled = re.compile(expression)
        except re.error as error:
            raise UsageError(
                f"file_name={expression!r} is no regular expression: {error}.", hint="Give include= a pattern."
            ) from error
        names = [shown_name(file) for file in await self.list_files(dsid)]
        chosen = [name for name in names if compiled.fullmatch(name.rpartition("/")[2])]
        if not chosen:
            logger.warning("no file of dataset %s has a name like %s", mfid(dsid), expression)
        return ["/" + re.sub(r"([\[*?])", r"[\1]", name) for name in chosen]
