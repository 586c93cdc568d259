from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model

T = TypeVar("T", bound="FirstThumbnails")


class FirstThumbnails(Model):
    """The first thumbnail of each dataset by the dataset's MFID; datasets that have none are probably missing. Of a
    thumbnail, clients only rely on the image.

    """

    __slots__ = ("additional_properties",)

    def __init__(
        self,
    ) -> None:
        self.additional_properties: dict[str, Thumbnail] = {}

    def to_dict(self) -> dict[str, Any]:

        field_dict: dict[str, Any] = {}
        for prop_name, prop in self.additional_properties.items():
            field_dict[prop_name] = prop.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        obj_ = cls.__new__(cls)

        additional_properties = {}
        for prop_name, prop_dict in rest_.items():
            additional_property = Thumbnail.from_dict(prop_dict)

            additional_properties[prop_name] = additional_property

        obj_.additional_properties = additional_properties
        return obj_

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Thumbnail:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Thumbnail) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


from ..models.thumbnail import Thumbnail  # noqa: E402
