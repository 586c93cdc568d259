"""Values found in files as JSON values: numbers stay numbers, what JSON cannot say is left out or becomes text."""

from __future__ import annotations

import base64
import io
import math
from typing import TYPE_CHECKING, Any

from .. import times
from . import THUMBNAIL_PIXELS

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_LIST = 64
LONGEST_TEXT = 4096


def as_json(value: Any) -> Any:
    """Return a JSON value for a value found in a file; None for one without a JSON form, such as NaN.

    Long lists are data, not metadata, and are replaced by their length.
    """
    if getattr(value, "ndim", 0) and getattr(value, "size", 0) > LONGEST_LIST:
        return {"length": int(value.size)}
    if hasattr(value, "tolist"):  # NumPy scalars and arrays
        value = value.tolist()
    if isinstance(value, bytes):
        value = value.decode("utf-8", errors="replace")
    if isinstance(value, str):
        return _printable(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**63 else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value] if len(value) <= LONGEST_LIST else {"length": len(value)}
    return _printable(str(value))


def _printable(text: str) -> str:
    """Without what JSON or databases refuse: U+0000 and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode().strip()[:LONGEST_TEXT]


def time(text: object) -> str | None:
    """Return a time that a file gives as the service wants it; None for what is no time.

    >>> time("2026-08-01 10:30"), time("yesterday")
    ('2026-08-01T10:30:00+00:00', None)
    """
    if not isinstance(text, str):
        return None
    try:
        return times.from_wire(times.with_offset(text)).isoformat()
    except ValueError:
        return None


def number(text: str) -> Any:
    """Return the number that `text` spells, or the text itself if there is none, or one of more than 64 bits.

    >>> number("12"), number("1.5e-9"), number("nan"), number("HV 20"), number("20260801000000000001")
    (12, 1.5e-09, 'nan', 'HV 20', '20260801000000000001')
    """
    text = text.strip()
    for kind in (int, float):
        try:
            value = kind(text)
        except ValueError:
            continue
        if isinstance(value, int) and not -(2**63) <= value < 2**63:
            return text  # a serial number; few programs would keep all its digits
        if math.isfinite(value):
            return value
    return text


def quantity(value: Any, unit: str | None) -> Any:
    """Return the value alone, or with its unit where it has one."""
    value = as_json(value)
    return {"value": value, "unit": unit} if unit and value is not None and not isinstance(value, dict) else value


def thumbnail(image: Image, name: str) -> dict[str, str]:
    """Return a picture as the service keeps thumbnails: a PNG of at most 200 x 200 pixels in Base64."""
    small = image.copy()
    small.thumbnail((THUMBNAIL_PIXELS, THUMBNAIL_PIXELS))
    buffer = io.BytesIO()
    small.convert("RGB" if small.mode in ("RGB", "RGBA", "P", "CMYK") else "L").save(buffer, format="PNG")
    return {"thumbnail_name": f"{name}.png", "thumbnail_b64str": base64.b64encode(buffer.getvalue()).decode("ascii")}
