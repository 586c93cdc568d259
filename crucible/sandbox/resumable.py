"""Resumable sessions: the bytes of one upload, in as many requests as it takes.

The protocol is Google Cloud Storage's: a PUT brings the bytes ``Content-Range`` names, 308 with ``Range`` says how much
is safe, a PUT of ``bytes */N`` asks, and 200 with the object's description ends the session. What is safe is written to
the database every few megabytes, so a session goes on after the server was killed.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import google_crc32c
import orjson

from .downloads import checksum_text
from .receiving import Stretch, SupersededError, change, leave_nothing_of_gone, pass_on, write_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .answers import Headers
    from .asgi import Receive, Send
    from .contents import Contents
    from .store import Store
    from .store.uploads import Upload

BUCKET = "mf-storage-prod"
SESSION_PATH = f"/upload/storage/v1/b/{BUCKET}/o"
CHUNK_GRANULE_BYTES = 256 * 1024
SAVE_EVERY_BYTES = 16 * 1024 * 1024

_CONTENT_RANGE = re.compile(r"bytes (?:(\d{1,18})-(\d{1,18})|\*)/(\d{1,18}|\*)")
_CLOSE = (b"connection", b"close")


class _BadRequestError(Exception):
    """The request contradicts itself or the session."""


@dataclass(slots=True, weakref_slot=True)
class _Progress:
    """A session with requests under way."""

    upload: Upload
    received: int
    crc32c: int
    saved: int
    stretch: Stretch = field(default_factory=Stretch)
    saving: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(frozen=True, slots=True)
class _Range:
    """The bytes a request brings: from `first` up to, but not including, `end`."""

    first: int
    end: int

    @classmethod
    def of(cls, headers: Mapping[str, str], size: int) -> _Range | None:
        """Read the headers of a PUT; None is a question for the progress."""
        length_text = headers.get("content-length")
        length = int(length_text) if length_text is not None and length_text.isdecimal() else None
        text = headers.get("content-range")
        if text is None:
            if length is not None and length != size:
                raise _BadRequestError(f"the session was opened for {size} bytes, this request brings {length}")
            return cls(0, size)
        found = _CONTENT_RANGE.fullmatch(text.strip())
        if found is None:
            raise _BadRequestError("Content-Range cannot be read")
        first, last, total = found.groups()
        if total != "*" and int(total) != size:
            raise _BadRequestError(f"the session was opened for {size} bytes, not {int(total)}")
        if first is None:
            return None if size else cls(0, 0)
        wanted = cls(int(first), int(last) + 1)
        if not wanted.first < wanted.end <= size or length not in (None, wanted.end - wanted.first):
            raise _BadRequestError("Content-Range does not fit the body or the session")
        if wanted.end < size and (wanted.end - wanted.first) % CHUNK_GRANULE_BYTES:
            raise _BadRequestError(f"every chunk but the last is a multiple of {CHUNK_GRANULE_BYTES} bytes")
        return wanted


class Sessions:
    """All resumable sessions of a sandbox."""

    def __init__(self, store: Store, contents: Contents) -> None:
        self._store = store
        self._contents = contents
        self._active: WeakValueDictionary[str, _Progress] = WeakValueDictionary()

    async def answer(
        self, method: str, query: Mapping[str, str], headers: Mapping[str, str], receive: Receive, send: Send
    ) -> None:
        """Answer a request to a session's address."""
        upload = self._store.uploads.get(query.get("upload_id", ""), "resumable")
        if upload is None:
            await _answer(send, 404, "There is no such session, or it has expired")
        elif method == "DELETE":
            await asyncio.to_thread(self._cancel, upload)
            await _answer(send, 499, "The upload was cancelled")
        elif method not in ("PUT", "POST"):
            await _answer(send, 405, "A session takes PUT and DELETE")
        elif upload.state != "open":
            await _answer(send, 200, description(self._store, upload))
        else:
            await self._put(upload, headers, receive, send)

    def forget(self, upload_id: str) -> None:
        """Let there be no such session any more."""
        if (upload := self._store.uploads.get(upload_id, "resumable")) is not None:
            self._cancel(upload)

    async def _put(self, upload: Upload, headers: Mapping[str, str], receive: Receive, send: Send) -> None:
        try:
            wanted = _Range.of(headers, upload.size)
        except _BadRequestError as error:
            await _answer(send, 400, str(error), [_CLOSE])
            return
        progress = self._active.setdefault(
            upload.id, _Progress(upload, upload.received, upload.crc32c, saved=upload.received)
        )
        try:
            if wanted is not None:
                await self._receive(progress, wanted, receive)
            # A server that was killed between the last byte and the end is asked only for the progress.
            if progress.received == upload.size:
                await self._finish(progress, headers, send)
            else:
                await self._save(progress)  # what the answer calls safe must be so if the server is killed now
                await _answer(send, 308, "", _safe_range(progress.saved))
        except SupersededError:
            await _answer(send, 503, "Another request to this session has taken over", [_CLOSE])
        finally:
            with contextlib.suppress(OSError):  # what could not be saved is sent again
                await self._save(progress)
            await leave_nothing_of_gone(upload, self._store, self._contents)

    async def _receive(self, progress: _Progress, wanted: _Range, receive: Receive) -> None:
        """Write the bytes of a request, except those that are safe already; a broken request leaves what it brought."""
        turn = progress.stretch.take_over()
        async with progress.stretch.lock:  # a block of an earlier request may be on its way to the disk, and count yet
            skip = progress.received - wanted.first
        if skip < 0:  # a gap
            return

        async def write(block: bytes) -> None:
            async with progress.stretch.lock:
                progress.stretch.check(turn)
                path = self._contents.arriving(progress.upload.id)
                await asyncio.to_thread(write_at, path, progress.received, block)
                progress.crc32c = google_crc32c.extend(progress.crc32c, block)
                progress.received += len(block)
            if progress.received - progress.saved >= SAVE_EVERY_BYTES:
                await self._save(progress)

        await pass_on(receive, write, skip=skip, length=wanted.end - wanted.first)

    async def _save(self, progress: _Progress) -> None:
        uploads = self._store.uploads
        async with progress.saving:
            received, crc32c = progress.received, progress.crc32c
            if received != progress.saved:
                await change(self._store.db, lambda: uploads.set_progress(progress.upload, received, crc32c))
                progress.saved = received

    async def _finish(self, progress: _Progress, headers: Mapping[str, str], send: Send) -> None:
        """Compare the checksum, if the client sent one, and close the session."""
        found = re.search(r"crc32c=([A-Za-z0-9+/=]+)", headers.get("x-goog-hash", ""))
        actual = checksum_text(progress.crc32c)
        if found is not None and found[1] != actual:
            progress.received = progress.crc32c = 0
            await _answer(send, 400, f"The bytes received have the CRC32C {actual}, not {found[1]}; send them again")
            return
        uploads, crc32c = self._store.uploads, progress.crc32c
        stored = await change(self._store.db, lambda: uploads.finish(progress.upload, crc32c))
        progress.saved = progress.received
        if stored is None:
            await _answer(send, 404, "The upload was cancelled")
        else:
            await _answer(send, 200, description(self._store, stored))

    def _cancel(self, upload: Upload) -> None:
        if upload.state == "complete":
            return
        with self._store.db.write():
            self._store.uploads.drop(upload)
        self._contents.discard(upload.id)


def _safe_range(received: int) -> Headers:
    return [(b"range", b"bytes=0-%d" % (received - 1))] if received else []


def object_name(store: Store, upload: Upload) -> str:
    """Return the name of the object that a session or a token writes, without its bucket."""
    return f"{store.resources.many([upload.dataset])[upload.dataset].mfid}/{upload.filename}"


def description(store: Store, upload: Upload) -> dict[str, str]:
    """Return the object's JSON description, of which clients read size and checksum."""
    return {
        "kind": "storage#object",
        "name": object_name(store, upload),
        "bucket": BUCKET,
        "size": str(upload.size),
        "crc32c": checksum_text(upload.crc32c),
        "contentType": "application/octet-stream",
        "timeCreated": upload.created,
    }


async def _answer(send: Send, status: int, body: str | dict[str, str], headers: Headers | None = None) -> None:
    kind = b"application/json" if isinstance(body, dict) else b"text/plain; charset=utf-8"
    content = orjson.dumps(body) if isinstance(body, dict) else body.encode()
    described = [(b"content-type", kind), (b"content-length", b"%d" % len(content)), *(headers or [])]
    await send({"type": "http.response.start", "status": status, "headers": described})
    await send({"type": "http.response.body", "body": content})
