"""TIFF as microscopes and cameras write it: pages, OME-XML, ImageJ's settings, and the tags of SEM vendors.

tifffile reads what Pillow does not: tiles, floats, BigTIFF, stacks. Where it is not installed, or a compression is one
that it needs another library for, Pillow reads what it can (`crucible.parsers.image`).
"""

from __future__ import annotations

import contextlib
import math
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from ..extras import require
from . import Parsed
from .contents import Plane
from .drawing import thumbnails
from .image import TIFF_SIGNATURES, pillow_plane
from .sem import LARGEST_TEXT_BYTES, TAGS, of_tags, scale_bar
from .trees import small_tree
from .values import as_json, number, quantity, time

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

priority = 190
classes = ("ImageIngestor",)
endings = (".tif", ".tiff")
MOST_PIXELS = 100_000_000
"""Of what is drawn."""

MOST_TIMES_LARGER = 2000
"""An image may be this many times larger than its file; good compression gets to 1000."""

MOST_PAGES = 100_000
_OME_KEPT = ("Name", "AcquisitionDate", "Description")
_OME_SIZES = ("SizeX", "SizeY", "SizeZ", "SizeC", "SizeT", "DimensionOrder", "Type")
_CHANNEL_KEPT = ("Name", "Fluor", "EmissionWavelength", "ExcitationWavelength", "AcquisitionMode", "ContrastMethod")


def recognises(head: bytes, name: str) -> bool:
    """Whether the file begins like a TIFF or BigTIFF."""
    return head.startswith(TIFF_SIGNATURES)


def read(path: Path, name: str) -> Parsed:
    """Return size, scale and settings, and a thumbnail of the middle page."""
    with _opened(path) as tiff:
        metadata, taken = _metadata(tiff)
        sem = metadata.get("sem", {})
        return Parsed(
            ingestion_class="ImageIngestor",
            fields={"data_format": "tiff", "timestamp": taken, "measurement": "SEM" if sem else None},
            scientific_metadata=metadata,
            keywords=["SEM"] if sem else [],
            thumbnails=thumbnails(_planes(tiff, path, metadata), name),
        )


def contents(path: Path, name: str, item: str | None = None) -> Iterator[Plane]:
    """Yield the image, of several the one in the middle."""
    with _opened(path) as tiff:
        yield from _planes(tiff, path, _metadata(tiff)[0])


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Any]:
    with path.open("rb") as file, require("tifffile").TiffFile(file) as tiff:  # an open file: no other is looked for
        _pages(tiff)
        _refuse_bomb(tiff.pages[0], path)
        yield tiff


def _metadata(tiff: Any) -> tuple[dict[str, Any], str | None]:
    """What is known of the first page, and when it was taken."""
    page = tiff.pages[0]
    metadata: dict[str, Any] = {"image": _described(page, _pages(tiff))}
    metadata.update(of_tags(_vendor_texts(page, tiff.filehandle), int(page.imagewidth)))
    metadata.update(_imagej(tiff, page, metadata["image"]))
    taken = time(_date(page))
    if tiff.is_ome and isinstance(text := page.description, str):
        ome = _ome(text)
        metadata.update(ome)
        size = ome.get("ome", {}).get("pixel_size")
        metadata["image"].update({"pixel_size": size} if size else {})
        taken = time(ome.get("ome", {}).get("AcquisitionDate")) or taken
    sem = metadata.get("sem", {})
    if "pixel_size" in sem:
        metadata["image"]["pixel_size"] = sem["pixel_size"]
    return metadata, sem.get("taken") or taken


def _pages(tiff: Any) -> int:
    count = len(tiff.pages)
    if not count:
        raise ValueError("the file has no image")
    if count > MOST_PAGES:
        raise ValueError(f"more than {MOST_PAGES} pages")
    return count


