"""A thread that draws now and then what the tally says."""

from __future__ import annotations

import contextvars
import threading
import time
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from ...errors import TransferCancelledError
from .tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    from ..events import Progress

_LAST_WAIT_SECONDS = 2.0


class View(ABC):
    """A display of one transfer: called with each event, drawn by a thread of its own, ended by its context.

    Parameters
    ----------
    every_seconds
        How often it is drawn.
    clock
        Seconds that never run backwards.

    Attributes
    ----------
    says_what_came_of_it
        Whether it ends with a summary; whoever has more to say first sets it to False, and asks for the `summary`.
    """

    def __init__(self, every_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._every_seconds = every_seconds
        self._lock = threading.Lock()
        self._tally = Tally(clock())
        self._over = threading.Event()
        self._is_broken = False
        self.says_what_came_of_it = True
        # A notebook knows by the context which cell an output belongs to.
        run = contextvars.copy_context().run
        self._thread = threading.Thread(target=run, args=(self._run,), name="crucible-progress", daemon=True)

    def __call__(self, event: Progress) -> None:
        """Take an event; what is seen changes a little later."""
        with self._lock:
            self._tally.add(event, self.clock())

    def __enter__(self) -> Self:
        self._begin()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tally.was_stopped = kind is not None and issubclass(kind, KeyboardInterrupt | TransferCancelledError)
        try:
            self._over.set()
            self._thread.join(_LAST_WAIT_SECONDS)
            if not self._thread.is_alive():  # or a terminal is held, by Ctrl-S, and would hold this thread as well
                self._paint(self._summary if self.says_what_came_of_it else self._cleared)
        finally:
            self._leave()

    def summary(self) -> list[str]:
        """Return what came of it: a line about the whole, and one for each of the first files that failed."""
        with self._lock:
            return self._tally.summary(self.clock())

    def draw(self) -> None:
        """Show what is known now."""
        self._paint(self._picture)

    def _run(self) -> None:
        while not self._over.wait(self._every_seconds) and not self._is_broken:
            self.draw()

    def _paint(self, picture: Callable[[Tally, float], str]) -> None:
        if self._is_broken:
            return
        try:
            with self._lock:
                text = picture(self._tally, self.clock())
            self._show(text)
        except Exception:  # a display that breaks does not end a transfer
            self._is_broken = True

    @abstractmethod
    def _picture(self, tally: Tally, now: float) -> str:
        """Return what is shown while it goes on."""

    @abstractmethod
    def _summary(self, tally: Tally, now: float) -> str:
        """Return what is shown when it is over."""

    def _cleared(self, tally: Tally, now: float) -> str:
        """Return what takes away the last picture."""
        return ""

    @abstractmethod
    def _show(self, text: str) -> None:
        """Show it, in the place of what was shown before."""

    def _begin(self) -> None:  # noqa: B027 - most views need nothing
        """Take what the display needs for itself."""

    def _leave(self) -> None:  # noqa: B027
        """Give it back."""
