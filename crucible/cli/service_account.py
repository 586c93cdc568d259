"""``crucible service-account``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .command import Argument, Flag, command
from .flags import FLAGS
from .grammar import NOUNS
from .key_output import checked_flags, key_flags, with_key
from .method import Method, Noun
from .record_names import these
from .record_verbs import naming

if TYPE_CHECKING:
    from ..credentials import Secret
    from ..records import ServiceAccountKey
    from .answer import Said
    from .session import Session


@command(
    Argument("name", does=FLAGS["username"].does or "", metavar="USERNAME"),
    Flag(["--unique-id"], metavar="ID", help="Its id; a new one unless given."),
    *key_flags(),
    example="crucible service-account create xrd-uploader --key-file xrd-uploader.key",
)
def create(session: Session, name: str, unique_id: str | None, **flags: Any) -> Said:
    """Create an account for a machine, and get its key; for administrators.

    The service does not show the key again.
    """
    return with_key(lambda: _key_of(session.client.service_accounts.create(name, unique_id)), **flags)


@command(
    naming("service-account", "account"),
    *key_flags(),
    example="crucible service-account rotate-key ACCOUNT --key-file new-key --yes",
    asks=True,
)
def rotate_key(session: Session, account: str, **flags: Any) -> Said:
    """Give a service account another key; the one it has is void at once. For administrators.

    The service does not show the key again.
    """
    checked_flags(**flags)
    if not session.yes:
        session.confirm(f"This makes the key of {these(session, 'service_accounts', [account])} void, whatever uses it")
    return with_key(lambda: _key_of(session.client.service_accounts.rotate_key(account)), **flags)


def _key_of(made: ServiceAccountKey) -> tuple[Secret, dict[str, Any]]:
    return made.api_key, {"unique_id": made.unique_id, "username": made.username}


service_account = Noun(
    "service-account",
    NOUNS["service-account"].does,
    [
        Method("list", "service_accounts.list", "crucible service-account list", does="List the service accounts."),
        Method(
            "get",
            "service_accounts.get",
            "crucible service-account get ACCOUNT",
            needs=("unique_id",),
            without=("username",),
            does="Show a service account, and whether its key is good.",
        ),
        create,
        Method(
            "update",
            "service_accounts.update",
            "crucible service-account update ACCOUNT --platform-role contributor",
            does="Change a service account; fields that are not named stay as they are. Names need --elevated.",
        ),
        rotate_key,
        Method(
            "groups",
            "service_accounts.list_access_groups",
            "crucible service-account groups ACCOUNT --elevated",
            does="List the access groups that a service account is in; for administrators, with --elevated.",
        ),
    ],
)
