"""Small files of microscopes in their true formats: written by rosettasciio where it writes them, else byte by byte.

Formats without a writer are built after their public descriptions: dm3 and dm4 (big-endian tags; "DM3/DM4 format", by
the authors of its readers), ser (TIA's series), MRC2014 (the CCP-EM convention) and the layout of Velox's HDF5.
"""

from __future__ import annotations

import json
import struct

import h5py
import numpy as np


def signal(data, axes, *, title="film", signal_type="", microscope=None, original=None):
    """What rosettasciio's writers take: axes as (name, scale, offset, units, navigate)."""
    described = [
        {
            "name": name,
            "size": size,
            "scale": scale,
            "offset": offset,
            "units": units,
            "navigate": navigate,
            "index_in_array": n,
            "_type": "UniformDataAxis",
            "is_binned": False,
        }
        for n, ((name, scale, offset, units, navigate), size) in enumerate(zip(axes, data.shape, strict=True))
    ]
    metadata = {
        "General": {"title": title, "date": "2026-08-01", "time": "10:30:00"},
        "Signal": {"signal_type": signal_type},
        "_HyperSpy": {},
    }
    if microscope:
        metadata["Acquisition_instrument"] = {"TEM": microscope}
    return {
        "data": data,
        "axes": described,
        "metadata": metadata,
        "original_metadata": original or {},
        "attributes": {"_lazy": False, "ragged": False},
        "package": "hyperspy",
        "package_info": {"package": "hyperspy", "package_version": "2.0"},
        "package_version": "2.0",
        "learning_results": {},
        "tmp_parameters": {},
        "models": {},
    }


def mrc(path, stack, angstrom=4.0):
    """An MRC2014 stack of 16-bit images."""
    frames, height, width = stack.shape
    header = bytearray(1024)
    struct.pack_into("<4i", header, 0, width, height, frames, 6)
    struct.pack_into("<3i", header, 28, width, height, frames)
    struct.pack_into("<3f", header, 40, width * angstrom, height * angstrom, frames * angstrom)
    struct.pack_into("<3i", header, 64, 1, 2, 3)
    header[208:216] = b"MAP DA\x00\x00"
    path.write_bytes(bytes(header) + stack.astype("<u2").tobytes())


def ser(path, image, metres=6.0e-9, seconds=1456073429):
    """A TIA series of one image."""
    height, width = image.shape
    beginning = struct.pack("<HHHIIIIII", 0x4949, 0x0197, 0x0210, 0x4122, 0x4152, 1, 1, 68, 1)
    dimension = struct.pack("<IddIi", 1, 0.0, 1.0, 0, 6) + b"Number" + struct.pack("<i", 0)
    body = (
        struct.pack("<ddiddiHII", -1e-7, metres, 0, -1e-7, metres, 0, 2, width, height) + image.astype("<u2").tobytes()
    )
    data_at = 68 + 8
    tag_at = data_at + len(body)
    assert 68 == len(beginning) + len(dimension)
    offsets = struct.pack("<II", data_at, tag_at)
    path.write_bytes(beginning + dimension + offsets + body + struct.pack("<HHI", 0x4152, 0, seconds))


def digital_micrograph(path, image, nanometres=0.25, volts=200_000.0, magnification=50_000.0):
    """A DigitalMicrograph file of one 16-bit image, or one of four colours: of version 4 if its name says so."""
    height, width = image.shape[:2]
    version, count = (4, "Q") if path.suffix == ".dm4" else (3, "I")

    def sized(content):
        return (struct.pack(">Q", len(content)) if version == 4 else b"") + content

    def group(*entries):
        return struct.pack(f">BB{count}", 1, 0, len(entries)) + b"".join(entries)

    def entry(name, content):
        return struct.pack(">BH", 20, len(name)) + name + sized(content)

    def leaf(name, info, content):
        described = b"%%%%" + struct.pack(f">{count}{len(info)}{count}", len(info), *info)
        return struct.pack(">BH", 21, len(name)) + name + sized(described + content)

    def whole(name, value):
        return leaf(name, [5], struct.pack("<I", value))

    def real(name, value):
        return leaf(name, [7], struct.pack("<d", value))

    def text(name, value):
        return leaf(name, [20, 4, len(value)], value.encode("utf-16-le"))

    def dimension():
        return entry(b"", group(real(b"Origin", 0.0), real(b"Scale", nanometres), text(b"Units", "nm")))

    kind, depth, raw = (23, 4, image.astype("u1")) if image.ndim == 3 else (10, 2, image.astype("<u2"))
    pixels = leaf(b"Data", [20, {2: 4, 4: 3}[depth], height * width], raw.tobytes())
    brightness = entry(b"Brightness", group(real(b"Origin", 0.0), real(b"Scale", 1.0), text(b"Units", "")))
    calibrations = entry(b"Calibrations", group(brightness, entry(b"Dimension", group(dimension(), dimension()))))
    size = entry(b"Dimensions", group(whole(b"", width), whole(b"", height)))
    data = entry(b"ImageData", group(calibrations, pixels, whole(b"DataType", kind), size, whole(b"PixelDepth", depth)))
    microscope = entry(
        b"Microscope Info", group(real(b"Voltage", volts), real(b"Indicated Magnification", magnification))
    )
    tags = entry(b"ImageTags", group(microscope))
    images = entry(b"ImageList", group(entry(b"", group(data, tags, text(b"Name", "lamella")))))
    shown = entry(b"DocumentObjectList", group(entry(b"", group(whole(b"ImageSource", 0)))))
    sources = entry(b"ImageSourceList", group(entry(b"", group(whole(b"ImageRef", 0)))))
    root = group(shown, images, sources)
    path.write_bytes(struct.pack(f">I{count}I", version, len(root), 1) + root)


def velox(path, image, photons, channels=4096):
    """A Velox file of one image and a stream of photons, given as lists of channels per pixel."""
    about = {
        "Optics": {"AccelerationVoltage": "300000", "NominalMagnification": "50000"},
        "Acquisition": {"AcquisitionStartDatetime": {"DateTime": "1575540224"}},
        "Instrument": {"InstrumentModel": "Titan"},
        "BinaryResult": {
            "Detector": "HAADF",
            "PixelSize": {"width": "1e-9", "height": "1e-9"},
            "Offset": {"x": "0", "y": "0"},
            "PixelUnitX": "m",
            "PixelUnitY": "m",
        },
        "Detectors": {"Detector-0": {"DetectorName": "SuperXG21", "Dispersion": "5", "OffsetEnergy": "-1000"}},
    }
    text = np.zeros((60000, 1), dtype="u1")
    raw = json.dumps(about).encode()
    text[: len(raw), 0] = np.frombuffer(raw, dtype="u1")
    with h5py.File(path, "w") as file:
        file["Version"] = [json.dumps({"format": "Velox", "version": "1.2"}).encode()]
        file.create_group("Presentation/Displays")
        file.create_group("Operations")
        file.create_dataset("Data/Image/0a/Data", data=image.astype("u2")[:, :, None], chunks=True)
        file["Data/Image/0a/Metadata"] = text
        stream = [value for pixel in photons for value in (*pixel, 65535)]
        file["Data/SpectrumStream/0b/Data"] = np.array(stream, dtype="u2")[:, None]
        file["Data/SpectrumStream/0b/Metadata"] = text
        file["Data/SpectrumStream/0b/AcquisitionSettings"] = [json.dumps({"bincount": str(channels)}).encode()]
