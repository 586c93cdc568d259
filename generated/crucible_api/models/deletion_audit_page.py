from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset, as_list

T = TypeVar("T", bound="DeletionAuditPage")


class DeletionAuditPage(Model):
    """
    Attributes:
        limit (int):
        offset (int):
        items (list[DeletionAuditLog]):
        total (int | Unset):
        next_cursor (None | str | Unset):
    """

    __slots__ = (
        "limit",
        "offset",
        "items",
        "total",
        "next_cursor",
        "additional_properties",
    )

    def __init__(
        self,
        limit: int,
        offset: int,
        items: list[DeletionAuditLog],
        total: int | Unset = UNSET,
        next_cursor: None | str | Unset = UNSET,
    ) -> None:
        self.limit = limit
        self.offset = offset
        self.items = items
        self.total = total
        self.next_cursor = next_cursor
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        limit = self.limit

        offset = self.offset

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        total = self.total

        next_cursor: None | str | Unset = self.next_cursor

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "limit": limit,
                "offset": offset,
                "items": items,
            }
        )
        if total is not UNSET:
            field_dict["total"] = total
        if next_cursor is not UNSET:
            field_dict["next_cursor"] = next_cursor

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        limit = rest_.pop("limit")

        offset = rest_.pop("offset")

        items = []
        _items = rest_.pop("items")
        for items_item_data in as_list(_items):
            items_item = DeletionAuditLog.from_dict(items_item_data)

            items.append(items_item)

        total = rest_.pop("total", UNSET)

        next_cursor: None | str | Unset = rest_.pop("next_cursor", UNSET)

        obj_ = cls.__new__(cls)
        obj_.limit = limit
        obj_.offset = offset
        obj_.items = items
        obj_.total = total
        obj_.next_cursor = next_cursor

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


from ..models.deletion_audit_log import DeletionAuditLog  # noqa: E402
