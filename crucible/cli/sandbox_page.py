"""``crucible sandbox page``: the sandbox to look at, in the web browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from .sandbox_options import reported, root_option, running_server
from .web import browse

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@root_option
@click.option("--print", "only_print", is_flag=True, help="Print the address, and open nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the address as a JSON object, and open nothing.")
@reported()
def page(root: Path, only_print: bool, as_json: bool) -> None:
    """Look at it in the web browser.

    The page shows everything in the sandbox, and lets you switch faults on. The address lets in one browser within an
    hour, and none if two have opened it; where there is no browser, it is printed.

    Example: crucible sandbox page --print
    """
    url = running_server(root).sign_in_url()
    if as_json:
        click.echo(json.dumps({"url": url}))
    elif not only_print and browse(url):
        click.echo("The page is open in your web browser.")
    else:
        click.echo(url)
