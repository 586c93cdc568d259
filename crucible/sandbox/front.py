"""The origin of the API: sends each request to the version of the API, or the other part, that its path names."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .asgi import App, Receive, Scope, Send


class Later:
    """A part that is made at its first request, so that only those pay for it who need it."""

    def __init__(self, make: Callable[[], App]) -> None:
        self._app = functools.cache(make)  # the event loop asks one at a time

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._app()(scope, receive, send)


class Front:
    """The ASGI application of the API's port.

    Parameters
    ----------
    apps
        The applications, by the path that their base URL ends with.
    otherwise
        The application for all other paths.
    """

    def __init__(self, apps: Mapping[str, App], otherwise: App) -> None:
        self._apps = {prefix.encode("ascii") + b"/": app for prefix, app in apps.items()}
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        path: bytes = scope["raw_path"]
        for prefix, app in self._apps.items():
            if path.startswith(prefix) or path == prefix[:-1]:
                await app(scope, receive, send)
                return
        await self._otherwise(scope, receive, send)
