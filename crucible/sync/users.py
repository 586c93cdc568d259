"""People and service accounts: finding, making and changing them.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resources.arguments import suggesting
from ..resources.base import UNCHANGED
from ..resources.pages import Listing
from ..transport.port import run
from .user_rights import UserRights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal

    from .. import models
    from ..records import PublicUser, User
    from ..resources import users as coroutines
    from ..resources.base import Reference, Unchanged
    from ..resources.people import PlatformRole, UserField


class UserOperations(UserRights):
    """People and service accounts: find, create, change; what they may see, their groups and keys."""

    @cached_property
    def _coroutines(self) -> coroutines.UserOperations:
        from ..resources.users import UserOperations

        return UserOperations(self._connect())

    def get(
        self,
        user_ref: Reference | None = None,
        email: str | None = None,
        username: str | None = None,
        *,
        orcid: str | None = None,
    ) -> User:
        """Get one person or service account; give exactly one of the arguments.

        Parameters
        ----------
        user_ref
            A user, or an ORCID, MFID, username or e-mail address.
        email, username, orcid
            The same, said by name.

        Returns
        -------
        User
            With `email` for oneself and for administrators only.

        Raises
        ------
        NotFoundError
            There is no such account.

        Examples
        --------
        >>> client.users.get("ada").unique_id
        '0000-0002-1825-0097'
        """
        return run(self._coroutines.get(user_ref, email, username, orcid=orcid))

    def search(self, q: str, limit: int = 20, *, is_service_account: bool | None = None) -> Sequence[PublicUser]:
        """Find people and service accounts by a part of their name or username.

        Parameters
        ----------
        q
            Three characters or more, in any case.
        limit
            How many at most, up to 50.
        is_service_account
            Only service accounts, or only people.

        Raises
        ------
        UsageError
            `q` has fewer than three characters; nothing was sent.
        """
        return run(self._coroutines.search(q, limit, is_service_account=is_service_account))

    @suggesting
    def list(
        self,
        limit: int | None = 100,
        *,
        q: str | None = None,
        search_fields: UserField | Sequence[UserField] | None = None,
        first_name: str | None = None,
        last_name: str | None = None,
        username: str | None = None,
        email: str | None = None,
        unique_id: str | None = None,
        is_service_account: bool | None = None,
        platform_role: PlatformRole | Sequence[PlatformRole] | None = None,
        permissive: bool | None = None,
        sort: Literal["name", "username", "unique_id", "email"] | None = None,
        direction: Literal["asc", "desc"] | None = None,
    ) -> Listing[User]:
        """List the people that the caller shares a project with; all of them for administrators; all filters must hold.

        Parameters
        ----------
        limit
            How many at most; None for all.
        q, search_fields
            A part of one of these fields, in any case; of name, username or id unless given.
        first_name, last_name
            A part of the name; the whole name, in any case, if `permissive` is False.
        username, email, unique_id
            Exactly this one.
        is_service_account
            Only service accounts, or only people.
        platform_role
            One of these; for administrators within ``client.elevated()``, like all that concerns e-mail addresses.
        permissive
            See `first_name`; True unless given.
        sort, direction
            Another order than by name.

        Returns
        -------
        Listing of User
            Fetched page by page while it is read.
        """
        return Listing(
            self._coroutines.list(
                limit,
                q=q,
                search_fields=search_fields,
                first_name=first_name,
                last_name=last_name,
                username=username,
                email=email,
                unique_id=unique_id,
                is_service_account=is_service_account,
                platform_role=platform_role,
                permissive=permissive,
                sort=sort,
                direction=direction,
            )
        )

    @suggesting
    def create(
        self,
        user: models.User | Mapping[str, object] | None = None,
        project_ids: Sequence[Reference] = (),
        *,
        first_name: str | None = None,
        last_name: str | None = None,
        username: str | None = None,
        email: str | None = None,
        orcid: str | None = None,
    ) -> User:
        """Create a person; for platform administrators within ``client.elevated()``.

        Parameters
        ----------
        user
            A `crucible.models.User`, or the fields below as a mapping; an argument wins.
        project_ids
            Names (slugs) of the projects that the person becomes a contributor of.
        first_name, last_name
            The person's name.
        username
            Unique: 3 to 24 lower-case letters and digits, with single ``-`` and ``_`` between them.
        email
            Shown to the person and to administrators only.
        orcid
            Becomes the identity; the server makes one if there is none. A person with this ORCID is changed instead.

        Raises
        ------
        ConflictError
            Somebody else has the username or the e-mail address.
        UsageError
            A field is missing or unknown; nothing was sent.
        ConnectionFailedError
            The answer was lost: whether the person was created is unknown, and the request was not repeated.
        """
        return run(
            self._coroutines.create(
                user,
                project_ids,
                first_name=first_name,
                last_name=last_name,
                username=username,
                email=email,
                orcid=orcid,
            )
        )

    @suggesting
    def update(
        self,
        user_ref: Reference,
        *,
        first_name: str | Unchanged = UNCHANGED,
        last_name: str | Unchanged = UNCHANGED,
        username: str | Unchanged | None = UNCHANGED,
        email: str | Unchanged | None = UNCHANGED,
    ) -> User:
        """Change fields of anybody's record: None clears one; for platform administrators within ``client.elevated()``.

        Parameters
        ----------
        user_ref
            A user, or an ORCID, MFID, username or e-mail address. One's own record: `client.account.update_profile`.
        first_name, last_name, username, email
            See `create`; a field that is not named stays as it is.

        Raises
        ------
        ConflictError
            Somebody else has the username or the e-mail address.
        UsageError
            No field is named.
        """
        return run(
            self._coroutines.update(
                user_ref, first_name=first_name, last_name=last_name, username=username, email=email
            )
        )

    def resolve(
        self,
        user_ids: Sequence[str] = (),
        usernames: Sequence[str] = (),
        emails: Sequence[str] = (),
        *,
        orcids: Sequence[str] = (),
    ) -> dict[str, PublicUser | None]:
        """Find out who many references belong to, in one request.

        Parameters
        ----------
        user_ids, orcids
            ORCIDs and MFIDs.
        usernames, emails
            In any case.

        Returns
        -------
        dict
            Public records by ORCID or MFID; None for a reference that nobody has, by that reference.
        """
        return run(self._coroutines.resolve(user_ids, usernames, emails, orcids=orcids))
