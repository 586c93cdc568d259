"""Plots of the files of datasets."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..extras import require
from ..records import Dataset, File
from .base import mfid
from .dataset_files import DatasetFiles
from .downloads import download_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from ..plots import Content
    from .base import Reference
    from .transfers import LocalPath

_NAMED = 8
_TRIED = 5
"""Files that are fetched to find one that can be drawn."""


class PlotOperations(DatasetFiles):
    """What draws the files of datasets."""

    async def plot(
        self,
        dsid: Reference,
        file: str | File | None = None,
        *,
        item: str | None = None,
        ax: Axes | None = None,
        output_dir: LocalPath | None = None,
        max_bytes: int | None = None,
    ) -> Axes:
        """Draw a file of a dataset, and get the axes of matplotlib.

        The file is downloaded, verified and read by its parser, in a process of its own within limits of time and
        memory. Patterns and spectra are drawn over their axis, images with a scale bar if the file says how large a
        pixel is.

        Parameters
        ----------
        dsid
            A dataset or its id.
        file
            A file of it or its name; the first one that can be drawn unless given.
        item
            Which part of the file: the path of an HDF5 array, the name of a column, a signal or a wave; what the file
            is most likely about unless given.
        ax
            Axes to draw into; those of a new figure unless given.
        output_dir
            A folder to keep the file in, so that the next call need not fetch it again; it goes into the folder of the
            dataset's id there. Unless given the file is gone when it is drawn.
        max_bytes
            Do not fetch a file that is larger.

        Raises
        ------
        UsageError
            The dataset has no such file, or none that could be drawn.
        ParserError
            Nothing in the file can be drawn, or it cannot be read.
        TransferError
            The file cannot be fetched, or is larger than `max_bytes`.
        NotInstalledError
            matplotlib, or what reads the file, is not installed.

        Examples
        --------
        >>> axes = client.datasets.plot(dataset)
        >>> axes.get_xlabel(), axes.get_title(loc="left")
        ('two-theta (degree)', 'film A, pattern: run7.xy')
        """
        from ..parsers import NotSupportedError
        from ..plots import draw
        from ..transfer.options import Options

        require("matplotlib.pyplot")  # before anything is fetched
        candidates = _candidates(await self.list_files(dsid), file)
        name = await self._name_of(dsid)
        options = Options(existing="refresh", max_bytes=max_bytes)
        with tempfile.TemporaryDirectory(prefix="crucible-", ignore_cleanup_errors=True) as temporary:
            folder = Path(temporary) if output_dir is None else Path(output_dir, mfid(dsid, "dataset"))
            for chosen in candidates:
                path = await download_file(self._port, chosen, folder, options)
                try:
                    content = await self._port.run_blocking(partial(_read, Path(path), chosen.filename, item))
                    break
                except NotSupportedError:  # a text without a table, say
                    if chosen is candidates[-1]:
                        raise
        return draw(content, ax, title=f"{name}: {chosen.filename}" if name else chosen.filename)

    async def _name_of(self, dsid: Reference) -> str | None:
        """Return the name of a dataset, with a request if only its id is known."""
        from crucible_api.api.datasets import get_dataset

        if isinstance(dsid, Dataset):
            return dsid.dataset_name
        record = await self._port.call(get_dataset, dataset_mfid=mfid(dsid, "dataset"))
        return Dataset(record).dataset_name


def _read(path: Path, name: str, item: str | None) -> Content:
    from ..parsers.drawn import content_apart

    return content_apart(path, name, item)


def _candidates(files: Sequence[File], file: str | File | None) -> list[File]:
    """Return the file that is drawn, or those of which the first is drawn that can be.

    Raises
    ------
    UsageError
        There is none.
    """
    from ..plots import can_be_drawn

    names = [one.filename for one in files]
    has = (
        f"It has {', '.join(names[:_NAMED])}{', ...' if len(names) > _NAMED else ''}." if names else "It has no files."
    )
    if file is None:
        found = [one for one in files if can_be_drawn(one.filename)]
        if not found:
            raise UsageError("The dataset has no file that looks as if it could be drawn.", hint=has)
        return found[:_TRIED]
    wanted = file.mfid if isinstance(file, File) else file
    matching = [one for one in files if wanted in (one.mfid, one.filename)]
    matching = matching or [one for one in files if one.filename.rpartition("/")[2] == wanted]
    if len(matching) != 1:
        many = "no file" if not matching else f"{len(matching)} files"
        raise UsageError(f"The dataset has {many} of the name {wanted!r}.", hint=has)
    return matching
