"""Work that the service does on the files of a dataset when it is asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crucible_api.api.processing import (
    request_carrier_segmentation,
    request_insitu_aggregation,
    request_mosaic_stitch,
    request_rga_analysis,
)

from ..records import Confirmation
from .base import Operations, mfid
from .outcome import once

if TYPE_CHECKING:
    from ..transport.port import Endpoint
    from .base import Reference

_LOOK = "what the worker adds to the dataset"


class ProcessingOperations(Operations):
    """Requests for work on a dataset.

    Each call makes a new request and returns what the server says about it, which is not known to have certain members.
    Whether the work has been done is seen from what it adds: there is no way to ask (study of openapi/SOURCE.md,
    §4.22).
    """

    async def request_carrier_segmentation(self, dsid: Reference) -> Confirmation:
        """Ask for the sample carrier in an image to be found.

        Parameters
        ----------
        dsid
            A dataset or its id.
        """
        return await self._request(request_carrier_segmentation, dsid)

    async def request_insitu_aggregation(self, dsid: Reference) -> Confirmation:
        """Ask for spectra taken in situ to be put together.

        Parameters
        ----------
        dsid
            A dataset or its id.
        """
        return await self._request(request_insitu_aggregation, dsid)

    async def request_rga_analysis(self, dsid: Reference) -> Confirmation:
        """Ask for a residual gas analysis.

        Parameters
        ----------
        dsid
            A dataset or its id.
        """
        return await self._request(request_rga_analysis, dsid)

    async def request_mosaic_stitch(self, dsid: Reference) -> Confirmation:
        """Ask for the images of a mosaic scan to be stitched; the result is a child of the dataset.

        Parameters
        ----------
        dsid
            A dataset or its id.
        """
        return await self._request(request_mosaic_stitch, dsid)

    async def _request(self, endpoint: Endpoint, dsid: Reference) -> Confirmation:
        return Confirmation(await once(self._port.call(endpoint, dataset_mfid=mfid(dsid, "dataset")), _LOOK) or {})
