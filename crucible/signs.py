"""What of a text a terminal may show, and how wide it is there."""

from __future__ import annotations

import unicodedata

# Half of an emoji, an accent, a sign that turns the text around: they take no column of their own.
_NO_WIDTH = frozenset({"Mn", "Me"})
# What a terminal obeys, and what nothing shows: a name is the word of a server and may be made to look like another.
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Makes the character before it as wide as a picture.
_PICTURE = "\ufe0f"


def shown(text: str) -> str:
    r"""Return a text in which nothing is left that a terminal obeys or that nobody sees.

    >>> shown("a\x1b[2Jb\u202egnp.exe\n")
    'a\ufffd[2Jb\ufffdgnp.exe\ufffd'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join("\ufffd" if unicodedata.category(sign) in _UNSHOWN else sign for sign in text)


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes, rather one too many than one too few.

    >>> width("scan"), width("試料"), width("e\u0301"), width("\u2764\ufe0f")
    (4, 4, 1, 2)
    """
    return len(text) if text.isascii() else sum(map(columns_of, text))


def columns_of(sign: str) -> int:
    """Return how many columns of a terminal a single sign takes."""
    if sign == _PICTURE:
        return 1
    if unicodedata.category(sign) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
