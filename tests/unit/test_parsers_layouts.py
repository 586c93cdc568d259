"""NeXus, the TIFF files of microscopes, and what SEM vendors write, each as the field's own library writes it."""

import base64
import io

import h5py
import numpy as np
import pytest
import tifffile
from PIL import Image, PngImagePlugin
from support.sample_files import FEI, ZEISS

from crucible.parsers import parse

JEOL = (
    "$CM_FORMAT JED-2200\r\n$CM_DATE 2026/08/01\r\n$CM_TIME 14:05:00\r\n$CM_ACCEL_VOLT 15.00\r\n$CM_MAG 20000\r\n"
    "$$SM_MICRON_BAR 100\r\n$$SM_MICRON_MARKER 1um\r\n$CM_INSTRUMENT JSM-7600F\r\n$$SM_WD 8.1\r\n"
)
HITACHI = (
    "[SemImageFile]\r\nInstructName=SU8230\r\nDate=08/01/2026\r\nTime=14:05:00\r\nPixelSize=4.96\r\n"
    "Magnification=20000\r\nAcceleratingVoltage=15000 Volt\r\nWorkingDistance=8100 um\r\nSignalName=SE(UL)\r\n"
)
NANOMETRES = {"value": 4.96, "unit": "nm"}
TAKEN = "2026-08-01T14:05:00+00:00"


def image(height=120, width=160):
    y, x = np.mgrid[:height, :width]
    return ((np.sin(x / 9) * np.cos(y / 7) + 1) * 100).astype("uint8")


def pictures(parsed):
    return [Image.open(io.BytesIO(base64.b64decode(one["thumbnail_b64str"]))).size for one in parsed.thumbnails]


def nexus(path, signal, axes, old=False):
    """Write a file with entry, instrument, sample, and a plot whose signal is a link to the detector's array."""
    with h5py.File(path, "w") as file:
        file.attrs["default"] = "scan"
        for name in ("other", "scan"):
            entry = file.create_group(name)
            entry.attrs["NX_class"] = "NXentry"
            entry["title"] = name
        entry.attrs["default"] = "plot"
        entry["start_time"] = "2026-08-01T10:00:00+02:00"
        entry["definition"] = np.bytes_("NXsas")
        instrument, sample, plot = (entry.create_group(name) for name in ("beamline", "film", "plot"))
        for group, kind in ((instrument, "NXinstrument"), (sample, "NXsample"), (plot, "NXdata")):
            group.attrs["NX_class"] = kind
        instrument["name"] = "beamline 7"
        detector = instrument.create_group("detector")
        detector.attrs["NX_class"] = "NXdetector"
        detector["counts"] = signal
        detector["distance"] = [1.5]
        detector["distance"].attrs["units"] = "m"
        sample["temperature"] = 300.0
        sample["temperature"].attrs["units"] = "K"
        plot["counts"] = h5py.SoftLink("/scan/beamline/detector/counts")
        for name, (values, unit) in axes.items():
            plot[name] = values
            plot[name].attrs["units"] = unit
        if old:
            detector["counts"].attrs["signal"] = 1
            detector["counts"].attrs["axes"] = ":".join(axes)
        else:
            plot.attrs["signal"] = "counts"
            plot.attrs["axes"] = list(axes)


@pytest.mark.parametrize("old", [False, True], ids=["since 2014", "before 2014"])
def test_a_nexus_file_says_what_its_default_entry_and_plot_say(tmp_path, old):
    q = np.linspace(0.01, 1, 500)
    nexus(tmp_path / "a.nxs", np.exp(-3 * q), {"q": (q, "1/angstrom")}, old)
    parsed = parse(tmp_path / "a.nxs")
    assert {
        "data_format": "nxs",
        "dataset_name": "scan",
        "measurement": "NXsas",
        "timestamp": "2026-08-01T10:00:00+02:00",
    } == parsed.fields
    entry, plot = (parsed.scientific_metadata[name] for name in ("entry", "plot"))
    assert {"name": "beamline 7", "detector": {"distance": {"value": 1.5, "unit": "m"}}} == entry["instrument"]
    assert {"temperature": {"value": 300.0, "unit": "K"}} == entry["sample"]
    assert {"path": "/scan/beamline/detector/counts", "shape": [500], "unit": None} == plot["signal"]
    assert [{"path": "/scan/plot/q", "unit": "1/angstrom"}] == plot["axes"]
    assert "NXdetector" == parsed.scientific_metadata["classes"]["scan/beamline/detector"]
    assert [(200, 130)] == pictures(parsed)


