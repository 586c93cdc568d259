"""What of an exchange is written: method, address, headers that are known to matter, and bodies, without secrets.

Bodies of the API are JSON, and written as such; others of its bodies are left out, but images, because keys could stand
in them anywhere. Bodies of the storage are files, and written as they are, unless a known secret stands in one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import parse_qsl

from .exchanges import NOT_JSON, UNSEARCHABLE, Body, Collected, Exchange, RecordingError, as_bytes, read_json, summary
from .links import Link, Links, hands_out_links
from .secrets import Secrets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..asgi import Scope
    from .exchanges import Writer
    from .upstream import Answer

REQUEST_HEADERS = frozenset(
    [
        "accept",
        "content-type",
        "content-range",
        "range",
        "if-range",
        "if-match",
        "if-none-match",
        "if-modified-since",
        "if-unmodified-since",
        "idempotency-key",
        "crucible-privilege-mode",
        "x-goog-hash",
        "x-upload-content-type",
    ]
)
ANSWER_HEADERS = frozenset(
    [
        "content-type",
        "content-disposition",
        "content-range",
        "accept-ranges",
        "etag",
        "last-modified",
        "retry-after",
        "range",
        "location",
        "allow",
        "deprecation",
        "sunset",
        "x-goog-hash",
        "x-goog-generation",
        "x-goog-stored-content-length",
        "x-goog-stored-content-encoding",
        "x-request-id",
        "cache-control",
    ]
)


class Passing(NamedTuple):
    """One request: where it came from, where it goes, and what of it is kept."""

    origin: Literal["api", "storage"]
    scope: Scope
    path: str
    headers: Mapping[str, str]
    link: Link | None
    body: Collected
    at: str

    @property
    def handed_out(self) -> bool:
        """Whether all addresses in its answer are the storage's."""
        return self.origin == "storage" or hands_out_links(self.path)


class Notes:
    """What was written of all exchanges.

    Parameters
    ----------
    links
        Which addresses there are.
    writer
        Takes exchanges.
    body_bytes
        Bodies that are no JSON are kept up to this size.

    Attributes
    ----------
    written, without_body
        How many exchanges there are in the file, and how many of them lack a body.
    not_written
        How many are not there.
    """

    def __init__(self, links: Links, writer: Writer, body_bytes: int) -> None:
        self._links = links
        self._secrets = Secrets()
        self._writer = writer
        self._body_bytes = body_bytes
        self.written = 0
        self.without_body = 0
        self.not_written = 0

    def learn(self, headers: Mapping[str, str]) -> None:
        """Know the secrets that a request brings."""
        for name, value in headers.items():
            if name == "cookie":
                self._secrets.learn_cookies(value)
            elif name.endswith(("authorization", "-key", "-token")) and name != "idempotency-key":
                self._secrets.learn_header(value)

    def write(self, passing: Passing, answer: Answer, body: Collected, *, broken: str | None = None) -> None:
        """Write an exchange down.

        Raises
        ------
        RecordingError
            If the disk does not take it.
        """
        headers = lowered(answer.headers)
        self._learn(passing, answer, headers, body)
        scope = passing.scope
        answered: Body | None = {"bytes": body.size, "withheld": broken} if broken else None
        if body.size and not broken:
            answered = self._body(passing, body, headers, answer.status)
        exchange: Exchange = {
            "at": passing.at,
            "origin": passing.origin,
            "method": self._secrets.text(scope["method"]),
            "path": self._secrets.path(passing.path),
            "query": self._query(passing),
            "request": {
                "headers": self._headers(passing, passing.headers, REQUEST_HEADERS),
                "body": self._body(passing, passing.body, passing.headers, 0) if passing.body.size else None,
            },
            "status": answer.status,
            "answer": {"headers": self._headers(passing, headers, ANSWER_HEADERS), "body": answered},
            "broken": broken,
        }
        if scope["method"] == "HEAD" and "content-length" in headers:
            exchange["answer"]["headers"]["content-length"] = headers["content-length"]
        self._append(exchange)

    def _append(self, exchange: Exchange) -> None:
        try:
            is_written = self._writer.write(exchange, self._secrets)
        except RecordingError:
            self.not_written += 1
            raise
        if not is_written:
            self.not_written += 1
            return
        self.written += 1
        bodies = (exchange["request"]["body"], exchange["answer"]["body"])
        self.without_body += any("withheld" in body for body in bodies if body)

    def _learn(self, passing: Passing, answer: Answer, headers: Mapping[str, str], body: Collected) -> None:
        """Know the secrets in an exchange, before any of it is written."""
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                self._secrets.learn_cookies(value.partition(";")[0])
        for found, described in ((passing.body, passing.headers), (body, headers)):
            if passing.origin == "api" and is_json(described):
                try:
                    self._secrets.learn(read_json(found.content)[1], passing.path)
                except RecursionError:  # then it is not written either
                    continue

    def _query(self, passing: Passing) -> list[list[str]]:
        if passing.origin == "storage":
            return []
        pairs = parse_qsl(passing.scope["query_string"].decode("latin-1"), keep_blank_values=True)
        return [[name, self._secrets.parameter(name, self._without_links(passing, value))] for name, value in pairs]

    def _headers(self, passing: Passing, headers: Mapping[str, str], known: frozenset[str]) -> dict[str, str]:
        found = {name: self._text(passing, headers[name]) for name in sorted(known & headers.keys() - {"location"})}
        if "location" in known & headers.keys():  # where one is sent with a signed address, or by a redirect
            found["location"] = self._secrets.text(self._links.for_file(headers["location"], handed_out=True))
        return found

    def _text(self, passing: Passing, text: str) -> str:
        """Return a text without addresses and secrets."""
        return self._secrets.text(self._without_links(passing, text), passing.link.values if passing.link else ())

    def _without_links(self, passing: Passing, text: str) -> str:
        return self._links.for_file(text, handed_out=passing.handed_out)

    def _body(self, passing: Passing, body: Collected, headers: Mapping[str, str], status: int) -> Body:
        """Return a body as it may be written."""
        if headers.get("content-encoding", "identity") != "identity":
            return {"bytes": body.size, "withheld": UNSEARCHABLE}
        if passing.origin == "api" and is_json(headers):
            return self._json(passing, body)
        if passing.origin == "api" and not headers.get("content-type", "").lower().startswith("image/"):
            return {**summary(body), "withheld": UNSEARCHABLE}
        if passing.origin == "storage" and status >= 400:
            return self._refusal(passing, body)
        return as_bytes(body, self._body_bytes, self._secrets)

    def _json(self, passing: Passing, body: Collected) -> Body:
        readable, value = read_json(body.content)
        try:
            if readable:
                without = self._secrets.json(value, lambda text: self._without_links(passing, text), passing.path)
                return {"json": without}
        except RecursionError:
            pass
        return {"bytes": body.size, "withheld": NOT_JSON}

    def _refusal(self, passing: Passing, body: Collected) -> Body:
        """Return what the storage says is wrong, which may repeat the address."""
        try:
            return {"text": self._text(passing, (body.content or b"").decode("utf-8"))}
        except UnicodeDecodeError:
            return {"bytes": body.size, "withheld": UNSEARCHABLE}


def is_json(headers: Mapping[str, str]) -> bool:
    """Whether a body is said to be JSON."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or kind.endswith("+json")


def lowered(headers: list[tuple[str, str]]) -> dict[str, str]:
    """Return headers by their names in lower case."""
    return {name.lower(): value for name, value in headers}
