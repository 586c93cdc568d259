"""The one place that turns exceptions of the HTTP library and refusals of the server into this package's errors.

No message has the path or the query of an address: they may hold a signature or an upload id. What a message names is
the operation, the ids in its path, and the host.
"""

from __future__ import annotations

import json
import re
import ssl
import time
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

import httpx
from crucible_api.errors import reason_of

from ..credentials import STARS, Secret
from ..errors import (
    ApiError,
    AuthenticationError,
    ConflictError,
    ConnectionFailedError,
    CrucibleError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    RequestTimeoutError,
    ServerError,
    UnexpectedResponseError,
    UsageError,
)
from . import retry, trace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

E = TypeVar("E", bound=BaseException)

REQUEST_ID = "X-Request-ID"
LONGEST_DETAIL = 500
NOT_OFFERED = 501
# Their answer to "not healthy" is an answer.
READ_ANYWAY = {("health_ready", 503)}

_KINDS: dict[int, tuple[type[ApiError], str]] = {
    400: (InvalidRequestError, "Correct what the server names."),
    401: (
        AuthenticationError,
        "Check the API key; a current one is shown at the address of the API plus /user_apikey.",
    ),
    403: (PermissionDeniedError, "Ask the owner of the record or of the project for access."),
    404: (NotFoundError, "Check the id, and whether the account of this key may see the record."),
    409: (ConflictError, "Look at what is stored under this id or name, then decide."),
    412: (ConflictError, "It was changed in the meantime: read it again, then decide."),
    422: (InvalidRequestError, "Correct what the server names."),
    429: (RateLimitError, "Wait, then send fewer requests at a time."),
}
_PARENTS = "Correct what the server names. A parent is given first, and no record is its own ancestor: "
_PARENTS += "client.graphs.get(child, recursive=True) shows how the two are related."
_HINTS: dict[tuple[str | None, int], str] = {("link_samples", 422): _PARENTS, ("link_datasets", 422): _PARENTS}
_SERVER = "The server's fault, not yours: try again later, and report it if it stays."
_ADMINISTRATORS = "This takes the rights of a platform administrator: see client.account.profile().authorization."
_UNKNOWN = "Whether it took effect is unknown: look before you repeat it."
_STRANGER = "Check the address of the API, and whether a proxy or a login page answers in its place."
_OTHER = "Report it with the request id if the server's words do not help."
_REGISTERED = frozenset(known.value for known in HTTPStatus)
_SECRET_SEGMENTS = {"upload_id"}
# Words of the HTTP library that quote nothing.
_BROKEN_OFF = ("Server disconnected", "peer closed connection")
# The query of an address may sign it.
_QUERY = re.compile(r"(https?://[^\s?\"'<>]*)\?[^\s\"'<>]+")


def outcome_of_error(error: httpx.HTTPError) -> retry.Outcome:
    """Return what an exception means for trying again."""
    if isinstance(error, httpx.UnsupportedProtocol | httpx.LocalProtocolError | httpx.DecodingError):
        return retry.Outcome("final")
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError):
        return retry.Outcome("final" if _certificate_problem(error) else "unsent")
    return retry.Outcome("lost")


def outcome_of_answer(response: httpx.Response) -> retry.Outcome:
    """Return what an answer means for trying again; its body must have been read."""
    status = response.status_code
    if (trace.operation(response.request), status) in READ_ANYWAY:
        return retry.Outcome("final")
    if status == 503 and "multipart uploads are disabled" in _text(response).lower():
        return retry.Outcome("final")  # a setting of the server: there are other ways to upload
    return retry.Outcome("answer", status, _asked_seconds(response))


def _asked_seconds(response: httpx.Response) -> float | None:
    """Return how long a server asks to wait, if it does."""
    headers = response.headers
    return retry.asked_seconds(headers.get("Retry-After"), time.time(), headers.get("Date"))


def without_frames(error: E) -> E:
    """Return an error whose traceback, and those of its causes, have no frames of the HTTP library and generated code.

    Their variables are the headers with the key and the addresses with signatures, and some tools show variables.
    """
    link: BaseException | None = error
    seen: set[int] = set()
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        link.__traceback__ = None
        link = link.__cause__ or link.__context__
    return error


def _quote_nothing(error: BaseException | None) -> None:
    """Take the words out of an error and its causes: those about what is not HTTP quote headers."""
    while error is not None:
        error.args = ("not quoted here",)
        error = error.__cause__ or error.__context__


