"""Requests to read metadata out of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .dialect import ask

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call


def list_ingestion_requests(call: Call) -> Json:
    """Requests about datasets the caller may read, newest first; the filters had other names."""
    return ask(call, dataset_mfid=call.get("dataset_id"), file_mfid=call.get("file_id"))


def update_ingestion_request(call: Call) -> Json:
    """Write what a worker elsewhere has done; a null changes nothing."""
    return ask(call, body={name: value for name, value in call.body.items() if value is not None})
