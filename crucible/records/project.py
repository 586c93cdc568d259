"""Projects, and how other records name them."""

from __future__ import annotations

from datetime import datetime

from .access import ResourceCapabilities
from .base import Record, json_object, needed, optional, several
from .user import PublicUser


class ProjectReference(Record):
    """A project as other records name it."""

    __slots__ = ()
    _shown = ("project_id", "title", "unique_id")

    unique_id = needed(str)
    project_id = needed(str)
    title = optional(str)


class ProjectMember(Record):
    """A user and the role the user has in a project."""

    __slots__ = ()
    _shown = ("unique_id", "username", "first_name", "last_name", "role")

    unique_id = needed(str)
    username = optional(str)
    first_name = optional(str)
    last_name = optional(str)
    is_service_account = optional(bool)
    role = optional(str)


class Project(Record):
    """A project: `project_id` is the name people use, `unique_id` the identity, `role` what the caller is in it."""

    __slots__ = ()
    _shown = ("project_id", "title", "organization", "status", "unique_id")

    unique_id = needed(str)
    resource_type = optional(str)
    project_id = needed(str)
    organization = optional(str)
    title = optional(str)
    status = optional(str)
    project_lead_orcid = optional(str)
    lead = optional(PublicUser)
    role = optional(str)
    members = several(ProjectMember)
    scientific_metadata = json_object()
    creation_time = optional(datetime)
    modification_time = optional(datetime)
    capabilities = optional(ResourceCapabilities)

    @property
    def url(self) -> str | None:
        """Address of the project in the web explorer; None where there is no explorer."""
        return self._site and f"{self._site}/{self.project_id}/"
