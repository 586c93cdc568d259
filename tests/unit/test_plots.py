"""Plots of files, and small pictures of what a notebook has."""

import base64
import io
import sys
from dataclasses import fields
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
from crucible.parsers import parse
from crucible.parsers.apart import Limits
from crucible.parsers.contents import Plane
from crucible.parsers.drawing import scale_bar
from crucible.parsers.drawn import content_apart, content_of, load, save
from crucible.plots import as_png, can_be_drawn, draw, plot
from crucible.plots.small import eight_bits

matplotlib.use("Agg")
DEMO = Path(__file__).parents[2] / "crucible" / "demo" / "files"


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    """Each test leaves the figures of pyplot as it found them."""
    yield
    pyplot.close("all")


def drawn(path, item=None):
    """The plot of a file that is read in this process, which takes a tenth of the time."""
    return draw(content_of(path, item=item), title=path.name)


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
    axes = drawn(DEMO / "film_a_xrd.xy")
    (line,) = axes.lines
    assert ("two-theta (degree)", "counts", 10.0) == (axes.get_xlabel(), axes.get_ylabel(), line.get_xdata()[0])
    assert "film_a_xrd.xy" == axes.get_title(loc="left")


def test_a_microscopes_image_has_a_scale_bar():
    assert "500 nm" == bar_of(drawn(DEMO / "film_a_sem.tif"))


def test_the_columns_of_a_table_are_lines_of_a_legend(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("time (s),furnace (°C),sample (°C)\n0,20,20\n10,30,25\n20,40,\n30,50,45\n", "utf-8")
    axes = drawn(path)
    legend = [text.get_text() for text in axes.get_legend().get_texts()]
    assert (["furnace", "sample"], "time (s)", "°C") == (legend, axes.get_xlabel(), axes.get_ylabel())
    assert [0.0, 10.0, 20.0, 30.0] == list(axes.lines[0].get_xdata())


def test_the_third_column_of_a_pattern_is_no_line(tmp_path):
    path = tmp_path / "run.xye"
    path.write_text("1 10 0.1\n2 20 0.2\n", "utf-8")
    assert 1 == len(drawn(path).lines)


def test_a_spectrum_is_the_sum_over_all_places(tmp_path):
    data = numpy.arange(24, dtype="uint16").reshape(2, 3, 4)
    places = (axis("y", 2, 1, 0, "nm", navigate=True), axis("x", 3, 1, 0, "nm", navigate=True))
    path = hspy(tmp_path / "edx.hspy", data, *places, axis("Energy", 4, 0.5, -1, "keV"))
    axes = drawn(path)
    assert [60, 66, 72, 78] == list(axes.lines[0].get_ydata())
    assert ([-1.0, -0.5, 0.0, 0.5], "Energy (keV)") == (list(axes.lines[0].get_xdata()), axes.get_xlabel())


@pytest.mark.parametrize(("unit", "said"), [("nm", "10 nm"), ("1/nm", "10 1/nm"), ("µm", "10 µm")])
def test_a_scale_bar_has_the_unit_of_the_file(tmp_path, unit, said):
    data = numpy.random.default_rng(1).random((64, 64)).astype("float32")
    path = hspy(tmp_path / "image.hspy", data, axis("y", 64, 0.7, 0, unit), axis("x", 64, 0.7, 0, unit))
    assert said == bar_of(drawn(path))


def test_a_nexus_file_says_what_its_plot_is(tmp_path):
    path = tmp_path / "scan.nxs"
    with h5py.File(path, "w") as file:
        file["larger"] = numpy.ones((50, 50))
        file.attrs["default"] = "entry/data"
        data = file.create_group("entry/data")
        data.attrs.update(signal="counts", axes="energy")
        data["energy"], data["counts"] = numpy.linspace(7100, 7200, 11), numpy.arange(11)
        data["energy"].attrs["units"] = "eV"
    axes = drawn(path)
    assert ["energy (eV)", "counts"] == [axes.get_xlabel(), axes.get_ylabel()]
    assert 7200.0 == axes.lines[0].get_xdata()[-1]
    assert (50, 50) == drawn(path, item="larger").images[0].get_array().shape
    with pytest.raises(ParserError, match="no array of numbers 'other'") as absent:
        drawn(path, item="other")
    assert "entry/data/counts" in absent.value.hint


def test_the_middle_of_a_stack_says_so(tmp_path):
    path = tmp_path / "stack.h5"
    with h5py.File(path, "w") as file:
        file["stack"] = numpy.arange(5 * 20 * 30).reshape(5, 20, 30)
    axes = drawn(path)
    assert (1200, "the middle of 5 images") == (axes.images[0].get_array()[0, 0], axes.get_xlabel())


def test_a_tiff_of_many_bits_and_tiles_is_drawn(tmp_path):
    path = tmp_path / "tiles.tif"
    values = numpy.linspace(0, 4000, 64 * 96).reshape(64, 96).astype("float64")
    tifffile.imwrite(path, values, tile=(32, 32), compression="zlib")
    assert (64, 96) == drawn(path).images[0].get_array().shape


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("notes.txt", b"no numbers here\n", "nothing in it can be drawn"),
        ("empty.xy", b"", "nothing in it can be drawn"),
        ("broken.h5", b"\x89HDF\r\n\x1a\n broken", "Unable to"),
        ("broken.png", b"\x89PNG\r\n\x1a\n broken", "cannot identify"),
        ("broken.dm3", b"\x00\x00\x00\x03\x00\x00\x10\x00\x00\x00\x00\x01\x01\x01 broken", "dm3: ."),
        ("unknown.bin", b"\x00\x01\x02\x03", "nothing in it can be drawn"),
    ],
)
def test_what_cannot_be_drawn_is_an_error_with_the_name_of_the_file(tmp_path, name, data, said):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ParserError, match=said) as refused:
        drawn(path)
    assert refused.value.message.startswith(name)
    with pytest.raises(ParserError, match="No such file"):
        drawn(tmp_path / "absent.xy")


