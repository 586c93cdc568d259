"""Who may do what with a record."""

from __future__ import annotations

from .base import Field, Record, needed, optional

_CHANGING = frozenset({"editor", "admin", "owner", "platform_admin"})


class ResourceCapabilities(Record):
    """What the caller may do with a record; `max_grant_role` is the highest role the caller may grant."""

    __slots__ = ()
    _shown = ("can_edit", "can_manage_access", "can_change_status", "can_transfer", "max_grant_role")

    can_edit: Field[bool | None] = optional(bool)
    can_manage_access: Field[bool | None] = optional(bool)
    can_change_status: Field[bool | None] = optional(bool)
    can_transfer: Field[bool | None] = optional(bool)
    max_grant_role: Field[str | None] = optional(str)


class AccessGrant(Record):
    """That somebody (`principal_id`, of the kind `principal_type`) has a role (`permission`) on a record."""

    __slots__ = ()
    _shown = ("principal_type", "principal_id", "permission", "display_name")

    principal_id: Field[str] = needed(str)
    principal_type: Field[str] = needed(str)
    permission: Field[str] = needed(str)
    slug: Field[str | None] = optional(str)
    display_name: Field[str | None] = optional(str)


class AccessGroup(Record):
    """That a group may read a record (`read`) or change it (`write`); the forerunner of the access grant."""

    __slots__ = ()
    _shown = ("group_name", "read", "write")

    group_name: Field[str | None] = optional(str)
    read: Field[bool | None] = optional(bool)
    write: Field[bool | None] = optional(bool)


class EffectiveAccess(Record):
    """What somebody may do with a record all grants taken together: a role, ``none`` or ``platform_admin``.

    `read` and `write` say the same in the words of earlier API versions.
    """

    __slots__ = ()
    _shown = ("user_id", "effective_access", "resource_mfid")
    _former = frozenset({"read", "write"})

    resource_mfid: Field[str] = needed(str)
    user_id: Field[str] = needed(str)
    effective_access: Field[str] = needed(str)

    @property
    def read(self) -> bool:
        """Whether the user may read the record."""
        return self.effective_access != "none"

    @property
    def write(self) -> bool:
        """Whether the user may change the record: editors and above may."""
        return self.effective_access in _CHANGING
