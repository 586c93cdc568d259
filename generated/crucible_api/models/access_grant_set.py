from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.grantable_role import GrantableRole
from ..types import Model

T = TypeVar("T", bound="AccessGrantSet")


class AccessGrantSet(Model):
    """
    Attributes:
        permission (GrantableRole):
    """

    __slots__ = ("permission",)

    def __init__(
        self,
        permission: GrantableRole,
    ) -> None:
        self.permission = permission

    def to_dict(self) -> dict[str, Any]:
        permission: str = self.permission

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "permission": permission,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        permission = rest_.pop("permission")

        obj_ = cls.__new__(cls)
        obj_.permission = permission

        return obj_
