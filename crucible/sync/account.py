"""The account that the key belongs to.

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
    from ..credentials import Secret
    from ..records import Account, ApiKeyStatus, JoinRequest, Profile, ProjectSync
    from ..resources import account as coroutines
    from ..resources.base import Unchanged
    from ..resources.people import ReviewStatus


class AccountOperations(MetadataOperations):
    """The caller's own account: who it is, what it may do, its key and its requests to join projects."""

    @cached_property
    def _coroutines(self) -> coroutines.AccountOperations:
        from ..resources.account import AccountOperations

        return AccountOperations(self._connect())

    def whoami(self) -> Account:
        """Get who the key belongs to: `user_unique_id`, `access_group_ids`, and the full profile in `user_info`.

        Raises
        ------
        AuthenticationError
            The key is not valid.
        """
        return run(self._coroutines.whoami())

    def profile(self) -> Profile:
        """Get the caller's own record, with what the caller may do in `authorization` and `capabilities`.

        Raises
        ------
        NotFoundError
            The key has no user record.

        Examples
        --------
        >>> client.account.profile().capabilities.can_create_dataset
        True
        """
        return run(self._coroutines.profile())

    @suggesting
    def update_profile(
        self,
        *,
        first_name: str | Unchanged = UNCHANGED,
        last_name: str | Unchanged = UNCHANGED,
        email: str | Unchanged | None = UNCHANGED,
        username: str | Unchanged | None = UNCHANGED,
    ) -> Profile:
        """Change fields of the caller's own record: None clears a field, one that is not named stays as it is.

        Parameters
        ----------
        first_name, last_name
            The caller's name.
        email
            Shown to the caller and to administrators only.
        username
            Unique: 3 to 24 lower-case letters and digits, with single ``-`` and ``_`` between them.

        Raises
        ------
        ConflictError
            Somebody else has the username or the e-mail address.
        UsageError
            No field is named.
        """
        return run(
            self._coroutines.update_profile(first_name=first_name, last_name=last_name, email=email, username=username)
        )

    def api_key(self) -> Secret:
        """Get the caller's key once more.

        Returns
        -------
        Secret
            It prints as stars; its `reveal` method gives the text.

        Raises
        ------
        NotFoundError
            The account has no key.
        """
        return run(self._coroutines.api_key())

    def verify(self) -> ApiKeyStatus:
        """Find out whether and until when the caller's key is good.

        Raises
        ------
        AuthenticationError
            It is not good.
        """
        return run(self._coroutines.verify())

    @suggesting
    def join_requests(self, status: ReviewStatus | None = None, limit: int | None = 100) -> Listing[JoinRequest]:
        """List the caller's own requests to join projects, newest first.

        Parameters
        ----------
        status
            ``pending``, ``approved`` or ``rejected``; all unless given.
        limit
            How many at most; None for all.

        Returns
        -------
        Listing of JoinRequest
            Fetched page by page while it is read.
        """
        return Listing(self._coroutines.join_requests(status, limit))

    def sync_projects(self) -> ProjectSync:
        """Add the caller to the projects of all proposals that name the caller, as the web explorer does at each login.

        Returns
        -------
        ProjectSync
            `projects_added`, `projects_already_member`, `projects_not_found`. Nobody is removed from a project.

        Notes
        -----
        Source: the service reads the Molecular Foundry's proposals (study of openapi/SOURCE.md, §4.2).
        """
        return run(self._coroutines.sync_projects())
