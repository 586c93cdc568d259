"""``crucible sandbox``: a Crucible on this machine, from the terminal."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Literal

import click

from .sandbox_faults import fault
from .sandbox_options import (
    NOT_FOUND,
    NotRunningError,
    command_line,
    count,
    port_option,
    reported,
    root_option,
    seed_option,
    show,
    size,
    tls_option,
)
from .sandbox_page import page
from .sandbox_printer import printer
from .sandbox_record import record, replay
from .sandbox_seed import seed
from .sandbox_snapshot import restore, snapshot
from .shells import SHELLS, assignment, detected_shell

if TYPE_CHECKING:
    from pathlib import Path

    from crucible.sandbox.running import RunningServer


@click.group(short_help="Run a Crucible on this machine.")
def sandbox() -> None:
    """Run a Crucible on this machine, for trials, teaching and tests; no account is needed.

    Exit codes: 0 done, 1 failed, 2 usage, 4 no server runs there (status, env, fault), 6 nobody said yes (reset) or
    something is there already (record, snapshot, restore).
    """


@sandbox.command()
@root_option
@port_option
@seed_option
@tls_option
@click.option("--json", "as_json", is_flag=True, help="Print addresses, key, folder and process id as one JSON object.")
@reported()
def serve(root: Path, port: int, seed: Literal["demo"] | None, tls: bool, as_json: bool) -> None:
    """Serve in the foreground until Ctrl-C.

    Example: crucible sandbox serve --root my-sandbox
    """
    from crucible.sandbox.foreground import serve as run

    run(root, port=port, seed=seed, tls=tls, json=as_json)


@sandbox.command()
@root_option
@port_option
@seed_option
@tls_option
@click.option("--json", "as_json", is_flag=True, help="Print addresses, folder and process id as one JSON object.")
@reported()
def start(root: Path, port: int, seed: Literal["demo"] | None, tls: bool, as_json: bool) -> None:
    """Serve in the background.

    If a server runs there already, this only says where; a seed is put into that one.

    Example: crucible sandbox start --seed demo
    """
    import crucible.sandbox.serve  # noqa: F401  # what is not installed is told here, not in a log
    from crucible.sandbox.background import start as run

    server, was_there = run(root, port=port, seed=seed, with_tls=tls)
    if was_there and seed:
        from crucible.sandbox.seed import seed as fill

        fill(server.api_url, server.api_key, server.authority_file)
    if as_json:
        click.echo(json.dumps(_facts(server)))
        return
    begun = "The sandbox is running already" if was_there else "The sandbox is running now"
    click.echo(f"{begun}, with the {seed} world in it." if seed else f"{begun}.")
    show([*_places(server), ("log", str(root / "server.log"))])
    click.echo(f"To use it in this shell:\n  {_how_to_eval(detected_shell(), root)}")


@sandbox.command()
@root_option
@click.option("--json", "as_json", is_flag=True, help="Print all of it as one JSON object.")
@reported()
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
        held = [("holds", count(answer["records"])), ("disk", size(used)), ("leaks", _leaks(answer["leaked_keys"]))]
        show([*_places(server), *held])
    if server is None:
        sys.exit(NOT_FOUND)


@sandbox.command()
@root_option
@reported()
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
@root_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@reported()
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
    show([("holds", count(records)), ("disk", size(background.disk_bytes(root))), ("keys", "of all accounts")])
    if server:
        click.echo(f"Its server, process {server.pid}, is ended first.")
    if not yes:
        _ask("Remove it?")
    if server:
        server.stop()
    background.reset(root)
    click.echo("Removed.")


@sandbox.command()
@root_option
@click.option("--shell", type=click.Choice(SHELLS), help="Whose language to speak; that of your shell unless given.")
@reported()
def env(root: Path, shell: str | None) -> None:
    """Print what lets a shell, and all that is started from it, use it.

    The lines set CRUCIBLE_API_URL and CRUCIBLE_API_KEY, so the key is among them; STORAGE_EMULATOR_HOST, for Google's
    storage library; and with --tls what names the authority to trust. The last one says how to let the shell read them.

    Example: eval "$(crucible sandbox env)"
    """
    from crucible.config import KEY_VARIABLE, URL_VARIABLE
    from crucible.sandbox.running import find_server

    server = find_server(root)
    if server is None:
        raise NotRunningError(
            f"No sandbox is running in {root}. Begin with: {command_line('start', shell or detected_shell(), root)}"
        )
    values = {URL_VARIABLE: server.api_url, KEY_VARIABLE: server.api_key, **_for_libraries(server)}
    shell = shell or detected_shell()
    for name, value in values.items():
        click.echo(assignment(shell, name, value))
    click.echo(f"{'REM' if shell == 'cmd' else '#'} {_how_to_eval(shell, root)}")


def _for_libraries(server: RunningServer) -> dict[str, str]:
    """Return what lets other programs find the storage, and trust the server."""
    values = {"STORAGE_EMULATOR_HOST": server.storage_url}
    if server.authority_file is not None:
        from crucible.config.sources import TLS_VARIABLES
        from crucible.sandbox.tls import bundle_file

        values[TLS_VARIABLES["authority_file"]] = str(server.authority_file)
        # Programs that know nothing of the sandbox go on trusting all others.
        lists = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
        values |= dict.fromkeys(lists, str(bundle_file(server.root)))
    return values


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
        "authority_file": server.authority_file and str(server.authority_file),
        "pid": server.pid,
        "started_at": server.started_at,
    }


def _places(server: RunningServer) -> list[tuple[str, str]]:
    return [
        ("API", server.api_url),
        ("storage", server.storage_url),
        ("page", f"{server.page_url} ({command_line('page', detected_shell(), server.root)} opens it)"),
        *([("trust", str(server.authority_file))] if server.authority_file else []),
        ("folder", str(server.root)),
        ("key", f"in {server.root / 'key'}"),
        ("process", str(server.pid)),
    ]


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
    return f"What it keeps, {size(used)}, is there again after: {command_line('start', detected_shell(), root)}"


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


def _how_to_eval(shell: str, root: Path) -> str:
    """Return what to type so that a shell does what `env` prints."""
    command = command_line("env", shell, root)
    match shell:
        case "fish":
            return f"{command} | source"
        case "powershell":
            return f"{command} --shell powershell | Out-String | Invoke-Expression"
        case "cmd":
            return f"@FOR /f \"tokens=*\" %i IN ('{command} --shell cmd') DO @%i"
    return f'eval "$({command})"'


for _command in (fault, page, printer, record, replay, restore, seed, snapshot):
    sandbox.add_command(_command)
