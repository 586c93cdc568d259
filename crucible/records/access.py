"""Who may do what with a record."""

from __future__ import annotations

from .base import Record, needed, optional


class ResourceCapabilities(Record):
    """What the caller may do with a record; `max_grant_role` is the highest role the caller may grant."""

    __slots__ = ()
    _shown = ("can_edit", "can_manage_access", "can_change_status", "can_transfer", "max_grant_role")

    can_edit = optional(bool)
    can_manage_access = optional(bool)
    can_change_status = optional(bool)
    can_transfer = optional(bool)
    max_grant_role = optional(str)


class AccessGrant(Record):
    """That somebody (`principal_id`, of the kind `principal_type`) has a role (`permission`) on a record."""

    __slots__ = ()
    _shown = ("principal_type", "principal_id", "permission", "display_name")

    principal_id = needed(str)
    principal_type = needed(str)
    permission = needed(str)
    slug = optional(str)
    display_name = optional(str)
