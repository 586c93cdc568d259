"""Many files at a time, to and from this machine, by the engines of uploads and downloads."""

from __future__ import annotations

import errno
import os
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fsspec import AbstractFileSystem
from fsspec.callbacks import DEFAULT_CALLBACK
from fsspec.utils import isfilelike

from ..resources.transfers import ApiService
from ..transfer import Options, download_file
from ..transfer.names import shown_name
from .failures import as_os_errors, refused
from .paths import file_place
from .reading import at_once

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Mapping, Sequence

    from ..client import CrucibleClient
    from ..transfer import Progress
    from ..transfer.upload_options import IfTaken
    from .listings import Listings


class Moving(AbstractFileSystem):  # type: ignore[misc] # fsspec has no types
    """What moves whole files; `listings` are those of the file system."""

    listings: Listings

    @property
    def client(self) -> CrucibleClient:
        """The client of the file system."""
        raise NotImplementedError

    def get_file(
        self, rpath: str, lpath: Any, callback: Any = DEFAULT_CALLBACK, outfile: Any = None, **options: Any
    ) -> None:
        """Download a file, verified.

        Parameters
        ----------
        rpath, lpath
            What, and where to: a path on this machine, or a file that is open.
        callback
            Of fsspec, hears of the bytes.
        outfile
            Instead of `lpath`, a file that is open.
        options
            None is known.
        """
        rpath = self._strip_protocol(rpath)
        if outfile is not None or isfilelike(lpath):
            super().get_file(rpath, lpath, callback=callback, outfile=outfile, **options)
        elif self.isdir(rpath):
            Path(lpath).mkdir(parents=True, exist_ok=True)
        else:
            self._download(rpath, os.fspath(lpath), _bytes_to(callback))

    def _download(self, path: str, target: str, on_progress: Callable[[Progress], None] | None = None) -> None:
        with as_os_errors(path):
            _download_file(self.client, self.listings.record(path), target, on_progress)

    def get(
        self,
        rpath: Any,
        lpath: Any,
        recursive: bool = False,
        callback: Any = DEFAULT_CALLBACK,
        maxdepth: int | None = None,
    ) -> None:
        """Download files, several at a time, each verified; ``client.download`` does so with whole datasets.

        Parameters
        ----------
        rpath, lpath
            What, and where to: files, folders with `recursive`, or patterns; or two lists.
        recursive, maxdepth
            Whether all in folders is meant, and to which depth.
        callback
            Of fsspec, hears of the files.
        """
        pairs = _planned(self, "get", rpath, lpath, recursive=recursive, maxdepth=maxdepth)
        callback.set_size(len(pairs))

        def one(path: str, target: str, _stop: threading.Event) -> None:
            self.get_file(path, target)
            callback.relative_update(1)

        at_once(one, pairs)

    def put_file(
        self, lpath: Any, rpath: str, callback: Any = DEFAULT_CALLBACK, mode: str = "overwrite", **options: Any
    ) -> None:
        """Upload a file.

        Parameters
        ----------
        lpath, rpath
            What, and where to: a file of a dataset, which may be new.
        callback
            Of fsspec, hears of the bytes.
        mode
            What to do if there is such a file: ``overwrite`` it, or raise an error (``create``).
        options
            None is known.
        """
        if not Path(lpath).is_dir():
            pairs = [(os.fspath(lpath), self._strip_protocol(rpath))]
            self.uploaded(pairs, "error" if mode == "create" else "overwrite", _bytes_to(callback))

    def put(
        self,
        lpath: Any,
        rpath: Any,
        recursive: bool = False,
        callback: Any = DEFAULT_CALLBACK,
        maxdepth: int | None = None,
        mode: str = "overwrite",
    ) -> None:
        """Upload files, several at a time, as ``client.upload`` does.

        Parameters
        ----------
        lpath, rpath
            What, and where to: files, folders with `recursive`, or patterns; or two lists.
        recursive, maxdepth
            Whether all in folders is meant, and to which depth.
        callback
            Of fsspec, hears of the files.
        mode
            What to do with files that are there: ``overwrite`` them, or raise an error (``create``).
        """
        pairs = _planned(self, "put", lpath, rpath, recursive=recursive, maxdepth=maxdepth)
        files = [(here, self._strip_protocol(there)) for here, there in pairs if not Path(here).is_dir()]
        callback.set_size(len(files))
        self.uploaded(files, "error" if mode == "create" else "overwrite")
        callback.relative_update(len(files))

    def uploaded(
        self,
        pairs: Sequence[tuple[str, str]],
        existing: IfTaken,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> None:
        """Upload files, and ask anew about their datasets next time; see `_upload`."""
        try:
            _upload(self.client, pairs, existing, on_progress)
        finally:
            for _, path in pairs:
                self.invalidate_cache(path)

    def pipe_file(self, path: str, value: bytes, mode: str = "overwrite") -> None:
        """Give a file this content.

        Parameters
        ----------
        path
            Of a file of a dataset, which may be new.
        value
            All of it.
        mode
            What to do if there is such a file: ``overwrite`` it, or raise an error (``create``).
        """
        with self.open(path, "xb" if mode == "create" else "wb") as file:
            file.write(value)

    def touch(self, path: str, truncate: bool = True) -> None:
        """Make an empty file; one that is there stays, because an empty one cannot replace it.

        Parameters
        ----------
        path
            Of a file of a dataset.
        truncate
            Taken because fsspec has it.

        Raises
        ------
        FileExistsError
            There is a file with content, and `truncate` was not turned off.
        """
        path = self._strip_protocol(path)
        if not self.exists(path):
            self.pipe_file(path, b"")
        elif truncate and self.info(path)["size"]:
            raise refused(errno.EEXIST, "an empty file cannot replace one with content", path)

    def rm_file(self, path: str) -> None:
        """Refuse: the service deletes files for good, which no file system should do in passing.

        Parameters
        ----------
        path
            Of a file.

        Raises
        ------
        FileNotFoundError
            There is none; some libraries delete what they are about to write.
        NotImplementedError
            There is one.
        """
        path = self._strip_protocol(path)
        if not self.exists(path):
            raise refused(errno.ENOENT, "the dataset has no such file", path)
        raise NotImplementedError("Nothing is deleted through crucible://; client.files.delete(...) does so for good.")

    def cp_file(self, path1: str, path2: str, **options: Any) -> None:
        """Refuse: a dataset keeps content once, and bytes would come here and go back.

        Parameters
        ----------
        path1, path2, options
            Of fsspec.
        """
        raise NotImplementedError("Nothing is copied through crucible://; get() and put() do so by this machine.")

    def mv(self, path1: Any, path2: Any, recursive: bool = False, maxdepth: int | None = None) -> None:
        """Refuse: this would be copying and deleting.

        Parameters
        ----------
        path1, path2, recursive, maxdepth
            Of fsspec.
        """
        raise NotImplementedError(
            "Nothing is moved through crucible://; client.files.update(..., filename=...) gives a file another name."
        )


def _upload(
    client: CrucibleClient,
    pairs: Sequence[tuple[str, str]],
    existing: IfTaken,
    on_progress: Callable[[Progress], None] | None = None,
) -> None:
    """Upload files into datasets.

    Parameters
    ----------
    client
        Whose datasets.
    pairs
        Paths on this machine, each with one in a dataset.
    existing
        What to do with files that are there, as for ``client.upload``.
    on_progress
        Hears of it.

    Raises
    ------
    OSError
        Some could not be uploaded.
    FileExistsError
        The dataset keeps the content of some under other names; all others are there.
    """
    named: defaultdict[str, dict[str, str]] = defaultdict(dict)
    roots: dict[str, str] = {}
    for here, there in pairs:
        place = file_place(there)
        named[str(place.dataset)][place.name] = here
        roots[str(place.dataset)] = place.root
    lost: list[tuple[str, str]] = []
    for dataset, files in named.items():
        root = roots[dataset]
        with as_os_errors(root):
            uploaded = client.upload(dataset, files, existing=existing, progress=on_progress)
        # Of content that the dataset has under another name there is no second file.
        pairs_of_names = zip(files, map(shown_name, uploaded), strict=True)
        lost += [(f"{root}/{name}", other) for name, other in pairs_of_names if name != other]
    if lost:
        path, other = lost[0]
        more = f", and so it is with {len(lost) - 1} more files" if len(lost) > 1 else ""
        raise refused(errno.EEXIST, f"the dataset has this content already, as {other!r}{more}", path)


def _download_file(
    client: CrucibleClient,
    record: Mapping[str, object],
    target: str,
    on_progress: Callable[[Progress], None] | None = None,
) -> None:
    """Download a file to a place of any name, verified.

    Parameters
    ----------
    client, record
        Which file.
    target
        Where to.
    on_progress
        Hears of it.

    Raises
    ------
    CrucibleError
        It could not be fetched or stored; nothing half-done has its name.
    """
    port, place = client._open(), Path(target)
    place.parent.mkdir(parents=True, exist_ok=True)
    # In a folder of its own, because a download leaves a manifest beside its files, with their names in the dataset.
    with tempfile.TemporaryDirectory(prefix=".crucible-", dir=place.parent) as folder:
        there = {**record, "filename": "content", "storage_path": None}
        download_file(ApiService(port), there, folder, Options(progress=on_progress), storage=port.storage)
        Path(folder, "content").replace(place)


def _planned(fs: Any, verb: str, *arguments: Any, **options: Any) -> list[tuple[str, str]]:
    """Return which file goes where, as fsspec decides it, without moving any.

    Parameters
    ----------
    fs
        The file system.
    verb
        ``get`` or ``put``.
    arguments, options
        Of the method of this name.
    """
    pairs: list[tuple[str, str]] = []
    # It goes on to move one after the other by a method of its own: that of this stand-in only takes notes.
    stand_in = object.__new__(type(fs))
    stand_in.__dict__.update(vars(fs))
    setattr(stand_in, f"{verb}_file", lambda source, target, **_: pairs.append((source, target)))
    getattr(AbstractFileSystem, verb)(stand_in, *arguments, **options)
    return pairs


def _bytes_to(callback: Any) -> Callable[[Progress], None]:
    def heard(progress: Progress) -> None:
        if progress.size_bytes is not None:
            callback.set_size(progress.size_bytes)
        callback.absolute_update(progress.done_bytes)

    return heard
