"""``crucible user``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .command import Argument, Command, command
from .flags import FLAGS
from .grammar import NOUNS
from .key_output import key_flags, with_key
from .method import Lazy, Method, Noun
from .parameters import arguments_of, parameters_of
from .record_verbs import naming, required

if TYPE_CHECKING:
    from .answer import Said
    from .session import Session


def _create() -> Command:
    @command(
        Argument("name", does=FLAGS["username"].does or "", metavar="USERNAME"),
        *required(parameters_of("users.create", without=("username",)), "first_name", "last_name"),
        example="crucible user create carla --first-name Carla --last-name Example --email carla@example.org "
        "--project PROJECT --elevated",
    )
    def create(session: Session, name: str, **fields: Any) -> Any:
        """Create an account for a person; for administrators, with --elevated."""
        return session.client.users.create(username=name, **arguments_of(fields))

    return create


@command(
    naming("user", "user"),
    *key_flags(),
    example="crucible user issue-key USER --key-file their-key",
)
def issue_key(session: Session, user: str, **flags: Any) -> Said:
    """Get somebody's key, a new one if there is none; for administrators."""
    return with_key(lambda: (session.client.users.issue_api_key(user), {"user": user}), **flags)


user = Noun(
    "user",
    NOUNS["user"].does,
    [
        Method(
            "list",
            "users.list",
            "crucible user list --q ada",
            does="List the people you share a project with; all people for administrators, with --elevated.",
        ),
        Method(
            "search",
            "users.search",
            "crucible user search ada",
            does="Find people and service accounts by a part of their names.",
        ),
        Method(
            "get",
            "users.get",
            "crucible user get USER",
            needs=("user_ref",),
            without=("email", "username", "orcid"),
            does="Show a person or service account.",
        ),
        Lazy("create", _create),
        Method(
            "update",
            "users.update",
            "crucible user update USER --last-name Lovelace --elevated",
            does="Change fields of somebody's account; for administrators, with --elevated.",
        ),
        Method(
            "set-role",
            "users.set_platform_role",
            "crucible user set-role USER contributor --yes",
            does="Give a person another role on the platform; for administrators.",
            asks="This gives {this} the role {platform_role} on the whole platform",
        ),
        Method(
            "projects",
            "users.get_projects",
            "crucible user projects USER --elevated",
            columns=("project_id", "title", "role", "organization", "status"),
            does="List the projects that somebody is in; of others for administrators, with --elevated.",
        ),
        Method(
            "datasets",
            "users.list_datasets",
            "crucible user datasets USER --elevated",
            does="List the ids of all datasets that somebody can read; of others for administrators, with --elevated.",
        ),
        Method(
            "groups",
            "users.list_access_groups",
            "crucible user groups USER --elevated",
            does="List the access groups that somebody is in; of others for administrators, with --elevated.",
        ),
        Method(
            "check-access",
            "users.check_dataset_access",
            "crucible user check-access USER DATASET --elevated",
            does="Say what somebody may do with a dataset; of others for administrators, with --elevated.",
        ),
        Method(
            "check-key",
            "users.verify_api_key",
            "crucible user issue-key USER --show-key\ncrucible user check-key USER",
            does="Say until when somebody's key is good; for administrators.",
        ),
        issue_key,
        Method(
            "revoke-keys",
            "users.revoke_api_keys",
            "crucible user revoke-keys USER --yes",
            does="Make all keys of a person or service account useless; for administrators.",
            asks="This makes all keys of {this} useless, whatever uses them",
            done="The keys of {user_ref} are void. The service may accept them for a little while longer.",
        ),
    ],
)
