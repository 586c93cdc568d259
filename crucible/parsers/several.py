"""Several files, each read in a process of its own, as many at a time as there are processors."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ..errors import ParserError
from . import NotSupportedError, Parsed, installed
from .apart import Limits, StoppedError, parse_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST_AT_ONCE = 8

ReadState: TypeAlias = Literal["read", "unknown", "failed"]
"""``read``; ``unknown``: no parser knows such files; ``failed``: broken, too large, or not within the limits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """What was read out of one file.

    Attributes
    ----------
    name
        Its name in the dataset.
    path
        Where it is on this machine.
    state
        See `ReadState`.
    reason
        Why it was not read.
    found
        What it says, if it was read.
    """

    name: str
    path: Path
    state: ReadState
    reason: str = ""
    found: Parsed | None = None

    def __str__(self) -> str:
        said = self.found.ingestion_class if self.found else self.reason
        return f"{self.state:<8} {self.name}  {said}".rstrip()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        found = self.found.to_dict() if self.found else {}
        return {
            "name": self.name,
            "path": str(self.path),
            "state": self.state,
            "reason": self.reason or None,
            "ingestion_class": found.get("ingestion_class"),
            "fields": found.get("fields", {}),
            "scientific_metadata": found.get("scientific_metadata", {}),
            "keywords": found.get("keywords", []),
            "thumbnails": found.get("thumbnails", []),
        }


def read_files(
    files: Iterable[tuple[str | os.PathLike[str], str]],
    limits: Limits | None = None,
    on_read: Callable[[ReadFile], None] | None = None,
) -> list[ReadFile]:
    """Return what each file says about itself.

    Parameters
    ----------
    files
        Paths and names.
    limits
        For each.
    on_read
        Called with each as it comes, from the calling thread, in the order of `files`.

    Raises
    ------
    NotInstalledError
        A file could be read with a library that is not installed.
    """
    parsers = installed()
    ended = threading.Event()

    def read(file: tuple[str | os.PathLike[str], str]) -> ReadFile:
        path, name = Path(file[0]), file[1]
        try:
            found = parse_apart(path, name, limits=limits, parsers=parsers, is_stopped=ended.is_set)
        except NotSupportedError as error:
            return ReadFile(name=name, path=path, state="unknown", reason=error.message.removeprefix(f"{name}: "))
        except (ParserError, StoppedError) as error:
            return ReadFile(name=name, path=path, state="failed", reason=str(error).removeprefix(f"{name}: "))
        return ReadFile(name=name, path=path, state="read", found=found)

    result: list[ReadFile] = []
    with ThreadPoolExecutor(min(os.cpu_count() or 1, MOST_AT_ONCE), "crucible-parsers") as pool:
        try:
            for one in pool.map(read, files):
                result.append(one)
                if on_read is not None:
                    on_read(one)
        except BaseException:
            ended.set()  # or leaving the pool would wait for all of them
            raise
    return result
