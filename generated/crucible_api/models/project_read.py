from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import (
    Any,
    Literal,
    TypeVar,
    cast,
)

from ..models.role import Role
from ..types import UNSET, Model, Unset, as_list

T = TypeVar("T", bound="ProjectRead")


class ProjectRead(Model):
    """
    Attributes:
        unique_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        project_id (str): Slug; old ones may break today's rule.
        organization (str):
        resource_type (Literal['project'] | None | Unset): Filled by GET /resources/{resource_mfid}.
        title (None | str | Unset):
        status (None | str | Unset): Any text, commonly active.
        project_lead_orcid (None | str | Unset): Canonical id of the lead, be it an ORCID or not.
        lead (None | Unset | UserPublicRead): Not filled in searches.
        role (None | Role | Unset): The caller's role, or in a user's list of projects that user's; null when the
            project is visible only through a platform role or a grant.
        members (list[ProjectMember] | None | Unset): With include_members, for members and administrators.
        scientific_metadata (Any | Unset): With include_metadata, for members and administrators.
        creation_time (datetime.datetime | None | Unset):
        modification_time (datetime.datetime | None | Unset):
        capabilities (None | ResourceCapabilities | Unset): Filled for single records and look-ups by slug.
    """

    __slots__ = (
        "unique_id",
        "project_id",
        "organization",
        "resource_type",
        "title",
        "status",
        "project_lead_orcid",
        "lead",
        "role",
        "members",
        "scientific_metadata",
        "creation_time",
        "modification_time",
        "capabilities",
        "additional_properties",
    )

    def __init__(
        self,
        unique_id: str,
        project_id: str,
        organization: str,
        resource_type: Literal["project"] | None | Unset = UNSET,
        title: None | str | Unset = UNSET,
        status: None | str | Unset = UNSET,
        project_lead_orcid: None | str | Unset = UNSET,
        lead: None | Unset | UserPublicRead = UNSET,
        role: None | Role | Unset = UNSET,
        members: list[ProjectMember] | None | Unset = UNSET,
        scientific_metadata: Any | Unset = UNSET,
        creation_time: datetime.datetime | None | Unset = UNSET,
        modification_time: datetime.datetime | None | Unset = UNSET,
        capabilities: None | ResourceCapabilities | Unset = UNSET,
    ) -> None:
        self.unique_id = unique_id
        self.project_id = project_id
        self.organization = organization
        self.resource_type = resource_type
        self.title = title
        self.status = status
        self.project_lead_orcid = project_lead_orcid
        self.lead = lead
        self.role = role
        self.members = members
        self.scientific_metadata = scientific_metadata
        self.creation_time = creation_time
        self.modification_time = modification_time
        self.capabilities = capabilities
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        unique_id = self.unique_id

        project_id = self.project_id

        organization = self.organization

        resource_type: Literal["project"] | None | Unset = self.resource_type

        title: None | str | Unset = self.title

        status: None | str | Unset = self.status

        project_lead_orcid: None | str | Unset = self.project_lead_orcid

        lead: dict[str, Any] | None | Unset
        if isinstance(self.lead, Unset):
            lead = UNSET
        elif isinstance(self.lead, UserPublicRead):
            lead = self.lead.to_dict()
        else:
            lead = self.lead

        role: None | str | Unset
        if isinstance(self.role, Unset):
            role = UNSET
        elif isinstance(self.role, str):
            role = self.role
        else:
            role = self.role

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

        capabilities: dict[str, Any] | None | Unset
        if isinstance(self.capabilities, Unset):
            capabilities = UNSET
        elif isinstance(self.capabilities, ResourceCapabilities):
            capabilities = self.capabilities.to_dict()
        else:
            capabilities = self.capabilities

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "unique_id": unique_id,
                "project_id": project_id,
                "organization": organization,
            }
        )
        if resource_type is not UNSET:
            field_dict["resource_type"] = resource_type
        if title is not UNSET:
            field_dict["title"] = title
        if status is not UNSET:
            field_dict["status"] = status
        if project_lead_orcid is not UNSET:
            field_dict["project_lead_orcid"] = project_lead_orcid
        if lead is not UNSET:
            field_dict["lead"] = lead
        if role is not UNSET:
            field_dict["role"] = role
        if members is not UNSET:
            field_dict["members"] = members
        if scientific_metadata is not UNSET:
            field_dict["scientific_metadata"] = scientific_metadata
        if creation_time is not UNSET:
            field_dict["creation_time"] = creation_time
        if modification_time is not UNSET:
            field_dict["modification_time"] = modification_time
        if capabilities is not UNSET:
            field_dict["capabilities"] = capabilities

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        unique_id = rest_.pop("unique_id")

        project_id = rest_.pop("project_id")

        organization = rest_.pop("organization")

        _resource_type = rest_.pop("resource_type", UNSET)
        resource_type: Literal["project"] | None | Unset
        if _resource_type is None or _resource_type is UNSET:
            resource_type = _resource_type
        else:
            resource_type_type_0 = cast("Literal['project']", _resource_type)
            if resource_type_type_0 != "project":
                raise ValueError(f"resource_type_type_0 must match const 'project', got '{resource_type_type_0}'")
            resource_type = resource_type_type_0

        title: None | str | Unset = rest_.pop("title", UNSET)

        status: None | str | Unset = rest_.pop("status", UNSET)

        project_lead_orcid: None | str | Unset = rest_.pop("project_lead_orcid", UNSET)

        _lead = rest_.pop("lead", UNSET)
        lead: None | Unset | UserPublicRead
        if _lead is None or _lead is UNSET:
            lead = _lead
        else:
            lead_type_0 = UserPublicRead.from_dict(_lead)

            lead = lead_type_0

        role: None | Role | Unset = rest_.pop("role", UNSET)

        _members = rest_.pop("members", UNSET)
        members: list[ProjectMember] | None | Unset
        if _members is None or _members is UNSET:
            members = _members
        else:
            members_type_0 = []
            _members_type_0 = _members
            for members_type_0_item_data in as_list(_members_type_0):
                members_type_0_item = ProjectMember.from_dict(members_type_0_item_data)

                members_type_0.append(members_type_0_item)

            members = members_type_0

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

        _capabilities = rest_.pop("capabilities", UNSET)
        capabilities: None | ResourceCapabilities | Unset
        if _capabilities is None or _capabilities is UNSET:
            capabilities = _capabilities
        else:
            capabilities_type_0 = ResourceCapabilities.from_dict(_capabilities)

            capabilities = capabilities_type_0

        obj_ = cls.__new__(cls)
        obj_.unique_id = unique_id
        obj_.project_id = project_id
        obj_.organization = organization
        obj_.resource_type = resource_type
        obj_.title = title
        obj_.status = status
        obj_.project_lead_orcid = project_lead_orcid
        obj_.lead = lead
        obj_.role = role
        obj_.members = members
        obj_.scientific_metadata = scientific_metadata
        obj_.creation_time = creation_time
        obj_.modification_time = modification_time
        obj_.capabilities = capabilities

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


from ..models.project_member import ProjectMember  # noqa: E402
from ..models.resource_capabilities import ResourceCapabilities  # noqa: E402
from ..models.user_public_read import UserPublicRead  # noqa: E402
