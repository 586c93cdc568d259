from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import (
    Any,
    Literal,
    TypeVar,
    cast,
)

from ..models.instrument_status import InstrumentStatus
from ..types import UNSET, Model, Unset, as_list

T = TypeVar("T", bound="InstrumentRead")


class InstrumentRead(Model):
    """
    Attributes:
        unique_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        resource_type (Literal['instrument'] | None | Unset): Filled by GET /resources/{resource_mfid}.
        instrument_id (None | str | Unset): Slug; older instruments have none.
        instrument_name (None | str | Unset): A label; only v2 calls it unique.
        location (None | str | Unset):
        manufacturer (None | str | Unset):
        model (None | str | Unset):
        instrument_type (None | str | Unset):
        description (None | str | Unset):
        other_id (None | str | Unset): Identifier in another system, such as an RRID.
        other_id_source (None | str | Unset): Which system other_id belongs to.
        owner (None | Unset | UserPublicRead): In v3 a person, filled with include_owner; in v2 any text.
        owner_orcid (None | str | Unset): Canonical id of the owner, be it an ORCID or not.
        status (InstrumentStatus | None | Unset):
        public (bool | None | Unset):
        role (None | str | Unset): The caller's effective role.
        members (list[AccessGrant] | None | Unset): With include_members, the owner and then the maintainers; null for
            callers without a role here.
        capabilities (None | ResourceCapabilities | Unset):
        scientific_metadata (Any | Unset): With include_metadata.
        creation_time (datetime.datetime | None | Unset):
        modification_time (datetime.datetime | None | Unset):
    """

    __slots__ = (
        "unique_id",
        "resource_type",
        "instrument_id",
        "instrument_name",
        "location",
        "manufacturer",
        "model",
        "instrument_type",
        "description",
        "other_id",
        "other_id_source",
        "owner",
        "owner_orcid",
        "status",
        "public",
        "role",
        "members",
        "capabilities",
        "scientific_metadata",
        "creation_time",
        "modification_time",
        "additional_properties",
    )

    def __init__(
        self,
        unique_id: str,
        resource_type: Literal["instrument"] | None | Unset = UNSET,
        instrument_id: None | str | Unset = UNSET,
        instrument_name: None | str | Unset = UNSET,
        location: None | str | Unset = UNSET,
        manufacturer: None | str | Unset = UNSET,
        model: None | str | Unset = UNSET,
        instrument_type: None | str | Unset = UNSET,
        description: None | str | Unset = UNSET,
        other_id: None | str | Unset = UNSET,
        other_id_source: None | str | Unset = UNSET,
        owner: None | Unset | UserPublicRead = UNSET,
        owner_orcid: None | str | Unset = UNSET,
        status: InstrumentStatus | None | Unset = UNSET,
        public: bool | None | Unset = UNSET,
        role: None | str | Unset = UNSET,
        members: list[AccessGrant] | None | Unset = UNSET,
        capabilities: None | ResourceCapabilities | Unset = UNSET,
        scientific_metadata: Any | Unset = UNSET,
        creation_time: datetime.datetime | None | Unset = UNSET,
        modification_time: datetime.datetime | None | Unset = UNSET,
    ) -> None:
        self.unique_id = unique_id
        self.resource_type = resource_type
        self.instrument_id = instrument_id
        self.instrument_name = instrument_name
        self.location = location
        self.manufacturer = manufacturer
        self.model = model
        self.instrument_type = instrument_type
        self.description = description
        self.other_id = other_id
        self.other_id_source = other_id_source
        self.owner = owner
        self.owner_orcid = owner_orcid
        self.status = status
        self.public = public
        self.role = role
        self.members = members
        self.capabilities = capabilities
        self.scientific_metadata = scientific_metadata
        self.creation_time = creation_time
        self.modification_time = modification_time
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        unique_id = self.unique_id

        resource_type: Literal["instrument"] | None | Unset = self.resource_type

        instrument_id: None | str | Unset = self.instrument_id

        instrument_name: None | str | Unset = self.instrument_name

        location: None | str | Unset = self.location

        manufacturer: None | str | Unset = self.manufacturer

        model: None | str | Unset = self.model

        instrument_type: None | str | Unset = self.instrument_type

        description: None | str | Unset = self.description

        other_id: None | str | Unset = self.other_id

        other_id_source: None | str | Unset = self.other_id_source

        owner: dict[str, Any] | None | Unset
        if isinstance(self.owner, Unset):
            owner = UNSET
        elif isinstance(self.owner, UserPublicRead):
            owner = self.owner.to_dict()
        else:
            owner = self.owner

        owner_orcid: None | str | Unset = self.owner_orcid

        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        elif isinstance(self.status, str):
            status = self.status
        else:
            status = self.status

        public: bool | None | Unset = self.public

        role: None | str | Unset = self.role

        members: list[dict[str, Any]] | None | Unset
        if isinstance(self.members, Unset):
            members = UNSET
        elif isinstance(self.members, list):
            members = []
            for members_type_0_item_data in self.members:
                members_type_0_item = members_type_0_item_data.to_dict()
                members.append(members_type_0_item)

        else:
            members = self.members

        capabilities: dict[str, Any] | None | Unset
        if isinstance(self.capabilities, Unset):
            capabilities = UNSET
        elif isinstance(self.capabilities, ResourceCapabilities):
            capabilities = self.capabilities.to_dict()
        else:
            capabilities = self.capabilities

        scientific_metadata = self.scientific_metadata

        creation_time: None | str | Unset
        if isinstance(self.creation_time, Unset):
            creation_time = UNSET
        elif isinstance(self.creation_time, datetime.datetime):
            creation_time = self.creation_time.isoformat()
        else:
            creation_time = self.creation_time

        modification_time: None | str | Unset
        if isinstance(self.modification_time, Unset):
            modification_time = UNSET
        elif isinstance(self.modification_time, datetime.datetime):
            modification_time = self.modification_time.isoformat()
        else:
            modification_time = self.modification_time

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "unique_id": unique_id,
            }
        )
        if resource_type is not UNSET:
            field_dict["resource_type"] = resource_type
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
        if owner is not UNSET:
            field_dict["owner"] = owner
        if owner_orcid is not UNSET:
            field_dict["owner_orcid"] = owner_orcid
        if status is not UNSET:
            field_dict["status"] = status
        if public is not UNSET:
            field_dict["public"] = public
        if role is not UNSET:
            field_dict["role"] = role
        if members is not UNSET:
            field_dict["members"] = members
        if capabilities is not UNSET:
            field_dict["capabilities"] = capabilities
        if scientific_metadata is not UNSET:
            field_dict["scientific_metadata"] = scientific_metadata
        if creation_time is not UNSET:
            field_dict["creation_time"] = creation_time
        if modification_time is not UNSET:
            field_dict["modification_time"] = modification_time

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        unique_id = rest_.pop("unique_id")

        _resource_type = rest_.pop("resource_type", UNSET)
        resource_type: Literal["instrument"] | None | Unset
        if _resource_type is None or _resource_type is UNSET:
            resource_type = _resource_type
        else:
            resource_type_type_0 = cast("Literal['instrument']", _resource_type)
            if resource_type_type_0 != "instrument":
                raise ValueError(f"resource_type_type_0 must match const 'instrument', got '{resource_type_type_0}'")
            resource_type = resource_type_type_0

        instrument_id: None | str | Unset = rest_.pop("instrument_id", UNSET)

        instrument_name: None | str | Unset = rest_.pop("instrument_name", UNSET)

        location: None | str | Unset = rest_.pop("location", UNSET)

        manufacturer: None | str | Unset = rest_.pop("manufacturer", UNSET)

        model: None | str | Unset = rest_.pop("model", UNSET)

        instrument_type: None | str | Unset = rest_.pop("instrument_type", UNSET)

        description: None | str | Unset = rest_.pop("description", UNSET)

        other_id: None | str | Unset = rest_.pop("other_id", UNSET)

        other_id_source: None | str | Unset = rest_.pop("other_id_source", UNSET)

        _owner = rest_.pop("owner", UNSET)
        owner: None | Unset | UserPublicRead
        if _owner is None or _owner is UNSET:
            owner = _owner
        else:
            owner_type_0 = UserPublicRead.from_dict(_owner)

            owner = owner_type_0

        owner_orcid: None | str | Unset = rest_.pop("owner_orcid", UNSET)

        status: InstrumentStatus | None | Unset = rest_.pop("status", UNSET)

        public: bool | None | Unset = rest_.pop("public", UNSET)

        role: None | str | Unset = rest_.pop("role", UNSET)

        _members = rest_.pop("members", UNSET)
        members: list[AccessGrant] | None | Unset
        if _members is None or _members is UNSET:
            members = _members
        else:
            members_type_0 = []
            _members_type_0 = _members
            for members_type_0_item_data in as_list(_members_type_0):
                members_type_0_item = AccessGrant.from_dict(members_type_0_item_data)

                members_type_0.append(members_type_0_item)

            members = members_type_0

        _capabilities = rest_.pop("capabilities", UNSET)
        capabilities: None | ResourceCapabilities | Unset
        if _capabilities is None or _capabilities is UNSET:
            capabilities = _capabilities
        else:
            capabilities_type_0 = ResourceCapabilities.from_dict(_capabilities)

            capabilities = capabilities_type_0

        scientific_metadata = rest_.pop("scientific_metadata", UNSET)

        _creation_time = rest_.pop("creation_time", UNSET)
        creation_time: datetime.datetime | None | Unset
        if _creation_time is None or _creation_time is UNSET:
            creation_time = _creation_time
        else:
            creation_time_type_0 = datetime.datetime.fromisoformat(_creation_time)

            creation_time = creation_time_type_0

        _modification_time = rest_.pop("modification_time", UNSET)
        modification_time: datetime.datetime | None | Unset
        if _modification_time is None or _modification_time is UNSET:
            modification_time = _modification_time
        else:
            modification_time_type_0 = datetime.datetime.fromisoformat(_modification_time)

            modification_time = modification_time_type_0

        obj_ = cls.__new__(cls)
        obj_.unique_id = unique_id
        obj_.resource_type = resource_type
        obj_.instrument_id = instrument_id
        obj_.instrument_name = instrument_name
        obj_.location = location
        obj_.manufacturer = manufacturer
        obj_.model = model
        obj_.instrument_type = instrument_type
        obj_.description = description
        obj_.other_id = other_id
        obj_.other_id_source = other_id_source
        obj_.owner = owner
        obj_.owner_orcid = owner_orcid
        obj_.status = status
        obj_.public = public
        obj_.role = role
        obj_.members = members
        obj_.capabilities = capabilities
        obj_.scientific_metadata = scientific_metadata
        obj_.creation_time = creation_time
        obj_.modification_time = modification_time

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


from ..models.access_grant import AccessGrant  # noqa: E402
from ..models.resource_capabilities import ResourceCapabilities  # noqa: E402
from ..models.user_public_read import UserPublicRead  # noqa: E402
