from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model

T = TypeVar("T", bound="Keyword")


class Keyword(Model):
    """
    Attributes:
        keyword (str):
        num_datasets (int):
    """

    __slots__ = (
        "keyword",
        "num_datasets",
        "additional_properties",
    )

    def __init__(
        self,
        keyword: str,
        num_datasets: int,
    ) -> None:
        self.keyword = keyword
        self.num_datasets = num_datasets
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        keyword = self.keyword

        num_datasets = self.num_datasets

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "keyword": keyword,
                "num_datasets": num_datasets,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        keyword = rest_.pop("keyword")

        num_datasets = rest_.pop("num_datasets")

        obj_ = cls.__new__(cls)
        obj_.keyword = keyword
        obj_.num_datasets = num_datasets

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
