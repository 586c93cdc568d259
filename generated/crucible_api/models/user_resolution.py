from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model

T = TypeVar("T", bound="UserResolution")


class UserResolution(Model):
    """Canonical id and public record; null for what could not be resolved."""

    __slots__ = ("additional_properties",)

    def __init__(
        self,
    ) -> None:
        self.additional_properties: dict[str, None | UserPublicRead] = {}

    def to_dict(self) -> dict[str, Any]:

        field_dict: dict[str, Any] = {}
        for prop_name, prop in self.additional_properties.items():
            if isinstance(prop, UserPublicRead):
                field_dict[prop_name] = prop.to_dict()
            else:
                field_dict[prop_name] = prop

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        obj_ = cls.__new__(cls)

        additional_properties = {}
        for prop_name, prop_dict in rest_.items():
            _additional_property = prop_dict
            additional_property: None | UserPublicRead
            if _additional_property is None:
                additional_property = _additional_property
            else:
                additional_property_type_0 = UserPublicRead.from_dict(_additional_property)

                additional_property = additional_property_type_0

            additional_properties[prop_name] = additional_property

        obj_.additional_properties = additional_properties
        return obj_

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> None | UserPublicRead:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: None | UserPublicRead) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


from ..models.user_public_read import UserPublicRead  # noqa: E402
