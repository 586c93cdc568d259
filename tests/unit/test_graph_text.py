"""Graphs as text: trees, Mermaid, DOT, whatever names records have and however many there are."""

import re
import string

import pytest

from crucible.records import Graph
from crucible.records import graph_text as text

KINDS = {"s": "sample", "d": "dataset"}
WICKED = [
    'film "A" #1; <b>bold</b>',
    "1. list",
    "- dash",
    "%%{init: {'theme': 'dark'}}%%",
    "`code` **md**",
    "back\\slash\\",
    "end",
    "two\nlines\tand a tab",
    "试料 ünï",
    "[x](y) {z} |p|",
    "&amp; #quot;",
    "\x1b[2J\u202egnp",
    "",
    None,
]


def graph(edges, names=None):
    """A graph of edges (parent, child) or (parent, child, type); ids that begin with s are samples."""
    ids = dict.fromkeys(end for edge in edges for end in edge[:2]) | dict.fromkeys(names or ())
    names = names or {}
    return Graph(
        {
            "nodes": [
                {"id": one, "name": names.get(one, one.upper()), "entity_type": KINDS.get(one[0])} for one in ids
            ],
            "edges": [
                {"source": edge[0], "target": edge[1], "relationship_type": edge[2] if edge[2:] else None}
                for edge in edges
            ],
        }
    )


def drawn(lines, *, upwards=False):
    return [
        f"{line.branch}{line.node.id}{f' {notes}' if (notes := text.notes_on(line, upwards=upwards)) else ''}"
        for line in lines
    ]


FAMILY = graph(
    [
        ("s1", "s2", "is_derived_from"),
        ("s2", "d1"),
        ("d1", "d2", "is_derived_from"),
        ("d1", "d3", "is_part_of"),
        ("d2", "d4", "is_derived_from"),
        ("d3", "d4", "is_derived_from"),
        ("s1", "s9", "is_part_of"),
    ]
)


def test_a_tree_about_a_record_has_what_it_came_from_and_what_came_from_it_and_no_siblings():
    expected = [
        "s1",
        "└─ s2 (derived)",
        "   └─ d1",
        "      ├─ d2 (derived)",
        "      │  └─ d4 (derived)",
        "      └─ d3 (part)",
        "         └─ d4 (derived)",
    ]
    assert expected == drawn(text.lines_of(FAMILY, "d1"))


def test_a_tree_upwards_begins_with_the_record_and_says_what_each_is_to_it():
    expected = ["d4", "├─ d2 (origin)", "│  └─ d1 (origin)", "│     └─ s2", "│        └─ s1 (origin)"]
    expected += ["└─ d3 (origin)", "   └─ d1 (whole) (see above)"]
    assert expected == drawn(text.lines_of(FAMILY, "d4", towards="up"), upwards=True)


def test_a_tree_downwards_begins_with_the_record():
    expected = ["s2", "└─ d1", "   ├─ d2 (derived)", "   │  └─ d4 (derived)", "   └─ d3 (part)"]
    assert [*expected, "      └─ d4 (derived)"] == drawn(text.lines_of(FAMILY, "s2", towards="down"))


def test_a_depth_counts_steps_from_the_record_in_both_directions():
    assert ["s2", "└─ d1", "   ├─ d2 (derived)", "   └─ d3 (part)"] == drawn(text.lines_of(FAMILY, "d1", depth=1))


def test_a_record_alone_is_a_tree():
    assert ["s1"] == drawn(text.lines_of(graph([], {"s1": "alone"}), "s1"))


def test_a_ring_ends_and_has_each_record_once_in_full():
    ring = graph([("d1", "d2"), ("d2", "d3"), ("d3", "d1")])
    expected = ["d1", "└─ d2", "   └─ d3", "      └─ d1 (see above)"]
    assert expected == drawn(text.every_line(ring)) == drawn(text.lines_of(ring, "d1", towards="down"))


def test_a_record_that_is_its_own_parent_ends():
    assert ["d1", "└─ d1 (see above)"] == drawn(text.every_line(graph([("d1", "d1")])))


def test_what_is_deep_goes_on_at_the_margin():
    chain = graph([(f"d{number}", f"d{number + 1}") for number in range(5)])
    expected = ["d0", "└─ d1", "   └─ d2 (see below)", "d2 (continued)", "└─ d3", "   └─ d4 (see below)"]
    lines = list(text.every_line(chain, deepest=2))
    assert [*expected, "d4 (continued)", "└─ d5"] == drawn(lines)
    assert [0, 1, 2, 2, 3, 4, 4, 5] == [line.depth for line in lines]
    assert [False, False, False, True, False, False, True, False] == [line.again for line in lines]


def test_what_is_spelled_out_further_below_is_not_said_to_be_above():
    both = graph([("d0", "d1"), ("d1", "d2"), ("d2", "d3"), ("d0", "d2")])
    expected = ["d0", "├─ d1", "│  └─ d2 (see below)", "└─ d2 (see below)", "d2 (continued)", "└─ d3"]
    assert expected == drawn(text.every_line(both, deepest=2))


