"""Plots of files, and small pictures of what a notebook has."""

import io
import sys
from pathlib import Path

import h5py
import matplotlib
import numpy
import pytest
import tifffile
from matplotlib import pyplot
from matplotlib.figure import Figure
from PIL import Image
from rsciio.hspy import file_writer

from crucible.errors import NotInstalledError, ParserError
from crucible.plots import as_png, plot, read
from crucible.plots.drawing import scale_bar
from crucible.plots.small import eight_bits

matplotlib.use("Agg")
DEMO = Path(__file__).parents[2] / "crucible" / "demo" / "files"


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    """Each test leaves the figures of pyplot as it found them."""
    yield
    pyplot.close("all")


def bar_of(axes):
    """What the scale bar says; None without one."""
    texts = [text.get_text() for text in axes.findobj(matplotlib.text.Text)]
    return next((text for text in texts if text.endswith(("m", "1/nm"))), None)


def axis(name, size, scale, offset, unit, *, navigate=False):
    uniform = {"_type": "UniformDataAxis", "is_binned": False}
    return uniform | {"name": name, "size": size, "scale": scale, "offset": offset, "units": unit, "navigate": navigate}


def hspy(path, data, *axes):
    """Write a signal as HyperSpy does."""
    about = {"General": {"title": ""}, "Signal": {"signal_type": ""}}
    more = {"original_metadata": {}, "learning_results": {}, "models": {}, "tmp_parameters": {}}
    package = {"package": "hyperspy", "package_version": "2.0"}
    lazy = {"attributes": {"_lazy": False}, "package_info": package}
    file_writer(str(path), {"data": data, "axes": list(axes), "metadata": about, **more, **lazy})
    return path


# ---- files ----


def test_a_pattern_is_drawn_over_its_axis_with_the_names_in_the_file():
    axes = plot(DEMO / "film_a_xrd.xy")
    (line,) = axes.lines
    assert ("two-theta (degree)", "counts", 10.0) == (axes.get_xlabel(), axes.get_ylabel(), line.get_xdata()[0])
    assert "film_a_xrd.xy" == axes.get_title(loc="left")


def test_a_microscopes_image_has_a_scale_bar():
    assert "500 nm" == bar_of(plot(DEMO / "film_a_sem.tif"))


def test_the_columns_of_a_table_are_lines_of_a_legend(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("time (s),furnace (°C),sample (°C)\n0,20,20\n10,30,25\n20,40,\n30,50,45\n", "utf-8")
    axes = plot(path)
    legend = [text.get_text() for text in axes.get_legend().get_texts()]
    assert (["furnace (°C)", "sample (°C)"], "time (s)", "°C") == (legend, axes.get_xlabel(), axes.get_ylabel())
    assert [0.0, 10.0, 30.0] == list(axes.lines[0].get_xdata())


def test_the_third_column_of_a_pattern_is_no_line(tmp_path):
    path = tmp_path / "run.xye"
    path.write_text("1 10 0.1\n2 20 0.2\n", "utf-8")
    assert 1 == len(plot(path).lines)


def test_a_spectrum_is_the_sum_over_all_places(tmp_path):
    data = numpy.arange(24, dtype="uint16").reshape(2, 3, 4)
    places = (axis("y", 2, 1, 0, "nm", navigate=True), axis("x", 3, 1, 0, "nm", navigate=True))
    path = hspy(tmp_path / "edx.hspy", data, *places, axis("Energy", 4, 0.5, -1, "keV"))
    axes = plot(path)
    assert [60, 66, 72, 78] == list(axes.lines[0].get_ydata())
    assert ([-1.0, -0.5, 0.0, 0.5], "Energy (keV)") == (list(axes.lines[0].get_xdata()), axes.get_xlabel())


@pytest.mark.parametrize(("unit", "said"), [("nm", "10 nm"), ("1/nm", "10 1/nm"), ("µm", "10 µm")])
def test_a_scale_bar_has_the_unit_of_the_file(tmp_path, unit, said):
    data = numpy.random.default_rng(1).random((64, 64)).astype("float32")
    path = hspy(tmp_path / "image.hspy", data, axis("y", 64, 0.7, 0, unit), axis("x", 64, 0.7, 0, unit))
    assert said == bar_of(plot(path))


def test_a_nexus_file_says_what_its_plot_is(tmp_path):
    path = tmp_path / "scan.nxs"
    with h5py.File(path, "w") as file:
        file["larger"] = numpy.ones((50, 50))
        file.attrs["default"] = "entry/data"
        data = file.create_group("entry/data")
        data.attrs.update(signal="counts", axes="energy")
        data["energy"], data["counts"] = numpy.linspace(7100, 7200, 11), numpy.arange(11)
        data["energy"].attrs["units"] = "eV"
    axes = plot(path)
    assert ["energy (eV)", "counts"] == [axes.get_xlabel(), axes.get_ylabel()]
    assert 7200.0 == axes.lines[0].get_xdata()[-1]
    assert (50, 50) == plot(path, item="larger").images[0].get_array().shape
    with pytest.raises(ParserError, match="no array of numbers 'other'") as absent:
        plot(path, item="other")
    assert "entry/data/counts" in absent.value.hint


def test_the_middle_of_a_stack_says_so(tmp_path):
    path = tmp_path / "stack.h5"
    with h5py.File(path, "w") as file:
        file["stack"] = numpy.arange(5 * 20 * 30).reshape(5, 20, 30)
    axes = plot(path)
    assert (1200, "the middle of 5 images") == (axes.images[0].get_array()[0, 0], axes.get_xlabel())


def test_a_tiff_of_many_bits_and_tiles_is_drawn(tmp_path):
    path = tmp_path / "tiles.tif"
    values = numpy.linspace(0, 4000, 64 * 96).reshape(64, 96).astype("float64")
    tifffile.imwrite(path, values, tile=(32, 32), compression="zlib")
    assert (64, 96) == plot(path).images[0].get_array().shape


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("notes.txt", b"no numbers here\n", "no columns of numbers"),
        ("empty.xy", b"", "no columns of numbers"),
        ("broken.h5", b"\x89HDF\r\n\x1a\n broken", "cannot be"),
        ("broken.png", b"\x89PNG\r\n\x1a\n broken", "cannot be"),
        ("broken.dm3", b"\x00\x00\x00\x03 broken", "cannot be drawn"),
        ("broken.ibw", b"\x05\x00 broken", "cannot be drawn"),
        ("unknown.bin", b"\x00\x01\x02\x03", "Nothing in it can be drawn"),
    ],
)
def test_what_cannot_be_drawn_is_an_error_with_the_name_of_the_file(tmp_path, name, data, said):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ParserError, match=said) as refused:
        plot(path)
    assert refused.value.message.startswith(name)
    with pytest.raises(ParserError, match="cannot be read"):
        plot(tmp_path / "absent.xy")


