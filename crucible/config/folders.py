"""Where files of this user lie on each platform, and how a file with a secret is written.

Source: the XDG base directories on Linux, Apple's and Microsoft's folders for the data of programs. Windows' local
folder is used, not the roaming one: a key does not follow its user to other machines.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..credentials import Secret

FILE_VARIABLE = "CRUCIBLE_CONFIG_FILE"
FOLDER = "crucible"
OTHERS_MAY = 0o077


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
        return Path(named).expanduser()
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


def _home(environ: Mapping[str, str]) -> Path:
    named = environ.get("USERPROFILE" if sys.platform == "win32" else "HOME")
    return Path(named) if named else Path.home()


def write_privately(path: Path, text: Secret) -> None:
    """Replace a file in one step; from its first byte on nobody else can read it, nor look into its folder.

    Raises
    ------
    ConfigError
        The file cannot be written.
    """
    import secrets  # few write

    path = Path(os.path.realpath(path))  # the file that a link points to is replaced, not the link
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.parent.name == FOLDER:  # a folder that somebody else chose is not ours to close
            path.parent.chmod(0o700)
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text.reveal())
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise ConfigError(f"{path} cannot be written: {error.strerror or error}.") from error


def is_open_to_others(path: Path) -> bool:
    """Whether others than the owner may read or change a file, as far as the platform can tell."""
    return sys.platform != "win32" and bool(path.stat().st_mode & OTHERS_MAY)
