"""The key goes to the API's own origin and to no other: not to a signed address, not along a redirect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from ..config.addresses import LOOK
from ..errors import ConfigError
from . import trace

if TYPE_CHECKING:
    from collections.abc import Generator

    from ..credentials import Secret

PUBLIC = frozenset({"health_live", "health_ready", "get_openapi"})


class OriginKey(httpx.Auth):
    """Adds the key to requests for one scheme, host and port, except to operations that need none."""

    def __init__(self, api_url: str, key: Secret) -> None:
        self._key = key
        try:
            self._origin = _origin(httpx.URL(api_url))
        except (httpx.InvalidURL, UnicodeError) as error:  # a name with letters that no name may have
            raise ConfigError(f"The API address {api_url!r} names no machine.", hint=LOOK) from error

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request, with the key where it belongs."""
        if _origin(request.url) == self._origin and trace.operation(request) not in PUBLIC:
            request.headers["Authorization"] = f"Bearer {self._key.reveal()}"
        yield request


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    # httpx leaves out the usual port of a scheme, so that both spellings compare equal.
    return url.scheme, url.host, url.port
