"""Links that work without a key, for a while, and cannot be made by anybody else.

The form follows version 4 of Google's signed URLs, so that programs that recognise and hide such addresses do so here.
What is signed: the method, the path, every query parameter and the headers that the link says must come with it.

Tokens for storage libraries begin like Google's, for the same reason, and each is good for the object of one upload.
"""

from __future__ import annotations

import hmac
import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Mapping

ALGORITHM = "SANDBOX-HMAC-SHA256"
LINK_LIFETIME_SECONDS = 3600
MOST_EXPIRED_KEPT = 10_000
_TIME_FORMAT = "%Y%m%dT%H%M%SZ"
_BEGINNING = "ya29.sandbox"


class Signer:
    """Signs and checks links.

    Parameters
    ----------
    secret
        What only this sandbox knows. Links stay good for as long as it is kept.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._expired: dict[str, None] = {}

    def expire(self, signature: str) -> None:
        """Let one link, or token, be expired before its time, until the next start; new ones are other ones."""
        self._expired[signature] = None
        if len(self._expired) > MOST_EXPIRED_KEPT:
            del self._expired[next(iter(self._expired))]

    def sign(
        self,
        method: str,
        path: str,
        *,
        lifetime_seconds: int = LINK_LIFETIME_SECONDS,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Return path and query of a signed link.

        Parameters
        ----------
        method
            The only method the link is good for; a link to GET is good for HEAD as well.
        path
            Not percent-encoded, beginning with a slash.
        lifetime_seconds
            How long the link is good for.
        query
            Further parameters.
        headers
            Headers, with names in lower case, that have to come with the request exactly like this.
        """
        parameters = {
            **(query or {}),
            "X-Goog-Algorithm": ALGORITHM,
            "X-Goog-Date": datetime.now(UTC).strftime(_TIME_FORMAT),
            "X-Goog-Expires": str(lifetime_seconds),
            "X-Goog-SignedHeaders": ";".join(sorted(headers or ())),
        }
        while (signature := self._signature(method, path, parameters, headers or {})) in self._expired:
            parameters["X-Goog-Expires"] = str(int(parameters["X-Goog-Expires"]) + 1)
        encoded = "&".join(map(_encoded, parameters.items()))
        return f"{quote(path, safe='/')}?{encoded}&X-Goog-Signature={signature}"

    def refusal(self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> str | None:
        """Return the storage service's name for what is wrong with a link, or None."""
        signature = query.get("X-Goog-Signature")
        if signature is None:
            return "AccessDenied"
        names = [name for name in query.get("X-Goog-SignedHeaders", "").split(";") if name]
        signed = {name: headers.get(name, "") for name in names}
        expected = self._signature("GET" if method == "HEAD" else method, path, query, signed)
        if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")):
            return "SignatureDoesNotMatch"
        made = datetime.strptime(query["X-Goog-Date"], _TIME_FORMAT).replace(tzinfo=UTC)
        if signature in self._expired or datetime.now(UTC) >= made + timedelta(seconds=int(query["X-Goog-Expires"])):
            return "ExpiredToken"
        return None

    def token(self, upload_id: str) -> str:
        """Return what lets a storage library write the object of an upload, as long as a link is good."""
        expires = int(time.time()) + LINK_LIFETIME_SECONDS
        while (token := self._token(upload_id, str(expires))) in self._expired:
            expires += 1
        return token

    def upload_of(self, token: str) -> tuple[str, bool] | None:
        """Return the id of the upload that a token is for, and whether the token is good still; None if it is none."""
        parts = token.removeprefix(_BEGINNING).split(".")
        if len(parts) != 4 or not hmac.compare_digest(
            self._token(*parts[1:3]).encode(), token.encode("utf-8", "replace")
        ):
            return None
        return parts[1], token not in self._expired and time.time() < int(parts[2])

    def _token(self, upload_id: str, expires: str) -> str:
        signature = self._signature("token", upload_id, {"expires": expires}, {})
        return f"{_BEGINNING}.{upload_id}.{expires}.{signature}"

    def _signature(self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> str:
        lines = [method, path]
        lines += [f"{name}={value}" for name, value in sorted(query.items()) if name != "X-Goog-Signature"]
        lines += [f"{name}:{value}" for name, value in sorted(headers.items())]
        # Lengths keep two different lists of lines from being the same text.
        text = "".join(f"{len(line)}:{line}" for line in lines)
        return hmac.digest(self._secret, text.encode("utf-8", "replace"), "sha256").hex()


@lru_cache(maxsize=1024)  # most parameters of one answer's links are the same
def _encoded(parameter: tuple[str, str]) -> str:
    return f"{quote_plus(parameter[0])}={quote_plus(parameter[1])}"
