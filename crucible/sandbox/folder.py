"""The folder that holds a sandbox: whether it may, and how what others must not read is written there."""

from __future__ import annotations

import contextlib
import os
import secrets
from typing import TYPE_CHECKING

from crucible.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATABASE = "crucible.db"
LOG = "server.log"
PORTS = "ports.json"


@contextlib.contextmanager
def explained(root: Path) -> Iterator[None]:
    """Turn what the system has against a folder into an error that says so."""
    try:
        yield
    except OSError as error:
        raise ConfigError(
            f"{root} cannot hold a sandbox: {error.strerror}.", hint="Name a folder that you can write to."
        ) from error


def prepare(root: Path) -> None:
    """Make a folder; refuse one with other people's files, so that none of them can be mistaken for the sandbox's."""
    if any("\ud800" <= sign <= "\udfff" for sign in str(root)):  # bytes that are no text in this locale
        raise ConfigError(f"{str(root)!a} cannot hold a sandbox: its name is not text.", hint="Name another folder.")
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = {path.name.removesuffix(".new") for path in root.iterdir()}
    if names - {"lock", LOG, PORTS, "restoring", "restored"} and DATABASE not in names:
        raise ConfigError(f"{root} is not empty and not a sandbox's folder.", hint="Name a new or an empty one.")


def secret(path: Path) -> bytes:
    """Return what links are signed with; it is made once per folder."""
    try:
        kept = path.read_bytes()
    except FileNotFoundError:
        kept = b""
    if len(kept) < 32:
        kept = secrets.token_bytes(32)
        write_privately(path, kept)
    return kept


def write_privately(path: Path, content: bytes) -> None:
    """Write a file that only this user can read, in one step."""
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    temporary.replace(path)
