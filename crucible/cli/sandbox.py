"""``crucible sandbox``: a Crucible on this machine, from the terminal."""

from __future__ import annotations

import json
import os
import shlex
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crucible.sandbox.running import RunningServer

NOT_FOUND = 4  # an exit code
LABEL_WIDTH = 8
SHELLS = ("bash", "zsh", "fish", "powershell", "cmd")


class NotRunningError(click.ClickException):
    """There is no server where one is needed."""

    exit_code = NOT_FOUND


@contextmanager
def _reported() -> Iterator[None]:
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


def _default_root() -> Path:
    from crucible.sandbox.running import default_root

    return default_root()


def _absolute(_: click.Context, __: click.Parameter, root: Path) -> Path:
    return root.expanduser().resolve()


def _root_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--root", type=click.Path(path_type=Path), default=_default_root, callback=_absolute,
        envvar="CRUCIBLE_SANDBOX_ROOT", show_envvar=True, show_default="crucible/sandbox in your data folder",
        help="The sandbox's folder, which keeps its records, files and keys.",
    )(command)  # fmt: skip


_port_option = click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Port of the API; 0 is the one it had last time, or else one that is free.",
)
_seed_option = click.option(
    "--seed",
    type=click.Choice(["demo"]),
    help="Begin with a small world of records; what is there of it already is left alone.",
)


@click.group(short_help="Run a Crucible on this machine.")
def sandbox() -> None:
    """Run a Crucible on this machine, for trials, teaching and tests; no account is needed.

    Exit codes: 0 done, 1 failed, 2 usage, 4 no server runs there (status, env), 6 nobody said yes (reset).
    """


@sandbox.command()
@_root_option
@_port_option
@_seed_option
@click.option("--json", "as_json", is_flag=True, help="Print addresses, key, folder and process id as one JSON object.")
@_reported()
def serve(root: Path, port: int, seed: Literal["demo"] | None, as_json: bool) -> None:
    """Serve in the foreground until Ctrl-C.

    Example: crucible sandbox serve --root my-sandbox
    """
    from crucible.sandbox.foreground import serve as run

    run(root, port=port, seed=seed, json=as_json)


@sandbox.command()
@_root_option
@_port_option
@_seed_option
@click.option("--json", "as_json", is_flag=True, help="Print addresses, folder and process id as one JSON object.")
@_reported()
def start(root: Path, port: int, seed: Literal["demo"] | None, as_json: bool) -> None:
    """Serve in the background.

    If a server runs there already, this only says where; a seed is put into that one.

    Example: crucible sandbox start --seed demo
    """
    import crucible.sandbox.serve  # noqa: F401  # what is not installed is told here, not in a log
    from crucible.sandbox.background import start as run

    server, was_there = run(root, port=port, seed=seed)
    if was_there and seed:
        from crucible.sandbox.seed import seed as fill

        fill(server.api_url, server.api_key)
    if as_json:
        click.echo(json.dumps(_facts(server)))
        return
    begun = "The sandbox is running already" if was_there else "The sandbox is running now"
    click.echo(f"{begun}, with the {seed} world in it." if seed else f"{begun}.")
    _show([*_places(server), ("log", str(root / "server.log"))])
    click.echo(f"To use it in this shell:\n  {_how_to_eval(_detected_shell(), root)}")


@sandbox.command()
@_root_option
@click.option("--json", "as_json", is_flag=True, help="Print all of it as one JSON object.")
@_reported()
def status(root: Path, as_json: bool) -> None:
    """Say whether it runs, where, and what it holds.

    Example: crucible sandbox status --json
    """
    from crucible.sandbox.background import disk_bytes
    from crucible.sandbox.running import find_server

    server = find_server(root)
    answer = server.status() if server else {}
    used = disk_bytes(root)
    if as_json:
        facts = {**_facts(server), "uptime_seconds": _uptime_seconds(server)} if server else {"root": str(root)}
        click.echo(json.dumps({"running": server is not None, **facts, "disk_bytes": used, **answer}))
    elif server is None:
        click.echo(f"No sandbox is running in {root}. {_what_is_kept(root, used)}")
    else:
        click.echo(f"The sandbox has been running for {_duration(_uptime_seconds(server))}.")
        held = [("holds", _count(answer["records"])), ("disk", _size(used)), ("leaks", _leaks(answer["leaked_keys"]))]
        _show([*_places(server), *held])
    if server is None:
        sys.exit(NOT_FOUND)


@sandbox.command()
@_root_option
@_reported()
def stop(root: Path) -> None:
    """End the server; what it holds stays.

    Example: crucible sandbox stop
    """
    from crucible.sandbox.running import find_server

    server = find_server(root)
    if server:
        server.stop()
    click.echo(f"The sandbox in {root} has ended." if server else f"No sandbox is running in {root}.")


@sandbox.command()
@_root_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@_reported()
def reset(root: Path, yes: bool) -> None:
    """Remove everything that it holds.

    A server that runs there is ended first, and the keys of all accounts go too. This cannot be undone.

    Example: crucible sandbox reset --yes
    """
    from crucible.sandbox import background
    from crucible.sandbox.running import find_server

    if not background.holds_something(root):
        click.echo(f"There is no sandbox in {root}.")
        return
    server = find_server(root)
    records = server.status()["records"] if server else background.count_records(root)
    click.echo(f"All that the sandbox in {root} holds goes for good:")
    _show([("holds", _count(records)), ("disk", _size(background.disk_bytes(root))), ("keys", "of all accounts")])
    if server:
        click.echo(f"Its server, process {server.pid}, is ended first.")
    if not yes:
        _ask("Remove it?")
    if server:
        server.stop()
    background.reset(root)
    click.echo("Removed.")


