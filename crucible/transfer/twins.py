"""Files of one content in one upload: the first of them is sent, and the others wait until it is there.

A dataset keeps a content once. If two files of one content were sent at a time, which of them gave it its name would
depend on which was faster, and the service might even take both.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from .attempts import go_on

if TYPE_CHECKING:
    from collections.abc import Callable

_LOOK_SECONDS = 0.2
"""Windows does not deliver Ctrl-C to a thread that waits for ever."""


class Twins:
    """Finds files of one content; several threads may use it.

    Files are known by their places. They are read in this order, several at a time, so that a file has to wait only for
    those before it that are being read now; files of another size are not waited for.

    Parameters
    ----------
    stop
        Ends the waiting when it is set.
    """

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._news = threading.Condition()
        self._unread: dict[int, set[int]] = {}
        self._first: dict[str, list[Callable[[bool], None]]] = {}

    def expect(self, place: int, size_bytes: int) -> None:
        """Say that a file will be read, before those after it are."""
        with self._news:
            self._unread.setdefault(size_bytes, set()).add(place)

    def unreadable(self, place: int, size_bytes: int) -> None:
        """Say that nobody need wait for a file, as long as nobody knows its content."""
        with self._news:
            self._no_longer_unread(place, size_bytes)

    def is_first(self, place: int, size_bytes: int, sha256: str, when_it_may: Callable[[bool], None]) -> bool:
        """Whether a file that has been read is to be sent now; `ended` is to be called then.

        Else `when_it_may` is called later, with True if the file is the first one by then, because those before it were
        not sent.
        """
        with self._news:
            while any(other < place for other in self._unread.get(size_bytes, ())):
                self._news.wait(_LOOK_SECONDS)
                go_on(self._stop)
            is_first = sha256 not in self._first
            if is_first:
                self._first[sha256] = []
            else:
                self._first[sha256].append(when_it_may)
            self._no_longer_unread(place, size_bytes)
            return is_first

    def _no_longer_unread(self, place: int, size_bytes: int) -> None:
        unread = self._unread.get(size_bytes, set())
        unread.discard(place)
        if not unread:
            self._unread.pop(size_bytes, None)
        self._news.notify_all()

    def ended(self, sha256: str, *, is_there: bool) -> None:
        """Say how the first file of a content has ended; the others go on, or the next one is the first."""
        with self._news:
            waiting = self._first.pop(sha256)
            if waiting and not is_there:
                self._first[sha256] = waiting[1:]
                del waiting[1:]
        for may in waiting:
            may(not is_there)
