"""One server per folder."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from crucible.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from .running import RunningServer


class RootInUseError(ConfigError):
    """Another server keeps its data in this folder; `server` is that one if it answers."""

    def __init__(self, message: str, *, server: RunningServer | None = None, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.server = server


class RootLock:
    """Holds a folder for this process; the system lets go of it however the process ends.

    Parameters
    ----------
    root
        The folder, which must exist.
    name
        The file that is locked.

    Raises
    ------
    RootInUseError
        If another server, in this process or elsewhere, holds the folder.
    """

    def __init__(self, root: Path, name: str = "lock") -> None:
        self._file = _open(root / name, os.O_CREAT)
        try:
            _lock(self._file)
        except OSError as error:
            _close(self._file)
            raise RootInUseError(
                f"Another sandbox server uses {root}.", hint="Stop that one, use its address, or choose another folder."
            ) from error

    def release(self) -> None:
        """Let the folder go."""
        _close(self._file)


def is_held(root: Path) -> bool:
    """Whether a server, in this process or elsewhere, holds a folder. Looking holds it for an instant."""
    try:
        file = _open(root / "lock")
    except FileNotFoundError:
        return False
    try:
        _lock(file)
    except OSError:
        return True
    finally:
        _close(file)
    return False


_opened: set[int] = set()


def _open(path: Path, flags: int = 0) -> int:
    file = os.open(path, os.O_RDWR | flags, 0o600)
    _opened.add(file)
    return file


def _close(file: int) -> None:
    _opened.discard(file)
    os.close(file)


def _leave_to_parent() -> None:
    """Close the locks in a process that was forked, which would hold them for longer than its parent."""
    while _opened:
        os.close(_opened.pop())


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    os.register_at_fork(after_in_child=_leave_to_parent)

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
