from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset, as_list

T = TypeVar("T", bound="MetadataSearchPage")


class MetadataSearchPage(Model):
    """What was found, best match first. Only items is certain to be there.

    Attributes:
        items (list[SearchResult]):
        total (int | Unset):
        limit (int | Unset):
        offset (int | Unset):
    """

    __slots__ = (
        "items",
        "total",
        "limit",
        "offset",
        "additional_properties",
    )

    def __init__(
        self,
        items: list[SearchResult],
        total: int | Unset = UNSET,
        limit: int | Unset = UNSET,
        offset: int | Unset = UNSET,
    ) -> None:
        self.items = items
        self.total = total
        self.limit = limit
        self.offset = offset
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        total = self.total

        limit = self.limit

        offset = self.offset

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "items": items,
            }
        )
        if total is not UNSET:
            field_dict["total"] = total
        if limit is not UNSET:
            field_dict["limit"] = limit
        if offset is not UNSET:
            field_dict["offset"] = offset

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        items = []
        _items = rest_.pop("items")
        for items_item_data in as_list(_items):
            items_item = SearchResult.from_dict(items_item_data)

            items.append(items_item)

        total = rest_.pop("total", UNSET)

        limit = rest_.pop("limit", UNSET)

        offset = rest_.pop("offset", UNSET)

        obj_ = cls.__new__(cls)
        obj_.items = items
        obj_.total = total
        obj_.limit = limit
        obj_.offset = offset

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


from ..models.search_result import SearchResult  # noqa: E402
