"""Samples."""

from __future__ import annotations

from datetime import datetime

from .access import ResourceCapabilities
from .base import Record, json_object, needed, optional, several
from .link import Link
from .project import ProjectReference
from .user import PublicUser


class DeletionState(Record):
    """The deletion request of a record that awaits deletion, in brief."""

    __slots__ = ()
    _shown = ("id", "status", "reason")

    id = needed(int)
    status = needed(str)
    reason = optional(str)


class EmbeddedDataset(Record):
    """A dataset as samples name it."""

    __slots__ = ()
    _shown = ("unique_id", "dataset_name", "measurement")

    unique_id = needed(str)
    dataset_name = optional(str)
    measurement = optional(str)
    id = optional(int)


class Sample(Record):
    """A sample. `timestamp` says when it was made; `links` and `scientific_metadata` are there if asked for."""

    __slots__ = ()
    _shown = ("unique_id", "sample_name", "sample_type", "timestamp", "project_id")

    unique_id = needed(str)
    resource_type = optional(str)
    sample_name = optional(str)
    sample_type = optional(str)
    description = optional(str)
    timestamp = optional(datetime)
    public = optional(bool)
    owner_orcid = optional(str)
    owner = optional(PublicUser)
    project_id = optional(str)
    project_mfid = optional(str)
    project = optional(ProjectReference)
    project_relation = optional(str)
    datasets = several(EmbeddedDataset)
    links = several(Link)
    scientific_metadata = json_object()
    deletion_request = optional(DeletionState)
    capabilities = optional(ResourceCapabilities)
    creation_time = optional(datetime)
    modification_time = optional(datetime)

    @property
    def url(self) -> str | None:
        """Address of the sample in the web explorer; None without an explorer or a known project."""
        project = self.project_id or (self.project and self.project.project_id)
        return f"{self._site}/{project}/samples/{self.unique_id}" if self._site and project else None
