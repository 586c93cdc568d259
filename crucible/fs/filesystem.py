"""The file system."""

from __future__ import annotations

import errno
import io
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from fsspec import AbstractFileSystem
from fsspec.utils import merge_offset_ranges, stringify_path

from ..errors import UsageError
from .clients import client_of
from .failures import STALE, as_os_errors, refused
from .listings import Contents, Kept, Listings
from .moving import Moving
from .opened import ReadFile, WrittenFile
from .paths import check_written, entries_in, file_place, folder_entry, place
from .reading import at_once

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from ..client import CrucibleClient
    from ..transfer.upload_options import IfTaken
    from .paths import Entry

LISTING_SECONDS = 10.0
MOST_LISTINGS = 1000


class _OneForEachClient(type(AbstractFileSystem)):  # type: ignore[misc] # fsspec has no types
    """fsspec keeps file systems and finds them again by the text of their arguments, which shows no key."""

    def __call__(cls, *arguments: Any, **options: Any) -> Any:
        client = options.get("client")
        if client is None:
            return super().__call__(*arguments, **options)
        made = super().__call__(*arguments, **{**options, "skip_instance_cache": True})
        made._fs_token_ = f"{id(client):032x}"
        return made


class CrucibleFileSystem(Moving, metaclass=_OneForEachClient):
    """Projects, datasets and their files as a file system of fsspec: ``crucible://``.

    ``crucible://0t…/raw/scan.h5`` is a file of a dataset, ``crucible://my-project`` lists datasets; see `crucible.fs`.
    Everything that opens addresses with fsspec opens these: pandas, pyarrow, xarray, zarr, dask.

    Parameters
    ----------
    profile
        Whose eyes are used: the name of a profile, as for ``CrucibleClient``; without it the default one. Give it as
        ``storage_options={"profile": "prod"}``.
    client
        Instead of it, a client. Such a file system cannot be pickled, because a client holds a key.
    use_listings_cache, listings_expiry_time, max_paths
        Whether, for how many seconds and of how many datasets and projects listings are kept.
    asynchronous, loop
        Taken because some libraries give them; there is no event loop here.

    Raises
    ------
    ConfigError
        On first use: nothing is configured, or there is no such profile.

    Notes
    -----
    Errors are kinds of `OSError`: ``FileNotFoundError``, ``PermissionError``, ``FileExistsError``, ``TimeoutError``,
    ``ConnectionError``; their cause is the error of this package.

    Examples
    --------
    >>> fs = CrucibleFileSystem(client=client)
    >>> fs.ls(dataset.unique_id, detail=False) == [f"{dataset.unique_id}/run7.xy"]
    True
    >>> with fs.open(f"crucible://{dataset.unique_id}/run7.xy") as file:
    ...     file.seek(-9, 2), len(file.read())
    (17437, 9)
    >>> with fs.open(f"{dataset.unique_id}/notes/first.txt", "w") as file:
    ...     file.write("looks good")
    10
    """

    protocol = "crucible"
    root_marker = ""

    def __init__(
        self,
        profile: str | None = None,
        *,
        client: CrucibleClient | None = None,
        use_listings_cache: bool = True,
        listings_expiry_time: float | None = LISTING_SECONDS,
        max_paths: int | None = MOST_LISTINGS,
        asynchronous: bool = False,
        loop: object = None,
    ) -> None:
        if client is not None and profile is not None:
            raise UsageError("client= and profile= both say whose eyes are used.", hint="Give one of them.")
        super().__init__()
        self._profile = profile
        self._given = client
        self._used: CrucibleClient | None = None
        seconds = listings_expiry_time if use_listings_cache else 0.0
        self.listings = Listings(lambda: self.client, Kept(seconds, max_paths))
        self._contents = Contents(lambda: self.client)

    @property
    def client(self) -> CrucibleClient:
        """The client: the one that was given, or one of the profile, opened when it is first used.

        It may be closed when nothing is read or written; what is used next opens a new one.
        """
        if self._given is not None:
            return self._given
        client, before = client_of(self._profile), self._used
        self._used = client
        if before is not None and before is not client:
            self.invalidate_cache()  # that is what others saw, or somewhere else
        return client

    @property
    def fsid(self) -> str:
        """What tells this file system from others: where it is."""
        return f"crucible:{self.client.api_url}"

    def __reduce__(self) -> Any:
        if self._given is not None:
            raise TypeError(
                "a file system of a client cannot be pickled, because a client holds a key; "
                'open it by the name of a profile: storage_options={"profile": ...}'
            )
        return super().__reduce__()

    def __dask_tokenize__(self) -> object:
        """Return what Dask names results by: it must be the same in all processes, and fsspec's own text is not."""
        return type(self).__qualname__, self._profile if self._given is None else self._fs_token

    @classmethod
    def _strip_protocol(cls, path: Any) -> Any:  # Any: a path or a list of them, as fsspec has it
        """Return paths without the protocol, and without slashes around them."""
        if isinstance(path, list):
            return [cls._strip_protocol(one) for one in path]
        return super()._strip_protocol(stringify_path(path)).strip("/")

    # ---- looking ----

    def ls(self, path: str, detail: bool = True, refresh: bool = False) -> list[Any]:
        """List what is in a folder.

        Parameters
        ----------
        path
            Of a project, of a dataset, or of a folder in one; of a file, that file.
        detail
            Whether to return dictionaries instead of paths: ``name``, ``size`` in bytes and ``type``; of files also
            ``sha256``, ``mfid`` and ``ETag``, of datasets ``dataset_name``, ``measurement`` and ``created``.
        refresh
            Whether to ask anew, although the answer may be known.

        Raises
        ------
        FileNotFoundError
            There is no such folder, or the caller may not see it.
        """
        path = self._strip_protocol(path)
        if refresh:
            self.invalidate_cache(path)
        entries = self._entries(path)
        return [dict(entry) for entry in entries] if detail else [entry["name"] for entry in entries]

    def _entries(self, path: str) -> list[Entry]:
        found = place(path)
        if found.dataset is None:
            return self.listings.projects() if found.project is None else self.listings.datasets(found.project)
        named = self.listings.files(found)
        if found.name in named:
            return [self.listings.file(path)]
        entries = entries_in(found.root, found.name, named)
        if entries is None:
            raise refused(errno.ENOENT, "the dataset has no such file or folder", path)
        return entries

    def info(self, path: str, refresh: bool = False) -> Entry:
        """Return what `ls` says about one file or folder.

        Parameters
        ----------
        path, refresh
            As for `ls`.

        Raises
        ------
        FileNotFoundError
            There is none, or the caller may not see it.
        """
        path = self._strip_protocol(path)
        if refresh:
            self.invalidate_cache(path)
        found = place(path)
        if found.name and found.name in self.listings.files(found):
            return self.listings.file(path)
        if found.dataset is None:
            return folder_entry("") if found.project is None else dict(self.listings.project(found.project))
        self._entries(path)
        return folder_entry(path)

    def exists(self, path: str, refresh: bool = False) -> bool:
        """Say whether there is such a file or folder; an error if that cannot be found out.

        Parameters
        ----------
        path, refresh
            As for `ls`.
        """
        try:
            self.info(path, refresh=refresh)
        except FileNotFoundError:
            return False
        return True

    def checksum(self, path: str) -> str:
        """Return the recorded SHA-256 of a file; what stands for it if none is recorded.

        Parameters
        ----------
        path
            Of a file.
        """
        return self.ukey(path)

    def ukey(self, path: str) -> str:
        """Return what is different for different contents of a file; see `checksum`."""
        entry = self.listings.file(self._strip_protocol(path))
        return str(entry["sha256"] or f"{entry['mfid']} {entry['size']} {entry['ETag']}")

    def invalidate_cache(self, path: str | None = None) -> None:
        """Ask anew next time.

        Parameters
        ----------
        path
            About what; everything unless given.
        """
        dataset = None if path is None else place(self._strip_protocol(path)).dataset
        self.listings.forget(dataset)
        self._contents.forget(dataset)
        super().invalidate_cache(path)

    # ---- reading ----

    def _open(
        self,
        path: str,
        mode: str = "rb",
        block_size: int | None = None,
        autocommit: bool = True,
        cache_options: Mapping[str, Any] | None = None,
        cache_type: str = "crucible",
        size: int | None = None,
    ) -> Any:
        if mode == "rb":
            content = self._contents.of(self.listings.record(path), path)
            return ReadFile(
                self, path, content, block_size=block_size, cache_type=cache_type, cache_options=cache_options
            )
        if mode not in ("wb", "xb"):
            raise io.UnsupportedOperation(f"a file of Crucible is opened to be read or written, not with mode {mode!r}")
        found = file_place(path)
        check_written(found.name, path)
        there = found.name in self.listings.files(found)  # the dataset is there as well, then
        if mode == "xb" and there:
            raise refused(errno.EEXIST, "the dataset has such a file", path)
        upload = partial(self._upload_one, path, "error" if mode == "xb" else "overwrite")
        return WrittenFile(path, upload, autocommit=autocommit)

    def _upload_one(self, path: str, existing: IfTaken, here: Path) -> None:
        self.uploaded([(str(here), path)], existing)

    @contextmanager
    def watched(self, path: str) -> Iterator[None]:
        """Turn errors into kinds of `OSError`, and ask anew about a file that has been replaced.

        Parameters
        ----------
        path
            The file that is read inside.
        """
        try:
            with as_os_errors(path):
                yield
        except OSError as error:
            if error.errno == STALE or isinstance(error, FileNotFoundError):
                self.invalidate_cache(path)
            raise

    def cat_file(self, path: str, start: int | None = None, end: int | None = None) -> bytes:
        """Return the bytes of a file; of a whole file they are compared with the recorded SHA-256.

        Parameters
        ----------
        path
            Of a file.
        start, end
            From which byte on, and before which; negative numbers count from the end, as in slices.
        """
        path = self._strip_protocol(path)
        content = self._contents.of(self.listings.record(path), path)
        with self.watched(path):
            first, stop, _ = slice(start, end).indices(content.size_bytes)
            if (first, stop) == (0, content.size_bytes):
                return content.whole()
            return content.read(first, max(first, stop))

    def cat_ranges(
        self,
        paths: Sequence[str],
        starts: int | Sequence[int | None] | None,
        ends: int | Sequence[int | None] | None,
        max_gap: int | None = None,
        on_error: Literal["return", "raise"] = "return",
    ) -> list[Any]:
        """Return stretches of files, several at a time.

        Parameters
        ----------
        paths, starts, ends
            As for `cat_file`; one number is for all of them.
        max_gap
            Stretches of a file that lie no farther apart than this, in bytes, are fetched together.
        on_error
            Whether an error is returned in the place of the bytes.
        """
        firsts = [starts] * len(paths) if starts is None or isinstance(starts, int) else list(starts)
        stops = [ends] * len(paths) if ends is None or isinstance(ends, int) else list(ends)
        if not len(paths) == len(firsts) == len(stops):
            raise ValueError("there are not as many paths as stretches")
        if max_gap is not None and None not in firsts and None not in stops:
            return self._merged(list(paths), firsts, stops, max_gap, on_error)

        def one(path: str, start: int | None, end: int | None, _stop: threading.Event) -> Any:
            try:
                return self.cat_file(path, start, end)
            except Exception as error:
                if on_error == "raise":
                    raise
                return error

        return at_once(one, zip(paths, firsts, stops, strict=True))

    def _merged(self, paths: list[str], starts: list[Any], ends: list[Any], max_gap: int, on_error: Any) -> list[Any]:
        """Return stretches of which those that lie close together were fetched together."""
        merged = merge_offset_ranges(list(paths), list(starts), list(ends), max_gap=max_gap, sort=True)
        pieces = self.cat_ranges(merged[0], merged[1], merged[2], on_error=on_error)
        found = []
        for path, start, end in zip(paths, starts, ends, strict=True):
            for other, begin, stop, data in zip(*merged, pieces, strict=True):
                if other == path and begin <= start and end <= stop:
                    found.append(data if isinstance(data, Exception) else data[start - begin : end - begin])
                    break
        return found
