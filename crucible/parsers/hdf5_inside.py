"""What an HDF5 file itself holds: never what it points to.

External links, external storage and virtual arrays make HDF5 open other files of this machine, whatever they are; a
file of others must not choose those. They are passed over here, and soft links are followed inside the file only.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ..extras import require
from .values import as_json, quantity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import h5py

MOST_HOPS = 32
"""From soft link to soft link, before it must be a circle."""

MOST_CHILDREN = 2000
"""Of one group that are looked at."""

MOST_LINKS = 100_000
MOST_CHUNK_BYTES = 1024**3
MOST_READ_BYTES = 1024**3


def open_file(path: Path) -> h5py.File:
    """Open a file to read it, without a lock, which some disks cannot give.

    A library that has left the same file open in this process has it with a lock, and HDF5 refuses to mix them.
    """
    h5py = require("h5py")
    try:
        return h5py.File(path, "r", locking=False)
    except OSError as error:
        if "locking flag" not in str(error):
            raise
        return h5py.File(path, "r")


def child(group: h5py.Group, path: str) -> Any:  # Any: a group, an array or None
    """Return what stands at a path inside a group, if it is in the same file; else None."""
    h5py = require("h5py")
    present: Any = group
    hops, left = 0, [path]
    while left:
        whole = left.pop()
        if whole.startswith("/"):
            present = group.file["/"]
        part, _, rest = whole.lstrip("/").partition("/")
        if rest:
            left.append(rest)
        if part in ("", "."):
            continue
        if not isinstance(present, h5py.Group):
            return None
        link = present.get(part, getlink=True)
        if isinstance(link, h5py.HardLink):
            present = present.get(part)
        elif isinstance(link, h5py.SoftLink) and hops < MOST_HOPS:
            hops += 1
            left.append(link.path)
        else:  # an external link, a circle, or nothing
            return None
    return present


def children(group: h5py.Group, most: int = MOST_CHILDREN) -> Iterator[tuple[str, Any]]:
    """Yield the names and objects of a group that are in the same file."""
    for number, name in enumerate(group):
        if number >= most:
            return
        found = child(group, name)
        if found is not None:
            yield name, found


def is_group(found: object) -> bool:
    """Whether it is a group."""
    return isinstance(found, require("h5py").Group)


def is_array(found: Any) -> bool:  # Any: what `child` returns
    """Whether it is an array whose numbers are in this file, in pieces that fit into memory."""
    if not isinstance(found, require("h5py").Dataset) or found.shape is None:
        return False
    if found.external or found.is_virtual:
        return False
    return bool(math.prod(found.chunks or ()) * found.dtype.itemsize <= MOST_CHUNK_BYTES)


def is_readable(array: h5py.Dataset) -> bool:
    """Whether the filters that an array was compressed with are installed; those of fast detectors often are not."""
    filters = array.id.get_create_plist()
    known = require("h5py.h5z").filter_avail
    return all(known(filters.get_filter(number)[0]) for number in range(filters.get_nfilters()))


def refuse_links(file: h5py.File) -> None:
    """Make sure that a file points to no other one, for libraries that would follow it there.

    Raises
    ------
    ValueError
        It does, or has too many parts to find out.
    """
    h5py = require("h5py")
    looked_at = 0

    def wrong(path: bytes, link: Any) -> str | None:
        nonlocal looked_at
        looked_at += 1
        where = path.decode("utf-8", "replace")[:200]
        if looked_at > MOST_LINKS:
            return f"it has more than {MOST_LINKS} parts"
        if link.type == h5py.h5l.TYPE_EXTERNAL:
            return f"it points to another file at {where}"
        found = h5py.h5o.open(file.id, path) if link.type == h5py.h5l.TYPE_HARD else None
        if isinstance(found, h5py.h5d.DatasetID):
            made = found.get_create_plist()
            if made.get_layout() == h5py.h5d.VIRTUAL or made.get_external_count():
                return f"the numbers of {where} are kept in another file"
        return None

    if why := file.id.links.visit(wrong, info=True):
        raise ValueError(why)


def is_numeric(array: h5py.Dataset) -> bool:
    """Whether an array holds plain numbers."""
    return array.dtype.kind in "iufb" and array.dtype.shape == ()


def text(group: h5py.Group, path: str) -> str | None:
    """Return a single text that stands at a path, or None."""
    value = scalar(child(group, path))
    return value if isinstance(value, str) and value else None


def scalar(found: Any) -> Any:
    """Return the one value of an array of one value as JSON; None for anything else."""
    if not is_array(found) or found.size != 1 or found.dtype.itemsize > MOST_READ_BYTES:
        return None
    if found.dtype.kind not in "iufbSUO":
        return None
    value = found[()]
    if found.shape:
        value = value.reshape(-1)[0]
    return as_json(value)


def with_unit(found: h5py.Dataset) -> Any:
    """Return the one value of an array, with the unit that stands beside it."""
    unit = as_json(attribute(found, "units"))
    return quantity(scalar(found), unit if isinstance(unit, str) else None)


def attribute(found: Any, name: str) -> Any:
    """Return an attribute, or None if there is none or it cannot be read."""
    try:
        return found.attrs.get(name)
    except (OSError, RuntimeError, TypeError, ValueError):  # of a type that h5py does not know
        return None


def attributes(found: Any) -> dict[str, Any]:
    """Return all attributes as JSON."""
    return {name: as_json(attribute(found, name)) for name in found.attrs}
