"""What an address means, and how the names of files are folders."""

from __future__ import annotations

import errno
import logging
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import TransferError
from ..ids import is_mfid
from ..transfer.names import check_name, shown_name
from .failures import refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

logger = logging.getLogger(__name__)

Entry = dict[str, Any]  # Any: as fsspec has it, of texts and numbers


class Place(NamedTuple):
    """What an address names.

    Attributes
    ----------
    project
        The name of a project; None if the address begins with a dataset.
    dataset
        The id of a dataset; None for a project, or for all of them.
    name
        Of a file or a folder in the dataset; empty for the dataset itself.
    """

    project: str | None
    dataset: str | None
    name: str

    @property
    def root(self) -> str:
        """The path of the dataset, as the address has it."""
        return "/".join(part for part in (self.project, self.dataset) if part)


def place(path: str) -> Place:
    """Read a path.

    Raises
    ------
    FileNotFoundError
        What stands in the place of a dataset is no id of one.

    Examples
    --------
    >>> place("my-project/0tcbwt4cp9x1z000bazhkv5gkg/raw/scan.h5")
    Place(project='my-project', dataset='0tcbwt4cp9x1z000bazhkv5gkg', name='raw/scan.h5')
    >>> place("0tcbwt4cp9x1z000bazhkv5gkg").root
    '0tcbwt4cp9x1z000bazhkv5gkg'
    """
    first, _, rest = path.partition("/")
    if not first:
        return Place(None, None, "")
    if is_mfid(first):
        return Place(None, first, rest)
    second, _, name = rest.partition("/")
    if second and not is_mfid(second):
        raise refused(errno.ENOENT, "datasets are named by their ids, such as 0tcbwt4cp9x1z000bazhkv5gkg", path)
    return Place(first, second or None, name)


def file_place(path: str) -> Place:
    """Read the path of a file.

    Raises
    ------
    FileNotFoundError, IsADirectoryError
        It is none.
    """
    found = place(path)
    if found.dataset is None or not found.name:
        raise refused(errno.EISDIR, "this is no file of a dataset", path)
    return found


def check_written(name: str, path: str) -> None:
    """See that a file may have a name, before hours are spent on writing it.

    Raises
    ------
    OSError
        It may not: it leads out of its folder, or would not be one on every system.
    """
    try:
        check_name(name, windows=False)
    except TransferError as error:
        raise refused(errno.EINVAL, error.message, path) from error


def by_name(records: Sequence[Mapping[str, object]], dataset: str) -> dict[str, list[Mapping[str, object]]]:
    """Return the records of a dataset's files by the names that they are shown by.

    What has no name that could be a path is left out, with a warning.
    """
    named: dict[str, list[Mapping[str, object]]] = {}
    for record in records:
        name = shown_name(record)
        try:
            check_name(name, windows=False)
        except TransferError as error:
            logger.warning("crucible://%s has a file that is not shown: %s", dataset, error.message)
        else:
            named.setdefault(name, []).append(record)
    return named


def file_entry(root: str, name: str, record: Mapping[str, object]) -> Entry:
    """Return what fsspec says about a file."""
    return {
        "name": f"{root}/{name}",
        "size": record.get("size"),
        "type": "file",
        "mfid": record.get("mfid"),
        "sha256": record.get("sha256_hash"),
        "ETag": record.get("etag"),
        "storage_backend": record.get("storage_backend"),
    }


def folder_entry(path: str, **more: object) -> Entry:
    """Return what fsspec says about a folder."""
    return {"name": path, "size": 0, "type": "directory", **more}


def entries_in(root: str, folder: str, named: Mapping[str, Sequence[Mapping[str, object]]]) -> list[Entry] | None:
    """Return the files and folders right in a folder of a dataset; None if there is no such folder."""
    prefix = f"{folder}/" if folder else ""
    found: dict[str, Entry] = {}
    for name, records in named.items():
        if not name.startswith(prefix):
            continue
        inside, slash, _ = name[len(prefix) :].partition("/")
        if slash:
            found.setdefault(inside, folder_entry(f"{root}/{prefix}{inside}"))
        else:
            found[inside] = file_entry(root, name, records[0])
    if folder and not found:
        return None
    return [found[name] for name in sorted(found)]
