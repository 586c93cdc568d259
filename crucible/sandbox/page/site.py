"""The page as an ASGI application: its routes, who is let in, and what protects those who are."""

from __future__ import annotations

import asyncio
import logging
import re
from importlib import resources
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from ..answers import Refusal
from ..asgi import DisconnectedError, respond
from ..bodies import read_body
from . import frame, lists, overview, record, sign_in, teaching, work
from .markup import element
from .request import Elsewhere, Picture, Request, View

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..answers import Headers
    from ..asgi import App, Receive, Scope, Send
    from .request import Place, Shown
    from .sessions import Session, Sessions

    Answering = Callable[[Request], Shown]

LARGEST_FORM_BYTES = 64 * 1024
MOST_FIELDS = 100
HTML = b"text/html; charset=utf-8"
_MFID = "(?P<id>[0-9a-z]{26})"
APART = "/page/"
"""Below this, everybody is answered, since browsers ask for pictures and what is to be saved as for anything."""

_ROUTES: dict[str, dict[str, Answering]] = {
    "GET": {
        "/": overview.show,
        "/projects": lists.projects,
        "/projects/(?P<id>[^/]+)": record.project,
        "/datasets": lists.datasets,
        f"/datasets/{_MFID}": record.dataset,
        "/samples": lists.samples,
        f"/samples/{_MFID}": record.sample,
        "/instruments": lists.instruments,
        f"/instruments/{_MFID}": record.instrument,
        f"/records/{_MFID}": record.go,
        f"/page/files/{_MFID}": record.download,
        f"/page/thumbnails/{_MFID}/(?P<number>[0-9]{{1,12}})": record.thumbnail,
        "/people": lists.people,
        "/search": lists.search,
        "/ingestions": work.ingestions,
        "/requests": work.requests,
        "/faults": teaching.show,
    },
    "POST": {
        "/faults": teaching.add,
        "/faults/remove": teaching.remove,
        "/faults/clear": teaching.clear,
    },
}
ROUTES = {
    method: [(re.compile(path), answering) for path, answering in routes.items()] for method, routes in _ROUTES.items()
}
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PROTECTION: Headers = [
    (b"content-security-policy", POLICY.encode("ascii")),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),  # none at all would take the Origin away from forms
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
NOT_KEPT = (b"cache-control", b"no-store")
_PUBLIC = {
    frame.STYLE: ("style.css", b"text/css; charset=utf-8"),
    frame.ICON: (None, b"image/svg+xml"),
}
_log = logging.getLogger(__name__)


