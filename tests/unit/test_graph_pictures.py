"""Provenance as pictures and as graphs of networkx."""

import html
import io
import random
import re
import sys
from itertools import combinations, pairwise
from urllib.parse import unquote
from xml.etree import ElementTree

import networkx
import pytest

from crucible.errors import NotInstalledError, UsageError
from crucible.records import Graph
from crucible.records.graph_layout import _crossings, laid_out
from crucible.records.graph_svg import BOX_HEIGHT, BOX_WIDTH, COLUMN, ROW

SVG = "{http://www.w3.org/2000/svg}"
DERIVED, PART = "is_derived_from", "is_part_of"
HOSTILE = "<script>alert(1)</script>\" onload='x' & ]]> \x00\x1b\u202e\ud800"


def graph(nodes, edges=()):
    """A graph of names with kinds, and of links between the numbers of names."""
    return Graph(
        {
            "nodes": [{"id": f"id{at}", "name": name, "entity_type": kind} for at, (name, kind) in enumerate(nodes)],
            "edges": [
                {"source": f"id{one}", "target": f"id{other}", "relationship_type": kind} for one, other, kind in edges
            ],
        }
    )


def tree_of(drawn):
    """The picture as XML, with all its elements."""
    root = ElementTree.fromstring(drawn)  # noqa: S314 - our own
    return root, [(element.tag.removeprefix(SVG), element) for element in root.iter()]


def texts(drawn):
    return [element.text for tag, element in tree_of(drawn)[1] if tag == "text"]


FILM = graph(
    [("ink", "sample"), ("film A", "sample"), ("left half", "sample"), ("pattern", "dataset")],
    [(0, 1, DERIVED), (1, 2, PART), (3, 1, None)],
)
RANDOM = random.Random(7)  # noqa: S311 - the same graph each time
TANGLED = graph(
    [(f"record {at}", "sample" if at < 9 else "dataset") for at in range(40)],
    [(RANDOM.randrange(at), at, RANDOM.choice([DERIVED, PART])) for at in range(1, 40) for _ in range(2)],
)


def test_a_picture_is_named_and_told_for_those_who_do_not_see_it():
    root, _ = tree_of(FILM.to_svg())
    told = "ink to film A (derived); film A to left half (part); film A to pattern (dataset of a sample)."
    assert ("img", "Provenance of 3 samples and 1 dataset", told) == (
        root.get("role"),
        root.find(f"{SVG}title").text,
        root.find(f"{SVG}desc").text,
    )


def test_the_legend_has_what_occurs_and_nothing_else():
    words = ["sample", "dataset", "derived", "part", "dataset of a sample"]
    assert words == texts(FILM.to_svg())[:5]
    assert ["dataset"] == texts(graph([("a", "dataset")]).to_svg())[:1]
    assert "is made with" in texts(graph([("a", "dataset"), ("b", "dataset")], [(0, 1, "is_made_with")]).to_svg())


def test_kinds_of_records_and_links_differ_in_more_than_colour():
    _, elements = tree_of(FILM.to_svg())
    boxes = {float(box.get("rx")) for tag, box in elements if tag == "rect" and float(box.get("height")) == BOX_HEIGHT}
    paths = [path for tag, path in elements if tag == "path"]
    assert {BOX_HEIGHT / 2, 3.0} == boxes
    assert {None, "6 4"} == {path.get("stroke-dasharray") for path in paths}
    assert 3 == len({path.get("stroke") for path in paths})


def test_nothing_of_a_record_becomes_markup():
    drawn = graph([(HOSTILE, "dataset"), (HOSTILE, HOSTILE)], [(0, 1, HOSTILE)]).to_svg()
    _, elements = tree_of(drawn)
    tags, attributes = {tag for tag, _ in elements}, {name for _, one in elements for name in one.attrib}
    assert set() == tags - {"svg", "title", "desc", "g", "rect", "polygon", "polyline", "path", "text"}
    assert set() == {name for name in attributes if name.startswith("on") or name in ("id", "style", "class", "href")}
    assert "<script" not in graph([(HOSTILE, "dataset")])._repr_html_()


def test_a_picture_is_a_file_that_can_be_written():
    assert b"\xe8\xa9\xa6" in graph([("\u8a66\u6599 \ud800", "sample")]).to_svg().encode("utf-8")


def test_no_two_boxes_lie_on_each_other():
    _, elements = tree_of(TANGLED.to_svg())
    corners = [
        (float(box.get("x")), float(box.get("y")))
        for tag, box in elements
        if tag == "rect" and float(box.get("width")) == BOX_WIDTH
    ]
    assert 40 == len(corners)
    close = [pair for pair in combinations(corners, 2) if pair[0][0] == pair[1][0]]
    assert [] == [pair for pair in close if abs(pair[0][1] - pair[1][1]) < BOX_HEIGHT]