@sandbox.command()
@_root_option
@click.option("--shell", type=click.Choice(SHELLS), help="Whose language to speak; that of your shell unless given.")
@_reported()
def env(root: Path, shell: str | None) -> None:
    """Print what lets a shell, and all that is started from it, use it.

    The lines set CRUCIBLE_API_URL and CRUCIBLE_API_KEY, so the key is among them; the last one says how to let the
    shell read them.

    Example: eval "$(crucible sandbox env)"
    """
    from crucible.config import KEY_VARIABLE, URL_VARIABLE
    from crucible.sandbox.running import find_server

    server = find_server(root)
    if server is None:
        raise NotRunningError(
            f"No sandbox is running in {root}. Begin with: {_command('start', shell or _detected_shell(), root)}"
        )
    values = {URL_VARIABLE: server.api_url, KEY_VARIABLE: server.api_key}
    shell = shell or _detected_shell()
    for name, value in values.items():
        click.echo(_assignment(shell, name, value))
    click.echo(f"{'REM' if shell == 'cmd' else '#'} {_how_to_eval(shell, root)}")


def _ask(question: str) -> None:
    from .failure import RefusedError

    try:
        if click.confirm(question):
            return
    except click.Abort as error:  # also at the end of standard input
        raise RefusedError("Nothing was removed: nobody has said yes; --yes does it without asking.") from error
    raise RefusedError("Nothing was removed.")


def _facts(server: RunningServer) -> dict[str, Any]:
    return {
        "api_url": server.api_url,
        "storage_url": server.storage_url,
        "root": str(server.root),
        "pid": server.pid,
        "started_at": server.started_at,
    }


def _places(server: RunningServer) -> list[tuple[str, str]]:
    return [
        ("API", server.api_url),
        ("storage", server.storage_url),
        ("folder", str(server.root)),
        ("key", f"in {server.root / 'key'}"),
        ("process", str(server.pid)),
    ]


def _show(rows: list[tuple[str, str]]) -> None:
    for label, value in rows:
        click.echo(f"  {label:<{LABEL_WIDTH}} {value}")


def _count(records: dict[str, int]) -> str:
    shown = [f"{number:,} {kind}{'' if number == 1 else 's'}" for kind, number in records.items() if number]
    return ", ".join(shown)


def _leaks(leaks: list[dict[str, str]]) -> str:
    """Return what to know about requests that brought an API key to the object store."""
    if not leaks:
        return "none: no API key was sent to the storage"
    last = leaks[-1]
    requests = "1 request" if len(leaks) == 1 else f"{len(leaks)} requests"
    return f"{requests} sent an API key to the storage, the last: {last['method']} {last['path']}"


def _what_is_kept(root: Path, used: int) -> str:
    from crucible.sandbox.background import holds_something

    if not holds_something(root):
        return "Nothing is kept there."
    return f"What it keeps, {_size(used)}, is there again after: {_command('start', _detected_shell(), root)}"


def _uptime_seconds(server: RunningServer) -> int:
    from datetime import UTC, datetime

    return max(0, round((datetime.now(UTC) - datetime.fromisoformat(server.started_at)).total_seconds()))


def _duration(seconds: int) -> str:
    """Return a duration as people read it: in its two largest units.

    >>> _duration(7), _duration(200), _duration(90_000)
    ('7 s', '3 min 20 s', '1 d 1 h')
    """
    parts: list[str] = []
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        number, seconds = divmod(seconds, length)
        if number or (unit == "s" and not parts):
            parts.append(f"{number} {unit}")
    return " ".join(parts[:2])


def _size(count: int) -> str:
    from crucible.demo.report import size

    return size(count)


def _detected_shell() -> str:
    """Return the shell that this was most likely called from."""
    name = Path(os.environ.get("SHELL", "")).stem
    if name in SHELLS:
        return name
    if sys.platform != "win32":
        return "bash"
    # PowerShell puts the user's own modules before those of the machine, which every program sees.
    home = str(Path.home()).lower()
    return "powershell" if home in os.environ.get("PSMODULEPATH", "").lower() else "cmd"


def _assignment(shell: str, name: str, value: str) -> str:
    """Return the line that sets a variable; neither addresses nor keys have quotes or blanks in them."""
    match shell:
        case "fish":
            return f"set -gx {name} '{value}'"
        case "powershell":
            return f"$Env:{name} = '{value}'"
        case "cmd":
            return f'SET "{name}={value}"'
    return f"export {name}='{value}'"


def _command(name: str, shell: str, root: Path) -> str:
    """Return what to type to run a command on a folder."""
    command = f"crucible sandbox {name}"
    if root == _default_root():
        return command
    return f"{command} --root " + (f'"{root}"' if shell in ("cmd", "powershell") else shlex.quote(str(root)))


def _how_to_eval(shell: str, root: Path) -> str:
    """Return what to type so that a shell does what `env` prints."""
    command = _command("env", shell, root)
    match shell:
        case "fish":
            return f"{command} | source"
        case "powershell":
            return f"{command} --shell powershell | Out-String | Invoke-Expression"
        case "cmd":
            return f"@FOR /f \"tokens=*\" %i IN ('{command} --shell cmd') DO @%i"
    return f'eval "$({command})"'
