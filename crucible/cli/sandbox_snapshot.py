"""``crucible sandbox snapshot`` and ``restore``: everything that a sandbox holds as one file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .failure import RefusedError
from .sandbox_options import count, reported, root_option, show, size

if TYPE_CHECKING:
    from collections.abc import Callable

    from crucible.sandbox.snapshot import Snapshot

_JSON = click.option("--json", "as_json", is_flag=True, help="Print what is in it as one JSON object.")


def _existing_option(what: str) -> Callable[..., Any]:
    return click.option(
        "--existing", type=click.Choice(["error", "overwrite"]), default="error", show_default=True, help=what
    )


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@root_option
@_existing_option("What to do if there is such a file already.")
@click.option("--with-keys", is_flag=True, help="Keep all API keys, and uploads under way, in it.")
@_JSON
@reported()
def snapshot(file: Path, root: Path, existing: str, with_keys: bool, as_json: bool) -> None:
    """Write everything that it holds into one file, also while it runs.

    The file, a zip archive, can be read by you only. Unless --with-keys is given there are no API keys in it, nor
    uploads under way, whose addresses authorise by themselves: it can be handed on to people who may see all the data.

    Example: crucible sandbox snapshot monday.zip
    """
    from crucible.sandbox.snapshot import ExistsError, write

    try:
        taken = write(root, file, secrets=with_keys, overwrite=existing == "overwrite")
    except ExistsError as error:
        raise RefusedError(f"{error.message} --existing overwrite replaces it.") from error
    written = file.stat().st_size
    if as_json:
        click.echo(json.dumps({"file": str(file.resolve()), "bytes": written, **_facts(taken)}))
        return
    click.echo(f"{file} has everything that the sandbox in {root} held.")
    _say(taken, written)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@root_option
@_existing_option("What to do if there is a sandbox already; overwrite removes all that it holds.")
@_JSON
@reported()
def restore(file: Path, root: Path, existing: str, as_json: bool) -> None:
    """Make a sandbox of a snapshot.

    All of it is verified before anything is changed. People whose keys were not in the snapshot get new ones; yours is
    made when the sandbox starts.

    Example: crucible sandbox restore monday.zip --root my-sandbox
    """
    from crucible.sandbox.restoring import restore as run
    from crucible.sandbox.snapshot import ExistsError

    try:
        taken = run(file, root, overwrite=existing == "overwrite")
    except ExistsError as error:
        raise RefusedError(f"{error.message} --existing overwrite removes all that it holds.") from error
    if as_json:
        click.echo(json.dumps({"root": str(root), **_facts(taken)}))
        return
    click.echo(f"The sandbox in {root} is as it was when {file.name} was taken.")
    _say(taken, taken.size)


def _facts(taken: Snapshot) -> dict[str, Any]:
    return {"records": taken.records, "content_bytes": taken.size, "has_keys": taken.has_secrets}


def _say(taken: Snapshot, written: int) -> None:
    keys = "of all accounts are in it, and uploads under way" if taken.has_secrets else "are not in it"
    show([("holds", count(taken.records)), ("size", size(written)), ("keys", keys)])
