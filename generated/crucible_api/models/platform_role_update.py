from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.assignable_platform_role import (
    AssignablePlatformRole,
)
from ..types import Model

T = TypeVar("T", bound="PlatformRoleUpdate")


class PlatformRoleUpdate(Model):
    """
    Attributes:
        platform_role (AssignablePlatformRole):
    """

    __slots__ = ("platform_role",)

    def __init__(
        self,
        platform_role: AssignablePlatformRole,
    ) -> None:
        self.platform_role = platform_role

    def to_dict(self) -> dict[str, Any]:
        platform_role: str = self.platform_role

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "platform_role": platform_role,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        platform_role = rest_.pop("platform_role")

        obj_ = cls.__new__(cls)
        obj_.platform_role = platform_role

        return obj_
