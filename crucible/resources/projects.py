"""Projects: what datasets and samples belong to, and who may see them."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Literal

from crucible_api.api.account import get_account
from crucible_api.api.projects import create_project, get_project, list_projects, search_projects, update_project
from crucible_api.models import ProjectCreate, ProjectUpdate

from .. import models
from ..errors import CrucibleError, PartialCreationError, UsageError
from ..records import Project
from .arguments import fields_of, listed, suggesting
from .base import UNCHANGED, Unchanged, changes, given, slug
from .creation import checked
from .downloads import download, read_while_moving
from .encoding import encode_object
from .metadata import search_text
from .people import ROLES, account_text, account_texts, choices
from .project_members import ProjectMembers
from .slugs import Slugs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..transfer.options import Existing
    from ..transfer.report import Downloaded
    from ..transfer.views import Progressing
    from .base import Reference
    from .pages import AsyncListing
    from .people import Role
    from .transfers import LocalPath


_LEADS: Final = ("project_lead", "project_lead_orcid", "project_lead_email", "project_lead_username")


class ProjectOperations(ProjectMembers):
    """Projects: create, find, change; their members, metadata and access."""

    _kind = "project"

    @suggesting
    async def create(
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
    ) -> Project:
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
        arguments = given(
            scientific_metadata=scientific_metadata,
            project_id=project_id,
            organization=organization,
            title=title,
            status=status,
            project_lead=project_lead,
        )
        fields = fields_of(models.Project, project, arguments)
        document = encode_object(fields.pop("scientific_metadata", None) or {})
        missing = [name for name in ("project_id", "organization") if name not in fields]
        if missing:
            raise UsageError(f"A project has no {' and no '.join(missing)}.", hint=f"Give {', '.join(missing)}.")
        fields = checked(fields, "project")
        self._slugs().check(fields["project_id"], existing)
        fields.update(await self._lead(fields))
        wire = await self._slugs().create(
            fields, lambda: self._port.call(create_project, body=ProjectCreate.from_dict(fields)), existing
        )
        made = self._record(Project, wire)
        return await self._described(made, document) if document else made

    async def _lead(self, fields: dict[str, Any]) -> dict[str, str]:
        """Return the field that names the lead."""
        named = [name for name in _LEADS if name in fields]
        if len(named) > 1:
            raise UsageError(f"The lead is named twice, by {' and '.join(named)}.", hint="Give project_lead alone.")
        if not named:
            return {"project_lead_orcid": (await self._port.call(get_account))["user_unique_id"]}
        return {named[0]: account_text(fields[named[0]])}

    async def _described(self, made: Project, document: dict[str, Any]) -> Project:
        try:
            metadata = await self.update_scientific_metadata(made, document)
        except CrucibleError as error:
            raise PartialCreationError(
                f"The project {made.project_id} was made, but its scientific_metadata failed: {error}",
                unique_id=made.unique_id,
                done=["record"],
                left=["scientific_metadata"],
                hint="The same call with existing='use' finishes it.",
            ) from error
        return self._record(Project, {**made.to_dict(), "scientific_metadata": metadata})

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
    ) -> AsyncListing[Project]:
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
        if member_role is not None and member_ref is None:
            raise UsageError("member_role= says nothing without member_ref=.", hint="Give both.")
        filters = given(
            member_ref=account_texts(member_ref),
            member_role=choices("member_role", member_role, ROLES),
            accessible_to_user=account_texts(accessible_to_user),
            accessible_to_project=_projects(accessible_to_project),
            sort=sort,
            direction=direction,
            include_metadata=include_metadata or None,
            include_members=include_members or None,
        )
        return self._listing(list_projects, Project, limit, filters)

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

    @suggesting
    async def update(
        self,
        project_id: Reference,
        *,
        new_project_id: str | Unchanged = UNCHANGED,
        organization: str | Unchanged = UNCHANGED,
        title: str | Unchanged | None = UNCHANGED,
        status: str | Unchanged | None = UNCHANGED,
    ) -> Project:
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
        fields = changes(new_project_id=new_project_id, organization=organization, title=title, status=status)
        if "new_project_id" in fields:
            fields["project_id"] = fields.pop("new_project_id")
            self._slugs().check(fields["project_id"], "error")
        body = ProjectUpdate.from_dict(fields)
        call = self._port.call(update_project, project_ref=slug(project_id, "project_id")[0], body=body)
        return self._record(Project, await call)

    async def download(
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
        from ..transfer.options import Options
        from .dataset_lists import DatasetLists
        from .sample_lists import SampleLists

        options = Options(
            no_files=no_files,
            no_record=no_record,
            overwrite_existing=overwrite_existing,
            include=include,
            exclude=exclude,
            existing=existing,
            workers=workers,
            max_bytes=max_bytes,
            bytes_per_second=bytes_per_second,
            progress=progress,
            dry_run=dry_run,
            verify=verify,
        )
        project = await self.get(project_id)
        samples = SampleLists(self._port.blocking).list(project_id=project, limit=None)
        datasets = DatasetLists(self._port.blocking).list(project_id=project, limit=None)
        inside = chain(read_while_moving(samples), read_while_moving(datasets))
        return await download(self._port, chain([project.unique_id], inside), output_dir, options)

    def _slugs(self) -> Slugs:
        return Slugs(self._port, list_projects, "project_id", "project")

    async def _identity(self, reference: Reference) -> str:
        text, is_mfid = slug(reference, "project_id")
        return text if is_mfid else str((await self._slugs().find(text))["unique_id"])


def _projects(references: Reference | Sequence[Reference] | None) -> Sequence[str] | None:
    """Return what names one or several projects; None stays None."""
    if references is None:
        return None
    return [slug(one, "project_id")[0] for one in listed(references, "accessible_to_project")]
