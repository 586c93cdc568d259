"""``crucible project``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .command import Argument, Command, Flag, command
from .grammar import NOUNS
from .method import Lazy, Method, Noun
from .parameters import arguments_of, parameters_of
from .record_verbs import ROLES, access_verbs, download_verb, metadata_verbs, naming, required

if TYPE_CHECKING:
    from .session import Session


def _create() -> Command:
    @command(
        Argument("name", does="Its unique name: 3 to 25 letters, digits, - and _.", metavar="NAME"),
        *required(parameters_of("projects.create", without=("project_id",)), "organization"),
        example='crucible project create films-2026 --title "Films of 2026" --organization "Example Lab"',
    )
    def create(session: Session, name: str, **fields: Any) -> Any:
        """Create a project."""
        return session.client.projects.create(project_id=name, **arguments_of(fields))

    return create


@command(
    naming("project", "project"),
    naming("user", "users", several=True),
    Flag(["--role"], type=ROLES, help="What they may do, each more than the one before.  [default: contributor]"),
    example="crucible project add-member PROJECT BEA --role editor",
)
def add_member(session: Session, project: str, users: tuple[str, ...], role: Any) -> Any:
    """Make people members of a project."""
    members: list[Any] = []
    for user in session.ids(users):
        members = session.client.projects.add_user(user, project, role=role or "contributor")
    return members


project = Noun(
    "project",
    NOUNS["project"].does,
    [
        Method(
            "list", "projects.list", "crucible project list --sort title", does="List the projects that you may see."
        ),
        Method("search", "projects.search", "crucible project search films"),
        Method("get", "projects.get", "crucible project get PROJECT --include-members"),
        Lazy("create", _create),
        Method(
            "update",
            "projects.update",
            'crucible project update PROJECT --title "Films of 2026"',
            does="Change fields of a project; those that are not named stay as they are.",
        ),
        download_verb("crucible project download PROJECT --output downloads --dry-run"),
        "Members",
        Method(
            "members",
            "projects.get_users",
            "crucible project members PROJECT",
            does="List the members of a project, each with a role.",
        ),
        add_member,
        Method(
            "remove-member",
            "projects.remove_user",
            "crucible project remove-member PROJECT USER --yes",
            needs=("user_ref",),
            without=("email", "username", "orcid"),
            does="Take somebody out of a project: for its owner, and for oneself.",
            asks="This takes {user_ref} out of {this}",
        ),
        Method(
            "set-role",
            "projects.set_user_role",
            "crucible project set-role PROJECT USER viewer --yes",
            words={"role": "viewer, contributor, editor or admin: below your own, as the present one must be."},
            asks="This makes {user_ref} a {role} of {this}, in place of the role there is now",
        ),
        Method("join", "projects.request_join", 'crucible project join GROUP --reason "We share the films."'),
        Method(
            "join-requests",
            "projects.list_join_requests",
            "crucible project join-requests PROJECT --status pending",
            does="List requests to join a project; crucible group approves and rejects them.",
        ),
        *metadata_verbs("project", "PROJECT"),
        *access_verbs("project", "PROJECT"),
    ],
)
