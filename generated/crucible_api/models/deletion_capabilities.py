from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="DeletionCapabilities")


class DeletionCapabilities(Model):
    """What the caller may do with a deletion request.

    Attributes:
        can_review (bool | None | Unset):
    """

    __slots__ = (
        "can_review",
        "additional_properties",
    )

    def __init__(
        self,
        can_review: bool | None | Unset = UNSET,
    ) -> None:
        self.can_review = can_review
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        can_review: bool | None | Unset = self.can_review

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if can_review is not UNSET:
            field_dict["can_review"] = can_review

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        can_review: bool | None | Unset = rest_.pop("can_review", UNSET)

        obj_ = cls.__new__(cls)
        obj_.can_review = can_review

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
