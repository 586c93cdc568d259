"""Electron microscopes and spectrometers, with rosettasciio's readers: dm3, dm4, emd, ser, bcf, hspy, mrc and more.

Data stay where they are: readers are asked for lazy arrays, of which one image, or as many spectra as fit into 128 MiB,
are looked at for a picture.

rosettasciio is under the GPL; it is loaded when a file is read, if it is installed.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..extras import require
from . import NotSupportedError, Parsed
from .signals import View, acquisition
from .trees import small_tree
from .velox import signals_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .signals import Signal

priority = 50
HDF5 = b"\x89HDF\r\n\x1a\n"
MOST_SIGNALS = 50
MOST_PICTURES = 8


@dataclass(frozen=True)
class Format:
    """A kind of file.

    Parameters
    ----------
    reader
        The module of rosettasciio.
    ending
        What its reader expects the name to end with.
    ingestion_class
        The service's name where it has one; ``MicroscopyIngestor`` is this project's.
    label
        What people call it.
    """

    reader: str
    ending: str
    ingestion_class: str
    label: str


OTHERS = "MicroscopyIngestor"
DM3 = Format("digitalmicrograph", "dm3", "DigitalMicrographIngestor", "Gatan DigitalMicrograph 3")
DM4 = Format("digitalmicrograph", "dm4", "DigitalMicrographIngestor", "Gatan DigitalMicrograph 4")
SER = Format("tia", "ser", "SerIngestor", "FEI TIA series")
EMI = Format("tia", "emi", "EmiIngestor", "FEI TIA")
BCF = Format("bruker", "bcf", "BcfIngestor", "Bruker composite")
SPX = Format("bruker", "spx", OTHERS, "Bruker spectrum")
MRC = Format("mrc", "mrc", OTHERS, "MRC")
MSA = Format("msa", "msa", OTHERS, "EMSA/MAS spectrum")
SUR = Format("digitalsurf", "sur", OTHERS, "Digital Surf")
WDF = Format("renishaw", "wdf", OTHERS, "Renishaw WiRE")
VELOX = Format("emd", "emd", "VeloxEmdIngestor", "Velox EMD")
BERKELEY = Format("emd", "emd", "BerkeleyEmdIngestor", "Berkeley EMD")
HSPY = Format("hspy", "hspy", OTHERS, "HyperSpy")
FORMATS = (DM3, DM4, SER, EMI, BCF, SPX, MRC, MSA, SUR, WDF, VELOX, BERKELEY, HSPY)
classes = tuple(dict.fromkeys(kind.ingestion_class for kind in FORMATS))
SIGNATURES = (
    (b"II\x97\x01", SER),
    (b"AAMVHFSS", BCF),
    (b"WDF1", WDF),
    (b"DIGITAL SURF", SUR),
    (b"DSCOMPRESSED", SUR),
    (b"JK\x00\x02", EMI),
)
STAGE_UNITS = {"digitalmicrograph": "mm", "bruker": "µm", "emd": "m"}
EMSA = re.compile(rb"\s*#FORMAT\s*:\s*EMSA/MAS", re.IGNORECASE)


def recognises(head: bytes, name: str) -> bool:
    """Whether the file begins like one of a microscope, or is HDF5, of which two layouts are; `read` tells them."""
    return head.startswith(HDF5) or _format(head) is not None


def _format(head: bytes) -> Format | None:
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[:4] == b"\x00\x00\x00\x03" and head[8:11] == b"\x00\x00\x00" and _tags(head[11:14]):
        return DM3
    if head[:4] == b"\x00\x00\x00\x04" and head[12:15] == b"\x00\x00\x00" and _tags(head[15:18]):
        return DM4
    if head[208:212] == b"MAP ":
        return MRC
    if EMSA.match(head):
        return MSA
    return SPX if head.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml") and b"<TRTSpectrum" in head else None


def _tags(flags: bytes) -> bool:
    """Whether these are byte order, sorted and open of a DigitalMicrograph file."""
    return len(flags) == 3 and all(flag in (0, 1) for flag in flags)


def _hdf5_format(path: Path) -> Format | None:
    with require("h5py").File(path, "r") as file:
        if file.attrs.get("file_format") in ("HyperSpy", b"HyperSpy") or "Experiments" in file:
            return HSPY
        if "Data" in file and ("Presentation" in file or "Features" in file or "Operations" in file):
            return VELOX
        if "version_major" in file.attrs:
            return BERKELEY
        groups = (group for group in file.values() if hasattr(group, "attrs"))
        return BERKELEY if any("emd_group_type" in group.attrs for group in groups) else None


def read(path: Path, name: str) -> Parsed:
    """Return calibrated axes, how the data were taken, the original settings, and pictures."""
    with path.open("rb") as file:
        head = file.read(4096)
    kind = _hdf5_format(path) if head.startswith(HDF5) else _format(head)
    if kind is None:
        raise NotSupportedError(f"{name}: HDF5, but not of a microscope")
    if kind is EMI:
        return _settings_of_emi(path, name)
    with _named(path, kind.ending) as readable:
        signals = _signals(kind, readable)
        if not signals:
            raise ValueError(f"the {kind.label} file holds no data")
        if kind is SER:
            signals = _in_nanometres(signals)
            signals[0]["metadata"].setdefault("General", {}).update(_when_of_ser(signals[0]))
        views = [View(signal) for signal in signals[:MOST_SIGNALS]]
        return _parsed(kind, name, signals, views)


def _signals(kind: Format, path: Path) -> list[Signal]:
    require("rsciio").set_log_level("CRITICAL")  # the one who uploaded a file reads of errors, not of oddities
    reader = require(f"rsciio.{kind.reader}")
    options: dict[str, Any] = {"lazy": kind is not MSA}
    if kind is MRC:
        options["metadata_file"] = None  # files beside this one are none of its business
    with require("dask").config.set(scheduler="synchronous"):
        if kind is VELOX:
            return signals_of(path)
        try:
            return list(reader.file_reader(str(path), **options))
        except NotImplementedError:
            return list(reader.file_reader(str(path), **(options | {"lazy": False})))


def _in_nanometres(signals: list[Signal]) -> list[Signal]:
    """Mend the axes of ser files, of which rosettasciio converts the scale and not the offset.

    A ser file alone does not know whether it is an image. A pixel wider than a metre is one of a diffraction pattern,
    and was given in 1/m.
    """
    for axis in (axis for signal in signals for axis in signal.get("axes") or ()):
        if axis.get("units") == "nm" and float(axis.get("scale") or 0) > 1e9:
            axis.update(scale=float(axis["scale"]) / 1e18, units="1/nm")
            axis["offset"] = float(axis.get("offset") or 0) / 1e9
        elif axis.get("units") == "nm":
            axis["offset"] = float(axis.get("offset") or 0) * 1e9
    return signals


def _when_of_ser(signal: Signal) -> dict[str, str]:
    seconds = (signal.get("original_metadata") or {}).get("ser_header_parameters", {}).get("Time")
    first = getattr(seconds, "flat", [seconds])[0] if seconds is not None else None
    if first is None or not 0 < int(first) < 2**32:
        return {}
    when = datetime.fromtimestamp(int(first), UTC)
    return {"date": f"{when:%Y-%m-%d}", "time": f"{when:%H:%M:%S}", "time_zone": "UTC"}


def _parsed(kind: Format, name: str, signals: list[Signal], views: list[View]) -> Parsed:
    taken: dict[str, Any] = {}
    sample: dict[str, Any] = {}
    for view in views:
        for key, value in acquisition(view.metadata, STAGE_UNITS.get(kind.reader, "")).items():
            taken.setdefault(key, value)
        for key, value in small_tree(view.metadata.get("Sample") or {}, 100).items():
            sample.setdefault(key, value)
    metadata: dict[str, Any] = {"format": kind.label, "signals": [view.describe() for view in views]}
    if len(signals) > len(views):
        metadata["signals_left_out"] = len(signals) - len(views)
    metadata |= {key: value for key, value in (("acquisition", taken), ("sample", sample)) if value}
    metadata |= next(filter(None, (view.image() for view in views)), {})
    if original := small_tree(_original(signals[0])):
        metadata["original"] = original
    general = [view.metadata.get("General") or {} for view in views]
    fields = {
        "data_format": name.rpartition(".")[2].lower() if "." in name else kind.ending,
        "data_type": max(views, key=_dimensions).kind,
    }
    if (when := next(filter(None, map(_timestamp, general)), None)) is not None:
        fields["timestamp"] = when
    types = list(dict.fromkeys(view.signal_type for view in views if view.signal_type))
    if types:
        fields["measurement"] = types[0]
    words = [taken.get("instrument"), taken.get("acquisition_mode"), *types, *(view.kind for view in views)]
    return Parsed(
        ingestion_class=kind.ingestion_class,
        fields=fields,
        scientific_metadata=metadata,
        keywords=list(dict.fromkeys(word.strip() for word in words if isinstance(word, str) and word.strip())),
        thumbnails=_pictures(views, name),
    )


def _dimensions(view: View) -> int:
    return len(view.axes)


def _pictures(views: list[View], name: str) -> list[dict[str, str]]:
    """Of each signal, until there are enough. What does not fit into memory is not shown, and no reason to fail."""
    result: list[dict[str, str]] = []
    for view in views:
        label = name if len(views) == 1 or not view.title else f"{name} {view.title}"
        with contextlib.suppress(MemoryError):
            try:
                result += view.pictures(label[:150])
            except OSError as error:
                if not _no_memory(error):
                    raise
        if len(result) >= MOST_PICTURES:
            break
    return result[:MOST_PICTURES]


def _no_memory(error: OSError) -> bool:
    import errno

    return error.errno == errno.ENOMEM


def _original(signal: Signal) -> Mapping[str, Any]:
    """Without what describes windows on a screen, and previews."""
    original = signal.get("original_metadata") or {}
    if (
        "ImageList" in original
    ):  # DigitalMicrograph: the tags of this image, which are the microscope's and the camera's
        images = [image for image in original["ImageList"].values() if hasattr(image, "get") and image.get("ImageTags")]
        return images[0]["ImageTags"] if images else {}
    return original


def _timestamp(general: Mapping[str, Any]) -> str | None:
    """When the data were taken; without an offset where the file knows only the microscope's own time."""
    date, time = str(general.get("date") or ""), str(general.get("time") or "00:00:00")
    offset = {"UTC": "+00:00", "Z": "+00:00"}.get(str(general.get("time_zone") or ""), "")
    try:
        return datetime.fromisoformat(f"{date}T{time.partition('.')[0]}{offset}").isoformat() if date else None
    except ValueError:
        return None


@contextlib.contextmanager
def _named(path: Path, ending: str) -> Iterator[Path]:
    """The file under a name that some readers choose the format by; stored files have none."""
    if path.suffix.lower() == f".{ending}":
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="crucible-") as folder:
        link = Path(folder, f"file.{ending}")
        try:
            link.symlink_to(path.resolve())
        except (OSError, NotImplementedError):  # Windows lets few people make them
            os.link(path, link)
        yield link


def _settings_of_emi(path: Path, name: str) -> Parsed:
    """The settings of an emi file; its data are in ser files beside it, each a file of its own here."""
    from .emi import settings_of

    metadata, when = settings_of(path)
    return Parsed(
        ingestion_class=EMI.ingestion_class,
        fields={"data_format": "emi"} | ({"timestamp": when} if when else {}),
        scientific_metadata={"format": EMI.label, **metadata},
        keywords=["TEM"],
    )