def _refuse_bomb(page: Any, path: Path) -> None:
    pixels = math.prod(page.shape)
    size = pixels * max(1, page.bitspersample // 8)
    if size > 1024**3 and size > MOST_TIMES_LARGER * path.stat().st_size:
        raise ValueError(f"{page.imagewidth} x {page.imagelength} pixels do not fit into a file of this size")


def _described(page: Any, pages: int) -> dict[str, Any]:
    about = {
        "width": {"value": int(page.imagewidth), "unit": "px"},
        "height": {"value": int(page.imagelength), "unit": "px"},
        "frames": pages,
        "channels": int(page.samplesperpixel),
        "dtype": str(page.dtype),
        "compression": str(getattr(page.compression, "name", page.compression)).lower(),
        "software": as_json(page.software),
    }
    return {name: value for name, value in about.items() if value not in (None, "")}


def _vendor_texts(page: Any, file: Any) -> dict[int, bytes]:
    """The texts of the vendors' tags, as they stand in the file."""
    texts: dict[int, bytes] = {}
    for code in TAGS:
        if tag := page.tags.get(code):
            file.seek(tag.valueoffset)
            texts[code] = file.read(min(tag.valuebytecount, LARGEST_TEXT_BYTES))
    return texts


def _date(page: Any) -> str | None:
    tag = page.tags.get(306)
    text = str(tag.value) if tag else ""
    return text.replace(":", "-", 2) if text[4:5] == ":" else text or None


def _imagej(tiff: Any, page: Any, image: dict[str, Any]) -> dict[str, Any]:
    """ImageJ's settings; the resolution of its files is pixels per unit."""
    settings = tiff.imagej_metadata if tiff.is_imagej else None
    if not isinstance(settings, dict):
        return {}
    unit = {"micron": "µm", "\\u00B5m": "µm"}.get(str(settings.get("unit")), str(settings.get("unit") or ""))
    resolution = page.tags.get(282)
    if unit and unit != "pixel" and resolution and resolution.value[0]:
        image["pixel_size"] = quantity(resolution.value[1] / resolution.value[0], unit)
    if unit and isinstance(spacing := settings.get("spacing"), int | float):
        image["plane_distance"] = quantity(spacing, unit)
    if isinstance(interval := settings.get("finterval"), int | float) and interval:
        image["frame_interval"] = quantity(interval, "s")
    left = {key: value for key, value in settings.items() if key not in ("LUTs", "Overlays", "ROI", "Ranges")}
    return {"imagej": small_tree(left, most_values=300)}


def _ome(text: str) -> dict[str, Any]:
    """What OME-XML says of the first image."""
    if len(text) > LARGEST_TEXT_BYTES or "<!" in text.replace("<!--", ""):  # entities can stand for any amount of text
        return {}
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - it has no entities
    except ElementTree.ParseError:
        return {}
    image = root.find("{*}Image")
    pixels = None if image is None else image.find("{*}Pixels")
    if image is None or pixels is None:
        return {}
    about: dict[str, Any] = {key: image.get(key) for key in _OME_KEPT if image.get(key)}
    for key in ("AcquisitionDate", "Description"):
        if (found := image.find(f"{{*}}{key}")) is not None and found.text:
            about[key] = found.text
    about.update({key: number(pixels.get(key) or "") for key in _OME_SIZES if pixels.get(key)})
    for name, key in (("pixel_size", "PhysicalSizeX"), ("plane_distance", "PhysicalSizeZ")):
        if isinstance(size := number(pixels.get(key) or ""), int | float):
            about[name] = quantity(size, pixels.get(f"{key}Unit", "µm"))
    if isinstance(step := number(pixels.get("TimeIncrement") or ""), int | float):
        about["frame_interval"] = quantity(step, pixels.get("TimeIncrementUnit", "s"))
    channels = [
        {key: number(channel.get(key) or "") for key in _CHANNEL_KEPT if channel.get(key)}
        for channel in pixels.findall("{*}Channel")[:64]
    ]
    about["channels"] = {f"{place}": channel for place, channel in enumerate(channels) if channel}
    objective = root.find("{*}Instrument/{*}Objective")
    if objective is not None:
        about["objective"] = {key: number(value) for key, value in objective.attrib.items() if key != "ID"}
    return {"ome": small_tree(about, most_values=500)}


def _planes(tiff: Any, path: Path, metadata: dict[str, Any]) -> Iterator[Plane]:
    """The page in the middle; nothing if it is too large, or of no kind that can be drawn."""
    count = _pages(tiff)
    page, pixel_size = tiff.pages[count // 2], metadata["image"].get("pixel_size")
    if math.prod(page.shape) > MOST_PIXELS:
        return
    try:
        values = page.asarray()
    except MemoryError:
        raise
    except ValueError as error:
        if "imagecodecs" not in str(error):
            raise
        yield pillow_plane(path, pixel_size)  # a compression that tifffile needs another library for
        return
    if values.ndim == 3 and values.shape[-1] not in (3, 4):
        values = values[..., 0] if values.shape[-1] < values.shape[0] else values[0]
    if values.ndim > 3:
        values = values.reshape(-1, *values.shape[-2:])[0]
    if values.ndim < 2 or values.dtype.kind not in "iufb" or not values.size:
        return
    if page.photometric == 0 and values.ndim == 2:  # white is zero
        values = values.max() - values
    pixel, unit = scale_bar(pixel_size)
    note = f"the middle of {count} images" if count > 1 else ""
    yield Plane(values=values[..., :3] if values.ndim == 3 else values, pixel=pixel, unit=unit, note=note)
