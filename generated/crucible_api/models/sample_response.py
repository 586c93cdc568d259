from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import (
    Any,
    Literal,
    TypeVar,
    cast,
)

from ..models.project_relation import ProjectRelation
from ..types import UNSET, Model, Unset, as_list

T = TypeVar("T", bound="SampleResponse")


class SampleResponse(Model):
    """
    Attributes:
        unique_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        resource_type (Literal['sample'] | None | Unset):
        sample_name (None | str | Unset): Not unique.
        sample_type (None | str | Unset):
        description (None | str | Unset):
        timestamp (datetime.datetime | None | Unset): When the sample was made.
        public (bool | None | Unset):
        owner_orcid (None | str | Unset): Canonical identity of the owner.
        owner (None | Unset | UserPublicRead): Filled with include_owner.
        project_id (None | str | Unset): Slug of the project.
        project_mfid (None | str | Unset): Whether answers have it besides project is not known.
        project (None | ProjectReference | Unset): May be null for a sample that is only shared with the project listed.
        project_relation (None | ProjectRelation | Unset): In lists of one project only.
        datasets (list[EmbeddedDataset] | None | Unset): Linked datasets, unless include_datasets is false.
        links (list[ResourceLink] | None | Unset): Filled with include_links.
        scientific_metadata (Any | Unset): Filled with include_metadata.
        deletion_request (DeletionState | None | Unset):
        capabilities (None | ResourceCapabilities | Unset): What the caller may do with the sample; null in lists.
        creation_time (datetime.datetime | None | Unset):
        modification_time (datetime.datetime | None | Unset):
    """

    __slots__ = (
        "unique_id",
        "resource_type",
        "sample_name",
        "sample_type",
        "description",
        "timestamp",
        "public",
        "owner_orcid",
        "owner",
        "project_id",
        "project_mfid",
        "project",
        "project_relation",
        "datasets",
        "links",
        "scientific_metadata",
        "deletion_request",
        "capabilities",
        "creation_time",
        "modification_time",
        "additional_properties",
    )

    def __init__(
        self,
        unique_id: str,
        resource_type: Literal["sample"] | None | Unset = UNSET,
        sample_name: None | str | Unset = UNSET,
        sample_type: None | str | Unset = UNSET,
        description: None | str | Unset = UNSET,
        timestamp: datetime.datetime | None | Unset = UNSET,
        public: bool | None | Unset = UNSET,
        owner_orcid: None | str | Unset = UNSET,
        owner: None | Unset | UserPublicRead = UNSET,
        project_id: None | str | Unset = UNSET,
        project_mfid: None | str | Unset = UNSET,
        project: None | ProjectReference | Unset = UNSET,
        project_relation: None | ProjectRelation | Unset = UNSET,
        datasets: list[EmbeddedDataset] | None | Unset = UNSET,
        links: list[ResourceLink] | None | Unset = UNSET,
        scientific_metadata: Any | Unset = UNSET,
        deletion_request: DeletionState | None | Unset = UNSET,
        capabilities: None | ResourceCapabilities | Unset = UNSET,
        creation_time: datetime.datetime | None | Unset = UNSET,
        modification_time: datetime.datetime | None | Unset = UNSET,
    ) -> None:
        self.unique_id = unique_id
        self.resource_type = resource_type
        self.sample_name = sample_name
        self.sample_type = sample_type
        self.description = description
        self.timestamp = timestamp
        self.public = public
        self.owner_orcid = owner_orcid
        self.owner = owner
        self.project_id = project_id
        self.project_mfid = project_mfid
        self.project = project
        self.project_relation = project_relation
        self.datasets = datasets
        self.links = links
        self.scientific_metadata = scientific_metadata
        self.deletion_request = deletion_request
        self.capabilities = capabilities
        self.creation_time = creation_time
        self.modification_time = modification_time
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        unique_id = self.unique_id

        resource_type: Literal["sample"] | None | Unset = self.resource_type

        sample_name: None | str | Unset = self.sample_name

        sample_type: None | str | Unset = self.sample_type

        description: None | str | Unset = self.description

        timestamp: None | str | Unset
        if isinstance(self.timestamp, Unset):
            timestamp = UNSET
        elif isinstance(self.timestamp, datetime.datetime):
            timestamp = self.timestamp.isoformat()
        else:
            timestamp = self.timestamp

        public: bool | None | Unset = self.public

        owner_orcid: None | str | Unset = self.owner_orcid

        owner: dict[str, Any] | None | Unset
        if isinstance(self.owner, Unset):
            owner = UNSET
        elif isinstance(self.owner, UserPublicRead):
            owner = self.owner.to_dict()
        else:
            owner = self.owner

        project_id: None | str | Unset = self.project_id

        project_mfid: None | str | Unset = self.project_mfid

        project: dict[str, Any] | None | Unset
        if isinstance(self.project, Unset):
            project = UNSET
        elif isinstance(self.project, ProjectReference):
            project = self.project.to_dict()
        else:
            project = self.project

        project_relation: None | str | Unset
        if isinstance(self.project_relation, Unset):
            project_relation = UNSET
        elif isinstance(self.project_relation, str):
            project_relation = self.project_relation
        else:
            project_relation = self.project_relation

        datasets: list[dict[str, Any]] | None | Unset
        if isinstance(self.datasets, Unset):
            datasets = UNSET
        elif isinstance(self.datasets, list):
            datasets = []
            for datasets_type_0_item_data in self.datasets:
                datasets_type_0_item = datasets_type_0_item_data.to_dict()
                datasets.append(datasets_type_0_item)

        else:
            datasets = self.datasets

        links: list[dict[str, Any]] | None | Unset
        if isinstance(self.links, Unset):
            links = UNSET
        elif isinstance(self.links, list):
            links = []
            for links_type_0_item_data in self.links:
                links_type_0_item = links_type_0_item_data.to_dict()
                links.append(links_type_0_item)

        else:
            links = self.links

        scientific_metadata = self.scientific_metadata

        deletion_request: dict[str, Any] | None | Unset
        if isinstance(self.deletion_request, Unset):
            deletion_request = UNSET
        elif isinstance(self.deletion_request, DeletionState):
            deletion_request = self.deletion_request.to_dict()
        else:
            deletion_request = self.deletion_request

        capabilities: dict[str, Any] | None | Unset
        if isinstance(self.capabilities, Unset):
            capabilities = UNSET
        elif isinstance(self.capabilities, ResourceCapabilities):
            capabilities = self.capabilities.to_dict()
        else:
            capabilities = self.capabilities

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
        if owner_orcid is not UNSET:
            field_dict["owner_orcid"] = owner_orcid
        if owner is not UNSET:
            field_dict["owner"] = owner
        if project_id is not UNSET:
            field_dict["project_id"] = project_id
        if project_mfid is not UNSET:
            field_dict["project_mfid"] = project_mfid
        if project is not UNSET:
            field_dict["project"] = project
        if project_relation is not UNSET:
            field_dict["project_relation"] = project_relation
        if datasets is not UNSET:
            field_dict["datasets"] = datasets
        if links is not UNSET:
            field_dict["links"] = links
        if scientific_metadata is not UNSET:
            field_dict["scientific_metadata"] = scientific_metadata
        if deletion_request is not UNSET:
            field_dict["deletion_request"] = deletion_request
        if capabilities is not UNSET:
            field_dict["capabilities"] = capabilities
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
        resource_type: Literal["sample"] | None | Unset
        if _resource_type is None or _resource_type is UNSET:
            resource_type = _resource_type
        else:
            resource_type_type_0 = cast("Literal['sample']", _resource_type)
            if resource_type_type_0 != "sample":
                raise ValueError(f"resource_type_type_0 must match const 'sample', got '{resource_type_type_0}'")
            resource_type = resource_type_type_0

        sample_name: None | str | Unset = rest_.pop("sample_name", UNSET)

        sample_type: None | str | Unset = rest_.pop("sample_type", UNSET)

        description: None | str | Unset = rest_.pop("description", UNSET)

        _timestamp = rest_.pop("timestamp", UNSET)
        timestamp: datetime.datetime | None | Unset
        if _timestamp is None or _timestamp is UNSET:
            timestamp = _timestamp
        else:
            timestamp_type_0 = datetime.datetime.fromisoformat(_timestamp)

            timestamp = timestamp_type_0

        public: bool | None | Unset = rest_.pop("public", UNSET)

        owner_orcid: None | str | Unset = rest_.pop("owner_orcid", UNSET)

        _owner = rest_.pop("owner", UNSET)
        owner: None | Unset | UserPublicRead
        if _owner is None or _owner is UNSET:
            owner = _owner
        else:
            owner_type_0 = UserPublicRead.from_dict(_owner)

            owner = owner_type_0

        project_id: None | str | Unset = rest_.pop("project_id", UNSET)

        project_mfid: None | str | Unset = rest_.pop("project_mfid", UNSET)

        _project = rest_.pop("project", UNSET)
        project: None | ProjectReference | Unset
        if _project is None or _project is UNSET:
            project = _project
        else:
            project_type_0 = ProjectReference.from_dict(_project)

            project = project_type_0

        project_relation: None | ProjectRelation | Unset = rest_.pop("project_relation", UNSET)

        _datasets = rest_.pop("datasets", UNSET)
        datasets: list[EmbeddedDataset] | None | Unset
        if _datasets is None or _datasets is UNSET:
            datasets = _datasets
        else:
            datasets_type_0 = []
            _datasets_type_0 = _datasets
            for datasets_type_0_item_data in as_list(_datasets_type_0):
                datasets_type_0_item = EmbeddedDataset.from_dict(datasets_type_0_item_data)

                datasets_type_0.append(datasets_type_0_item)

            datasets = datasets_type_0

        _links = rest_.pop("links", UNSET)
        links: list[ResourceLink] | None | Unset
        if _links is None or _links is UNSET:
            links = _links
        else:
            links_type_0 = []
            _links_type_0 = _links
            for links_type_0_item_data in as_list(_links_type_0):
                links_type_0_item = ResourceLink.from_dict(links_type_0_item_data)

                links_type_0.append(links_type_0_item)

            links = links_type_0

        scientific_metadata = rest_.pop("scientific_metadata", UNSET)

        _deletion_request = rest_.pop("deletion_request", UNSET)
        deletion_request: DeletionState | None | Unset
        if _deletion_request is None or _deletion_request is UNSET:
            deletion_request = _deletion_request
        else:
            deletion_request_type_0 = DeletionState.from_dict(_deletion_request)

            deletion_request = deletion_request_type_0

        _capabilities = rest_.pop("capabilities", UNSET)
        capabilities: None | ResourceCapabilities | Unset
        if _capabilities is None or _capabilities is UNSET:
            capabilities = _capabilities
        else:
            capabilities_type_0 = ResourceCapabilities.from_dict(_capabilities)

            capabilities = capabilities_type_0

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
        obj_.sample_name = sample_name
        obj_.sample_type = sample_type
        obj_.description = description
        obj_.timestamp = timestamp
        obj_.public = public
        obj_.owner_orcid = owner_orcid
        obj_.owner = owner
        obj_.project_id = project_id
        obj_.project_mfid = project_mfid
        obj_.project = project
        obj_.project_relation = project_relation
        obj_.datasets = datasets
        obj_.links = links
        obj_.scientific_metadata = scientific_metadata
        obj_.deletion_request = deletion_request
        obj_.capabilities = capabilities
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


from ..models.deletion_state import DeletionState  # noqa: E402
from ..models.embedded_dataset import EmbeddedDataset  # noqa: E402
from ..models.project_reference import ProjectReference  # noqa: E402
from ..models.resource_capabilities import ResourceCapabilities  # noqa: E402
from ..models.resource_link import ResourceLink  # noqa: E402
from ..models.user_public_read import UserPublicRead  # noqa: E402
