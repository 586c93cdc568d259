from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model

T = TypeVar("T", bound="ScientificMetadata")


class ScientificMetadata(Model):
    """The metadata document of a record.

    Attributes:
        unique_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        scientific_metadata (Any):
    """

    __slots__ = (
        "unique_id",
        "scientific_metadata",
        "additional_properties",
    )

    def __init__(
        self,
        unique_id: str,
        scientific_metadata: Any,
    ) -> None:
        self.unique_id = unique_id
        self.scientific_metadata = scientific_metadata
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        unique_id = self.unique_id

        scientific_metadata = self.scientific_metadata

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "unique_id": unique_id,
                "scientific_metadata": scientific_metadata,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        unique_id = rest_.pop("unique_id")

        scientific_metadata = rest_.pop("scientific_metadata")

        obj_ = cls.__new__(cls)
        obj_.unique_id = unique_id
        obj_.scientific_metadata = scientific_metadata

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
