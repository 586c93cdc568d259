"""How datasets and samples end: requests that hide them, their review, deletion for good, and the audit of it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from ..answers import conflict, forbidden, not_found
from ..call import EDITOR
from ..store import deletions
from ..store.selection import Selection
from .pages import offset_page, order, part
from .records import public_user

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..answers import Json
    from ..call import Call
    from ..store.accounts import Account
    from ..store.deletions import DeletionEntry, DeletionRequest
    from ..store.resources import Resource


def request_deletion(call: Call) -> Json:
    """Ask for a dataset or sample to be deleted; from now on it is found by its identity only."""
    resource = call.resource(call["resource_mfid"], "dataset", "sample", needs=EDITOR)
    if (present := call.store.deletions.open([resource.id]).get(resource.id)) is not None:
        raise conflict(f"{resource.mfid} has a deletion request already: number {present.id} is {present.status}")
    return _shown(call, [call.store.deletions.create(resource.id, call.caller.id, call.get("reason"))])[0]


def list_deletion_requests(call: Call) -> Json:
    """Requests the caller made, may decide on, or whose records the caller owns; newest first."""
    chosen = Selection()
    if (status := call.get("status")) is not None:
        deletions.has_status(chosen, status)
    if (mfid := call.get("project_mfid")) is not None:
        deletions.is_in_project(chosen, mfid)
    if call["scope"] == "submitted":
        deletions.is_requested_by(chosen, call.caller.id)
    elif call["scope"] == "reviewable":
        deletions.has_status(chosen, "pending")
        if not call.caller.elevated:
            deletions.is_reviewed_by(chosen, call.caller.id)
    elif not call.caller.elevated:
        deletions.is_shown_to(chosen, call.caller.id)
    ordering = order(call, deletions.SORT_KEYS, deletions.NEWEST_FIRST, "d.id", needs_sort=False)
    found, page = call.store.deletions.page(chosen, ordering, part(call))
    return offset_page(call, _shown(call, found), page.following, lambda: call.store.deletions.count(chosen))


def get_deletion_request(call: Call) -> Json:
    """One request."""
    request = _find(call)
    if not (call.caller.id in (request.requester, request.resource_owner) or _may_review(call, request)):
        raise forbidden("Not authorized: a deletion request is for its requester, its reviewers and the record's owner")
    return _shown(call, [request])[0]


def review_deletion_request(call: Call) -> Json:
    """Approve a request, or reject it, which brings the record back."""
    request = _find(call)
    if not _may_review(call, request):
        raise forbidden("Not authorized: the project's owner and admins and platform administrators review deletions")
    if request.status != "pending":
        raise conflict(f"Deletion request {request.id} has been reviewed: it is {request.status}")
    notes = call.get("reviewer_notes")
    return _shown(call, [call.store.deletions.review(request, call["status"], call.caller.id, notes)])[0]


def _find(call: Call) -> DeletionRequest:
    request = call.store.deletions.get(call["request_id"])
    if request is None:
        raise not_found(f"Deletion request {call['request_id']}")
    return request


def _may_review(call: Call, request: DeletionRequest) -> bool:
    return call.caller.elevated or request.project in call.store.deletions.projects_reviewed_by(call.caller.id)


def _shown(call: Call, requests: list[DeletionRequest]) -> list[Json]:
    accounts = _people(call, requests)
    projects = call.store.deletions.projects_reviewed_by(call.caller.id)
    return [
        {
            "id": request.id,
            "resource_type": request.resource_type,
            "resource_id": request.resource_mfid,
            "resource_name": request.resource_name,
            "project_id": request.project_slug,
            "project_mfid": request.project_mfid,
            "status": request.status,
            "capabilities": {
                "can_review": request.status == "pending" and (call.caller.elevated or request.project in projects)
            },
            **_told(request, accounts),
        }
        for request in requests
    ]


def _people(call: Call, told: list[DeletionRequest] | list[DeletionEntry]) -> Mapping[str, Account]:
    ids = {one for entry in told for one in (entry.requester, entry.reviewer) if one is not None}
    return call.store.accounts.many(ids)


def _told(entry: DeletionRequest | DeletionEntry, accounts: Mapping[str, Account]) -> dict[str, Json]:
    """Return who wanted a deletion and who agreed, as requests and the audit say it."""
    requester, reviewer = accounts.get(entry.requester), accounts.get(entry.reviewer or "")
    return {
        "requester_id": entry.requester,
        "requester": public_user(requester) if requester else None,
        "reason": entry.reason,
        "request_time": entry.request_time,
        "reviewer_id": entry.reviewer,
        "reviewer": public_user(reviewer) if reviewer else None,
        "reviewer_notes": entry.reviewer_notes,
        "review_time": entry.review_time,
    }


def delete_resource(call: Call) -> Json:
    """Delete a dataset or sample for good, with everything that belongs to it alone."""
    call.require_administrator()
    resource = call.resource(call["resource_mfid"], "dataset", "sample")
    request = call.store.deletions.open([resource.id]).get(resource.id)
    if not call["force"] and (request is None or request.status != "approved"):
        raise conflict(f"There is no approved deletion request for {resource.mfid}; force=true deletes it without one")
    call.store.deletion_audit.add(resource, request, call.caller.id)
    _remove_content(call, resource)
    call.store.resources.delete(resource)
    return {"detail": f"Resource {resource.mfid} was permanently deleted"}


def _remove_content(call: Call, dataset: Resource) -> None:
    """Forget the stored objects of a dataset; once that is committed, remove bytes that nothing else needs."""
    store, contents = call.store, call.world.storage.contents
    for file in store.files.of(dataset.id):
        orphan = store.objects.remove(file.object_name) if file.object_name else None
        if orphan is not None:
            is_needed = functools.partial(store.objects.has_content, orphan)
            store.db.after_commit(functools.partial(contents.remove, orphan, is_needed))
    for upload_id in store.uploads.unfinished_of(dataset.id):
        store.db.after_commit(functools.partial(contents.discard, upload_id))


def list_deletion_audit(call: Call) -> Json:
    """What was deleted for good, the latest first; without the scope `submitted` for administrators."""
    chosen = Selection()
    if call.get("scope") == "submitted":
        deletions.entry_has(chosen, "requester", call.caller.id)
    else:
        call.require_administrator()
    for parameter, column in (
        ("resource_id", "resource_id"),
        ("requester_id", "requester"),
        ("reviewer_id", "reviewer"),
        ("project_id", "project_id"),
        ("project_mfid", "project_mfid"),
    ):
        if (value := call.get(parameter)) is not None:
            deletions.entry_has(chosen, column, value)
    ordering = order(call, {}, deletions.LATEST_FIRST, "e.id", needs_sort=False)
    entries, page = call.store.deletion_audit.page(chosen, ordering, part(call))
    items = _entries(call, entries)
    return offset_page(call, items, page.following, lambda: call.store.deletion_audit.count(chosen))


def get_deletion_audit_entry(call: Call) -> Json:
    """One entry."""
    call.require_administrator()
    entry = call.store.deletion_audit.get(call["audit_id"])
    if entry is None:
        raise not_found(f"Audit entry {call['audit_id']}")
    return _entries(call, [entry])[0]


def _entries(call: Call, entries: list[DeletionEntry]) -> list[Json]:
    accounts = _people(call, entries)
    return [
        {
            "id": entry.id,
            "resource_id": entry.resource_id,
            "resource_type": entry.resource_type,
            "resource_name": entry.resource_name or "",
            "project_id": entry.project_id,
            "project_mfid": entry.project_mfid,
            "deleted_at": entry.deleted_at,
            **_told(entry, accounts),
        }
        for entry in entries
    ]
