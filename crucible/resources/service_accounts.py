"""Service accounts: accounts of programs and instruments, which platform administrators make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crucible_api.api.service_accounts import (
    create_service_account,
    get_service_account,
    list_service_accounts,
    rotate_service_account_key,
    update_service_account,
)
from crucible_api.api.users import update_user
from crucible_api.models import PlatformRoleUpdate, ServiceAccountCreate, UserUpdate

from ..errors import ConnectionFailedError, PartialCreationError, ServerError, UnexpectedResponseError
from ..records import Confirmation, ServiceAccount, ServiceAccountKey
from .arguments import suggesting
from .base import UNCHANGED, Unchanged, changes, given
from .creation import identity, may_have_run
from .metadata import MetadataOperations, search_text
from .outcome import once
from .people import ELEVATED, PLATFORM_ROLES, account_id, choice, one_reference
from .users import UserOperations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .base import Reference
    from .pages import AsyncListing
    from .people import PlatformRole


class ServiceAccountOperations(MetadataOperations):
    """Service accounts: create, find, change, give them another key; for platform administrators.

    Everybody finds those they may see with ``client.users.list(is_service_account=True)``.
    """

    async def create(self, username: str, unique_id: str | None = None) -> ServiceAccountKey:
        """Create a service account and get its key, which the service does not show again.

        Parameters
        ----------
        username
            Unique: 3 to 24 lower-case letters and digits, with single ``-`` and ``_`` between them.
        unique_id
            An MFID; made here unless given.

        Returns
        -------
        ServiceAccountKey
            ``made.api_key`` prints as stars; ``made.api_key.reveal()`` is the text.

        Raises
        ------
        ConflictError
            The username or the id is taken.
        PartialCreationError
            The answer was lost. The account may exist; its key is lost, and `rotate_key` makes another one.
        PermissionDeniedError
            The caller is no platform administrator.

        Examples
        --------
        >>> made = client.service_accounts.create("xrd-uploader")
        >>> print(made.api_key)  # made.api_key.reveal() is what the other machine needs
        ********
        """
        name = identity(unique_id, "service account")
        body = ServiceAccountCreate.from_dict({"username": username, "unique_id": name})
        call = self._port.call(create_service_account, body=body, crucible_privilege_mode=ELEVATED)
        try:
            return ServiceAccountKey(await call)
        except (ConnectionFailedError, ServerError, UnexpectedResponseError) as lost:
            if not may_have_run(lost):
                raise
            raise PartialCreationError(
                f"Whether the service account {username!r} was made is unknown: the answer with its key was lost.",
                unique_id=name,
                done=[],
                left=["record", "api_key"],
                hint=f"client.service_accounts.rotate_key({name!r}) gives its key if it was made; if that finds "
                f"nothing, create(..., unique_id={name!r}) makes it.",
            ) from lost

    async def rotate_key(self, unique_id: Reference) -> ServiceAccountKey:
        """Give a service account another key, which the service does not show again; the old one is void.

        Parameters
        ----------
        unique_id
            A service account, its MFID or username.

        Returns
        -------
        ServiceAccountKey
            ``made.api_key`` prints as stars; ``made.api_key.reveal()`` is the text.

        Raises
        ------
        NotFoundError
            There is no such service account.
        ConnectionFailedError
            The answer was lost: the old key may be void. Rotating once more gives a key that works.
        """
        name = await account_id(self._port, unique_id)
        call = self._port.call(rotate_service_account_key, unique_id=name, crucible_privilege_mode=ELEVATED)
        return ServiceAccountKey(await once(call, f"client.service_accounts.get({name!r}).api_key_status"))

    async def get(self, unique_id: Reference | None = None, username: str | None = None) -> ServiceAccount:
        """Get one service account, with whether it has a key that is good in `api_key_status`.

        Parameters
        ----------
        unique_id
            A service account, its MFID or username.
        username
            The same, said by name.

        Raises
        ------
        NotFoundError
            There is no such service account.
        """
        name = await account_id(self._port, one_reference(unique_id, username))
        answer = await self._port.call(get_service_account, unique_id=name, crucible_privilege_mode=ELEVATED)
        return self._record(ServiceAccount, answer)

    @suggesting
    def list(self, limit: int | None = 100, *, q: str | None = None) -> AsyncListing[ServiceAccount]:
        """List the service accounts.

        Parameters
        ----------
        limit
            How many at most; None for all.
        q
            Only those with these three characters or more in their names.

        Returns
        -------
        Listing of ServiceAccount
            Fetched page by page while it is read.

        Raises
        ------
        PermissionDeniedError
            The caller is no platform administrator. Raised when the list is read.
        """
        filters = given(q=None if q is None else search_text(q), crucible_privilege_mode=ELEVATED)
        return self._listing(list_service_accounts, ServiceAccount, limit, filters)

    @suggesting
    async def update(
        self,
        unique_id: Reference,
        *,
        platform_role: PlatformRole | Unchanged = UNCHANGED,
        username: str | Unchanged = UNCHANGED,
        first_name: str | Unchanged = UNCHANGED,
        last_name: str | Unchanged = UNCHANGED,
        email: str | Unchanged | None = UNCHANGED,
    ) -> ServiceAccount:
        """Change a service account; a field that is not named stays as it is.

        Parameters
        ----------
        unique_id
            A service account, its MFID or username.
        platform_role
            ``none``, ``contributor`` or ``admin``.
        username, first_name, last_name, email
            As for people; these take ``client.elevated()``, and are changed before the role.

        Returns
        -------
        ServiceAccount
            The record after the change.

        Raises
        ------
        UsageError
            No field is named, or the role is not known; nothing was sent.
        """
        named = {"username": username, "first_name": first_name, "last_name": last_name, "email": email}
        changes(platform_role=platform_role, **named)
        names = {name: value for name, value in named.items() if value is not UNCHANGED}
        role = (
            platform_role
            if isinstance(platform_role, Unchanged)
            else choice("platform_role", platform_role, PLATFORM_ROLES)
        )
        account = await account_id(self._port, unique_id)
        if names:
            await self._port.call(update_user, user_id=account, body=UserUpdate.from_dict(names))
        if isinstance(role, Unchanged):
            return await self.get(account)
        body = PlatformRoleUpdate.from_dict({"platform_role": role})
        answer = await self._port.call(
            update_service_account, unique_id=account, body=body, crucible_privilege_mode=ELEVATED
        )
        return self._record(ServiceAccount, answer)

    async def list_access_groups(self, unique_id: Reference) -> Sequence[str]:
        """List the names of the access groups that a service account is in; see `client.users.list_access_groups`."""
        return await UserOperations(self._port).list_access_groups(unique_id)

    async def add_to_access_group(self, unique_id: Reference, group_name: str) -> Confirmation:
        """Put a service account into an access group; see `client.users.add_to_access_group`."""
        return await UserOperations(self._port).add_to_access_group(unique_id, group_name)

    async def remove_from_access_group(self, unique_id: Reference, group_name: str) -> Confirmation:
        """Take a service account out of an access group; see `client.users.remove_from_access_group`."""
        return await UserOperations(self._port).remove_from_access_group(unique_id, group_name)
