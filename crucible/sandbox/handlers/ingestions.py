"""Requests to read metadata out of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers import invalid, not_found
from ..call import EDITOR, VIEWER
from ..ingest import READS_NOTHING
from ..store import conditions
from ..store.ingestions import is_about_file
from .files import find as find_file
from .pages import offset_page, part

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call
    from ..store.ingestions import IngestionRequest


def _shown(request: IngestionRequest) -> Json:
    return {
        "id": request.id,
        "status": request.status,
        "file_mfid": request.file_mfid,
        "dataset_mfid": request.dataset_mfid,
        "ingestion_class": request.ingestion_class,
        "ingestion_githash": request.ingestion_githash,
        "time_created": request.time_created,
        "time_completed": request.time_completed,
        "error_message": request.error_message,
    }


def request_ingestion(call: Call) -> Json:
    """Ask for a file to be read, or only note that it is not to be."""
    file = find_file(call, EDITOR)
    request = call.store.ingestions.create(file.dataset, file.mfid, call["status"], call.get("ingestion_class"))
    call.store.db.after_commit(call.world.wake_worker)
    return _shown(request)


def list_ingestion_requests(call: Call) -> Json:
    """Requests about datasets the caller may read, newest first."""
    chosen = call.readable("dataset")
    if (mfid := call.get("dataset_mfid")) is not None:
        conditions.equals(chosen, "mfid", mfid)
    if (mfid := call.get("file_mfid")) is not None:
        is_about_file(chosen, mfid)
    requests, page = call.store.ingestions.page(chosen, part(call))
    items = [_shown(request) for request in requests]
    return offset_page(call, items, page.following, lambda: call.store.ingestions.count(chosen))


def _find(call: Call, needs: int) -> IngestionRequest:
    request = call.store.ingestions.get(call["request_id"])
    if request is None:
        raise not_found(f"Ingestion request {call['request_id']}")
    call.resource(request.dataset_mfid, "dataset", needs=needs)
    return request


def get_ingestion_request(call: Call) -> Json:
    """One request."""
    return _shown(_find(call, VIEWER))


def update_ingestion_request(call: Call) -> Json:
    """Write what a worker elsewhere has done; what is left out stays."""
    request = _find(call, EDITOR)
    changes = dict(call.body)
    if changes.pop("id", request.id) != request.id:
        raise invalid(("body", "id"), "The id in the body is not the one in the path", call.body["id"])
    updated = call.store.ingestions.update(request, **changes, leased_until=None)
    call.store.db.after_commit(call.world.wake_worker)
    return _shown(updated)


def list_ingestors(call: Call) -> Json:
    """Names of the ingestion classes that can be asked for."""
    from crucible.parsers import installed  # looks through all installed packages, which no other call needs

    return sorted({READS_NOTHING, *(name for parser in installed() for name in parser.classes)})
