"""Graphs as text: a tree for people, Mermaid and DOT for programs that draw.

All of it takes time and memory in proportion to the records and links. Nothing recurses, since chains can be ten
thousand records long; a tree that has become so deep that it would leave the page goes on at the margin further below.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .graph import Graph, Node

Kin: TypeAlias = "dict[str, dict[str, str | None]]"
"""For each record what stands below it, and what the link is called."""
Place: TypeAlias = Literal["above", "below", "continued"]

DEEPEST: Final = 16
"""Levels that a tree is indented before it goes on at the margin."""
NO_NAME: Final = "(no name)"
# What a record is to the one above it, and what it is to it in a tree that goes up.
WORDS: Final = {"is_derived_from": ("derived", "origin"), "is_part_of": ("part", "whole")}
PLACES: Final = {"above": "(see above)", "below": "(see below)", "continued": "(continued)"}


class Line(NamedTuple):
    """One line of a tree.

    Attributes
    ----------
    node
        The record.
    branch
        What stands before it: lines that lead to it from the one above.
    depth
        Steps from the record that the tree begins with.
    above
        The id of the record above it.
    relation
        The type of the link to that one.
    again
        Whether the record has had a line before.
    place
        Where else it is spelled out: ``above``, ``below``; ``continued`` where it goes on after ``below``.
    """

    node: Node
    branch: str
    depth: int
    above: str | None
    relation: str | None
    again: bool
    place: Place | None


def kin_of(graph: Graph, nodes: Mapping[str, Node], *, upwards: bool = False) -> Kin:
    """Return what came from each record, or what each came from; a dataset came from the samples it was taken of."""
    kin: Kin = {name: {} for name in nodes}
    kinds = {name: node.entity_type for name, node in nodes.items()}
    for edge in graph.edges:
        parent, child = edge.source, edge.target
        if parent not in kinds or child not in kinds:
            continue
        if kinds[parent] == "dataset" and kinds[child] == "sample":
            parent, child = child, parent
        above, below = (child, parent) if upwards else (parent, child)
        kin[above][below] = edge.relationship_type
    return kin


def every_line(graph: Graph, deepest: int = DEEPEST) -> Iterator[Line]:
    """Yield the lines of a tree with all records of a graph: those that came from nothing at the margin."""
    nodes = {node.id: node for node in graph.nodes or ()}
    yield from _lines(nodes, kin_of(graph, nodes), (), deepest)


def lines_of(
    graph: Graph,
    identity: str,
    depth: int | None = None,
    towards: Literal["up", "down", "both"] = "both",
    deepest: int = DEEPEST,
) -> Iterator[Line]:
    """Yield the lines of a tree with what one record came from, and what came from it.

    Parameters
    ----------
    graph
        All that is connected to the record.
    identity
        Its id.
    depth
        How many steps to go from it at most.
    towards
        ``up`` begins with the record and shows what it came from, ``down`` what came from it; ``both`` begins with what
        came from nothing, and the record is in between.
    deepest
        Levels that are indented.
    """
    nodes = {node.id: node for node in graph.nodes or ()}
    wanted = [nodes[identity]]
    if towards != "down":
        wanted += graph.ancestors(identity, depth)
    if towards != "up":
        wanted += graph.descendants(identity, depth)
    chosen = {node.id: node for node in wanted}
    kin = kin_of(graph, chosen, upwards=towards == "up")
    yield from _lines(chosen, kin, () if towards == "both" else (identity,), deepest)


def _lines(nodes: Mapping[str, Node], kin: Kin, tops: Iterable[str], deepest: int) -> Iterator[Line]:
    below = {name for members in kin.values() for name in members}
    # A ring has no top; its records come after all others.
    order = [*tops, *(name for name in nodes if name not in below), *nodes]
    seen: set[str] = set()
    for top in order:
        begin = [] if top in seen else [(top, 0)]
        pending = dict(begin)
        for start, depth in begin:  # it grows by what goes on further below
            del pending[start]
            for line in _block(nodes, kin, (start, depth), deepest, seen, pending):
                if line.place == "below" and not line.again:
                    begin.append((line.node.id, line.depth))
                yield line


def _block(
    nodes: Mapping[str, Node],
    kin: Kin,
    start: tuple[str, int],
    deepest: int,
    seen: set[str],
    pending: dict[str, int],
) -> Iterator[Line]:
    """Yield the lines of one tree, as deep as fits; a stack instead of recursion."""
    top, first = start
    stack: list[tuple[str, str | None, str, str, int]] = [(top, None, "", "", 0)]
    while stack:
        current, above, branch, indent, level = stack.pop()
        relation = kin[above][current] if above is not None else None
        again, has_kin = current in seen, bool(kin[current])
        place: Place | None = None
        if level == 0:
            place = "continued" if again else None
        elif current in pending or (level >= deepest and has_kin and not again):
            place = "below"
            pending.setdefault(current, first + level)
        elif again and has_kin:
            place = "above"
        seen.add(current)
        yield Line(nodes[current], branch, first + level, above, relation, again, place)
        if level > 0 and (again or place == "below"):
            continue
        for number, child in enumerate(reversed(kin[current])):
            elbow, pipe = ("└─ ", "   ") if number == 0 else ("├─ ", "│  ")
            stack.append((child, current, indent + elbow, indent + pipe, level + 1))


def name_of(node: Node) -> str:
    """Return the name of a record in one line, without what nothing shows."""
    text = " ".join((node.name or "").split())
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
    return text or NO_NAME


def word_for(relation: str | None, *, upwards: bool = False) -> str:
    """Return what a link of a type makes of a record for the one above it; nothing for a sample and its dataset.

    >>> word_for("is_derived_from"), word_for("is_part_of", upwards=True), word_for("is_copy_of"), word_for(None)
    ('derived', 'whole', 'is copy of', '')
    """
    if relation in WORDS:
        return WORDS[relation][upwards]
    return (relation or "").replace("_", " ")


def notes_on(line: Line, *, upwards: bool = False) -> str:
    """Return what is said of a record behind its name."""
    word = word_for(line.relation, upwards=upwards)
    notes = [f"({word})"] if word else []
    return " ".join([*notes, PLACES[line.place]] if line.place else notes)


def drawn(lines: Iterable[Line]) -> Iterator[str]:
    """Yield each line of a tree as text, with the id in brackets."""
    for line in lines:
        kind, notes = line.node.entity_type or "record", notes_on(line)
        yield f"{line.branch}{kind} {name_of(line.node)} [{line.node.id}]{f' {notes}' if notes else ''}"


def mermaid(graph: Graph) -> Iterator[str]:
    """Yield the lines of a Mermaid flowchart.

    Samples have round ends and datasets corners. An arrow leads to what was derived, a dotted one to a part, a line
    without a head joins a sample and a dataset.
    """
    yield "flowchart TD"
    nodes = {node.id: node for node in graph.nodes or ()}
    numbers: dict[str, str] = {}
    kinds: dict[str | None, list[str]] = {kind: [] for kind in _MERMAID_STYLES}
    for identity, node in nodes.items():
        number, kind = f"n{len(numbers)}", node.entity_type
        numbers[identity] = number
        kinds.setdefault(kind, []).append(number)
        left, right = ("([", "])") if kind == "sample" else ("[", "]")
        yield f'    {number}{left}"{_mermaid_text(name_of(node))}<br>{_mermaid_text(identity)}"{right}'
    for upper, lower, relation in _pairs(graph, nodes):
        word = word_for(relation)
        arrow = {"is_part_of": "-.->", None: "---"}.get(relation, "-->")
        label = f'|"{_mermaid_text(word)}"|' if word else ""
        yield f"    {numbers[upper]} {arrow}{label} {numbers[lower]}"
    for name, style in _MERMAID_STYLES.items():
        if kinds[name]:
            yield f"    classDef {name} {style}"
            yield f"    class {','.join(kinds[name])} {name}"


_MERMAID_STYLES: Final = {"sample": "stroke-width:2px", "dataset": "stroke-width:1px"}
# All other signs of ASCII mean something somewhere: in Mermaid, in Markdown or in HTML.
_MERMAID_PLAIN: Final = frozenset(" ,()/:.+-")
_LIST_BEGINS: Final = re.compile(r"(?:\d+[.)]|[-+])(?=\s|$)")


def _mermaid_text(text: str) -> str:
    """Return a text as it may stand between quotes: signs that mean something as their numbers.

    >>> print(_mermaid_text('film "A" #1; <b>'), _mermaid_text("1. Schicht für 試料"))
    film #34;A#34; #35;1#59; #60;b#62; 1#46; Schicht für 試料
    """
    list_sign = found.end() - 1 if (found := _LIST_BEGINS.match(text)) else -1
    return "".join(
        sign
        if (sign.isalnum() or sign in _MERMAID_PLAIN or not sign.isascii()) and at != list_sign
        else f"#{ord(sign)};"
        for at, sign in enumerate(text)
    )


def dot(graph: Graph) -> Iterator[str]:
    """Yield the lines of a graph in the language DOT of Graphviz; shapes and lines are those of `mermaid`."""
    yield "digraph crucible {"
    yield '    node [fontname="Helvetica", shape=box];'
    yield '    edge [fontname="Helvetica", fontsize=10];'
    nodes = {node.id: node for node in graph.nodes or ()}
    for identity, node in nodes.items():
        quoted = _dot_text(identity)
        style = ", style=rounded, penwidth=2" if node.entity_type == "sample" else ""
        yield f'    "{quoted}" [label="{_dot_text(name_of(node))}\\n{quoted}"{style}];'
    for upper, lower, relation in _pairs(graph, nodes):
        word = word_for(relation)
        looks = [f'label="{_dot_text(word)}"'] if word else ["dir=none"]
        if relation == "is_part_of":
            looks.append("style=dashed")
        yield f'    "{_dot_text(upper)}" -> "{_dot_text(lower)}" [{", ".join(looks)}];'
    yield "}"


def _dot_text(text: str) -> str:
    r"""Return a text as it may stand between quotes; an ampersand would begin a name of HTML.

    >>> print(_dot_text(r'C:\new "A" & B'))
    C:\\new \"A\" &amp; B
    """
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")


def _pairs(graph: Graph, nodes: Mapping[str, Node]) -> Iterator[tuple[str, str, str | None]]:
    """Yield both ends of each link among the records, a sample before its dataset, and its type."""
    for upper, members in kin_of(graph, nodes).items():
        for lower, relation in members.items():
            yield upper, lower, relation
