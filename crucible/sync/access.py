"""Who may do what with a record: grants, the public, owners, and the project it belongs to.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..transport.port import run
from .metadata import MetadataOperations

if TYPE_CHECKING:
    from ..records import AccessGrant, AccessGroup, Confirmation, OwnershipTransfer, ProjectMember, ProjectReassignment
    from ..resources import access as coroutines
    from ..resources.base import Reference
    from ..resources.people import GrantableRole


class AccessOperations(MetadataOperations):
    """What every namespace can do about the access to its records."""

    @cached_property
    def _coroutines(self) -> coroutines.AccessOperations:
        from ..resources.access import AccessOperations

        return AccessOperations(self._connect())

    def list_access(self, resource_id: Reference) -> list[AccessGrant]:
        """List who has which role on a record: people, service accounts, projects, the public.

        Parameters
        ----------
        resource_id
            A record or its id.

        Returns
        -------
        list of AccessGrant
            Each with `principal_type`, `principal_id` and `permission`.

        Examples
        --------
        >>> {grant.principal_type: grant.permission for grant in client.datasets.list_access(dataset)}
        {...}
        """
        return run(self._coroutines.list_access(resource_id))

    def grant_user_access(self, resource_id: Reference, user_ref: Reference, permission: GrantableRole) -> AccessGrant:
        """Give a person or service account a role on a record, in place of the one it has.

        Parameters
        ----------
        resource_id
            A record or its id.
        user_ref
            A user, or an ORCID, MFID, username or e-mail address.
        permission
            ``viewer``, ``contributor``, ``editor`` or ``admin``; ownership is given with `transfer_ownership`.

        Raises
        ------
        PermissionDeniedError
            The caller may not manage the record's access, or not grant that much: ``record.capabilities`` tells.
        UsageError
            The role is not known; nothing was sent.

        Examples
        --------
        >>> client.datasets.grant_user_access(dataset, "ada", "editor").permission
        'editor'
        """
        return run(self._coroutines.grant_user_access(resource_id, user_ref, permission))

    def revoke_user_access(self, resource_id: Reference, user_ref: Reference) -> Confirmation:
        """Take the role on a record away from a person or service account.

        Parameters
        ----------
        resource_id, user_ref
            See `grant_user_access`.

        Raises
        ------
        NotFoundError
            It has no role of its own on the record.
        """
        return run(self._coroutines.revoke_user_access(resource_id, user_ref))

    def grant_project_access(
        self, resource_id: Reference, project_id: Reference, permission: GrantableRole
    ) -> AccessGrant:
        """Give the members of a project a role on a record, in place of the one they have.

        Parameters
        ----------
        resource_id
            A record or its id.
        project_id
            A project, its name (slug) or its MFID.
        permission
            See `grant_user_access`.
        """
        return run(self._coroutines.grant_project_access(resource_id, project_id, permission))

    def revoke_project_access(self, resource_id: Reference, project_id: Reference) -> Confirmation:
        """Take the role on a record away from the members of a project.

        Parameters
        ----------
        resource_id, project_id
            See `grant_project_access`.

        Raises
        ------
        NotFoundError
            The project has no role on the record.
        """
        return run(self._coroutines.revoke_project_access(resource_id, project_id))

    def make_public(self, resource_id: Reference) -> AccessGrant:
        """Let everybody who has an account read a record.

        Parameters
        ----------
        resource_id
            A record or its id.
        """
        return run(self._coroutines.make_public(resource_id))

    def make_private(self, resource_id: Reference) -> Confirmation:
        """Let only those read a record who have a role on it.

        Parameters
        ----------
        resource_id
            A record or its id.
        """
        return run(self._coroutines.make_private(resource_id))

    def transfer_ownership(
        self, resource_id: Reference, new_owner: Reference, confirm: bool = False
    ) -> OwnershipTransfer:
        """Give a record to another owner, or see first what that would do.

        Parameters
        ----------
        resource_id
            A record or its id.
        new_owner
            A user, or an ORCID, MFID, username or e-mail address.
        confirm
            Do it. Otherwise nothing is changed, and the result is a preview.

        Returns
        -------
        OwnershipTransfer
            `previous_owner`, `new_owner`, and in `confirmed` whether it was done.

        Raises
        ------
        PermissionDeniedError
            The caller does not own the record: ``record.capabilities.can_transfer`` tells.

        Examples
        --------
        >>> client.datasets.transfer_ownership(dataset, "ada").new_owner.username
        'ada'
        >>> client.datasets.transfer_ownership(dataset, "ada", confirm=True).confirmed
        True
        """
        return run(self._coroutines.transfer_ownership(resource_id, new_owner, confirm))


class RecordAccess(AccessOperations):
    """What datasets and samples can do besides: they belong to a project, and have access groups."""

    @cached_property
    def _coroutines(self) -> coroutines.RecordAccess:
        from ..resources.access import RecordAccess

        return RecordAccess(self._connect())

    def reassign_project(
        self, resource_id: Reference, project_id: Reference, confirm: bool = False
    ) -> ProjectReassignment:
        """Move a record to another project, or see first what that would do.

        Parameters
        ----------
        resource_id
            A record or its id.
        project_id
            The new project, its name (slug) or its MFID.
        confirm
            Do it. Otherwise nothing is changed, and the result is a preview.

        Returns
        -------
        ProjectReassignment
            `previous_project_id`, `new_project_id`, and in `confirmed` whether it was done.

        Raises
        ------
        NotFoundError
            There is no such record or project.
        PermissionDeniedError
            The caller does not manage the record, or may not add to that project.
        """
        return run(self._coroutines.reassign_project(resource_id, project_id, confirm))

    def list_access_groups(self, resource_id: Reference) -> list[AccessGroup]:
        """List the groups that may read a record; `list_access` says more.

        Parameters
        ----------
        resource_id
            A record or its id.

        Notes
        -----
        Source: deprecated in v3 (study of openapi/SOURCE.md, §4.7).
        """
        return run(self._coroutines.list_access_groups(resource_id))

    def add_access_group(
        self, resource_id: Reference, group_name: str, read: bool = True, write: bool = False
    ) -> AccessGroup:
        """Let a group read a record, or change it; `grant_project_access` and `grant_user_access` say it in roles.

        Parameters
        ----------
        resource_id
            A record or its id.
        group_name
            Name of the group: MFID or name (slug) of a project, MFID of an instrument, id of an account.
        read, write
            What its members may do.

        Notes
        -----
        Source: deprecated in v3 (study of openapi/SOURCE.md, §4.7).
        """
        return run(self._coroutines.add_access_group(resource_id, group_name, read, write))


class InstrumentAccess(AccessOperations):
    """What instruments can do besides: service accounts work for them."""

    @cached_property
    def _coroutines(self) -> coroutines.InstrumentAccess:
        from ..resources.access import InstrumentAccess

        return InstrumentAccess(self._connect())

    def list_service_accounts(self, instrument_id: Reference) -> list[ProjectMember]:
        """List the service accounts that work for an instrument.

        Parameters
        ----------
        instrument_id
            An instrument, its name (slug) or its MFID.
        """
        return run(self._coroutines.list_service_accounts(instrument_id))

    def bind_service_account(self, instrument_id: Reference, service_account_id: Reference) -> list[ProjectMember]:
        """Let a service account work for an instrument: it becomes a contributor of all the instrument's datasets.

        Parameters
        ----------
        instrument_id
            An instrument, its name (slug) or its MFID.
        service_account_id
            A service account, its MFID or username.

        Returns
        -------
        list of ProjectMember
            The service accounts after the change.

        Raises
        ------
        ConflictError
            It works for the instrument already.
        NotFoundError
            There is no such service account.
        """
        return run(self._coroutines.bind_service_account(instrument_id, service_account_id))

    def unbind_service_account(self, instrument_id: Reference, service_account_id: Reference) -> list[ProjectMember]:
        """Let a service account no longer work for an instrument.

        Parameters
        ----------
        instrument_id, service_account_id
            See `bind_service_account`.

        Returns
        -------
        list of ProjectMember
            The service accounts after the change.

        Raises
        ------
        NotFoundError
            It does not work for the instrument.
        """
        return run(self._coroutines.unbind_service_account(instrument_id, service_account_id))
