"""The parts of the sandbox's page that need no server: HTML, the layout of pictures, metadata as a tree."""

from __future__ import annotations

import itertools
import random

import pytest

from crucible.sandbox.page.layered import layout
from crucible.sandbox.page.markup import element, text, together
from crucible.sandbox.page.pieces import moment, size
from crucible.sandbox.page.tree import tree


def test_texts_are_escaped_wherever_they_stand():
    made = element("a", "<b>&", ["'", element("i", '"')], href='/x?"<>', title="a\"'<")
    assert '<a href="/x?&quot;&lt;&gt;" title="a&quot;&#x27;&lt;">&lt;b&gt;&amp;&#x27;<i>&quot;</i></a>' == made


def test_a_text_that_was_put_together_with_html_is_a_text():
    assert "<p>&lt;b&gt;x&lt;/b&gt;!</p>" == element("p", element("b", "x") + "!")


def test_signs_that_html_cannot_have_are_shown_as_unknown():
    assert "a\ufffdb\ufffdc\ufffd\t\n" == text("a\x00b\ud800c\x9f\t\n")


def test_attributes_that_are_not_there_are_left_out():
    assert '<input name="a" value="" required="required" />' == element(
        "input", name="a", value="", required=True, checked=False, list=None
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://evil.example", "//evil.example", "/\\evil.example",
                                     "", "data:text/html,x", " /x"])  # fmt: skip
def test_no_element_leads_elsewhere(address):
    for name, attribute in (("a", "href"), ("img", "src"), ("form", "action")):
        with pytest.raises(ValueError, match="is not an address of this server"):
            element(name, **{attribute: address})


def test_numbers_and_nothing_can_be_contents():
    assert "12" == together(1, None, [2, [None]])


def test_sizes_and_times_are_written_for_people():
    assert ["0 bytes", "999 bytes", "1.0 kB", "63.0 kB", "2.5 GB"] == [
        str(size(count)).split(">")[1].split("<")[0] for count in (0, 999, 1000, 63_002, 2_500_000_000)
    ]
    assert '<time datetime="2026-08-01T10:00:00+00:00">2026-08-01 10:00 UTC</time>' == moment(
        "2026-08-01T10:00:00+00:00"
    )
    assert (None, "<span>yesterday</span>") == (moment(None), moment("yesterday"))


# ---- layout ----


def test_what_something_was_made_of_stands_before_it_over_any_number_of_steps():
    found = layout("abcd", [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")])
    assert [0, 1, 2, 3] == [found.places[node][0] for node in "abcd"]
    assert [[0, 1], [1, 2], [0, 1, 2], [2, 3]] == [[layer for layer, _ in line] for line in found.lines]


def test_boxes_of_a_layer_are_at_least_a_row_apart_whatever_is_drawn():
    chance = random.Random(7)  # noqa: S311
    for size_ in (1, 2, 5, 20, 60):
        nodes = list(range(size_))
        edges = [(a, b) for a, b in itertools.combinations(nodes, 2) if chance.random() < 2 / size_]
        found = layout(nodes, edges)
        layers: dict[int, list[float]] = {}
        for layer, row in found.places.values():
            layers.setdefault(layer, []).append(row)
        for rows in layers.values():
            rows.sort()
            assert all(above + 1 <= below + 1e-9 for above, below in itertools.pairwise(rows))
        assert all(found.places[a][0] < found.places[b][0] for a, b in edges)
        assert 0 <= min(row for _, row in found.places.values())
        assert found.rows >= max(row for _, row in found.places.values())


def test_lines_of_a_tree_do_not_cross():
    edges = [("root", "b"), ("root", "a"), ("a", "a2"), ("b", "b1"), ("a", "a1"), ("b", "b2")]
    found = layout(["b1", "a1", "b2", "a2", "a", "b", "root"], edges)
    by_row = sorted(("a1", "a2", "b1", "b2"), key=lambda node: found.places[node][1])
    assert "".join(node[0] for node in by_row) in ("aabb", "bbaa")
    assert found.places["a"][1] == (found.places["a1"][1] + found.places["a2"][1]) / 2


def test_a_circle_and_nothing_at_all_can_be_laid_out():
    assert {"a", "b"} == set(layout("ab", [("a", "b"), ("b", "a")]).places)
    assert (0, {}) == (layout([], []).layers, layout([], []).places)


# ---- metadata ----


def test_quantities_lists_and_what_is_inside_are_told_apart():
    made = tree({"t": {"value": 120.5, "unit": "degC"}, "on": True, "no": None, "list": [1, "a"], "in": {"x": {}}})
    for said in ('120.5</span> <span class="unit">degC', ">yes<", ">null<", "<summary>", ">empty<"):
        assert said in made


def test_a_value_that_only_looks_like_a_quantity_is_shown_whole():
    assert "<details" in tree({"a": {"value": [1], "unit": "m"}})
    assert "<details" in tree({"a": {"value": 1, "unit": 2}})
    assert "<details" in tree({"a": {"value": 1, "unit": "m", "error": 0.1}})
