"""What the commands of ``crucible sandbox`` have in common: options, errors, and words for what they print."""

from __future__ import annotations

import shlex
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .shells import detected_shell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crucible.sandbox.running import RunningServer

NOT_FOUND = 4  # an exit code
LABEL_WIDTH = 8


class NotRunningError(click.ClickException):
    """There is no server where one is needed."""

    exit_code = NOT_FOUND


@contextmanager
def reported() -> Iterator[None]:
    """Turn what can go wrong into one line on standard error and exit code 1."""
    from crucible.errors import ConfigError

    try:
        yield
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"The sandbox needs {error.name}, which is not installed: pip install 'crucible-client[sandbox]'"
        ) from error
    except ConfigError as error:
        raise click.ClickException(str(error)) from error
    except BrokenPipeError:  # click ends quietly when nobody reads on
        raise
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{where}{error.strerror or error}.") from error


def default_root() -> Path:
    """Return the folder of a sandbox that nobody named one for."""
    from crucible.sandbox.running import default_root

    return default_root()


def _absolute(_: click.Context, __: click.Parameter, root: Path) -> Path:
    return root.expanduser().resolve()


def running_server(root: Path) -> RunningServer:
    """Return the server of a folder, or raise an error that says how to start it."""
    from crucible.sandbox.running import find_server

    if server := find_server(root):
        return server
    begin = command_line("start", detected_shell(), root)
    raise NotRunningError(f"No sandbox is running in {root}. Begin with: {begin}")


def root_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option that names the sandbox."""
    return click.option(
        "--root", type=click.Path(path_type=Path), default=default_root, callback=_absolute,
        envvar="CRUCIBLE_SANDBOX_ROOT", show_envvar=True, show_default="crucible/sandbox in your data folder",
        help="The sandbox's folder, which keeps its records, files and keys.",
    )(command)  # fmt: skip


port_option = click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Port of the API; 0 is the one it had last time, or else one that is free.",
)
seed_option = click.option(
    "--seed",
    type=click.Choice(["demo"]),
    help="Begin with a small world of records; what is there of it already is left alone.",
)
tls_option = click.option(
    "--tls", is_flag=True, help="Speak https, as the service does; an authority in the folder certifies it."
)


def show(rows: list[tuple[str, str]]) -> None:
    """Print labels with what belongs to them."""
    for label, value in rows:
        click.echo(f"  {label:<{LABEL_WIDTH}} {value}")


def count(records: dict[str, int]) -> str:
    """Return numbers of records as people read them."""
    shown = [f"{number:,} {kind}{'' if number == 1 else 's'}" for kind, number in records.items() if number]
    return ", ".join(shown)


def size(number: int) -> str:
    """Return a number of bytes as people read it."""
    from crucible.demo.report import size

    return size(number)


def command_line(name: str, shell: str, root: Path) -> str:
    """Return what to type to run a command on a folder."""
    command = f"crucible sandbox {name}"
    if root == default_root():
        return command
    return f"{command} --root " + (f'"{root}"' if shell in ("cmd", "powershell") else shlex.quote(str(root)))
