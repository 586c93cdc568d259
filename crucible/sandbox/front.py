"""The origin of the API: sends each request to the version of the API that its path names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .app import Api
    from .asgi import Receive, Scope, Send


class Front:
    """The ASGI application of the API's port.

    Parameters
    ----------
    apis
        The versions, by the path that their base URL ends with.
    """

    def __init__(self, apis: Mapping[str, Api]) -> None:
        self._apis = {prefix.encode("ascii") + b"/": api for prefix, api in apis.items()}
        self._default = next(iter(apis.values()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        path: bytes = scope["raw_path"]
        for prefix, api in self._apis.items():
            if path.startswith(prefix):
                await api(scope, receive, send)
                return
        await self._default(scope, receive, send)  # says that there is nothing here
