"""People and service accounts: finding, making and changing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from crucible_api.api.users import create_user, get_user, list_users, resolve_users, search_users, update_user
from crucible_api.models import UserCreate, UserResolve, UserUpdate

from .. import models
from ..errors import NotFoundError, UsageError
from ..ids import is_orcid
from ..records import Project, PublicUser, User
from .arguments import fields_of, listed, suggesting
from .base import UNCHANGED, Unchanged, changes, given
from .metadata import search_text
from .outcome import once
from .people import PLATFORM_ROLES, account_id, choices, one_reference
from .user_rights import UserRights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .base import Reference
    from .pages import AsyncListing
    from .people import PlatformRole, UserField

_NEEDED: Final = ("first_name", "last_name", "username")
_SEARCHED: Final = ("first_name", "last_name", "username", "unique_id", "email")


class UserOperations(UserRights):
    """People and service accounts: find, create, change; what they may see, their groups and keys."""

    async def get(
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
        user = await account_id(self._port, one_reference(user_ref, email, username, orcid))
        answer = await self._port.call(get_user, user_id=user)
        if answer is None:  # early servers say so with 200
            raise NotFoundError(
                f"There is no user {user}.",
                status=404,
                operation="get_user",
                detail="null",
                hint="client.users.search(...) finds people by a part of their name.",
            )
        return self._record(User, answer)

    async def search(self, q: str, limit: int = 20, *, is_service_account: bool | None = None) -> Sequence[PublicUser]:
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
        filters = given(is_service_account=is_service_account)
        answer = await self._port.call(search_users, q=search_text(q), limit=limit, **filters)
        return [self._record(PublicUser, item) for item in answer]

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
    ) -> AsyncListing[User]:
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
        filters = given(
            q=q,
            search_fields=choices("search_fields", search_fields, _SEARCHED),
            first_name=first_name,
            last_name=last_name,
            username=None if username is None else username.lower(),
            email=None if email is None else email.lower(),
            unique_id=unique_id,
            is_service_account=is_service_account,
            platform_role=choices("platform_role", platform_role, PLATFORM_ROLES),
            permissive=permissive,
            sort=sort,
            direction=direction,
        )
        return self._listing(list_users, User, limit, filters)

    @suggesting
    async def create(
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
        named = given(first_name=first_name, last_name=last_name, username=username, email=email, orcid=orcid)
        fields = _fields(user, named)
        projects = listed(project_ids, "project_ids")
        slugs = [str(project.project_id if isinstance(project, Project) else project) for project in projects]
        body = UserCreate.from_dict({"user_info": fields, "project_ids": slugs})
        look = f"client.users.get(username={fields['username']!r})"
        return self._record(User, await once(self._port.call(create_user, body=body), look))

    @suggesting
    async def update(
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
        fields = changes(first_name=first_name, last_name=last_name, username=username, email=email)
        body = UserUpdate.from_dict(fields)
        user = await account_id(self._port, user_ref)
        return self._record(User, await self._port.call(update_user, user_id=user, body=body))

    async def resolve(
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
        names = [username.lower() for username in listed(usernames, "usernames")]
        addresses = [address.lower() for address in listed(emails, "emails")]
        ids = [*listed(user_ids, "user_ids"), *listed(orcids, "orcids")]
        if not (ids or names or addresses):
            return {}
        body = UserResolve.from_dict({"orcids": ids, "usernames": names, "emails": addresses})
        answer = await self._port.call(resolve_users, body=body)
        return {name: None if found is None else self._record(PublicUser, found) for name, found in answer.items()}


def _fields(user: models.User | Mapping[str, object] | None, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a new person, as the wire names them."""
    fields = fields_of(models.User, user, arguments)
    identity = fields.pop("unique_id", None)
    if identity is not None and fields.setdefault("orcid", identity) != identity:
        raise UsageError("The person is named twice, by orcid and by unique_id.", hint="Give orcid alone.")
    if "orcid" in fields and not (isinstance(fields["orcid"], str) and is_orcid(fields["orcid"])):
        raise UsageError(f"{fields['orcid']!r} is no ORCID.", hint="It looks like 0000-0002-1825-0097, without a URL.")
    missing = [name for name in _NEEDED if name not in fields]
    if missing:
        raise UsageError(f"A person has no {' and no '.join(missing)}.", hint=f"Give {', '.join(_NEEDED)}.")
    return fields
