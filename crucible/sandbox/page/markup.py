"""HTML, made of elements: every text is escaped unless an element was made of it here.

What comes out is well-formed XML as well, so that tests can read it, and holds no text that a document may not have.

>>> element("p", "a < b", class_="note")
'<p class="note">a &lt; b</p>'
>>> element("p", element("b", "bold"), ["!", None])
'<p><b>bold</b>!</p>'
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
_ADDRESSES = frozenset({"href", "src", "action"})
_OWN_ADDRESS = re.compile(r"(/(?![/\\])|[?#]).*", re.DOTALL)
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Html(str):
    """Text that is HTML already. Only this module makes it."""

    __slots__ = ()


Content: TypeAlias = "Html | str | int | Iterable[Content] | None"
"""What an element can hold: elements, texts, whole numbers, nothing, and lists of these."""
Attribute: TypeAlias = "str | int | bool | None"


def text(value: str) -> Html:
    """Return a text as HTML; signs that HTML cannot have are shown as unknown."""
    return Html(escape(_IMPOSSIBLE.sub("\ufffd", value)))


def together(*contents: Content) -> Html:
    """Return contents one after another."""
    return Html("".join(_parts(contents)))


def element(name: str, /, *contents: Content, **attributes: Attribute) -> Html:
    """Return an element.

    Parameters
    ----------
    name
        Its tag.
    *contents
        What it holds.
    **attributes
        Its attributes: underscores are hyphens, one at the end is left out; those that are None or False are left out.

    Raises
    ------
    ValueError
        If an address leads elsewhere: no text of a record becomes one.
    """
    described = ""
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        shown = attribute if value is True else str(value)
        if attribute in _ADDRESSES and not _OWN_ADDRESS.fullmatch(shown):
            raise ValueError(f"{attribute} of {name} is not an address of this server")
        described += f' {attribute}="{text(shown)}"'
    if name in VOID:
        return Html(f"<{name}{described} />")
    return Html(f"<{name}{described}>{together(*contents)}</{name}>")


def _parts(contents: Iterable[Content]) -> Iterable[str]:
    for content in contents:
        if content is None:
            continue
        if isinstance(content, Html):
            yield content
        elif isinstance(content, str):
            yield text(content)
        elif isinstance(content, int):
            yield str(content)
        else:
            yield from _parts(content)