def test_a_nexus_image_gets_a_picture_with_its_scale(tmp_path):
    axes = {"y": (np.arange(120) * 0.5, "µm"), "x": (np.arange(160) * 0.5, "µm")}
    nexus(tmp_path / "a.nxs", np.stack([image()] * 3), {"z": (np.arange(3.0), "µm"), **axes})
    assert [(160, 120)] == pictures(parse(tmp_path / "a.nxs"))


def test_hdf5_behind_a_block_of_the_users_is_recognised(tmp_path):
    with h5py.File(tmp_path / "a.dat", "w", userblock_size=1024) as file:
        file["a"] = np.arange(20.0)
    assert "H5Ingestor" == parse(tmp_path / "a.dat").ingestion_class


@pytest.mark.parametrize(("tag", "text"), [(34118, ZEISS), (34682, FEI), (34680, FEI)])
def test_sem_vendors_settings_become_common_words_with_units(tmp_path, tag, text):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, image(), extratags=[(tag, 2, len(text) + 1, text, True)])
    parsed = parse(path)
    sem = parsed.scientific_metadata["sem"]
    zeiss = tag == 34118
    assert ({"value": 9.878, "unit": "nm"} if zeiss else {"value": 6.4e-09, "unit": "m"}) == sem["pixel_size"]
    assert sem["pixel_size"] == parsed.scientific_metadata["image"]["pixel_size"]
    assert ({"value": 5.0, "unit": "kV"} if zeiss else {"value": 5000, "unit": "V"}) == sem["high_voltage"]
    assert ({"value": 5.4, "unit": "mm"} if zeiss else {"value": 0.0041, "unit": "m"}) == sem["working_distance"]
    assert (20000 if zeiss else None) == sem.get("magnification")
    assert ("InLens" if zeiss else "TLD") == sem["detector"]
    assert (None if zeiss else "2026-08-01T00:05:09+00:00") == parsed.fields.get("timestamp")
    assert ("SEM", ["SEM"]) == (parsed.fields["measurement"], parsed.keywords)


def test_zeiss_gives_the_size_of_a_pixel_of_its_screen_the_time_and_a_plain_magnification(tmp_path):
    """As older programs write it; the screen has 1024 pixels across, whatever the image has."""
    text = (
        "\r\n0\r\nAP_PIXEL_SIZE\r\nPixel Size = 5.825 nm\r\nAP_MAG\r\nMag = 105 X\r\n"
        "AP_DATE\r\nDate :25 Sep 2018\r\nAP_TIME\r\nTime :8:20:42\r\n"
    )
    tifffile.imwrite(tmp_path / "a.tif", image(384, 512), extratags=[(34118, 2, len(text) + 1, text, True)])
    parsed = parse(tmp_path / "a.tif")
    sem = parsed.scientific_metadata["sem"]
    assert ({"value": 11.65, "unit": "nm"}, 105) == (sem["pixel_size"], sem["magnification"])
    assert "2018-09-25T08:20:42+00:00" == parsed.fields["timestamp"]


