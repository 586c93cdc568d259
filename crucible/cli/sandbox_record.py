"""``crucible sandbox record`` and ``replay``: what a real service answers, written down and served again."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .failure import RefusedError
from .sandbox_options import reported
from .values import Size

if TYPE_CHECKING:
    import ssl

    from crucible.sandbox.recording import Recording, Replaying

_PORT = click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port of the API; 0 is any that is free.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print addresses, file and process id as one JSON object.")


@click.command()
@click.argument("url")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_PORT
@click.option(
    "--bytes", "body_bytes", type=Size(), metavar="SIZE", default="1MiB", show_default=True,
    help="Keep contents of files up to this size; of larger ones, size and checksum.",
)  # fmt: skip
@click.option(
    "--authority-file", type=click.Path(exists=True, dir_okay=False), metavar="FILE",
    help="Certificates (PEM) of the authorities to trust, and of no others.",
)  # fmt: skip
@click.option(
    "--existing", type=click.Choice(["error", "overwrite"]), default="error", show_default=True,
    help="What to do if there is such a file already.",
)  # fmt: skip
@_JSON
@reported()
def record(
    url: str, file: Path, port: int, body_bytes: int, authority_file: str | None, existing: str, as_json: bool
) -> None:
    """Record what the service at URL answers, until Ctrl-C.

    Clients use the address that is printed instead of URL, with the keys they have; what passes is written into FILE,
    a line for each request, and files pass through as well. There are no keys, tokens, cookies or signed addresses in
    it. All else is as the service told it, people's names and addresses too: it may go to everybody who may see that.

    Example: crucible sandbox record https://crucible.lbl.gov/api/v3 tuesday.jsonl
    """
    from crucible.sandbox.foreground import ending, say, until
    from crucible.sandbox.recording import ExistsError, recorded

    url, context = _checked(url, authority_file)
    options: dict[str, Any] = {"port": port, "body_bytes": body_bytes, "overwrite": existing == "overwrite"}
    try:
        with ending() as ended, recorded(url, file, tls=context, **options) as recording:
            say(_told(recording, as_json, f"Recording {url}", "with your own key"))
            until(ended)
    except ExistsError as error:
        raise RefusedError(f"{error.message} --existing overwrite replaces it.") from error
    if not as_json:
        say(f"{_requests(recording.exchanges)} in {file}; {recording.without_body} without a body.\n")
    if recording.not_written:
        raise click.ClickException(f"{_requests(recording.not_written)} could not be written.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@_PORT
@_JSON
@reported()
def replay(file: Path, port: int, as_json: bool) -> None:
    """Answer as a recording has it, until Ctrl-C.

    The same request gets the recorded answers in their order, the last one again and again; every API key will do. One
    that was not recorded gets 501, with the closest ones that were.

    Example: crucible sandbox replay tuesday.jsonl
    """
    from crucible.sandbox.foreground import ending, say, until
    from crucible.sandbox.recording import replayed

    with ending() as ended, replayed(file, port=port) as replaying:
        say(_told(replaying, as_json, f"Replaying {_requests(replaying.exchanges)}", "with any key"))
        until(ended)


def _checked(url: str, authority_file: str | None) -> tuple[str, ssl.SSLContext]:
    """Return an address that may be used, and how it is verified: as a client would do it."""
    from crucible import config
    from crucible.credentials import Secret
    from crucible.transport import tls

    policy = config.TlsPolicy(authority_file=authority_file) if authority_file else None
    settings = config.resolve(url, Secret("clients-bring-theirs"), tls=policy)
    return settings.api_url, tls.context(settings.tls)


def _told(place: Recording | Replaying, as_json: bool, begun: str, key: str) -> str:
    facts = {"api_url": place.api_url, "storage_url": place.storage_url, "file": str(place.file)}
    if as_json:
        return json.dumps({**facts, "pid": os.getpid()}) + "\n"
    return (
        f"{begun}\n  API      {place.api_url}\n  storage  {place.storage_url}\n  file     {place.file}\n"
        f"Set CRUCIBLE_API_URL to the first, {key}. Ctrl-C ends it.\n"
    )


def _requests(number: int) -> str:
    return "1 request" if number == 1 else f"{number:,} requests"
