"""Datasets."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from .access import ResourceCapabilities
from .base import Field, Json, Record, json_object, needed, optional, several
from .instrument import InstrumentReference
from .link import Link
from .project import ProjectReference
from .sample import DeletionState
from .user import PublicUser


class Dataset(Record):
    """A dataset. `timestamp` says when it was taken; `links` and `scientific_metadata` are None unless asked for."""

    __slots__ = ()
    _shown = ("unique_id", "dataset_name", "measurement", "timestamp", "project_id", "instrument_name")

    unique_id: Field[str] = needed(str)
    resource_type: Field[str | None] = optional(str)
    dataset_name: Field[str | None] = optional(str)
    measurement: Field[str | None] = optional(str)
    data_type: Field[str | None] = optional(str)
    session_name: Field[str | None] = optional(str)
    data_format: Field[str | None] = optional(str)
    timestamp: Field[datetime | None] = optional(datetime)
    size: Field[int | None] = optional(int)
    public: Field[bool | None] = optional(bool)
    owner_orcid: Field[str | None] = optional(str)
    owner: Field[PublicUser | None] = optional(PublicUser)
    project_id: Field[str | None] = optional(str)
    project_mfid: Field[str | None] = optional(str)
    project: Field[ProjectReference | None] = optional(ProjectReference)
    project_relation: Field[str | None] = optional(str)
    instrument_name: Field[str | None] = optional(str)
    instrument_id: Field[str | None] = optional(str)
    instrument_mfid: Field[str | None] = optional(str)
    instrument: Field[InstrumentReference | None] = optional(InstrumentReference)
    links: Field[tuple[Link, ...] | None] = several(Link)
    scientific_metadata: Field[Json | None] = json_object()
    deletion_request: Field[DeletionState | None] = optional(DeletionState)
    capabilities: Field[ResourceCapabilities | None] = optional(ResourceCapabilities)
    creation_time: Field[datetime | None] = optional(datetime)
    modification_time: Field[datetime | None] = optional(datetime)

    @property
    def url(self) -> str | None:
        """Address of the dataset in the web explorer; None without an explorer or a known project."""
        project = self.project_id or (self.project and self.project.project_id)
        return f"{self._site}/{quote(project, safe='')}/datasets/{self.unique_id}" if self._site and project else None