def test_a_file_that_claims_to_be_huge_is_refused(tmp_path):
    path = tmp_path / "huge.png"
    image = io.BytesIO()
    Image.new("1", (15000, 12000)).save(image, "PNG")
    path.write_bytes(image.getvalue())
    with pytest.raises(ParserError, match=r"too many|exceeds"):
        drawn(path)


def test_a_dollar_in_a_name_begins_no_formula(tmp_path):
    path = tmp_path / "cost $x_{.csv"
    path.write_text("a $b,c$\n1,2\n2,3\n", "utf-8")
    axes = drawn(path)
    axes.figure.savefig(io.BytesIO(), format="png")
    assert r"cost \$x_{.csv" == axes.get_title(loc="left")


@pytest.mark.parametrize(
    ("pixel", "unit", "columns", "expected"),
    [
        (2.5e-9, "m", 1024, (200.0, "500 nm")),
        (0.7, "1/nm", 64, (14.285714, "10 1/nm")),
        (1.0, "Å", 100, (20.0, "2 nm")),
        (0.3, "mm", 640, (166.666667, "50 mm")),
        (1e-6, "um", 100, (20.0, "20 pm")),
        (2.0, "px", 100, (25.0, "50 px")),
    ],
)
def test_scale_bars_are_round_lengths_in_units_people_use(pixel, unit, columns, expected):
    assert expected == scale_bar(pixel, unit, columns, part=0.28)


def test_without_matplotlib_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(NotInstalledError, match=r"crucible-client\[science\]"):
        plot(DEMO / "film_a_xrd.xy")


# ---- what a parser understands is what is drawn ----


@pytest.mark.parametrize("name", ["film_a_xrd.xy", "film_a_sem.tif", "film_a_pl_map.h5"])
def test_what_comes_back_from_a_process_of_its_own_is_what_is_read_here(name):
    here, apart = content_of(DEMO / name), content_apart(DEMO / name)
    assert type(here) is type(apart)
    for field in fields(here):
        one, other = getattr(here, field.name), getattr(apart, field.name)
        assert list(one) == list(other) if field.name == "lines" else numpy.array_equal(one, other)


def test_numbers_of_numpy_come_back_from_a_process_as_numbers(tmp_path):
    plane = Plane(values=numpy.eye(3), pixel=numpy.float32(0.5), aspect=numpy.float64(2), faint=numpy.bool_(True))
    save(plane, tmp_path / "plane.npz")
    found = load(tmp_path / "plane.npz")
    assert (0.5, 2.0, True) == (found.pixel, found.aspect, found.faint)


def test_a_file_that_takes_too_long_does_not_hold_up_the_plot():
    with pytest.raises(ParserError, match=r"film_a_sem\.tif: The parser took more than 0.01 seconds"):
        content_apart(DEMO / "film_a_sem.tif", limits=Limits(seconds=0.01))


def test_a_plot_names_what_there_is_instead_of_the_part_that_is_not():
    with pytest.raises(ParserError, match=r"no array of numbers 'x'\. It has: measurement/hyperspec_map/image_stack"):
        plot(DEMO / "film_a_pl_map.h5", item="x")


def test_names_of_columns_are_read_once_for_metadata_and_plots():
    found = parse(DEMO / "film_a_xrd.xy").scientific_metadata["pattern"]["columns"]
    assert [{"name": "two-theta", "unit": "degree"}, {"name": "counts"}] == found


def test_the_scale_bar_is_as_long_as_it_says():
    axes = drawn(DEMO / "film_a_sem.tif")
    pixel = parse(DEMO / "film_a_sem.tif").scientific_metadata["image"]["pixel_size"]
    boxes = axes.findobj(matplotlib.patches.Rectangle)
    (bar,) = (one for one in boxes if one.get_height() == 0 and one.get_width() > 1)
    assert ("m", "500 nm") == (pixel["unit"], bar_of(axes))
    assert pytest.approx(500e-9) == bar.get_width() * pixel["value"]


