"""The manifest: what transfers have brought into a folder, one line of JSON for each file.

It lies in the folder that has the files, so that it goes where they go, and `crucible.transfer.verify` can compare them
with it where there is no network. It is called ``.<id of the dataset>.manifest.jsonl``: several datasets may share a
folder, and a data file of that name could only be made on purpose. Such a file is reported as colliding, like one that
is called ``record.json``.

A line is an object with ``name``, ``size``, ``sha256``, ``mfid``, ``dataset``, ``state``, ``time`` and ``note``
(such as that its checksum was not compared).
The newest line about a file replaces the one before; lines about files that were not part of a transfer stay.
"""

from __future__ import annotations

import json
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..errors import TransferError
from .events import COMPLETE
from .partial import PartialFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from .report import FileLine

_NAME = re.compile(r"\.(?P<dataset_id>[0-9A-Za-z_-]{1,64})\.manifest\.jsonl")
_PATIENCE_SECONDS = 10.0
_PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a manifest says about a file."""

    name: str
    dataset_id: str
    size_bytes: int | None
    sha256: str | None
    mfid: str
    state: str
    time: str
    note: str

    def text(self) -> str:
        """Return its line, without the end."""
        wire = {
            "name": self.name,
            "size": self.size_bytes,
            "sha256": self.sha256,
            "mfid": self.mfid or None,
            "dataset": self.dataset_id or None,
            "state": self.state,
            "time": self.time,
            "note": self.note or None,
        }
        return json.dumps(wire, ensure_ascii=True)

    @classmethod
    def read(cls, text: str) -> Entry | None:
        """Read a line; one that is no entry is None."""
        try:
            wire = json.loads(text)
        except ValueError:
            return None
        if not isinstance(wire, dict) or not isinstance(wire.get("name"), str):
            return None
        size, sha256 = wire.get("size"), wire.get("sha256")
        return cls(
            name=wire["name"],
            dataset_id=str(wire.get("dataset") or ""),
            size_bytes=size if isinstance(size, int) else None,
            sha256=sha256 if isinstance(sha256, str) else None,
            mfid=str(wire.get("mfid") or ""),
            state=str(wire.get("state")),
            time=str(wire.get("time") or ""),
            note=str(wire.get("note") or ""),
        )


def manifest_name(dataset_id: str) -> str:
    """Return what the manifest of a dataset is called."""
    return f".{dataset_id}.manifest.jsonl"


def dataset_of(name: str) -> str | None:
    """Return whose manifest has this name; None if it is none."""
    found = _NAME.fullmatch(name)
    return found and found["dataset_id"]


def read(path: Path) -> dict[str, Entry]:
    """Return what a manifest says, by the names of the files; nothing if there is none."""
    return {entry.name: entry for entry in _entries(path)}


def _entries(path: Path) -> Iterator[Entry]:
    with suppress(FileNotFoundError), path.open(encoding="utf-8", errors="replace") as opened:
        for line in opened:
            if (entry := Entry.read(line)) is not None:
                yield entry


def add(folder: Path, dataset_id: str, lines: Iterable[FileLine]) -> None:
    """Write what became of files that are here now into the manifest of their folder, in one step.

    Parameters
    ----------
    folder
        Where they are.
    dataset_id
        Whose they are.
    lines
        Of the report; those of files that are not here are passed over.

    Raises
    ------
    TransferError
        If another process does not let go of the manifest.
    OSError
        If it cannot be written.
    """
    here = {line.name: line for line in lines if line.state in COMPLETE}
    if not here:
        return
    path, now = folder / manifest_name(dataset_id), datetime.now(UTC).isoformat(timespec="seconds")
    with _owned(path) as part:
        before = {entry.name: entry for entry in _entries(path) if entry.name not in here}
        for name in sorted({*before, *here}):  # line by line, because there may be very many
            entry = _entry(here[name], dataset_id, now) if name in here else before[name]
            part.append(f"{entry.text()}\n".encode())
        part.commit()


def _entry(line: FileLine, dataset_id: str, now: str) -> Entry:
    return Entry(
        name=line.name,
        dataset_id=dataset_id,
        size_bytes=line.size_bytes,
        sha256=line.sha256,
        mfid=line.mfid,
        state=line.state,
        time=now,
        note=line.reason,
    )


def _owned(path: Path) -> PartialFile:
    """Return the file that will be the manifest; wait if another process or thread writes it now."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return PartialFile(path, None)
        except TransferError:
            if time.monotonic() > end:
                raise
            time.sleep(_PAUSE_SECONDS)
