"""Printers of labels: each is a folder of its name, in which the labels appear as pictures.

A printer of the service listens for jobs somewhere in a laboratory, and the service waits a while for its word. Here
nothing has to run: a printer is attached when its folder is there, and answers at once. One whose folder holds
`error.txt` refuses every label, for the reason in that file.
"""

from __future__ import annotations

import re
import shutil
import textwrap
import unicodedata
from html import escape
from typing import TYPE_CHECKING

from crucible.errors import UsageError

from .folder import write_privately

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "printers"
REFUSAL = "error.txt"
SHORT_ID = 13
"""So many characters of an MFID stand on labels; they hold the time to below a microsecond."""

_NAME = re.compile(
    r"(?!(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$))"  # on Windows these are devices, not folders
    r"[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?"
)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE, _MOST_LINES = 22, 3
_TEXT_LEFT, _TEXT_WIDTH = 29, 31.5


class Printers:
    """The printers of a sandbox.

    Parameters
    ----------
    root
        The sandbox's folder.
    """

    def __init__(self, root: Path) -> None:
        self._folder = root / FOLDER

    def attach(self, name: str, *, error: str | None = None) -> Path:
        """Let there be a printer, and return the folder of its labels; those that are there stay.

        Parameters
        ----------
        name
            What labels are sent to.
        error
            Why it refuses every label; it prints unless given.

        Raises
        ------
        UsageError
            The name cannot be one.
        """
        if not _NAME.fullmatch(name):
            message = f"{name!r} cannot be the name of a printer here."
            raise UsageError(message, hint="Letters, digits, and between them '.', '_' and '-'; 64 at the most.")
        folder = self._folder / name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if error is None:
            (folder / REFUSAL).unlink(missing_ok=True)
        else:
            write_privately(folder / REFUSAL, error.encode("utf-8", "replace"))
        return folder

    def remove(self, name: str) -> bool:
        """Take a printer away, with its labels; False if there is none of this name."""
        folder = self._attached(name)
        if folder is not None:
            shutil.rmtree(folder)
        return folder is not None

    def print_label(self, printer: str, job: str, mfid: str, name: str) -> tuple[str, str | None]:
        """Print a label, and return what the service calls its outcome, and why.

        Parameters
        ----------
        printer
            Name of the printer.
        job
            Name of the picture.
        mfid, name
            What stands on the label.
        """
        folder = self._attached(printer)
        if folder is None:
            return "timeout", f"No printer called {printer} is attached to this sandbox"
        try:
            return "error", (folder / REFUSAL).read_text("utf-8", "replace").strip() or "The printer gave no reason"
        except FileNotFoundError:
            write_privately(folder / f"{job}.svg", _label(mfid, name).encode())
            return "ok", None

    def _attached(self, name: str) -> Path | None:
        """Return the folder of a printer; names that no printer can have are never looked for on the disk."""
        folder = self._folder / name if _NAME.fullmatch(name) else None
        return folder if folder is not None and folder.is_dir() else None


def _label(mfid: str, name: str) -> str:
    """Return a label of 62 by 29 mm as SVG: a QR code of the MFID, its beginning, and the name."""
    import segno

    code = segno.make(mfid, micro=False)
    scale = 26 / code.symbol_size()[0]
    lines = textwrap.wrap(_NO_XML.sub("\ufffd", name), _LINE, max_lines=_MOST_LINES, placeholder=" …")
    texts = [(mfid[:SHORT_ID], 3.4, "monospace"), *((line, 3.2, "sans-serif") for line in lines)]
    written = "".join(
        f'<text x="{_TEXT_LEFT}" y="{7 + 5.5 * at:g}" font-family="{family}" font-size="{size}"{_fitted(text, size)}>'
        f"{escape(text)}</text>"
        for at, (text, size, family) in enumerate(texts)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="62mm" height="29mm" viewBox="0 0 62 29">'
        '<rect width="62" height="29" fill="#fff"/>'
        f'<g transform="translate(1.5 1.5) scale({scale:.4f})">{code.svg_inline(svgclass=None)}</g>{written}</svg>\n'
    )


def _fitted(text: str, size: float) -> str:
    """Return what keeps a line on the label: capitals and the signs of some languages are twice as wide as others."""
    width = size * sum(1 if sign.isupper() or unicodedata.east_asian_width(sign) in "FW" else 0.6 for sign in text)
    return f' textLength="{_TEXT_WIDTH}" lengthAdjust="spacingAndGlyphs"' if width > _TEXT_WIDTH * 1.1 else ""
