from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="DatasetCreate")


class DatasetCreate(Model):
    """Files, keywords, links and scientific metadata are added afterwards. Which members the service insists on is not
    known.

        Attributes:
            unique_id (str | Unset): The identity of a record; 26 lower-case characters without i, l, o, u.
            dataset_name (None | str | Unset):
            measurement (None | str | Unset): The technique in general words.
            data_type (None | str | Unset): The product in the institution's own terms.
            session_name (None | str | Unset):
            data_format (None | str | Unset): Type or extension of the files.
            timestamp (datetime.datetime | None | Unset): When the data was taken.
            public (bool | Unset):
            project_id (None | str | Unset): Slug of the project.
            project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i, l, o, u.
            instrument_name (str | Unset): In v3 instrument_id or instrument_mfid instead.
            instrument_id (str | Unset): Slug of the instrument.
            instrument_mfid (str | Unset): The identity of a record; 26 lower-case characters without i, l, o, u.
            owner_orcid (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of a service account
                (MFID).
            owner (str | Unset): An ORCID, an MFID, a username or an e-mail address.
            size (int | Unset): Bytes.
    """

    __slots__ = (
        "unique_id",
        "dataset_name",
        "measurement",
        "data_type",
        "session_name",
        "data_format",
        "timestamp",
        "public",
        "project_id",
        "project_mfid",
        "instrument_name",
        "instrument_id",
        "instrument_mfid",
        "owner_orcid",
        "owner",
        "size",
    )

    def __init__(
        self,
        unique_id: str | Unset = UNSET,
        dataset_name: None | str | Unset = UNSET,
        measurement: None | str | Unset = UNSET,
        data_type: None | str | Unset = UNSET,
        session_name: None | str | Unset = UNSET,
        data_format: None | str | Unset = UNSET,
        timestamp: datetime.datetime | None | Unset = UNSET,
        public: bool | Unset = UNSET,
        project_id: None | str | Unset = UNSET,
        project_mfid: str | Unset = UNSET,
        instrument_name: str | Unset = UNSET,
        instrument_id: str | Unset = UNSET,
        instrument_mfid: str | Unset = UNSET,
        owner_orcid: str | Unset = UNSET,
        owner: str | Unset = UNSET,
        size: int | Unset = UNSET,
    ) -> None:
        self.unique_id = unique_id
        self.dataset_name = dataset_name
        self.measurement = measurement
        self.data_type = data_type
        self.session_name = session_name
        self.data_format = data_format
        self.timestamp = timestamp
        self.public = public
        self.project_id = project_id
        self.project_mfid = project_mfid
        self.instrument_name = instrument_name
        self.instrument_id = instrument_id
        self.instrument_mfid = instrument_mfid
        self.owner_orcid = owner_orcid
        self.owner = owner
        self.size = size

    def to_dict(self) -> dict[str, Any]:
        unique_id = self.unique_id

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

        project_id: None | str | Unset = self.project_id

        project_mfid = self.project_mfid

        instrument_name = self.instrument_name

        instrument_id = self.instrument_id

        instrument_mfid = self.instrument_mfid

        owner_orcid = self.owner_orcid

        owner = self.owner

        size = self.size

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if unique_id is not UNSET:
            field_dict["unique_id"] = unique_id
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
        if project_id is not UNSET:
            field_dict["project_id"] = project_id
        if project_mfid is not UNSET:
            field_dict["project_mfid"] = project_mfid
        if instrument_name is not UNSET:
            field_dict["instrument_name"] = instrument_name
        if instrument_id is not UNSET:
            field_dict["instrument_id"] = instrument_id
        if instrument_mfid is not UNSET:
            field_dict["instrument_mfid"] = instrument_mfid
        if owner_orcid is not UNSET:
            field_dict["owner_orcid"] = owner_orcid
        if owner is not UNSET:
            field_dict["owner"] = owner
        if size is not UNSET:
            field_dict["size"] = size

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        unique_id = rest_.pop("unique_id", UNSET)

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

        project_id: None | str | Unset = rest_.pop("project_id", UNSET)

        project_mfid = rest_.pop("project_mfid", UNSET)

        instrument_name = rest_.pop("instrument_name", UNSET)

        instrument_id = rest_.pop("instrument_id", UNSET)

        instrument_mfid = rest_.pop("instrument_mfid", UNSET)

        owner_orcid = rest_.pop("owner_orcid", UNSET)

        owner = rest_.pop("owner", UNSET)

        size = rest_.pop("size", UNSET)

        obj_ = cls.__new__(cls)
        obj_.unique_id = unique_id
        obj_.dataset_name = dataset_name
        obj_.measurement = measurement
        obj_.data_type = data_type
        obj_.session_name = session_name
        obj_.data_format = data_format
        obj_.timestamp = timestamp
        obj_.public = public
        obj_.project_id = project_id
        obj_.project_mfid = project_mfid
        obj_.instrument_name = instrument_name
        obj_.instrument_id = instrument_id
        obj_.instrument_mfid = instrument_mfid
        obj_.owner_orcid = owner_orcid
        obj_.owner = owner
        obj_.size = size

        return obj_
