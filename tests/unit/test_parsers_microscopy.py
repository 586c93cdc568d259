"""Files of electron microscopes: calibrated axes, how the data were taken, pictures; and in little memory."""

import base64
import io
import json
import os
import subprocess
import sys
from fractions import Fraction

import h5py
import numpy as np
import pytest
from PIL import Image
from support import bruker_files, format_files
from support import microscope_files as files

from crucible.errors import ParserError
from crucible.parsers import parse
from crucible.parsers.apart import parse_apart
from crucible.parsers.signals import acquisition, axes_of

rsciio = pytest.importorskip("rsciio")
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # the readers leave files to the garbage collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
GRADIENT = np.add.outer(np.arange(40), np.arange(60)).astype("u2") * 100


def pictures(parsed):
    return [Image.open(io.BytesIO(base64.b64decode(one["thumbnail_b64str"]))) for one in parsed.thumbnails]


def write(path, **given):
    writer = __import__(f"rsciio.{given.pop('plugin')}", fromlist=["file_writer"])
    writer.file_writer(str(path), given.pop("signal"), **given)


def test_a_dm3_image_has_its_pixel_size_beam_energy_and_a_scale_bar(tmp_path):
    files.digital_micrograph(tmp_path / "lamella.dm3", GRADIENT.repeat(3, 0).repeat(3, 1))
    parsed = parse(tmp_path / "lamella.dm3")
    metadata = parsed.scientific_metadata
    assert "DigitalMicrographIngestor" == parsed.ingestion_class
    assert {"value": 0.25, "unit": "nm"} == metadata["image"]["pixel_size"]
    assert {"value": 200.0, "unit": "keV"} == metadata["acquisition"]["beam_energy"]
    assert 50_000 == metadata["acquisition"]["magnification"]
    (picture,) = pictures(parsed)
    assert (180, 120) == picture.size
    colours = picture.convert("RGB").crop((4, 96, 60, 116)).getcolors()
    assert {(0, 0, 0), (255, 255, 255)} <= {colour for _, colour in colours}  # the bar on its ground


@pytest.mark.parametrize("version", [3, 4])
def test_an_image_in_colours_is_read_though_its_reader_cannot_do_it_in_parts(tmp_path, version):
    path = tmp_path / f"a.dm{version}"
    files.digital_micrograph(path, np.dstack([GRADIENT >> 8] * 3 + [np.full_like(GRADIENT, 255)]))
    parsed = parse(path)
    assert ("rgb", 1) == (parsed.scientific_metadata["signals"][0]["dtype"], len(parsed.thumbnails))


def test_the_content_of_a_microscope_file_counts_before_its_name(tmp_path):
    files.digital_micrograph(tmp_path / "stored", GRADIENT)
    assert "DigitalMicrographIngestor" == parse(tmp_path / "stored", "image.xy").ingestion_class


def test_a_ser_image_has_scale_and_offset_in_one_unit_and_its_time(tmp_path):
    files.ser(tmp_path / "a_1.ser", GRADIENT)
    parsed = parse(tmp_path / "a_1.ser")
    axis = parsed.scientific_metadata["signals"][0]["axes"][1]
    assert ("SerIngestor", "nm") == (parsed.ingestion_class, axis["scale"]["unit"])
    assert (6.0, -100.0) == (pytest.approx(axis["scale"]["value"]), pytest.approx(axis["offset"]["value"]))
    assert "2016-02-21T16:50:29+00:00" == parsed.fields["timestamp"]


def test_an_image_that_nobody_calibrated_has_no_pixel_size(tmp_path):
    """Programs write minus one, a metre or a pixel, which nothing tells from a measured size."""
    files.mrc(tmp_path / "a.mrc", np.stack([GRADIENT] * 3), angstrom=-10.0)
    files.ser(tmp_path / "a_1.ser", GRADIENT, metres=1.0)
    for name in ("a.mrc", "a_1.ser"):
        metadata = parse(tmp_path / name).scientific_metadata
        assert "pixel_size" not in metadata["image"]
        assert [{"name", "size"}] * 2 == [set(axis) for axis in metadata["signals"][0]["axes"][-2:]]


