"""Work that the service does on the files of a dataset when it is asked to.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..transport.port import run
from .base import Operations

if TYPE_CHECKING:
    from ..records import Confirmation
    from ..resources import processing as coroutines
    from ..resources.base import Reference


class ProcessingOperations(Operations):
    """Requests for work on a dataset.

    Each call makes a new request and returns what the server says about it, which is not known to have certain members.
    Whether the work has been done is seen from what it adds: there is no way to ask (study of openapi/SOURCE.md,
    §4.22).
    """

    @cached_property
    def _coroutines(self) -> coroutines.ProcessingOperations:
        from ..resources.processing import ProcessingOperations

        return ProcessingOperations(self._connect())

    def request_carrier_segmentation(self, dsid: Reference) -> Confirmation:
        """Ask for the sample carrier in an image to be found.

        Parameters
        ----------
        dsid
            A dataset or its id.
        """
        return run(self._coroutines.request_carrier_segmentation(dsid))

    def request_insitu_aggregation(self, dsid: Reference) -> Confirmation:
        """Ask for spectra taken in situ to be put together.

        Parameters
        ----------
        dsid
            A dataset or its id.
        """
        return run(self._coroutines.request_insitu_aggregation(dsid))

    def request_rga_analysis(self, dsid: Reference) -> Confirmation:
        """Ask for a residual gas analysis.

        Parameters
        ----------
        dsid
            A dataset or its id.
        """
        return run(self._coroutines.request_rga_analysis(dsid))

    def request_mosaic_stitch(self, dsid: Reference) -> Confirmation:
        """Ask for the images of a mosaic scan to be stitched; the result is a child of the dataset.

        Parameters
        ----------
        dsid
            A dataset or its id.
        """
        return run(self._coroutines.request_mosaic_stitch(dsid))
