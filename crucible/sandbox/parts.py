"""Parts of signed uploads: each PUT brings one stretch of a file to its place in it.

Parts come in any order and over several connections. Each address was signed for one part, one length and one checksum,
and a part counts when its bytes have all been written and have that checksum. Nothing is put together in the end: every
part lies where it belongs.

What is written is safe in the system's memory when this process is killed, so a part that is recorded is never lost
that way. A loss of power may take bytes of recorded parts along; completion flushes and hashes the whole file, so it
would notice.
"""

from __future__ import annotations

import asyncio
import functools
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import google_crc32c

from .downloads import checksum_text
from .receiving import Stretch, SupersededError, change, leave_nothing_of_gone, pass_on, write_at
from .refusals import refuse
from .store.database import present

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .asgi import Receive, Send
    from .contents import Contents
    from .store import Store
    from .store.uploads import Upload

PARTS_PATH = "/mf-crucible-multipart-staging/uploads"
_REVERSED_POLYNOMIAL = 0x82F63B78


def part_count(upload: Upload) -> int:
    """Return how many parts an upload has."""
    return -(-upload.size // present(upload.part_size))


def part_place(upload: Upload, number: int) -> tuple[int, int]:
    """Return the offset and the size of a part, counted from 1."""
    part_size = present(upload.part_size)
    offset = (number - 1) * part_size
    return offset, min(part_size, upload.size - offset)


class Parts:
    """Takes the parts of all signed uploads of a sandbox."""

    def __init__(self, store: Store, contents: Contents) -> None:
        self._store = store
        self._contents = contents
        self._active: WeakValueDictionary[tuple[str, int], Stretch] = WeakValueDictionary()

    async def put(self, query: Mapping[str, str], signed_hash: str, receive: Receive, send: Send) -> None:
        """Answer a PUT to an address whose signature is good."""
        upload = self._store.uploads.get(query["uploadId"], "signed")
        if upload is None or upload.state != "open":
            await refuse(send, "PUT", "NoSuchUpload")
            return
        try:
            wrong = await self._receive(upload, int(query["partNumber"]), signed_hash, receive)
        except SupersededError:
            wrong = "SlowDown"
        finally:
            await leave_nothing_of_gone(upload, self._store, self._contents)
        if wrong is not None:
            await refuse(send, "PUT", wrong)
            return
        described = [
            (b"content-length", b"0"),
            (b"etag", f'"{signed_hash}"'.encode("ascii")),
            (b"x-goog-hash", signed_hash.encode("ascii")),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": described})
        await send({"type": "http.response.body", "body": b""})

    async def _receive(self, upload: Upload, number: int, signed_hash: str, receive: Receive) -> str | None:
        """Write a part to its place and record it; return what was wrong with it."""
        offset, size = part_place(upload, number)
        stretch = self._active.setdefault((upload.id, number), Stretch())
        path = self._contents.arriving(upload.id)
        uploads, db = self._store.uploads, self._store.db
        turn = stretch.take_over()
        async with stretch.lock:
            stretch.check(turn)
            recorded = uploads.part(upload, number)
            is_repeated = recorded is not None and f"crc32c={checksum_text(recorded)}" == signed_hash
            is_other = recorded is not None and not is_repeated
            if is_other and not await change(db, lambda: uploads.drop_part(upload, number)):
                return "NoSuchUpload"
        received = crc32c = 0

        async def write(block: bytes) -> None:
            nonlocal received, crc32c
            if not is_repeated:  # what repeats recorded bytes could break off, or be wrong, and must not spoil them
                async with stretch.lock:
                    stretch.check(turn)
                    await asyncio.to_thread(write_at, path, offset + received, block)
            crc32c = google_crc32c.extend(crc32c, block)
            received += len(block)

        await pass_on(receive, write, length=size)
        if received < size:
            return "IncompleteBody"
        if f"crc32c={checksum_text(crc32c)}" != signed_hash:
            return "BadDigest"
        if is_repeated:
            return None
        async with stretch.lock:
            stretch.check(turn)
            return None if await change(db, lambda: uploads.add_part(upload, number, crc32c)) else "NoSuchUpload"


def combined_crc32c(parts: Sequence[tuple[int, int]]) -> int:
    """Return the CRC32C of content from (CRC32C, size) of its parts in order."""
    whole = 0
    for crc32c, size in parts:
        whole = _product(_shift(size), whole) ^ crc32c
    return whole


@functools.lru_cache(maxsize=16)
def _shift(size: int) -> int:
    """Return what multiplies a checksum when `size` bytes follow: x to the power of eight times the size."""
    result, square = 1 << 31, 1 << 23
    while size:
        if size & 1:
            result = _product(result, square)
        square = _product(square, square)
        size >>= 1
    return result


def _product(first: int, second: int) -> int:
    """Multiply two polynomials over bits modulo the one of CRC32C; the highest bit stands for x to the power of 0."""
    result = 0
    for bit in range(31, -1, -1):
        if first >> bit & 1:
            result ^= second
        second = second >> 1 ^ (_REVERSED_POLYNOMIAL if second & 1 else 0)
    return result
