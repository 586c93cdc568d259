from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.resource_type import ResourceType
from ..types import Model

T = TypeVar("T", bound="ResourceResponse")


class ResourceResponse(Model):
    """The record as the route of its own type answers it: resource_type says whether its members are those of
    DatasetResponse, SampleResponse, InstrumentRead or ProjectRead.

        Attributes:
            unique_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
            resource_type (ResourceType):
    """

    __slots__ = (
        "unique_id",
        "resource_type",
        "additional_properties",
    )

    def __init__(
        self,
        unique_id: str,
        resource_type: ResourceType,
    ) -> None:
        self.unique_id = unique_id
        self.resource_type = resource_type
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        unique_id = self.unique_id

        resource_type: str = self.resource_type

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "unique_id": unique_id,
                "resource_type": resource_type,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        unique_id = rest_.pop("unique_id")

        resource_type = rest_.pop("resource_type")

        obj_ = cls.__new__(cls)
        obj_.unique_id = unique_id
        obj_.resource_type = resource_type

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