def from_exception(error: httpx.HTTPError, request: httpx.Request) -> CrucibleError:
    """Return the error to raise when no answer came."""
    without_frames(error)
    what, host = _what(request), _host(request)
    if isinstance(error, httpx.DecodingError):
        return UnexpectedResponseError(
            f"The answer of {host} to {what} is damaged: it cannot be unpacked.",
            operation=trace.operation(request),
            host=host,
            hint=_STRANGER,
        )
    reason = _reason(error)
    if isinstance(error, httpx.ProtocolError) and not str(error).startswith(_BROKEN_OFF):
        _quote_nothing(error)
    may_have_run = outcome_of_error(error).kind == "lost"
    if may_have_run and request.method not in ("GET", "HEAD"):
        hint = _UNKNOWN
    elif _certificate_problem(error):
        hint = "Its certificate is not trusted here; if it should be, give the file of its authority: "
        hint += "tls=TlsPolicy(authority_file=...), or CRUCIBLE_TLS_AUTHORITY_FILE."
    else:
        hint = "Check the network, the address and any proxy, then try again."
    if isinstance(error, httpx.TimeoutException):
        phase = "could not be reached" if isinstance(error, httpx.ConnectTimeout) else "did not answer"
        return RequestTimeoutError(f"{host} {phase} in time for {what}.", may_have_run=may_have_run, hint=hint)
    return ConnectionFailedError(f"No answer from {host} to {what}: {reason}.", may_have_run=may_have_run, hint=hint)


def closed() -> UsageError:
    """Return the error for what is asked of a client that is closed."""
    return UsageError("The client is closed.", hint="Make a new one.")


def from_answer(response: httpx.Response, key: Secret) -> CrucibleError:
    """Return the error to raise for a refusal or a redirect; the body must have been read."""
    status, operation = response.status_code, trace.operation(response.request)
    if not is_registered(status):
        return unexpected(response, "HTTP has no such status")
    if status < 400:
        where = f"it redirects to {_target_host(response)}, and redirects are not followed"
        return unexpected(
            response, where if response.has_redirect_location else "nothing was asked for that it answers"
        )
    kind, hint = _KINDS.get(status, (ServerError, _SERVER) if status >= 500 else (ApiError, _OTHER))
    hint = _HINTS.get((operation, status), hint)
    if _is_html(response) and not issubclass(kind, ServerError | RateLimitError):
        return unexpected(response, "that is a page, not an answer of the API")
    detail, code, data = _read_refusal(response, key)
    asked = _asked_seconds(response)
    if status == 403 and response.request.headers.get("Crucible-Privilege-Mode") == "elevated":
        hint = _ADMINISTRATORS
    if hint == _SERVER and status != NOT_OFFERED and response.request.method not in ("GET", "HEAD"):
        hint = _UNKNOWN  # a server that fails may do so after the work
    if asked is not None:
        wait = f"The server asks to wait {asked:.0f} s before the next attempt{_until(asked)}."
        hint = f"{hint} {wait}" if hint == _UNKNOWN else wait
    refused = f"{_what(response.request)} failed with {status} {response.reason_phrase}".rstrip()
    return kind(
        _sentence(f"{refused}: {detail}" if detail else refused),
        status=status,
        operation=operation,
        detail=detail,
        code=code,
        data=data,
        request_id=request_id(response),
        retry_after_seconds=asked,
        hint=hint,
    )


def _until(seconds: float) -> str:
    try:
        return f", until {datetime.fromtimestamp(time.time() + seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (OverflowError, ValueError, OSError):
        return ""  # no calendar goes that far


def unexpected(response: httpx.Response, reason: str | Exception) -> UnexpectedResponseError:
    """Return the error for an answer that is not what the document promises; `reason` is a clause or an exception."""
    if isinstance(reason, Exception):
        reason = _reading_problem(response, without_frames(reason))
    content_type = response.headers.get("Content-Type", "no content type").partition(";")[0]
    host, status = _host(response.request), response.status_code
    hint = _STRANGER
    if response.request.method not in ("GET", "HEAD"):
        hint = f"{_UNKNOWN} {hint}"
    return UnexpectedResponseError(
        f"Unexpected answer of {host} to {_what(response.request)} (status {status}, {content_type}): {reason}.",
        status=status,
        operation=trace.operation(response.request),
        content_type=content_type,
        host=host,
        request_id=request_id(response),
        hint=hint,
    )


def is_registered(status: int) -> bool:
    """Whether a status is one of those that HTTP has; others come from something in between."""
    return status in _REGISTERED


def request_id(response: httpx.Response) -> str | None:
    """Return the id under which both sides can find a request."""
    for headers in (response.headers, response.request.headers):
        if REQUEST_ID in headers:
            return str(headers[REQUEST_ID])
    return None


