"""Projects, and how other records name them."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from .access import ResourceCapabilities
from .base import Field, Json, Record, json_object, needed, optional, several
from .user import PublicUser


class ProjectReference(Record):
    """A project as other records name it."""

    __slots__ = ()
    _shown = ("project_id", "title", "unique_id")

    unique_id: Field[str] = needed(str)
    project_id: Field[str] = needed(str)
    title: Field[str | None] = optional(str)


class ProjectMember(Record):
    """A user and the role the user has in a project."""

    __slots__ = ()
    _shown = ("unique_id", "username", "first_name", "last_name", "role")

    unique_id: Field[str] = needed(str)
    username: Field[str | None] = optional(str)
    first_name: Field[str | None] = optional(str)
    last_name: Field[str | None] = optional(str)
    is_service_account: Field[bool | None] = optional(bool)
    role: Field[str | None] = optional(str)


class Project(Record):
    """A project: `project_id` is the name people use, `unique_id` the identity, `role` what the caller is in it."""

    __slots__ = ()
    _shown = ("project_id", "title", "organization", "status", "unique_id")

    unique_id: Field[str] = needed(str)
    resource_type: Field[str | None] = optional(str)
    project_id: Field[str] = needed(str)
    organization: Field[str | None] = optional(str)
    title: Field[str | None] = optional(str)
    status: Field[str | None] = optional(str)
    project_lead_orcid: Field[str | None] = optional(str)
    lead: Field[PublicUser | None] = optional(PublicUser)
    role: Field[str | None] = optional(str)
    members: Field[tuple[ProjectMember, ...] | None] = several(ProjectMember)
    scientific_metadata: Field[Json | None] = json_object()
    creation_time: Field[datetime | None] = optional(datetime)
    modification_time: Field[datetime | None] = optional(datetime)
    capabilities: Field[ResourceCapabilities | None] = optional(ResourceCapabilities)

    @property
    def url(self) -> str | None:
        """Address of the project in the web explorer; None where there is no explorer."""
        return self._site and f"{self._site}/{quote(self.project_id, safe='')}/"
