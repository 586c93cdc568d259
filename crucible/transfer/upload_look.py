"""What an upload would do: a look at files on both sides, which changes nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ..records import File
from . import background
from .attempts import go_on
from .checksums import sha256_of
from .report import FileLine

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Mapping, Sequence

    from .events import State
    from .folder import Chosen
    from .service import Service
    from .upload_options import IfTaken

COMPARED = 4
"""Files that are read at a time."""
THERE_AS = "the dataset has this content already, as {}"


def would_be(
    service: Service, dataset_id: str, files: Sequence[Chosen], existing: IfTaken, stop: threading.Event
) -> Iterator[FileLine]:
    """Yield a line for each file that says what would become of it.

    Files are only read where the dataset has a file of their size, or the upload another one.
    """
    there = [File(wire) for wire in service.files(dataset_id)]
    by_name = {file.filename: file for file in there}
    by_content = {file.sha256_hash: file for file in there if file.sha256_hash}
    of_size = Counter(chosen.size_bytes for chosen in files)
    of_size.update({file.size for file in by_content.values() if file.size is not None})
    first: dict[str, str] = {}

    def read(chosen: Chosen) -> tuple[Chosen, str | None, OSError | None]:
        if of_size[chosen.size_bytes] < 2:
            return chosen, None, None
        try:
            with Path(chosen.path).open("rb") as opened:
                return chosen, sha256_of(opened, lambda _: go_on(stop)), None
        except OSError as error:
            return chosen, None, error

    for chosen, sha256, error in background.ahead(read, files, COMPARED, stop):
        if error is not None:
            yield line_of(dataset_id, chosen, "failed", f"it cannot be read: {error.strerror}", error)
            continue
        line = _would(dataset_id, chosen, by_name.get(chosen.name), by_content, sha256, existing)
        if line.state == "planned" and sha256 is not None:
            same = first.setdefault(sha256, chosen.name)
            if same != chosen.name and chosen.name not in by_name:
                line = line_of(dataset_id, chosen, "known", THERE_AS.format(same))
        yield line


def _would(
    dataset_id: str,
    chosen: Chosen,
    namesake: File | None,
    by_content: Mapping[str, File],
    sha256: str | None,
    existing: IfTaken,
) -> FileLine:
    known = by_content.get(sha256) if sha256 else None
    if namesake is not None and known is not None and namesake.sha256_hash == sha256:
        return line_of(dataset_id, chosen, "known", "", record=namesake)
    if known is not None and (namesake is None or existing != "overwrite"):
        return line_of(dataset_id, chosen, "known", THERE_AS.format(known.filename), record=known)
    if namesake is None:
        return line_of(dataset_id, chosen, "planned", "")
    has = "the dataset has other content under this name"
    if existing == "overwrite":
        return line_of(dataset_id, chosen, "planned", f"{has}, which would be overwritten")
    if existing == "skip":
        return line_of(dataset_id, chosen, "differs", f'{has}, and existing="skip"', record=namesake)
    return line_of(dataset_id, chosen, "failed", has)


def line_of(
    dataset_id: str,
    chosen: Chosen,
    state: State,
    reason: str,
    error: Exception | None = None,
    *,
    record: File | None = None,
) -> FileLine:
    """Return the line of a file."""
    return FileLine(
        name=chosen.name,
        path=cast("Path", chosen.path),  # which is kept as text
        size_bytes=chosen.size_bytes if record is None else record.size,
        sha256=None if record is None else record.sha256_hash,
        state=state,
        reason=reason,
        mfid="" if record is None else record.mfid,
        dataset_id=dataset_id,
        error=error,
    )
