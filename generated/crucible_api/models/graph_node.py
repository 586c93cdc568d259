from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.linked_type import LinkedType
from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="GraphNode")


class GraphNode(Model):
    """
    Attributes:
        id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        entity_type (LinkedType): The kinds of record that have relatives.
        name (None | str | Unset):
    """

    __slots__ = (
        "id",
        "entity_type",
        "name",
        "additional_properties",
    )

    def __init__(
        self,
        id: str,
        entity_type: LinkedType,
        name: None | str | Unset = UNSET,
    ) -> None:
        self.id = id
        self.entity_type = entity_type
        self.name = name
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        entity_type: str = self.entity_type

        name: None | str | Unset = self.name

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "entity_type": entity_type,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        id = rest_.pop("id")

        entity_type = rest_.pop("entity_type")

        name: None | str | Unset = rest_.pop("name", UNSET)

        obj_ = cls.__new__(cls)
        obj_.id = id
        obj_.entity_type = entity_type
        obj_.name = name

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
