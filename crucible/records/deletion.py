"""Requests to delete a record, and what was deleted."""

from __future__ import annotations

from datetime import datetime

from .base import Field, Record, needed, optional
from .user import PublicUser


class DeletionCapabilities(Record):
    """What the caller may do with a deletion request."""

    __slots__ = ()
    _shown = ("can_review",)

    can_review: Field[bool | None] = optional(bool)


class DeletionRequest(Record):
    """That somebody wants a dataset or sample deleted; it is out of lists and searches unless that is rejected."""

    __slots__ = ()
    _shown = ("id", "status", "resource_type", "resource_name", "resource_id", "reason")

    id: Field[int] = needed(int)
    resource_type: Field[str] = needed(str)
    resource_id: Field[str] = needed(str)
    resource_name: Field[str | None] = optional(str)
    project_id: Field[str | None] = optional(str)
    project_mfid: Field[str | None] = optional(str)
    requester_id: Field[str] = needed(str)
    requester: Field[PublicUser | None] = optional(PublicUser)
    reason: Field[str | None] = optional(str)
    status: Field[str] = needed(str)
    request_time: Field[datetime] = needed(datetime)
    review_time: Field[datetime | None] = optional(datetime)
    reviewer_id: Field[str | None] = optional(str)
    reviewer: Field[PublicUser | None] = optional(PublicUser)
    reviewer_notes: Field[str | None] = optional(str)
    capabilities: Field[DeletionCapabilities | None] = optional(DeletionCapabilities)


class DeletedResource(Record):
    """A record that was deleted for good, who asked for it and who agreed; `id` is the number of this entry."""

    __slots__ = ()
    _shown = ("id", "resource_type", "resource_name", "resource_id", "deleted_at")

    id: Field[int] = needed(int)
    resource_id: Field[str] = needed(str)
    resource_type: Field[str] = needed(str)
    resource_name: Field[str | None] = optional(str)
    project_id: Field[str | None] = optional(str)
    project_mfid: Field[str | None] = optional(str)
    requester_id: Field[str] = needed(str)
    requester: Field[PublicUser | None] = optional(PublicUser)
    reason: Field[str | None] = optional(str)
    request_time: Field[datetime | None] = optional(datetime)
    reviewer_id: Field[str | None] = optional(str)
    reviewer: Field[PublicUser | None] = optional(PublicUser)
    reviewer_notes: Field[str | None] = optional(str)
    review_time: Field[datetime | None] = optional(datetime)
    deleted_at: Field[datetime] = needed(datetime)
