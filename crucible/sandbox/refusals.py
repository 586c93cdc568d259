"""Refusals in the object store's own form, which is XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .answers import Headers
    from .asgi import Send

_REFUSALS = {
    "ExpiredToken": (400, "The link has expired; ask for a new one."),
    "BadDigest": (400, "The bytes received do not have the signed checksum; nothing of them is kept."),
    "IncompleteBody": (400, "The body is shorter than the part."),
    "AccessDenied": (403, "The address has no signature."),
    "SignatureDoesNotMatch": (403, "Method, address or headers are not those that were signed."),
    "NoSuchKey": (404, "There is no such object."),
    "NoSuchUpload": (404, "There is no such upload; it was completed or abandoned, or has expired."),
    "MethodNotAllowed": (405, "This address takes other methods."),
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
    body = f"<?xml version='1.0' encoding='UTF-8'?><Error><Code>{code}</Code><Message>{message}</Message></Error>"
    described = [
        (b"content-type", b"application/xml; charset=UTF-8"),
        (b"content-length", b"%d" % len(body)),
        *(headers or []),
    ]
    await send({"type": "http.response.start", "status": status or usual, "headers": described})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body.encode("ascii")})
