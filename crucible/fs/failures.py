"""Errors of this package as the kinds of `OSError` that users of files expect."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..errors import (
    AuthenticationError,
    ConfigError,
    ConflictError,
    ConnectionFailedError,
    CrucibleError,
    NotFoundError,
    NotInstalledError,
    PartialTransferError,
    PermissionDeniedError,
    RequestTimeoutError,
    StorageError,
    UsageError,
)
from .reading import ChangedError

if TYPE_CHECKING:
    from collections.abc import Iterator

STALE = getattr(errno, "ESTALE", errno.EIO)
_NUMBERS: tuple[tuple[type[CrucibleError], int], ...] = (
    (NotFoundError, errno.ENOENT),
    (PermissionDeniedError, errno.EACCES),
    (AuthenticationError, errno.EACCES),
    (RequestTimeoutError, errno.ETIMEDOUT),
    (ConnectionFailedError, errno.ECONNABORTED),
    (ConflictError, errno.EEXIST),
    (ChangedError, STALE),
)
_STORAGE_NUMBERS = {401: errno.EACCES, 403: errno.EACCES, 404: errno.ENOENT}
_AS_THEY_ARE = (ConfigError, UsageError, NotInstalledError)
"""What is wrong with a program or a machine is nothing about a file."""


@contextmanager
def as_os_errors(path: str) -> Iterator[None]:
    """Turn errors of this package inside into kinds of `OSError`.

    Parameters
    ----------
    path
        What is being worked on, for the message.

    Raises
    ------
    OSError
        Of a kind that says what went wrong; its cause is the error itself.
    """
    try:
        yield
    except _AS_THEY_ARE:
        raise
    except CrucibleError as error:
        raise os_error(error, path) from error


def os_error(error: CrucibleError, path: str) -> OSError:
    """Return the kind of `OSError` that an error is, with its words."""
    if isinstance(error, PartialTransferError) and error.report is not None:
        for line in error.report:
            if isinstance(line.error, CrucibleError):
                return os_error(line.error, path)
    number = next((number for kind, number in _NUMBERS if isinstance(error, kind)), errno.EIO)
    if isinstance(error, StorageError):
        number = _STORAGE_NUMBERS.get(error.status, number)
    if isinstance(error, ConflictError) and (error.operation or "").startswith("get_"):
        number = errno.EIO  # what is stored is not as it should be
    return OSError(number, str(error), f"crucible://{path}")


def refused(number: int, words: str, path: str) -> OSError:
    """Return the error for something that cannot be done with a path."""
    return OSError(number, f"{os.strerror(number)}: {words}", f"crucible://{path}")
