"""The members of projects, and those who want to become one.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.arguments import suggesting
from ..resources.pages import Listing
from ..transport.port import run
from .access import AccessOperations

if TYPE_CHECKING:
    from ..records import JoinRequest, ProjectMember
    from ..resources import project_members as coroutines
    from ..resources.base import Reference
    from ..resources.people import GrantableRole, ReviewStatus


class ProjectMembers(AccessOperations):
    """The members of projects: let in, put out, give roles; ask to be let in."""

    @cached_property
    def _coroutines(self) -> coroutines.ProjectMembers:
        from ..resources.project_members import ProjectMembers

        return ProjectMembers(self._connect())

    @suggesting
    def get_users(self, project_id: Reference, limit: int | None = 100) -> Listing[ProjectMember]:
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
        return Listing(self._coroutines.get_users(project_id, limit))

    def add_user(
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
        return run(self._coroutines.add_user(user_ref, project_id, email, username, orcid=orcid, role=role))

    def set_user_role(self, project_id: Reference, user_ref: Reference, role: GrantableRole) -> list[ProjectMember]:
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
        return run(self._coroutines.set_user_role(project_id, user_ref, role))

    def remove_user(
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
        return run(self._coroutines.remove_user(project_id, user_ref, email, username, orcid=orcid))

    def request_join(self, project_id: Reference, reason: str | None = None) -> JoinRequest:
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
        return run(self._coroutines.request_join(project_id, reason))

    @suggesting
    def list_join_requests(
        self, project_id: Reference, status: ReviewStatus | None = None, limit: int | None = 100
    ) -> Listing[JoinRequest]:
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
        return Listing(self._coroutines.list_join_requests(project_id, status, limit))
