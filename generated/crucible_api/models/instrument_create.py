from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="InstrumentCreate")


class InstrumentCreate(Model):
    """
    Attributes:
        instrument_id (str): A short name people choose; unique, and looked up without regard to case.
        instrument_name (str): A label; it may occur more than once.
        location (str):
        owner (str | Unset): An ORCID, an MFID, a username or an e-mail address.
        owner_orcid (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of a service account
            (MFID).
        manufacturer (str | Unset):
        model (str | Unset):
        description (str | Unset):
        instrument_type (str | Unset):
        other_id (str | Unset):
        other_id_source (str | Unset):
    """

    __slots__ = (
        "instrument_id",
        "instrument_name",
        "location",
        "owner",
        "owner_orcid",
        "manufacturer",
        "model",
        "description",
        "instrument_type",
        "other_id",
        "other_id_source",
    )

    def __init__(
        self,
        instrument_id: str,
        instrument_name: str,
        location: str,
        owner: str | Unset = UNSET,
        owner_orcid: str | Unset = UNSET,
        manufacturer: str | Unset = UNSET,
        model: str | Unset = UNSET,
        description: str | Unset = UNSET,
        instrument_type: str | Unset = UNSET,
        other_id: str | Unset = UNSET,
        other_id_source: str | Unset = UNSET,
    ) -> None:
        self.instrument_id = instrument_id
        self.instrument_name = instrument_name
        self.location = location
        self.owner = owner
        self.owner_orcid = owner_orcid
        self.manufacturer = manufacturer
        self.model = model
        self.description = description
        self.instrument_type = instrument_type
        self.other_id = other_id
        self.other_id_source = other_id_source

    def to_dict(self) -> dict[str, Any]:
        instrument_id = self.instrument_id

        instrument_name = self.instrument_name

        location = self.location

        owner = self.owner

        owner_orcid = self.owner_orcid

        manufacturer = self.manufacturer

        model = self.model

        description = self.description

        instrument_type = self.instrument_type

        other_id = self.other_id

        other_id_source = self.other_id_source

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "instrument_id": instrument_id,
                "instrument_name": instrument_name,
                "location": location,
            }
        )
        if owner is not UNSET:
            field_dict["owner"] = owner
        if owner_orcid is not UNSET:
            field_dict["owner_orcid"] = owner_orcid
        if manufacturer is not UNSET:
            field_dict["manufacturer"] = manufacturer
        if model is not UNSET:
            field_dict["model"] = model
        if description is not UNSET:
            field_dict["description"] = description
        if instrument_type is not UNSET:
            field_dict["instrument_type"] = instrument_type
        if other_id is not UNSET:
            field_dict["other_id"] = other_id
        if other_id_source is not UNSET:
            field_dict["other_id_source"] = other_id_source

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        instrument_id = rest_.pop("instrument_id")

        instrument_name = rest_.pop("instrument_name")

        location = rest_.pop("location")

        owner = rest_.pop("owner", UNSET)

        owner_orcid = rest_.pop("owner_orcid", UNSET)

        manufacturer = rest_.pop("manufacturer", UNSET)

        model = rest_.pop("model", UNSET)

        description = rest_.pop("description", UNSET)

        instrument_type = rest_.pop("instrument_type", UNSET)

        other_id = rest_.pop("other_id", UNSET)

        other_id_source = rest_.pop("other_id_source", UNSET)

        obj_ = cls.__new__(cls)
        obj_.instrument_id = instrument_id
        obj_.instrument_name = instrument_name
        obj_.location = location
        obj_.owner = owner
        obj_.owner_orcid = owner_orcid
        obj_.manufacturer = manufacturer
        obj_.model = model
        obj_.description = description
        obj_.instrument_type = instrument_type
        obj_.other_id = other_id
        obj_.other_id_source = other_id_source

        return obj_
