from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.review_status import ReviewStatus
from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="DeletionState")


class DeletionState(Model):
    """The deletion request of a record that awaits deletion, in brief.

    Attributes:
        id (int):
        status (ReviewStatus):
        reason (None | str | Unset):
    """

    __slots__ = (
        "id",
        "status",
        "reason",
        "additional_properties",
    )

    def __init__(
        self,
        id: int,
        status: ReviewStatus,
        reason: None | str | Unset = UNSET,
    ) -> None:
        self.id = id
        self.status = status
        self.reason = reason
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        status: str = self.status

        reason: None | str | Unset = self.reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "status": status,
            }
        )
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        id = rest_.pop("id")

        status = rest_.pop("status")

        reason: None | str | Unset = rest_.pop("reason", UNSET)

        obj_ = cls.__new__(cls)
        obj_.id = id
        obj_.status = status
        obj_.reason = reason

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
