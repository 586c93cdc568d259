from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="InstrumentReference")


class InstrumentReference(Model):
    """
    Attributes:
        unique_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        instrument_name (str):
        instrument_id (None | str | Unset): Slug; older instruments have none.
    """

    __slots__ = (
        "unique_id",
        "instrument_name",
        "instrument_id",
        "additional_properties",
    )

    def __init__(
        self,
        unique_id: str,
        instrument_name: str,
        instrument_id: None | str | Unset = UNSET,
    ) -> None:
        self.unique_id = unique_id
        self.instrument_name = instrument_name
        self.instrument_id = instrument_id
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        unique_id = self.unique_id

        instrument_name = self.instrument_name

        instrument_id: None | str | Unset = self.instrument_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "unique_id": unique_id,
                "instrument_name": instrument_name,
            }
        )
        if instrument_id is not UNSET:
            field_dict["instrument_id"] = instrument_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        unique_id = rest_.pop("unique_id")

        instrument_name = rest_.pop("instrument_name")

        instrument_id: None | str | Unset = rest_.pop("instrument_id", UNSET)

        obj_ = cls.__new__(cls)
        obj_.unique_id = unique_id
        obj_.instrument_name = instrument_name
        obj_.instrument_id = instrument_id

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
