from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.grantable_role import GrantableRole
from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="ResourceCapabilities")


class ResourceCapabilities(Model):
    """What the caller may do with this record.

    Attributes:
        can_edit (bool):
        can_manage_access (bool):
        can_change_status (bool):
        can_transfer (bool):
        max_grant_role (GrantableRole | None | Unset): The highest role the caller may grant.
    """

    __slots__ = (
        "can_edit",
        "can_manage_access",
        "can_change_status",
        "can_transfer",
        "max_grant_role",
        "additional_properties",
    )

    def __init__(
        self,
        can_edit: bool,
        can_manage_access: bool,
        can_change_status: bool,
        can_transfer: bool,
        max_grant_role: GrantableRole | None | Unset = UNSET,
    ) -> None:
        self.can_edit = can_edit
        self.can_manage_access = can_manage_access
        self.can_change_status = can_change_status
        self.can_transfer = can_transfer
        self.max_grant_role = max_grant_role
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        can_edit = self.can_edit

        can_manage_access = self.can_manage_access

        can_change_status = self.can_change_status

        can_transfer = self.can_transfer

        max_grant_role: None | str | Unset
        if isinstance(self.max_grant_role, Unset):
            max_grant_role = UNSET
        elif isinstance(self.max_grant_role, str):
            max_grant_role = self.max_grant_role
        else:
            max_grant_role = self.max_grant_role

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "can_edit": can_edit,
                "can_manage_access": can_manage_access,
                "can_change_status": can_change_status,
                "can_transfer": can_transfer,
            }
        )
        if max_grant_role is not UNSET:
            field_dict["max_grant_role"] = max_grant_role

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        can_edit = rest_.pop("can_edit")

        can_manage_access = rest_.pop("can_manage_access")

        can_change_status = rest_.pop("can_change_status")

        can_transfer = rest_.pop("can_transfer")

        max_grant_role: GrantableRole | None | Unset = rest_.pop("max_grant_role", UNSET)

        obj_ = cls.__new__(cls)
        obj_.can_edit = can_edit
        obj_.can_manage_access = can_manage_access
        obj_.can_change_status = can_change_status
        obj_.can_transfer = can_transfer
        obj_.max_grant_role = max_grant_role

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
