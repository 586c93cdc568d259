"""Many small files flushed to the disk at a time.

To flush a file takes the disk several steps, one after the other; to flush all of a file system takes as many for a
hundred files. That waits for what other programs have written there as well, so whoever calls it has to look how long
it takes.
"""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .whole import WholeFile

TELLS_OF_ERRORS = (5, 8)
"""Earlier versions of Linux say that all is well when something was not written."""


def can_flush_together() -> bool:
    """Whether this system can."""
    return _syncfs() is not None


def flush_together(files: Sequence[WholeFile]) -> None:
    """Flush files of one folder, if this system can flush several at a time; what is not flushed is so when it ends."""
    flush = _syncfs()
    if flush is not None and len(files) > 1 and flush(files[0].descriptor) == 0:
        for file in files:
            file.flushed()


@cache
def _syncfs() -> Callable[[int], int] | None:
    """Return the function of Linux that flushes the file system of a file; None where there is none to rely on."""
    if sys.platform != "linux":
        return None
    version = re.match(r"([0-9]+)\.([0-9]+)", os.uname().release)
    if version is None or (int(version[1]), int(version[2])) < TELLS_OF_ERRORS:
        return None
    import ctypes

    flush: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "syncfs", None)
    return flush
