"""How the owner of the sandbox gets in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .markup import element, together
from .pieces import snippet
from .request import View

WELCOME = View("You are signed in", element("p", element("a", "Go on to the overview", href="/")), refreshes_to="/")
"""What leads on to the overview at once."""

if TYPE_CHECKING:
    from .request import Place


def is_key(place: Place, text: str) -> bool:
    """Whether a text is the key of the sandbox's first account."""
    with place.world.store.db.read():
        found = place.world.store.accounts.key_holder(text.strip())
    return found is not None and found[1].is_valid and found[0].unique_id == place.owner


def form(place: Place, *, wrong: str | None = None, said: str | None = None) -> View:
    """Return the page for those who are not signed in; of the sandbox it says nothing but how its owner gets in."""
    command = "crucible sandbox page"
    key = element(
        "input",
        type="password",
        name="key",
        id="key",
        autocomplete="off",
        required=True,
        aria_describedby="key-hint",
    )
    label = element("label", "Or give the administrator's key", for_="key")
    hint = "It stands in the file “key” of the sandbox's folder."
    content = together(
        element("p", said, class_="remark good", role="status") if said else None,
        element("p", wrong, class_="remark bad", role="alert") if wrong else None,
        element("p", "This page shows everything in the sandbox, so it is for the person who started it. In a shell:"),
        snippet(command),
        element("p", "It opens this page with an address that works once. Add --root if the folder is not the usual."),
        element(
            "form",
            element("div", label, key, element("small", hint, id="key-hint"), class_="field"),
            element("button", "Sign in"),
            action="/sign-in",
            method="post",
            class_="own",
        ),
    )
    return View("Sign in", content, None, 403 if wrong or not said else 200)
