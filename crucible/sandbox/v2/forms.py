"""Forms with files in them, as browsers send them."""

from __future__ import annotations

from email.message import Message
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING

from ..answers import invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..call import RawBody


def file_of(form: RawBody, field: str) -> tuple[str, bytes]:
    """Return the name and the bytes of the file in a field of a form."""
    for headers, content in _parts(form):
        if headers.get_param("name", header="content-disposition") == field and (name := headers.get_filename()):
            return name, content
    raise invalid(("body", field), "Field required", kind="missing")


def _parts(form: RawBody) -> Iterator[tuple[Message, bytes]]:
    """Yield the headers and the bytes of each part of a form."""
    described = Message()
    described["content-type"] = form.content_type
    boundary = described.get_boundary()
    if described.get_content_type() != "multipart/form-data" or not boundary:
        raise invalid(("header", "content-type"), "Input should be multipart/form-data with a boundary")
    delimiter = b"\r\n--" + boundary.encode("utf-8", "surrogateescape")
    for part in (b"\r\n" + form.content).split(delimiter)[1:-1]:
        headers, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        yield BytesHeaderParser().parsebytes(headers), content
