"""Records that get another owner or another project, or would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import Field, Record, needed, optional
from .user import PublicUser

if TYPE_CHECKING:
    from collections.abc import Mapping


class Move(Record):
    """What a change does (`confirmed`), or would do (a preview): the server's answer is the same for both."""

    __slots__ = ("_confirmed",)

    _confirmed: bool

    def __init__(self, wire: Mapping[str, object], site: str | None = None, confirmed: bool = False) -> None:
        super().__init__(wire, site)
        object.__setattr__(self, "_confirmed", confirmed)

    @property
    def confirmed(self) -> bool:
        """Whether it was done; otherwise this is a preview, and nothing was changed."""
        return self._confirmed

    def __eq__(self, other: object) -> bool:
        return super().__eq__(other) and isinstance(other, Move) and self._confirmed == other._confirmed

    def __hash__(self) -> int:
        return super().__hash__()

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self._wire, self._site, self._confirmed)


class OwnershipTransfer(Move):
    """Who owned a record and who owns it now, or would."""

    __slots__ = ()
    _shown = ("confirmed", "resource_id", "previous_owner", "new_owner")

    resource_id: Field[str] = needed(str)
    previous_owner: Field[PublicUser | None] = optional(PublicUser)
    new_owner: Field[PublicUser] = needed(PublicUser)


class ProjectReassignment(Move):
    """Which project a dataset or sample belonged to and which it belongs to now, or would."""

    __slots__ = ()
    _shown = ("confirmed", "resource_id", "previous_project_id", "new_project_id")

    resource_id: Field[str] = needed(str)
    previous_project_id: Field[str | None] = optional(str)
    new_project_id: Field[str] = needed(str)
    resource_mfid: Field[str | None] = optional(str)
    previous_project_mfid: Field[str | None] = optional(str)
    new_project_mfid: Field[str | None] = optional(str)
