"""QR codes as signs of a terminal: two rows of modules in one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from segno import QRCode

Rows: TypeAlias = Sequence[Sequence[int]]
"""The modules of a code, with its quiet zone: 1 is dark."""

QUIET_MODULES = 4
"""Light modules that scanners want around a code; most are content with one."""
BLOCKS = " ▀▄█"
# Black on white as such, not what the theme of a terminal calls so: half of the themes have it the other way round.
PAPER, PLAIN = "\x1b[38;5;16;48;5;231m", "\x1b[0m"


def code_of(text: str) -> QRCode:
    """Return the code of a text: small, since terminals are; the files have the same one."""
    import segno

    return segno.make_qr(text, error="l")


def rows_of(code: QRCode, room: int | None) -> Rows | None:
    """Return the modules of a code with the widest quiet zone that fits; None where none does."""
    modules = len(code.matrix)
    most = QUIET_MODULES if room is None else min((room - modules) // 2, QUIET_MODULES)
    if most < 1:
        return None
    return [list(row) for row in code.matrix_iter(scale=1, border=most)]


def drawn(rows: Rows, *, inverted: bool = False, in_blocks: bool = True) -> str:
    """Return a code as plain text, which is dark where ink or the foreground of a terminal is dark.

    Parameters
    ----------
    rows
        Its modules.
    inverted
        For light letters on a dark background.
    in_blocks
        Whether the output knows half blocks; if not, each module takes two signs.

    >>> print(drawn([[1, 0, 1], [0, 0, 1]]))
    ▀ █
    """
    shown = [[cell ^ inverted for cell in row] for row in rows]
    if not in_blocks:
        return "\n".join("".join("  ##"[2 * cell : 2 * cell + 2] for cell in row) for row in shown)
    return "\n".join(_blocks(shown, filler=int(inverted)))


def on_paper(rows: Rows) -> str:
    """Return a code in black on white, whatever the colours of the terminal are."""
    return "\n".join(f"{PAPER}{line}{PLAIN}" for line in _blocks(rows, filler=0))


def _blocks(rows: Rows, filler: int) -> Iterator[str]:
    padded = [*rows, *([[filler] * len(rows[0])] if len(rows) % 2 else [])]
    for upper, lower in zip(padded[::2], padded[1::2], strict=True):
        yield "".join(BLOCKS[top + 2 * bottom] for top, bottom in zip(upper, lower, strict=True))
