"""What the logic in `crucible.resources` may wait for. This module does not load the HTTP library.

Coroutines that wait for nothing but a port finish on their first step when the port blocks, so that they need no event
loop. That is why the blocking client works inside notebooks, where a second loop cannot start, and after ``fork``,
where a loop in a background thread hangs.

An answer is returned as the JSON value that was sent, after the generated model has accepted it: the model says whether
the answer is what the document promises, the value is what records are views of. The generated model itself is for
those who call the generated functions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ..errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from contextlib import AbstractContextManager

    from .running import Running
    from .storage import Storage

T = TypeVar("T")
MOST_KINDS = 10_000


class Endpoint(Protocol):
    """A module of `crucible_api.api`: one operation."""

    @property
    def sync_detailed(self) -> Callable[..., object]:
        """Perform the operation."""

    @property
    def asyncio_detailed(self) -> Callable[..., Awaitable[object]]:
        """Perform the operation on an event loop."""


class Port(Protocol):
    """What coroutines of this package wait for."""

    @property
    def api_url(self) -> str:
        """Address of the API."""

    @property
    def explorer_url(self) -> str | None:
        """Address of the web explorer, if there is one."""

    @property
    def profile(self) -> str | None:
        """The name by which another process finds the address and the key; None if there is none."""

    @property
    def elevated(self) -> bool:
        """Whether requests have an administrator's rights here."""

    @property
    def kinds(self) -> Kinds:
        """Kinds of records seen so far."""

    @property
    def storage(self) -> Storage:
        """The client for signed addresses."""

    @property
    def blocking(self) -> Port:
        """A port to the same API that blocks, for code that runs in a thread of its own."""

    async def call(self, endpoint: Endpoint, **parameters: Any) -> Any:
        """Perform one generated operation and return its answer as a JSON value; None for an empty answer."""

    async def request(self, method: str, path: str, **options: Any) -> Any:
        """Send a request that the document does not have, and return its answer as a JSON value.

        Options are those of httpx, such as ``params`` and ``json``.
        """

    async def gather(self, *calls: Callable[[], Awaitable[T]]) -> list[T]:
        """Do several things at once, and return what they return; the first error ends all."""

    def ahead(self, call: Callable[[], Coroutine[Any, Any, T]]) -> Callable[[], Awaitable[T]]:
        """Begin to do something that is needed later, and return what waits for it.

        It runs in a copy of the context. Who loses interest need not wait.
        """

    async def sleep(self, seconds: float) -> None:
        """Pause."""

    async def run_blocking(self, function: Callable[[], T]) -> T:
        """Run a function that blocks; it finds in `limits.stop_event` when it is to end."""

    def start(self, function: Callable[[], T]) -> Running[T]:
        """Run a function that blocks in the background, until it ends, or is told to with the client or the program."""

    def within(self, seconds: float) -> AbstractContextManager[None]:
        """Let no request inside wait, and none be sent again, when this time is over."""

    def clock(self) -> float:
        """Return seconds that only grow."""


class Kinds:
    """Remembers which kind of record an id is; that never changes, so a later `link` costs one request less."""

    def __init__(self) -> None:
        self._kinds: dict[str, str] = {}

    def get(self, identity: str) -> str | None:
        """Return the kind, if it was seen."""
        return self._kinds.get(identity)

    def remember(self, identity: str, kind: str) -> None:
        """Note the kind of an id; when there are too many notes, begin anew."""
        if len(self._kinds) >= MOST_KINDS:
            self._kinds = {}
        self._kinds[identity] = kind


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Return the result of a coroutine that runs on a blocking port.

    Raises
    ------
    UsageError
        The coroutine waited for something else than its port.
    """
    try:
        coroutine.send(None)
    except StopIteration as stop:
        result: T = stop.value
        return result
    coroutine.close()
    raise UsageError(
        "A coroutine of the blocking client waited for something else than its port.",
        hint="Code in crucible.resources may only wait for the methods of Port.",
    )
