"""Who may do what with a record: grants, the public, owners, and the project it belongs to.

The classes are ancestors of the namespaces: `AccessOperations` of all four kinds of record, `RecordAccess` of datasets
and samples, `InstrumentAccess` of instruments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crucible_api.api.access import (
    add_resource_access_group,
    grant_project_access,
    grant_user_access,
    list_access_grants,
    list_resource_access_groups,
    make_private,
    make_public,
    revoke_project_access,
    revoke_user_access,
)
from crucible_api.api.instruments import (
    bind_instrument_service_account,
    list_instrument_service_accounts,
    unbind_instrument_service_account,
)
from crucible_api.api.resources import reassign_project, transfer_ownership
from crucible_api.models import AccessGrantSet, OwnershipTransferCreate, ProjectReassign

from ..records import AccessGrant, AccessGroup, Confirmation, OwnershipTransfer, ProjectMember, ProjectReassignment
from .base import named, slug
from .metadata import MetadataOperations
from .outcome import once
from .people import GRANTABLE, account_id, account_path, choice

if TYPE_CHECKING:
    from .base import Reference
    from .people import GrantableRole


class AccessOperations(MetadataOperations):
    """What every namespace can do about the access to its records."""

    async def list_access(self, resource_id: Reference) -> list[AccessGrant]:
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
        answer = await self._port.call(list_access_grants, resource_mfid=await self._identity(resource_id))
        return [AccessGrant(item) for item in answer]

    async def grant_user_access(
        self, resource_id: Reference, user_ref: Reference, permission: GrantableRole
    ) -> AccessGrant:
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
        body = AccessGrantSet.from_dict({"permission": choice("permission", permission, GRANTABLE)})
        identity = await self._identity(resource_id)
        user = await account_path(self._port, user_ref)
        return AccessGrant(await self._port.call(grant_user_access, resource_mfid=identity, user_ref=user, body=body))

    async def revoke_user_access(self, resource_id: Reference, user_ref: Reference) -> Confirmation:
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
        identity = await self._identity(resource_id)
        user = await account_path(self._port, user_ref)
        call = self._port.call(revoke_user_access, resource_mfid=identity, user_ref=user)
        return Confirmation(await once(call, f"client.{self._kind}s.list_access({identity!r})") or {})

    async def grant_project_access(
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
        body = AccessGrantSet.from_dict({"permission": choice("permission", permission, GRANTABLE)})
        identity, project = await self._identity(resource_id), slug(project_id, "project_id")[0]
        return AccessGrant(
            await self._port.call(grant_project_access, resource_mfid=identity, project_ref=project, body=body)
        )

    async def revoke_project_access(self, resource_id: Reference, project_id: Reference) -> Confirmation:
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
        identity, project = await self._identity(resource_id), slug(project_id, "project_id")[0]
        call = self._port.call(revoke_project_access, resource_mfid=identity, project_ref=project)
        return Confirmation(await once(call, f"client.{self._kind}s.list_access({identity!r})") or {})

    async def make_public(self, resource_id: Reference) -> AccessGrant:
        """Let everybody who has an account read a record.

        Parameters
        ----------
        resource_id
            A record or its id.
        """
        return AccessGrant(await self._port.call(make_public, resource_mfid=await self._identity(resource_id)))

    async def make_private(self, resource_id: Reference) -> Confirmation:
        """Let only those read a record who have a role on it.

        Parameters
        ----------
        resource_id
            A record or its id.
        """
        return Confirmation(await self._port.call(make_private, resource_mfid=await self._identity(resource_id)) or {})

    async def transfer_ownership(
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
        identity = await self._identity(resource_id)
        body = OwnershipTransferCreate.from_dict({"new_owner": await account_path(self._port, new_owner)})
        call = self._port.call(transfer_ownership, resource_mfid=identity, body=body, confirm=confirm)
        look = f"client.{self._kind}s.list_access({identity!r})"
        return OwnershipTransfer(await (once(call, look) if confirm else call), self._port.explorer_url, confirm)


class RecordAccess(AccessOperations):
    """What datasets and samples can do besides: they belong to a project, and have access groups."""

    async def reassign_project(
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
        body = ProjectReassign.from_dict(named("project", project_id))
        identity = await self._identity(resource_id)
        call = self._port.call(reassign_project, resource_mfid=identity, body=body, confirm=confirm)
        look = f"client.{self._kind}s.get({identity!r}).project_id"
        return ProjectReassignment(await (once(call, look) if confirm else call), self._port.explorer_url, confirm)

    async def list_access_groups(self, resource_id: Reference) -> list[AccessGroup]:
        """List the groups that may read a record; `list_access` says more.

        Parameters
        ----------
        resource_id
            A record or its id.

        Notes
        -----
        Source: deprecated in v3 (study of openapi/SOURCE.md, §4.7).
        """
        identity = await self._identity(resource_id)
        return [
            AccessGroup(item) for item in await self._port.call(list_resource_access_groups, resource_mfid=identity)
        ]

    async def add_access_group(
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
        identity = await self._identity(resource_id)
        call = self._port.call(
            add_resource_access_group, resource_mfid=identity, group_name=group_name, read=read, write=write
        )
        return AccessGroup(await once(call, f"client.{self._kind}s.list_access_groups({identity!r})"))


class InstrumentAccess(AccessOperations):
    """What instruments can do besides: service accounts work for them."""

    async def list_service_accounts(self, instrument_id: Reference) -> list[ProjectMember]:
        """List the service accounts that work for an instrument.

        Parameters
        ----------
        instrument_id
            An instrument, its name (slug) or its MFID.
        """
        identity = await self._identity(instrument_id)
        answer = await self._port.call(list_instrument_service_accounts, instrument_mfid=identity)
        return [ProjectMember(item) for item in answer]

    async def bind_service_account(
        self, instrument_id: Reference, service_account_id: Reference
    ) -> list[ProjectMember]:
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
        identity = await self._identity(instrument_id)
        account = await account_id(self._port, service_account_id)
        call = self._port.call(bind_instrument_service_account, instrument_mfid=identity, service_account_mfid=account)
        answer = await once(call, f"client.instruments.list_service_accounts({identity!r})")
        return [ProjectMember(item) for item in answer]

    async def unbind_service_account(
        self, instrument_id: Reference, service_account_id: Reference
    ) -> list[ProjectMember]:
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
        identity = await self._identity(instrument_id)
        account = await account_id(self._port, service_account_id)
        call = self._port.call(
            unbind_instrument_service_account, instrument_mfid=identity, service_account_mfid=account
        )
        answer = await once(call, f"client.instruments.list_service_accounts({identity!r})")
        return [ProjectMember(item) for item in answer]
