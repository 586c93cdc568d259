"""The two checksums: SHA-256 names the content for the service, CRC32C is what the object store compares.

Hashing leaves the interpreter's lock, so threads hash at the same time. Files are read in pieces, whatever their size.

The CRC32C of some bytes can be computed from those of their pieces. So one pass over a file, which notes that of each
block, is enough for the whole and for parts whose size only the service knows.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, cast

import google_crc32c

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import BinaryIO

_extend = cast("Callable[[int, bytes], int]", google_crc32c.extend)  # the library has no types
PIECE_BYTES = 1024 * 1024
BLOCK_BYTES = PIECE_BYTES
_REVERSED_POLYNOMIAL = 0x82F63B78


class Crc32c:
    """A running CRC32C.

    Notes
    -----
    Source: study of openapi/SOURCE.md, §7.2: Castagnoli polynomial, four bytes big-endian, Base64 with padding.

    Examples
    --------
    >>> Crc32c().base64
    'AAAAAA=='
    >>> crc = Crc32c()
    >>> crc.update(b"123456789")
    >>> crc.base64
    '4waSgw=='
    """

    def __init__(self) -> None:
        self._value = 0

    def update(self, data: bytes) -> None:
        """Add bytes."""
        self._value = _extend(self._value, data)

    @property
    def base64(self) -> str:
        """The checksum as the object store writes it."""
        return _text(self._value)


def _text(crc32c: int) -> str:
    return base64.b64encode(crc32c.to_bytes(4, "big")).decode()


class Readable(Protocol):
    """Something to read bytes from, such as an open file."""

    def read(self, most_bytes: int, /) -> bytes:
        """Return the next bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class Checksums:
    """Size in bytes, SHA-256 in hexadecimal and CRC32C in Base64 of some content; `blocks` has the CRC32C of each MiB.

    Examples
    --------
    >>> import io
    >>> found = checksums_of(io.BytesIO(b"123456789"))
    >>> found.crc32c, found.crc32c_of(0, 9), found.crc32c_of(0, 4)
    ('4waSgw==', '4waSgw==', None)
    """

    size_bytes: int
    sha256: str
    crc32c: str
    blocks: bytes = field(default=b"", repr=False)

    def crc32c_of(self, first: int, size_bytes: int) -> str | None:
        """Return the CRC32C of a stretch; None where it does not lie on the borders of blocks."""
        end = first + size_bytes
        if first % BLOCK_BYTES or not (end == self.size_bytes or end % BLOCK_BYTES == 0):
            return None
        return _text(_combined(_pieces(self.blocks, first // BLOCK_BYTES, end)))


def checksums_of(file: Readable, on_bytes: Callable[[int], None] | None = None) -> Checksums:
    """Return size and checksums of a file from its present position to its end, in one pass.

    Parameters
    ----------
    file
        An open file; each reading but the last gives as much as was asked for.
    on_bytes
        Called with the number of bytes read so far; what it raises ends the reading.
    """
    sha256, blocks, size_bytes = hashlib.sha256(), bytearray(), 0
    while piece := file.read(BLOCK_BYTES):
        sha256.update(piece)
        blocks += _extend(0, piece).to_bytes(4, "big")
        size_bytes += len(piece)
        if on_bytes is not None:
            on_bytes(size_bytes)
    crc32c = _text(_combined(_pieces(blocks, 0, size_bytes)))
    return Checksums(size_bytes, sha256.hexdigest(), crc32c, bytes(blocks))


def _pieces(blocks: bytes | bytearray, number: int, end: int) -> Iterable[tuple[int, int]]:
    """Return the CRC32C and the size of each block from one on up to the end of a stretch."""
    while number * BLOCK_BYTES < end:
        yield (
            int.from_bytes(blocks[4 * number : 4 * number + 4], "big"),
            min(BLOCK_BYTES, end - number * BLOCK_BYTES),
        )
        number += 1


def _combined(pieces: Iterable[tuple[int, int]]) -> int:
    """Return the CRC32C of bytes from those of their pieces and their sizes."""
    whole = 0
    for crc32c, size_bytes in pieces:
        whole = _product(_shift(size_bytes), whole) ^ crc32c
    return whole


@functools.lru_cache(maxsize=16)
def _shift(size_bytes: int) -> int:
    """Return what multiplies a CRC32C when so many bytes follow: x to the power of eight times the size."""
    result, square = 1 << 31, 1 << 23
    while size_bytes:
        if size_bytes & 1:
            result = _product(result, square)
        square = _product(square, square)
        size_bytes >>= 1
    return result


def _product(first: int, second: int) -> int:
    """Multiply two polynomials over bits modulo the one of CRC32C; the highest bit stands for x to the power of 0."""
    result = 0
    while first:
        if first & 0x80000000:
            result ^= second
        first = first << 1 & 0xFFFFFFFF
        second = second >> 1 ^ (_REVERSED_POLYNOMIAL if second & 1 else 0)
    return result


def sha256_of(file: BinaryIO, on_bytes: Callable[[int], None] | None = None) -> str:
    """Return the SHA-256 of a file from its present position to its end.

    Parameters
    ----------
    file
        An open file.
    on_bytes
        Called with the number of bytes read so far; what it raises ends the reading.
    """
    sha256, size_bytes = hashlib.sha256(), 0
    while piece := file.read(PIECE_BYTES):
        sha256.update(piece)
        size_bytes += len(piece)
        if on_bytes is not None:
            on_bytes(size_bytes)
    return sha256.hexdigest()


def crc32c_in(header: str | None) -> str | None:
    """Return the CRC32C in a value of the header ``x-goog-hash``, if there is one.

    Examples
    --------
    >>> crc32c_in("crc32c=4waSgw==,md5=JfnnlDI7RTiF9RgfG2JNCw==")
    '4waSgw=='
    """
    for entry in (header or "").split(","):
        kind, _, value = entry.strip().partition("=")
        if kind == "crc32c":
            return value
    return None
