"""Files of datasets: sending, fetching and recording them."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..transport.port import run
from .base import Base, Json, plain, plains, superseded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

SMALL_BYTES = 100_000_000
# The service keeps no content for such a file: it says only where the file was when it was recorded.
ELSEWHERE = "local"


class Files(Base):
    """Files, as in the first generation."""

    @superseded("client.datasets.add_file")
    def upload_dataset_file(self, dsid: str, file_path: str | PathLike[str], verbose: bool = True) -> Json:
        """Upload a file of any size to a dataset and get its record; nothing is printed, whatever `verbose` says."""
        return plain(self._client.datasets.add_file(dsid, file_path))

    @superseded("client.datasets.get_download_links")
    def get_dataset_download_links(self, dsid: str) -> dict[str, str | None]:
        """Get an address for each file of a dataset, by name; None for one that the service does not serve."""
        links = self._client.datasets.get_download_links(dsid)
        return {file.filename or file.mfid: links.get(file.mfid) for file in self._client.datasets.list_files(dsid)}

    @superseded("client.datasets.download")
    def download_dataset(
        self,
        dsid: str,
        file_name: str | None = None,
        output_dir: str | PathLike[str] = "crucible-downloads",
        overwrite_existing: bool = True,
    ) -> None:
        """Download the files of a dataset straight into a folder; each is verified.

        Parameters
        ----------
        dsid
            The dataset.
        file_name
            A regular expression for the whole last part of their names; all files unless given.
        output_dir
            The folder.
        overwrite_existing
            Whether files that are there are replaced. If not, one with the recorded size and checksum is kept, and
            another one is reported.

        Raises
        ------
        UsageError
            `file_name` is no regular expression, or no file has such a name.
        PartialTransferError
            Some files could not be fetched. A later call does the rest.
        """
        from ..resources.downloads import download
        from ..transfer.options import Options

        include = None if file_name is None else self._chosen(dsid, file_name)
        port = self._client._connect()
        run(
            download(
                port,
                dsid,
                output_dir,
                Options(no_record=True, overwrite_existing=overwrite_existing, include=include, flat=True),
            )
        )

    def _chosen(self, dsid: str, file_name: str) -> list[str]:
        """Return patterns for exactly those files whose base name the expression describes."""
        from ..transfer.names import shown_name

        try:
            expression = re.compile(file_name)
        except re.error as error:
            raise UsageError(
                f"file_name={file_name!r} is no regular expression: {error}.",
                hint="Escape what is meant literally: re.escape(name).",
            ) from None
        names = [shown_name(file) for file in self._client.datasets.list_files(dsid)]
        chosen = [name for name in names if expression.fullmatch(name.rpartition("/")[2])]
        if not chosen:
            raise UsageError(
                f"No file of {dsid} has a name like {file_name}.", hint=f"There are {', '.join(names) or 'no files'}."
            )
        return ["/" + re.sub(r"([\[*?])", r"[\1]", name) for name in chosen]

    @superseded("client.datasets.list_files")
    def get_associated_files(self, dsid: str, limit: int | None = 100) -> list[Json]:
        """List the records of the files of a dataset."""
        return plains(self._client.datasets.list_files(dsid), limit)

    @superseded("client.datasets.add_remote_file, or add_file")
    def add_associated_file(self, dsid: str, file_path: str | PathLike[str], filename: str | None = None) -> Json:
        """Record a file with its size and checksum, without sending it; `upload_dataset_file` sends it.

        Parameters
        ----------
        dsid
            The dataset.
        file_path
            The file.
        filename
            The name to record; the last part of `file_path` unless given.
        """
        path = Path(file_path)
        try:
            with path.open("rb") as file:
                checksum, size = hashlib.file_digest(file, "sha256").hexdigest(), os.fstat(file.fileno()).st_size
        except OSError as error:
            raise UsageError(
                f"{path} cannot be read: {error.strerror or error}.",
                hint="Check the path, and whether you may read it.",
            ) from error
        return plain(
            self._client.datasets.add_remote_file(
                dsid,
                filename or path.name,
                ELSEWHERE,
                storage_path=str(path.absolute()),
                size=size,
                sha256_hash=checksum,
            )
        )

    @superseded("client.datasets.add_file")
    def check_small_files(self, filelist: Iterable[str | PathLike[str]]) -> bool:
        """Return whether all files are below 100 MB; larger ones once needed another way, and do not any more."""
        return all(Path(file).stat().st_size < SMALL_BYTES for file in filelist)
