"""What people and service accounts may see, the groups they are in, and their keys.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.arguments import suggesting
from ..resources.pages import Listing
from ..transport.port import run
from .metadata import MetadataOperations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from ..bound import BoundProject
    from ..credentials import Secret
    from ..records import ApiKeyStatus, Confirmation, EffectiveAccess, User
    from ..resources import user_rights as coroutines
    from ..resources.base import Reference
    from ..resources.people import PlatformRole, Role


class UserRights(MetadataOperations):
    """What people may see, the groups they are in, and their keys; of others, for platform administrators."""

    @cached_property
    def _coroutines(self) -> coroutines.UserRights:
        from ..resources.user_rights import UserRights

        return UserRights(self._connect())

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
    ) -> Listing[BoundProject]:
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
        return Listing(
            self._coroutines.get_projects(
                user_ref, limit, role=role, sort=sort, direction=direction, include_metadata=include_metadata
            ).mapped(self._bound)
        )

    def list_datasets(self, user_ref: Reference) -> list[str]:
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
        return run(self._coroutines.list_datasets(user_ref))

    def check_dataset_access(self, user_ref: Reference, dataset_id: Reference) -> EffectiveAccess:
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
        return run(self._coroutines.check_dataset_access(user_ref, dataset_id))

    def list_access_groups(self, user_ref: Reference) -> list[str]:
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
        return run(self._coroutines.list_access_groups(user_ref))

    def add_to_access_group(self, user_ref: Reference, group_name: str) -> Confirmation:
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
        return run(self._coroutines.add_to_access_group(user_ref, group_name))

    def remove_from_access_group(self, user_ref: Reference, group_name: str) -> Confirmation:
        """Take somebody out of an access group; for platform administrators within ``client.elevated()``.

        Parameters
        ----------
        user_ref, group_name
            See `add_to_access_group`.
        """
        return run(self._coroutines.remove_from_access_group(user_ref, group_name))

    def set_platform_role(self, user_ref: Reference, platform_role: PlatformRole) -> User:
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
        return run(self._coroutines.set_platform_role(user_ref, platform_role))

    def verify_api_key(self, user_ref: Reference) -> ApiKeyStatus:
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
        return run(self._coroutines.verify_api_key(user_ref))

    def issue_api_key(self, user_ref: Reference) -> Secret:
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
        return run(self._coroutines.issue_api_key(user_ref))

    def revoke_api_keys(self, user_ref: Reference) -> None:
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
        return run(self._coroutines.revoke_api_keys(user_ref))
