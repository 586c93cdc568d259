"""Projects: what datasets and samples belong to, and who may see them.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.arguments import suggesting
from ..resources.base import UNCHANGED
from ..resources.pages import Listing
from ..transport.port import run
from .project_members import ProjectMembers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Literal

    from .. import models
    from ..bound import BoundProject
    from ..resources import projects as coroutines
    from ..resources.base import Reference, Unchanged
    from ..resources.people import Role
    from ..resources.transfers import LocalPath
    from ..transfer.options import Existing
    from ..transfer.report import Downloaded
    from ..transfer.views import Progressing


class ProjectOperations(ProjectMembers):
    """Projects: create, find, change; their members, metadata and access."""

    @cached_property
    def _coroutines(self) -> coroutines.ProjectOperations:
        from ..resources.projects import ProjectOperations

        return ProjectOperations(self._connect())

    @suggesting
    def create(
        self,
        project: models.Project | Mapping[str, object] | None = None,
        scientific_metadata: Mapping[str, object] | None = None,
        *,
        project_id: str | None = None,
        organization: str | None = None,
        title: str | None = None,
        status: str | None = None,
        project_lead: Reference | None = None,
        existing: Literal["error", "use"] = "error",
    ) -> BoundProject:
        """Create a project, or take the one that has its name.

        Parameters
        ----------
        project
            A `crucible.models.Project`, or the fields below as a mapping; an argument wins.
        scientific_metadata
            Its metadata; merged into what a project has that is taken.
        project_id
            The name people use: 3 to 25 letters, digits, ``-`` and ``_``.
        organization, title, status
            Any text; there must be an organization.
        project_lead
            A user, or an ORCID, MFID, username or e-mail address; the caller unless given. The lead owns the project.
        existing
            What to do if there is a project of this name: raise an error, or use it as it is.

        Raises
        ------
        ConflictError
            There is a project of this name, and `existing` is ``error``.
        PartialCreationError
            The project was made, its metadata was not; the same call with ``existing="use"`` finishes it.
        UsageError
            A field is missing or unknown, or the name breaks the rule; nothing was sent.

        Examples
        --------
        >>> client.projects.create(project_id="nanocatalysts", organization="My lab", existing="use").role
        'owner'
        """
        return self._bound(
            run(
                self._coroutines.create(
                    project,
                    scientific_metadata,
                    project_id=project_id,
                    organization=organization,
                    title=title,
                    status=status,
                    project_lead=project_lead,
                    existing=existing,
                )
            )
        )

    def get(
        self, project_id: Reference, include_metadata: bool = False, *, include_members: bool = False
    ) -> BoundProject:
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
        return self._bound(run(self._coroutines.get(project_id, include_metadata, include_members=include_members)))

    @suggesting
    def list(
        self,
        limit: int | None = 100,
        *,
        member_ref: Reference | Sequence[Reference] | None = None,
        member_role: Role | Sequence[Role] | None = None,
        accessible_to_user: Reference | Sequence[Reference] | None = None,
        accessible_to_project: Reference | Sequence[Reference] | None = None,
        sort: Literal["project_id", "title", "created", "updated"] | None = None,
        direction: Literal["asc", "desc"] | None = None,
        include_metadata: bool = False,
        include_members: bool = False,
    ) -> Listing[BoundProject]:
        """List the projects that the caller may see; all filters must hold.

        Parameters
        ----------
        limit
            How many at most; None for all.
        member_ref, member_role
            Only projects that all of these people are in, each with one of these roles.
        accessible_to_user, accessible_to_project
            Only projects that all of these people, and all of these projects, may read; ten at most.
        sort, direction
            Another order; `direction` needs `sort`.
        include_metadata, include_members
            Fill `scientific_metadata`, `members`; for members of a project only.

        Returns
        -------
        Listing of Project
            Fetched page by page while it is read.

        Raises
        ------
        UsageError
            A filter cannot be right, or needs another one; nothing was sent.
        """
        return Listing(
            self._coroutines.list(
                limit,
                member_ref=member_ref,
                member_role=member_role,
                accessible_to_user=accessible_to_user,
                accessible_to_project=accessible_to_project,
                sort=sort,
                direction=direction,
                include_metadata=include_metadata,
                include_members=include_members,
            ).mapped(self._bound)
        )

    def search(self, q: str, limit: int = 20) -> Sequence[BoundProject]:
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
        return [self._bound(one) for one in run(self._coroutines.search(q, limit))]

    @suggesting
    def update(
        self,
        project_id: Reference,
        *,
        new_project_id: str | Unchanged = UNCHANGED,
        organization: str | Unchanged = UNCHANGED,
        title: str | Unchanged | None = UNCHANGED,
        status: str | Unchanged | None = UNCHANGED,
    ) -> BoundProject:
        """Change fields of a project: None clears a field, one that is not named stays as it is.

        Parameters
        ----------
        project_id
            A project, its name (slug) or its MFID.
        new_project_id
            Another name: 3 to 25 letters, digits, ``-`` and ``_``.
        organization, title, status
            See `create`. The lead is changed with `transfer_ownership`.

        Raises
        ------
        ConflictError
            Another project has the new name.
        UsageError
            No field is named, or the name breaks the rule; nothing was sent.
        """
        return self._bound(
            run(
                self._coroutines.update(
                    project_id, new_project_id=new_project_id, organization=organization, title=title, status=status
                )
            )
        )

    def download(
        self,
        project_id: Reference,
        output_dir: LocalPath = "crucible-downloads",
        no_files: bool = False,
        no_record: bool = False,
        overwrite_existing: bool = True,
        include: str | Iterable[str] | None = None,
        exclude: str | Iterable[str] | None = None,
        *,
        existing: Existing | None = None,
        workers: int | None = None,
        max_bytes: int | None = None,
        bytes_per_second: float | None = None,
        progress: Progressing = None,
        dry_run: bool = False,
        verify: bool = True,
    ) -> Downloaded:
        """Download a project: its record, those of its samples, and its datasets with their files.

        Parameters
        ----------
        project_id
            A project, its name (slug) or its MFID.
        output_dir
            Each record goes into the folder of its id inside this one, and the files of a dataset beside it.
        no_files, no_record, overwrite_existing, include, exclude
            As for ``client.download``.
        existing, workers, max_bytes, bytes_per_second, progress, dry_run, verify
            As for ``client.download``.

        Returns
        -------
        Downloaded
            A list of the paths: the record of the project first, then what its samples and datasets have.

        Raises
        ------
        NotFoundError
            There is no such project, or the caller may not see it.
        PartialTransferError
            Some files could not be fetched; `report` has a line for each. A later call does the rest.

        Examples
        --------
        >>> client.projects.download("my-project", "project", dry_run=True).report.missing
        ()
        """
        return run(
            self._coroutines.download(
                project_id,
                output_dir,
                no_files,
                no_record,
                overwrite_existing,
                include,
                exclude,
                existing=existing,
                workers=workers,
                max_bytes=max_bytes,
                bytes_per_second=bytes_per_second,
                progress=progress,
                dry_run=dry_run,
                verify=verify,
            )
        )
