"""Electron microscopes and spectrometers, with rosettasciio's readers: dm3, dm4, emd, ser, bcf, hspy, mrc and more.

Data stay where they are: readers are asked for lazy arrays, of which one image, or as many spectra as fit into 128 MiB,
are looked at for a picture.

rosettasciio is under the GPL; it is loaded when a file is read, if it is installed.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..extras import require
from . import NotSupportedError, Parsed
from .corrections import corrected
from .drawing import thumbnails
from .hdf5_inside import attribute, children, is_group, open_file, refuse_links
from .signals import View, acquisition, quantities
from .trees import small_tree
from .velox import signals_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import h5py

    from .contents import Content
    from .signals import Signal

priority = 50
HDF5 = b"\x89HDF\r\n\x1a\n"
MOST_SIGNALS = 50
MOST_PICTURES = 8
MOST_GROUPS = 300
DEEPEST_BERKELEY = 3
"""Where the groups of a Berkeley file are that say what they are."""


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
endings = tuple(dict.fromkeys(f".{kind.ending}" for kind in FORMATS if kind is not EMI))
SIGNATURES = (
    (b"II\x97\x01", SER),
    (b"AAMVHFSS", BCF),
    (b"WDF1", WDF),
    (b"DIGITAL SURF", SUR),
    (b"DSCOMPRESSED", SUR),
    (b"JK\x00\x02", EMI),
)
OWN_UNITS = {
    "digitalmicrograph": dict.fromkeys("xyz", "mm"),
    "bruker": dict.fromkeys("xyz", "µm"),
    "emd": dict.fromkeys("xyz", "m"),
    "msa": {"dwell_time": "ms"},
    "renishaw": {"wavelength": "nm", "temperature": "°C", "groove_density": "1/mm"},
}
"""In which readers leave values that they do not bring into HyperSpy's units."""
EARLIEST_YEAR = 1900
"""Programs write 1601 or 1 for no time."""
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
    """The layout of an HDF5 file, by what it holds itself. A microscope's file does not point to other files.

    ScopeFoundry puts arrays of Berkeley's layout into files of its own, which have their own parser.
    """
    with open_file(path) as file:
        if attribute(file, "ScopeFoundry_version") is not None:
            return None
        if (kind := _layout(file)) is not None:
            refuse_links(file)
        return kind


def _layout(file: h5py.File) -> Format | None:
    if attribute(file, "file_format") in ("HyperSpy", b"HyperSpy"):
        return HSPY
    groups = _groups(file)
    if any({"data", "learning_results"} <= set(group) for group in _groups(groups.get("Experiments")).values()):
        return HSPY  # of the first version, which does not say so
    if "Data" in groups and groups.keys() & {"Presentation", "Features", "Operations"}:
        return VELOX
    for _ in range(DEEPEST_BERKELEY):
        if any(attribute(group, "emd_group_type") is not None for group in groups.values()):
            return BERKELEY
        inside = (_groups(group, f"{path}/") for path, group in groups.items())
        groups = dict(itertools.islice(itertools.chain.from_iterable(one.items() for one in inside), MOST_GROUPS))
    return None


def _groups(found: Any, before: str = "") -> dict[str, h5py.Group]:
    """The groups inside one, by their paths; none if it is no group."""
    inside = children(found, most=MOST_GROUPS) if is_group(found) else ()
    return {f"{before}{name}": group for name, group in inside if is_group(group)}


def read(path: Path, name: str) -> Parsed:
    """Return calibrated axes, how the data were taken, the original settings, and pictures."""
    kind = _kind(path, name)
    if kind is EMI:
        return _settings_of_emi(path, name)
    with _read_signals(kind, path) as signals:
        return _parsed(kind, name, signals, [View(signal) for signal in signals[:MOST_SIGNALS]])


def contents(path: Path, name: str, item: str | None = None) -> Iterator[Content]:
    """Yield what is drawn of each signal; where there are several, each is called by its title."""
    kind = _kind(path, name)
    if kind is EMI:
        raise NotSupportedError(f"{name}: its data are in the .ser files beside it")
    with _read_signals(kind, path) as signals:
        for found in _contents([View(signal) for signal in signals[:MOST_SIGNALS]]):
            yield from found


def _kind(path: Path, name: str) -> Format:
    with path.open("rb") as file:
        head = file.read(4096)
    kind = _hdf5_format(path) if head.startswith(HDF5) else _format(head)
    if kind is None:
        raise NotSupportedError(f"{name}: HDF5, but not of a microscope")
    return kind


@contextlib.contextmanager
def _read_signals(kind: Format, path: Path) -> Iterator[list[Signal]]:
    with _named(path, kind.ending) as readable:
        signals = _signals(kind, readable)
        if not signals:
            raise ValueError(f"the {kind.label} file holds no data")
        yield corrected(signals, kind.ending)


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
        except (NotImplementedError, ValueError) as error:
            if isinstance(error, ValueError) and "lazy" not in str(error):  # how it is said of colours in dm files
                raise
            return list(reader.file_reader(str(path), **(options | {"lazy": False})))


def _parsed(kind: Format, name: str, signals: list[Signal], views: list[View]) -> Parsed:
    taken: dict[str, Any] = {}
    sample: dict[str, Any] = {}
    for view in views:
        for key, value in acquisition(view.metadata, OWN_UNITS.get(kind.reader)).items():
            taken.setdefault(key, value)
        for key, value in small_tree(quantities(view.metadata.get("Sample") or {}, {}), 100).items():
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


def _contents(views: list[View]) -> Iterator[list[Content]]:
    """Of each signal. What does not fit into memory is not shown, and no reason to fail."""
    for view in views:
        title = view.title[:150] if len(views) > 1 else ""
        with contextlib.suppress(MemoryError):
            try:
                yield [replace(one, name=f"{title} {one.name}".strip()) for one in view.contents()]
            except OSError as error:
                if not _no_memory(error):
                    raise


def _pictures(views: list[View], name: str) -> list[dict[str, str]]:
    """Of each signal, until there are enough; of spectra over an area their map first, which tells them apart."""
    result: list[dict[str, str]] = []
    for found in _contents(views):
        result += thumbnails(reversed(found), name)
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
        when = datetime.fromisoformat(f"{date}T{time.partition('.')[0]}{offset}")
    except ValueError:
        return None
    return when.isoformat() if when.year >= EARLIEST_YEAR else None


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
