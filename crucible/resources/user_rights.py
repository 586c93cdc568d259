"""What people and service accounts may see, the groups they are in, and their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from crucible_api.api.users import (
    add_user_to_access_group,
    check_dataset_access,
    issue_user_api_key,
    list_user_access_groups,
    list_user_datasets,
    list_user_projects,
    remove_user_from_access_group,
    revoke_user_api_keys,
    set_platform_role,
    verify_user_api_key,
)
from crucible_api.models import PlatformRoleUpdate

from ..credentials import Secret
from ..records import ApiKeyStatus, Confirmation, EffectiveAccess, Project, User
from .arguments import suggesting
from .base import given, mfid
from .metadata import MetadataOperations
from .outcome import once
from .people import ELEVATED, PLATFORM_ROLES, ROLES, account_id, account_path, choice, choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .base import Reference
    from .pages import AsyncListing
    from .people import PlatformRole, Role


class UserRights(MetadataOperations):
    """What people may see, the groups they are in, and their keys; of others, for platform administrators."""

    @suggesting
    def get_projects(
        self,
        user_ref: Reference,
        limit: int | None = 100,
        *,
        role: Role | Sequence[Role] | None = None,
        sort: Literal["project_id", "title", "created", "updated"] | None = None,
        direction: Literal["asc", "desc"] | None = None,
        include_metadata: bool = False,
    ) -> AsyncListing[Project]:
        """List the projects that somebody is in.

        Parameters
        ----------
        user_ref
            A user, or an ORCID, MFID, username or e-mail address.
        limit
            How many at most; None for all.
        role
            Only those where the user has this role, or one of these.
        sort, direction
            Another order; `direction` needs `sort`.
        include_metadata
            Fill `scientific_metadata`.

        Returns
        -------
        Listing of Project
            Fetched page by page while it is read; `role` of each is the user's.

        Raises
        ------
        PermissionDeniedError
            It is somebody else, and the caller is no platform administrator within ``client.elevated()``. Raised when
            the list is read.
        """
        filters = given(
            role=choices("role", role, ROLES), sort=sort, direction=direction, include_metadata=include_metadata or None
        )

        async def look_up() -> dict[str, str]:
            return {"user_id": await account_id(self._port, user_ref)}

        return self._listing(list_user_projects, Project, limit, filters, look_up)

    async def list_datasets(self, user_ref: Reference) -> list[str]:
        """List the ids of all datasets that somebody can read.

        Parameters
        ----------
        user_ref
            A user, or an ORCID, MFID, username or e-mail address.

        Notes
        -----
        Source: deprecated in v3 in favour of ``client.datasets.list(accessible_to_user=...)`` (study of
        openapi/SOURCE.md, §4.3). Others than oneself are for platform administrators within ``client.elevated()``.
        """
        answer: list[str] = await self._port.call(list_user_datasets, user_id=await account_id(self._port, user_ref))
        return answer

    async def check_dataset_access(self, user_ref: Reference, dataset_id: Reference) -> EffectiveAccess:
        """Find out what somebody may do with a dataset, all grants taken together.

        Parameters
        ----------
        user_ref
            A user, or an ORCID, MFID, username or e-mail address. Others than oneself are for platform administrators
            within ``client.elevated()``.
        dataset_id
            A dataset or its id.

        Returns
        -------
        EffectiveAccess
            `effective_access` is a role, ``none`` or ``platform_admin``; `read` and `write` say it as booleans.
        """
        answer = await self._port.call(
            check_dataset_access,
            user_ref=await account_path(self._port, user_ref),
            dataset_mfid=mfid(dataset_id, "dataset"),
        )
        return EffectiveAccess(answer)

    async def list_access_groups(self, user_ref: Reference) -> list[str]:
        """List the names of the access groups that somebody is in.

        Parameters
        ----------
        user_ref
            A user, or an ORCID, MFID, username or e-mail address. Others than oneself are for platform administrators
            within ``client.elevated()``.

        Notes
        -----
        Source: names are the MFIDs of projects and instruments, and the account's own id (study of openapi/SOURCE.md,
        §4.3).
        """
        user = await account_id(self._port, user_ref)
        answer: list[str] = await self._port.call(list_user_access_groups, user_id=user)
        return answer

    async def add_to_access_group(self, user_ref: Reference, group_name: str) -> Confirmation:
        """Put somebody into an access group; for platform administrators within ``client.elevated()``.

        Parameters
        ----------
        user_ref
            A user, or an ORCID, MFID, username or e-mail address.
        group_name
            Name of the group: MFID or name (slug) of a project, MFID of an instrument.

        Notes
        -----
        Source: deprecated in v3; ``client.projects.add_user`` and ``client.instruments.bind_service_account`` do this
        (study of openapi/SOURCE.md, §4.3).
        """
        user = await account_id(self._port, user_ref)
        call = self._port.call(add_user_to_access_group, user_id=user, group_name=group_name)
        return Confirmation(await once(call, f"client.users.list_access_groups({user!r})") or {})

    async def remove_from_access_group(self, user_ref: Reference, group_name: str) -> Confirmation:
        """Take somebody out of an access group; for platform administrators within ``client.elevated()``.

        Parameters
        ----------
        user_ref, group_name
            See `add_to_access_group`.
        """
        user = await account_id(self._port, user_ref)
        call = self._port.call(remove_user_from_access_group, user_id=user, group_name=group_name)
        return Confirmation(await once(call, f"client.users.list_access_groups({user!r})") or {})

    async def set_platform_role(self, user_ref: Reference, platform_role: PlatformRole) -> User:
        """Give a person another platform role; for people who are platform administrators.

        Parameters
        ----------
        user_ref
            A user, or an ORCID, MFID, username or e-mail address; nobody changes their own role.
        platform_role
            ``none``, ``contributor`` (may create records for others) or ``admin``.

        Raises
        ------
        ConflictError
            It is a service account (see `client.service_accounts.update`), or the last administrator.
        PermissionDeniedError
            The caller is no platform administrator.
        """
        body = PlatformRoleUpdate.from_dict({"platform_role": choice("platform_role", platform_role, PLATFORM_ROLES)})
        user = await account_id(self._port, user_ref)
        answer = await self._port.call(set_platform_role, user_id=user, body=body, crucible_privilege_mode=ELEVATED)
        return self._record(User, answer)

    async def verify_api_key(self, user_ref: Reference) -> ApiKeyStatus:
        """Find out whether and how long somebody's key is good; for platform administrators.

        Parameters
        ----------
        user_ref
            A user, or an ORCID, MFID, username or e-mail address. Of oneself, see `client.account.verify`.

        Raises
        ------
        NotFoundError
            There is no such account, or it has no key.
        """
        user = await account_id(self._port, user_ref)
        return ApiKeyStatus(await self._port.call(verify_user_api_key, user_id=user, crucible_privilege_mode=ELEVATED))

    async def issue_api_key(self, user_ref: Reference) -> Secret:
        """Get somebody's key, a new one if there is none; for platform administrators.

        Parameters
        ----------
        user_ref
            A user, or an ORCID, MFID, username or e-mail address.

        Returns
        -------
        Secret
            It prints as stars; its `reveal` method gives the text.

        Notes
        -----
        Source: asking again gives the same key (study of openapi/SOURCE.md, §4.3).
        """
        user = await account_id(self._port, user_ref)
        answer = await self._port.call(issue_user_api_key, user_id=user, crucible_privilege_mode=ELEVATED)
        return Secret(answer["api_key"])

    async def revoke_api_keys(self, user_ref: Reference) -> None:
        """Make all keys of a person or service account useless; for platform administrators.

        Parameters
        ----------
        user_ref
            A user, or an ORCID, MFID, username or e-mail address.

        Notes
        -----
        Source: the service may go on accepting a revoked key for a while, until its cache forgets it (study of
        openapi/SOURCE.md, §2.1).
        """
        user = await account_id(self._port, user_ref)
        await self._port.call(revoke_user_api_keys, user_id=user, crucible_privilege_mode=ELEVATED)
