"""The object store: a second origin that knows no keys, only links that authorise by themselves, and tokens.

It speaks the part of Google Cloud Storage that Crucible's clients use: signed downloads with ranges, resumable
sessions, signed parts, and what storage libraries do with a token. Progress of uploads lies in the database, or is told
by the files that have come, so that they go on after a restart.

A key that arrives here was sent to the wrong place. It is not refused, because a client that exists does send it; it is
noted, without its text, so that tests and people can see it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote

from .answers import NO_ROOM
from .asgi import DisconnectedError
from .downloads import checksum_text, object_headers, send_content, wanted_part
from .faults import DOWNLOAD, PART, RESUMABLE
from .parts import PARTS_PATH, Parts, part_place
from .refusals import refuse
from .resumable import BUCKET, SESSION_PATH, Sessions
from .store.database import now
from .token_uploads import OBJECTS_PATH, TokenUploads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .answers import Headers
    from .asgi import Receive, Scope, Send
    from .contents import Contents
    from .signing import Signer
    from .store import Store
    from .store.files import StoredObject
    from .store.uploads import Upload

__all__ = ["BUCKET", "Leak", "Storage"]

MOST_LEAKS_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Leak:
    """A request to the object store with an Authorization header that is no token of its own, as none should have."""

    at: str
    method: str
    path: str


class Storage:
    """The object store as an ASGI application, and the maker of its links.

    Attributes
    ----------
    contents
        The bytes.
    leaked_keys
        Requests that brought a key along, the latest thousand.
    part_size_bytes
        Size of the parts of new signed uploads.
    """

    def __init__(self, origin: str, store: Store, contents: Contents, signer: Signer, part_size_bytes: int) -> None:
        self._origin = origin
        self._store = store
        self._signer = signer
        self.contents = contents
        self.leaked_keys: deque[Leak] = deque(maxlen=MOST_LEAKS_KEPT)
        self.part_size_bytes = part_size_bytes
        self._sessions = Sessions(store, contents)
        self._parts = Parts(store, contents)
        self._tokens = TokenUploads(store, contents, signer, self.session_link)

    def session_link(self, upload: Upload) -> str:
        """Return the address that takes the bytes of an upload."""
        return f"{self._origin}{SESSION_PATH}?uploadType=resumable&upload_id={quote(upload.id)}"

    def part_link(self, upload: Upload, number: int, crc32c: int, lifetime_seconds: int) -> tuple[str, dict[str, str]]:
        """Return the address that takes a part until it expires, and the headers that have to come with it."""
        headers = {
            "Content-Length": str(part_place(upload, number)[1]),
            "x-goog-hash": f"crc32c={checksum_text(crc32c)}",
        }
        link = self._signer.sign(
            "PUT",
            PARTS_PATH,
            lifetime_seconds=lifetime_seconds,
            query={"partNumber": str(number), "uploadId": upload.id},
            headers={name.lower(): value for name, value in headers.items()},
        )
        return self._origin + link, headers

    def download_link(self, name: str, content_type: str, disposition: str, lifetime_seconds: int) -> str:
        """Return an address that serves an object until it expires."""
        query = {"response-content-type": content_type, "response-content-disposition": disposition}
        return self._origin + self._signer.sign("GET", f"/{name}", lifetime_seconds=lifetime_seconds, query=query)

    def token(self, upload: Upload) -> str:
        """Return what lets a storage library write the object of an upload until it expires."""
        return self._signer.token(upload.id)

    def action(self, scope: Scope) -> str:
        """Return what a request wants, by the name that faults know it by."""
        if scope["raw_path"] == SESSION_PATH.encode("ascii"):
            return RESUMABLE
        return DOWNLOAD if scope["method"] in ("GET", "HEAD") else PART

    def expire(self, query: str) -> None:
        """Let the link, or the session, with this query be of no use any more."""
        named = dict(parse_qsl(query, max_num_fields=100))
        if "X-Goog-Signature" in named:
            self._signer.expire(named["X-Goog-Signature"])
        elif "upload_id" in named:
            self._sessions.forget(named["upload_id"])
        elif "access_token" in named:
            self._signer.expire(named["access_token"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        path = unquote(scope["raw_path"].decode("ascii", "replace"), errors="replace")
        if "authorization" in headers and not self._tokens.is_token(headers):
            self.leaked_keys.append(Leak(now(), scope["method"], path))
        try:
            pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True, max_num_fields=100)
        except ValueError:
            pairs = []
        query = dict(pairs)
        if len(query) < len(pairs):  # no link names anything twice
            query = {}
        try:
            if path == SESSION_PATH and "upload_id" in query:
                await self._sessions.answer(scope["method"], query, headers, receive, send)
            elif path == SESSION_PATH or path.startswith(OBJECTS_PATH) or self._tokens.is_token(headers):
                await self._tokens.answer(scope["method"], path, query, headers, receive, send)
            else:
                await self._serve(scope["method"], path, query, headers, receive, send)
        except DisconnectedError:
            return
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
            await refuse(send, scope["method"], "InsufficientStorage")

    async def _serve(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        receive: Receive,
        send: Send,
    ) -> None:
        """Answer a request with a signed address."""
        wrong = self._signer.refusal(method, path, query, headers)
        if method == "PUT" and path == PARTS_PATH:
            if wrong is None:
                await self._parts.put(query, headers["x-goog-hash"], receive, send)
            else:  # clients ask for a new address after 403, and give up after 400
                await refuse(send, method, wrong, status=403)
            return
        if wrong is None and method not in ("GET", "HEAD"):
            wrong = "MethodNotAllowed"
        stored = None if wrong else self._store.objects.get(path.removeprefix("/"))
        if stored is None:
            await refuse(send, method, wrong or "NoSuchKey")
            return
        status, begin, end = wanted_part(stored, method, headers)
        if status == 412:
            await refuse(send, method, "PreconditionFailed")
            return
        if status == 416:
            await refuse(send, method, "InvalidRange", [(b"content-range", b"bytes */%d" % stored.size)])
            return
        try:
            file = self.contents.path(stored.sha256).open("rb", buffering=0)
        except FileNotFoundError:  # removed since the record was read, or by hand
            await refuse(send, method, "NoSuchKey")
            return
        with file:
            described = _described(stored, query, status, begin, end)
            await send({"type": "http.response.start", "status": status, "headers": described})
            if method == "HEAD" or begin == end:
                await send({"type": "http.response.body", "body": b""})
            else:
                await send_content(file, begin, end, receive, send)


def _described(stored: StoredObject, query: Mapping[str, str], status: int, begin: int, end: int) -> Headers:
    """Return the headers of an answer about an object."""
    headers = object_headers(stored)
    if status != 304:
        headers.append((b"x-content-type-options", b"nosniff"))  # a browser must not take data for a page with scripts
        headers += [
            (parameter.removeprefix("response-").encode("ascii"), query[parameter].encode("ascii", "replace"))
            for parameter in ("response-content-type", "response-content-disposition")
            if parameter in query
        ]
        headers.append((b"content-length", b"%d" % (end - begin)))
    if status == 206:
        headers.append((b"content-range", b"bytes %d-%d/%d" % (begin, end - 1, stored.size)))
    return headers