def _reading_problem(response: httpx.Response, error: Exception) -> str:
    """Say why a body cannot be read, without quoting it."""
    if not response.content:
        return "it is empty"
    if isinstance(error, json.JSONDecodeError):
        error.doc = ""  # the whole body
    if isinstance(error, json.JSONDecodeError) or _is_html(response):
        return "it is not JSON"
    return reason_of(error)


def _read_refusal(response: httpx.Response, key: Secret) -> tuple[str, str | None, dict[str, Any]]:
    """Return the server's words, the machine code and the other members of a refusal, whatever its body is."""
    secrets = [key, *_secret_segments(response.request)]
    text = _text(response)
    try:
        body = _cleaned(json.loads(text), secrets)
    except (ValueError, RecursionError):
        return ("" if _is_html(response) else _short(_cleaned(text, secrets))), None, {}
    detail = body.get("detail", body.get("message", body.get("error", ""))) if isinstance(body, dict) else body
    if isinstance(detail, dict):
        data = {name: value for name, value in detail.items() if name not in ("code", "message")}
        code = detail.get("code")
        return _short(str(detail.get("message") or code or "")), code if isinstance(code, str) else None, data
    if isinstance(detail, list):
        return _short("; ".join(_problems(detail))), None, {"problems": detail}
    return _short(str(detail or "")), None, {}


def _problems(items: list[Any]) -> Iterator[str]:
    for item in items:
        if isinstance(item, dict):
            location = item.get("loc")
            place = ".".join(str(part) for part in location) if isinstance(location, list) else ""
            words = item.get("msg") or item.get("message") or item.get("type") or item.get("code") or "invalid"
            yield f"{place}: {words}" if place else str(words)
        else:
            yield str(item)


def _what(request: httpx.Request) -> str:
    """Name the operation and the ids in its path."""
    name = trace.operation(request)
    return " ".join([name, *_ids(request)]) if name else f"a {request.method} request"


def _ids(request: httpx.Request) -> Iterator[str]:
    """Yield what stands in the placeholders of the path, secrets left out."""
    for name, value in _placeholders(request):
        if name not in _SECRET_SEGMENTS:
            yield value


def _secret_segments(request: httpx.Request) -> Iterator[Secret]:
    for name, value in _placeholders(request):
        if name in _SECRET_SEGMENTS:
            yield Secret(value)


def _placeholders(request: httpx.Request) -> Iterator[tuple[str, str]]:
    wanted = trace.template(request).strip("/").split("/")
    actual = request.url.raw_path.decode("ascii").partition("?")[0].strip("/").split("/")
    for name, value in zip(reversed(wanted), reversed(actual), strict=False):
        if name.startswith("{"):
            yield name[1:-1], unquote(value)


def _cleaned(value: Any, secrets: Sequence[Secret]) -> Any:  # Any: a JSON value
    """Return words of the server without secrets that they repeat."""
    if isinstance(value, dict):
        return {name: _cleaned(member, secrets) for name, member in value.items()}
    if isinstance(value, list):
        return [_cleaned(item, secrets) for item in value]
    if isinstance(value, str):
        for secret in secrets:
            value = secret.hide_in(value)
        return _QUERY.sub(rf"\1?{STARS}", value)
    return value


def _text(response: httpx.Response) -> str:
    """Return the body as text, whatever it says to be written in."""
    try:
        return response.text
    except Exception:  # some names of codecs are not of texts, and each of them fails in its own way
        return response.content.decode("utf-8", "replace")


def _host(request: httpx.Request) -> str:
    return request.url.netloc.decode("ascii").rpartition("@")[2]


def _target_host(response: httpx.Response) -> str:
    try:
        return httpx.URL(response.headers.get("Location", "")).host or "another path"
    except httpx.InvalidURL:
        return "a malformed address"


def _is_html(response: httpx.Response) -> bool:
    return "html" in response.headers.get("Content-Type", "").lower()


def _short(text: str) -> str:
    """Return one printable line of bearable length."""
    text = re.sub(r"\s+", " ", "".join(letter if letter.isprintable() else " " for letter in text)).strip()
    return text if len(text) <= LONGEST_DETAIL else text[:LONGEST_DETAIL] + "…"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _reason(error: BaseException) -> str:
    # Other words about what is not HTTP quote the header.
    if isinstance(error, httpx.LocalProtocolError):
        return "the request cannot be sent as it is"
    if isinstance(error, httpx.RemoteProtocolError) and not str(error).startswith(_BROKEN_OFF):
        return "what it sent is not HTTP"
    return _short(str(error)).rstrip(".") or type(error).__name__


def _certificate_problem(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
