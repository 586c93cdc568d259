"""Plots of the files of datasets.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..transport.port import run
from .dataset_files import DatasetFiles

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..records import File
    from ..resources import plotting as coroutines
    from ..resources.base import Reference
    from ..resources.transfers import LocalPath


class PlotOperations(DatasetFiles):
    """What draws the files of datasets."""

    @cached_property
    def _coroutines(self) -> coroutines.PlotOperations:
        from ..resources.plotting import PlotOperations

        return PlotOperations(self._connect())

    def plot(
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
        return run(self._coroutines.plot(dsid, file, item=item, ax=ax, output_dir=output_dir, max_bytes=max_bytes))
