"""One small file of each format that the parsers know, with what it must say: (name, how it is written, class, values).

Written by the field's own library wherever one writes the format. No library is known that writes dm3, dm4, ser, bcf,
Velox, packed experiments of Igor and what SEM vendors put into TIFF; these are built byte by byte (`microscope_files`,
`sample_files`), and were compared with genuine files, which are too large, or not ours, to be kept here. The layout of
ScopeFoundry is that of its module ``h5_io``. The photo and the file of a mainframe are genuine: matplotlib
and h5py carry them.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import igorwriter
import matplotlib as mpl
import mrcfile
import numpy as np
import pandas as pd
import tifffile
from PIL import Image, PngImagePlugin

from . import bruker_files, microscope_files, sample_files

SURFACE = np.add.outer(np.arange(48), np.arange(64)).astype("u2") * 100
SCALE = {"value": 0.5, "unit": "nm"}
PLANE = [("y", 0.5, 0.0, "nm", False), ("x", 0.5, 0.0, "nm", False)]


def scopefoundry(path):
    with h5py.File(path, "w") as file:
        file.attrs.update(ScopeFoundry_version=210, time_id=1785578400, unique_id="0tcbh8ga5nwhk000ed3n5ymt6w")
        for place, kind, settings, units in (
            ("app", "App", {"sample": "film A"}, {}),
            ("hardware/laser", "Hardware", {"power": 1.5}, {"power": "mW"}),
            ("measurement/hyperspec", "Measurement", {"exposure": 0.2}, {"exposure": "s"}),
        ):
            group = file.create_group(place)
            group.attrs.update(name=place.rpartition("/")[2], ScopeFoundry_type=kind)
            group.create_group("settings").attrs.update(settings)
            group.create_group("settings/units").attrs.update(units)
        spectra = file["measurement/hyperspec"].create_group("spectra")  # as `h5_create_emd_dataset` does it
        file.attrs.update(version_major=0, version_minor=2)
        spectra.attrs["emd_group_type"] = 1
        spectra["data"] = SURFACE
        for number, size in enumerate(SURFACE.shape, start=1):
            spectra[f"dim{number}"] = np.arange(size)
            spectra[f"dim{number}"].attrs["name"] = "xy"[number - 1]


def by_rosettasciio(plugin, data=SURFACE, axes=PLANE, **more):
    def write(path):
        writer = __import__(f"rsciio.{plugin}", fromlist=["file_writer"])
        writer.file_writer(str(path), microscope_files.signal(data, axes, **more))

    return write


def tiff(**options):
    return lambda path: tifffile.imwrite(path, SURFACE, **options)


def with_tag(tag, text):
    return tiff(extratags=[(tag, 2, len(text) + 1, text, True)])


def png(path):
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Software", "camera of the glove box")
    Image.fromarray((SURFACE >> 6).astype("u1")).save(path, pnginfo=texts)


def photo(path):
    path.write_bytes(Path(mpl.get_data_path(), "sample_data", "grace_hopper.jpg").read_bytes())


def mainframe(path):
    path.write_bytes(Path(h5py.__file__).with_name("tests").joinpath("data_files", "vlen_string_s390x.h5").read_bytes())


def pattern(path):
    angles = np.arange(10, 60, 0.02)
    np.savetxt(path, np.column_stack([angles, 1000 * np.exp(-(((angles - 28.44) / 0.1) ** 2))]), fmt="%.3f")


def table(path):
    rows = pd.DataFrame({"T (K)": [300.0, 310.0, 320.0, 330.0], "R (ohm)": [1.5, 1.4, None, 1.2], "step": list("abba")})
    rows.to_csv(path, index=False)


def movie(path):
    with mrcfile.new(path) as file:
        file.set_data(np.stack([SURFACE] * 3))
        file.set_image_stack()
        file.voxel_size = 4.0  # angstrom


def topography(path):
    wave = igorwriter.IgorWave(SURFACE.astype("f4"), name="trace")
    for axis in "xy":
        wave.set_dimscale(axis, 0, 2e-8, "m")
    wave.set_wavenote(AFM_NOTE)
    wave.save(str(path))


def of_bytes(content):
    return lambda path: path.write_bytes(content() if callable(content) else content)


def photons(path):
    microscope_files.velox(path, np.arange(12).reshape(3, 4), [[600, 600, 601] if n == 5 else [] for n in range(12)])


@dataclass(frozen=True)
class Sample:
    """A file: its name, how it is written, the class that reads it, a path into its metadata and what stands there."""

    name: str
    write: Any
    ingestion_class: str
    place: str
    value: Any
    pictures: int = 1


def quantity(value, unit):
    return {"value": value, "unit": unit}


AFM_NOTE = "ScanSize: 2e-06\rImagingMode: AC Mode\rScanRate: 1"
ENERGIES = [("Energy", 3.1, 520.0, "eV", False)]
OME = {"axes": "YX", "PhysicalSizeX": 0.1, "PhysicalSizeXUnit": "µm"}
MAP = [("y", 2.0, 0.0, "nm", True), ("x", 2.0, 0.0, "nm", True), ("Energy", 0.01, 0.0, "keV", False)]

SAMPLES = (
    Sample("map.h5", scopefoundry, "ScopeFoundryH5Ingestor", "hardware.laser.power", quantity(1.5, "mW")),
    Sample("scan.nxs", by_rosettasciio("nexus"), "H5Ingestor", "plot.signal.shape", [48, 64]),
    Sample("plain.tif", tiff(compression="zlib"), "ImageIngestor", "image.width", quantity(64, "px")),
    Sample("cells.ome.tif", tiff(ome=True, metadata=OME), "ImageIngestor", "image.pixel_size", quantity(0.1, "µm")),
    Sample("zeiss.tif", with_tag(34118, sample_files.ZEISS), "ImageIngestor", "sem.high_voltage", quantity(5.0, "kV")),
    Sample("fei.tif", with_tag(34682, sample_files.FEI), "ImageIngestor", "image.pixel_size", quantity(6.4e-9, "m")),
    *(
        Sample(
            f"lamella.dm{version}",
            lambda path: microscope_files.digital_micrograph(path, SURFACE),
            "DigitalMicrographIngestor",
            "acquisition.beam_energy",
            quantity(200.0, "keV"),
        )
        for version in (3, 4)
    ),
    Sample("velox.emd", photons, "VeloxEmdIngestor", "acquisition.beam_energy", quantity(300.0, "keV"), 3),
    Sample("ncem.emd", by_rosettasciio("emd"), "BerkeleyEmdIngestor", "image.pixel_size", SCALE),
    Sample(
        "a_1.ser",
        lambda path: microscope_files.ser(path, SURFACE, metres=2.0**-31),
        "SerIngestor",
        "image.pixel_size",
        quantity(0.4656613, "nm"),
    ),
    Sample("eds.bcf", bruker_files.bcf, "BcfIngestor", "image.pixel_size", quantity(0.5, "µm"), 3),
    Sample(
        "map.hspy",
        by_rosettasciio("hspy", SURFACE[:6, :8, None] // 100 * np.arange(100, dtype="u2"), MAP, signal_type="EDS_TEM"),
        "MicroscopyIngestor",
        "signals.0.kind",
        "spectrum image",
        2,
    ),
    Sample("o-k.msa", by_rosettasciio("msa", np.arange(1.0, 30.0), ENERGIES, signal_type="EELS"),
           "MicroscopyIngestor", "signals.0.axes.0.offset", quantity(520.0, "eV")),
    Sample("movie.mrc", movie, "MicroscopyIngestor",
           "image.pixel_size", quantity(0.4, "nm")),
    Sample("salt.cif", lambda path: sample_files.written_by_gemmi(path, sample_files.rock_salt()), "CifIngestor",
           "cell.a", quantity(5.6402, "angstrom") | {"uncertainty": 0.0002}),
    Sample("topo.ibw", topography,
           "AFMIngestor", "scan.scan_rate", quantity(1, "Hz")),
    Sample("day.pxp", of_bytes(lambda: sample_files.experiment("run7", sample_files.wave(np.arange(20.0)))),
           "IgorIngestor", "waves.run7:trace.kind", "curve"),
    Sample("log.lammps", of_bytes(sample_files.LAMMPS_LOG.encode()), "LammpsLogIngestor", "final.Press",
           quantity(-25.5, "bar")),
    Sample("data.cu", of_bytes(sample_files.LAMMPS_DATA.encode()), "LammpsDataIngestor", "types.1.mass",
           quantity(63.546, "g/mol")),
    Sample("run7.xy", pattern, "InorganicXRDIngestor", "pattern.strongest.position", 28.44),
    Sample("cooling.csv", table, "TableIngestor", "table.columns.0.max", quantity(330.0, "K")),
    Sample("box.png", png, "ImageIngestor", "texts.Software", "camera of the glove box"),
    Sample("mainframe.h5", mainframe, "H5Ingestor", "attributes.created_on_s390x", True, 0),
    Sample("photo.jpg", photo, "ImageIngestor", "image.height", quantity(600, "px")),
)  # fmt: skip
