"""Objects in parts as storage's XML interface has them: started, sent in any order, listed, and put together.

The client decides how large parts are, and only its list in the end says which of them count, so their places in the
object are not known when they come: each waits in a file of its own. What has arrived is told by the names of these
files, number and checksum, and therefore survives the server like the bytes do.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
import shutil
from html import escape
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import google_crc32c

from .asgi import respond
from .downloads import checksum_text
from .parts import combined_crc32c
from .receiving import WRITE_BLOCK_BYTES, leave_nothing_of_gone, pass_on, write_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from .asgi import Receive, Send
    from .contents import Contents
    from .store import Store
    from .store.uploads import Upload

MOST_PARTS = 10_000
LEAST_PART_BYTES = 5 * 1024 * 1024
"""Of all parts but the last."""

_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
_XML = b"application/xml; charset=UTF-8"


class XmlError(Exception):
    """A request is refused; the text is storage's word for the reason."""


class XmlParts:
    """Takes the parts of all uploads with tokens of a sandbox."""

    def __init__(self, store: Store, contents: Contents) -> None:
        self._store = store
        self._contents = contents

    async def start(self, upload: Upload, path: str, send: Send) -> None:
        """Begin; doing so again changes nothing, and parts that have come are kept."""
        if upload.state != "open":
            raise XmlError("PreconditionFailed")
        await asyncio.to_thread(self._contents.parts(upload.id).mkdir, mode=0o700, exist_ok=True)
        await _answer(send, "InitiateMultipartUploadResult", path, UploadId=upload.id)

    async def put(self, upload: Upload, number: str, headers: Mapping[str, str], receive: Receive, send: Send) -> None:
        """Take a part; one that came before with this number is forgotten when all of the new one is here."""
        if not number.isdecimal() or len(number) > len(str(MOST_PARTS)) or not 1 <= int(number) <= MOST_PARTS:
            raise XmlError("InvalidArgument")
        length = headers.get("content-length", "")
        if not length.isdecimal():
            raise XmlError("MissingContentLength")
        if int(length) > upload.size:
            raise XmlError("EntityTooLarge")
        folder = self._contents.parts(upload.id)
        arriving = folder / f"{secrets.token_hex(8)}.new"
        try:
            digests = await _written(arriving, int(length), headers, receive)
            await asyncio.to_thread(self._keep, arriving, int(number), digests["crc32c"])
        except FileNotFoundError:  # the folder has gone, and the upload with it
            raise XmlError("NoSuchUpload") from None
        finally:
            arriving.unlink(missing_ok=True)
            await leave_nothing_of_gone(upload, self._store, self._contents)
        described = [(b"etag", f'"{digests["crc32c"].hex()}"'.encode("ascii")), _hashes(digests)]
        await respond(send, 200, headers=described)

    def _keep(self, arrived: Path, number: int, crc32c: bytes) -> None:
        """Give a part the name that tells what it is."""
        with self._contents.lock:
            former = list(arrived.parent.glob(f"{number:05d}-*"))
            kept = arrived.replace(arrived.with_name(f"{number:05d}-{crc32c.hex()}"))
            for path in former:
                if path != kept:
                    path.unlink(missing_ok=True)

    async def finish(self, upload: Upload, path: str, body: bytes, send: Send) -> None:
        """Put the parts of a list together; the same list again has the same answer."""
        stored = await asyncio.to_thread(self._put_together, upload, _listed(body))
        tag = f'"{checksum_text(stored.crc32c)}"'
        hashes = _hashes({"crc32c": stored.crc32c.to_bytes(4, "big")})
        await _answer(send, "CompleteMultipartUploadResult", path, hashes, ETag=tag)

    def _put_together(self, upload: Upload, listed: Sequence[tuple[int, str]]) -> Upload:
        with self._contents.completing(upload.id):
            current = self._store.uploads.get(upload.id, upload.protocol)
            if current is None:
                raise XmlError("NoSuchUpload")
            if current.state != "open":
                return current
            parts = self._chosen(upload, listed)
            try:
                with self._contents.arriving(upload.id).open("wb") as whole:
                    for path, _, _ in parts:
                        with path.open("rb") as part:
                            shutil.copyfileobj(part, whole, WRITE_BLOCK_BYTES)
            except FileNotFoundError:  # another request has brought a part anew, or has abandoned all
                raise XmlError("InvalidPart") from None
            with self._store.db.write():
                crc32c = combined_crc32c([(crc32c, size) for _, crc32c, size in parts])
                stored = self._store.uploads.finish(current, crc32c)
            if stored is None:
                self._contents.discard(upload.id)
                raise XmlError("NoSuchUpload")
            self._contents.drop_parts(upload.id)
            return stored

    def _chosen(self, upload: Upload, listed: Sequence[tuple[int, str]]) -> list[tuple[Path, int, int]]:
        """Return file, CRC32C and size of each part in a list, if they make the object that was announced."""
        folder = self._contents.parts(upload.id)
        if not folder.is_dir():
            raise XmlError("NoSuchUpload")
        if [number for number, _ in listed] != sorted({number for number, _ in listed}):
            raise XmlError("InvalidPartOrder")
        parts = []
        for number, tag in listed:
            path = folder / f"{number:05d}-{tag}"
            if not path.is_file():
                raise XmlError("InvalidPart")
            parts.append((path, int(tag, 16), path.stat().st_size))
        if any(size < LEAST_PART_BYTES for _, _, size in parts[:-1]):
            raise XmlError("EntityTooSmall")
        if sum(size for _, _, size in parts) != upload.size:
            raise XmlError("InvalidArgument")
        return parts

    async def abandon(self, upload: Upload, send: Send) -> None:
        """Forget all parts."""
        if upload.state != "open" or not self._contents.parts(upload.id).is_dir():
            raise XmlError("NoSuchUpload")
        await asyncio.to_thread(self._contents.drop_parts, upload.id)
        await respond(send, 204)


