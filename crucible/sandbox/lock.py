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

    Raises
    ------
    RootInUseError
        If another server, in this process or elsewhere, holds the folder.
    """

    def __init__(self, root: Path) -> None:
        self._file = os.open(root / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._file)
        except OSError as error:
            os.close(self._file)
            raise RootInUseError(
                f"Another sandbox server uses {root}.", hint="Stop that one, use its address, or choose another folder."
            ) from error

    def release(self) -> None:
        """Let the folder go."""
        os.close(self._file)


def is_held(root: Path) -> bool:
    """Whether a server, in this process or elsewhere, holds a folder. Looking holds it for an instant."""
    try:
        file = os.open(root / "lock", os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        _lock(file)
    except OSError:
        return True
    finally:
        os.close(file)
    return False


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
