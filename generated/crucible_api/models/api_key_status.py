from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model

T = TypeVar("T", bound="ApiKeyStatus")


class ApiKeyStatus(Model):
    """
    Attributes:
        valid (bool):
        created_at (datetime.datetime):
        expires_at (datetime.datetime):
    """

    __slots__ = (
        "valid",
        "created_at",
        "expires_at",
        "additional_properties",
    )

    def __init__(
        self,
        valid: bool,
        created_at: datetime.datetime,
        expires_at: datetime.datetime,
    ) -> None:
        self.valid = valid
        self.created_at = created_at
        self.expires_at = expires_at
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        valid = self.valid

        created_at = self.created_at.isoformat()

        expires_at = self.expires_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "valid": valid,
                "created_at": created_at,
                "expires_at": expires_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        valid = rest_.pop("valid")

        created_at = datetime.datetime.fromisoformat(rest_.pop("created_at"))

        expires_at = datetime.datetime.fromisoformat(rest_.pop("expires_at"))

        obj_ = cls.__new__(cls)
        obj_.valid = valid
        obj_.created_at = created_at
        obj_.expires_at = expires_at

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
