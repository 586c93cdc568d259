"""Pictures: size, scale and the settings that electron microscopes write into their TIFF files.

The microscopes of one large vendor keep their settings as an INI text in TIFF tag 34682 (34680 for older ones); the
pixel size stands there in metres as ``[Scan] PixelWidth``.
"""

from __future__ import annotations

import configparser
from typing import TYPE_CHECKING, Any

from . import Parsed
from .values import number, quantity, thumbnail

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

priority = 200
classes = ("ImageIngestor",)
SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+", b"BM", b"GIF8")
MICROSCOPE_TAGS = (34682, 34680)
MOST_PIXELS = 400_000_000


def recognises(head: bytes, name: str) -> bool:
    """Whether the file begins like a PNG, JPEG, TIFF, BMP or GIF."""
    return head.startswith(SIGNATURES)


def read(path: Path, name: str) -> Parsed:
    """Return size, mode, scale and microscope settings, and a thumbnail."""
    from PIL import Image

    with Image.open(path) as image:
        if image.width * image.height > MOST_PIXELS:
            raise ValueError(f"{image.width} x {image.height} pixels are more than the {MOST_PIXELS} this parser reads")
        metadata: dict[str, Any] = {
            "image": {
                "width": {"value": image.width, "unit": "px"},
                "height": {"value": image.height, "unit": "px"},
                "mode": image.mode,
                "frames": getattr(image, "n_frames", 1),
            }
        }
        settings = _microscope(image)
        if settings:
            metadata["microscope"] = settings
            scan = settings.get("Scan", {})
            if isinstance(size := scan.get("PixelWidth"), int | float) and size > 0:
                metadata["image"]["pixel_size"] = quantity(size, "m")
        return Parsed(
            ingestion_class="ImageIngestor",
            fields={"data_format": (image.format or "image").lower()},
            scientific_metadata=metadata,
            keywords=["SEM"] if settings else [],
            thumbnails=[thumbnail(_eight_bits(image), name)],
        )


def _microscope(image: Image) -> dict[str, dict[str, Any]]:
    tags = getattr(image, "tag_v2", {})
    text = next((tags[tag] for tag in MICROSCOPE_TAGS if tag in tags), None)
    if text is None:
        return {}
    if isinstance(text, bytes):
        text = text.decode("latin-1")
    reader = configparser.RawConfigParser(strict=False, allow_no_value=True)
    reader.optionxform = str  # type: ignore[assignment,method-assign] # keys keep their capitals
    reader.read_string(str(text).replace("\x00", ""))
    return {
        section: {key: number(value) for key, value in reader.items(section) if value} for section in reader.sections()
    }


def _eight_bits(image: Image) -> Image:
    """Microscopes store 16 bits; a picture for people is stretched to 8."""
    if not image.mode.startswith(("I", "F")):
        return image
    wide = image.convert("F")
    low, high = (float(value) for value in wide.getextrema())  # type: ignore[arg-type]
    scale = 255 / (high - low) if high > low else 0.0
    return wide.point(lambda value: (value - low) * scale).convert("L")
