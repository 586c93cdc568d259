"""Requests to be let into a project."""

from __future__ import annotations

from datetime import datetime

from .base import Record, needed, optional


class JoinRequest(Record):
    """That somebody wants to join a group: `status` is ``pending``, ``approved`` or ``rejected``."""

    __slots__ = ()
    _shown = ("id", "group_name", "requester_id", "status", "reason")

    id = needed(int)
    group_name = needed(str)
    requester_id = needed(str)
    reason = optional(str)
    status = needed(str)
    request_time = needed(datetime)
    review_time = optional(datetime)
    reviewer_id = optional(str)
    reviewer_notes = optional(str)
