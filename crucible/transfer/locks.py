"""Files with one owner at a time, who holds a lock of the operating system; a killed process loses it."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from ..errors import TransferError

if TYPE_CHECKING:
    from pathlib import Path

_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


def open_locked(path: Path, mode: int, *, taken: TransferError) -> int:
    """Open a file, which is made if it is missing, and lock it; return its descriptor, whose closing ends the lock.

    Parameters
    ----------
    path
        The file.
    mode
        Permissions of a new one, as far as the umask lets it have them.
    taken
        What to raise if another process or thread has the file.

    Raises
    ------
    TransferError
        Somebody else has it, or it is a symbolic link.
    OSError
        It cannot be opened.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    while True:
        try:
            descriptor = os.open(path, flags | os.O_EXCL, mode)
        except FileExistsError:
            if path.is_symlink():
                raise TransferError(f"{path} is a symbolic link; remove it.", hint="Or name another folder.") from None
            descriptor = os.open(path, flags, mode)
        try:
            lock(descriptor, taken)
            # Its last owner may have moved or removed it between our opening and our locking.
            with suppress(FileNotFoundError):
                if os.path.samestat(os.stat(path), os.fstat(descriptor)):  # noqa: PTH116 - thousands of times
                    return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def lock(descriptor: int, taken: TransferError) -> None:
    """Lock an open file, or raise `taken` if somebody else has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # Other errors mean that this file system has no locks; then there is none.
        if error.errno in _TAKEN:
            raise taken from error
