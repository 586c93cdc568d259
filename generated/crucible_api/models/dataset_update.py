from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="DatasetUpdate")


class DatasetUpdate(Model):
    """Members left out stay as they are.

    Attributes:
        dataset_name (None | str | Unset):
        measurement (None | str | Unset):
        data_type (None | str | Unset):
        session_name (None | str | Unset):
        data_format (None | str | Unset):
        timestamp (datetime.datetime | None | Unset):
        public (bool | Unset): In v3 the routes below access/public do this.
        instrument_id (str | Unset): In v3 only the slug the dataset has already; assigning an instrument has a route of
            its own.
        instrument_name (str | Unset): In v3 only the label the dataset has already; assigning an instrument has a route
            of its own.
    """

    __slots__ = (
        "dataset_name",
        "measurement",
        "data_type",
        "session_name",
        "data_format",
        "timestamp",
        "public",
        "instrument_id",
        "instrument_name",
    )

    def __init__(
        self,
        dataset_name: None | str | Unset = UNSET,
        measurement: None | str | Unset = UNSET,
        data_type: None | str | Unset = UNSET,
        session_name: None | str | Unset = UNSET,
        data_format: None | str | Unset = UNSET,
        timestamp: datetime.datetime | None | Unset = UNSET,
        public: bool | Unset = UNSET,
        instrument_id: str | Unset = UNSET,
        instrument_name: str | Unset = UNSET,
    ) -> None:
        self.dataset_name = dataset_name
        self.measurement = measurement
        self.data_type = data_type
        self.session_name = session_name
        self.data_format = data_format
        self.timestamp = timestamp
        self.public = public
        self.instrument_id = instrument_id
        self.instrument_name = instrument_name

    def to_dict(self) -> dict[str, Any]:
        dataset_name: None | str | Unset = self.dataset_name

        measurement: None | str | Unset = self.measurement

        data_type: None | str | Unset = self.data_type

        session_name: None | str | Unset = self.session_name

        data_format: None | str | Unset = self.data_format

        timestamp: None | str | Unset
        if isinstance(self.timestamp, Unset):
            timestamp = UNSET
        elif isinstance(self.timestamp, datetime.datetime):
            timestamp = self.timestamp.isoformat()
        else:
            timestamp = self.timestamp

        public = self.public

        instrument_id = self.instrument_id

        instrument_name = self.instrument_name

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if dataset_name is not UNSET:
            field_dict["dataset_name"] = dataset_name
        if measurement is not UNSET:
            field_dict["measurement"] = measurement
        if data_type is not UNSET:
            field_dict["data_type"] = data_type
        if session_name is not UNSET:
            field_dict["session_name"] = session_name
        if data_format is not UNSET:
            field_dict["data_format"] = data_format
        if timestamp is not UNSET:
            field_dict["timestamp"] = timestamp
        if public is not UNSET:
            field_dict["public"] = public
        if instrument_id is not UNSET:
            field_dict["instrument_id"] = instrument_id
        if instrument_name is not UNSET:
            field_dict["instrument_name"] = instrument_name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        dataset_name: None | str | Unset = rest_.pop("dataset_name", UNSET)

        measurement: None | str | Unset = rest_.pop("measurement", UNSET)

        data_type: None | str | Unset = rest_.pop("data_type", UNSET)

        session_name: None | str | Unset = rest_.pop("session_name", UNSET)

        data_format: None | str | Unset = rest_.pop("data_format", UNSET)

        _timestamp = rest_.pop("timestamp", UNSET)
        timestamp: datetime.datetime | None | Unset
        if _timestamp is None or _timestamp is UNSET:
            timestamp = _timestamp
        else:
            timestamp_type_0 = datetime.datetime.fromisoformat(_timestamp)

            timestamp = timestamp_type_0

        public = rest_.pop("public", UNSET)

        instrument_id = rest_.pop("instrument_id", UNSET)

        instrument_name = rest_.pop("instrument_name", UNSET)

        obj_ = cls.__new__(cls)
        obj_.dataset_name = dataset_name
        obj_.measurement = measurement
        obj_.data_type = data_type
        obj_.session_name = session_name
        obj_.data_format = data_format
        obj_.timestamp = timestamp
        obj_.public = public
        obj_.instrument_id = instrument_id
        obj_.instrument_name = instrument_name

        return obj_
