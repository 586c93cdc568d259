"""Requests to be let into a project."""

from __future__ import annotations

from datetime import datetime

from .base import Field, Record, needed, optional


class JoinRequest(Record):
    """That somebody wants to join a group: `status` is ``pending``, ``approved`` or ``rejected``."""

    __slots__ = ()
    _shown = ("id", "group_name", "requester_id", "status", "reason")

    id: Field[int] = needed(int)
    group_name: Field[str] = needed(str)
    requester_id: Field[str] = needed(str)
    reason: Field[str | None] = optional(str)
    status: Field[str] = needed(str)
    request_time: Field[datetime] = needed(datetime)
    review_time: Field[datetime | None] = optional(datetime)
    reviewer_id: Field[str | None] = optional(str)
    reviewer_notes: Field[str | None] = optional(str)
