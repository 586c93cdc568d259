"""Bodies of several parts: forms with files in them, as browsers send them, and uploads beside their description."""

from __future__ import annotations

from email.message import Message
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING

from .answers import invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .call import RawBody


def file_of(form: RawBody, field: str) -> tuple[str, bytes]:
    """Return the name and the bytes of the file in a field of a form."""
    for headers, content in parts_of(form.content_type, form.content, "multipart/form-data"):
        if headers.get_param("name", header="content-disposition") == field and (name := headers.get_filename()):
            return name, content
    raise invalid(("body", field), "Field required", kind="missing")


def parts_of(content_type: str, body: bytes, kind: str) -> Iterator[tuple[Message, bytes]]:
    """Yield the headers and the bytes of each part of a body.

    Raises
    ------
    Refusal
        If the body is not of this kind, or its type names no boundary.
    """
    described = Message()
    described["content-type"] = content_type
    boundary = described.get_boundary()
    if described.get_content_type() != kind or not boundary:
        raise invalid(("header", "content-type"), f"Input should be {kind} with a boundary")
    delimiter = b"\r\n--" + boundary.encode("utf-8", "surrogateescape")
    for part in (b"\r\n" + body).split(delimiter)[1:-1]:
        headers, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        yield BytesHeaderParser().parsebytes(headers), content
