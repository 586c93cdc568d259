"""Where files of this user lie on each platform, and how a file with a secret is written.

Source: the XDG base directories on Linux, Apple's and Microsoft's folders for the data of programs. Windows' local
folder is used, not the roaming one: a key does not follow its user to other machines.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..credentials import Secret

FILE_VARIABLE = "CRUCIBLE_CONFIG_FILE"
FOLDER = "crucible"
OTHERS_MAY = 0o077
# Changing the file takes a moment; who still waits then waits for a process that hangs.
LOCKED_SECONDS = 10.0
AGAIN_SECONDS = 0.02


class Variables(Mapping[str, str]):
    """Variables that no traceback shows: one of them may be a key."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Variables({', '.join(self)})"


def config_file(environ: Mapping[str, str] | None = None) -> Path:
    """Return the path of the user's configuration file, whether it is there or not.

    Parameters
    ----------
    environ
        Variables to look into; those of the process by default. ``CRUCIBLE_CONFIG_FILE`` names another file.
    """
    environ = os.environ if environ is None else environ
    if named := environ.get(FILE_VARIABLE):
        return expanded(named)
    return config_folder(environ) / FOLDER / "config.toml"


def config_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder in which programs keep the settings of this user."""
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or _home(environ) / "AppData" / "Local")
    if sys.platform == "darwin":
        return _home(environ) / "Library" / "Application Support"
    return Path(environ.get("XDG_CONFIG_HOME") or _home(environ) / ".config")


def data_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder in which programs keep the data of this user."""
    if sys.platform in ("win32", "darwin"):
        return config_folder(environ)
    return Path(environ.get("XDG_DATA_HOME") or _home(environ) / ".local" / "share")


def state_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Return the folder in which this package notes, for this user, how far something has come."""
    environ = os.environ if environ is None else environ
    if sys.platform in ("win32", "darwin"):
        return config_folder(environ) / FOLDER
    return Path(environ.get("XDG_STATE_HOME") or _home(environ) / ".local" / "state") / FOLDER


def _home(environ: Mapping[str, str]) -> Path:
    named = environ.get("USERPROFILE" if sys.platform == "win32" else "HOME")
    home = Path(named) if named else expanded("~")
    if home == Path("~"):
        raise ConfigError(
            "This user has no home folder.", hint=f"Set HOME, or name the configuration file with {FILE_VARIABLE}."
        )
    return home


def expanded(path: str | os.PathLike[str]) -> Path:
    """Return a path with a home folder in place of ``~``; without one it stays as it is."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 - that of pathlib raises where there is no home


@contextmanager
def changing(environ: Mapping[str, str] | None = None) -> Iterator[Path]:
    """Yield the path of the user's configuration file, which nobody else changes while the block runs.

    Its folder is made if it is missing, for this user alone. What others hold on to is an empty file beside it, because
    the file itself is replaced by each change.

    Raises
    ------
    ConfigError
        The folder cannot be used, or somebody else keeps changing the file.
    """
    environ = os.environ if environ is None else environ
    named = config_file(environ)
    path = Path(os.path.realpath(named))  # the file that a link points to is replaced, not the link
    try:
        make_folder(path.parent)
        # A folder that somebody else chose is not ours to close.
        if not (environ.get(FILE_VARIABLE) or named.is_symlink() or named.parent.is_symlink()):
            path.parent.chmod(0o700)
        lock = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        end = time.monotonic() + LOCKED_SECONDS
        while not _is_locked(lock):
            if time.monotonic() > end:
                raise ConfigError(f"Another process is changing {path}.", hint="Try again when it has ended.")
            time.sleep(AGAIN_SECONDS)
        try:
            yield path
        finally:
            _unlock(lock)
    finally:
        os.close(lock)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for this user alone, as the XDG base directories ask for."""
    for one in reversed([folder, *folder.parents]):
        if not one.exists():
            one.mkdir(0o700, exist_ok=True)


def _is_locked(file: int) -> bool:
    """Take the lock of a file, if nobody has it; a file system without locks has none to wait for."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return not isinstance(error, BlockingIOError | PermissionError)
    return True


def _unlock(file: int) -> None:
    """Give the lock back; closing would not do it while a process that was forked meanwhile has the file open."""
    with suppress(OSError):
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_UN)


def write_privately(path: Path, text: Secret, *, durable: bool = True) -> None:
    """Replace a file that is being changed, in one step; from its first byte on nobody else can read it.

    Parameters
    ----------
    path, text
        The file and what it will hold.
    durable
        Whether it is to survive a loss of power as well; that takes a moment.

    Raises
    ------
    ConfigError
        The file cannot be written.
    """
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.unlink(missing_ok=True)  # of a process that was killed: it may have a key
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text.reveal())
            file.flush()
            if durable:
                os.fsync(file.fileno())
        _replace(temporary, path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise _unwritable(path, error) from error


def _replace(source: Path, target: Path) -> None:
    for _ in range(50 if sys.platform == "win32" else 0):
        try:
            source.replace(target)
        except PermissionError:  # there a file that somebody reads cannot be replaced
            time.sleep(AGAIN_SECONDS)
        else:
            return
    source.replace(target)


def _unwritable(path: Path, error: OSError) -> ConfigError:
    return ConfigError(
        f"{path} cannot be written: {error.strerror or error}.",
        hint=f"Make its folder yours, or name another file with {FILE_VARIABLE}.",
    )


def is_open_to_others(path: Path) -> bool:
    """Whether others than the owner may read or change a file, as far as the platform can tell."""
    return sys.platform != "win32" and bool(path.stat().st_mode & OTHERS_MAY)
