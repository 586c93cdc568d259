"""What rosettasciio's readers get wrong, or leave as programs write what they do not know; mended in their signals."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .signals import Signal


def corrected(signals: list[Signal], ending: str) -> list[Signal]:
    """Return the signals of a file, mended where its kind needs it.

    Parameters
    ----------
    signals
        As the reader returned them; their axes are changed in place.
    ending
        What names of such files end with.
    """
    if ending == "ser":
        signals = _in_nanometres(signals)
        signals[0]["metadata"].setdefault("General", {}).update(_when_of_ser(signals[0]))
    elif ending == "mrc":
        signals = _calibrated_only(signals)
    elif ending == "bcf":
        signals = _as_wide_as_images(signals)
    return signals


def _in_nanometres(signals: list[Signal]) -> list[Signal]:
    """Mend the axes of ser files, of which rosettasciio converts the scale and not the offset.

    A ser file alone does not know whether it is an image. A pixel wider than a metre is one of a diffraction pattern,
    and was given in 1/m.
    """
    for axis in (axis for signal in signals for axis in signal.get("axes") or ()):
        if axis.get("units") == "nm" and axis.get("scale") == 1e9:
            axis["units"] = ""  # a metre: nobody has calibrated it
        elif axis.get("units") == "nm" and float(axis.get("scale") or 0) > 1e9:
            axis.update(scale=float(axis["scale"]) / 1e18, units="1/nm")
            axis["offset"] = float(axis.get("offset") or 0) / 1e9
        elif axis.get("units") == "nm":
            axis["offset"] = float(axis.get("offset") or 0) * 1e9
    return signals


def _calibrated_only(signals: list[Signal]) -> list[Signal]:
    """Without the scale that programs write as minus one, or as nothing, when they do not know it."""
    for axis in (axis for signal in signals for axis in signal.get("axes") or ()):
        if not float(axis.get("scale") or 0) > 0:
            axis["units"] = ""
    return signals


def _as_wide_as_images(signals: list[Signal]) -> list[Signal]:
    """Give pixels of Bruker's maps the width of those of the images; the reader takes their height for both."""
    axes = [axis for signal in signals for axis in signal.get("axes") or () if axis.get("name") == "width"]
    for axis in axes:
        axis["scale"] = axes[0]["scale"]
    return signals


def in_utc(seconds: float) -> dict[str, str]:
    """Return a time as signals have it, from the seconds since 1970; nothing for none."""
    when = datetime.fromtimestamp(seconds, UTC)
    return {"date": f"{when:%Y-%m-%d}", "time": f"{when:%H:%M:%S}", "time_zone": "UTC"} if seconds > 0 else {}


def _when_of_ser(signal: Signal) -> dict[str, str]:
    seconds = (signal.get("original_metadata") or {}).get("ser_header_parameters", {}).get("Time")
    first = getattr(seconds, "flat", [seconds])[0] if seconds is not None else None
    if first is None or not 0 < int(first) < 2**32:
        return {}
    return in_utc(int(first))
