"""What unfinished downloads have left beside files that are complete now."""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import TransferError
from .locks import open_locked
from .partial import ENDINGS, is_unfinished, notes_path, shortened, taken
from .report import place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .report import FileLine


def remove_leftovers(lines: Iterable[FileLine]) -> None:
    """Remove what earlier runs have left of files that were saved now, whatever content they were to have.

    Each folder is listed once. What a download has that runs now is left alone, and so is what cannot be removed.
    """
    names: defaultdict[str, list[str]] = defaultdict(list)
    for line in lines:
        if line.state == "saved" and (path := place(line)) is not None:
            folder, name = os.path.split(path)
            names[folder].append(name)
    for folder, saved in names.items():
        with suppress(OSError):
            with os.scandir(folder) as entries:
                unfinished = [Path(entry.path) for entry in entries if entry.name.endswith(ENDINGS)]
            known = set(map(shortened, saved)) if unfinished else set()
            for found in unfinished:
                if is_unfinished(found) and found.stem.rpartition(".")[0] in known:
                    with suppress(OSError, TransferError):
                        _remove(found.with_suffix(".part"))


def _remove(part: Path) -> None:
    """Remove a ``.part``, which may be missing, and its notes, which it has the lock of."""
    descriptor = open_locked(part, 0o666, taken=taken(part))
    try:
        notes_path(part).unlink(missing_ok=True)
        if sys.platform != "win32":  # where an open file cannot be removed
            part.unlink()
    finally:
        os.close(descriptor)
    part.unlink(missing_ok=True)
