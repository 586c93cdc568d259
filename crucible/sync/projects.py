"""Projects: what datasets and samples belong to, and who may see them.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.pages import Listing
from ..transport.port import run
from .metadata import MetadataOperations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from ..records import Project
    from ..resources import projects as coroutines
    from ..resources.base import Reference


class ProjectOperations(MetadataOperations):
    """Projects: create, find; their metadata."""

    @cached_property
    def _coroutines(self) -> coroutines.ProjectOperations:
        from ..resources.projects import ProjectOperations

        return ProjectOperations(self._connect())

    def create(
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
        return run(
            self._coroutines.create(
                project_id=project_id,
                organization=organization,
                title=title,
                status=status,
                project_lead=project_lead,
                existing=existing,
            )
        )

    def get(self, project_id: Reference, include_metadata: bool = False, *, include_members: bool = False) -> Project:
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
        return run(self._coroutines.get(project_id, include_metadata, include_members=include_members))

    def list(
        self,
        limit: int | None = 100,
        *,
        sort: Literal["project_id", "title", "created", "updated"] | None = None,
        direction: Literal["asc", "desc"] | None = None,
        include_metadata: bool = False,
    ) -> Listing[Project]:
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
        return Listing(self._coroutines.list(limit, sort=sort, direction=direction, include_metadata=include_metadata))

    def search(self, q: str, limit: int = 20) -> Sequence[Project]:
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
        return run(self._coroutines.search(q, limit))