def test_settings_of_a_microscope_that_are_no_numbers_get_no_unit(tmp_path):
    text = FEI.replace("HV=5000", "HV=not a float")
    tifffile.imwrite(tmp_path / "a.tif", image(), extratags=[(34682, 2, len(text) + 1, text, True)])
    found = parse(tmp_path / "a.tif").scientific_metadata
    assert ("not a float", False) == (found["microscope"]["Beam"]["HV"], "high_voltage" in found["sem"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("text", "pixel"), [(JEOL, {"value": 0.01, "unit": "um"}), (HITACHI, {"value": 4.96, "unit": "nm"})]
)
def test_the_text_beside_an_image_of_jeol_or_hitachi_gives_its_scale(tmp_path, text, pixel, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    parsed = parse(path)
    assert pixel == parsed.scientific_metadata["sem"]["pixel_size"]
    assert 20000 == parsed.scientific_metadata["sem"]["magnification"]
    assert TAKEN == parsed.fields["timestamp"]


def test_ome_tiff_gives_scale_channels_and_the_number_of_pages(tmp_path):
    about = {"axes": "ZCYX", "PhysicalSizeX": 0.1, "PhysicalSizeXUnit": "µm", "PhysicalSizeZ": 0.5}
    about["Channel"] = {"Name": ["DAPI", "GFP"]}
    tifffile.imwrite(tmp_path / "a.ome.tif", np.stack([[image()] * 2] * 3), metadata=about, ome=True)
    found = parse(tmp_path / "a.ome.tif").scientific_metadata
    assert {"value": 0.1, "unit": "µm"} == found["image"]["pixel_size"] == found["ome"]["pixel_size"]
    assert {"value": 0.5, "unit": "µm"} == found["ome"]["plane_distance"]
    assert {"0": {"Name": "DAPI"}, "1": {"Name": "GFP"}} == found["ome"]["channels"]
    assert (6, 3, 2) == (found["image"]["frames"], found["ome"]["SizeZ"], found["ome"]["SizeC"])


def test_imagej_gives_scale_and_times(tmp_path):
    about = {"unit": "um", "spacing": 3.0, "finterval": 0.5, "axes": "TYX"}
    tifffile.imwrite(tmp_path / "a.tif", np.stack([image()] * 5), imagej=True, resolution=(2.5, 2.5), metadata=about)
    found = parse(tmp_path / "a.tif").scientific_metadata
    assert {"value": 0.4, "unit": "um"} == found["image"]["pixel_size"]
    assert {"value": 0.5, "unit": "s"} == found["image"]["frame_interval"]
    assert 5 == found["imagej"]["frames"]


@pytest.mark.parametrize(
    "how", [{"tile": (64, 64), "compression": "zlib"}, {"bigtiff": True}, {"photometric": "miniswhite"}]
)
def test_floats_tiles_and_large_tiff_have_a_picture(tmp_path, how):
    numbers = image().astype("f4" if "photometric" not in how else "u2")
    tifffile.imwrite(tmp_path / "a.tif", numbers, **how)
    assert [(160, 120)] == pictures(parse(tmp_path / "a.tif"))


def test_a_compression_that_tifffile_does_not_know_is_read_with_pillow(tmp_path):
    Image.fromarray(image()).save(tmp_path / "a.tif", compression="tiff_lzw")
    parsed = parse(tmp_path / "a.tif")
    assert "lzw" == parsed.scientific_metadata["image"]["compression"]
    assert [(160, 120)] == pictures(parsed)


def test_a_photo_says_when_and_how_but_not_where(tmp_path):
    exif = Image.Exif()
    exif[271], exif[306] = "Canon", "2026:08:01 14:05:00"
    exif.get_ifd(0x8769)[33434] = 0.01
    exif.get_ifd(0x8825)[2] = (37.0, 52.0, 30.0)
    Image.fromarray(image()).save(tmp_path / "a.jpg", exif=exif)
    parsed = parse(tmp_path / "a.jpg")
    assert TAKEN == parsed.fields["timestamp"]
    assert {"value": 0.01, "unit": "s"} == parsed.scientific_metadata["camera"]["exposure_time"]
    assert "37" not in str(parsed.scientific_metadata)


def test_the_time_of_a_photo_has_the_offset_that_the_camera_writes(tmp_path):
    exif = Image.Exif()
    exif.get_ifd(0x8769).update({36867: "2026:08:01 14:30:00", 36881: "-07:00"})
    Image.fromarray(image()).save(tmp_path / "a.jpg", exif=exif)
    assert "2026-08-01T14:30:00-07:00" == parse(tmp_path / "a.jpg").fields["timestamp"]


def test_texts_of_a_png_are_kept(tmp_path):
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Software", "Gatan")
    Image.fromarray(image()).save(tmp_path / "a.png", pnginfo=texts)
    assert {"Software": "Gatan"} == parse(tmp_path / "a.png").scientific_metadata["texts"]
