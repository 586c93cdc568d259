"""What of a file is drawn: chosen by what the file begins with, and by its name only where that does not tell."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from ..errors import CrucibleError, NotInstalledError, ParserError, UsageError
from ..extras import require
from ..parsers import HEAD_BYTES, parse
from .arrays import of_hdf5
from .contents import Content, Curves, Plane
from .tables import of_text

if TYPE_CHECKING:
    from pathlib import Path

MOST_PIXELS: Final = 100_000_000
IMAGES: Final = (
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"BM",
    b"GIF8",
    b"II*\x00",
    b"MM\x00*",
    b"II+\x00",
    b"MM\x00+",
    b"RIFF",
)
TIFF: Final = (b"II", b"MM")
HDF5: Final = b"\x89HDF\r\n\x1a\n"
READERS: Final = {
    "dm3": "digitalmicrograph",
    "dm4": "digitalmicrograph",
    "emd": "emd",
    "ser": "tia",
    "bcf": "bruker",
    "spx": "bruker",
    "hspy": "hspy",
    "mrc": "mrc",
    "msa": "msa",
    "sur": "digitalsurf",
    "wdf": "renishaw",
}
"""Modules of rosettasciio by the ends of names."""
TEXTS: Final = ("xy", "xye", "dat", "txt", "csv", "tsv", "asc", "chi", "gr", "sq", "iq")
OTHERS: Final = ("png", "jpg", "jpeg", "tif", "tiff", "bmp", "gif", "webp", "h5", "hdf5", "nxs", "nx", "ibw")


def can_be_drawn(name: str) -> bool:
    """Whether a file of this name is probably one that `read` reads."""
    return _ending(name) in {*READERS, *TEXTS, *OTHERS}


def read(path: Path, *, item: str | None = None, title: str | None = None) -> Content:
    """Return what of a file is drawn.

    Parameters
    ----------
    path
        The file.
    item
        Which array of an HDF5 file.
    title
        What stands above the plot; the name of the file unless given.

    Raises
    ------
    ParserError
        Nothing in it can be drawn, or it cannot be read.
    NotInstalledError
        A library is not installed.
    """
    try:
        return _content(path, item, title or path.name)
    except NotInstalledError:
        raise
    except UsageError as error:
        raise ParserError(f"{path.name}: {error.message}", hint=error.hint) from error
    except OSError as error:
        raise ParserError(
            f"{path.name} cannot be read: {error.strerror or error}.",
            hint="Name a file that is there and yours to read.",
        ) from error
    except CrucibleError:
        raise
    except Exception as error:  # whatever a file does to a library, it ends as one line about that file
        reason = " ".join(str(error).split()).replace(str(path), path.name) or type(error).__name__
        raise ParserError(f"{path.name} cannot be drawn: {reason}", hint=_HINT) from error


_HINT: Final = "Images, tables of numbers, HDF5, Igor waves and files of electron microscopes can be drawn."


def _content(path: Path, item: str | None, title: str) -> Content:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    ending = _ending(path.name)
    if ending in READERS and item is None:
        return _signal(path, READERS[ending], title)
    if head.startswith(HDF5):
        return of_hdf5(path, item, title)
    if item is not None:
        raise UsageError(f"item={item!r} names an array of an HDF5 file, and this is none.", hint="Leave item= out.")
    if head.startswith(IMAGES):
        return _image(path, title, is_tiff=head.startswith(TIFF))
    if ending == "ibw":
        return _wave(path, title)
    if b"\x00" not in head:
        return of_text(path, title)
    raise UsageError("Nothing in it can be drawn.", hint=_HINT)


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _image(path: Path, title: str, *, is_tiff: bool) -> Plane:
    numpy, pillow = require("numpy"), require("PIL.Image")
    try:
        with pillow.open(path) as image:
            check_pixels(image.width, image.height)
            note = f"the first of {image.n_frames} images" if getattr(image, "n_frames", 1) > 1 else ""
            if not image.mode.startswith(("I", "F", "L", "1")):
                image = image.convert("RGBA" if "A" in image.getbands() else "RGB")
            values = numpy.asarray(image)
    except (OSError, ValueError):
        if not is_tiff:
            raise
        values, note = _tiff(path)  # kinds of TIFF that Pillow does not read: tiles, compression, 64 bits
    pixel, unit = _pixel_size(path)
    return Plane(title, values[..., 0] if values.ndim == 3 and values.shape[2] == 2 else values, pixel, unit, note)


def _tiff(path: Path) -> tuple[Any, str]:
    with require("tifffile").TiffFile(path) as file:
        page, count = file.pages[0], len(file.pages)
        check_pixels(page.imagewidth, page.imagelength)
        return page.asarray(), f"the first of {count} images" if count > 1 else ""


def check_pixels(width: int, height: int) -> None:
    """Refuse an image of which a file merely says that it is so large.

    Raises
    ------
    UsageError
        It is too large to be drawn.
    """
    if width * height > MOST_PIXELS:
        raise UsageError(f"{width:,} x {height:,} pixels are too many to be drawn.", hint="Read a part of it.")


def _pixel_size(path: Path) -> tuple[float | None, str]:
    """Return the width of a pixel as the parsers find it."""
    with suppress(CrucibleError):
        found = parse(path).scientific_metadata.get("image", {}).get("pixel_size")
        if isinstance(found, dict) and isinstance(found.get("value"), int | float) and found["value"] > 0:
            return float(found["value"]), str(found.get("unit", ""))
    return None, ""


def _wave(path: Path, title: str) -> Content:
    """Read a wave of Igor Pro: values, and where its first point is and how far the next one, in each dimension."""
    numpy = require("numpy")
    wave = require("igor2.binarywave").load(str(path))["wave"]
    header, values = wave["wave_header"], numpy.asarray(wave["wData"])
    if values.dtype.kind == "c":
        values = numpy.abs(values)
    steps = [float(one) for one in header.get("sfA", [header.get("hsA", 1.0)])]
    starts = [float(one) for one in header.get("sfB", [header.get("hsB", 0.0)])]
    units = [_units(one) for one in header.get("dimUnits", [header.get("xUnits", b"")])]
    if values.ndim == 1:
        x = starts[0] + steps[0] * numpy.arange(values.size)
        return Curves(title, x, {"": values}, units[0], _units(header.get("dataUnits", b"")))
    if values.ndim > 2:
        values, note = values[:, :, 0], f"the first of {values.shape[2]} layers"
    else:
        note = ""
    check_pixels(*values.shape)
    # Igor's first dimension runs to the right, its second one upwards.
    return Plane(title, values.T[::-1], abs(steps[0]) if units[0] else None, units[0], note)


def _units(value: Any) -> str:
    numpy = require("numpy")
    data = b"".join(bytes(one) for one in numpy.asarray(value).ravel()) if not isinstance(value, bytes) else value
    return data.split(b"\x00")[0].decode("latin-1").strip()


def _signal(path: Path, reader: str, title: str) -> Content:
    """Read the first signal of a microscope's file: a spectrum, summed over the places, or the middle of a stack."""
    from ..parsers.signals import axes_of

    numpy = require("numpy")
    options: dict[str, Any] = {} if reader == "msa" else {"lazy": True}
    if reader == "mrc":
        options["metadata_file"] = None  # files beside this one are none of its business
    signals = require(f"rsciio.{reader}").file_reader(str(path), **options)
    signal = next((one for one in signals if len(getattr(one["data"], "shape", ())) > 0), None)
    if signal is None:
        raise UsageError("It holds no data.", hint="Choose another file.")
    axes, given, data = axes_of(signal), signal.get("axes") or (), signal["data"]
    own = [number for number, axis in enumerate(given) if not axis.get("navigate")] or list(range(len(axes)))
    if len(own) == 1 or data.ndim == 1:
        return _spectrum(signal, axes[own[-1]], own[-1], title)
    index: list[Any] = [axis["size"] // 2 for axis in axes]
    down, across = own[-2:]
    index[down] = index[across] = slice(None)
    check_pixels(axes[across]["size"], axes[down]["size"])
    values = numpy.asarray(data[tuple(index)])
    if values.dtype.names:
        values = numpy.stack([values[channel] for channel in values.dtype.names[:3]], axis=-1)
    scale = axes[across].get("scale")
    pixel, unit = (scale["value"], str(scale["unit"])) if isinstance(scale, dict) else (None, "")
    left = [str(axes[number]["size"]) for number in range(len(axes)) if number not in (down, across)]
    note = f"the middle of {' x '.join(left)} images" if left and left != ["1"] else ""
    return Plane(title, values, pixel, unit.replace(" ", ""), note)


def _spectrum(signal: dict[str, Any], axis: dict[str, Any], number: int, title: str) -> Curves:
    numpy = require("numpy")
    data = signal["data"]
    others = tuple(one for one in range(data.ndim) if one != number)
    values = numpy.asarray(data.sum(axis=others) if others else data)
    scale, offset = axis.get("scale"), axis.get("offset")
    step, unit = (scale["value"], str(scale["unit"])) if isinstance(scale, dict) else (1.0, "")
    start = offset["value"] if isinstance(offset, dict) else 0.0
    label = str(axis.get("name", ""))
    if "eV" in unit and label in ("", "x", "y"):
        label = "energy"
    x_label = f"{label} ({unit})" if label and unit else label or unit
    quantity = signal.get("metadata", {}).get("Signal", {}).get("quantity") or "intensity"
    return Curves(title, start + step * numpy.arange(values.size), {"": values}, x_label, str(quantity))
