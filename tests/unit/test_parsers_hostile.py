"""Broken and hostile files end as an error with their name, in bounded time and memory, and reach nothing else."""

from __future__ import annotations

import contextlib
import json
import struct
import zlib
from pathlib import Path

import h5py
import numpy as np
import pytest
import tifffile

from crucible.errors import ParserError
from crucible.parsers import parse
from crucible.parsers.apart import Limits, parse_apart
from crucible.parsers.several import read_files

FILES = Path(__file__).parents[2] / "crucible" / "demo" / "files"
SECRET = "nobody-may-see-this"


# ---- HDF5 that points elsewhere


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.h5"
    with h5py.File(path, "w") as file:
        file.attrs["word"] = SECRET
        file["image"] = np.random.default_rng(1).random((64, 64))
        settings = file.create_group("settings")
        settings.attrs["word"] = SECRET
    return path


def says_nothing(path: Path) -> dict[str, object]:
    found = parse(path)
    assert SECRET not in json.dumps(found.to_dict())
    assert [] == found.thumbnails
    return found.scientific_metadata


def test_external_links_are_not_followed(tmp_path, secret):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file.attrs["ScopeFoundry_version"] = "1"
        file["hardware"] = h5py.ExternalLink(str(secret), "/")
        file["app"] = h5py.ExternalLink(str(secret), "/")
        file.create_group("measurement")["own"] = h5py.ExternalLink(str(secret), "/")
        file["picture"] = h5py.ExternalLink(str(secret), "/image")
        file["by_way_of"] = h5py.SoftLink("/app/image")
    assert {"ScopeFoundry_version": "1", "arrays": {}} == says_nothing(path)


@pytest.mark.parametrize("how", ["link", "external", "virtual"])
def test_files_of_microscopes_that_point_elsewhere_are_not_given_to_their_readers(tmp_path, secret, how):
    """rosettasciio follows all of these; a picture of another file of this machine would be the answer."""
    pytest.importorskip("rsciio")
    with h5py.File(tmp_path / "a.hspy", "w") as file:
        file.attrs.update(file_format="HyperSpy", file_format_version="3.1")
        signal = file.create_group("Experiments/film")
        if how == "link":
            signal["data"] = h5py.ExternalLink(str(secret), "/image")
        elif how == "external":
            signal.create_dataset("data", (64, 64), "f8", external=[(str(secret), 0, 64 * 64 * 8)])
        else:
            layout = h5py.VirtualLayout((64, 64), "f8")
            layout[:] = h5py.VirtualSource(str(secret), "image", (64, 64))
            signal.create_virtual_dataset("data", layout)
    with pytest.raises(ParserError, match=r"^a\.hspy: .*(another file)"):
        parse(tmp_path / "a.hspy")


def test_an_array_of_a_compression_that_is_not_installed_leaves_the_rest_readable(tmp_path):
    """As fast detectors write them."""
    with h5py.File(tmp_path / "a.h5", "w") as file:
        made = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        made.set_chunk((64, 64))
        made.set_filter(32008, h5py.h5z.FLAG_OPTIONAL, (0, 2))
        space = h5py.h5s.create_simple((64, 64))
        array = h5py.h5d.create(file.id, b"image", h5py.h5t.NATIVE_UINT16, space, dcpl=made)
        array.write_direct_chunk((0, 0), b"packed by nobody", 0)
        file.attrs["sample"] = "film A"
    parsed = parse(tmp_path / "a.h5")
    assert ({"sample": "film A"}, []) == (parsed.scientific_metadata["attributes"], parsed.thumbnails)


def test_arrays_whose_numbers_are_kept_in_another_file_are_not_read(tmp_path):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("passwords", shape=(20, 20), dtype="u1", external=[("/etc/passwd", 0, 400)])
        file.create_dataset("title", shape=(), dtype="S400", external=[("/etc/passwd", 0, 400)])
        file.attrs["NX_class"] = "NXroot"
    found = parse(path)
    assert "root:" not in json.dumps(found.to_dict())
    assert [] == found.thumbnails


def test_virtual_arrays_are_not_read(tmp_path, secret):
    path = tmp_path / "a.h5"
    layout = h5py.VirtualLayout(shape=(64, 64), dtype="f8")
    layout[:] = h5py.VirtualSource(str(secret), "image", shape=(64, 64))
    with h5py.File(path, "w") as file:
        file.create_virtual_dataset("image", layout)
    assert ["image"] == list(says_nothing(path)["arrays"])


def test_circles_of_links_end(tmp_path):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        entry = file.create_group("entry")
        entry.attrs["NX_class"] = "NXentry"
        entry.attrs["default"] = "a/a/a/a"
        entry["a"] = h5py.SoftLink("a/a/a/a")
        entry["instrument"] = h5py.SoftLink("/entry")
        inside = entry.create_group("really")
        inside.attrs["NX_class"] = "NXinstrument"
        inside["again"] = inside
        inside["name"] = "mill"
    assert "mill" == parse(path).scientific_metadata["entry"]["instrument"]["name"]


