"""The account that the key belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crucible_api.api.account import (
    get_account,
    get_api_key,
    get_profile,
    list_my_join_requests,
    sync_projects,
    update_profile,
    verify_api_key,
)
from crucible_api.models import ProfileUpdate

from ..credentials import Secret
from ..errors import NotFoundError
from ..records import Account, ApiKeyStatus, JoinRequest, Profile, ProjectSync
from .arguments import suggesting
from .base import UNCHANGED, Unchanged, changes, given
from .metadata import MetadataOperations
from .people import REVIEW, choice

if TYPE_CHECKING:
    from .pages import AsyncListing
    from .people import ReviewStatus


class AccountOperations(MetadataOperations):
    """The caller's own account: who it is, what it may do, its key and its requests to join projects."""

    async def whoami(self) -> Account:
        """Get who the key belongs to: `user_unique_id`, `access_group_ids`, and the full profile in `user_info`.

        Raises
        ------
        AuthenticationError
            The key is not valid.
        """
        return Account(await self._port.call(get_account), self._port.explorer_url)

    async def profile(self) -> Profile:
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
        answer = await self._port.call(get_profile)
        if answer is None:
            raise NotFoundError(
                "The account of this key has no user record.",
                status=404,
                operation="get_profile",
                detail="null",
                hint="client.whoami() says which account it is.",
            )
        return self._record(Profile, answer)

    @suggesting
    async def update_profile(
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
        fields = changes(first_name=first_name, last_name=last_name, email=email, username=username)
        return self._record(Profile, await self._port.call(update_profile, body=ProfileUpdate.from_dict(fields)))

    async def api_key(self) -> Secret:
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
        return Secret((await self._port.call(get_api_key))["api_key"])

    async def verify(self) -> ApiKeyStatus:
        """Find out whether and until when the caller's key is good.

        Raises
        ------
        AuthenticationError
            It is not good.
        """
        return ApiKeyStatus(await self._port.call(verify_api_key))

    @suggesting
    def join_requests(self, status: ReviewStatus | None = None, limit: int | None = 100) -> AsyncListing[JoinRequest]:
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
        filters = given(status=None if status is None else choice("status", status, REVIEW))
        return self._listing(list_my_join_requests, JoinRequest, limit, filters)

    async def sync_projects(self) -> ProjectSync:
        """Add the caller to the projects of all proposals that name the caller, as the web explorer does at each login.

        Returns
        -------
        ProjectSync
            `projects_added`, `projects_already_member`, `projects_not_found`. Nobody is removed from a project.

        Notes
        -----
        Source: the service reads the Molecular Foundry's proposals (study of openapi/SOURCE.md, §4.2).
        """
        return ProjectSync(await self._port.call(sync_projects))
