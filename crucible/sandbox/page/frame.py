"""What every view has around it: head, menu, search, and what is true of the whole sandbox just now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .markup import Html, element, together

if TYPE_CHECKING:
    from .markup import Content
    from .request import Request, View

SECTIONS = {
    "Overview": "/",
    "Projects": "/projects",
    "Datasets": "/datasets",
    "Samples": "/samples",
    "Instruments": "/instruments",
    "People": "/people",
    "Ingestion": "/ingestions",
    "Requests": "/requests",
    "Faults": "/faults",
}
STYLE, ICON = "/page/style.css", "/page/icon.svg"
ICON_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#0b5f66" d="M5 7h22l-2 4-3 13a4 4 0 0 1-4 '
    '3h-4a4 4 0 0 1-4-3L7 11z"/><path fill="#ffb454" d="M9.600 13h12.800l-1.800 8.500a3 3 0 0 1-3 2.500h-3.200a3 3 0 0 '
    '1-3-2.500z"/></svg>'
)


def document(view: View, request: Request | None) -> bytes:
    """Return a whole document; without a request nobody is signed in."""
    inside = element("main", element("h1", view.title), view.content, id="main", tabindex="-1")
    body = element(
        "body",
        element("a", "Skip to the content", href="#main", class_="skip"),
        _header(view, request),
        None if request is None else _alarm(request),
        inside,
        _footer(request),
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("title", f"{view.title} · Crucible sandbox"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", http_equiv="refresh", content=f"0; url={view.refreshes_to}") if view.refreshes_to else None,
        element("link", rel="icon", href=ICON, type="image/svg+xml"),
        element("link", rel="stylesheet", href=STYLE),
    )
    return ("<!DOCTYPE html>\n" + element("html", head, body, lang="en")).encode("utf-8")


def _header(view: View, request: Request | None) -> Html:
    icon = element("img", src=ICON, alt="", width=28, height=28)
    brand = element("a", icon, element("span", "Crucible ", element("b", "sandbox")), href="/", class_="brand")
    if request is None:
        return element("header", element("div", brand, class_="bar"))
    links = [
        element("li", element("a", name, href=url, aria_current="page" if name == view.section else None))
        for name, url in SECTIONS.items()
    ]
    return element(
        "header",
        element("div", brand, _search(request), _sign_out(request), class_="bar"),
        element("nav", element("ul", links), aria_label="Sections"),
    )


def _search(request: Request) -> Html:
    words = request.query.get("q") if request.path == "/search" else None
    return element(
        "form",
        element("label", "Search names, ids and metadata", for_="q", class_="unseen"),
        element("input", type="search", name="q", id="q", value=words, placeholder="Name, id, or words of metadata"),
        element("button", "Search"),
        action="/search",
        class_="search",
        role="search",
    )


def _sign_out(request: Request) -> Html:
    return post_form(request, "/sign-out", element("button", "Sign out", class_="quiet"))


def post_form(request: Request, action: str, *contents: Content, class_: str | None = None) -> Html:
    """Return a form that changes something, with the proof that it is one of this page's own."""
    proof = element("input", type="hidden", name="form_token", value=request.form_token)
    return element("form", proof, *contents, action=action, method="post", class_=class_)


def _alarm(request: Request) -> Html | None:
    """Return the remark that something goes wrong on purpose, which explains much of what else there is to see."""
    count = list(request.place.faults.spent).count(False)
    if not count or request.path == "/faults":
        return None
    said = "1 fault is" if count == 1 else f"{count} faults are"
    more = element("a", "See which", href="/faults")
    return element("aside", element("p", f"{said} switched on: some requests go wrong on purpose. ", more), class_="on")


def _footer(request: Request | None) -> Html:
    said = "A Crucible on this machine, for trials, teaching and tests."
    if request is None:
        return element("footer", element("p", said))
    seen = " What you see is what a platform administrator sees."
    return element("footer", element("p", said + seen), element("p", request.place.api_url))


def section(title: str, *contents: Content, id_: str | None = None, level: int = 2) -> Html:
    """Return a part of a view with its heading."""
    return element("section", element(f"h{level}", title, id=id_), together(*contents))
