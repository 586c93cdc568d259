"""What is sent: files, folders and globs, each file with the name that it gets, decided before the first byte.

1. A file gets the last part of its path as its name; in a dictionary, its key.
2. The files of a folder get their paths inside it, so that what was downloaded and what is uploaded look the same. In a
   dictionary, the key of a folder comes before them.
3. A text that names nothing here and has ``*``, ``?`` or ``[`` is a glob in the language of `crucible.transfer.globs`.
   What stands before its first part with such a character is the folder that it is about: ``runs/*.h5`` is the same as
   the folder ``runs`` with ``include="/*.h5"``, and ``*.h5`` is the current folder with ``include="*.h5"``.
4. `include` and `exclude` choose among the files of folders and globs; a file that is named itself is always sent.
5. Hidden files are files like all others.
6. A symbolic link that is named itself is followed. Inside a folder, one to a file that is also inside is sent as that
   file. One to a folder, to nothing, or out of the folder is left, and so are pipes, sockets and devices: the report
   has a line for each. `exclude` takes them away.
7. Datasets have no folders, only names with ``/``; so an empty folder leaves nothing there, and that is said.
8. What downloads have put beside the files is no data: manifests, unfinished files, and the ``record.json`` of a
   download.
9. Two files that would have one name are refused, and so are names that differ by case alone, or of which one is a
   folder of the other: such a dataset could not be downloaded everywhere.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ..errors import TransferError, UsageError
from ..ids import is_mfid
from . import manifest
from .globs import Selection
from .names import RECORD_NAME, check_name, collisions
from .partial import is_unfinished
from .report import named
from .source import Source
from .upload import checked_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .events import State

LocalPath: TypeAlias = str | os.PathLike[str]
Paths: TypeAlias = LocalPath | Iterable[LocalPath] | Mapping[str, LocalPath]

_MAGIC = frozenset("*?[")
# A record is smaller; whatever else has its name need not fit into memory.
_MOST_RECORD_BYTES = 16 * 1024 * 1024
_ANOTHER_NAME = "Give {name: path, ...} with different names."


@dataclass(frozen=True, slots=True)
class Chosen:
    """One file and its name in the dataset.

    Attributes
    ----------
    path, name
        Where it is, and what it will be called.
    size_bytes
        When it was looked at.
    state, reason
        ``failed`` or ``left`` if it cannot be sent, and why.
    """

    path: str
    name: str
    size_bytes: int = 0
    state: State | None = None
    reason: str = ""


@dataclass(slots=True)
class Choice:
    """What is sent.

    Attributes
    ----------
    files
        In the order of the arguments, and of each folder in the order of their names, files before folders.
    notices, remarks
        What is to be said aloud about the whole, and what only the report says.
    roots
        Folders whose files have the same names in the dataset, with the places of these files among `files`.
    """

    files: list[Chosen] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    roots: list[tuple[Path, range]] = field(default_factory=list)


def choose(
    paths: Paths,
    *,
    include: str | Iterable[str] | None = None,
    exclude: str | Iterable[str] | None = None,
    prefix: str = "",
    strict: bool = False,
) -> Choice:
    """Find out what is sent, and under which names.

    Parameters
    ----------
    paths
        A file, a folder or a glob; several of them; or a dictionary of them by the names that they get.
    include, exclude
        Patterns that choose among the files of folders and globs.
    prefix
        A folder in the dataset that all names are put into.
    strict
        Whether each file must be readable now.

    Raises
    ------
    UsageError
        Something that was named is not there or cannot be read, a pattern finds nothing or cannot find anything, a name
        cannot be used, or two files would collide.
    """
    if isinstance(paths, str | os.PathLike):
        paths = [paths]
    if not isinstance(paths, Iterable):
        raise UsageError(f"{paths!r} names no file.", hint="Give a path, a list of paths, or {name: path, ...}.")
    named_paths = paths.items() if isinstance(paths, Mapping) else ((None, path) for path in paths)
    finding = _Finding(Selection(include, exclude), Selection(exclude=exclude), prefix.strip("/"))
    for name, path in named_paths:
        finding.add(path, name)
    choice = finding.ended()
    if strict:
        _check_readable(choice)
    return choice


class _Finding:
    """Looks for files, argument by argument."""

    def __init__(self, selection: Selection, kept: Selection, prefix: str) -> None:
        self._selection = selection
        self._kept = kept
        self._prefix = prefix and checked_name(prefix)
        self._choice = Choice()
        self._places: dict[str, int] = {}
        self._empty: list[str] = []
        self._own = 0

    def add(self, path: LocalPath, name: str | None) -> None:
        """Add what one argument names."""
        text = os.fspath(path) if isinstance(path, str | os.PathLike) else None
        if not isinstance(text, str) or not text:
            raise UsageError(f"{path!r} names no file.", hint="Give paths as texts or pathlib.Path.")
        if not isinstance(name, str | None):
            raise UsageError(f"{name!r} is no name for {text}.", hint="Give {name: path, ...} with names as texts.")
        first = len(self._choice.files)
        if os.path.isdir(text):  # noqa: PTH112 - it never raises
            inside = _joined(self._prefix, (name or "").strip("/"))
            found = self._add_all(_Walk(text, [self._selection], self._kept), inside and checked_name(inside))
            if not inside:
                self._choice.roots.append((Path(text), range(first, len(self._choice.files))))
            if not found:
                self._choice.notices.append(self._nothing_in(text))
        elif _MAGIC.isdisjoint(text) or os.path.lexists(text):
            with Source(text) as source:
                base = Path(text).name if name is None else name
                self._take(Chosen(text, checked_name(_joined(self._prefix, base)), source.size_bytes))
        else:
            folder, pattern, deepest = _glob(text)
            inside = _joined(self._prefix, (name or "").strip("/"))
            walk = _Walk(folder, [Selection(pattern), self._selection], self._kept, deepest)
            if not Path(folder).is_dir() or not self._add_all(walk, inside and checked_name(inside)):
                raise UsageError(
                    f"{text} finds nothing.",
                    hint=f"It was looked for in {Path(folder).resolve()}. Without /, a pattern is about any folder.",
                )

    def _nothing_in(self, folder: str) -> str:
        patterns = f"include={list(self._selection.include)}, exclude={list(self._selection.exclude)}"
        chosen = bool(self._selection.include or self._selection.exclude)
        return f"No file of {folder} is chosen by {patterns}." if chosen else f"{folder} has no files."

    def _add_all(self, walk: _Walk, inside: str) -> int:
        """Add the files of a folder, and return how many there are."""
        found = 0
        for one in walk.files():
            self._take(_within(inside, one))
            found += 1
        self._empty += walk.empty
        self._own += walk.own
        return found

    def _take(self, chosen: Chosen) -> None:
        place = self._places.get(chosen.name)
        if place is None:
            self._places[chosen.name] = len(self._choice.files)
            self._choice.files.append(chosen)
            return
        other = self._choice.files[place]
        if os.path.realpath(other.path) != os.path.realpath(chosen.path):
            raise UsageError(
                f"Two files would be called {chosen.name!r}: {other.path} and {chosen.path}.", hint=_ANOTHER_NAME
            )

    def ended(self) -> Choice:
        """Return what was found, if all of it can stand in one dataset."""
        found = collisions(
            (one.name for one in self._choice.files if one.state is None), case_matters=False, reserved=()
        )
        if found:
            name, other = min(found.items())
            one, two = (self._choice.files[self._places[each]] for each in (name, other))
            why = "is a folder of the other" if len(name) != len(other) else "cannot be told from the other everywhere"
            raise UsageError(
                f"{one.path} and {two.path} would be called {name!r} and {other!r}, of which one {why}.",
                hint=_ANOTHER_NAME,
            )
        choice = self._choice
        left = [one.name for one in choice.files if one.state == "left"]
        if left:
            choice.notices.append(f"{len(left)} links and special files were not sent: {named(left)}.")
        if self._empty:
            choice.remarks.append(f"Empty folders leave nothing in a dataset: {named(self._empty)}.")
        if self._own:
            choice.remarks.append(f"{self._own} files that downloads have left beside the others were not sent.")
        if RECORD_NAME in self._places:
            choice.notices.append(f"A file is called {RECORD_NAME}: downloads can only store it with no_record=True.")
        return choice


class _Walk:
    """The files below a folder that patterns choose.

    Attributes
    ----------
    empty
        Names of folders with nothing in them.
    own
        How many files were passed over because downloads have made them.
    """

    def __init__(self, root: str, selections: list[Selection], kept: Selection, deepest: int | None = None) -> None:
        self._root = root
        self._real = os.path.realpath(root)
        self._selections = selections
        self._kept = kept
        self._deepest = deepest
        self.empty: list[str] = []
        self.own = 0

    def files(self) -> Iterator[Chosen]:
        """Yield the files in the order of their names, folder by folder."""
        waiting = [""]  # no recursion: folders may be nested deeper than calls
        while waiting:
            inside = waiting.pop()
            try:
                with os.scandir(Path(self._root, inside)) as entries:
                    found = sorted(entries, key=lambda entry: entry.name)
            except OSError as error:
                if not inside:
                    raise UsageError(
                        f"{self._root} cannot be read: {error.strerror}.", hint="Give a folder that you may read."
                    ) from error
                if f"{inside}x" in self._kept:
                    path = str(Path(self._root, inside))
                    yield Chosen(path, inside, state="failed", reason=f"the folder cannot be read: {error.strerror}")
                continue
            if not found and f"{inside}x" in self._kept:
                self.empty.append(inside or self._root)
            folders = []
            for entry in found:
                name = inside + entry.name
                if _is_folder(entry):
                    if self._deepest is None or name.count("/") < self._deepest:
                        folders.append(f"{name}/")
                elif all(name in selection for selection in self._selections):
                    if _is_own(entry):
                        self.own += 1
                    else:
                        yield self._looked_at(entry, name)
            waiting += reversed(folders)

    def _looked_at(self, entry: os.DirEntry[str], name: str) -> Chosen:
        path = entry.path
        try:
            if entry.is_symlink():
                path = os.path.realpath(path)
                if not _is_below(path, self._real):
                    return Chosen(entry.path, name, state="left", reason=f"it is a link out of the folder, to {path}")
                if not Path(path).exists():
                    return Chosen(entry.path, name, state="left", reason="it is a link to nothing")
                if Path(path).is_dir():
                    return Chosen(entry.path, name, state="left", reason="it is a link to a folder")
            status = entry.stat()
            if not stat.S_ISREG(status.st_mode):
                return Chosen(path, name, state="left", reason=f"it is {_kind(status.st_mode)}")
            return Chosen(path, check_name(name), status.st_size)
        except TransferError as error:
            return Chosen(path, name, state="failed", reason=error.message)
        except OSError as error:
            return Chosen(path, name, state="failed", reason=f"it cannot be read: {error.strerror}")


def _is_own(entry: os.DirEntry[str]) -> bool:
    """Whether a file was made by a download."""
    if manifest.dataset_of(entry.name) or is_unfinished(Path(entry.name)):
        return True
    if entry.name != RECORD_NAME or not entry.is_file(follow_symlinks=False):
        return False
    path = Path(entry.path)
    try:
        if path.stat().st_size > _MOST_RECORD_BYTES:
            return False
        record = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    mfid = record.get("unique_id") if isinstance(record, dict) else None
    if not isinstance(mfid, str) or not is_mfid(mfid):
        return False
    return path.parent.resolve().name == mfid or path.with_name(manifest.manifest_name(mfid)).exists()


def _is_folder(entry: os.DirEntry[str]) -> bool:
    if not entry.is_dir(follow_symlinks=False):
        return False
    if sys.platform != "win32":
        return True
    # A junction of Windows is no symbolic link, and leads elsewhere nevertheless.
    return entry.stat(follow_symlinks=False).st_reparse_tag != stat.IO_REPARSE_TAG_MOUNT_POINT


def _is_below(path: str, folder: str) -> bool:
    try:
        return os.path.commonpath([os.path.normcase(path), os.path.normcase(folder)]) == os.path.normcase(folder)
    except ValueError:  # on another drive
        return False


def _kind(mode: int) -> str:
    for is_that, kind in ((stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISDIR, "a junction")):
        if is_that(mode):
            return kind
    return "a device"


def _glob(text: str) -> tuple[str, str, int | None]:
    """Return the folder that a glob is about, the pattern inside it, and how many folders deep its files can be."""
    if os.sep == "\\":
        text = text.replace("\\", "/")
    parts = text.split("/")
    first = next(place for place, part in enumerate(parts) if not _MAGIC.isdisjoint(part))
    folder, pattern = "/".join([*parts[:first], ""]) or ".", "/".join(parts[first:])
    if first:
        pattern = f"/{pattern}"
    is_deep = "/" not in pattern or "**" in pattern or pattern.endswith("/")
    return folder, pattern, None if is_deep else pattern.lstrip("/").count("/")


def _joined(prefix: str, name: str) -> str:
    return f"{prefix}/{name}" if prefix and name else prefix or name


def _within(inside: str, chosen: Chosen) -> Chosen:
    if not inside:
        return chosen
    return Chosen(chosen.path, f"{inside}/{chosen.name}", chosen.size_bytes, chosen.state, chosen.reason)


def _check_readable(choice: Choice) -> None:
    for one in choice.files:
        if one.state == "failed":
            raise UsageError(f"{one.path} cannot be sent: {one.reason}", hint="Mend that, or leave it out with a glob.")
        if one.state is None:
            with Source(one.path):
                pass
