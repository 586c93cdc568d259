"""Pictures: size, the settings that cameras and microscopes write into them, and a thumbnail.

TIFF files come here if tifffile, which knows more of them, is not installed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..extras import require
from . import Parsed
from .contents import Plane
from .sem import TAGS, of_tags, scale_bar
from .values import as_json, quantity, thumbnail, time

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PIL.Image import Image

priority = 200
classes = ("ImageIngestor",)
TIFF_SIGNATURES = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM", b"GIF87a", b"GIF89a", *TIFF_SIGNATURES)
MOST_TEXTS = 50
endings = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff")
MOST_PIXELS = 100_000_000
"""Of a plot."""
FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "DIB", "GIF", "WEBP")
_EXIF = {271: "make", 272: "model", 305: "software", 306: "taken", 270: "description"}
_EXPOSURE = {
    33434: ("exposure_time", "s"),
    33437: ("f_number", ""),
    34855: ("iso_speed", ""),
    37386: ("focal_length", "mm"),
}
_EXPOSURE_BLOCK = 0x8769
OFFSET = re.compile(r"[-+]\d\d:\d\d")


def recognises(head: bytes, name: str) -> bool:
    """Whether the file begins like a PNG, JPEG, TIFF, BMP, GIF or WebP."""
    return head.startswith(SIGNATURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def read(path: Path, name: str) -> Parsed:
    """Return size, mode, scale and settings, and a thumbnail."""
    with _opened(path) as image:
        about: dict[str, Any] = {
            "width": {"value": image.width, "unit": "px"},
            "height": {"value": image.height, "unit": "px"},
            "mode": image.mode,
            "frames": getattr(image, "n_frames", 1),
        }
        vendors = _vendors(image)
        if size := vendors.get("sem", {}).get("pixel_size"):
            about["pixel_size"] = size
        metadata: dict[str, Any] = {"image": about, **vendors}
        camera = _camera(image)
        if camera:
            metadata["camera"] = camera
        if texts := _texts(image):
            metadata["texts"] = texts
        return Parsed(
            ingestion_class="ImageIngestor",
            fields={
                "data_format": (image.format or "image").lower(),
                "timestamp": time(_taken(camera)),
                "measurement": "SEM" if vendors else None,
            },
            scientific_metadata=metadata,
            keywords=["SEM"] if vendors else [],
            thumbnails=[_thumbnail(image, name)],
        )


def contents(path: Path, name: str, item: str | None = None) -> Iterator[Plane]:
    """Yield the image, the first one of several."""
    with _opened(path) as image:
        yield _plane(image, _vendors(image).get("sem", {}).get("pixel_size"))


def pillow_plane(path: Path, pixel_size: object) -> Plane:
    """Return an image that Pillow can read, of which the size of its pixels is known from elsewhere."""
    with _opened(path) as image:
        return _plane(image, pixel_size)


def _plane(image: Image, pixel_size: object) -> Plane:
    if image.width * image.height > MOST_PIXELS:
        raise ValueError(f"{image.width:,} x {image.height:,} pixels are too many to be drawn")
    count = getattr(image, "n_frames", 1)
    image = require("PIL.ImageOps").exif_transpose(image)  # cameras are held upright, and say so
    if image.mode not in ("L", "1") and not image.mode.startswith(("I", "F")):
        image = image.convert("RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB")
    pixel, unit = scale_bar(pixel_size)
    note = f"the first of {count} images" if count > 1 else ""
    return Plane(values=require("numpy").asarray(image), pixel=pixel, unit=unit, note=note)


def _vendors(image: Image) -> dict[str, Any]:
    tags = getattr(image, "tag_v2", {})
    return of_tags({code: tags[code] for code in TAGS if code in tags}, image.width)


def _opened(path: Path) -> Image:
    """Open an image; Pillow refuses those of more than 179 million pixels, which may be bombs."""
    image: Image = require("PIL.Image").open(path, formats=FORMATS)
    return image


def _camera(image: Image) -> dict[str, Any]:
    """What a camera says; not where it was, which may be somebody's home."""
    exif = image.getexif()
    camera = {name: value for tag, name in _EXIF.items() if (value := as_json(exif.get(tag))) not in (None, "")}
    exposure = exif.get_ifd(_EXPOSURE_BLOCK)
    for tag, (name, unit) in _EXPOSURE.items():
        value = exposure.get(tag)
        if isinstance(value, tuple):
            value = value[0] if value else None
        if value is not None:
            try:
                camera[name] = quantity(int(value) if isinstance(value, int) else float(value), unit)
            except (TypeError, ValueError, ZeroDivisionError, OverflowError):
                continue
    if taken := as_json(exposure.get(36867)):
        camera["taken"] = taken
    if OFFSET.fullmatch(offset := str(exposure.get(36881) or "")):
        camera["offset"] = offset
    return camera


def _taken(camera: dict[str, Any]) -> str:
    """The time of a photo, with the offset from UTC that newer cameras write beside it."""
    return str(camera.get("taken", "")).replace(":", "-", 2) + str(camera.get("offset", ""))


def _texts(image: Image) -> dict[str, Any]:
    """The texts that a PNG carries, such as what made it."""
    if image.format != "PNG":
        return {}
    texts = {str(key)[:100]: as_json(value) for key, value in image.info.items() if isinstance(value, str)}
    return dict(list(texts.items())[:MOST_TEXTS])


def _thumbnail(image: Image, name: str) -> dict[str, str]:
    if image.format == "JPEG":
        image.draft(None, (800, 800))  # decodes a large picture at a fraction of its size
    return thumbnail(_eight_bits(require("PIL.ImageOps").exif_transpose(image)), name)


def _eight_bits(image: Image) -> Image:
    """Microscopes store 16 bits; a picture for people is stretched to 8."""
    if not image.mode.startswith(("I", "F")):
        return image
    wide = image.convert("F")
    low, high = (float(value) for value in wide.getextrema())  # type: ignore[arg-type]
    scale = 255 / (high - low) if high > low else 0.0
    return wide.point(lambda value: (value - low) * scale).convert("L")