async def _written(path: Path, length: int, headers: Mapping[str, str], receive: Receive) -> dict[str, bytes]:
    """Write a body to a file and return its checksums, if they are what the request says they are."""
    announced = {**_announced(headers.get("x-goog-hash", "")), **_announced(f"md5={headers.get('content-md5', '')}")}
    received, crc32c, md5 = 0, 0, hashlib.md5(usedforsecurity=False)

    async def write(block: bytes) -> None:
        nonlocal received, crc32c
        await asyncio.to_thread(write_at, path, received, block)
        crc32c = google_crc32c.extend(crc32c, block)
        if "md5" in announced:
            md5.update(block)
        received += len(block)

    if length == 0:
        await write(b"")
    await pass_on(receive, write, length=length)
    if received < length:
        raise XmlError("IncompleteBody")
    digests = {"crc32c": crc32c.to_bytes(4, "big")} | ({"md5": md5.digest()} if "md5" in announced else {})
    if any(base64.b64encode(digests[name]).decode("ascii") != text for name, text in announced.items()):
        raise XmlError("BadDigest")
    return digests


def _announced(text: str) -> dict[str, str]:
    """Return the checksums that a header names, in Base64."""
    pairs = (pair.strip().partition("=") for pair in text.split(","))
    return {name: value for name, _, value in pairs if name in ("crc32c", "md5") and value}


def _hashes(digests: Mapping[str, bytes]) -> tuple[bytes, bytes]:
    shown = ",".join(f"{name}={base64.b64encode(digest).decode('ascii')}" for name, digest in digests.items())
    return b"x-goog-hash", shown.encode("ascii")


def _listed(body: bytes) -> list[tuple[int, str]]:
    """Return number and tag of the parts that a request to put them together names."""
    try:
        text = body.decode("utf-8-sig")  # the parser would read others as well, in which the next check finds nothing
        if "<!" in text:  # it needs neither comments nor entities, which could be made to grow without end
            raise XmlError("MalformedXML")
        root = ElementTree.fromstring(text)  # noqa: S314 # without entities
        parts = [{child.tag.rpartition("}")[2]: child.text or "" for child in part} for part in root]
        listed = [(int(part["PartNumber"]), part["ETag"].strip().strip('"')) for part in parts]
    except (ElementTree.ParseError, KeyError, ValueError):
        raise XmlError("MalformedXML") from None
    if len(listed) > MOST_PARTS:
        raise XmlError("MalformedXML")
    if any(
        len(tag) != 8 or set(tag) - set("0123456789abcdef") or not 1 <= number <= MOST_PARTS for number, tag in listed
    ):
        raise XmlError("InvalidPart")
    return listed


async def _answer(send: Send, name: str, path: str, *headers: tuple[bytes, bytes], **members: str) -> None:
    """Send the XML answer about an object at a path."""
    bucket, _, key = path.removeprefix("/").partition("/")
    inside = "".join(
        f"<{member}>{escape(value)}</{member}>" for member, value in {"Bucket": bucket, "Key": key, **members}.items()
    )
    body = f'<?xml version="1.0" encoding="UTF-8"?><{name} xmlns="{_NAMESPACE}">{inside}</{name}>'
    await respond(send, 200, body.encode(), _XML, list(headers))
