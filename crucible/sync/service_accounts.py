"""Service accounts: accounts of programs and instruments, which platform administrators make.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.arguments import suggesting
from ..resources.base import UNCHANGED
from ..resources.pages import Listing
from ..transport.port import run
from .metadata import MetadataOperations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..records import Confirmation, ServiceAccount, ServiceAccountKey
    from ..resources import service_accounts as coroutines
    from ..resources.base import Reference, Unchanged
    from ..resources.people import PlatformRole


class ServiceAccountOperations(MetadataOperations):
    """Service accounts: create, find, change, give them another key; for platform administrators.

    Everybody finds those they may see with ``client.users.list(is_service_account=True)``.
    """

    @cached_property
    def _coroutines(self) -> coroutines.ServiceAccountOperations:
        from ..resources.service_accounts import ServiceAccountOperations

        return ServiceAccountOperations(self._connect())

    def create(self, username: str, unique_id: str | None = None) -> ServiceAccountKey:
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
        return run(self._coroutines.create(username, unique_id))

    def rotate_key(self, unique_id: Reference) -> ServiceAccountKey:
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
        return run(self._coroutines.rotate_key(unique_id))

    def get(self, unique_id: Reference | None = None, username: str | None = None) -> ServiceAccount:
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
        return run(self._coroutines.get(unique_id, username))

    @suggesting
    def list(self, limit: int | None = 100, *, q: str | None = None) -> Listing[ServiceAccount]:
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
        return Listing(self._coroutines.list(limit, q=q))

    @suggesting
    def update(
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
        return run(
            self._coroutines.update(
                unique_id,
                platform_role=platform_role,
                username=username,
                first_name=first_name,
                last_name=last_name,
                email=email,
            )
        )

    def list_access_groups(self, unique_id: Reference) -> Sequence[str]:
        """List the names of the access groups that a service account is in; see `client.users.list_access_groups`."""
        return run(self._coroutines.list_access_groups(unique_id))

    def add_to_access_group(self, unique_id: Reference, group_name: str) -> Confirmation:
        """Put a service account into an access group; see `client.users.add_to_access_group`."""
        return run(self._coroutines.add_to_access_group(unique_id, group_name))

    def remove_from_access_group(self, unique_id: Reference, group_name: str) -> Confirmation:
        """Take a service account out of an access group; see `client.users.remove_from_access_group`."""
        return run(self._coroutines.remove_from_access_group(unique_id, group_name))
