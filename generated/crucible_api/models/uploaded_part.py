from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model

T = TypeVar("T", bound="UploadedPart")


class UploadedPart(Model):
    """A part storage has; more members than the number are likely and not known.

    Attributes:
        part_number (int): Counted from 1; storage takes no more than ten thousand parts.
    """

    __slots__ = (
        "part_number",
        "additional_properties",
    )

    def __init__(
        self,
        part_number: int,
    ) -> None:
        self.part_number = part_number
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        part_number = self.part_number

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "part_number": part_number,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        part_number = rest_.pop("part_number")

        obj_ = cls.__new__(cls)
        obj_.part_number = part_number

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