def test_what_came_from_a_record_stands_right_of_it():
    kin = {"a": {"c": None}, "b": {"c": None}, "c": {"d": None}, "d": {}, "e": {"d": None}}
    layout = laid_out(kin)
    assert all(layout.places[one][0] < layout.places[other][0] for one in kin for other in kin[one])
    assert (3, 1) == (layout.columns, layout.places["e"][0])  # beside what came of it


def test_a_line_that_passes_a_column_does_not_run_behind_a_record():
    layout = laid_out({"a": {"b": None, "c": None}, "b": {"c": None}, "c": {}})
    ((column, height),) = layout.ways["a", "c"]
    assert (1, True) == (column, abs(height - layout.places["b"][1]) * ROW > BOX_HEIGHT / 2)


def test_lines_that_cross_are_counted_as_if_one_looked_at_each_pair():
    columns = [[f"{column}{at}" for at in range(12)] for column in "abc"]
    below = {one: RANDOM.sample(after, 5) for before, after in pairwise(columns) for one in before}
    below |= {one: [] for one in columns[-1]}
    lines = [
        [(at, after.index(end)) for at, one in enumerate(before) for end in below[one]]
        for before, after in pairwise(columns)
    ]
    pairs = [pair for part in lines for pair in combinations(part, 2)]
    assert sum((a - c) * (b - d) < 0 for (a, b), (c, d) in pairs) == _crossings(columns, below)


@pytest.mark.timeout(60)
def test_a_graph_of_ten_thousand_links_is_drawn_before_anybody_gives_up():
    both = [(one, other, DERIVED) for one in range(100) for other in range(100, 200)]
    drawn = graph([(f"step {at}", "dataset") for at in range(200)], both).to_svg(most=200)
    assert 10_000 + 1 == drawn.count("<path")  # and the one of the legend


@pytest.mark.parametrize("edges", [[(0, 1, DERIVED), (1, 0, DERIVED)], [(0, 0, PART)], [(0, 9, None)]])
def test_rings_and_links_to_nowhere_are_drawn_all_the_same(edges):
    drawn = graph([("a", "dataset"), ("b", "dataset")], edges).to_svg()
    assert {"a", "b"} <= set(texts(drawn))


def test_a_large_graph_is_cut_and_says_so():
    chain = graph([(f"step {at}", "dataset") for at in range(5000)], [(at, at + 1, DERIVED) for at in range(4999)])
    drawn = chain.to_svg()
    words = texts(drawn)
    assert 40 == sum(word.startswith("step ") for word in words)
    assert [word for word in words if word.startswith("40 of 5,000 records are drawn")]
    assert (True, True) == ("+1" in words, len(chain._repr_html_()) < 60_000)
    assert 3 == sum(word.startswith("step ") for word in texts(chain.to_svg(most=3)))


def test_what_is_connected_is_drawn_rather_than_what_is_alone():
    nodes = [(f"alone {at}", "dataset") for at in range(50)] + [("film", "sample"), ("pattern", "dataset")]
    assert {"film", "pattern"} <= set(texts(graph(nodes, [(50, 51, None)]).to_svg(most=10)))


def test_a_picture_of_nothing_is_refused():
    with pytest.raises(UsageError, match="draws nothing"):
        FILM.to_svg(most=0)
    assert "0 records, 0 links" in Graph({"nodes": []})._repr_html_()
    assert "Provenance of no records" in Graph({"nodes": []}).to_svg()


def test_a_notebook_shows_the_picture_and_the_tree():
    """The picture as an image, because JupyterLab takes SVG out of what it does not trust, and leaves its texts."""
    view = FILM._repr_html_()
    assert (0, True) == (view.count("<svg"), "└─ sample film A [id1] (derived)" in view)
    (address,) = re.findall(r'<img src="data:image/svg\+xml,([^"]*)"', view)
    assert FILM.to_svg() == unquote(html.unescape(address))


def test_a_wide_graph_is_as_wide_as_its_columns():
    root, _ = tree_of(graph([("a", "dataset")] * 9, [(at, at + 1, DERIVED) for at in range(8)]).to_svg())
    assert 9 * COLUMN > float(root.get("width")) > 8 * COLUMN


# ---- networkx ----


def test_networkx_gets_kinds_and_types_of_links():
    made = FILM.to_networkx()
    assert {"name": "ink", "entity_type": "sample"} == made.nodes["id0"]
    assert {
        ("id0", "id1", DERIVED),
        ("id1", "id2", PART),
        ("id1", "id3", None),
    } == set(made.edges(data="relationship_type"))
    assert ["ink", "film A"] == [made.nodes[one]["name"] for one in networkx.topological_sort(made)][:2]


def test_formats_of_networkx_can_be_written():
    made, file = graph([(None, "sample"), ("b", None)], [(0, 1, None)]).to_networkx(), io.BytesIO()
    networkx.write_graphml(made, file)
    assert set(made.nodes) == set(networkx.read_graphml(io.BytesIO(file.getvalue())).nodes)


def test_without_networkx_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(NotInstalledError, match=r"crucible-client\[science\]"):
        FILM.to_networkx()
