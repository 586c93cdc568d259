from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.relationship_type import RelationshipType
from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="GraphEdge")


class GraphEdge(Model):
    """From the parent to the child; between a dataset and a sample as stored.

    Attributes:
        source (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        target (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        relationship_type (None | RelationshipType | Unset):
    """

    __slots__ = (
        "source",
        "target",
        "relationship_type",
        "additional_properties",
    )

    def __init__(
        self,
        source: str,
        target: str,
        relationship_type: None | RelationshipType | Unset = UNSET,
    ) -> None:
        self.source = source
        self.target = target
        self.relationship_type = relationship_type
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        source = self.source

        target = self.target

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
                "source": source,
                "target": target,
            }
        )
        if relationship_type is not UNSET:
            field_dict["relationship_type"] = relationship_type

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        source = rest_.pop("source")

        target = rest_.pop("target")

        relationship_type: None | RelationshipType | Unset = rest_.pop("relationship_type", UNSET)

        obj_ = cls.__new__(cls)
        obj_.source = source
        obj_.target = target
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
