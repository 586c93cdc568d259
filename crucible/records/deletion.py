"""Requests to delete a record, and what was deleted."""

from __future__ import annotations

from datetime import datetime

from .base import Record, needed, optional
from .user import PublicUser


class DeletionCapabilities(Record):
    """What the caller may do with a deletion request."""

    __slots__ = ()
    _shown = ("can_review",)

    can_review = optional(bool)


class DeletionRequest(Record):
    """That somebody wants a dataset or sample deleted; it is out of lists and searches unless that is rejected."""

    __slots__ = ()
    _shown = ("id", "status", "resource_type", "resource_name", "resource_id", "reason")

    id = needed(int)
    resource_type = needed(str)
    resource_id = needed(str)
    resource_name = optional(str)
    project_id = optional(str)
    project_mfid = optional(str)
    requester_id = needed(str)
    requester = optional(PublicUser)
    reason = optional(str)
    status = needed(str)
    request_time = needed(datetime)
    review_time = optional(datetime)
    reviewer_id = optional(str)
    reviewer = optional(PublicUser)
    reviewer_notes = optional(str)
    capabilities = optional(DeletionCapabilities)


class DeletedResource(Record):
    """A record that was deleted for good, who asked for it and who agreed; `id` is the number of this entry."""

    __slots__ = ()
    _shown = ("id", "resource_type", "resource_name", "resource_id", "deleted_at")

    id = needed(int)
    resource_id = needed(str)
    resource_type = needed(str)
    resource_name = optional(str)
    project_id = optional(str)
    project_mfid = optional(str)
    requester_id = needed(str)
    requester = optional(PublicUser)
    reason = optional(str)
    request_time = optional(datetime)
    reviewer_id = optional(str)
    reviewer = optional(PublicUser)
    reviewer_notes = optional(str)
    review_time = optional(datetime)
    deleted_at = needed(datetime)
