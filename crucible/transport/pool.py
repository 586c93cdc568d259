"""What the clients for the API and the storage share: TLS by one policy, no cookies, a fresh pool after fork."""

from __future__ import annotations

import os
import sys
import weakref
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any

import httpx

from .. import __version__
from ..config import TlsPolicy
from . import tls, trace

if TYPE_CHECKING:
    from collections.abc import Mapping

USER_AGENT = f"crucible-client/{__version__} python/{sys.version_info.major}.{sys.version_info.minor}"
# Nothing on this machine is reached through a proxy, whatever the environment says.
DIRECT: dict[str, None] = {
    "all://localhost": None,
    "all://127.0.0.1": None,
    "all://[::1]": None,
}
LIMITS = httpx.Limits(max_connections=16, max_keepalive_connections=16, keepalive_expiry=30.0)


class QuietRequest(httpx.Request):
    """A request that shows its operation and not its address, which may be signed or hold an upload id."""

    def __repr__(self) -> str:
        return f"<Request({self.method!r}, {trace.template(self)!r})>"


def quiet(request: httpx.Request) -> httpx.Request:
    """Let a request not show its address."""
    request.__class__ = QuietRequest  # in place: the library makes requests itself
    return request


class PooledClient(httpx.Client):
    """An httpx client that several threads may share and that survives ``fork``.

    A child that went on with its parent's connections would mix its bytes into theirs. It gets a new pool instead; the
    options are the ones given at first.
    """

    def __init__(self, **options: Any) -> None:
        self._options = _options(options)
        httpx.Client.__init__(self, **self._options)
        _living.add(self)

    def build_request(self, *arguments: Any, **options: Any) -> httpx.Request:
        """Return a request that does not show its address."""
        return quiet(super().build_request(*arguments, **options))

    def renew(self) -> None:
        """Start again with no connections."""
        if not self.is_closed:
            httpx.Client.__init__(self, **self._options)


class PooledAsyncClient(httpx.AsyncClient):
    """The same for an event loop. Its connections belong to that loop, so that a child has no use for them."""

    def __init__(self, **options: Any) -> None:
        httpx.AsyncClient.__init__(self, **_options(options))

    def build_request(self, *arguments: Any, **options: Any) -> httpx.Request:
        """Return a request that does not show its address."""
        return quiet(super().build_request(*arguments, **options))


def _options(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a client, those given before those of this package."""
    return {
        "verify": tls.context(TlsPolicy()),
        "limits": LIMITS,
        "mounts": DIRECT,
        "cookies": CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        **options,
    }


_living: weakref.WeakSet[PooledClient] = weakref.WeakSet()


def _renew_all() -> None:
    for client in list(_living):
        client.renew()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_renew_all)
