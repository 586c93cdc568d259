"""What electron microscopes write about an image: into tags of the TIFF file, or into a text file beside it.

- FEI and Thermo Fisher: an INI text in tag 34682 (34680 in older ones), in SI units (``[Scan] PixelWidth`` in metres).
- Zeiss: in tag 34118, lines of a name (``AP_WD``) and of a label with value and unit (``WD = 5.4 mm``).
- JEOL: a text file beside the image; lines ``$CM_MAG 20000``, the scale bar as ``$$SM_MICRON_BAR`` in pixels and
  ``$$SM_MICRON_MARKER`` as a length.
- Hitachi: an INI text beside the image, ``[SemImageFile]`` with ``PixelSize`` in nanometres.

This module reads the texts; `crucible.parsers.tiff` and `crucible.parsers.image` find those of tags, and those beside
images are files of their own.
"""

from __future__ import annotations

import configparser
import re
from typing import TYPE_CHECKING, Any

from . import Parsed
from .trees import small_tree
from .values import as_json, number, quantity, time

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

priority = 150
classes = ("ImageIngestor",)
FEI_TAGS = (34682, 34680)
ZEISS_TAG = 34118
TAGS = (*FEI_TAGS, ZEISS_TAG)
LARGEST_TEXT_BYTES = 4 * 1024 * 1024
_WITH_UNIT = re.compile(r"([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)\s*([A-Za-zµμ°%/]{1,12})$")
_FEI_SUMMARY = {
    "high_voltage": ("Beam", "HV", "V"),
    "working_distance": ("Stage", "WorkingDistance", "m"),
    "pixel_size": ("Scan", "PixelWidth", "m"),
    "dwell_time": ("Scan", "Dwelltime", "s"),
    "field_width": ("Scan", "HorFieldsize", "m"),
    "instrument": ("System", "SystemType", ""),
    "detector": ("Detectors", "Name", ""),
}
_FEI_TEXTS = ("instrument", "detector")
_ZEISS_SCREEN = 1024
"""Pixels of the screen across which Zeiss gives the size of a pixel, where it does not give that of the image."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ZEISS_SUMMARY = {
    "high_voltage": "AP_ACTUALKV",
    "working_distance": "AP_WD",
    "pixel_size": "AP_IMAGE_PIXEL_SIZE",
    "magnification": "AP_MAG",
    "detector": "DP_DETECTOR_CHANNEL",
    "instrument": "DP_SEM",
}
_JEOL_SUMMARY = {"high_voltage": ("$CM_ACCEL_VOLT", "kV"), "working_distance": ("$$SM_WD", "mm")}
_HITACHI_SUMMARY = {
    "high_voltage": ("AcceleratingVoltage", "V"),
    "working_distance": ("WorkingDistance", "um"),
    "pixel_size": ("PixelSize", "nm"),
    "magnification": ("Magnification", ""),
    "instrument": ("InstructName", ""),
    "detector": ("SignalName", ""),
}


def of_tags(tags: Mapping[int, bytes | str], width: int) -> dict[str, Any]:
    """Return ``sem``, what all vendors say in common words, and ``microscope``, all that this one says.

    Parameters
    ----------
    tags
        The texts of those of `TAGS` that a TIFF file has. Nothing is returned if there are none.
    width
        Of the image, in pixels.
    """
    for tag in FEI_TAGS:
        if tag in tags:
            return _fei(_ini(_decoded(tags[tag])))
    return _zeiss(_settings_of_zeiss(_decoded(tags[ZEISS_TAG])), width) if ZEISS_TAG in tags else {}


def _fei(settings: dict[str, dict[str, Any]]) -> dict[str, Any]:
    sem: dict[str, Any] = {}
    for name, (section, key, unit) in _FEI_SUMMARY.items():
        value = settings.get(section, {}).get(key)
        if value not in (None, "") and (name in _FEI_TEXTS or isinstance(value, int | float)):
            sem[name] = quantity(value, unit)
    user = settings.get("User", {})
    if taken := _taken(user.get("Date"), user.get("Time")):
        sem["taken"] = taken
    return _both("FEI", sem, settings)


def _zeiss(settings: dict[str, Any], width: int) -> dict[str, Any]:
    sem = {name: settings[key] for name, key in _ZEISS_SUMMARY.items() if key in settings}
    screen = settings.get("AP_PIXEL_SIZE")
    if "pixel_size" not in sem and isinstance(screen, dict):
        sem["pixel_size"] = quantity(screen["value"] * _ZEISS_SCREEN / width, screen["unit"])
    magnified = sem.get("magnification")
    if thousands := re.fullmatch(r"([0-9.]+) K X", str(magnified)):
        sem["magnification"] = round(float(thousands[1]) * 1000)
    elif isinstance(magnified, dict):  # 105 X
        sem["magnification"] = magnified["value"]
    if taken := _taken(settings.get("AP_DATE"), settings.get("AP_TIME")):
        sem["taken"] = taken
    return _both("Zeiss", sem, settings)


def _both(vendor: str, sem: dict[str, Any], settings: dict[str, Any]) -> dict[str, Any]:
    return {"sem": {"vendor": vendor, **sem}, "microscope": small_tree(settings)} if settings else {}


def _decoded(content: bytes | str) -> str:
    text = content.decode("latin-1") if isinstance(content, bytes) else content
    return text[:LARGEST_TEXT_BYTES].replace("\x00", "")


def _ini(text: str) -> dict[str, dict[str, Any]]:
    reader = configparser.RawConfigParser(strict=False, allow_no_value=True)
    reader.optionxform = str  # type: ignore[assignment,method-assign] # keys keep their capitals
    try:
        reader.read_string(text)
    except configparser.Error:
        return {}
    return {
        section: {key: number(value) for key, value in reader.items(section) if value} for section in reader.sections()
    }


def _settings_of_zeiss(text: str) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    name = ""
    for line in text.splitlines():
        if re.fullmatch(r"(AP|DP|SV)_\w+\s*", line):
            name = line.strip()
        elif name and (found := re.match(r"[^=:]{1,60}[=:]\s*(.*)$", line)):
            settings[name] = value_with_unit(found[1])
            name = ""
    return settings


def value_with_unit(text: str) -> Any:
    """Return what ``5.4 mm`` or ``On`` says.

    >>> value_with_unit("5.4 mm"), value_with_unit("12"), value_with_unit("On"), value_with_unit("20 K X")
    ({'value': 5.4, 'unit': 'mm'}, 12, 'On', '20 K X')
    """
    text = text.strip()
    found = _WITH_UNIT.fullmatch(text)
    return quantity(number(found[1]), found[2]) if found else as_json(number(text))


def recognises(head: bytes, name: str) -> bool:
    """Whether it is one of the text files that lie beside images of JEOL and Hitachi."""
    text = _any_encoding(head)
    return text.startswith(("$SEM_DATA_VERSION", "$CM_FORMAT", "[SemImageFile]"))


def read(path: Path, name: str) -> Parsed:
    """Return what such a text file says."""
    with path.open("rb") as file:
        text = _any_encoding(file.read(LARGEST_TEXT_BYTES))
    metadata, taken = _hitachi(text) if text.startswith("[") else _jeol(text)
    return Parsed(
        ingestion_class="ImageIngestor",
        fields={"timestamp": taken, "measurement": "SEM"},
        scientific_metadata=metadata,
        keywords=["SEM"],
    )


def _any_encoding(content: bytes) -> str:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return content.decode("utf-16" if wide else "utf-8-sig", errors="replace").lstrip()


def _jeol(text: str) -> tuple[dict[str, Any], str | None]:
    settings: dict[str, Any] = {}
    for line in text.splitlines():
        key, _, value = line.strip().partition(" ")
        if key.startswith("$") and value.strip():
            settings[key] = as_json(number(value))
    sem = {
        name: quantity(settings[key], unit) for name, (key, unit) in _JEOL_SUMMARY.items() if _is_number(settings, key)
    }
    sem.update({name: settings[key] for name, key in (("instrument", "$CM_INSTRUMENT"),) if key in settings})
    if _is_number(settings, "$CM_MAG"):
        sem["magnification"] = settings["$CM_MAG"]
    bar, marker = settings.get("$$SM_MICRON_BAR"), value_with_unit(str(settings.get("$$SM_MICRON_MARKER", "")))
    if isinstance(bar, int | float) and bar > 0 and isinstance(marker, dict):
        sem["pixel_size"] = quantity(marker["value"] / bar, marker["unit"])
    return _both("JEOL", sem, settings), _taken(settings.get("$CM_DATE"), settings.get("$CM_TIME"))


def _hitachi(text: str) -> tuple[dict[str, Any], str | None]:
    settings = {key: value_with_unit(str(value)) for key, value in _ini(text).get("SemImageFile", {}).items()}
    sem: dict[str, Any] = {}
    for name, (key, unit) in _HITACHI_SUMMARY.items():
        value = settings.get(key)
        if isinstance(value, dict):
            value = value["value"]  # "15000 Volt", in the unit of the key
        if value not in (None, ""):
            sem[name] = quantity(value, unit)
    return _both("Hitachi", sem, settings), _taken(settings.get("Date"), settings.get("Time"))


def _taken(date: object, clock: object) -> str | None:
    """The time of an image, of an American or Japanese date, or one with the name of the month."""
    if named := re.fullmatch(r"(\d\d?) ([A-Z][a-z]{2}) (\d{4})", str(date).strip()):
        month_number = _MONTHS.index(named[2].lower()) + 1 if named[2].lower() in _MONTHS else 0
        date = f"{named[3]}/{month_number}/{named[1]}"
    found = re.fullmatch(r"(\d{4})/(\d\d?)/(\d\d?)|(\d\d?)/(\d\d?)/(\d{4})", str(date).strip())
    if not found:
        return None
    year, month, day = found.groups()[:3] if found[1] else (found[6], found[4], found[5])
    at = re.match(r"(\d\d?):(\d\d)(?::(\d\d))?\s*([AP]M)?", str(clock).strip())
    hour, minute, second, half = at.groups(default="0") if at else ("0", "00", "0", "0")
    of_day = int(hour) % 12 + 12 * (half == "PM") if half != "0" else int(hour)
    return time(f"{year}-{int(month):02}-{int(day):02}T{of_day:02}:{minute}:{int(second):02}")


def _is_number(settings: dict[str, Any], key: str) -> bool:
    return isinstance(settings.get(key), int | float)


def in_metres(found: object) -> float | None:
    """Return a length in metres, or None.

    >>> in_metres({"value": 10, "unit": "nm"}), in_metres({"value": 3, "unit": "px"})
    (1e-08, None)
    """
    if not isinstance(found, dict) or not isinstance(found.get("value"), int | float):
        return None
    places = {"m": 0, "cm": 2, "mm": 3, "µm": 6, "μm": 6, "um": 6, "micron": 6, "nm": 9, "Å": 10, "pm": 12}
    place = places.get(str(found.get("unit")))
    return None if place is None or found["value"] <= 0 else float(found["value"]) / 10.0**place


def scale_bar(found: object) -> tuple[float | None, str]:
    """Return the width of a pixel in the unit that its scale bar is best read in."""
    metres = in_metres(found)
    if metres is None:
        return None, ""
    places = (9, "nm") if metres < 5e-9 else (6, "µm") if metres < 5e-6 else (3, "mm")
    return metres * 10.0 ** places[0], places[1]
