"""Projects: what datasets and samples belong to, and who may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from crucible_api.api.account import get_account
from crucible_api.api.projects import create_project, get_project, list_projects, search_projects
from crucible_api.models import ProjectCreate

from ..records import Project
from .base import given, slug
from .metadata import MetadataOperations, search_text
from .pages import AsyncListing
from .slugs import Slugs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .base import Reference


class ProjectOperations(MetadataOperations):
    """Projects: create, find; their metadata."""

    _kind = "project"

    async def create(
        self,
        *,
        project_id: str,
        organization: str,
        title: str | None = None,
        status: str | None = None,
        project_lead: str | None = None,
        existing: Literal["error", "use"] = "error",
    ) -> Project:
        """Create a project, or take the one that has its name.

        Parameters
        ----------
        project_id
            The name people use: 3 to 25 letters, digits, ``-`` and ``_``.
        organization, title, status
            Any text.
        project_lead
            An ORCID, MFID, username or e-mail address; the caller unless given. The lead owns the project.
        existing
            What to do if there is a project of this name: raise an error, or use it as it is.

        Raises
        ------
        ConflictError
            There is a project of this name, and `existing` is ``error``.
        UsageError
            The name breaks the rule; nothing was sent.
        """
        fields = given(project_id=project_id, organization=organization, title=title, status=status)
        self._slugs().check(project_id, existing)
        if project_lead is None:
            fields["project_lead_orcid"] = (await self._port.call(get_account))["user_unique_id"]
        else:
            fields["project_lead"] = project_lead
        wire = await self._slugs().create(
            fields, lambda: self._port.call(create_project, body=ProjectCreate.from_dict(fields)), existing
        )
        return self._record(Project, wire)

    async def get(
        self, project_id: Reference, include_metadata: bool = False, *, include_members: bool = False
    ) -> Project:
        """Get one project.

        Parameters
        ----------
        project_id
            A project, its name (slug, in any case) or its MFID.
        include_metadata, include_members
            Fill `scientific_metadata`, `members`; for members of the project only.

        Raises
        ------
        NotFoundError
            There is no such project, or the caller may not see it.

        Notes
        -----
        Source: v3 reads one project by MFID; names are looked up in the list (study of openapi/SOURCE.md, §1.3).
        """
        text, is_mfid = slug(project_id, "project_id")
        flags = {"include_metadata": include_metadata, "include_members": include_members}
        if not is_mfid:
            return self._record(Project, await self._slugs().find(text, **flags))
        return self._record(Project, await self._port.call(get_project, project_ref=text, **flags))

    def list(
        self,
        limit: int | None = 100,
        *,
        sort: Literal["project_id", "title", "created", "updated"] | None = None,
        direction: Literal["asc", "desc"] | None = None,
        include_metadata: bool = False,
    ) -> AsyncListing[Project]:
        """List the projects that the caller may see.

        Parameters
        ----------
        limit
            How many at most; None for all.
        sort, direction
            Another order; `direction` needs `sort`.
        include_metadata
            Fill `scientific_metadata`.

        Returns
        -------
        Listing of Project
            Fetched page by page while it is read.
        """
        filters = given(sort=sort, direction=direction, include_metadata=include_metadata or None)

        async def fetch(**position: Any) -> Any:
            return await self._port.call(list_projects, **filters, **position)

        return AsyncListing(fetch, lambda item: Project(item, self._port.explorer_url), limit)

    async def search(self, q: str, limit: int = 20) -> Sequence[Project]:
        """Find projects by a part of their name or title, best match first.

        Parameters
        ----------
        q
            Three characters or more; spelling mistakes are forgiven.
        limit
            How many at most, up to 50.

        Raises
        ------
        UsageError
            `q` has fewer than three characters; nothing was sent.
        """
        answer = await self._port.call(search_projects, q=search_text(q), limit=limit)
        return [self._record(Project, item) for item in answer["items"]]

    def _slugs(self) -> Slugs:
        return Slugs(self._port, list_projects, "project_id", "project")

    async def _identity(self, reference: Reference) -> str:
        text, is_mfid = slug(reference, "project_id")
        return text if is_mfid else str((await self._slugs().find(text))["unique_id"])
