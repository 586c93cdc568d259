"""Requests to make something of a dataset. They are noted; the programs that would do it are no part of the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..call import EDITOR

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call


def request_carrier_segmentation(call: Call) -> Json:
    """Ask for the sample carrier to be found in an image."""
    return _request(call, "carrier_segmentation")


def request_insitu_aggregation(call: Call) -> Json:
    """Ask for in-situ spectra to be aggregated."""
    return _request(call, "insitu_spec_aggregation")


def request_rga_analysis(call: Call) -> Json:
    """Ask for a residual gas analysis."""
    return _request(call, "rga_analysis")


def request_mosaic_stitch(call: Call) -> Json:
    """Ask for a mosaic scan to be stitched."""
    return _request(call, "mosaic_stitch")


def _request(call: Call, kind: str) -> Json:
    dataset = call.resource(call["dataset_mfid"], "dataset", needs=EDITOR)
    request = call.store.processing.create(kind, dataset.id, call.caller.id)
    return {
        "id": request.id,
        "dsid": dataset.mfid,
        "kind": request.kind,
        "requester_id": request.requester,
        "time_created": request.time_created,
    }
