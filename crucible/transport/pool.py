"""What the clients for the API and the storage share: TLS by one policy, no cookies, a fresh pool after fork."""

from __future__ import annotations

import os
import sys
import weakref
from typing import TYPE_CHECKING, Any, Self

import httpx

from .. import config
from ..errors import ConfigError
from . import tls, trace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LIMITS = httpx.Limits(max_connections=16, max_keepalive_connections=16, keepalive_expiry=30.0)


class NoCookies(httpx.Cookies):
    """Keeps no cookie. To look through each answer for some would be a quarter of the work on a call."""

    def extract_cookies(self, response: httpx.Response) -> None:
        """Leave them where they are."""


class QuietRequest(httpx.Request):
    """A request that shows its operation and not its address, which may be signed or hold an upload id."""

    def __repr__(self) -> str:
        return f"<Request({self.method!r}, {trace.template(self)!r})>"


NO_COOKIES = NoCookies()


def quiet(request: httpx.Request) -> httpx.Request:
    """Let a request not show its address."""
    request.__class__ = QuietRequest  # in place: the library makes requests itself
    return request


def joined(base_url: str, options: dict[str, Any]) -> dict[str, Any]:
    """Return the options of a request with its whole address as text.

    The library would join the parts itself, but takes the address apart three times for that, which is most of what it
    does to make a request.
    """
    url, params = options.get("url"), options.get("params")
    if not isinstance(url, str) or not url.startswith("/") or url.startswith("//") or "?" in url or "#" in url:
        return options
    query = f"?{httpx.QueryParams(params)}" if params else ""
    return {**options, "url": f"{base_url}{url}{query}", "params": None}


class PooledClient(httpx.Client):
    """An httpx client that several threads may share and that survives ``fork``.

    A child that went on with its parent's connections would mix its bytes into theirs. It gets a new pool instead; the
    options are the ones given at first. When nobody has the client any more, its connections are closed.
    """

    def __init__(self, **options: Any) -> None:
        self._options = _options(options)
        self._address = str(options.get("base_url", ""))
        _begin(lambda: httpx.Client.__init__(self, **self._options))
        self._end = self._ending()
        _living.add(self)

    @property  # type: ignore[misc]
    def cookies(self) -> httpx.Cookies:
        """What is sent along: nothing, whatever servers hand out."""
        return NO_COOKIES

    def build_request(self, *arguments: Any, **options: Any) -> httpx.Request:
        """Return a request that does not show its address."""
        return quiet(super().build_request(*arguments, **joined(self._address, options)))

    def renew(self) -> None:
        """Start again with no connections."""
        if not self.is_closed:
            self._end.detach()
            httpx.Client.__init__(self, **self._options)
            self._end = self._ending()

    def _ending(self) -> weakref.finalize[[list[httpx.BaseTransport]], Self]:
        # Not `__del__`: in garbage that refers to itself the sockets may come first, and complain.
        transports = [self._transport, *(one for one in self._mounts.values() if one is not None)]
        return weakref.finalize(self, _close_all, transports)

    def _transport_for_url(self, url: httpx.URL) -> httpx.BaseTransport:
        return self._transport if config.is_loopback(url.host) else super()._transport_for_url(url)


class PooledAsyncClient(httpx.AsyncClient):
    """The same for an event loop. Its connections belong to that loop, so that a child has no use for them."""

    def __init__(self, **options: Any) -> None:
        self._address = str(options.get("base_url", ""))
        _begin(lambda: httpx.AsyncClient.__init__(self, **_options(options)))

    @property  # type: ignore[misc]
    def cookies(self) -> httpx.Cookies:
        """What is sent along: nothing, whatever servers hand out."""
        return NO_COOKIES

    def build_request(self, *arguments: Any, **options: Any) -> httpx.Request:
        """Return a request that does not show its address."""
        return quiet(super().build_request(*arguments, **joined(self._address, options)))

    def _transport_for_url(self, url: httpx.URL) -> httpx.AsyncBaseTransport:
        return self._transport if config.is_loopback(url.host) else super()._transport_for_url(url)


def _begin(initialise: Callable[[], None]) -> None:
    """Initialise an httpx client, which reads the proxies of the environment.

    Raises
    ------
    ConfigError
        They cannot be used.
    """
    try:
        return initialise()
    except ImportError:
        problem, hint = "name a SOCKS proxy, for which a package is missing", "pip install 'httpx[socks]'"
    except (ValueError, httpx.InvalidURL):
        problem, hint = "cannot be used", "Correct these variables"
    # Out here, because the library's own error may quote the password of the proxy.
    raise ConfigError(
        f"The variables HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY {problem}.",
        hint=f"{hint}, or unset them for this program. NO_PROXY takes names and IPv4 addresses.",
    )


def _options(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a client, those given before those of this package."""
    return {
        "verify": tls.context(config.TlsPolicy()),
        "limits": LIMITS,
        **options,
    }


def _close_all(transports: list[httpx.BaseTransport]) -> None:
    for transport in transports:
        transport.close()


_living: weakref.WeakSet[PooledClient] = weakref.WeakSet()


def _renew_all() -> None:
    for client in list(_living):
        client.renew()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_renew_all)
