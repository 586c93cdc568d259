"""The httpx clients for the API: key, headers, time-outs, retries and errors in one overridden ``send``.

The generated client sends through them, so that raw calls behave like the rest of the package. What to do is decided in
`crucible.transport.exchange`; here it is done, once blocking and once on an event loop.
"""

from __future__ import annotations

import os
import weakref
from typing import TYPE_CHECKING, Any

import httpx

from ..errors import UsageError
from . import limits
from .exchange import ANSWER_SECONDS, Exchange, Terms, TimedBody
from .failures import closed
from .pool import PooledAsyncClient, PooledClient
from .retry import DEFAULT, Policy

if TYPE_CHECKING:
    import asyncio

    from ..config import Settings

# None is kept, so that none is bound to the event loop it was opened in, and none has to be closed.
UNPOOLED = httpx.Limits(max_connections=None, max_keepalive_connections=0)


class Connection(PooledClient):
    """Sends requests to one API.

    Parameters
    ----------
    settings
        Address and key; or all terms at once.
    answer_seconds
        How long to wait for an answer, or for the next part of it.
    policy
        How often and how long to try.
    """

    def __init__(
        self, settings: Settings | Terms, *, answer_seconds: float = ANSWER_SECONDS, policy: Policy = DEFAULT
    ) -> None:
        self.terms = settings if isinstance(settings, Terms) else Terms(settings, answer_seconds, policy)
        super().__init__(**self.terms.options(), event_hooks={"response": [_timed]})

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request, again if that may help, and return the answer if it is a success.

        Raises
        ------
        CrucibleError
            The server refused, or could not be reached.
        """
        if self.is_closed:
            raise closed()
        exchange = Exchange(self.terms, self.base_url, request)
        request = exchange.request
        try:
            while True:
                got: httpx.Response | httpx.HTTPError
                try:
                    with exchange.attempt():
                        got = exchange.heard(super().send(request, **options))
                except httpx.HTTPError as error:
                    got = error
                except RuntimeError:
                    if self.is_closed:  # by another thread, meanwhile
                        raise closed() from None
                    raise
                done = exchange.accepts(got)
                if isinstance(got, httpx.Response):
                    if done:
                        return got
                    got.read()
                    got.close()
                limits.pause(exchange.pause_seconds(got))
        except Exception:
            raise
        except BaseException as stopped:
            exchange.broken_off(stopped)
            raise


class AsyncConnection(PooledAsyncClient):
    """Sends requests to one API from an event loop.

    Parameters
    ----------
    terms
        Address, key and the rest.
    pooled
        Whether connections are kept for later requests. They belong to the event loop and the process in which the
        first request is sent, and must be closed there. Without it each request has its own.
    """

    def __init__(self, terms: Terms, *, pooled: bool) -> None:
        self._terms = terms
        self._pooled = pooled
        self._home: tuple[int, weakref.ref[asyncio.AbstractEventLoop]] | None = None
        options = terms.options() if pooled else {**terms.options(), "limits": UNPOOLED}
        super().__init__(**options, event_hooks={"response": [_timed_on_loop]})

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request, again if that may help, and return the answer if it is a success.

        Raises
        ------
        CrucibleError
            The server refused, or could not be reached.
        """
        import asyncio  # here, because most clients never need it

        if self.is_closed:
            raise closed()
        self.check_home()
        exchange = Exchange(self._terms, self.base_url, request)
        request = exchange.request
        try:
            while True:
                got: httpx.Response | httpx.HTTPError
                try:
                    with exchange.attempt():
                        got = exchange.heard(await super().send(request, **options))
                except httpx.HTTPError as error:
                    got = error
                except RuntimeError:
                    if self.is_closed:  # by another task, meanwhile
                        raise closed() from None
                    raise
                done = exchange.accepts(got)
                if isinstance(got, httpx.Response):
                    if done:
                        return got
                    await got.aread()
                    await got.aclose()
                await asyncio.sleep(exchange.pause_seconds(got))
        except Exception:
            raise
        except BaseException as stopped:
            exchange.broken_off(stopped)
            raise

    def check_home(self) -> None:
        """Refuse to go on in another event loop or process: what waits there for an answer would never get it.

        Raises
        ------
        UsageError
            This is not where the first request was sent.
        """
        import asyncio

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise UsageError(
                "The client is asked without an event loop of asyncio.", hint="Use CrucibleClient, or asyncio.run(...)."
            ) from None
        if not self._pooled:
            return
        if self._home is None:
            self._home = os.getpid(), weakref.ref(loop)
        process, home = self._home
        if process != os.getpid() or home() is not loop:
            where = "process" if process != os.getpid() else "event loop"
            raise UsageError(
                f"The client belongs to another {where}, in which it was first used.",
                hint=f"Make one in each {where}: async with AsyncCrucibleClient() as client.",
            )


def _timed(response: httpx.Response) -> None:
    response.stream = TimedBody(response)


async def _timed_on_loop(response: httpx.Response) -> None:
    response.stream = TimedBody(response)
