"""``crucible sandbox seed``: a world that a file describes."""

from __future__ import annotations

import json
from pathlib import Path

import click

from .sandbox_options import count, reported, root_option, running_server, show


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@root_option
@click.option("--json", "as_json", is_flag=True, help="Print what the sandbox holds then as one JSON object.")
@reported()
def seed(file: Path, root: Path, as_json: bool) -> None:
    """Fill it, while it runs, with the world that a file describes.

    The file is YAML, or JSON: users, projects, instruments, samples and datasets with their files, metadata and links.
    What is there already by the same name is left alone, so that doing it twice changes nothing. Mistakes in the file
    are told with their lines before anything is made.

    Example: crucible sandbox seed course.yaml
    """
    from crucible.sandbox.seed import seed as fill
    from crucible.sandbox.world import read_world

    world = read_world(file)
    server = running_server(root)
    fill(server.api_url, server.api_key, server.authority_file, world)
    records = server.status()["records"]
    if as_json:
        click.echo(json.dumps({"file": str(file.resolve()), "api_url": server.api_url, "records": records}))
        return
    click.echo(f"The world of {file} is in the sandbox in {root}.")
    show([("holds", count(records))])
