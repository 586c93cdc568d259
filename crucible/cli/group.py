"""``crucible group``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .answer import Said
from .command import Argument, command
from .grammar import NOUNS
from .method import Method, Noun
from .record_names import these
from .record_verbs import naming

if TYPE_CHECKING:
    from .session import Session

_GROUP = Argument("group", does="Name or id of a project, or id of an instrument.", metavar="GROUP")


@command(_GROUP, naming("user", "user"), example="crucible group add-member PROJECT BEA --elevated")
def add_member(session: Session, group: str, user: str) -> Said:
    """Put a person or service account into an access group; for administrators, with --elevated."""
    answer = session.client.users.add_to_access_group(user, group)
    return Said(f"{user} is in {group} now.", answer)


@command(
    _GROUP, naming("user", "user"), example="crucible group remove-member PROJECT USER --elevated --yes", asks=True
)
def remove_member(session: Session, group: str, user: str) -> Said:
    """Take a person or service account out of an access group; for administrators, with --elevated."""
    if not session.yes:
        session.confirm(f"This takes {these(session, 'users', [user])} out of the group {group}")
    answer = session.client.users.remove_from_access_group(user, group)
    return Said(f"{user} is no longer in {group}.", answer)


group = Noun(
    "group",
    NOUNS["group"].does,
    [
        Method(
            "join-requests",
            "access_groups.list_join_requests",
            "crucible group join-requests --elevated --status pending",
            does="List requests to join projects; without --group for administrators.",
        ),
        Method(
            "approve",
            "access_groups.approve_join_request",
            "crucible group approve REQUEST --yes",
            does="Let somebody into a project who has asked for it: for its lead and administrators.",
            asks="This approves {this}, so that who asked becomes a member of the project",
        ),
        Method(
            "reject",
            "access_groups.reject_join_request",
            'crucible group reject REQUEST --notes "Ask in May."',
            does="Do not let somebody into a project who has asked for it.",
        ),
        add_member,
        remove_member,
    ],
)
