from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="SampleCreate")


class SampleCreate(Model):
    """Whether the service insists on more than a name is not known.

    Attributes:
        sample_name (str):
        unique_id (str | Unset): The identity of a record; 26 lower-case characters without i, l, o, u.
        sample_type (None | str | Unset):
        description (None | str | Unset):
        project_id (str | Unset): Slug of the project.
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i, l, o, u.
        timestamp (datetime.datetime | Unset): When the sample was made.
        public (bool | Unset):
        owner_orcid (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of a service account
            (MFID).
        owner (str | Unset): An ORCID, an MFID, a username or an e-mail address.
    """

    __slots__ = (
        "sample_name",
        "unique_id",
        "sample_type",
        "description",
        "project_id",
        "project_mfid",
        "timestamp",
        "public",
        "owner_orcid",
        "owner",
    )

    def __init__(
        self,
        sample_name: str,
        unique_id: str | Unset = UNSET,
        sample_type: None | str | Unset = UNSET,
        description: None | str | Unset = UNSET,
        project_id: str | Unset = UNSET,
        project_mfid: str | Unset = UNSET,
        timestamp: datetime.datetime | Unset = UNSET,
        public: bool | Unset = UNSET,
        owner_orcid: str | Unset = UNSET,
        owner: str | Unset = UNSET,
    ) -> None:
        self.sample_name = sample_name
        self.unique_id = unique_id
        self.sample_type = sample_type
        self.description = description
        self.project_id = project_id
        self.project_mfid = project_mfid
        self.timestamp = timestamp
        self.public = public
        self.owner_orcid = owner_orcid
        self.owner = owner

    def to_dict(self) -> dict[str, Any]:
        sample_name = self.sample_name

        unique_id = self.unique_id

        sample_type: None | str | Unset = self.sample_type

        description: None | str | Unset = self.description

        project_id = self.project_id

        project_mfid = self.project_mfid

        timestamp: str | Unset = UNSET
        if not isinstance(self.timestamp, Unset):
            timestamp = self.timestamp.isoformat()

        public = self.public

        owner_orcid = self.owner_orcid

        owner = self.owner

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "sample_name": sample_name,
            }
        )
        if unique_id is not UNSET:
            field_dict["unique_id"] = unique_id
        if sample_type is not UNSET:
            field_dict["sample_type"] = sample_type
        if description is not UNSET:
            field_dict["description"] = description
        if project_id is not UNSET:
            field_dict["project_id"] = project_id
        if project_mfid is not UNSET:
            field_dict["project_mfid"] = project_mfid
        if timestamp is not UNSET:
            field_dict["timestamp"] = timestamp
        if public is not UNSET:
            field_dict["public"] = public
        if owner_orcid is not UNSET:
            field_dict["owner_orcid"] = owner_orcid
        if owner is not UNSET:
            field_dict["owner"] = owner

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        sample_name = rest_.pop("sample_name")

        unique_id = rest_.pop("unique_id", UNSET)

        sample_type: None | str | Unset = rest_.pop("sample_type", UNSET)

        description: None | str | Unset = rest_.pop("description", UNSET)

        project_id = rest_.pop("project_id", UNSET)

        project_mfid = rest_.pop("project_mfid", UNSET)

        _timestamp = rest_.pop("timestamp", UNSET)
        timestamp: datetime.datetime | Unset
        if isinstance(_timestamp, Unset):
            timestamp = UNSET
        else:
            timestamp = datetime.datetime.fromisoformat(_timestamp)

        public = rest_.pop("public", UNSET)

        owner_orcid = rest_.pop("owner_orcid", UNSET)

        owner = rest_.pop("owner", UNSET)

        obj_ = cls.__new__(cls)
        obj_.sample_name = sample_name
        obj_.unique_id = unique_id
        obj_.sample_type = sample_type
        obj_.description = description
        obj_.project_id = project_id
        obj_.project_mfid = project_mfid
        obj_.timestamp = timestamp
        obj_.public = public
        obj_.owner_orcid = owner_orcid
        obj_.owner = owner

        return obj_
