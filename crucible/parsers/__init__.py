"""What a scientific file says about itself: metadata, keywords and a thumbnail.

A parser is a module (or any object) with the names of `Parser`. It is found through the entry-point group
``crucible.parsers``, so that a package of one's own is used as soon as it is installed.

1. **Content before name.** Each parser is asked with the first 4 KiB of the file and no name. Those that recognise it
   come first, in the order of their `priority`, lowest first. Then those that needed the name, in the same order.
2. **Declining.** The first reads the file. If it sees only then that the file is not one of its own (an HDF5 file in
   another layout), it raises `NotSupportedError`, and the next one is asked. Any other error is the end: the file is
   broken.
3. **Libraries** are loaded in `read`, by ``crucible.extras.require("tifffile")``, never before. Without its library a
   parser is passed over; if no other one reads the file, the error says what to install.
4. **Hostile files.** `read` runs in a process of its own within limits of time and memory (`crucible.parsers.apart`),
   in the sandbox as in the client. A parser still refuses what a file merely declares (a picture of 10^10 pixels)
   before it asks for memory, because the system's answer to that is a worse message; and it opens nothing but the file
   it was given.
5. **Pictures.** What can be drawn of a file is offered by `crucible.parsers.contents.Drawable`; its thumbnails are
   made from that, and plots too.
6. **Results** are checked by `crucible.parsers.result`: JSON that every program reads, without NaN, of bounded size.
   `crucible.parsers.values` has what brings values into that form.

``python -m crucible.parsers FILE`` prints what is found as JSON.

The names of the ingestion classes are those of the service (a study of its public workers); which values a class writes
is this project's decision.
"""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass, field
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

from ..errors import NotInstalledError, ParserError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

HEAD_BYTES = 4096
THUMBNAIL_PIXELS = 200

Answer = TypeVar("Answer")
_log = logging.getLogger(__name__)


class NotSupportedError(ParserError):
    """No parser recognises the file; raised by `Parser.read`: this one does not."""


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """What a parser found in one file.

    Parameters
    ----------
    ingestion_class
        The service's name for this kind of parser.
    fields
        Fields of the dataset record that the file knows, as texts: ``dataset_name``, ``measurement``, ``data_type``,
        ``session_name``, ``data_format`` and ``timestamp`` (ISO 8601; without an offset it is UTC).
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
        """Whether this is a file for this parser, from its first 4 KiB and, if they do not tell, its name.

        It is asked with an empty name first. It loads no library, and takes no time.
        """

    def read(self, path: Path, name: str) -> Parsed:
        """Read the file at `path`, which was uploaded under `name`.

        Raises
        ------
        NotSupportedError
            It is not a file for this parser after all; the next one is asked.
        Exception
            Whatever else goes wrong, the file cannot be read; the message says why.
        """


def installed() -> list[Parser]:
    """Return the installed parsers in the order of their priority; one that cannot be loaded is logged and left out."""
    found = []
    for point in entry_points(group="crucible.parsers"):
        try:
            found.append((point.load(), point.name))
        except Exception as error:  # a package of others must not keep all files from being read
            _log.warning("the parser %s cannot be loaded: %s: %s", point.name, type(error).__name__, error)
    return [parser for parser, _ in sorted(found, key=lambda pair: (pair[0].priority, pair[1]))]


def candidates(head: bytes, name: str, parsers: Sequence[Parser] | None = None) -> list[Parser]:
    """Return the parsers for a file in the order in which they are asked to read it.

    Parameters
    ----------
    head
        Its first 4 KiB.
    name
        The name it was uploaded under.
    parsers
        Those to choose among, by priority; the installed ones unless given.
    """
    parsers = installed() if parsers is None else parsers
    by_content = [parser for parser in parsers if parser.recognises(head, "")]
    by_name = [parser for parser in parsers if parser not in by_content and parser.recognises(head, name)]
    return by_content + by_name


def parse(path: Path, name: str | None = None) -> Parsed:
    r"""Return what the file says about itself, read in this process; for files of others see `crucible.parsers.apart`.

    Parameters
    ----------
    path
        The file.
    name
        The name it was uploaded under, if `path` does not end in it.

    Raises
    ------
    NotSupportedError
        No parser recognises the file.
    ParserError
        The file cannot be read as what it claims to be; the message begins with its name.
    NotInstalledError
        It could be read with a library that is not installed.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp(), "run7.xy")
    >>> _ = path.write_text("10.00 12\n10.02 480\n10.04 15\n")
    >>> parse(path).scientific_metadata["pattern"]["points"]
    3
    """
    from .result import checked

    name = name or path.name
    return first_answer(path, name, lambda parser: checked(parser.read(path, name)))


def first_answer(path: Path, name: str, ask: Callable[[Parser], Answer], *, or_as: str | None = None) -> Answer:
    """Return what the first parser answers that does not decline.

    Parameters
    ----------
    path, name
        The file, and the name it was uploaded under.
    ask
        What a parser is asked; it declines by `NotSupportedError`.
    or_as
        Another name, by which parsers are chosen if none recognises the file by its own.

    Raises
    ------
    NotSupportedError, ParserError, NotInstalledError
        As for `parse`.
    """
    missing: NotInstalledError | None = None
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        for parser in candidates(head, name) or (candidates(head, or_as) if or_as else []):
            try:
                return ask(parser)
            except NotSupportedError:
                continue
            except NotInstalledError as error:
                missing = missing or error
    except Exception as error:  # whatever a file does to a library, it ends as one line about that file
        reason = " ".join(str(error).split()).replace(str(path), path.name) or type(error).__name__
        if isinstance(error, ParserError):
            raise ParserError(f"{name}: {error.message}", hint=error.hint) from error
        raise ParserError(f"{name}: {reason}") from error
    if missing is not None:
        raise NotInstalledError(
            f"{name}: {missing.message}", library=missing.library, extra=missing.extra, hint=missing.hint
        )
    raise NotSupportedError(f"{name}: no installed parser recognises this file")
