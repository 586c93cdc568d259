"""The two checksums: SHA-256 names the content for the service, CRC32C is what the object store compares.

Hashing leaves the interpreter's lock, so threads hash at the same time. Files are read in pieces, whatever their size.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

import google_crc32c

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

_extend = cast("Callable[[int, bytes], int]", google_crc32c.extend)  # the library has no types
PIECE_BYTES = 1024 * 1024


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
        return base64.b64encode(self._value.to_bytes(4, "big")).decode()


class Readable(Protocol):
    """Something to read bytes from, such as an open file."""

    def read(self, most_bytes: int, /) -> bytes:
        """Return the next bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class Checksums:
    """Size in bytes, SHA-256 in hexadecimal and CRC32C in Base64 of some content."""

    size_bytes: int
    sha256: str
    crc32c: str


def checksums_of(file: Readable, on_bytes: Callable[[int], None] | None = None) -> Checksums:
    """Return size and checksums of a file from its present position to its end, in one pass.

    Parameters
    ----------
    file
        An open file.
    on_bytes
        Called with the number of bytes read so far; what it raises ends the reading.
    """
    sha256, crc32c, size_bytes = hashlib.sha256(), Crc32c(), 0
    while piece := file.read(PIECE_BYTES):
        sha256.update(piece)
        crc32c.update(piece)
        size_bytes += len(piece)
        if on_bytes is not None:
            on_bytes(size_bytes)
    return Checksums(size_bytes, sha256.hexdigest(), crc32c.base64)


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
