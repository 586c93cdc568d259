"""One DEBUG line per request, and no other trace of it: signed addresses and upload ids are secrets."""

from __future__ import annotations

import logging
import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

logger = logging.getLogger(__name__)

_ours: ContextVar[bool] = ContextVar("crucible_request", default=False)


def _not_ours(record: logging.LogRecord) -> bool:
    return not _ours.get()


def _no_headers_of_ours(record: logging.LogRecord) -> bool:
    return not _ours.get() or not record.getMessage().startswith("receive_response_headers.complete")


# httpx writes the whole address of each request at INFO, and what is below it the headers of each answer at DEBUG,
# which may send a client on to a signed address. Requests of others are none of our business.
logging.getLogger("httpx").addFilter(_not_ours)
for _name in ("httpcore.http11", "httpcore.http2"):
    logging.getLogger(_name).addFilter(_no_headers_of_ours)


@contextmanager
def unlogged() -> Iterator[None]:
    """Keep httpx's own line about the requests made inside out of the logs."""
    token = _ours.set(True)
    try:
        yield
    finally:
        _ours.reset(token)


def new_request_id() -> str:
    """Return a name for a request under which both sides can find it."""
    return uuid.uuid4().hex


def operation(request: httpx.Request) -> str | None:
    """Return the name of the operation in the document; None for a request that the generated code did not make."""
    name = request.extensions.get("operation")
    return name if isinstance(name, str) else None


def template(request: httpx.Request) -> str:
    """Return the path with its placeholders, which is safe to log where the path is not."""
    path = request.extensions.get("path")
    return path if isinstance(path, str) else f"//{request.url.host}/..."


def moved(method: str, host: str, outcome: str, seconds: float) -> None:
    """Write the line about one request to the object store."""
    logger.debug("%s //%s/... %s %.0f ms", method, host, outcome, seconds * 1000)


def answered(request: httpx.Request, outcome: str, seconds: float, request_id: str | None) -> None:
    """Write the line about one attempt."""
    logger.debug(
        "%s %s %s %.0f ms request=%s", request.method, template(request), outcome, seconds * 1000, request_id or "-"
    )
