"""``crucible open`` and ``crucible qr``: where a record is in the web explorer, as a page and as a code."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .answer import Said
from .command import Argument, Flag, command
from .text import columns, safe

if TYPE_CHECKING:
    from ..records import Record
    from .session import Session


def _id() -> Argument:
    return Argument("resource_id", does="The record: its id.", kind="any", metavar="ID")


@command(
    _id(),
    Flag(["--print", "only_print"], is_flag=True, help="Print the address, and open nothing."),
    name="open",
    example="crucible open ID --print",
)
def open_(session: Session, resource_id: str, only_print: bool) -> Said:
    """Open a record in the web browser.

    Where there is no browser, as on a login node, the address is printed.
    """
    record = session.client.get(resource_id)
    url = _url(session, record)
    opened = not only_print and browse(url)
    return Said(f"Opened {url}" if opened else url, {"unique_id": record["unique_id"], "url": url, "opened": opened})


@command(
    _id(),
    Flag(["--id", "only_id"], is_flag=True, help="A code of the id alone, for scanners at instruments."),
    Flag(["--svg"], metavar="FILE", type=click.Path(dir_okay=False), help="Write it as a drawing, for print."),
    Flag(["--png"], metavar="FILE", type=click.Path(dir_okay=False), help="Write it as a picture."),
    Flag(["--invert"], is_flag=True, help="Light on dark, for dark terminals without colours."),
    example="crucible qr SAMPLE --id",
    asks=True,
)
def qr(session: Session, resource_id: str, only_id: bool, svg: str | None, png: str | None, invert: bool) -> Said:
    """Show a record's web address as a QR code.

    In the terminal it is black on white; through a pipe it is text, dark on light.
    """
    from .qr_code import code_of

    record = session.client.get(resource_id)
    unique_id = str(record["unique_id"])
    url = None if only_id else _url(session, record)
    text = url or unique_id
    code = code_of(text)
    files = [file for file in (svg, png) if file is not None]
    for file in files:
        if Path(file).exists():
            session.ask(f"{file} is there already and will be replaced.")
    for kind, target in (("svg", svg), ("png", png)):
        if target is not None:
            code.save(target, kind=kind, scale=8, border=4)
    facts = {"unique_id": unique_id, "url": url, "text": text, "files": files}
    return Said(f"Wrote {' and '.join(files)}.", facts) if files else _shown(code, text, facts, invert)


def _shown(code: Any, text: str, facts: dict[str, Any], invert: bool) -> Said:  # Any: segno is loaded late
    from .qr_code import BLOCKS, drawn, on_paper, rows_of

    room = columns()
    in_blocks = _can_say(BLOCKS)
    rows = rows_of(code, room if room is None or in_blocks else room // 2)
    if rows is None:
        needed = (len(code.matrix) + 2) * (1 if in_blocks else 2)
        return Said(
            f"{text}\nThe terminal has {room} columns, and the code takes {needed}: make it wider, or write the code "
            "with --svg FILE or --png FILE.",
            facts,
            code=1,
        )
    plain = drawn(rows, inverted=invert, in_blocks=in_blocks)
    return Said(f"{plain}\n{text}", facts, styled=None if invert or not in_blocks else f"{on_paper(rows)}\n{text}")


def _can_say(signs: str) -> bool:
    try:
        signs.encode(sys.stdout.encoding or "utf-8")  # one without any takes everything
    except UnicodeError:
        return False
    return True


def _url(session: Session, record: Record) -> str:
    """Return the address of a record in the web explorer.

    Raises
    ------
    ClickException
        It has none.
    """
    from ..config import resolve

    if record.url:
        return safe(record.url)
    if resolve(profile=session.profile).explorer_url is None:
        raise click.ClickException("This service has no web explorer: a sandbox, for example, has none.")
    raise click.ClickException("The record has no page in the web explorer: it belongs to no project.")


def browse(url: str) -> bool:
    """Open an address in the browser; return whether there is one to do so."""
    if not has_display():
        return False
    import webbrowser

    try:
        return webbrowser.open(url)
    except (webbrowser.Error, OSError):
        return False


def has_display() -> bool:
    """Whether a browser has a screen here; one for text would take over the terminal."""
    if os.environ.get("BROWSER") or sys.platform == "win32":
        return True
    if sys.platform == "darwin":
        return not os.environ.get("SSH_CONNECTION")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
