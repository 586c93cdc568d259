from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.link_direction import LinkDirection
from ..models.linked_type import LinkedType
from ..models.relationship_type import RelationshipType
from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="ResourceLink")


class ResourceLink(Model):
    """An immediate relative of a dataset or sample.

    Attributes:
        unique_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        resource_type (LinkedType): The kinds of record that have relatives.
        name (None | str | Unset):
        direction (LinkDirection | Unset): Seen from the record asked for, the linked one is its parent (source), its
            child (target) or neither.
        relationship_type (None | RelationshipType | Unset): As stored, so always from the child towards the parent.
    """

    __slots__ = (
        "unique_id",
        "resource_type",
        "name",
        "direction",
        "relationship_type",
        "additional_properties",
    )

    def __init__(
        self,
        unique_id: str,
        resource_type: LinkedType,
        name: None | str | Unset = UNSET,
        direction: LinkDirection | Unset = UNSET,
        relationship_type: None | RelationshipType | Unset = UNSET,
    ) -> None:
        self.unique_id = unique_id
        self.resource_type = resource_type
        self.name = name
        self.direction = direction
        self.relationship_type = relationship_type
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        unique_id = self.unique_id

        resource_type: str = self.resource_type

        name: None | str | Unset = self.name

        direction: str | Unset = UNSET
        if not isinstance(self.direction, Unset):
            direction = self.direction

        relationship_type: None | str | Unset
        if isinstance(self.relationship_type, Unset):
            relationship_type = UNSET
        elif isinstance(self.relationship_type, str):
            relationship_type = self.relationship_type
        else:
            relationship_type = self.relationship_type

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "unique_id": unique_id,
                "resource_type": resource_type,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if direction is not UNSET:
            field_dict["direction"] = direction
        if relationship_type is not UNSET:
            field_dict["relationship_type"] = relationship_type

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        unique_id = rest_.pop("unique_id")

        resource_type = rest_.pop("resource_type")

        name: None | str | Unset = rest_.pop("name", UNSET)

        direction = rest_.pop("direction", UNSET)

        relationship_type: None | RelationshipType | Unset = rest_.pop("relationship_type", UNSET)

        obj_ = cls.__new__(cls)
        obj_.unique_id = unique_id
        obj_.resource_type = resource_type
        obj_.name = name
        obj_.direction = direction
        obj_.relationship_type = relationship_type

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
