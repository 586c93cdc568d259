"""The members of projects, and those who want to become one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crucible_api.api.access_groups import list_join_requests
from crucible_api.api.projects import (
    add_project_member,
    get_project,
    list_project_members,
    remove_project_member,
    set_project_member_role,
)

from ..errors import UsageError
from ..records import JoinRequest, Project, ProjectMember
from .access import AccessOperations
from .access_groups import AccessGroupOperations
from .arguments import suggesting
from .base import given, slug
from .outcome import once
from .people import GRANTABLE, REVIEW, account_path, choice, one_reference

if TYPE_CHECKING:
    from .base import Reference
    from .pages import AsyncListing
    from .people import GrantableRole, ReviewStatus


class ProjectMembers(AccessOperations):
    """The members of projects: let in, put out, give roles; ask to be let in."""

    @suggesting
    def get_users(self, project_id: Reference, limit: int | None = 100) -> AsyncListing[ProjectMember]:
        """List the members of a project, each with the `role` it has there.

        Parameters
        ----------
        project_id
            A project, its name (slug) or its MFID.
        limit
            How many at most; None for all.

        Returns
        -------
        Listing of ProjectMember
            Fetched page by page while it is read.

        Raises
        ------
        PermissionDeniedError
            The caller is not in the project. Raised when the list is read.
        """
        project = slug(project_id, "project_id")[0]
        return self._listing(list_project_members, ProjectMember, limit, {"project_ref": project})

    async def add_user(
        self,
        user_ref: Reference | None = None,
        project_id: Reference | None = None,
        email: str | None = None,
        username: str | None = None,
        *,
        orcid: str | None = None,
        role: GrantableRole = "contributor",
    ) -> list[ProjectMember]:
        """Make somebody a member of a project; give exactly one of the arguments that name the person.

        Parameters
        ----------
        user_ref
            A user, or an ORCID, MFID, username or e-mail address.
        project_id
            A project, its name (slug) or its MFID.
        email, username, orcid
            The person, said by name.
        role
            ``viewer``, ``contributor``, ``editor`` or ``admin``; below the caller's own.

        Returns
        -------
        list of ProjectMember
            The members after the change.

        Raises
        ------
        ConflictError
            The person is a member already; see `set_user_role`.
        PermissionDeniedError
            The caller is no editor of the project, or the role is not below the caller's.
        """
        if project_id is None:
            raise UsageError("add_user(...) needs a project.", hint="Give project_id=.")
        project, role = slug(project_id, "project_id")[0], _role(role)
        user = await account_path(self._port, one_reference(user_ref, email, username, orcid))
        call = self._port.call(add_project_member, project_ref=project, user_ref=user, role=role)
        return [ProjectMember(item) for item in await once(call, f"client.projects.get_users({project!r})")]

    async def set_user_role(
        self, project_id: Reference, user_ref: Reference, role: GrantableRole
    ) -> list[ProjectMember]:
        """Give a member of a project another role.

        Parameters
        ----------
        project_id
            A project, its name (slug) or its MFID.
        user_ref
            A user, or an ORCID, MFID, username or e-mail address.
        role
            See `add_user`; the member's present role must be below the caller's too.

        Returns
        -------
        list of ProjectMember
            The members after the change.
        """
        project, role = slug(project_id, "project_id")[0], _role(role)
        user = await account_path(self._port, user_ref)
        answer = await self._port.call(set_project_member_role, project_ref=project, user_ref=user, role=role)
        return [ProjectMember(item) for item in answer]

    async def remove_user(
        self,
        project_id: Reference,
        user_ref: Reference | None = None,
        email: str | None = None,
        username: str | None = None,
        *,
        orcid: str | None = None,
    ) -> list[ProjectMember]:
        """Take somebody out of a project: for its owner, and for oneself.

        Parameters
        ----------
        project_id
            A project, its name (slug) or its MFID.
        user_ref, email, username, orcid
            See `add_user`.

        Returns
        -------
        list of ProjectMember
            The members after the change.

        Raises
        ------
        NotFoundError
            The person is not in the project.
        """
        project = slug(project_id, "project_id")[0]
        user = await account_path(self._port, one_reference(user_ref, email, username, orcid))
        call = self._port.call(remove_project_member, project_ref=project, user_ref=user)
        return [ProjectMember(item) for item in await once(call, f"client.projects.get_users({project!r})")]

    async def request_join(self, project_id: Reference, reason: str | None = None) -> JoinRequest:
        """Ask to be let into a project; its lead or an administrator decides.

        Parameters
        ----------
        project_id
            A project, its name (slug) or its MFID.
        reason
            For those who decide.

        Raises
        ------
        ConflictError
            The caller is in the project, or has asked already.
        """
        return await AccessGroupOperations(self._port).request_join(await self._group(project_id), reason)

    @suggesting
    def list_join_requests(
        self, project_id: Reference, status: ReviewStatus | None = None, limit: int | None = 100
    ) -> AsyncListing[JoinRequest]:
        """List requests to join a project, newest first; for its lead, and administrators.

        Decide about them with `client.access_groups.approve_join_request` and `reject_join_request`.

        Parameters
        ----------
        project_id
            A project, its name (slug) or its MFID.
        status
            ``pending``, ``approved`` or ``rejected``; all unless given.
        limit
            How many at most; None for all.

        Returns
        -------
        Listing of JoinRequest
            Fetched page by page while it is read.
        """
        slug(project_id, "project_id")
        filters = given(status=None if status is None else choice("status", status, REVIEW))

        async def look_up() -> dict[str, str]:
            return {"group_name": await self._group(project_id)}

        return self._listing(list_join_requests, JoinRequest, limit, filters, look_up)

    async def _group(self, project_id: Reference) -> str:
        """Return the name of a project's access group, which is its slug."""
        if isinstance(project_id, Project):
            return project_id.project_id
        text, is_mfid = slug(project_id, "project_id")
        return str((await self._port.call(get_project, project_ref=text))["project_id"]) if is_mfid else text


def _role(role: str) -> Any:  # Any: one of GrantableRole
    return choice("role", role, GRANTABLE)
