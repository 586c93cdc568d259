"""Uploads of files, folders and globs, in the foreground and in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import Operations, mfid
from .reading import start_upload, upload_and_read
from .upload_files import choose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..records import File
    from ..transfer.handle import AsyncTransferHandle
    from ..transfer.report import Uploaded
    from ..transfer.upload_options import IfTaken
    from ..transfer.views import Progressing
    from .base import Reference
    from .transfers import Files


class UploadVerbs(Operations):
    """What moves files from this machine to the service."""

    async def upload(
        self,
        dataset: Reference,
        paths: Files,
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
        """Upload files, folders and globs into a dataset; content that the dataset has already is not sent again.

        A call that broke off, for whatever reason, is simply repeated: what has arrived stays, and a file that was
        broken off goes on from there.

        Parameters
        ----------
        dataset
            A dataset or its id.
        paths
            A file, a folder or a glob, several of them, or a dictionary of them by the names that they get. A file gets
            the last part of its path as its name, the files of a folder get their paths inside it. A text with ``*``,
            ``?`` or ``[`` that names no file is a glob: ``"runs/*.h5"`` are the files directly in ``runs``,
            ``"runs/**/*.h5"`` also those in its folders.
        prefix
            A folder in the dataset that all of them are put into.
        include, exclude
            Patterns that choose among the files of folders and globs, as for `download`; hidden files are files like
            all others. A file that is named itself is always sent.
        existing
            What to do where the dataset has other content under the name of a file: ``"error"`` reports it as failed,
            ``"skip"`` leaves it alone, ``"overwrite"`` gives it this content, unless somebody else has given it other
            content meanwhile.
        workers
            How many requests at a time; as many as are useful unless given.
        max_bytes
            Files that would make it more in all are left; the report says which.
        bytes_per_second
            Not faster than this, all files together.
        progress
            True shows bars, or a line a minute where there is no terminal. A function is called with a `Progress` as
            bytes move, from the threads that move them, never from two at once; what it raises ends the upload.
        dry_run
            Send nothing; `report` says what would be done.
        parse
            Read the files here, before they are sent, and give the dataset what they say: fields and scientific
            metadata that it lacks, keywords, thumbnails. The service is told that it need not read them. A file that no
            parser knows, or that is broken, is sent like all others; `parsed` has a line for each.

        Returns
        -------
        Uploaded
            A list of the records, in the order of `paths`, and of folders in the order of the names. For content that
            the dataset had already it is the record of that, whatever its name. Its `report` has a line for each file.

        Raises
        ------
        UsageError
            Something that is named is not there, a pattern finds nothing, a name cannot be used, or two files would
            have one name, or names that differ by case alone; nothing was sent.
        PartialTransferError
            Some files were not sent, such as those that cannot be read or have vanished; `report` has a line for each.
            All others are there.
        NotFoundError, PermissionDeniedError
            There is no such dataset, or the caller may not write to it.
        NotInstalledError
            A file could be parsed with a library that is not installed; nothing was sent.

        Notes
        -----
        Links inside a folder are never followed out of it; they are reported, as pipes and devices are. A folder gets a
        manifest, a hidden file that says what was sent; `verify` compares the folder with the service.

        Examples
        --------
        >>> from pathlib import Path
        >>> Path("night/raw").mkdir(parents=True)
        >>> for name in ["night/a.txt", "night/raw/b.txt", "night/notes.md"]:
        ...     _ = Path(name).write_text(name)
        >>> [line.name for line in client.upload(smoothed, "night", exclude="*.md", dry_run=True).report]
        ['a.txt', 'raw/b.txt']
        >>> [file.filename for file in client.upload(smoothed, "night", exclude="*.md")]
        ['a.txt', 'raw/b.txt']
        >>> [file.filename for file in client.upload(smoothed, "night/*.md", prefix="about")]
        ['about/notes.md']
        >>> pattern = client.datasets.create(dataset_name="film A, pattern of today")
        >>> [read.state for read in client.upload(pattern, "run7.xy", parse=True).parsed]
        ['read']
        >>> client.datasets.get_scientific_metadata(pattern)["pattern"]["step"]
        0.02
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
        dataset_id = mfid(dataset, "dataset")
        choice = await choose(self._port, paths, include=include, exclude=exclude, prefix=prefix)
        return await upload_and_read(self._port, dataset_id, choice, options, parse)

    async def start_upload(
        self,
        dataset: Reference,
        paths: Files,
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
    ) -> AsyncTransferHandle[Uploaded[File]]:
        """Begin an upload in the background.

        Parameters
        ----------
        dataset, paths, prefix, include, exclude
            As for `upload`.
        existing, workers, max_bytes, bytes_per_second, progress, dry_run, parse
            As for `upload`; the files are read in the background too.

        Returns
        -------
        TransferHandle
            With ``wait``, ``cancel``, ``progress`` and ``done``; `wait` returns and raises what `upload` does. The
            upload goes on until it ends, is cancelled, or the client is closed or the program ends.

        Raises
        ------
        UsageError
            As for `upload`; nothing was sent.

        Examples
        --------
        >>> from pathlib import Path
        >>> _ = Path("later.txt").write_text("1 2")
        >>> handle = client.start_upload(smoothed, "later.txt")
        >>> [file.filename for file in handle.wait(timeout=60)]
        ['later.txt']
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
        dataset_id = mfid(dataset, "dataset")
        choice = await choose(self._port, paths, include=include, exclude=exclude, prefix=prefix)
        return start_upload(self._port, dataset_id, choice, options, parse)