def test_pixels_that_are_no_squares_are_drawn_as_they_are(tmp_path):
    data = numpy.random.default_rng(1).random((40, 20)).astype("float32")
    path = hspy(tmp_path / "scan.hspy", data, axis("y", 40, 0.5, 0, "nm"), axis("x", 20, 2, 0, "nm"))
    (thumbnail,) = parse(path).thumbnails
    image = Image.open(io.BytesIO(base64.b64decode(thumbnail["thumbnail_b64str"])))
    assert (0.25, 2.0) == (drawn(path).get_aspect(), image.width / image.height)


def test_no_scale_bar_measures_an_axis_of_energies(tmp_path):
    path = tmp_path / "bands.nxs"
    with h5py.File(path, "w") as file:
        data = file.create_group("data")
        file.attrs["default"], data.attrs["signal"], data.attrs["axes"] = "data", "counts", ["angle", "energy"]
        data["counts"] = numpy.random.default_rng(1).random((20, 30))
        data["angle"], data["energy"] = numpy.arange(20.0), numpy.arange(30.0)
        data["energy"].attrs["units"] = "eV"
    assert bar_of(drawn(path)) is None


def test_rings_of_a_diffraction_pattern_are_seen_beside_the_beam(tmp_path):
    down, across = numpy.mgrid[-64:64, -64:64]
    radius = numpy.hypot(down, across)
    values = 1e6 * numpy.exp(-((radius / 3) ** 2)) + 3000.0 * (abs(radius - 40) < 1)
    values += numpy.random.default_rng(1).random(values.shape)
    name = tmp_path / "rings.hspy"
    axes = drawn(hspy(name, values, axis("y", 128, 0.1, 0, "1/nm"), axis("x", 128, 0.1, 0, "1/nm")))
    (image,) = axes.images
    assert image.norm(3000.0) > 0.15
    assert image.norm(1.0) < 0.02


@pytest.mark.parametrize(
    ("counts", "scale"), [([20, 9000, 30], "log"), ([0, 9000, 30], "symlog"), ([20, 90, 30], "linear")]
)
def test_counts_of_diffraction_are_drawn_by_orders_of_magnitude(tmp_path, counts, scale):
    path = tmp_path / "run.xy"
    path.write_text("# two-theta (deg), counts\n" + "".join(f"{at} {one}\n" for at, one in enumerate(counts)), "utf-8")
    assert scale == drawn(path).get_yscale()


def test_a_loop_is_drawn_over_its_voltage(tmp_path):
    volts = [*range(-20, 21), *range(20, -21, -1)]
    path = tmp_path / "loop.txt"
    path.write_text("V [V]\tI [mA]\n" + "".join(f"{one}\t{one**3}\n" for one in volts), "utf-8")
    axes = drawn(path)
    assert ("V (V)", "I (mA)", volts) == (axes.get_xlabel(), axes.get_ylabel(), list(axes.lines[0].get_xdata()))


def test_columns_of_one_unit_share_an_axis_and_others_are_drawn_by_name(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("time (s),T (K),p (bar),T2 (K)\n0,300,1,9\n1,310,3,8\n2,305,2,9\n", "utf-8")
    assert (["T", "T2"], "K") == ([line.get_label() for line in drawn(path).lines], drawn(path).get_ylabel())
    assert "p (bar)" == drawn(path, item="p").get_ylabel()
    with pytest.raises(ParserError, match=r"no part 'q' .* T, p, T2"):
        drawn(path, item="q")


def test_values_below_zero_stay_there(tmp_path):
    data = numpy.array([-3.0, 5.0, -1.0, 2.0])
    assert -3.0 == drawn(hspy(tmp_path / "edge.hspy", data, axis("Energy", 4, 1, 0, "eV"))).lines[0].get_ydata()[0]


def test_numbers_in_a_text_of_an_unknown_name_are_drawn(tmp_path):
    path = tmp_path / "pair distribution.gr"
    path.write_text("1.0 0.2\n1.1 0.4\n1.2 0.1\n", "utf-8")
    assert [0.2, 0.4, 0.1] == list(drawn(path).lines[0].get_ydata())


def test_colours_of_sixteen_bits_and_photographs_held_upright_are_seen_as_taken(tmp_path):
    values = numpy.zeros((10, 20, 3), "uint16")
    values[:5] = 4000
    tifffile.imwrite(tmp_path / "colours.tif", values, photometric="rgb")
    assert (0, 255) == (lambda array: (array.min(), array.max()))(content_of(tmp_path / "colours.tif").values)
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20)).save(tmp_path / "upright.jpg", exif=exif)
    assert (40, 20, 3) == content_of(tmp_path / "upright.jpg").values.shape


def test_names_tell_what_can_probably_be_drawn():
    names = ["run.xy", "RUN.DM4", "a.nxs", "log.lammps", "a.cif", "wave.ibw", "notes.pdf", "a.emi", "xy"]
    assert ["run.xy", "RUN.DM4", "a.nxs", "log.lammps", "a.cif", "wave.ibw"] == list(filter(can_be_drawn, names))


def test_invisible_signs_of_a_name_are_drawn_as_such(tmp_path):
    path = tmp_path / "run \u202egnp.xy"
    path.write_text("1 2\n2 3\n3 4\n", "utf-8")
    assert "run \ufffdgnp.xy" == drawn(path).get_title(loc="left")


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
