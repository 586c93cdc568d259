"""Pictures: thumbnails from what people have in a notebook, listings looked at, plots of files."""

import base64
import io
from pathlib import Path

import matplotlib
import numpy
import pytest
from matplotlib import pyplot
from matplotlib.figure import Figure
from PIL import Image
from support.format_files import SAMPLES

from crucible import errors

matplotlib.use("Agg")

MEASURED = Path(__file__).parents[2] / "crucible" / "demo" / "files"
PLANE = numpy.linspace(0.0, 1.0, 300 * 400).reshape(300, 400)


def opened(thumbnail):
    """The picture of a thumbnail, and its format."""
    image = Image.open(io.BytesIO(thumbnail.image))
    return image, image.format


def figure():
    """A figure with one line, which no window manages."""
    made = Figure(figsize=(6, 3))
    made.add_subplot().plot([1, 2, 3])
    return made


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    """Each scenario leaves the figures of pyplot as it found them."""
    yield
    pyplot.close("all")


@pytest.mark.parametrize(
    ("picture", "size"),
    [
        (PLANE, (200, 150)),
        (Image.new("RGB", (100, 400), "red"), (50, 200)),
        (figure(), (200, 100)),
        (figure().axes[0], (200, 100)),
    ],
    ids=["array", "picture", "figure", "axes"],
)
async def test_a_thumbnail_is_made_of_what_a_notebook_has(client, new, picture, size):
    dataset = await new.dataset()
    made = await client.datasets.add_thumbnail(dataset, picture, "overview")
    (found,) = await client.datasets.get_thumbnails(dataset)
    image, kind = opened(found)
    assert ("overview", "PNG", size) == (made.thumbnail_name, kind, image.size)


async def test_a_thumbnail_gets_the_picture_of_an_array(client, new):
    dataset = await new.dataset()
    made = await client.datasets.add_thumbnail(dataset, PLANE)
    changed = await client.datasets.update_thumbnail(dataset, made, PLANE.T)
    assert (150, 200) == opened(changed)[0].size


async def test_what_is_no_picture_is_refused_before_anything_is_sent(client, new):
    dataset = await new.dataset()
    for nothing in (numpy.zeros(5), object(), numpy.zeros((0, 4)), numpy.array([["a"]])):
        with pytest.raises(errors.UsageError, match="is no picture"):
            await client.datasets.add_thumbnail(dataset, nothing)
    assert [] == await client.datasets.get_thumbnails(dataset)


async def test_a_listing_is_shown_with_thumbnails(client, new):
    with_one, _ = await new.dataset("film <A>"), await new.dataset("film B")
    await client.datasets.add_thumbnail(with_one, PLANE)
    view = await client.datasets.list(project_id=new.project_id).show()
    html = view._repr_html_()
    assert ({"film <A>", "film B"}, [with_one.unique_id]) == (
        {record.dataset_name for record in view.records},
        list(view.thumbnails),
    )
    assert (1, True, False) == (html.count("<img"), "film &lt;A&gt;" in html, "film <A>" in html)
    assert (False, "2 datasets") == (view.more, repr(view).splitlines()[0])


async def test_a_view_has_as_many_rows_as_asked_for_and_says_that_there_are_more(client, new):
    for number in range(3):
        await new.dataset(f"run {number}")
    listing = client.datasets.list(project_id=new.project_id)
    view = await listing.show(2, thumbnails=False)
    assert (2, True, "The first 2 datasets; there are more") == (
        len(view.records),
        view.more,
        repr(view).splitlines()[0],
    )
    for wrong in (0, -1, 1001, True, "2"):
        with pytest.raises(errors.UsageError, match="cannot be shown"):
            await listing.show(wrong)


async def test_a_gallery_has_a_tile_for_each_dataset(client, new):
    dataset, _ = await new.dataset("film A"), await new.dataset("film B")
    await client.datasets.add_thumbnail(dataset, PLANE)
    html = (await client.datasets.list(project_id=new.project_id).gallery())._repr_html_()
    assert (2, 1, 1) == (html.count("<figure"), html.count("<img"), html.count("no picture"))
    assert "thumbnail of film A" in html


async def test_a_picture_that_is_none_is_told_from_one_that_is_not_there(client, new):
    broken, _ = await new.dataset("film A"), await new.dataset("film B")
    evil = {"thumbnail_name": "evil.svg", "thumbnail_b64str": base64.b64encode(b"<svg onload='alert(1)'/>").decode()}
    await client.request("POST", f"datasets/{broken.unique_id}/thumbnails", json=evil)
    html = (await client.datasets.list(project_id=new.project_id).gallery())._repr_html_()
    assert (0, 1, 1) == (html.count("<img"), html.count("not shown"), html.count("no picture"))
    assert "svg" not in html


