"""``crucible account``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .command import command
from .grammar import NOUNS
from .key_output import key_flags, with_key
from .method import Method, Noun

if TYPE_CHECKING:
    from .answer import Said
    from .session import Session


@command(*key_flags(), example="crucible account key --key-file my-key")
def key(session: Session, **flags: Any) -> Said:
    """Get your key once more."""
    return with_key(lambda: (session.client.account.api_key(), {}), **flags)


account = Noun(
    "account",
    NOUNS["account"].does,
    [
        Method(
            "get",
            "account.profile",
            "crucible account get",
            does="Show your own account, and what you may do.",
        ),
        Method(
            "update",
            "account.update_profile",
            "crucible account update --email me@example.org",
            does="Change fields of your own account; those that are not named stay as they are.",
        ),
        key,
        Method("check-key", "account.verify", "crucible account check-key", does="Say until when your key is good."),
        Method(
            "join-requests",
            "account.join_requests",
            "crucible account join-requests",
            does="List your requests to join projects, newest first.",
        ),
        Method(
            "sync-projects",
            "account.sync_projects",
            "crucible account sync-projects",
            does="Become a member of the projects of all proposals that name you.",
        ),
    ],
)
