"""Commands that records of several kinds have: metadata, access, deletion. Each noun takes those that it has."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import click

from .command import Argument, Command, Flag, command
from .each import each
from .flags import FLAGS
from .method import Commands, Lazy, Method
from .record_names import described, person, these
from .session import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .session import Session

# What the dictionary of flags calls them.
PARAMETERS: Final = {
    "dataset": "dsid",
    "sample": "sample_id",
    "project": "project_id",
    "instrument": "instrument_id",
    "user": "user_ref",
    "service-account": "service_account_id",
}
ROLES = click.Choice(["viewer", "contributor", "editor", "admin"])


def naming(noun: str, name: str = "identity", *, several: bool = False) -> Argument:
    """Return the argument that names a record, an account or several of them.

    Parameters
    ----------
    noun
        The kind of record.
    name
        What the function gets it as.
    several
        Whether there can be several, and ``-`` for those on standard input.
    """
    entry = FLAGS[PARAMETERS[noun]]
    return Argument(
        name,
        does=f"{(entry.does or '').rstrip('.')}; - reads ids from standard input." if several else entry.does or "",
        kind=entry.ids,
        nargs=-1 if several else 1,
        metavar=f"{entry.metavar}..." if several else entry.metavar,
        required=True,
    )


def required(parameters: Sequence[click.Parameter], *names: str) -> list[click.Parameter]:
    """Return parameters of which some must be given, as the service wants it."""
    for one in parameters:
        if one.name in names:
            one.required, one.callback = True, _given
    return list(parameters)


def _given(ctx: click.Context, parameter: click.Parameter, value: Any) -> Any:
    # None is a value to click where it is the default, and it is the default of all flags that are derived.
    if value is None and not ctx.resilient_parsing:
        raise click.MissingParameter(ctx=ctx, param=parameter)
    return value


def for_each(
    session: Session,
    given: Sequence[str],
    do: Callable[[str], Any],
    told: Callable[[str, Any], Any] = lambda _, answer: answer,
) -> Any:
    """Return what comes of doing something: for one id that was typed as it is, for several and ``-`` as a list.

    Parameters
    ----------
    given
        What was typed.
    do
        What to do for an id.
    told
        Makes what is listed of an id and its answer, where the answer does not say whose it is.
    """
    if len(given) == 1 and STANDARD_INPUT not in given:
        return do(given[0])
    return each(session, session.ids(given), lambda one: told(one, do(one)))


def metadata_verbs(noun: str, example: str) -> Commands:
    """Return what can be done with the metadata of a kind of record.

    Parameters
    ----------
    noun
        The kind.
    example
        What stands for an id of it in examples.
    """
    space = f"{noun}s"
    return [
        "Metadata",
        _metadata(noun, example),
        Method(
            "update-metadata",
            f"{space}.update_scientific_metadata",
            f"""crucible {noun} update-metadata {example} '{{"annealing": {{"minutes": 10}}}}'""",
            without=("overwrite",),
            does="Merge values into the metadata of a record, at any depth; the rest stays.",
        ),
        Method(
            "replace-metadata",
            f"{space}.replace_scientific_metadata",
            f"crucible {noun} replace-metadata {example} metadata.json --yes",
            does="Put other metadata in the place of what a record has.",
            asks="This puts other metadata in the place of all that {this} has",
        ),
        Method(
            "search-metadata",
            f"{space}.search_metadata",
            f"crucible {noun} search-metadata annealing",
            does=f"Find {space} by words of their metadata, keys or values, best match first.",
        ),
    ]


@dataclass(frozen=True)
class Document:
    """The metadata of one of several records."""

    unique_id: str
    scientific_metadata: Mapping[str, Any]  # Any: JSON


def _metadata(noun: str, example: str) -> Command:
    @command(naming(noun, "ids", several=True), example=f"crucible {noun} metadata {example}")
    def metadata(session: Session, ids: tuple[str, ...]) -> Any:
        """Show the metadata of a record; of several with the id of each."""
        return for_each(session, ids, getattr(session.client, f"{noun}s").get_scientific_metadata, Document)

    return metadata


def access_verbs(noun: str, example: str) -> Commands:
    """Return what can be done about who may see and change a kind of record; parameters as for `metadata_verbs`."""
    space = f"{noun}s"
    return [
        "Access",
        _access(noun, example),
        _grant(noun, example),
        _revoke(noun, example),
        Method(
            "make-public",
            f"{space}.make_public",
            f"crucible {noun} make-public {example} --yes",
            does="Let everybody who has an account read it.",
            asks="This lets everybody who has an account read {this}",
            done="Everybody can read {resource_id} now.",
        ),
        Method(
            "make-private",
            f"{space}.make_private",
            f"crucible {noun} make-private {example}",
            does="Let only those read it who have a role on it.",
            done="Only those who have a role on {resource_id} can read it now.",
        ),
        _transfer(noun, example),
    ]


def _access(noun: str, example: str) -> Command:
    @command(naming(noun, "ids", several=True), example=f"crucible {noun} access {example}")
    def access(session: Session, ids: tuple[str, ...]) -> Any:
        """List who has which role: people, service accounts, projects, the public; of several with the id of each."""
        return for_each(session, ids, getattr(session.client, f"{noun}s").list_access)

    return access


def _grant(noun: str, example: str) -> Command:
    @command(
        naming(noun, "ids", several=True),
        *_grantees(),
        Flag(["--role"], type=ROLES, required=True, help="What they may do, each more than the one before."),
        example=f"crucible {noun} grant {example} --user USER --role editor",
    )
    def grant(
        session: Session, ids: tuple[str, ...], users: tuple[str, ...], projects: tuple[str, ...], role: str
    ) -> Any:
        """Give people or projects a role on a record, in place of the one they have."""
        _one_of(users, projects)

        def give(identity: str) -> list[Any]:
            space = getattr(session.client, f"{noun}s")
            made = [space.grant_user_access(identity, user, role) for user in users]
            return made + [space.grant_project_access(identity, project, role) for project in projects]

        return for_each(session, ids, give)

    return grant


def _revoke(noun: str, example: str) -> Command:
    @command(
        naming(noun, "ids", several=True),
        *_grantees(),
        example=f"crucible {noun} grant {example} --user BEA --role viewer\n"
        f"crucible {noun} revoke {example} --user BEA",
    )
    def revoke(session: Session, ids: tuple[str, ...], users: tuple[str, ...], projects: tuple[str, ...]) -> Any:
        """Take the role on a record away from people or projects."""
        _one_of(users, projects)

        def take(identity: str) -> list[Any]:
            space = getattr(session.client, f"{noun}s")
            for user in users:
                space.revoke_user_access(identity, user)
            for project in projects:
                space.revoke_project_access(identity, project)
            left: list[Any] = space.list_access(identity)
            return left

        return for_each(session, ids, take)

    return revoke


def _grantees() -> list[Flag]:
    return [
        Flag(["--user", "users"], multiple=True, metavar="USER", kind="user", help="An account; can be repeated."),
        Flag(
            ["--project", "projects"],
            multiple=True,
            metavar="PROJECT",
            kind="project",
            help="The members of a project; can be repeated.",
        ),
    ]


def _one_of(users: Sequence[str], projects: Sequence[str]) -> None:
    if not users and not projects:
        raise click.UsageError("Say whom: --user USER or --project PROJECT.")


def _transfer(noun: str, example: str) -> Command:
    @command(
        naming(noun),
        naming("user", "user"),
        Flag(["--dry-run"], is_flag=True, help="Say what would be done, and do nothing."),
        example=f"crucible {noun} transfer {example} USER --dry-run",
        asks=True,
    )
    def transfer(session: Session, identity: str, user: str, dry_run: bool) -> Any:
        """Give a record to another owner."""
        space = getattr(session.client, f"{noun}s")
        if not dry_run and not session.yes:
            to = person(session.client.users.get(user))
            session.confirm(f"This makes {to} the owner of {these(session, f'{noun}s', [identity])}")
        return for_each(
            session, [identity], lambda one: _confirmed(space.transfer_ownership(one, user, confirm=not dry_run))
        )

    return transfer


def _confirmed(answer: Any) -> dict[str, Any]:
    """Return a change with whether it was made, which the record of it keeps for itself."""
    return {**answer.to_dict(), "confirmed": answer.confirmed}


def reassign_verb(noun: str, example: str) -> Command:
    """Return the command that moves a record to another project."""

    @command(
        naming(noun),
        naming("project", "project"),
        Flag(["--dry-run"], is_flag=True, help="Say what would be done, and do nothing."),
        example=f"crucible {noun} reassign {example} PROJECT --dry-run",
        asks=True,
    )
    def reassign(session: Session, identity: str, project: str, dry_run: bool) -> Any:
        """Move a record to another project; who may see it changes with that."""
        space = getattr(session.client, f"{noun}s")
        if not dry_run and not session.yes:
            to = described("project", session.client.projects.get(project))
            session.confirm(f"This moves {these(session, f'{noun}s', [identity])} to {to}")
        return for_each(
            session, [identity], lambda one: _confirmed(space.reassign_project(one, project, confirm=not dry_run))
        )

    return reassign


def download_verb(example: str) -> Lazy:
    """Return the command that downloads, for a noun; `example` is the whole line."""

    def made() -> click.Command:
        from .download import download_command

        return download_command("download", example)

    return Lazy("download", made)


def delete_verb(noun: str, example: str) -> Command:
    """Return the command that asks for the deletion of a dataset or sample, or deletes it for good."""

    @command(
        naming(noun, "ids", several=True),
        Flag(["--reason"], metavar="TEXT", help="Why, for those who decide."),
        Flag(["--for-good"], is_flag=True, help="Delete it now, after its deletion was approved; for administrators."),
        Flag(["--force"], is_flag=True, help="With --for-good: although nobody approved it."),
        example=f'crucible {noun} delete {example} --reason "the wrong film" --yes',
        asks=True,
    )
    def delete(session: Session, ids: tuple[str, ...], reason: str | None, for_good: bool, force: bool) -> Any:
        """Ask for a deletion, or carry it out.

        What is asked for leaves lists and searches at once and comes back if the request is rejected; see: crucible
        deletion. With --for-good it is deleted now, its files too, and nothing brings it back.
        """
        if force and not for_good:
            raise click.UsageError("--force goes with --for-good.")
        if reason is not None and for_good:
            raise click.UsageError("--reason goes with a request, not with --for-good.")
        if not session.yes:
            what = these(session, f"{noun}s", ids)
            session.confirm(
                f"This deletes {what} and all its files, for good: nothing brings them back"
                if for_good
                else f"This asks for the deletion of {what}, which leaves lists and searches at once"
            )
        deletions = session.client.deletions
        if for_good:
            return for_each(session, ids, lambda one: {"resource_id": one, **deletions.delete(one, force)})
        return for_each(session, ids, lambda one: deletions.request(one, reason))

    return delete


def relatives(noun: str, example: str, child: str) -> Commands:
    """Return what can be done with the relatives of a dataset or sample.

    Parameters
    ----------
    noun, example
        As for `metadata_verbs`.
    child
        What stands for a child of it in examples.
    """
    space = f"{noun}s"
    return [
        "Relatives",
        Method(
            "parents",
            f"{space}.list_parents",
            f"crucible {noun} parents {example}",
            does=f"List the {space} that a {noun} comes from.",
        ),
        Method(
            "children",
            f"{space}.list_children",
            f"crucible {noun} children {example}",
            does=f"List the {space} that come from a {noun}.",
        ),
        Method(
            "links",
            "client.get_links",
            f"crucible {noun} links {example}",
            does="List all immediate relatives, datasets and samples.",
        ),
        Lazy("link", partial(_linking, "link", f"crucible {noun} link {example} {child}")),
        Lazy("unlink", partial(_linking, "unlink", f"crucible {noun} unlink {example} {child}")),
    ]


def _linking(name: str, example: str) -> click.Command:
    from .link import link_command, unlink_command

    return (link_command if name == "link" else unlink_command)(name, example)