def test_deep_nesting_ends(tmp_path):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        group = file
        for _ in range(800):
            group = group.create_group("g")
            group.attrs["NX_class"] = "NXentry"
    with contextlib.suppress(ParserError):
        assert 100 > len(parse_apart(path).scientific_metadata["classes"])


def test_thousands_of_groups_and_attributes_become_a_small_document(tmp_path):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w", libver="latest") as file:
        for number in range(1500):
            file[f"a{number}"] = number
            file.attrs[f"b{number}"] = "x" * 50
    assert 300_000 > len(json.dumps(parse(path).scientific_metadata))


def test_a_chunk_larger_than_memory_is_not_unpacked(tmp_path):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("a", shape=(40_000, 20_000), chunks=(40_000, 20_000), dtype="u2", compression="gzip")
    assert [] == parse(path).thumbnails


# ---- pictures


def test_a_tiff_that_unpacks_to_much_more_than_it_is_is_refused(tmp_path):
    path = tmp_path / "bomb.tif"
    tifffile.imwrite(path, np.zeros((4096, 4096), "u1"), tile=(4096, 4096), compression="zlib")
    with tifffile.TiffFile(path, mode="r+") as tiff:
        for tag in (256, 257):
            tiff.pages[0].tags[tag].overwrite(60_000)
    with pytest.raises(ParserError, match=r"bomb\.tif: 60000 x 60000 pixels"):
        parse(path)


@pytest.mark.parametrize("loop", [8, 0])
def test_pages_of_a_tiff_that_follow_each_other_in_a_circle_end(tmp_path, loop):
    path = tmp_path / "circle.tif"
    entries = [(256, 3, 1, 4), (257, 3, 1, 4), (258, 3, 1, 8), (262, 3, 1, 1), (273, 4, 1, 200), (279, 4, 1, 16)]
    ifd = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    path.write_bytes((b"II*\0" + struct.pack("<I", 8) + ifd + struct.pack("<I", loop)).ljust(200) + bytes(range(16)))
    with contextlib.suppress(ParserError):
        assert 4 == parse_apart(path, limits=Limits(seconds=20)).scientific_metadata["image"]["width"]["value"]


def test_entities_of_ome_xml_are_not_unfolded(tmp_path):
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "x" * 10}">' for n in range(10))
    text = f'<?xml version="1.0"?><!DOCTYPE OME [{entities}]><OME><Image Name="&a9;"><Pixels SizeX="1"/></Image></OME>'
    path = tmp_path / "a.ome.tif"
    tifffile.imwrite(path, np.zeros((4, 4), "u1"), description=text, metadata=None)
    assert "ome" not in parse_apart(path, limits=Limits(seconds=20)).scientific_metadata


def test_an_ome_tiff_that_names_other_files_reads_none_of_them(tmp_path):
    tifffile.imwrite(tmp_path / "other.ome.tif", np.zeros((9, 9), "u1"), metadata={"axes": "YX"}, ome=True)
    text = (
        '<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0"><Pixels ID="P" SizeX="4" '
        'SizeY="4" SizeZ="2" SizeC="1" SizeT="1" DimensionOrder="XYZCT" Type="uint8">'
        '<TiffData FirstZ="1" IFD="0"><UUID FileName="other.ome.tif">urn:uuid:1</UUID></TiffData></Pixels></Image>'
        "</OME>"
    )
    tifffile.imwrite(tmp_path / "a.ome.tif", np.zeros((4, 4), "u1"), description=text, metadata=None)
    assert 4 == parse(tmp_path / "a.ome.tif").scientific_metadata["image"]["width"]["value"]


def test_texts_of_a_png_that_unpack_to_much_are_refused(tmp_path):
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    text = chunk(b"zTXt", b"comment\0\0" + zlib.compress(b"x" * 200_000_000, 9))
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + header + text + chunk(b"IDAT", zlib.compress(b"\0\0")))
    with pytest.raises(ParserError, match=r"^a\.png: "):
        parse_apart(tmp_path / "a.png")


@pytest.mark.parametrize("name", ["film_a_pl_map.h5", "film_a_sem.tif", "film_a_xrd.xy"])
def test_a_file_with_damaged_bytes_is_read_or_is_an_error_with_its_name(tmp_path, name):
    whole = bytearray((FILES / name).read_bytes())
    numbers = np.random.default_rng(7)
    files = []
    for turn in range(3):
        damaged = bytearray(whole)
        for place in numbers.integers(0, min(len(whole), 6000), 40):
            damaged[place] = numbers.integers(0, 256)
        path = tmp_path / f"{turn}-{name}"
        path.write_bytes(damaged)
        files.append((path, path.name))
    for one in read_files(files, Limits(seconds=30)):
        assert one.state in ("read", "unknown", "failed")
        assert "crashed" not in one.reason
