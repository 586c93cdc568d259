"""Several files, read in processes of their own, as many at a time as there are processors."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ..errors import NotInstalledError, ParserError
from . import NotSupportedError, Parsed, installed
from .apart import MOST_FILES_OF_ONE_PROCESS, Limits, StoppedError, check_recognised, parse_batch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from . import Parser

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
    is_stopped: Callable[[], bool] = lambda: False,
) -> list[ReadFile]:
    """Return what each file says about itself.

    Parameters
    ----------
    files
        Paths and names.
    limits
        For each.
    on_read
        Called with each, from the calling thread, in the order of `files`, as soon as the process that read it has read
        its others.
    is_stopped
        Asked twenty times a second whether to give up.

    Raises
    ------
    StoppedError
        `is_stopped` said so.
    NotInstalledError
        A file could be read with a library that is not installed.
    """
    given = [(Path(path), name) for path, name in files]
    parsers = installed()
    ended = threading.Event()
    at_once = min(os.cpu_count() or 1, MOST_AT_ONCE)
    size = max(1, min(MOST_FILES_OF_ONE_PROCESS, -(-len(given) // at_once)))

    def read(begin: int) -> list[ReadFile]:
        return _read(given[begin : begin + size], limits, parsers, lambda: ended.is_set() or is_stopped())

    result: list[ReadFile] = []
    with ThreadPoolExecutor(at_once, "crucible-parsers") as pool:
        try:
            for some in pool.map(read, range(0, len(given), size)):
                result += some
                if on_read is not None:
                    for one in some:
                        on_read(one)
        except BaseException:
            ended.set()  # or leaving the pool would wait for all of them
            raise
    if is_stopped():
        raise StoppedError
    return result


def _read(
    files: Sequence[tuple[Path, str]], limits: Limits | None, parsers: Sequence[Parser], is_stopped: Callable[[], bool]
) -> list[ReadFile]:
    """Read files one after the other, those that a parser recognises."""
    found: dict[int, Parsed | ParserError | NotInstalledError] = {}
    for number, (path, name) in enumerate(files):
        try:
            check_recognised(path, name, parsers)
        except ParserError as error:
            found[number] = error
    left = [number for number in range(len(files)) if number not in found]
    with suppress(StoppedError):
        found.update(zip(left, parse_batch([files[number] for number in left], limits, is_stopped), strict=True))
    return [_outcome(path, name, found.get(number)) for number, (path, name) in enumerate(files)]


def _outcome(path: Path, name: str, found: Parsed | ParserError | NotInstalledError | None) -> ReadFile:
    if isinstance(found, NotInstalledError):
        raise found
    if isinstance(found, NotSupportedError):
        return ReadFile(name=name, path=path, state="unknown", reason=found.message.removeprefix(f"{name}: "))
    if isinstance(found, ParserError):
        return ReadFile(name=name, path=path, state="failed", reason=str(found).removeprefix(f"{name}: "))
    return ReadFile(name=name, path=path, state="read" if found else "failed", found=found)
