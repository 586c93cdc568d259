"""Uploads by a storage library: what a token of the API lets it do in the object store.

A token is good for the one object that the API was told about. The library may write it in parts (`xml_parts`), which
it does in parallel; in a resumable session, which it starts here and goes on as all sessions do (`resumable`); or in
one request. Then the upload is completed at the API like one that began there.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import google_crc32c
import orjson

from .answers import Refusal
from .asgi import respond
from .bodies import JsonError, read_body, read_json
from .downloads import checksum_text
from .forms import parts_of
from .receiving import change, write_at
from .refusals import refuse
from .resumable import BUCKET, SESSION_PATH, description, object_name
from .xml_parts import XmlError, XmlParts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .answers import Json
    from .asgi import Receive, Send
    from .contents import Contents
    from .signing import Signer
    from .store import Store
    from .store.uploads import Upload

OBJECTS_PATH = f"/storage/v1/b/{BUCKET}/o/"
LARGEST_LIST_BYTES = 2 * 1024 * 1024


class TokenUploads:
    """What comes with a token.

    Parameters
    ----------
    store, contents
        Where uploads are noted, and their bytes.
    signer
        Knows the tokens.
    session_link
        Returns the address that takes the bytes of an upload.
    """

    def __init__(self, store: Store, contents: Contents, signer: Signer, session_link: Callable[[Upload], str]) -> None:
        self._store = store
        self._contents = contents
        self._signer = signer
        self._session_link = session_link
        self._xml = XmlParts(store, contents)

    def is_token(self, headers: Mapping[str, str]) -> bool:
        """Whether a request brings a token that was handed out here, however long ago."""
        return self._signer.upload_of(_bearer(headers)) is not None

    async def answer(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        receive: Receive,
        send: Send,
    ) -> None:
        """Answer a request."""
        is_json = path == SESSION_PATH or path.startswith(OBJECTS_PATH)
        try:
            upload = self._upload(headers)
            if path == SESSION_PATH:
                await self._begin(upload, method, query, headers, receive, send)
            elif is_json:
                await self._describe(upload, method, path.removeprefix(OBJECTS_PATH), send)
            elif path != f"/{BUCKET}/{object_name(self._store, upload)}":
                raise XmlError("AccessDenied")
            else:
                await self._in_parts(upload, method, path, query, headers, receive, send)
        except XmlError as error:
            await refuse(send, method, str(error))
        except Refusal as refusal:
            if is_json:
                await _refuse_json(send, refusal)
            else:
                await refuse(
                    send,
                    method,
                    {401: "AuthenticationRequired", 404: "NoSuchUpload"}.get(refusal.status, "EntityTooLarge"),
                )

    def _upload(self, headers: Mapping[str, str]) -> Upload:
        """Return what the token of a request lets it write."""
        found = self._signer.upload_of(_bearer(headers))
        if found is None or not found[1]:
            raise Refusal(401, "Invalid Credentials: the token is none of this storage, or has expired")
        upload = self._store.uploads.get(found[0], "resumable")
        if upload is None:
            raise Refusal(404, "There is no such upload; it was abandoned, or has expired")
        return upload

    async def _in_parts(
        self,
        upload: Upload,
        method: str,
        path: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        receive: Receive,
        send: Send,
    ) -> None:
        """Answer a request to the object itself."""
        if method == "POST" and "uploads" in query:
            await self._xml.start(upload, path, send)
        elif query.get("uploadId") != upload.id:
            raise XmlError("NoSuchUpload" if "uploadId" in query else "MethodNotAllowed")
        elif method == "POST":
            await self._xml.finish(upload, path, await read_body(headers, receive, LARGEST_LIST_BYTES), send)
        elif method == "DELETE":
            await self._xml.abandon(upload, send)
        elif method != "PUT":
            raise XmlError("MethodNotAllowed")
        elif upload.state != "open":
            raise XmlError("NoSuchUpload")
        else:
            await self._xml.put(upload, query.get("partNumber", ""), headers, receive, send)

    async def _describe(self, upload: Upload, method: str, name: str, send: Send) -> None:
        """Say what is known of the object, once it is there."""
        self._check_name(upload, name)
        if method != "GET":
            raise Refusal(405, "A token writes and describes its object, nothing else")
        if upload.state == "open":
            raise Refusal(404, f"No such object: {BUCKET}/{name}")
        await respond(send, 200, orjson.dumps(description(self._store, upload)))

    async def _begin(
        self,
        upload: Upload,
        method: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        receive: Receive,
        send: Send,
    ) -> None:
        """Start a session, or take the whole object at once."""
        body = await read_body(headers, receive)
        kind = query.get("uploadType")
        if method != "POST" or kind not in ("resumable", "multipart"):
            raise Refusal(400, "A token starts uploads of the types resumable and multipart")
        described, content = (_json(body), b"") if kind == "resumable" else _related(headers, body)
        self._check_name(upload, described.get("name") or query.get("name"))
        size = headers.get("x-upload-content-length", str(upload.size)) if kind == "resumable" else str(len(content))
        if size != str(upload.size):
            raise Refusal(400, f"The upload was announced with {upload.size} bytes, not {size}")
        if kind == "resumable":
            await respond(send, 200, headers=[(b"location", self._session_link(upload).encode("ascii"))])
        else:
            stored = await self._take(upload, described, content)
            await respond(send, 200, orjson.dumps(description(self._store, stored)))

    def _check_name(self, upload: Upload, name: str | None) -> None:
        if name != object_name(self._store, upload):
            raise Refusal(403, f"The token is not for the object {name}")

    async def _take(self, upload: Upload, described: Mapping[str, Json], content: bytes) -> Upload:
        """Store the whole object."""
        crc32c = google_crc32c.value(content)
        if described.get("crc32c") not in (None, checksum_text(crc32c)):
            raise Refusal(400, "The bytes received do not have the CRC32C that came with them")
        if upload.state != "open":
            return upload
        await asyncio.to_thread(write_at, self._contents.arriving(upload.id), 0, content)
        stored = await change(self._store.db, lambda: self._store.uploads.finish(upload, crc32c))
        if stored is None:
            await asyncio.to_thread(self._contents.discard, upload.id)
            raise Refusal(404, "The upload was abandoned")
        return stored


def _bearer(headers: Mapping[str, str]) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _json(body: bytes) -> dict[str, Json]:
    """Return the description of an object, which may be missing."""
    try:
        described = read_json(body) if body.strip() else {}
    except JsonError as error:
        raise Refusal(400, f"The description of the object cannot be read: {error}") from None
    if not isinstance(described, dict):
        raise Refusal(400, "The description of the object is no JSON object")
    return described


def _related(headers: Mapping[str, str], body: bytes) -> tuple[dict[str, Json], bytes]:
    """Return the description and the bytes of an object that came in one body."""
    parts = [content for _, content in parts_of(headers.get("content-type", ""), body, "multipart/related")]
    if len(parts) != 2:
        raise Refusal(400, "The body has not two parts, the description of the object and its bytes")
    return _json(parts[0]), parts[1]


async def _refuse_json(send: Send, refusal: Refusal) -> None:
    message = refusal.detail if isinstance(refusal.detail, str) else "The body cannot be read"
    status = 400 if refusal.status == 422 else refusal.status
    await respond(send, status, orjson.dumps({"error": {"code": status, "message": message}}), headers=refusal.headers)
