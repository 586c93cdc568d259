"""Refusals in the object store's own form, which is XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .answers import Headers
    from .asgi import Send

_REFUSALS = {
    "ExpiredToken": (400, "The link has expired; ask for a new one."),
    "BadDigest": (400, "The bytes received do not have the checksum that was given; nothing of them is kept."),
    "IncompleteBody": (400, "The body is shorter than the part."),
    "EntityTooLarge": (400, "The body is larger than what was announced."),
    "EntityTooSmall": (400, "Every part but the last has at least 5 MiB."),
    "InvalidArgument": (400, "The number of the part, or the size of all together, is not what it can be."),
    "InvalidPart": (400, "A part in the list has not come, or has another tag."),
    "InvalidPartOrder": (400, "The parts in the list are not in ascending order."),
    "MalformedXML": (400, "The list of parts cannot be read."),
    "AuthenticationRequired": (401, "The token has expired; ask for a new one."),
    "AccessDenied": (403, "The address has no signature, or the token is for another object."),
    "SignatureDoesNotMatch": (403, "Method, address or headers are not those that were signed."),
    "NoSuchKey": (404, "There is no such object."),
    "NoSuchUpload": (404, "There is no such upload; it was completed or abandoned, or has expired."),
    "MethodNotAllowed": (405, "This address takes other methods."),
    "MissingContentLength": (411, "The request does not say how long its body is."),
    "PreconditionFailed": (412, "If-Match names another version of the object."),
    "InvalidRange": (416, "The range begins after the end of the object."),
    "SlowDown": (503, "A later request brings this part now."),
    "InsufficientStorage": (507, "There is no room for more bytes."),
}


async def refuse(
    send: Send, method: str, code: str, headers: Headers | None = None, *, status: int | None = None
) -> None:
    """Refuse a request.

    Parameters
    ----------
    send
        Takes the answer.
    method
        Method of the request; the answer to HEAD has no body.
    code
        The service's word for what is wrong.
    headers
        Further headers.
    status
        Another status than the one that usually goes with the code.
    """
    usual, message = _REFUSALS[code]
    told = f"<Code>{code}</Code><Message>{message}</Message><Details>{message}</Details>"  # libraries want all three
    body = f"<?xml version='1.0' encoding='UTF-8'?><Error>{told}</Error>"
    described = [
        (b"content-type", b"application/xml; charset=UTF-8"),
        (b"content-length", b"%d" % len(body)),
        *(headers or []),
    ]
    await send({"type": "http.response.start", "status": status or usual, "headers": described})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body.encode("ascii")})
