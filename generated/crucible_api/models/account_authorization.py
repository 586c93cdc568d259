from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.platform_role import PlatformRole
from ..models.privilege_mode import PrivilegeMode
from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="AccountAuthorization")


class AccountAuthorization(Model):
    """
    Attributes:
        platform_role (None | PlatformRole | Unset):
        effective_privilege_mode (None | PrivilegeMode | Unset): The mode this answer was made under.
        can_elevate (bool | Unset): Whether the caller may ask for elevated mode.
    """

    __slots__ = (
        "platform_role",
        "effective_privilege_mode",
        "can_elevate",
        "additional_properties",
    )

    def __init__(
        self,
        platform_role: None | PlatformRole | Unset = UNSET,
        effective_privilege_mode: None | PrivilegeMode | Unset = UNSET,
        can_elevate: bool | Unset = UNSET,
    ) -> None:
        self.platform_role = platform_role
        self.effective_privilege_mode = effective_privilege_mode
        self.can_elevate = can_elevate
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        platform_role: None | str | Unset
        if isinstance(self.platform_role, Unset):
            platform_role = UNSET
        elif isinstance(self.platform_role, str):
            platform_role = self.platform_role
        else:
            platform_role = self.platform_role

        effective_privilege_mode: None | str | Unset
        if isinstance(self.effective_privilege_mode, Unset):
            effective_privilege_mode = UNSET
        elif isinstance(self.effective_privilege_mode, str):
            effective_privilege_mode = self.effective_privilege_mode
        else:
            effective_privilege_mode = self.effective_privilege_mode

        can_elevate = self.can_elevate

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if platform_role is not UNSET:
            field_dict["platform_role"] = platform_role
        if effective_privilege_mode is not UNSET:
            field_dict["effective_privilege_mode"] = effective_privilege_mode
        if can_elevate is not UNSET:
            field_dict["can_elevate"] = can_elevate

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        platform_role: None | PlatformRole | Unset = rest_.pop("platform_role", UNSET)

        effective_privilege_mode: None | PrivilegeMode | Unset = rest_.pop("effective_privilege_mode", UNSET)

        can_elevate = rest_.pop("can_elevate", UNSET)

        obj_ = cls.__new__(cls)
        obj_.platform_role = platform_role
        obj_.effective_privilege_mode = effective_privilege_mode
        obj_.can_elevate = can_elevate

        obj_.additional_properties = {**rest_} if rest_ else {}
        return obj_

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
