"""Many small files flushed to the disk at a time.

To flush a file takes the disk several steps, one after the other; to flush all of a file system takes as many for a
hundred files. That waits for what other programs have written there as well, so little of it may be waiting. And it is
for disks of this machine only: of file systems that lie elsewhere (FUSE, some of networks), Linux says that all is
flushed without having asked them.
"""

from __future__ import annotations

import os
import re
import sys
import time
from contextlib import suppress
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .whole import WholeFile

TELLS_OF_ERRORS = (5, 8)
"""Earlier versions of Linux say that all is well when something was not written."""
MOST_WAITING_KIB = 128 * 1024
LONG_SECONDS = 0.5
_WAITING = re.compile(rb"(?m)^(?:Dirty|Writeback): +([0-9]+) kB$")
_MEMORY = Path("/proc/meminfo")


def can_flush_together() -> bool:
    """Whether this system can."""
    return _syncfs() is not None


def flush_together(files: Sequence[WholeFile], devices: dict[str, int]) -> bool:
    """Flush files, all those of one disk at a time, and return whether that is still the quick way.

    What was not flushed here is so when it is committed.

    Parameters
    ----------
    files
        In the order in which they were written: the system tells of errors since the first one was opened.
    devices
        Of the folders that were met before; to ask for each file would take longer than to flush it.
    """

    def device(file: WholeFile) -> int:
        if file.folder not in devices:
            devices[file.folder] = os.fstat(file.descriptor).st_dev
        return devices[file.folder]

    flush, began = _syncfs(), time.perf_counter()
    if flush is None or sys.platform == "win32":
        return False
    with suppress(OSError):  # what cannot be known is no quick way
        for where, some in groupby(sorted(files, key=device), key=device):
            those = list(some)
            if not os.major(where) or waiting_kib() > MOST_WAITING_KIB or flush(those[0].descriptor) != 0:
                return False
            for file in those:
                file.flushed()
        return time.perf_counter() - began < LONG_SECONDS
    return False


def waiting_kib() -> int:
    """Return how much waits to be written to all disks of this machine."""
    return sum(map(int, _WAITING.findall(_MEMORY.read_bytes())))


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
