"""The page on which people get their key.

On the service the visitor signs in with ORCID and is shown the key. At a sandbox nobody can sign in: who can read its
folder has its key, and the page says where that is. It never shows a key to a visitor who does not have it: the cookie
that signing in leaves behind on the service is, here, a key itself.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ..answers import RawAnswer

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>API key of a Crucible sandbox</title>
<h1>API key of a Crucible sandbox</h1>
<p>This is a sandbox on one machine, not the service: there is no ORCID sign-in here.
<p>The platform administrator's key stands in the file <code>{key_file}</code>, which only the user who started the
sandbox can read. With it, <code>POST /users/{{id}}/apikey</code> gives the key of anybody else.
</html>
"""


def get_user_apikey(call: Call) -> Json:
    """Where the administrator's key is, or the key that the cookie has."""
    found = call.store.accounts.key_holder(call.get("crucible_user_token") or "")
    if found is not None and found[1].is_valid:
        return {"crucible_apikey": found[1].text}
    page = _PAGE.format(key_file=escape(str(call.world.key_file)))
    return RawAnswer(page.encode("utf-8"), "text/html; charset=utf-8")


def get_auth_apikey(call: Call) -> Json:
    """The same page at its present address."""
    return get_user_apikey(call)
