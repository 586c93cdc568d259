"""Datasets."""

from __future__ import annotations

from datetime import datetime

from .access import ResourceCapabilities
from .base import Record, json_object, needed, optional, several
from .instrument import InstrumentReference
from .link import Link
from .project import ProjectReference
from .sample import DeletionState
from .user import PublicUser


class Dataset(Record):
    """A dataset. `timestamp` says when it was taken; `links` and `scientific_metadata` are there if asked for."""

    __slots__ = ()
    _shown = ("unique_id", "dataset_name", "measurement", "timestamp", "project_id", "instrument_name")

    unique_id = needed(str)
    resource_type = optional(str)
    dataset_name = optional(str)
    measurement = optional(str)
    data_type = optional(str)
    session_name = optional(str)
    data_format = optional(str)
    timestamp = optional(datetime)
    size = optional(int)
    public = optional(bool)
    owner_orcid = optional(str)
    owner = optional(PublicUser)
    project_id = optional(str)
    project_mfid = optional(str)
    project = optional(ProjectReference)
    project_relation = optional(str)
    instrument_name = optional(str)
    instrument_id = optional(str)
    instrument_mfid = optional(str)
    instrument = optional(InstrumentReference)
    links = several(Link)
    scientific_metadata = json_object()
    deletion_request = optional(DeletionState)
    capabilities = optional(ResourceCapabilities)
    creation_time = optional(datetime)
    modification_time = optional(datetime)

    @property
    def url(self) -> str | None:
        """Address of the dataset in the web explorer; None without an explorer or a known project."""
        project = self.project_id or (self.project and self.project.project_id)
        return f"{self._site}/{project}/datasets/{self.unique_id}" if self._site and project else None
