"""The arithmetic of a resumable session: how much to send at a time, and what the object store says it has."""

from __future__ import annotations

import re

from ..errors import StorageError

STEP_BYTES = 262144
DEFAULT_BYTES = 32 * 1024 * 1024
_PERSISTED = re.compile(r"bytes=0-(\d+)")


def chunk_size(hint: object) -> int:
    """Return how many bytes to send at a time, from what the service advises.

    Notes
    -----
    Source: study of openapi/SOURCE.md, §7.1: a multiple of 262144. The default is that of the present client.

    Examples
    --------
    >>> chunk_size(1_000_000), chunk_size(1), chunk_size(None)
    (786432, 262144, 33554432)
    """
    if not isinstance(hint, int) or hint <= 0:
        return DEFAULT_BYTES
    return max(hint // STEP_BYTES, 1) * STEP_BYTES


def content_range(first: int, end: int, size: int) -> str:
    """Return the value of ``Content-Range`` for the bytes from `first` up to but not including `end`.

    No bytes at all are a question for what is safe, and the whole of an empty file.

    Examples
    --------
    >>> content_range(0, 262144, 300000), content_range(0, 0, 300000)
    ('bytes 0-262143/300000', 'bytes */300000')
    """
    return f"bytes {first}-{end - 1}/{size}" if end > first else f"bytes */{size}"


def persisted_bytes(range_header: str | None, sent: int, name: str = "the file") -> int:
    """Return how many bytes are safe, from the header ``Range`` of a 308.

    Parameters
    ----------
    range_header
        The header; without it nothing is safe.
    sent
        How many bytes were sent so far; more cannot be safe.
    name
        Of the file, for the error.

    Raises
    ------
    StorageError
        If the header makes no sense.

    Examples
    --------
    >>> persisted_bytes("bytes=0-262143", sent=300000), persisted_bytes(None, sent=300000)
    (262144, 0)
    """
    if range_header is None:
        return 0
    found = _PERSISTED.fullmatch(range_header.strip())
    if found is None or int(found[1]) >= sent:
        raise StorageError(
            f"The object store says it has {range_header[:60]!r} of {name}, of which {sent} bytes were sent.",
            status=308,
            hint="Call it again: the upload starts anew.",
        )
    return int(found[1]) + 1
