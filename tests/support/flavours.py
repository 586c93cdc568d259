"""One source of scenarios for both clients: written as coroutines for `AsyncCrucibleClient`, run with either.

The blocking run is the same coroutine with a `Plain` client, whose methods do their work at once and whose results can
be awaited nevertheless; it needs no event loop. A conftest gets the fixtures by importing them::

    from support.flavours import flavour, pytest_pyfunc_call  # noqa: F401
"""

import asyncio
import contextlib

import pytest

from crucible import AsyncCrucibleClient, CrucibleClient
from crucible.resources.pages import Listing
from crucible.transfer.handle import TransferHandle

# What takes no request, and is called without await in both clients.
AS_IT_IS = {"elevated", "api_url", "api"}


class Ready:
    """A value that can be awaited."""

    def __init__(self, value):
        self._value = value

    def __await__(self):
        return self._value
        yield


class Plain:
    """A blocking client, or a namespace of one, that is written to like an asynchronous one."""

    def __init__(self, target):
        self._target = target

    def __getattr__(self, name):
        found = getattr(self._target, name)
        if name in AS_IT_IS:
            return found
        if not callable(found):
            return Plain(found)

        def call(*arguments, **options):
            plain = [one._listing if isinstance(one, PlainListing) else one for one in arguments]
            result = found(*plain, **options)
            if isinstance(result, TransferHandle):
                return Ready(PlainHandle(result))
            return PlainListing(result) if isinstance(result, Listing) else Ready(result)

        return call

    def __repr__(self):
        return repr(self._target)


class PlainHandle:
    """A transfer of the blocking client in the background, waited for like one of the asynchronous client."""

    def __init__(self, handle):
        self._handle = handle

    def __getattr__(self, name):
        return getattr(self._handle, name)

    def __repr__(self):
        return repr(self._handle)

    def wait(self, timeout=None):
        return Ready(self._handle.wait(timeout))


class PlainListing:
    """A blocking listing, read like an asynchronous one."""

    def __init__(self, listing):
        self._listing = listing

    async def __aiter__(self):
        for record in self._listing:
            yield record

    def __getitem__(self, index):
        return Ready(self._listing[index])

    def __bool__(self):
        return bool(self._listing)

    async def first(self):
        return self._listing.first()

    async def all(self):
        return self._listing.all()

    async def count(self):
        return self._listing.count()

    async def to_frame(self, *arguments, **options):
        return self._listing.to_frame(*arguments, **options)

    async def to_arrow(self, *arguments, **options):
        return self._listing.to_arrow(*arguments, **options)

    async def to_dask(self, *arguments, **options):
        return self._listing.to_dask(*arguments, **options)

    async def show(self, *arguments, **options):
        return self._listing.show(*arguments, **options)

    async def gallery(self, *arguments, **options):
        return self._listing.gallery(*arguments, **options)


class Blocking:
    """Runs scenarios with `CrucibleClient`."""

    def __init__(self):
        self._opened = contextlib.ExitStack()

    def client(self, *arguments, **options):
        """Return a client that is closed at the end."""
        return Plain(self._opened.enter_context(CrucibleClient(*arguments, **options)))

    def run(self, coroutine):
        try:
            coroutine.send(None)
        except StopIteration as stop:
            return stop.value
        coroutine.close()
        raise AssertionError("the scenario waits for something that is no method of its client")

    def close(self):
        self._opened.close()


class OnLoop:
    """Runs scenarios with `AsyncCrucibleClient`, all in one event loop."""

    def __init__(self):
        self._runner = asyncio.Runner()
        self._opened = []

    def client(self, *arguments, **options):
        """Return a client that is closed at the end."""
        self._opened.append(AsyncCrucibleClient(*arguments, **options))
        return self._opened[-1]

    def run(self, coroutine):
        return self._runner.run(coroutine)

    def close(self):
        for client in self._opened:
            self._runner.run(client.close())
        self._runner.close()


@pytest.fixture(params=[Blocking, OnLoop], ids=["blocking", "async"])
def flavour(request):
    """What makes clients and runs scenarios: once with the blocking client, once with the asynchronous one."""
    flavour = request.param()
    yield flavour
    flavour.close()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    """Run a test that is a coroutine in the flavour that it asks for."""
    if not asyncio.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    scenario = pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names})
    pyfuncitem.funcargs["flavour"].run(scenario)
    return True
