from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model, as_list

T = TypeVar("T", bound="SignedParts")


class SignedParts(Model):
    """
    Attributes:
        parts (list[SignedPart]):
    """

    __slots__ = (
        "parts",
        "additional_properties",
    )

    def __init__(
        self,
        parts: list[SignedPart],
    ) -> None:
        self.parts = parts
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        parts = []
        for parts_item_data in self.parts:
            parts_item = parts_item_data.to_dict()
            parts.append(parts_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "parts": parts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        parts = []
        _parts = rest_.pop("parts")
        for parts_item_data in as_list(_parts):
            parts_item = SignedPart.from_dict(parts_item_data)

            parts.append(parts_item)

        obj_ = cls.__new__(cls)
        obj_.parts = parts

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


from ..models.signed_part import SignedPart  # noqa: E402
