"""A Bruker composite file (bcf): a file system in a file (SFS of AidAim), with a header in XML and packed spectra.

Nothing but Bruker's programs writes such files. This one is built after what readers of others have found out about
them; it has one folder of two files, each in pieces of one chunk.
"""

import base64
import struct
import zlib

import numpy as np

CHUNK = 4096
USABLE = CHUNK - 32
HEADER = """<?xml version="1.0" encoding="WINDOWS-1252"?>
<TRTProject><ClassInstance Type="TRTSpectrumDatabase" Name="film A">
<Header><Date>1.8.2026</Date><Time>10:30:00</Time><FileVersion>1</FileVersion></Header>
<ClassInstance Type="TRTSEMData"><HV>20</HV><DX>0.5</DX><DY>0.25</DY><Mag>1000</Mag></ClassInstance>
<ClassInstance Type="TRTSEMStageData"><X>10</X><Y>20</Y><Z>30</Z></ClassInstance>
<ClassInstance Type="TRTDSPConfiguration"><LineAverage>1</LineAverage><PixelAverage>1</PixelAverage>
<PixelTime>64</PixelTime></ClassInstance>
<ClassInstance Type="TRTImageData"><Width>{width}</Width><Height>{height}</Height><ItemSize>2</ItemSize>
<PlaneCount>1</PlaneCount><Plane0><Data>{image}</Data><Description>BSE</Description></Plane0></ClassInstance>
<LineCounter>{lines}</LineCounter><ChCount>1</ChCount><DetectorCount>1</DetectorCount>
<SpectrumData0><ClassInstance Type="TRTSpectrum"><TRTHeaderedClass>
<ClassInstance Type="TRTSpectrumHardwareHeader"><Amplification>20000</Amplification></ClassInstance>
<ClassInstance Type="TRTDetectorHeader"><Type>XFlash</Type><DetLayers>{layers}</DetLayers></ClassInstance>
<ClassInstance Type="TRTESMAHeader"><PrimaryEnergy>20</PrimaryEnergy><ElevationAngle>35</ElevationAngle>
</ClassInstance></TRTHeaderedClass>
<ClassInstance Type="TRTSpectrumHeader"><CalibAbs>-0.5</CalibAbs><CalibLin>0.01</CalibLin></ClassInstance>
<Channels>{channels}</Channels></ClassInstance></SpectrumData0>
</ClassInstance></TRTProject>
"""


def bcf(path, height=20, width=30, channels=1024):
    """A map of the spectra of an area, all in one channel and more in its middle; and an image of the same area."""
    counts = np.ones((height, width), dtype=int)
    counts[height // 2, width // 2] = 9
    spectrum = np.zeros(channels, dtype=int)
    spectrum[200] = counts.sum()
    header = HEADER.format(
        width=width,
        height=height,
        image=base64.b64encode(np.arange(1, height * width + 1, dtype="<u2").tobytes()).decode(),
        lines=",".join("1" * height),
        layers=base64.b64encode(zlib.compress(b"<DetLayers/>")).decode(),
        channels=",".join(map(str, spectrum)),
    )
    path.write_bytes(_file_system({"HeaderData": header.encode("cp1252"), "SpectrumData0": _packed(counts, channels)}))


def _packed(counts, channels):
    """Spectra as the numbers of the channels of their photons, 16 bits each."""
    lines = []
    for row in counts:
        pixels = [
            struct.pack("<IHHIHHHI", x, channels, channels, 0, 0, 2 * count, count, 2 * count)
            + struct.pack(f"<{count}H", *[200] * count)
            for x, count in enumerate(row)
        ]
        lines.append(struct.pack("<i", len(pixels)) + b"".join(pixels))
    return struct.pack("<ii", *counts.shape).ljust(0x1A0, b"\x00") + b"".join(lines)


def _file_system(files):
    """A container of one folder: chunks with 32 bytes of header, all of them behind the first 0x118 bytes."""
    chunks = [b""]  # number 0 holds the beginning of the file
    items = [_item("EDSDatabase", -1, 0, is_folder=True)]
    for name, content in files.items():
        pieces = [content[at : at + USABLE] for at in range(0, len(content), USABLE)]
        numbers = range(len(chunks), len(chunks) + len(pieces))
        chunks += pieces
        items.append(_item(name, 0, len(content), first=len(chunks)))
        chunks.append(struct.pack(f"<{len(pieces)}I", *numbers))
    tree = len(chunks)
    chunks.append(b"".join(items))
    start = struct.pack("<fI", 2.6, CHUNK).rjust(0x124 + 8, b"\x00").ljust(0x140, b"\x00")
    start = b"AAMVHFSS" + start[8:] + struct.pack("<III", tree, len(items), len(chunks))
    body = b"".join(bytes(32) + chunk.ljust(USABLE, b"\x00") for chunk in chunks)
    return start + (bytes(0x118) + body)[len(start) :]


def _item(name, parent, size, *, first=0, is_folder=False):
    times = (0, 0, 0)
    return struct.pack(
        "<iQQQQIi176s?3s256s32s", first, size, *times, 0, parent, b"", is_folder, b"", name.encode(), b""
    )
