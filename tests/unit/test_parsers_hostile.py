"""Broken and hostile files end as an error with their name, in bounded time and memory, and reach nothing else."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import struct
import sys
import textwrap
import zlib
from pathlib import Path

import h5py
import numpy as np
import pytest
import tifffile

from crucible.errors import NotInstalledError, ParserError
from crucible.parsers import NotSupportedError, parse
from crucible.parsers.apart import Limits, StoppedError, parse_apart, run
from crucible.parsers.memory import _by_ps, memory_bytes
from crucible.parsers.several import read_files

FILES = Path(__file__).parents[2] / "crucible" / "demo" / "files"
SECRET = "nobody-may-see-this"


def python(source: str) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(source)]


# ---- the process


def test_what_a_file_says_comes_through_the_process_as_it_is():
    path = FILES / "film_a_xrd.xy"
    assert parse(path) == parse_apart(path)


def test_an_error_has_the_name_that_the_file_gets(tmp_path):
    (tmp_path / "x.h5").write_bytes((FILES / "film_a_pl_map.h5").read_bytes()[:3000])
    with pytest.raises(ParserError, match=r"^night/a\.h5: "):
        parse_apart(tmp_path / "x.h5", "night/a.h5")


def test_a_file_that_nobody_knows_starts_no_process(tmp_path):
    (tmp_path / "notes.md").write_text("hello")
    with pytest.raises(NotSupportedError, match=r"^notes\.md: no installed parser"):
        parse_apart(tmp_path / "notes.md", limits=Limits(seconds=0))


@pytest.mark.skipif(os.name == "nt", reason="no named pipes among the files")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.xy")
    with pytest.raises(NotSupportedError, match="no file"):
        parse_apart(tmp_path / "a.xy")


def test_a_file_that_is_gone_is_an_error_with_its_name(tmp_path):
    with pytest.raises(ParserError, match=r"^gone\.h5: No such file"):
        parse_apart(tmp_path / "gone.h5")


def test_an_endless_loop_ends():
    with pytest.raises(ParserError, match=r"more than 0\.5 seconds"):
        run(python("while True: pass"), Limits(seconds=0.5))


def test_too_much_memory_ends_where_the_system_sets_no_limit_itself():
    hungry = "import time\nx = []\nwhile True:\n    x.append(bytearray(10_000_000)); time.sleep(0.01)"
    with pytest.raises(ParserError, match=r"more than 0\.146484 GiB of memory"):
        run(python(hungry), Limits(seconds=60, memory_bytes=150 * 1024**2))


def test_memory_is_known_of_each_system_that_has_ps():
    pid = os.getpid()
    with contextlib.suppress(FileNotFoundError):
        assert _by_ps(pid) is None or 0.3 < _by_ps(pid) / memory_bytes(pid) < 30
    assert memory_bytes(2**22 + 1) is None


def test_whoever_stops_waiting_ends_the_process():
    with pytest.raises(StoppedError):
        run(python("import time; time.sleep(600)"), Limits(), lambda: True)


def test_a_crash_is_an_error():
    with pytest.raises(ParserError, match=r"crashed|ended with code"):
        run(python("import os; os.abort()"), Limits())


def test_a_flood_of_output_ends():
    with pytest.raises(ParserError, match="printed more than"):
        run(python("import sys\nwhile True: sys.stdout.write('x' * 1_000_000)"), Limits())


def test_an_absent_library_is_named():
    said = (
        "import sys; sys.stderr.write('tifffile a.tif: This needs tifffile. It comes with pip install x.'); sys.exit(4)"
    )
    with pytest.raises(NotInstalledError, match=r"a\.tif: This needs tifffile\. It comes with pip") as caught:
        run(python(said), Limits())
    assert "tifffile" == caught.value.library


def test_what_a_library_prints_is_not_the_result(tmp_path, monkeypatch):
    plugin(
        tmp_path,
        "chatty",
        "print('hello'); import os; os.write(1, b'there')\n    return Parsed(ingestion_class='Chatty')",
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "a.own").write_text("own")
    assert "Chatty" == parse_apart(tmp_path / "a.own").ingestion_class


def test_a_parser_of_others_that_cannot_be_loaded_is_left_out(tmp_path, monkeypatch, caplog):
    plugin(tmp_path, "damaged", "return None")
    (tmp_path / "damaged.py").write_text("import a_library_that_is_not_there")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "InorganicXRDIngestor" == parse(FILES / "film_a_xrd.xy").ingestion_class
    assert "the parser damaged cannot be loaded" in caplog.text


def test_a_parser_that_declines_leaves_the_file_to_the_next_one(tmp_path, monkeypatch):
    plugin(tmp_path, "modest", "raise NotSupportedError('not mine')", head="b'10' in head or b'#' in head")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "InorganicXRDIngestor" == parse(FILES / "film_a_xrd.xy").ingestion_class


@pytest.mark.parametrize(
    ("returned", "why"),
    [
        ("scientific_metadata={'a': float('nan')}", "no JSON form"),
        ("scientific_metadata={'a': 2**70}", "64 bits"),
        ("scientific_metadata={'a': {1: 2}}", "no text"),
        ("scientific_metadata={'a': 'x' * 5_000_000}", "bytes"),
        ("scientific_metadata={'a': list(range(200_000))}", "values"),
        ("scientific_metadata={'a': '\\ud800'}", "surrogate"),
        ("fields={'timestamp': 'yesterday'}", "timestamp"),
        ("fields={'measurement': 3}", "measurement"),
        ("keywords=[str(n) for n in range(101)]", "keywords"),
        ("thumbnails=[{'thumbnail_name': 'x', 'thumbnail_b64str': '%'}]", "not Base64"),
    ],
)
def test_a_result_that_nobody_can_store_is_an_error_about_the_file(tmp_path, monkeypatch, returned, why):
    plugin(tmp_path, "careless", f"return Parsed(ingestion_class='C', {returned})")
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "a.own").write_text("own")
    with pytest.raises(ParserError, match=rf"^a\.own: .*{why}"):
        parse(tmp_path / "a.own")


def plugin(folder: Path, name: str, body: str, head: str = "head == b'own'") -> None:
    """Install a parser into a folder."""
    sys.modules.pop(name, None)
    importlib.invalidate_caches()
    described = folder / f"{name}-1.dist-info"
    described.mkdir()
    (described / "METADATA").write_text(f"Name: {name}\nVersion: 1\n")
    (described / "entry_points.txt").write_text(f"[crucible.parsers]\n{name} = {name}\n")
    (folder / f"{name}.py").write_text(
        "from crucible.parsers import NotSupportedError, Parsed\n"
        f"priority, classes = 0, ('C',)\ndef recognises(head, name):\n    return {head}\n"
        f"def read(path, name):\n    {body}\n"
    )


def test_several_files_are_read_side_by_side_and_reported_in_their_order(tmp_path):
    (tmp_path / "b.tif").write_bytes((FILES / "film_a_sem.tif").read_bytes()[:2000])
    (tmp_path / "c.md").write_text("hello")
    named = [(FILES / "film_a_xrd.xy", "a.xy"), (tmp_path / "b.tif", "b.tif"), (tmp_path / "c.md", "c.md")]
    assert [("a.xy", "read"), ("b.tif", "failed"), ("c.md", "unknown")] == [
        (one.name, one.state) for one in read_files(named)
    ]


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
