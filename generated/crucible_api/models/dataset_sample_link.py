from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model

T = TypeVar("T", bound="DatasetSampleLink")


class DatasetSampleLink(Model):
    """The two ends of the link, as MFIDs or as internal numbers; which of both is not known.

    Attributes:
        dataset_id (int | str):
        sample_id (int | str):
    """

    __slots__ = (
        "dataset_id",
        "sample_id",
        "additional_properties",
    )

    def __init__(
        self,
        dataset_id: int | str,
        sample_id: int | str,
    ) -> None:
        self.dataset_id = dataset_id
        self.sample_id = sample_id
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        dataset_id: int | str = self.dataset_id

        sample_id: int | str = self.sample_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "dataset_id": dataset_id,
                "sample_id": sample_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        dataset_id: int | str = rest_.pop("dataset_id")

        sample_id: int | str = rest_.pop("sample_id")

        obj_ = cls.__new__(cls)
        obj_.dataset_id = dataset_id
        obj_.sample_id = sample_id

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
