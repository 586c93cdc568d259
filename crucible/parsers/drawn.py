"""What of a file is drawn, as its parser offers it: read here, or in a process of its own within limits.

From there its arrays come back in a file of NumPy, which holds no objects.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import ParserError
from ..extras import require
from . import NotSupportedError, first_answer
from .apart import Limits, head_of, last_part, named, parser_command, printed_by
from .contents import MOST_NAMED, Content, Curves, Drawable, Plane
from .drawing import levels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from . import Parser

MOST_PIXELS: Final = 4096
"""Along each side of a plane; more than a screen shows."""
_HINT: Final = "Images, tables of numbers, HDF5, Igor waves and files of electron microscopes can be drawn."
_KINDS: Final = {"curves": Curves, "plane": Plane}
_ARRAYS: Final = ("x", "lines", "values")


def content_of(path: Path, name: str | None = None, item: str | None = None) -> Content:
    r"""Return what of a file is drawn, read in this process; for files of others see `crucible.parsers.apart`.

    Parameters
    ----------
    path
        The file.
    name
        The name it was uploaded under, if `path` does not end in it.
    item
        The name of the part of the file, such as the path of an HDF5 array; what it is most likely about unless given.

    Raises
    ------
    NotSupportedError
        No parser recognises the file, or nothing in it can be drawn.
    ParserError
        It cannot be read, or has no such part; the message begins with its name.
    NotInstalledError
        It could be read with a library that is not installed.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp(), "run7.xy")
    >>> _ = path.write_text("10.00 12\n10.02 480\n10.04 15\n")
    >>> content_of(path).x.tolist()
    [10.0, 10.02, 10.04]
    """
    name = name or path.name
    names: list[str] = []

    def chosen(parser: Parser) -> Content:
        if isinstance(parser, Drawable):
            for content in parser.contents(path, name, item):
                if item in (None, content.name):
                    return _bounded(content)
                names.append(content.name)
        raise NotSupportedError(f"{name}: nothing in it can be drawn")

    try:
        return first_answer(path, name, chosen, or_as=f"{name}.txt")  # numbers as text, whatever it is called
    except NotSupportedError as error:
        if item is None:
            raise NotSupportedError(f"{name}: nothing in it can be drawn.", hint=_HINT) from error
        known = ", ".join(filter(None, names[:MOST_NAMED]))
        raise NotSupportedError(
            f"{name}: it has no part {item!r} that can be drawn.",
            hint=f"It has: {known}." if known else "Leave item= out.",
        ) from error


def _bounded(content: Content) -> Content:
    """Return a content as plain numbers: of a large plane every n-th pixel, of colours bytes."""
    if isinstance(content, Curves):
        lines = {name: _plain(values) for name, values in content.lines.items()}
        return replace(content, x=_plain(content.x), lines=lines)
    values = content.values
    step = -(-max(values.shape[:2]) // MOST_PIXELS)
    values = _plain(values[::step, ::step])
    if values.ndim == 3 and values.dtype != "uint8":
        colours = levels(values)
        if colours is None:
            raise NotSupportedError("all its pixels are alike")
        values = colours
    return replace(content, values=values, pixel=content.pixel and content.pixel * step)


def _plain(values: NDArray[Any]) -> NDArray[Any]:
    numpy = require("numpy")
    values = numpy.abs(values) if values.dtype.kind == "c" else values
    return values if values.dtype.kind in "biu" else values.astype("float64", copy=False)


def content_apart(
    path: Path, name: str | None = None, item: str | None = None, limits: Limits | None = None
) -> Content:
    """Return what of a file is drawn, read with the installed parsers in a process of its own.

    Parameters
    ----------
    path, name, item
        As for `content_of`.
    limits
        How much time and memory it may take.

    Raises
    ------
    NotSupportedError, ParserError, NotInstalledError
        As for `content_of`; also if it takes more than the limits.
    """
    limits, name = limits or Limits(), name or path.name
    head_of(path, name)
    with tempfile.TemporaryDirectory(prefix="crucible-", ignore_cleanup_errors=True) as folder:
        target = Path(folder, "content.npz")
        options = [f"--content={target}", *([f"--item={item}"] if item is not None else [])]
        try:
            printed_by([*parser_command(limits, *options), str(path.absolute()), last_part(name)], limits)
            return load(target)
        except ParserError as error:
            raise named(error, name) from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ParserError(f"{name}: the parser's result cannot be used: {error}") from error


def save(content: Content, target: Path) -> None:
    """Write a content into a file."""
    numpy = require("numpy")
    about: dict[str, Any] = {one.name: getattr(content, one.name) for one in fields(content) if one.name not in _ARRAYS}
    if isinstance(content, Curves):
        about |= {"kind": "curves", "lines": list(content.lines)}
        arrays = {"x": content.x, **{f"line {n}": values for n, values in enumerate(content.lines.values())}}
    else:
        about |= {"kind": "plane"}
        arrays = {"values": content.values}
    said = json.dumps(about, default=lambda number: number.item())  # those of NumPy
    text = numpy.frombuffer(said.encode(), "uint8")
    with target.open("wb") as file:
        numpy.savez(file, about=text, **arrays)


def load(target: Path) -> Content:
    """Return a content that was written into a file.

    Raises
    ------
    ValueError
        There is something else in it.
    """
    with require("numpy").load(target, allow_pickle=False) as file:
        about: dict[str, Any] = json.loads(file["about"].tobytes())
        kind = _KINDS[about.pop("kind")]
        if kind is Plane:
            return Plane(values=file["values"], **about)
        lines = {str(name): file[f"line {n}"] for n, name in enumerate(about.pop("lines"))}
        return Curves(x=file["x"], lines=lines, **about)
