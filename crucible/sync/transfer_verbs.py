"""Downloads of records of any kind, in the foreground and in the background, and what became of them later.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..transport.port import run
from .base import Operations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..resources import transfer_verbs as coroutines
    from ..resources.downloads import Several
    from ..resources.transfers import LocalPath
    from ..transfer.handle import TransferHandle
    from ..transfer.options import Existing
    from ..transfer.report import Downloaded
    from ..transfer.verified import VerifyReport
    from ..transfer.views import Progressing


class TransferVerbs(Operations):
    """What moves records and files of any kind."""

    @cached_property
    def _coroutines(self) -> coroutines.TransferVerbs:
        from ..resources.transfer_verbs import TransferVerbs

        return TransferVerbs(self._connect())

    def download(
        self,
        resource_id: Several,
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
        """Download records and, of datasets, the files; each file is verified.

        A call that broke off is simply repeated: what is here and verifies is not fetched again, and a file of which a
        part is here goes on from there.

        Parameters
        ----------
        resource_id
            A record or its id, or several of them: a list, or a listing such as ``client.datasets.list(...)``, which is
            read while files move.
        output_dir
            Each goes into the folder of its id inside this one, a single file into that of its dataset.
        no_files, no_record
            Leave out the files, or ``record.json``, which has the record with its metadata as the service sends it.
        overwrite_existing
            Whether files that are here with other bytes than in the service are replaced. If not, they are reported.
        include, exclude
            Patterns that choose files by name: a text is one pattern; without ``/`` it is matched with the last part of
            the name; ``*`` stays within a folder, ``**`` does not. `crucible.transfer.globs` has a table of examples.
        existing
            Instead of `overwrite_existing`: ``"refresh"`` (like True) fetches what is missing or differs, ``"skip"``
            (like False) what is missing, ``"overwrite"`` everything anew; ``"error"`` refuses if something is there.
        workers
            How many files at a time; as many as are useful unless given.
        max_bytes
            Files that would make it more in all are left; the report says which.
        bytes_per_second
            Not faster than this, all files together.
        progress
            True shows bars, or a line a minute where there is no terminal. A function is called with a `Progress` as
            bytes move, from the threads that move them, never from two at once; what it raises ends the download.
        dry_run
            Fetch nothing, and get the paths that there would be; `report` says what would be done.
        verify
            Whether checksums are compared; sizes always are.

        Returns
        -------
        Downloaded
            A list of the paths of what was saved or kept, as texts: of each record ``record.json`` first, then its
            files by name. Its `report` has a line for each file.

        Raises
        ------
        UnknownResourceError
            Nobody knows the id, or the caller may not see the record; of several ids, that is a line of the report.
        PartialTransferError
            Some files could not be fetched; `report` has a line for each. All others are here, and a later call
            fetches the rest.
        TransferError
            Nothing can be stored there, or there is not enough room; nothing was fetched.
        UsageError
            Arguments cannot be right; nothing was sent.

        Notes
        -----
        What was fetched is written into a manifest beside the files, which `verify` can use later.

        Examples
        --------
        >>> from pathlib import Path
        >>> paths = client.download(dataset, include="*.xy")
        >>> [Path(path).name for path in paths]
        ['record.json', 'run7.xy']
        >>> [(line.name, line.state) for line in client.download(dataset, dry_run=True).report]
        [('record.json', 'kept'), ('run7.xy', 'kept')]

        Everything that a search finds:

        >>> found = client.datasets.list(measurement="XRD", limit=None)
        >>> client.download(found, "all", no_record=True).report.counts()
        '1 file: 1 saved'
        """
        return run(
            self._coroutines.download(
                resource_id,
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

    def start_download(
        self,
        resource_id: Several,
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
    ) -> TransferHandle[Downloaded]:
        """Begin a download in the background.

        Parameters
        ----------
        resource_id, output_dir, no_files, no_record, overwrite_existing, include, exclude
            As for `download`.
        existing, workers, max_bytes, bytes_per_second, progress, dry_run, verify
            As for `download`.

        Returns
        -------
        TransferHandle
            With ``wait``, ``cancel``, ``progress`` and ``done``; `wait` returns and raises what `download` does. The
            download goes on until it ends, is cancelled, or the client is closed or the program ends.

        Raises
        ------
        UsageError
            Arguments cannot be right; nothing was sent.

        Examples
        --------
        >>> handle = client.start_download(dataset, "later")
        >>> len(handle.wait(timeout=60))
        2
        >>> handle.done
        True
        """
        from ..transfer.handle import TransferHandle

        return TransferHandle(
            run(
                self._coroutines.start_download(
                    resource_id,
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
        )

    def verify(
        self,
        path: LocalPath,
        *,
        offline: bool = False,
        include: str | Iterable[str] | None = None,
        exclude: str | Iterable[str] | None = None,
        progress: Progressing = None,
    ) -> VerifyReport:
        """Compare what was downloaded to a folder with the service's checksums. Nothing is changed.

        Parameters
        ----------
        path
            The ``output_dir`` of downloads, or the folder of one dataset inside it.
        offline
            Compare with the manifests that downloads wrote instead; nothing is sent then.
        include, exclude
            Patterns that choose which files should be there, as for `download`; the others are not looked at.
        progress
            As for `download`.

        Returns
        -------
        VerifyReport
            `ok`, and what is ``missing``, ``different``, ``extra``, a ``duplicate`` of another file, ``unreadable`` or
            has no checksum (``unchecked``).

        Raises
        ------
        UsageError
            Nothing was downloaded to this folder.
        TransferError
            It is to be compared with a manifest, and there is none.
        NotFoundError
            The dataset is not there any more, or the caller may not see it; among several, that is a line.

        Examples
        --------
        >>> from pathlib import Path
        >>> paths = client.download(dataset, "kept")
        >>> client.verify("kept").ok
        True
        >>> _ = Path(paths[1]).write_text("spoilt")
        >>> [line.name for line in client.verify("kept", offline=True).different]
        ['run7.xy']
        """
        return run(self._coroutines.verify(path, offline=offline, include=include, exclude=exclude, progress=progress))