async def test_people_and_samples_are_shown_in_rows_and_have_no_gallery(client, new):
    await new.sample("film A")
    listing = client.samples.list(project_id=new.project_id)
    assert "film A" in (await listing.show())._repr_html_()
    with pytest.raises(errors.UsageError, match="no pictures of samples"):
        await listing.gallery()
    assert "No records" == repr(await client.samples.list(sample_name=new.word).show())


@pytest.mark.parametrize(
    ("name", "drawn"),
    [("film_a_xrd.xy", "lines"), ("film_a_sem.tif", "images"), ("film_a_pl_map.h5", "images")],
)
async def test_a_file_of_a_dataset_is_drawn(client, new, name, drawn):
    dataset = await new.dataset("film A")
    await client.datasets.add_file(dataset, MEASURED / name)
    axes = await client.datasets.plot(dataset)
    assert (1, True) == (len(getattr(axes, drawn)), axes.get_title(loc="left").startswith(f"film A: {name}"))


async def test_a_spectrum_of_a_dataset_is_drawn_over_its_energies(client, new, tmp_path):
    (sample,) = [sample for sample in SAMPLES if sample.name == "o-k.msa"]
    sample.write(tmp_path / sample.name)
    dataset = await new.dataset("film A")
    await client.datasets.add_file(dataset, tmp_path / sample.name)
    axes = await client.datasets.plot(dataset)
    (line,) = axes.lines
    assert ("Energy (eV)", 520.0, 29.0) == (axes.get_xlabel(), line.get_xdata()[0], line.get_ydata()[-1])


async def test_a_file_is_drawn_by_its_name_into_axes_of_ones_own(client, new, tmp_path):
    dataset = await new.dataset("film A")
    (tmp_path / "second.csv").write_text("time (s),T (K)\n0,300\n1,310\n", "utf-8")
    for path in (MEASURED / "film_a_xrd.xy", tmp_path / "second.csv"):
        await client.datasets.add_file(dataset, path)
    own = figure().axes[0]
    axes = await client.datasets.plot(dataset.unique_id, "second.csv", ax=own, output_dir=tmp_path / "kept")
    assert (True, "time (s)", "T (K)") == (axes is own, axes.get_xlabel(), axes.get_ylabel())
    assert ["second.csv"] == [path.name for path in (tmp_path / "kept").rglob("*.csv")]


async def test_a_dataset_without_anything_to_draw_says_what_it_has(client, new, tmp_path):
    dataset = await new.dataset()
    with pytest.raises(errors.UsageError, match="no file that looks") as nothing:
        await client.datasets.plot(dataset)
    assert "It has no files." == nothing.value.hint
    (tmp_path / "notes.pdf").write_bytes(b"%PDF-1.7 nothing")
    await client.datasets.add_file(dataset, tmp_path / "notes.pdf")
    for file, said in ((None, "no file that looks"), ("other.xy", "no file of the name 'other.xy'")):
        with pytest.raises(errors.UsageError, match=said) as absent:
            await client.datasets.plot(dataset, file)
        assert "It has notes.pdf." == absent.value.hint
    with pytest.raises(errors.ParserError, match=r"notes\.pdf"):
        await client.datasets.plot(dataset, "notes.pdf")


async def test_of_several_files_the_first_that_can_be_drawn_is_drawn(client, new, tmp_path):
    dataset = await new.dataset("film A")
    (tmp_path / "notes.txt").write_text("annealed, then cooled\n", "utf-8")
    for path in (tmp_path / "notes.txt", MEASURED / "film_a_xrd.xy"):
        await client.datasets.add_file(dataset, path)
    assert "film A: film_a_xrd.xy" == (await client.datasets.plot(dataset)).get_title(loc="left")


async def test_a_file_that_is_too_large_is_not_fetched_for_a_plot(client, new):
    dataset = await new.dataset()
    await client.datasets.add_file(dataset, MEASURED / "film_a_xrd.xy")
    with pytest.raises(errors.TransferError):
        await client.datasets.plot(dataset, max_bytes=10)


async def test_the_graph_of_a_dataset_is_a_picture(client, new):
    sample = await new.sample("film <A>")
    await new.dataset("pattern", samples=[sample])
    graph = await client.graphs.project(new.project_id)
    assert (True, False) == ("film &lt;A&gt;" in graph.to_svg(), "film <A>" in graph._repr_html_())
    found = graph.to_networkx()
    assert [("film <A>", "pattern")] == [tuple(found.nodes[end]["name"] for end in edge) for edge in found.edges]
