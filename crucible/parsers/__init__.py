"""What a scientific file says about itself: metadata, keywords and a thumbnail.

A parser is a module (or any object) with the names of `Parser`. It is found through the entry-point group
``crucible.parsers``, so that a package of one's own is used as soon as it is installed. Parsers are asked in the order
of their `priority`, lowest first; the first that recognises the beginning of the file reads it. Their libraries are
imported when a file is read, not before.

``python -m crucible.parsers FILE`` prints what is found as JSON. The sandbox runs exactly that, one process per file,
so that a broken file or a crashing library ends one ingestion and nothing else.

The names of the ingestion classes are those of the service (a study of its public workers); which values a class writes
is this project's decision.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from pathlib import Path

HEAD_BYTES = 4096
THUMBNAIL_PIXELS = 200


class NotSupportedError(Exception):
    """No parser recognises the file."""


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """What a parser found in one file.

    Parameters
    ----------
    ingestion_class
        The service's name for this kind of parser.
    fields
        Fields of the dataset record that the file knows, such as ``measurement`` or ``timestamp``.
    scientific_metadata
        A JSON object; numbers that have a unit are ``{"value": …, "unit": …}``.
    keywords
        Words to tag the dataset with.
    thumbnails
        Pictures of at most 200 x 200 pixels, as ``{"thumbnail_name": …, "thumbnail_b64str": …}``.
    """

    ingestion_class: str
    fields: dict[str, Any] = field(default_factory=dict)
    scientific_metadata: dict[str, Any] = field(default_factory=dict)
    keywords: list[str] = field(default_factory=list)
    thumbnails: list[dict[str, str]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return the content as plain dictionaries and lists."""
        return asdict(self)


@runtime_checkable
class Parser(Protocol):
    """What a module offers to be a parser."""

    priority: int
    """Parsers with a lower number are asked first; the most specific ones begin at 0, catch-alls at 900."""

    classes: tuple[str, ...]
    """The ingestion classes it may report."""

    def recognises(self, head: bytes, name: str) -> bool:
        """Whether this is a file for this parser, from its first 4 KiB and, if they do not tell, its name."""

    def read(self, path: Path, name: str) -> Parsed:
        """Read the file at `path`, which was uploaded under `name`."""


def installed() -> list[Parser]:
    """Return the installed parsers in the order in which they are asked."""
    found = [point.load() for point in entry_points(group="crucible.parsers")]
    return sorted(found, key=lambda parser: parser.priority)


def parse(path: Path, name: str | None = None) -> Parsed:
    r"""Return what the file says about itself.

    Parameters
    ----------
    path
        The file.
    name
        The name it was uploaded under, if `path` does not end in it.

    Raises
    ------
    NotSupportedError
        If no parser recognises the file.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp(), "run7.xy")
    >>> _ = path.write_text("10.00 12\n10.02 480\n10.04 15\n")
    >>> parse(path).scientific_metadata["pattern"]["points"]
    3
    """
    name = name or path.name
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    for parser in installed():
        if parser.recognises(head, name):
            return parser.read(path, name)
    raise NotSupportedError(f"{name}: no installed parser recognises this file")