@pytest.mark.parametrize(
    ("edges", "most"),
    [
        ([(f"d{number}", f"d{number + 1}") for number in range(10_000)], 12_000),
        ([("d", f"d{number}") for number in range(30_000)], 30_001),
        # Ten thousand ways lead through two records side by side, again and again.
        ([(f"d{level}{end}", f"d{level + 1}{to}") for level in range(5_000) for end in "ab" for to in "ab"], 30_000),
    ],
    ids=["chain", "wide", "diamonds"],
)
def test_large_graphs_take_as_many_lines_as_they_have_links(edges, most):
    """In quadratic time or text these would take hours or gigabytes."""
    large = graph(edges)
    lines = list(text.every_line(large))
    assert {node.id for node in large.nodes} == {line.node.id for line in lines if not line.again}
    assert len(lines) <= most
    assert max(len(line.branch) for line in lines) <= 3 * text.DEEPEST
    assert len(list(text.mermaid(large))) <= len(large.nodes) + len(large.edges) + 5
    assert len(list(text.dot(large))) == len(large.nodes) + len(large.edges) + 4


NAMED = graph(
    [(f"s{n}", f"d{n}", kind) for n, kind in enumerate(["is_derived_from", "is_part_of", None, 'odd "type"|x;'])],
    {f"s{n}": name for n, name in enumerate(WICKED)},
)


def test_mermaid_says_what_is_a_sample_what_was_derived_and_what_is_a_part():
    shown = "\n".join(text.mermaid(FAMILY))
    assert 'n0(["S1<br>s1"])' in shown
    assert 'n2["D1<br>d1"]' in shown
    assert 'n0 -->|"derived"| n1' in shown
    assert 'n2 -.->|"part"| n4' in shown
    assert "n1 --- n2" in shown


def test_mermaid_reads_names_as_names():
    """The grammar is Mermaid's; its own parser, 11, was shown these names as well."""
    word = r"(?:[^\"#;%`<>&\\{}|\[\]*_$@^~=?!'\x00-\x1f]|#\d+;)*"
    node = rf'    n\d+(?:\(\["{word}<br>{word}"\]\)|\["{word}<br>{word}"\])'
    link = r'    n\d+ (?:---|-->|-\.->)(?:\|"(?:[\w ]|#\d+;)+"\|)? n\d+'
    style = r"    (?:classDef (?:sample|dataset) [\w:-]+|class n\d+(?:,n\d+)* (?:sample|dataset))"
    lines = list(text.mermaid(NAMED))
    assert "flowchart TD" == lines[0]
    assert [] == [line for line in lines[1:] if not re.fullmatch(f"{node}|{link}|{style}", line)]


@pytest.mark.parametrize(("name", "begins"), [("1. list", "1#46; list"), ("- dash", "#45; dash"), ("1.5 mm", "1.5 mm")])
def test_mermaid_does_not_take_a_name_for_a_list(name, begins):
    assert f'    n0(["{begins}<br>s"])' == list(text.mermaid(graph([], {"s": name})))[1]


def test_dot_reads_names_as_names():
    """The grammar is that of Graphviz, which was shown these names as well."""
    quoted = r'"(?:[^"\\\x00-\x1f]|\\["\\n])*"'
    attribute = rf"\w+=(?:{quoted}|\w+)"
    line = rf"    (?:{quoted}(?: -> {quoted})?|node|edge) \[{attribute}(?:, {attribute})*\];"
    lines = list(text.dot(NAMED))
    assert ("digraph crucible {", "}") == (lines[0], lines[-1])
    assert [] == [one for one in lines[1:-1] if not re.fullmatch(line, one)]


def test_dot_says_what_is_a_sample_what_was_derived_and_what_is_a_part():
    shown = "\n".join(text.dot(FAMILY))
    assert '"s1" [label="S1\\ns1", style=rounded, penwidth=2];' in shown
    assert '"s1" -> "s2" [label="derived"];' in shown
    assert '"d1" -> "d3" [label="part", style=dashed];' in shown
    assert '"s2" -> "d1" [dir=none];' in shown


def test_a_sample_stands_before_its_dataset_however_they_were_linked():
    assert "    n1 --- n0" in list(text.mermaid(graph([("d1", "s1")])))


def test_links_to_what_one_may_not_see_are_left_out():
    hidden = Graph({"nodes": [{"id": "d1", "entity_type": "dataset"}], "edges": [{"source": "d0", "target": "d1"}]})
    assert 5 == len(list(text.dot(hidden)))


def test_the_plain_signs_of_mermaid_are_few():
    drawn_as = {sign: list(text.mermaid(graph([], {"d": f"{sign}x"})))[1] for sign in string.punctuation}
    assert set(",()/:.+-") == {sign for sign, line in drawn_as.items() if f'"{sign}x<br>' in line}