class Page:
    """The ASGI application of everything on the API's port that is not the API.

    Parameters
    ----------
    place
        The sandbox.
    sessions
        Who is signed in.
    otherwise
        Answers those who do not ask for a page.
    """

    def __init__(self, place: Place, sessions: Sessions, otherwise: App) -> None:
        self._place = place
        self._sessions = sessions
        self._otherwise = otherwise
        self._cookie = f"crucible_sandbox_{urlsplit(place.api_url).port}"  # cookies are shared by all ports
        self._style = resources.files(__package__).joinpath("style.css").read_bytes()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        path = unquote(scope["raw_path"].decode("latin-1"), errors="replace")
        if path in _PUBLIC:
            await self._public(path, scope, send)
        elif path.startswith(APART) or "text/html" in headers.get("accept", ""):
            try:
                await self._answer(path, headers, scope, receive, send)
            except DisconnectedError:
                return
        else:
            await self._otherwise(scope, receive, send)

    async def _public(self, path: str, scope: Scope, send: Send) -> None:
        """Answer with what looks are made of."""
        name, kind = _PUBLIC[path]
        content = self._style if name else frame.ICON_DRAWING.encode("ascii")
        await respond(send, 200, content, kind, [*PROTECTION, (b"cache-control", b"no-cache")])

    async def _answer(self, path: str, headers: Mapping[str, str], scope: Scope, receive: Receive, send: Send) -> None:
        """Let somebody in, or answer somebody who is."""
        session = self._sessions.find(_cookies(headers).get(self._cookie))
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        query = _pairs(scope["query_string"].decode("latin-1"))
        form: Mapping[str, str] = {}
        if method == "POST":
            body = await _form(headers, receive)
            if body is None or not _is_own(headers):
                await self._send(_refused("This form is not from this page, or cannot be read."), None, send)
                return
            form = body
        if path == "/sign-in":
            await self._sign_in(scope, query, form, session, send)
        elif session is None:
            await self._send(sign_in.form(self._place), None, send)
        elif method == "POST" and form.get("form_token") != session.form_token:
            await self._send(_refused("This form is of an earlier session. Go back, and load it again."), None, send)
        elif method == "POST" and path == "/sign-out":
            self._sessions.end(session)
            await self._send(sign_in.form(self._place, said="You are signed out."), None, send)
        else:
            request = Request(self._place, path, {}, query, form, session.form_token)
            await self._send(*await asyncio.to_thread(_performed, method, request), send)

    async def _sign_in(
        self, scope: Scope, query: Mapping[str, str], form: Mapping[str, str], session: Session | None, send: Send
    ) -> None:
        """Begin a session for who brings a token that works once, or the key."""
        method, given = scope["method"], query.get("token")
        if session is not None and method != "POST":
            await self._send(Elsewhere("/"), None, send)
            return
        begun, wrong = None, None
        if method == "POST" and sign_in.is_key(self._place, form.get("key", "")):
            begun = self._sessions.begin()
        elif method == "POST":
            wrong = "That is not the administrator's key."
        elif given is not None and method == "GET":
            begun = self._sessions.begin_with(given)
            wrong = "That address has been used already, which ends what it had begun, or is too old."
        if begun is None:
            await self._send(sign_in.form(self._place, wrong=wrong), None, send)
            return
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        cookie = f"{self._cookie}={begun.secret}; Path=/; HttpOnly; SameSite=Strict{secure}"
        headers = [*PROTECTION, NOT_KEPT, (b"set-cookie", cookie.encode("ascii"))]
        # Not a redirect: a browser that was led here by a link on another site, as in a notebook, would follow it
        # without the cookie.
        await respond(send, 200, frame.document(sign_in.WELCOME, None), HTML, headers)

    async def _send(self, shown: Shown, request: Request | None, send: Send) -> None:
        if isinstance(shown, Elsewhere):
            await respond(send, 303, headers=[*PROTECTION, NOT_KEPT, (b"location", shown.url.encode("ascii"))])
        elif isinstance(shown, Picture):
            kept = (b"cache-control", b"private, max-age=60")
            await respond(send, 200, shown.content, shown.media_type.encode("ascii"), [*PROTECTION, kept])
        else:
            content = frame.document(shown, request)
            await respond(send, shown.status, content, HTML, [*PROTECTION, NOT_KEPT])


def _performed(method: str, request: Request) -> tuple[Shown, Request]:
    """Return what a view says, seen at one state of what is stored."""
    found = next(
        ((match, answering) for path, answering in ROUTES.get(method, ()) if (match := path.fullmatch(request.path))),
        None,
    )
    if found is None:
        return _refused("There is nothing at this address.", "Not found", 404), request
    match, answering = found
    asked = Request(request.place, request.path, match.groupdict(), request.query, request.form, request.form_token)
    try:
        with request.place.world.store.db.read():
            return answering(asked), asked
    except Refusal as refusal:
        detail = refusal.detail
        said = detail if isinstance(detail, str) else "; ".join(str(wrong.get("msg")) for wrong in detail)
        return _refused(said, "Not found" if refusal.status == 404 else "Not possible", refusal.status), asked
    except Exception:
        _log.exception("the page %s failed", match.re.pattern)
        return _refused("The sandbox has made a mistake; its log says more.", "A mistake", 500), asked


def _refused(said: str, title: str = "Not possible", status: int = 403) -> View:
    return View(title, element("p", said, class_="remark bad"), None, status)


def _is_own(headers: Mapping[str, str]) -> bool:
    """Whether a form was sent from a page of this very server: every browser says where a form comes from."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site") == "same-origin"
    return origin.partition("://")[2].lower() == headers.get("host", "").lower() != ""


async def _form(headers: Mapping[str, str], receive: Receive) -> dict[str, str] | None:
    try:
        body = await read_body(dict(headers), receive, LARGEST_FORM_BYTES)
    except Refusal:
        return None
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return _pairs(body.decode("utf-8", "replace")) if kind == "application/x-www-form-urlencoded" else None


def _pairs(text: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}


def _cookies(headers: Mapping[str, str]) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in headers.get("cookie", "").split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}
