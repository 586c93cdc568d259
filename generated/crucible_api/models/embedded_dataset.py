from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="EmbeddedDataset")


class EmbeddedDataset(Model):
    """A linked dataset in short.

    Attributes:
        unique_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        dataset_name (None | str | Unset):
        measurement (None | str | Unset):
        id (int | None | Unset): Internal number.
    """

    __slots__ = (
        "unique_id",
        "dataset_name",
        "measurement",
        "id",
        "additional_properties",
    )

    def __init__(
        self,
        unique_id: str,
        dataset_name: None | str | Unset = UNSET,
        measurement: None | str | Unset = UNSET,
        id: int | None | Unset = UNSET,
    ) -> None:
        self.unique_id = unique_id
        self.dataset_name = dataset_name
        self.measurement = measurement
        self.id = id
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        unique_id = self.unique_id

        dataset_name: None | str | Unset = self.dataset_name

        measurement: None | str | Unset = self.measurement

        id: int | None | Unset = self.id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "unique_id": unique_id,
            }
        )
        if dataset_name is not UNSET:
            field_dict["dataset_name"] = dataset_name
        if measurement is not UNSET:
            field_dict["measurement"] = measurement
        if id is not UNSET:
            field_dict["id"] = id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        unique_id = rest_.pop("unique_id")

        dataset_name: None | str | Unset = rest_.pop("dataset_name", UNSET)

        measurement: None | str | Unset = rest_.pop("measurement", UNSET)

        id: int | None | Unset = rest_.pop("id", UNSET)

        obj_ = cls.__new__(cls)
        obj_.unique_id = unique_id
        obj_.dataset_name = dataset_name
        obj_.measurement = measurement
        obj_.id = id

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
