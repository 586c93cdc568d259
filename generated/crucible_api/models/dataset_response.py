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

T = TypeVar("T", bound="DatasetResponse")


class DatasetResponse(Model):
    """
    Attributes:
        unique_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        resource_type (Literal['dataset'] | None | Unset):
        dataset_name (None | str | Unset):
        measurement (None | str | Unset): The technique in general words.
        data_type (None | str | Unset): The product in the institution's own terms.
        session_name (None | str | Unset):
        data_format (None | str | Unset): Type or extension of the files.
        timestamp (datetime.datetime | None | Unset): When the data was taken.
        size (int | None | Unset): Of all files together.
        public (bool | None | Unset):
        owner_orcid (None | str | Unset): Canonical identity of the owner.
        owner (None | Unset | UserPublicRead): Filled with include_owner.
        project_id (None | str | Unset): Slug of the project.
        project_mfid (None | str | Unset): Whether answers have it besides project is not known.
        project (None | ProjectReference | Unset): May be null for a dataset that is only shared with the project
            listed.
        project_relation (None | ProjectRelation | Unset): In lists of one project only.
        instrument_name (None | str | Unset): Label of the instrument; v3 takes it from its record.
        instrument_id (None | str | Unset): Slug of the instrument.
        instrument_mfid (None | str | Unset): Whether answers have it besides instrument is not known.
        instrument (InstrumentReference | None | Unset):
        links (list[ResourceLink] | None | Unset): Filled with include_links.
        scientific_metadata (Any | Unset): Filled with include_metadata.
        deletion_request (DeletionState | None | Unset):
        capabilities (None | ResourceCapabilities | Unset): What the caller may do with the dataset; null in lists.
        creation_time (datetime.datetime | None | Unset):
        modification_time (datetime.datetime | None | Unset):
    """

    __slots__ = (
        "unique_id",
        "resource_type",
        "dataset_name",
        "measurement",
        "data_type",
        "session_name",
        "data_format",
        "timestamp",
        "size",
        "public",
        "owner_orcid",
        "owner",
        "project_id",
        "project_mfid",
        "project",
        "project_relation",
        "instrument_name",
        "instrument_id",
        "instrument_mfid",
        "instrument",
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
        resource_type: Literal["dataset"] | None | Unset = UNSET,
        dataset_name: None | str | Unset = UNSET,
        measurement: None | str | Unset = UNSET,
        data_type: None | str | Unset = UNSET,
        session_name: None | str | Unset = UNSET,
        data_format: None | str | Unset = UNSET,
        timestamp: datetime.datetime | None | Unset = UNSET,
        size: int | None | Unset = UNSET,
        public: bool | None | Unset = UNSET,
        owner_orcid: None | str | Unset = UNSET,
        owner: None | Unset | UserPublicRead = UNSET,
        project_id: None | str | Unset = UNSET,
        project_mfid: None | str | Unset = UNSET,
        project: None | ProjectReference | Unset = UNSET,
        project_relation: None | ProjectRelation | Unset = UNSET,
        instrument_name: None | str | Unset = UNSET,
        instrument_id: None | str | Unset = UNSET,
        instrument_mfid: None | str | Unset = UNSET,
        instrument: InstrumentReference | None | Unset = UNSET,
        links: list[ResourceLink] | None | Unset = UNSET,
        scientific_metadata: Any | Unset = UNSET,
        deletion_request: DeletionState | None | Unset = UNSET,
        capabilities: None | ResourceCapabilities | Unset = UNSET,
        creation_time: datetime.datetime | None | Unset = UNSET,
        modification_time: datetime.datetime | None | Unset = UNSET,
    ) -> None:
        self.unique_id = unique_id
        self.resource_type = resource_type
        self.dataset_name = dataset_name
        self.measurement = measurement
        self.data_type = data_type
        self.session_name = session_name
        self.data_format = data_format
        self.timestamp = timestamp
        self.size = size
        self.public = public
        self.owner_orcid = owner_orcid
        self.owner = owner
        self.project_id = project_id
        self.project_mfid = project_mfid
        self.project = project
        self.project_relation = project_relation
        self.instrument_name = instrument_name
        self.instrument_id = instrument_id
        self.instrument_mfid = instrument_mfid
        self.instrument = instrument
        self.links = links
        self.scientific_metadata = scientific_metadata
        self.deletion_request = deletion_request
        self.capabilities = capabilities
        self.creation_time = creation_time
        self.modification_time = modification_time
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        unique_id = self.unique_id

        resource_type: Literal["dataset"] | None | Unset = self.resource_type

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

        size: int | None | Unset = self.size

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

        instrument_name: None | str | Unset = self.instrument_name

        instrument_id: None | str | Unset = self.instrument_id

        instrument_mfid: None | str | Unset = self.instrument_mfid

        instrument: dict[str, Any] | None | Unset
        if isinstance(self.instrument, Unset):
            instrument = UNSET
        elif isinstance(self.instrument, InstrumentReference):
            instrument = self.instrument.to_dict()
        else:
            instrument = self.instrument

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
        if size is not UNSET:
            field_dict["size"] = size
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
        if instrument_name is not UNSET:
            field_dict["instrument_name"] = instrument_name
        if instrument_id is not UNSET:
            field_dict["instrument_id"] = instrument_id
        if instrument_mfid is not UNSET:
            field_dict["instrument_mfid"] = instrument_mfid
        if instrument is not UNSET:
            field_dict["instrument"] = instrument
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
        resource_type: Literal["dataset"] | None | Unset
        if _resource_type is None or _resource_type is UNSET:
            resource_type = _resource_type
        else:
            resource_type_type_0 = cast("Literal['dataset']", _resource_type)
            if resource_type_type_0 != "dataset":
                raise ValueError(f"resource_type_type_0 must match const 'dataset', got '{resource_type_type_0}'")
            resource_type = resource_type_type_0

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

        size: int | None | Unset = rest_.pop("size", UNSET)

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

        instrument_name: None | str | Unset = rest_.pop("instrument_name", UNSET)

        instrument_id: None | str | Unset = rest_.pop("instrument_id", UNSET)

        instrument_mfid: None | str | Unset = rest_.pop("instrument_mfid", UNSET)

        _instrument = rest_.pop("instrument", UNSET)
        instrument: InstrumentReference | None | Unset
        if _instrument is None or _instrument is UNSET:
            instrument = _instrument
        else:
            instrument_type_0 = InstrumentReference.from_dict(_instrument)

            instrument = instrument_type_0

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
        obj_.dataset_name = dataset_name
        obj_.measurement = measurement
        obj_.data_type = data_type
        obj_.session_name = session_name
        obj_.data_format = data_format
        obj_.timestamp = timestamp
        obj_.size = size
        obj_.public = public
        obj_.owner_orcid = owner_orcid
        obj_.owner = owner
        obj_.project_id = project_id
        obj_.project_mfid = project_mfid
        obj_.project = project
        obj_.project_relation = project_relation
        obj_.instrument_name = instrument_name
        obj_.instrument_id = instrument_id
        obj_.instrument_mfid = instrument_mfid
        obj_.instrument = instrument
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
from ..models.instrument_reference import InstrumentReference  # noqa: E402
from ..models.project_reference import ProjectReference  # noqa: E402
from ..models.resource_capabilities import ResourceCapabilities  # noqa: E402
from ..models.resource_link import ResourceLink  # noqa: E402
from ..models.user_public_read import UserPublicRead  # noqa: E402
