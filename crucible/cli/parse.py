"""``crucible parse``: what files on this machine say about themselves; nothing is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from .answer import Page, Said
from .command import Argument, Flag, command

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..parsers.several import ReadFile
    from .session import Session

MOST_LINES = 40
"""Of one file, for people."""


@command(
    Argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(), does="Files on this machine."),
    Flag(["--output"], metavar="FOLDER", type=click.Path(), help="Save the thumbnails there, as PNG."),
    Flag(
        ["--timeout"],
        type=click.FloatRange(min=0.1),
        default=60.0,
        show_default=True,
        metavar="SECONDS",
        help="How long to read one file at most.",
    ),
    example="crucible parse run7.xy",
)
def parse(session: Session, paths: Sequence[str], output: str | None, timeout: float) -> Page:
    """Show what files say about themselves.

    Prints the metadata that an upload with --parse gives to the dataset. Nothing is sent, and neither an address nor a
    key is needed. A file of a kind that nobody knows is no error, a broken one is.
    """
    from ..parsers.apart import Limits
    from ..parsers.several import read_files

    _check_readable(paths)
    read = read_files([(path, _name(path)) for path in paths], Limits(seconds=timeout))
    if output is not None:
        _save(session, read, output)
    return Page([Said(_text(one), one.to_dict()) for one in read], error=_error(read))


def _name(path: str) -> str:
    from pathlib import Path

    return Path(path).name


def _check_readable(paths: Sequence[str]) -> None:
    from pathlib import Path

    from ..errors import UsageError

    for path in map(Path, paths):
        if path.is_dir():
            raise UsageError(f"{path} is a folder.", hint=f"Name its files: {path}/*.")
        if not path.exists():
            raise UsageError(f"There is no file {path}.", hint="Give the paths of files on this machine.")


def _save(session: Session, read: Sequence[ReadFile], output: str) -> None:
    """Write the thumbnails; those of files of one name get numbers."""
    import base64
    from pathlib import Path

    folder = Path(output)
    folder.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    for one in read:
        for thumbnail in one.found.thumbnails if one.found else ():
            name = given = Path(thumbnail["thumbnail_name"].replace("\\", "/")).name or "thumbnail.png"
            number = 2
            while name in taken:
                name, number = f"{Path(given).stem}-{number}{Path(given).suffix}", number + 1
            taken.add(name)
            (folder / name).write_bytes(base64.b64decode(thumbnail["thumbnail_b64str"]))
    session.note(f"{len(taken)} thumbnail{'' if len(taken) == 1 else 's'} saved in {folder}.")


def _text(one: ReadFile) -> str:
    if one.found is None:
        why = "nobody knows such files" if one.state == "unknown" else one.reason
        return f"{one.path}: {why}"
    rows = [*one.found.fields.items(), *_rows(one.found.scientific_metadata, "")]
    left = len(rows) - MOST_LINES
    rows = rows[:MOST_LINES]
    if left > 0:
        rows.append(("…", f"{left} more, which --json shows"))
    if one.found.keywords:
        rows.append(("keywords", ", ".join(one.found.keywords)))
    if one.found.thumbnails:
        rows.append(("thumbnails", ", ".join(given["thumbnail_name"] for given in one.found.thumbnails)))
    wide = min(40, max((len(key) for key, _ in rows), default=0))
    lines = (f"  {key:<{wide}}  {value}" for key, value in rows)
    return "\n".join([f"{one.path}: {one.found.ingestion_class}", *lines])


def _rows(metadata: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    """Yield the values with dotted keys, and numbers with their units."""
    for key, value in metadata.items():
        if isinstance(value, dict) and set(value) == {"value", "unit"}:
            yield f"{prefix}{key}", f"{value['value']} {value['unit']}"
        elif isinstance(value, dict):
            yield from _rows(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            yield f"{prefix}{key}", ", ".join(map(str, value))
        elif value is not None:
            yield f"{prefix}{key}", " ".join(str(value).split())[:200]


def _error(read: Sequence[ReadFile]) -> Exception | None:
    from .failure import FAILED, PARTLY, EndedError

    broken = [one for one in read if one.state == "failed"]
    if not broken:
        return None
    some = "1 file is" if len(broken) == 1 else f"{len(broken):,} files are"
    return EndedError(f"{some} broken, or cannot be read.", PARTLY if len(broken) < len(read) else FAILED)