def test_pixels_of_a_map_are_as_wide_as_those_of_the_image_beside_it(tmp_path):
    bruker_files.bcf(tmp_path / "eds.bcf")
    image, spectra = parse(tmp_path / "eds.bcf").scientific_metadata["signals"]
    assert [0.25, 0.5] == [axis["scale"]["value"] for axis in image["axes"]]
    assert [0.25, 0.5, 0.01] == [axis["scale"]["value"] for axis in spectra["axes"]]


def test_the_time_of_a_velox_file_does_not_depend_on_where_it_is_read(tmp_path):
    files.velox(tmp_path / "map.emd", np.arange(12).reshape(3, 4), [[600] for _ in range(12)])
    command = [sys.executable, "-m", "crucible.parsers", str(tmp_path / "map.emd")]
    there = subprocess.run(command, env=os.environ | {"TZ": "Asia/Tokyo"}, capture_output=True, check=True)
    assert "2019-12-05T10:03:44+00:00" == json.loads(there.stdout)["fields"]["timestamp"]


def signal_of(*axes, **more):
    data = np.zeros([axis["size"] for axis in axes], "u2")
    return {"data": data, "axes": list(axes), "metadata": {}, "original_metadata": {}, **more}


@pytest.mark.parametrize(
    ("axis", "expected"),
    [
        ({"scale": Fraction(1, 4), "units": "µm"}, {"scale": {"value": 0.25, "unit": "µm"}}),
        ({"scale": 3.1, "units": "Energy Loss (eV)"}, {"scale": {"value": 3.1, "unit": "eV"}}),
        ({"scale": 1.0, "units": "px"}, {}),
        ({"scale": 0.0, "offset": 3.0, "units": "nm"}, {}),
        (
            {"axis": np.array([346.5, 347.0, 348.5, 350.5], "f4"), "units": "nm"},
            {"first": {"value": 346.5, "unit": "nm"}, "last": {"value": 350.5, "unit": "nm"}},
        ),
    ],
    ids=["a fraction", "a unit in brackets", "pixels", "no scale", "uneven"],
)
def test_an_axis_has_the_scale_that_its_reader_gives_in_whatever_form(axis, expected):
    assert [{"size": 4, **expected}] == axes_of(signal_of({"size": 4, **axis}))


def test_units_of_the_spectrum_format_are_those_that_people_know():
    """Elsewhere dg is a tenth of a gram and mR a unit of radiation."""
    stage = {"tilt_alpha": 45.0, "tilt_alpha_units": "dg"}
    given = {"beam_energy": 120.0, "beam_energy_units": "kV", "convergence_angle": 1.5, "convergence_angle_units": "mR"}
    found = acquisition({"Acquisition_instrument": {"TEM": {**given, "Stage": stage}}})
    assert ("keV", "mrad", "deg") == (
        found["beam_energy"]["unit"],
        found["convergence_angle"]["unit"],
        found["stage"]["tilt_alpha"]["unit"],
    )


def test_a_ser_pattern_is_known_by_pixels_that_no_image_has(tmp_path):
    files.ser(tmp_path / "b_1.ser", GRADIENT, metres=1.0e8)
    parsed = parse(tmp_path / "b_1.ser")
    assert "diffraction pattern" == parsed.fields["data_type"]
    assert {"value": pytest.approx(0.1), "unit": "1/nm"} == parsed.scientific_metadata["image"]["pixel_size"]


def test_a_stored_file_without_an_ending_is_read_all_the_same(tmp_path):
    files.ser(tmp_path / "f3a9", GRADIENT)
    assert "SerIngestor" == parse(tmp_path / "f3a9", "a_1.ser").ingestion_class


