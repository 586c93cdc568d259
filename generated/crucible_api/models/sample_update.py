from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="SampleUpdate")


class SampleUpdate(Model):
    """Members left out stay as they are.

    Attributes:
        sample_name (str | Unset):
        sample_type (None | str | Unset):
        description (None | str | Unset):
        timestamp (datetime.datetime | None | Unset):
        public (bool | Unset): In v3 the routes below access/public do this.
    """

    __slots__ = (
        "sample_name",
        "sample_type",
        "description",
        "timestamp",
        "public",
    )

    def __init__(
        self,
        sample_name: str | Unset = UNSET,
        sample_type: None | str | Unset = UNSET,
        description: None | str | Unset = UNSET,
        timestamp: datetime.datetime | None | Unset = UNSET,
        public: bool | Unset = UNSET,
    ) -> None:
        self.sample_name = sample_name
        self.sample_type = sample_type
        self.description = description
        self.timestamp = timestamp
        self.public = public

    def to_dict(self) -> dict[str, Any]:
        sample_name = self.sample_name

        sample_type: None | str | Unset = self.sample_type

        description: None | str | Unset = self.description

        timestamp: None | str | Unset
        if isinstance(self.timestamp, Unset):
            timestamp = UNSET
        elif isinstance(self.timestamp, datetime.datetime):
            timestamp = self.timestamp.isoformat()
        else:
            timestamp = self.timestamp

        public = self.public

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if sample_name is not UNSET:
            field_dict["sample_name"] = sample_name
        if sample_type is not UNSET:
            field_dict["sample_type"] = sample_type
        if description is not UNSET:
            field_dict["description"] = description
        if timestamp is not UNSET:
            field_dict["timestamp"] = timestamp
        if public is not UNSET:
            field_dict["public"] = public

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        sample_name = rest_.pop("sample_name", UNSET)

        sample_type: None | str | Unset = rest_.pop("sample_type", UNSET)

        description: None | str | Unset = rest_.pop("description", UNSET)

        _timestamp = rest_.pop("timestamp", UNSET)
        timestamp: datetime.datetime | None | Unset
        if _timestamp is None or _timestamp is UNSET:
            timestamp = _timestamp
        else:
            timestamp_type_0 = datetime.datetime.fromisoformat(_timestamp)

            timestamp = timestamp_type_0

        public = rest_.pop("public", UNSET)

        obj_ = cls.__new__(cls)
        obj_.sample_name = sample_name
        obj_.sample_type = sample_type
        obj_.description = description
        obj_.timestamp = timestamp
        obj_.public = public

        return obj_
