"""Documents of the sandbox's page as trees, and what is wrong with them by the rules of HTML and of accessibility.

The page writes HTML that is well-formed XML as well, so that the standard library reads it without mending anything.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

PHRASING = frozenset(
    {"a", "b", "bdi", "br", "button", "code", "i", "img", "input", "label", "select", "small", "span", "svg", "time",
     "wbr", "datalist"}
)  # fmt: skip
FLOW = PHRASING | frozenset(
    {"aside", "details", "div", "dl", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "header", "main", "nav",
     "ol", "p", "pre", "section", "table", "ul"}
)  # fmt: skip
DRAWN = frozenset({"a", "g", "path", "rect", "text", "title"})
INSIDE: dict[str, frozenset[str]] = {
    "html": frozenset({"head", "body"}),
    "head": frozenset({"meta", "title", "link"}),
    "title": frozenset(),
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "dl": frozenset({"div"}),
    "table": frozenset({"caption", "thead", "tbody"}),
    "caption": PHRASING,
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tr": frozenset({"th", "td"}),
    "select": frozenset({"option"}),
    "datalist": frozenset({"option"}),
    "option": frozenset(),
    "details": FLOW | {"summary"},
    "summary": PHRASING,
    "fieldset": FLOW | {"legend"},
    "legend": PHRASING,
    "figure": FLOW | {"figcaption"},
    "svg": DRAWN,
    "g": DRAWN,
    "path": frozenset({"title"}),
    "rect": frozenset({"title"}),
    "text": frozenset(),
    **dict.fromkeys(("body", "main", "header", "footer", "nav", "section", "aside", "form", "li", "dt", "dd", "div",
                     "td", "th", "figcaption"), FLOW),
    **dict.fromkeys(("p", "pre", "h1", "h2", "h3", "a", "b", "i", "bdi", "span", "small", "label", "button", "code",
                     "time"), PHRASING),
    **dict.fromkeys(("br", "img", "input", "link", "meta", "wbr"), frozenset()),
}  # fmt: skip
DRAWING = frozenset({"svg", "g", "path", "rect", "text"})
CONTROLS = frozenset({"input", "select"})


def tree(document: str) -> Element:
    """Return the root of a document."""
    assert document.startswith("<!DOCTYPE html>\n")
    return ElementTree.fromstring(document)  # noqa: S314 - it is ours


def text_of(root: Element, path: str = ".//main") -> str:
    """Return the text of an element, blanks and line ends made alike."""
    found = root.find(path)
    assert found is not None, path
    return " ".join("".join(found.itertext()).split())


def links(root: Element) -> list[str]:
    """Return where a document leads."""
    return [link.get("href", "") for link in root.iter("a")]


def complaints(document: str) -> list[str]:
    """Return what is wrong with a document."""
    root = tree(document)
    return [*_nesting(root, ()), *_names(root), *_headings(root), *_controls(root), *_foreign(root)]


def _nesting(element: Element, above: tuple[str, ...]) -> Iterator[str]:
    """Yield what stands where it must not."""
    inside = INSIDE.get(element.tag, frozenset())
    if element.tag == "a" and DRAWING & set(above):
        inside = DRAWN
    if element.tag == "div" and above[-1:] == ("dl",):
        inside = frozenset({"dt", "dd"})
    for child in element:
        if child.tag not in inside:
            yield f"{child.tag} in {element.tag}"
        if child.tag in ("a", "button", "summary") and {"a", "button", "summary"} & {*above, element.tag}:
            yield f"{child.tag} inside of something else to click"
        if child.tag == "form" and "form" in {*above, element.tag}:
            yield "a form in a form"
        yield from _nesting(child, (*above, element.tag))
    if element.tag in ("ul", "ol", "table", "dl", "tr", "html") and (element.text or "").strip():
        yield f"text in {element.tag}"


def _names(root: Element) -> Iterator[str]:
    """Yield what has no name, or one that something else has, too."""
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    yield from (f"{number} elements are called {name}" for name, number in ids.items() if number > 1)
    for element in root.iter():
        for attribute in ("for", "aria-describedby", "list"):
            if element.get(attribute, next(iter(ids), None)) not in ids:
                yield f"{attribute} of {element.tag} names {element.get(attribute)}, which is not there"
        if element.tag == "img" and element.get("alt") is None:
            yield "a picture without alternative text"
        if element.tag in ("a", "button", "summary", "h1", "h2", "h3", "th") and not _name(element):
            yield f"{element.tag} without text"
        if element.tag == "th" and element.get("scope") not in ("col", "row"):
            yield "th without scope"
        if element.tag == "table" and element.find("caption") is None:
            yield "a table without caption"
        if element.tag == "nav" and not element.get("aria-label"):
            yield "nav without a name"


def _name(element: Element) -> str:
    pictures = "".join(picture.get("alt", "") for picture in element.iter("img"))
    return element.get("aria-label", "") or "".join(element.itertext()).strip() or pictures


def _headings(root: Element) -> Iterator[str]:
    levels = [int(element.tag[1]) for element in root.iter() if element.tag in ("h1", "h2", "h3")]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"headings of levels {levels}"
    yield from (f"h{low} is followed by h{high}" for low, high in zip(levels, levels[1:]) if high > low + 1)  # noqa: B905, RUF007
    if len(list(root.iter("main"))) != 1 or root.get("lang") != "en" or not (root.findtext("head/title") or "").strip():
        yield "not one main, no language, or no title"


def _controls(root: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in root.iter("label")}
    for form in root.iter("form"):
        for control in form.iter():
            is_shown = control.tag in CONTROLS and control.get("type") != "hidden"
            if is_shown and control.get("id") not in labelled and not control.get("aria-label"):
                yield f"{control.tag} {control.get('name')} without label"
        names = {control.get("name") for control in form.iter("input")}
        if form.get("method") == "post" and "form_token" not in names and form.get("action") != "/sign-in":
            yield f"the form to {form.get('action')} has no token"
        if form.get("method") != "post" and "form_token" in names:
            yield "a token in an address"
        if form.find(".//button") is None:
            yield "a form that cannot be sent without a script"


def _foreign(root: Element) -> Iterator[str]:
    for element in root.iter():
        yield from (f"{name} of {element.tag}" for name in element.attrib if name == "style" or name.startswith("on"))
        for name in ("href", "src", "action"):
            address = element.get(name, "/")
            if not address.startswith(("/", "#", "?")) or address.startswith("//"):
                yield f"{element.tag} leads to {address}"
