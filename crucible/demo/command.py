"""The command ``crucible demo``."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import click


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--output", type=click.Path(path_type=Path), default=Path("crucible-demo"), show_default=True,
              help="Folder for the sandbox and the downloaded files.")  # fmt: skip
def demo(paths: tuple[Path, ...], output: Path) -> None:
    """Do the whole job once, on a Crucible on this machine.

    Samples, an instrument and a dataset are created, files uploaded, ingested, linked, found, downloaded and compared.
    Without PATHS the demo's own three files are used.

    Example: crucible demo scan.h5 --output /tmp/look
    """
    from crucible import CrucibleClient
    from crucible.demo.job import demo_files, run
    from crucible.demo.report import Report
    from crucible.errors import CrucibleError

    started = time.monotonic()
    report = Report()
    chosen = list(paths) or demo_files()
    root, downloads = output / "sandbox", output / "downloads"
    try:
        with CrucibleClient.sandbox(root) as client:
            report.step("sandbox")
            report.line("API", "running", client.api_url)
            outcome = run(client, chosen, downloads, report)
    except CrucibleError as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:
        click.echo(f"\nstopped; what was done so far lies in {output}", err=True)
        sys.exit(130)
    click.echo(
        f"\nAll {len(outcome.downloaded)} files are byte for byte what was uploaded, after "
        f"{time.monotonic() - started:.1f} s. Nothing was left running.\n\n"
        f"  files and record   {downloads / outcome.dataset_id}\n"
        f"  serve it again     {own_command()} sandbox serve --root {root}\n"
        f"  look in Python     with CrucibleClient.sandbox({str(root)!r}) as client:\n"
        f"                         client.get({outcome.dataset_id!r}, include_metadata=True)"
    )


def own_command() -> str:
    """Return how this environment's ``crucible`` is called: by name if the shell finds it, else by path."""
    beside = Path(sys.executable).with_name("crucible")
    found = shutil.which("crucible")
    return "crucible" if found and Path(found).with_suffix("") == beside else str(beside)