def test_a_spectrum_image_of_hyperspy_gives_a_map_and_the_sum_of_its_spectra(tmp_path):
    data = np.ones((6, 8, 100), dtype="u2")
    data[2:4, 3:5, 40] = 500
    axes = [("y", 2.0, 0.0, "nm", True), ("x", 2.0, 0.0, "nm", True), ("Energy", 0.01, -0.2, "keV", False)]
    microscope = {"beam_energy": 300.0, "Detector": {"EDS": {"live_time": 12.5}}}
    given = files.signal(data, axes, signal_type="EDS_TEM", microscope=microscope)
    write(tmp_path / "map.hspy", plugin="hspy", signal=given)
    parsed = parse(tmp_path / "map.hspy")
    (about,) = parsed.scientific_metadata["signals"]
    assert ("spectrum image", "EDS_TEM") == (about["kind"], parsed.fields["measurement"])
    assert {"value": 0.01, "unit": "keV"} == about["axes"][2]["scale"]
    assert {"value": 12.5, "unit": "s"} == parsed.scientific_metadata["acquisition"]["detector"]["eds"]["live_time"]
    assert "2026-08-01T10:30:00+00:00" == parsed.fields["timestamp"]
    assert ["map.hspy map.png", "map.hspy spectrum.png"] == [one["thumbnail_name"] for one in parsed.thumbnails]
    area = pictures(parsed)[0].convert("L")
    bright, dark = area.getpixel((area.width * 4 // 8, area.height * 3 // 6)), area.getpixel((2, 2))
    assert (255, 0) == (bright, dark)


def test_a_berkeley_file_is_told_from_other_hdf5(tmp_path):
    axes = [("y", 0.5, 0.0, "nm", False), ("x", 0.5, 0.0, "nm", False)]
    write(tmp_path / "image.emd", plugin="emd", signal=files.signal(GRADIENT, axes))
    parsed = parse(tmp_path / "image.emd")
    assert ("BerkeleyEmdIngestor", "image") == (parsed.ingestion_class, parsed.fields["data_type"])
    assert {"value": 0.5, "unit": "nm"} == parsed.scientific_metadata["image"]["pixel_size"]


def test_the_photons_of_a_velox_file_become_a_map_and_a_spectrum(tmp_path):
    image = np.arange(12).reshape(3, 4)
    photons = [[600, 600, 601] if n == 5 else [] for n in range(12)] * 2  # two frames
    files.velox(tmp_path / "map.emd", image, photons)
    parsed = parse(tmp_path / "map.emd")
    kinds = [about["kind"] for about in parsed.scientific_metadata["signals"]]
    assert ["image", "image", "spectrum"] == kinds
    assert "VeloxEmdIngestor" == parsed.ingestion_class
    area = pictures(parsed)[1].convert("L").resize((4, 3), resample=0)
    assert [5] == [n for n in range(12) if area.getpixel((n % 4, n // 4)) > 200]
    assert {"value": 300.0, "unit": "keV"} == parsed.scientific_metadata["acquisition"]["beam_energy"]
    assert "2019-12-05T10:03:44+00:00" == parsed.fields["timestamp"]


def test_a_spectrum_in_the_societys_format_keeps_the_units_it_says(tmp_path):
    given = files.signal(np.arange(1.0, 30.0), [("Energy", 3.1, 520.0, "eV", False)], signal_type="EELS")
    write(tmp_path / "o-k.msa", plugin="msa", signal=given)
    parsed = parse(tmp_path / "o-k.msa")
    assert ("spectrum", "EELS") == (parsed.fields["data_type"], parsed.fields["measurement"])
    assert {"value": 520.0, "unit": "eV"} == parsed.scientific_metadata["signals"][0]["axes"][0]["offset"]
    assert (200, 130) == pictures(parsed)[0].size


def test_a_scopefoundry_file_with_an_array_of_berkeley_keeps_its_settings(tmp_path):
    format_files.scopefoundry(tmp_path / "map.h5")
    parsed = parse(tmp_path / "map.h5")
    assert ("ScopeFoundryH5Ingestor", "hyperspec") == (parsed.ingestion_class, parsed.fields["measurement"])
    assert {"value": 1.5, "unit": "mW"} == parsed.scientific_metadata["hardware"]["laser"]["power"]
    assert "0tcbh8ga5nwhk000ed3n5ymt6w" == parsed.scientific_metadata["unique_id"]


@pytest.mark.parametrize("made", [{"version_major": 1}, {"group": "Experiments"}])
def test_hdf5_that_merely_has_words_of_a_microscopes_layout_is_left_to_others(tmp_path, made):
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file.attrs.update({key: value for key, value in made.items() if key != "group"})
        file.create_group(made.get("group", "scan"))["counts"] = np.arange(50.0)
    assert "H5Ingestor" == parse(tmp_path / "a.h5").ingestion_class


def test_hdf5_of_no_microscope_is_left_to_others(tmp_path):
    with h5py.File(tmp_path / "a.emd", "w") as file:
        file["scan"] = [1, 2]
    assert "H5Ingestor" == parse(tmp_path / "a.emd").ingestion_class


@pytest.mark.parametrize("length", [40, 900, 3000])
@pytest.mark.parametrize("kind", ["dm3", "ser", "mrc"])
def test_a_truncated_file_ends_as_an_error_with_its_name(tmp_path, kind, length):
    path = tmp_path / f"a.{kind}"
    whole = GRADIENT[None] if kind == "mrc" else GRADIENT
    getattr(files, {"dm3": "digital_micrograph"}.get(kind, kind))(path, whole)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(ParserError, match=rf"^a\.{kind}: "):
        parse(path)


def test_a_header_that_lies_about_sizes_costs_no_memory(tmp_path):
    files.mrc(tmp_path / "a.mrc", GRADIENT[None])
    content = bytearray((tmp_path / "a.mrc").read_bytes())
    content[0:12] = np.array([2**30, 2**30, 2**20], dtype="<i4").tobytes()
    (tmp_path / "a.mrc").write_bytes(content)
    with pytest.raises(ParserError, match=r"^a\.mrc: "):
        parse_apart(tmp_path / "a.mrc")


@pytest.mark.skipif(sys.platform != "linux", reason="where /proc says how much memory a process has had")
def test_a_stack_of_ten_gigabytes_takes_little_memory(tmp_path):
    """Of 1280 images the middle one is read. The file is one with holes, so that it takes no room."""
    files.mrc(tmp_path / "movie.mrc", np.zeros((1, 2048, 2048)))
    with (tmp_path / "movie.mrc").open("r+b") as file:
        for at in (8, 36):
            file.seek(at)
            file.write(np.array([1280], dtype="<i4").tobytes())
        file.seek(1024 + 640 * 2048 * 2048 * 2)
        file.write(GRADIENT.repeat(40, 1).repeat(52, 0)[:2048, :2048].astype("<u2").tobytes())
        file.truncate(1024 + 1280 * 2048 * 2048 * 2)
    # Not by getrusage: that of a child begins with what its parent has had.
    source = (
        "import pathlib, sys; from crucible.parsers import parse;"
        "found = parse(pathlib.Path(sys.argv[1]));"
        "status = pathlib.Path('/proc/self/status').read_text();"
        "print(len(found.thumbnails), status.partition('VmHWM:')[2].split()[0])"
    )
    run = [sys.executable, "-c", source, str(tmp_path / "movie.mrc")]
    result = subprocess.run(run, capture_output=True, text=True, check=True)
    thumbnails, most = map(int, result.stdout.split())
    assert (1, True) == (thumbnails, most < 600 * 1024)
