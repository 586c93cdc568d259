"""``crucible sandbox printer``: somewhere for labels to go."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from .sandbox_options import NotRunningError, command_line, reported, root_option
from .shells import detected_shell

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("name")
@root_option
@click.option("--error", metavar="TEXT", help="Let it refuse every label, for this reason, instead of printing.")
@click.option("--remove", is_flag=True, help="Take it away again, with its labels.")
@click.option("--json", "as_json", is_flag=True, help="Print name and folder as one JSON object.")
@reported()
def printer(name: str, root: Path, error: str | None, remove: bool, as_json: bool) -> None:
    """Attach a printer of labels, which is a folder.

    What is printed on it, as with crucible sample print-label, appears there as a picture. A label for a printer that
    is not attached ends with: timeout.

    Example: crucible sandbox printer lab-1
    """
    from crucible.sandbox.background import holds_something
    from crucible.sandbox.printers import Printers

    if not holds_something(root):
        raise NotRunningError(
            f"There is no sandbox in {root}. Begin with: {command_line('start', detected_shell(), root)}"
        )
    if remove and error is not None:
        raise click.UsageError("A printer that is taken away has no --error.")
    printers = Printers(root)
    if remove and not printers.remove(name):
        raise NotRunningError(f"No printer called {name} is attached to the sandbox in {root}.")
    folder = None if remove else printers.attach(name, error=error)
    if as_json:
        click.echo(json.dumps({"printer": name, "folder": folder and str(folder)}))
    elif folder is None:
        click.echo(f"The printer {name} is gone, with its labels.")
    else:
        does = "is attached" if error is None else "refuses every label"
        click.echo(f"The printer {name} {does}; its folder is {folder}")
