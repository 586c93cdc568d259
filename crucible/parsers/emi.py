"""The settings in an emi file of FEI's TIA: XML texts, one per object, between binary data.

The data are in ser files beside it, which rosettasciio needs to open an emi file; here each file comes alone.
"""

from __future__ import annotations

import mmap
from datetime import datetime
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, ParseError, fromstring

from .values import number, quantity

if TYPE_CHECKING:
    from pathlib import Path

MOST_OBJECTS = 20
LONGEST_OBJECT = 1_000_000


def settings_of(path: Path) -> tuple[dict[str, Any], str | None]:
    """Return the settings of all objects, later ones filling gaps, and when the first was taken.

    Raises
    ------
    ValueError
        The file has none that can be read.
    """
    settings: dict[str, Any] = {}
    when: str | None = None
    objects = 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        at = 0
        while objects < MOST_OBJECTS and (begin := content.find(b"<ObjectInfo>", at)) >= 0:
            end = content.find(b"</ObjectInfo>", begin, begin + LONGEST_OBJECT)
            if end < 0:
                break
            at = end + len(b"</ObjectInfo>")
            objects += 1
            try:
                # no document type stands between these tags, hence no entities
                root = fromstring(content[begin:at].decode("utf-8", "replace"))  # noqa: S314
            except ParseError:
                continue
            when = when or _time(root.findtext("AcquireDate") or "")
            for key, value in _settings(root).items():
                settings.setdefault(key, value)
    if not settings:
        raise ValueError("the emi file has no settings that can be read")
    return {"objects": objects, "acquisition": _acquisition(settings), **settings}, when


def _acquisition(settings: dict[str, Any]) -> dict[str, Any]:
    """The two settings that everybody asks for, under the names of the other formats."""
    volts = settings.get("conditions", {}).get("AcceleratingVoltage")
    times = settings.get("description", {}).get("Magnification")
    result: dict[str, Any] = {"instrument": "TEM"}
    if isinstance(volts, int | float):
        result["beam_energy"] = {"value": volts / 1000, "unit": "keV"}
    if isinstance(times, dict) and isinstance(times["value"], int | float):
        result["magnification"] = times["value"]
    return result


def _settings(root: Element) -> dict[str, Any]:
    """What stands in the lists of descriptions, and in the conditions of the experiment."""
    result: dict[str, Any] = {}
    for part in ("ExperimentalDescription", "ExperimentalConditions"):
        found: dict[str, Any] = {}
        for data in root.iterfind(f"{part}//Data"):
            label, value, unit = (data.findtext(key) or "" for key in ("Label", "Value", "Unit"))
            if label and value:
                found[label.strip()] = quantity(number(value), unit.strip() or None)
        for leaf in root.findall(f"{part}/MicroscopeConditions/*"):
            if leaf.text and leaf.text.strip() and not len(leaf):
                found[leaf.tag] = number(leaf.text)
        if found:
            result["description" if part.endswith("Description") else "conditions"] = found
    acquire = root.find("AcquireInfo")
    if acquire is not None:
        result["acquire"] = {leaf.tag: number(leaf.text) for leaf in acquire if leaf.text and leaf.text.strip()}
    return result


def _time(text: str) -> str | None:
    """The time as TIA writes it, ``Mon Feb 22 11:55:58 2016``, in the microscope's own time zone."""
    try:
        return datetime.strptime(text.strip(), "%a %b %d %H:%M:%S %Y").isoformat()
    except ValueError:
        return None
