"""Names of files, which come from a server and are data, and what may become of them on this machine.

A name is accepted or refused by the same rules on every system, so that a folder downloaded here can be copied there.
Only two rules depend on the machine: characters that Windows cannot store (a colon, say, which instruments on Linux
like in times of day) are refused on Windows alone, and names that differ by case alone collide only where the file
system ignores case.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from ..errors import TransferError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

RECORD_NAME = "record.json"
_LONGEST_PART_BYTES = 255

# Windows reserves these with any extension; the raised digits are reserved like the ordinary ones.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\..*)?", re.I | re.S)
_NOT_ON_WINDOWS = frozenset('<>:"|?*')
# Characters that reverse the direction of text: `gpj.exe` can be made to read `exe.jpg`.
_BIDI = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})


def shown_name(record: Mapping[str, object]) -> str:
    """Return the name that a file record's file should have.

    Notes
    -----
    Source: study of openapi/SOURCE.md, §5.9: it is `filename`, except where the object's path inside the folder of the
    dataset extends it with folders.

    Examples
    --------
    >>> shown_name({"filename": "a.h5", "dataset_mfid": "0abc", "storage_path": "mf-storage-prod/0abc/raw/a.h5"})
    'raw/a.h5'
    """
    name = record.get("filename")
    if not isinstance(name, str):
        return ""
    _bucket, _, stored = str(record.get("storage_path") or "").partition("/")
    folder = f"{record.get('dataset_mfid')}/"
    inside = stored.removeprefix(folder)
    if stored.startswith(folder) and inside.endswith(f"/{name}") and not inside.startswith("_files/"):
        return inside
    return name


def check_name(name: str, *, windows: bool = os.name == "nt") -> str:
    """Return the name if it is a path below some folder that every system reads alike.

    Parameters
    ----------
    name
        A name with ``/`` between folders.
    windows
        Whether also what Windows cannot store is refused.

    Raises
    ------
    TransferError
        If not, with the reason.

    Examples
    --------
    >>> check_name("raw/scan 1.h5")
    'raw/scan 1.h5'
    >>> check_name("../../.ssh/config")
    Traceback (most recent call last):
    ...
    crucible.errors.TransferError: The name '../../.ssh/config' is not safe: it leaves its folder by '..'. ...
    """
    if reason := _why_unsafe(name, windows):
        raise TransferError(
            f"The name {name!r} is not safe: {reason}.",
            hint="Leave it out with exclude=, or rename the file in the service.",
        )
    return name


def _why_unsafe(name: str, windows: bool) -> str | None:
    if not name:
        return "it is empty"
    if "\\" in name:
        return "it has a backslash, which separates folders on some systems"
    if name.startswith("/"):
        return "it is an absolute path"
    if re.match(r"[A-Za-z]:", name):
        return "it begins with a drive letter"
    # Most names are printable, which Python knows at once; a few characters that it takes for unprintable are allowed.
    if not name.isprintable() and any(
        character in _BIDI or unicodedata.category(character) in _UNPRINTABLE for character in name
    ):
        return "it has control characters"
    if windows and (found := _NOT_ON_WINDOWS.intersection(name)):
        return f"Windows cannot store {min(found)!r} in a name"
    return next(filter(None, map(_why_unsafe_part, name.split("/"))), None)


def _why_unsafe_part(part: str) -> str | None:
    if not part:
        return "it has an empty part"
    if part == "..":
        return "it leaves its folder by '..'"
    if part[-1] == "." or part[-1].isspace():
        return f"the part {part!r} ends with a dot or a blank, which Windows drops"
    if _DEVICE.fullmatch(part):
        return f"the part {part!r} is the name of a device on Windows"
    if len(part.encode()) > _LONGEST_PART_BYTES:
        return f"a part is longer than {_LONGEST_PART_BYTES} bytes"
    return None


def collisions(names: Iterable[str], *, case_matters: bool, reserved: Iterable[str] = (RECORD_NAME,)) -> dict[str, str]:
    """Return the names that cannot be stored beside the others, each with one that it collides with.

    Parameters
    ----------
    names
        Checked names, each once.
    case_matters
        Whether the file system tells upper from lower case. Different normal forms of Unicode always collide.
    reserved
        Names that are taken already.

    Examples
    --------
    >>> collisions(["a.h5", "A.h5", "b", "b/c", "d"], case_matters=False)
    {'a.h5': 'A.h5', 'A.h5': 'a.h5', 'b/c': 'b', 'b': 'b/c'}
    """
    held = {_stored_as(name, case_matters): name for name in reserved}
    taken: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        taken[_stored_as(name, case_matters)].append(name)
    found: dict[str, str] = {}
    for key, group in taken.items():
        if len(group) > 1:
            found.update(dict.fromkeys(group, group[0]))
            found[group[0]] = group[1]
        for place in (key, *_folders(key)):
            if place in held:
                found.update(dict.fromkeys(group, held[place]))
            elif place != key and place in taken:  # one name is a folder of the other
                found.update(dict.fromkeys(group, taken[place][0]))
                found.update(dict.fromkeys(taken[place], group[0]))
    return found


def _stored_as(name: str, case_matters: bool) -> str:
    normal = unicodedata.normalize("NFC", name)
    return normal if case_matters else unicodedata.normalize("NFC", normal.casefold())


def _folders(path: str) -> Iterable[str]:
    while (cut := path.rfind("/")) > 0:
        path = path[:cut]
        yield path


def case_matters_in(folder: Path) -> bool:
    """Whether the file system of an existing folder tells upper from lower case; if in doubt, it does not."""
    swapped = folder.with_name(folder.name.swapcase())
    if swapped.name == folder.name:
        return False
    try:
        return not swapped.samefile(folder)
    except OSError:
        return True


def is_bare(folder: str | Path) -> bool:
    """Whether a folder has nothing in it, or is not there."""
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is None
    except FileNotFoundError:
        return True
    except OSError:  # it cannot be listed
        return False


def place_inside(folder: Path, name: str) -> Path:
    """Return where a checked name goes below a folder; see `Places`."""
    return Places(folder).place(name)[0]


class Places:
    """Where checked names go below a folder, and nowhere else: no symbolic link leads elsewhere on the way.

    Parameters
    ----------
    folder
        A folder without links on the way to it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._bare: dict[str, bool] = {}
        """The folders on the way that were looked at."""

    def place(self, name: str) -> tuple[Path, bool]:
        """Return the place of a checked name, and whether its folder is bare, so that nothing can be there.

        A download of thousands of files mostly goes into such a folder, and need not ask for each what is there.

        Raises
        ------
        TransferError
            If something on the way is a link or not a folder, or something that is not a file has the name.
        """
        target = self._folder / name
        inside = name.rpartition("/")[0]
        if inside not in self._bare:
            for place in [self._folder, *(self._folder / way for way in reversed([*_folders(name)]))]:
                _check_place(place, target)
            self._bare[inside] = is_bare(self._folder / inside)
        bare = self._bare[inside]
        if not bare and target.exists() and not target.is_file():
            raise TransferError(f"{target} is not a file; remove or rename it.", hint="Or name another folder.")
        return target, bare


def _check_place(place: Path, target: Path) -> None:
    # The real path is compared as well because a junction of Windows is no symbolic link.
    if place.is_symlink() or os.path.normcase(os.path.realpath(place)) != os.path.normcase(place):
        raise TransferError(
            f"{place} is a symbolic link; nothing is written through it.", hint="Remove it, or name another folder."
        )
    if place.exists() and not place.is_dir():
        raise TransferError(
            f"{place} is a file; {target} needs a folder of this name.", hint="Remove it, or name another folder."
        )
