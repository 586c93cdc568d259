"""The content of stored objects on the wire: ranges, conditions, and bytes in a steady flow."""

from __future__ import annotations

import asyncio
import base64
import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING

from .asgi import until_gone

if TYPE_CHECKING:
    import io
    from collections.abc import Mapping

    from .answers import Headers
    from .asgi import Receive, Send
    from .store.files import StoredObject

BLOCK_BYTES = 1024 * 1024
READ_AT_ONCE_BYTES = 256 * 1024
"""Files up to this size are read without a detour through a thread, which would take longer than the reading."""

_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))")


def checksum_text(crc32c: int) -> str:
    """Return a CRC32C in Base64, the form in which storage writes it."""
    return base64.b64encode(crc32c.to_bytes(4, "big")).decode("ascii")


def entity_tag(stored: StoredObject) -> str:
    """Return the entity tag of an object, with its quotes; another one whenever the content changes."""
    return f'"{stored.generation:x}-{stored.crc32c:08x}"'


def object_headers(stored: StoredObject) -> Headers:
    """Return the headers that describe an object, whichever part of it is sent."""
    modified = format_datetime(datetime.fromisoformat(stored.created), usegmt=True)
    return [
        (b"accept-ranges", b"bytes"),
        (b"etag", entity_tag(stored).encode("ascii")),
        (b"last-modified", modified.encode("ascii")),
        (b"x-goog-generation", b"%d" % stored.generation),
        (b"x-goog-hash", f"crc32c={checksum_text(stored.crc32c)}".encode("ascii")),
        (b"x-goog-stored-content-length", b"%d" % stored.size),
        (b"cache-control", b"private, max-age=0"),
    ]


def wanted_part(stored: StoredObject, method: str, headers: Mapping[str, str]) -> tuple[int, int, int]:
    """Return (status, first byte, byte after the last) for the conditions and the range of a request.

    Notes
    -----
    As RFC 9110 has it: a range is for GET, one that cannot be read is ignored, one that begins after the end is 416,
    several ranges are answered with the whole, and `If-Range` turns a range into the whole when the content is another
    one. A date there is never taken for the same content, which can change twice in one second.
    """
    tag = entity_tag(stored)
    if (refused := _condition(stored, headers)) is not None:
        return refused, 0, 0
    found = _RANGE.fullmatch(headers.get("range", "").strip())
    if found is None or method != "GET" or headers.get("if-range", tag).strip() != tag:
        return 200, 0, stored.size
    first, last, suffix = found.groups()
    begin = max(0, stored.size - int(suffix)) if suffix else int(first)
    end = min(stored.size, int(last) + 1) if last else stored.size
    if last and int(last) < begin:
        return 200, 0, stored.size
    return (416, 0, 0) if begin >= stored.size else (206, begin, end)


def _condition(stored: StoredObject, headers: Mapping[str, str]) -> int | None:
    """Return 412 or 304 if the conditions of a request are not met."""
    tag, modified = entity_tag(stored), datetime.fromisoformat(stored.created).replace(microsecond=0)
    if (tags := headers.get("if-match")) is not None:
        if not _names(tags, tag):
            return 412
    elif (date := _date(headers.get("if-unmodified-since"))) is not None and modified > date:
        return 412
    if (tags := headers.get("if-none-match")) is not None:
        return 304 if _names(tags.replace("W/", ""), tag) else None
    date = _date(headers.get("if-modified-since"))
    return 304 if date is not None and modified <= date else None


def _names(tags: str, tag: str) -> bool:
    return tags.strip() == "*" or tag in (named.strip() for named in tags.split(","))


def _date(text: str | None) -> datetime | None:
    """Return the moment in a header; one that cannot be read is no condition."""
    try:
        date = parsedate_to_datetime(text or "")
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo is not None else date.replace(tzinfo=UTC)


async def send_content(file: io.FileIO, begin: int, end: int, receive: Receive, send: Send) -> None:
    """Send the body of an answer from a file, one block being read while the one before is on its way."""
    if end - begin <= READ_AT_ONCE_BYTES:
        await send({"type": "http.response.body", "body": _read(file, begin, end)})
        return
    gone = asyncio.create_task(until_gone(receive))
    reading = asyncio.create_task(asyncio.to_thread(_read, file, begin, end))
    try:
        for position in range(begin + BLOCK_BYTES, end + BLOCK_BYTES, BLOCK_BYTES):
            block = await reading
            more = position < end and not gone.done()
            if more:
                reading = asyncio.create_task(asyncio.to_thread(_read, file, position, end))
            await send({"type": "http.response.body", "body": block, "more_body": position < end})
            if not more:
                return
    finally:
        gone.cancel()
        await asyncio.wait([reading])  # a thread that reads must not outlive the file


def _read(file: io.FileIO, position: int, end: int) -> bytes:
    file.seek(position)
    block = file.read(min(BLOCK_BYTES, end - position))
    if not block:
        raise OSError("stored content is shorter than its record says")
    return block
