"""``crucible sandbox``: a Crucible on this machine, from the terminal."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def sandbox() -> None:
    """Run a Crucible on this machine, for trials, teaching and tests; no account is needed."""


@sandbox.command()
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=Path("crucible-sandbox"),
              show_default=True, help="Folder that keeps its records and files.")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port of the API; 0 takes one that is free.")
@click.option("--json", "as_json", is_flag=True, help="Print addresses, key, folder and process id as one JSON object.")
def serve(root: Path, port: int, as_json: bool) -> None:
    """Serve in the foreground until Ctrl-C.

    Example: crucible sandbox serve --root my-sandbox
    """
    from crucible.errors import ConfigError

    try:
        from crucible.sandbox.serve import serve as run
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"The sandbox needs {error.name}, which is not installed: pip install 'crucible-client[sandbox]'"
        ) from error
    try:
        run(root, port=port, json=as_json)
    except ConfigError as error:
        raise click.ClickException(str(error)) from error
