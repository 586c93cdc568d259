from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="InstrumentUpdate")


class InstrumentUpdate(Model):
    """
    Attributes:
        instrument_id (str | Unset): A short name people choose; unique, and looked up without regard to case.
        instrument_name (str | Unset):
        location (str | Unset):
        manufacturer (None | str | Unset):
        model (None | str | Unset):
        instrument_type (None | str | Unset):
        description (None | str | Unset):
        other_id (None | str | Unset):
        other_id_source (None | str | Unset):
    """

    __slots__ = (
        "instrument_id",
        "instrument_name",
        "location",
        "manufacturer",
        "model",
        "instrument_type",
        "description",
        "other_id",
        "other_id_source",
    )

    def __init__(
        self,
        instrument_id: str | Unset = UNSET,
        instrument_name: str | Unset = UNSET,
        location: str | Unset = UNSET,
        manufacturer: None | str | Unset = UNSET,
        model: None | str | Unset = UNSET,
        instrument_type: None | str | Unset = UNSET,
        description: None | str | Unset = UNSET,
        other_id: None | str | Unset = UNSET,
        other_id_source: None | str | Unset = UNSET,
    ) -> None:
        self.instrument_id = instrument_id
        self.instrument_name = instrument_name
        self.location = location
        self.manufacturer = manufacturer
        self.model = model
        self.instrument_type = instrument_type
        self.description = description
        self.other_id = other_id
        self.other_id_source = other_id_source

    def to_dict(self) -> dict[str, Any]:
        instrument_id = self.instrument_id

        instrument_name = self.instrument_name

        location = self.location

        manufacturer: None | str | Unset = self.manufacturer

        model: None | str | Unset = self.model

        instrument_type: None | str | Unset = self.instrument_type

        description: None | str | Unset = self.description

        other_id: None | str | Unset = self.other_id

        other_id_source: None | str | Unset = self.other_id_source

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if instrument_id is not UNSET:
            field_dict["instrument_id"] = instrument_id
        if instrument_name is not UNSET:
            field_dict["instrument_name"] = instrument_name
        if location is not UNSET:
            field_dict["location"] = location
        if manufacturer is not UNSET:
            field_dict["manufacturer"] = manufacturer
        if model is not UNSET:
            field_dict["model"] = model
        if instrument_type is not UNSET:
            field_dict["instrument_type"] = instrument_type
        if description is not UNSET:
            field_dict["description"] = description
        if other_id is not UNSET:
            field_dict["other_id"] = other_id
        if other_id_source is not UNSET:
            field_dict["other_id_source"] = other_id_source

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        instrument_id = rest_.pop("instrument_id", UNSET)

        instrument_name = rest_.pop("instrument_name", UNSET)

        location = rest_.pop("location", UNSET)

        manufacturer: None | str | Unset = rest_.pop("manufacturer", UNSET)

        model: None | str | Unset = rest_.pop("model", UNSET)

        instrument_type: None | str | Unset = rest_.pop("instrument_type", UNSET)

        description: None | str | Unset = rest_.pop("description", UNSET)

        other_id: None | str | Unset = rest_.pop("other_id", UNSET)

        other_id_source: None | str | Unset = rest_.pop("other_id_source", UNSET)

        obj_ = cls.__new__(cls)
        obj_.instrument_id = instrument_id
        obj_.instrument_name = instrument_name
        obj_.location = location
        obj_.manufacturer = manufacturer
        obj_.model = model
        obj_.instrument_type = instrument_type
        obj_.description = description
        obj_.other_id = other_id
        obj_.other_id_source = other_id_source

        return obj_
