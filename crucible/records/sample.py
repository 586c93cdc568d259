"""Samples."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from .access import ResourceCapabilities
from .base import Field, Json, Record, json_object, needed, optional, several
from .link import Link
from .project import ProjectReference
from .user import PublicUser


class DeletionState(Record):
    """The deletion request of a record that awaits deletion, in brief."""

    __slots__ = ()
    _shown = ("id", "status", "reason")

    id: Field[int] = needed(int)
    status: Field[str] = needed(str)
    reason: Field[str | None] = optional(str)


class EmbeddedDataset(Record):
    """A dataset as samples name it."""

    __slots__ = ()
    _shown = ("unique_id", "dataset_name", "measurement")

    unique_id: Field[str] = needed(str)
    dataset_name: Field[str | None] = optional(str)
    measurement: Field[str | None] = optional(str)
    id: Field[int | None] = optional(int)


class Sample(Record):
    """A sample. `timestamp` says when it was made; `links` and `scientific_metadata` are None unless asked for."""

    __slots__ = ()
    _shown = ("unique_id", "sample_name", "sample_type", "timestamp", "project_id")

    unique_id: Field[str] = needed(str)
    resource_type: Field[str | None] = optional(str)
    sample_name: Field[str | None] = optional(str)
    sample_type: Field[str | None] = optional(str)
    description: Field[str | None] = optional(str)
    timestamp: Field[datetime | None] = optional(datetime)
    public: Field[bool | None] = optional(bool)
    owner_orcid: Field[str | None] = optional(str)
    owner: Field[PublicUser | None] = optional(PublicUser)
    project_id: Field[str | None] = optional(str)
    project_mfid: Field[str | None] = optional(str)
    project: Field[ProjectReference | None] = optional(ProjectReference)
    project_relation: Field[str | None] = optional(str)
    datasets: Field[tuple[EmbeddedDataset, ...] | None] = several(EmbeddedDataset)
    links: Field[tuple[Link, ...] | None] = several(Link)
    scientific_metadata: Field[Json | None] = json_object()
    deletion_request: Field[DeletionState | None] = optional(DeletionState)
    capabilities: Field[ResourceCapabilities | None] = optional(ResourceCapabilities)
    creation_time: Field[datetime | None] = optional(datetime)
    modification_time: Field[datetime | None] = optional(datetime)

    @property
    def url(self) -> str | None:
        """Address of the sample in the web explorer; None without an explorer or a known project."""
        project = self.project_id or (self.project and self.project.project_id)
        return f"{self._site}/{quote(project, safe='')}/samples/{self.unique_id}" if self._site and project else None
