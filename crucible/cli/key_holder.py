"""Whose key it is, and until when it is good."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from ..client import CrucibleClient
    from ..config import Settings
    from ..records import ApiKeyStatus, User

SOON_DAYS = 14
"""A key that is good for less than this is worth a word."""


class Holder(NamedTuple):
    """The account that a key belongs to.

    Attributes
    ----------
    unique_id
        ORCID of a person, id of a service account.
    user
        Its record; None where the service has none.
    key
        Until when the key is good; None where the service does not say.
    """

    unique_id: str
    user: User | None
    key: ApiKeyStatus | None

    @property
    def words(self) -> str:
        """Return the account in words for people."""
        user = self.user
        if user is None:
            return self.unique_id
        name = " ".join(part for part in (user.first_name, user.last_name) if part)
        inside = [one for one in (user.username, self.unique_id) if one]
        told = f"{name} ({', '.join(inside)})" if name else ", ".join(inside)
        return f"{told}, a service account" if user.is_service_account else told

    @property
    def facts(self) -> dict[str, Any]:
        """Return the same for programs."""
        user: dict[str, Any] = {} if self.user is None else dict(self.user)
        return {
            "unique_id": self.unique_id,
            **{name: user.get(name) for name in ("username", "first_name", "last_name", "email")},
            "is_service_account": bool(user.get("is_service_account")),
        }


def opened(settings: Settings, seconds: float) -> CrucibleClient:
    """Return a client for a check of a service and its key, which does not wait long."""
    from ..client import CrucibleClient

    return CrucibleClient(
        settings.api_url,
        settings.api_key,
        tls=settings.tls,
        allow_http=settings.allow_http,
        answer_seconds=seconds,
    )


def holder(client: CrucibleClient) -> Holder:
    """Ask whose key a client has.

    Raises
    ------
    AuthenticationError
        The key is not valid.
    """
    from ..errors import NotFoundError

    account = client.account.whoami()
    try:
        key = client.account.verify()
    except NotFoundError:  # a service that does not say
        key = None
    return Holder(account.user_unique_id or "an account without a name", account.user_info, key)


def validity(key: ApiKeyStatus | None) -> str:
    """Return until when a key is good, in words."""
    if key is None or key.expires_at is None:
        return "valid; the service does not say until when"
    left = days_left(key.expires_at)
    until = f"{key.expires_at.astimezone():%Y-%m-%d}"
    if not key.valid or left < 0:
        return f"not valid any more, since {until}" if left < 0 else "not valid"
    return f"valid until {until}, for {left} day{'' if left == 1 else 's'}"


def days_left(end: datetime) -> int:
    """Return how many whole days are left; a negative number when it is over."""
    return (end - datetime.now(UTC)).days
