"""What was used lately: ids with their names, projects, measurements, for completion in the shell.

One small file in the user's state folder, which nobody else can read. It holds no keys. Whatever is wrong with it, no
command fails: completion then knows less. Of two commands that end at once, one may be forgotten.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

if TYPE_CHECKING:
    from pathlib import Path

    from click.shell_completion import CompletionItem

MOST: Final = 400
"""Lines of the file."""
MOST_OF_RUN: Final = 100
"""What one run can add, so that a long list does not drive out everything else."""
MOST_SHOWN: Final = 40
LONGEST: Final = 120
UNQUOTED: Final = re.compile(r"[^\w@%+=:,./-]")
ANY: Final = ("dataset", "sample", "file", "project", "instrument")
# By the class of a record: the kind, and the fields with its id and its name. Projects are named by their slugs.
RECORDS: Final = {
    "Dataset": ("dataset", "unique_id", "dataset_name"),
    "Sample": ("sample", "unique_id", "sample_name"),
    "Project": ("project", "project_id", "title"),
    "Instrument": ("instrument", "instrument_id", "instrument_name"),
    "File": ("file", "mfid", "filename"),
    "User": ("user", "username", "email"),
    "PublicUser": ("user", "username", "last_name"),
    "ServiceAccount": ("user", "username", "username"),
    "AccessGroup": ("group", "group_name", "group_name"),
    "Keyword": ("keyword", "keyword", "keyword"),
}
# Fields of records that are completed as well.
FIELDS: Final = {
    "project_id": "project",
    "measurement": "measurement",
    "sample_type": "sample_type",
    "session_name": "session",
}


class Used(NamedTuple):
    """One line of the file."""

    kind: str
    value: str
    name: str = ""


def path() -> Path:
    """Return where the file is."""
    from ..config.folders import state_folder

    return state_folder() / "recent.tsv"


class Recent:
    """Gathers what one run uses and shows, and adds it to the file when the run has ended well."""

    def __init__(self) -> None:
        self._new: dict[Used, None] = {}

    def saw(self, item: Any) -> None:  # Any: whatever a command answers
        """Take note of a record that is shown."""
        if len(self._new) >= MOST_OF_RUN or not isinstance(item, Mapping):
            return
        kind = RECORDS.get(type(item).__name__.removeprefix("Bound"))
        if kind is not None:
            self._take(kind[0], item.get(kind[1]), item.get(kind[2]))
            for name, field in FIELDS.items():
                self._take(field, item.get(name))

    def used(self, kind: str | None, values: Any) -> None:
        """Take note of a value that was given for a parameter."""
        if kind is not None:
            for value in values if isinstance(values, (list, tuple)) else [values]:
                if value != "-":
                    self._take(kind, value)

    def _take(self, kind: str, value: object, name: object = "") -> None:
        if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= LONGEST:
            return
        if any(one.value == value and (kind == "any" or (one.kind == kind and not name)) for one in self._new):
            return
        text = name if isinstance(name, str) and name.isprintable() and name != value else ""
        self._new[Used(kind, value, text[:LONGEST])] = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None and self._new:
            with suppress(Exception):  # a disk without room, a folder of somebody else: then it is not remembered
                _write(merged(list(self._new), read()))


def merged(new: list[Used], old: list[Used]) -> list[Used]:
    """Return the lines of the file: each value once, with its best known kind and name, the latest first.

    >>> merged([Used("any", "a")], [Used("sample", "b"), Used("dataset", "a", "film")])
    [Used(kind='dataset', value='a', name='film'), Used(kind='sample', value='b', name='')]
    """
    kept: dict[tuple[str, str], Used] = {}
    known = {one.value: one for one in reversed(old) if one.kind != "any"}
    for one in [*new, *old]:
        best = known.get(one.value, one) if one.kind == "any" else one
        key = (best.kind, best.value)
        if key not in kept or (best.name and not kept[key].name):
            kept[key] = best
    return list(kept.values())[:MOST]


def read() -> list[Used]:
    """Return the lines of the file, the latest first; what is damaged is left out."""
    try:
        lines = path().read_text("utf-8", errors="replace").splitlines()
    except Exception:  # no file, no home folder
        return []
    parts = [line.split("\t") for line in lines[:MOST]]
    return [Used(*part) for part in parts if len(part) == 3 and all(one.isprintable() for one in part) and part[1]]


def _write(lines: list[Used]) -> None:
    place = path()
    text = "".join(f"{one.kind}\t{one.value}\t{one.name}\n" for one in lines)
    with suppress(FileNotFoundError):
        if place.read_text("utf-8", errors="replace") == text:
            return
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        new.replace(place)
    finally:
        new.unlink(missing_ok=True)


def completed(kind: str, begun: str) -> list[CompletionItem]:
    """Return what was used lately and begins like this, with names as explanations.

    Parameters
    ----------
    kind
        Of record or field; ``any`` for records of all kinds.
    begun
        What was typed. It may also be the beginning of a name.
    """
    from click.shell_completion import CompletionItem

    kinds = (*ANY, "any") if kind == "any" else (kind, "any") if kind in ANY else (kind,)
    found = [one for one in read() if one.kind in kinds and one.value.startswith(begun)]
    if os.environ.get("_CRUCIBLE_COMPLETE", "").startswith("bash"):  # which quotes nothing by itself
        found = [one for one in found if not UNQUOTED.search(one.value)]
    return [CompletionItem(one.value, help=_explained(one, kind)) for one in found[:MOST_SHOWN]]


def _explained(one: Used, kind: str) -> str | None:
    if kind == "any" and one.kind != "any":
        return f"{one.kind} {one.name}".strip()
    return one.name or None
