"""What the API client and the storage client share: one TLS context, no cookies, and a fresh pool after fork."""

from __future__ import annotations

import os
import sys
import weakref
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any

import httpx

from .. import __version__

if TYPE_CHECKING:
    import ssl

USER_AGENT = f"crucible-client/{__version__} python/{sys.version_info.major}.{sys.version_info.minor}"
# Nothing on this machine is reached through a proxy, whatever the environment says.
DIRECT: dict[str, httpx.BaseTransport | None] = {
    "all://localhost": None,
    "all://127.0.0.1": None,
    "all://[::1]": None,
}
LIMITS = httpx.Limits(max_connections=16, max_keepalive_connections=16, keepalive_expiry=30.0)


@cache
def tls_context() -> ssl.SSLContext:
    """Return the one TLS context of the process; loading the authorities takes some 40 ms."""
    return httpx.create_ssl_context()


class PooledClient(httpx.Client):
    """An httpx client that several threads may share and that survives ``fork``.

    A child that went on with its parent's connections would mix its bytes into theirs. It gets a new pool instead; the
    options are the ones given at first.
    """

    def __init__(self, **options: Any) -> None:
        self._options: dict[str, Any] = {
            "verify": tls_context(),
            "limits": LIMITS,
            "mounts": DIRECT,
            "cookies": CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            **options,
        }
        httpx.Client.__init__(self, **self._options)
        _living.add(self)

    def renew(self) -> None:
        """Start again with no connections."""
        if not self.is_closed:
            httpx.Client.__init__(self, **self._options)


_living: weakref.WeakSet[PooledClient] = weakref.WeakSet()


def _renew_all() -> None:
    for client in list(_living):
        client.renew()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_renew_all)
