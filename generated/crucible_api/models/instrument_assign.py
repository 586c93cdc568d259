from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="InstrumentAssign")


class InstrumentAssign(Model):
    """The instrument by slug, by identity, or by both if they agree.

    Attributes:
        instrument_id (str | Unset):
        instrument_mfid (str | Unset): The identity of a record; 26 lower-case characters without i, l, o, u.
    """

    __slots__ = (
        "instrument_id",
        "instrument_mfid",
    )

    def __init__(
        self,
        instrument_id: str | Unset = UNSET,
        instrument_mfid: str | Unset = UNSET,
    ) -> None:
        self.instrument_id = instrument_id
        self.instrument_mfid = instrument_mfid

    def to_dict(self) -> dict[str, Any]:
        instrument_id = self.instrument_id

        instrument_mfid = self.instrument_mfid

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if instrument_id is not UNSET:
            field_dict["instrument_id"] = instrument_id
        if instrument_mfid is not UNSET:
            field_dict["instrument_mfid"] = instrument_mfid

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        instrument_id = rest_.pop("instrument_id", UNSET)

        instrument_mfid = rest_.pop("instrument_mfid", UNSET)

        obj_ = cls.__new__(cls)
        obj_.instrument_id = instrument_id
        obj_.instrument_mfid = instrument_mfid

        return obj_
