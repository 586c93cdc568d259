from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset, as_list

T = TypeVar("T", bound="SignedUploadStatus")


class SignedUploadStatus(Model):
    """What storage has of an upload; more members than these are likely and not known.

    Attributes:
        parts (list[UploadedPart]):
        next_part_number_marker (int | None | Unset): The part_number_marker of the next question; missing, null or 0
            ends the list.
    """

    __slots__ = (
        "parts",
        "next_part_number_marker",
        "additional_properties",
    )

    def __init__(
        self,
        parts: list[UploadedPart],
        next_part_number_marker: int | None | Unset = UNSET,
    ) -> None:
        self.parts = parts
        self.next_part_number_marker = next_part_number_marker
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        parts = []
        for parts_item_data in self.parts:
            parts_item = parts_item_data.to_dict()
            parts.append(parts_item)

        next_part_number_marker: int | None | Unset = self.next_part_number_marker

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "parts": parts,
            }
        )
        if next_part_number_marker is not UNSET:
            field_dict["next_part_number_marker"] = next_part_number_marker

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        parts = []
        _parts = rest_.pop("parts")
        for parts_item_data in as_list(_parts):
            parts_item = UploadedPart.from_dict(parts_item_data)

            parts.append(parts_item)

        next_part_number_marker: int | None | Unset = rest_.pop("next_part_number_marker", UNSET)

        obj_ = cls.__new__(cls)
        obj_.parts = parts
        obj_.next_part_number_marker = next_part_number_marker

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


from ..models.uploaded_part import UploadedPart  # noqa: E402