def test_a_file_that_claims_to_be_huge_is_refused(tmp_path):
    path = tmp_path / "huge.png"
    image = io.BytesIO()
    Image.new("1", (60000, 60000)).save(image, "PNG")
    path.write_bytes(image.getvalue())
    with pytest.raises(ParserError, match=r"too many|exceeds"):
        read(path)


def test_a_dollar_in_a_name_begins_no_formula(tmp_path):
    path = tmp_path / "cost $x_{.csv"
    path.write_text("a $b,c$\n1,2\n2,3\n", "utf-8")
    axes = plot(path)
    axes.figure.savefig(io.BytesIO(), format="png")
    assert r"cost \$x_{.csv" == axes.get_title(loc="left")


@pytest.mark.parametrize(
    ("pixel", "unit", "columns", "expected"),
    [
        (2.5e-9, "m", 1024, (200.0, "500 nm")),
        (1.0, "Å", 100, (20.0, "2 nm")),
        (0.3, "mm", 640, (166.666667, "50 mm")),
        (1e-6, "um", 100, (20.0, "20 pm")),
        (2.0, "px", 100, (25.0, "50 px")),
    ],
)
def test_scale_bars_are_round_lengths_in_units_people_use(pixel, unit, columns, expected):
    assert expected == scale_bar(pixel, unit, columns)


def test_without_matplotlib_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(NotInstalledError, match=r"crucible-client\[science\]"):
        plot(DEMO / "film_a_xrd.xy")


# ---- small pictures ----


def small(picture):
    return Image.open(io.BytesIO(as_png(picture)))


@pytest.mark.parametrize(
    ("picture", "size", "mode"),
    [
        (numpy.zeros((100, 50)), (50, 100), "L"),
        (numpy.eye(3000), (200, 200), "L"),
        (numpy.ones((10, 2000), dtype=bool), (200, 1), "L"),
        (numpy.zeros((40, 60, 3), "uint8"), (60, 40), "RGB"),
        (numpy.zeros((40, 60, 4)), (60, 40), "RGBA"),
        (Image.new("P", (20, 10)), (20, 10), "RGB"),
        (Image.new("I;16", (400, 200)), (200, 100), "L"),
        (Image.new("LA", (400, 200)), (200, 100), "RGBA"),
        (Image.new("CMYK", (400, 200)), (200, 100), "RGB"),
    ],
)
def test_a_small_picture_keeps_shape_and_colours(picture, size, mode):
    found = small(picture)
    assert (size, mode, "PNG") == (found.size, found.mode, found.format)


def test_gray_values_are_stretched_and_what_is_no_number_is_black():
    values = numpy.linspace(100.0, 300.0, 10_000).reshape(100, 100)
    values[0, 0] = 1e9
    values[50, 50] = numpy.nan
    gray = eight_bits(values)
    assert (0, 255, 0) == (gray[50, 50], gray[99, 99], gray[0, 1])
    assert 128 == eight_bits(numpy.full((2, 2), 7))[0, 0]
    assert [0, 255] == [eight_bits(numpy.eye(1000))[0, column] for column in (1, 0)]


def test_bytes_and_fractions_are_colours_as_they_are():
    red = numpy.zeros((2, 2, 3))
    red[..., 0] = 1.0
    assert [(255, 0, 0)] * 2 == [small(one).getpixel((0, 0)) for one in (red, (red * 255).astype("uint8"))]
    assert 7 == small(numpy.full((2, 2), 7, "uint8")).getpixel((0, 0))


def test_a_figure_stays_as_it_is_and_its_thumbnail_has_its_shape():
    figure = Figure(figsize=(8, 4), dpi=100)
    axes = figure.add_subplot()
    axes.plot([0, 1])
    assert ((200, 100), (200, 100)) == (small(figure).size, small(axes).size)
    assert ([8.0, 4.0], 100) == (list(figure.get_size_inches()), figure.dpi)
