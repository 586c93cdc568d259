"""Keys that a command gets: shown, or written to a file, and only if one of these was asked for before it is made."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .answer import Said
from .command import Flag
from .failure import FAILED, EndedError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..credentials import Secret


def key_flags() -> list[click.Parameter]:
    """Return the flags that say what becomes of a key."""
    return [
        Flag(["--show-key"], is_flag=True, help="Print it."),
        Flag(
            ["--key-file"],
            type=click.Path(dir_okay=False),
            metavar="PATH",
            help="Write it to a new file that nobody else can read.",
        ),
        Flag(
            ["--existing"],
            type=click.Choice(["error", "overwrite"]),
            help="What to do if there is a file at that place.  [default: error]",
        ),
    ]


def with_key(
    get: Callable[[], tuple[Secret, dict[str, Any]]], *, show_key: bool, key_file: str | None, existing: str | None
) -> Said:
    """Get a key and do with it what was asked for.

    Parameters
    ----------
    get
        Gets it, and whose it is. Called after all was checked: a file that cannot be written is known by then.
    show_key, key_file, existing
        What the flags say.

    Raises
    ------
    UsageError
        Nothing would become of the key.
    RefusedError
        There is a file at that place.
    """
    checked_flags(show_key=show_key, key_file=key_file, existing=existing)
    if key_file is None:
        key, whose = get()
    else:
        key, whose = _written(get, Path(key_file), overwrite=existing == "overwrite")
    told = dict(whose)
    if key_file is not None:
        told["key_file"] = key_file
    if show_key:
        told["api_key"] = key.reveal()
    return Said(key.reveal() if show_key else f"The key is in {key_file}.", told)


def checked_flags(*, show_key: bool, key_file: str | None, existing: str | None) -> None:
    """Raise if nothing would become of a key, or if a file is in its place."""
    if not show_key and key_file is None:
        raise click.UsageError("Say what becomes of the key: --show-key prints it, --key-file PATH writes it.")
    if existing is not None and key_file is None:
        raise click.UsageError("--existing goes with --key-file.")
    if key_file is not None and existing != "overwrite" and Path(key_file).exists():
        raise _taken(Path(key_file))


def _taken(path: Path) -> RefusedError:
    return RefusedError(f"{path} exists. Nothing was done; --existing overwrite replaces it.")


def _written(
    get: Callable[[], tuple[Secret, dict[str, Any]]], path: Path, *, overwrite: bool
) -> tuple[Secret, dict[str, Any]]:
    """Make the file, get the key, write it; where that fails there is no new file."""
    place = path.with_name(f"{path.name}.new") if overwrite else path
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise _taken(place) from error
    key = None
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            key, whose = get()
            file.write(f"{key.reveal()}\n")
        if overwrite:
            place.replace(path)
    except BaseException as error:
        place.unlink(missing_ok=True)
        if key is not None and isinstance(error, OSError):
            raise EndedError(
                f"{path}: {error.strerror or error}. The key was made, and is lost: ask for another one.", FAILED
            ) from error
        raise
    return key, whose
