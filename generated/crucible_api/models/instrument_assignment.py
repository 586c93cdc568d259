from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="InstrumentAssignment")


class InstrumentAssignment(Model):
    """
    Attributes:
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        instrument (InstrumentReference):
        previous_instrument (InstrumentReference | None | Unset):
        previous_instrument_name (None | str | Unset): The label before.
    """

    __slots__ = (
        "dataset_mfid",
        "instrument",
        "previous_instrument",
        "previous_instrument_name",
        "additional_properties",
    )

    def __init__(
        self,
        dataset_mfid: str,
        instrument: InstrumentReference,
        previous_instrument: InstrumentReference | None | Unset = UNSET,
        previous_instrument_name: None | str | Unset = UNSET,
    ) -> None:
        self.dataset_mfid = dataset_mfid
        self.instrument = instrument
        self.previous_instrument = previous_instrument
        self.previous_instrument_name = previous_instrument_name
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        dataset_mfid = self.dataset_mfid

        instrument = self.instrument.to_dict()

        previous_instrument: dict[str, Any] | None | Unset
        if isinstance(self.previous_instrument, Unset):
            previous_instrument = UNSET
        elif isinstance(self.previous_instrument, InstrumentReference):
            previous_instrument = self.previous_instrument.to_dict()
        else:
            previous_instrument = self.previous_instrument

        previous_instrument_name: None | str | Unset = self.previous_instrument_name

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "dataset_mfid": dataset_mfid,
                "instrument": instrument,
            }
        )
        if previous_instrument is not UNSET:
            field_dict["previous_instrument"] = previous_instrument
        if previous_instrument_name is not UNSET:
            field_dict["previous_instrument_name"] = previous_instrument_name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        dataset_mfid = rest_.pop("dataset_mfid")

        instrument = InstrumentReference.from_dict(rest_.pop("instrument"))

        _previous_instrument = rest_.pop("previous_instrument", UNSET)
        previous_instrument: InstrumentReference | None | Unset
        if _previous_instrument is None or _previous_instrument is UNSET:
            previous_instrument = _previous_instrument
        else:
            previous_instrument_type_0 = InstrumentReference.from_dict(_previous_instrument)

            previous_instrument = previous_instrument_type_0

        previous_instrument_name: None | str | Unset = rest_.pop("previous_instrument_name", UNSET)

        obj_ = cls.__new__(cls)
        obj_.dataset_mfid = dataset_mfid
        obj_.instrument = instrument
        obj_.previous_instrument = previous_instrument
        obj_.previous_instrument_name = previous_instrument_name

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


from ..models.instrument_reference import InstrumentReference  # noqa: E402
